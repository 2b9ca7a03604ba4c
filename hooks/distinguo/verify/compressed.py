"""Checks the compressed copies that hosts send: the files of a folder → copies that are stale, strange or missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..base import compressing
from ..base.problems import START_OF_FILE, Problem
from .whole import Whole


def check_copy(path: str, body: bytes, data: bytes) -> Iterator[Problem]:
    """The compressed file at `path`, which has this `body`, holds the `data` of the file beside it."""
    file = PurePosixPath(path)
    if compressing.decompressed(body, file.suffix) != data:
        yield Problem(path, START_OF_FILE, f"This file does not hold what {file.stem} holds", code="stale-copy")


def check_missing(folder: Path, whole: Whole) -> Iterator[Problem]:
    """Where a page of the site in the `folder` is compressed, all its texts are."""
    copies = {f"{page.path}{ending}" for page in whole.pages.values() for ending in compressing.WAYS}
    for path in sorted(whole.files) if not copies.isdisjoint(whole.files) else ():
        for missing in compressing.missing(folder / path):
            title = f"The compressed copy {missing} of this file is missing"
            yield Problem(path, START_OF_FILE, title, code="no-copy")
