"""Tells which files a site needs beside its pages: those of its own that another file names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from ..base.written_files import ALWAYS, REDIRECTS, made_from


def may_be_needed(path: str) -> bool:
    """Whether the site may need the file at `path`, which it writes by itself: it does where another file names it."""
    return path not in ALWAYS and path != REDIRECTS and bool(made_from(path))


def named_in(path: str, text: str, files: Iterable[str]) -> set[str]:
    """Which of the `files` the file at `path` with this `text` names: by their path, or beside it by their name."""
    return {file for file in files if file != path and (file in text or _is_named_beside(file, path, text))}


def _is_named_beside(file: str, path: str, text: str) -> bool:
    other = PurePosixPath(file)
    beside = rf"""["'(\s](?:\./)?{re.escape(other.name)}"""
    return other.parent == PurePosixPath(path).parent and re.search(beside, text) is not None
