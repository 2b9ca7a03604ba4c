"""Checks the compressed copies that hosts send: the files of a folder → copies that are stale, strange or missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..base import compressing
from ..base.problems import START_OF_FILE, Problem
from .built import Built


def check_compressed(built: Built) -> Iterator[Problem]:
    """Each compressed file holds what the file beside it holds; where a page is compressed, all texts are."""
    compressed = {path for path in built.files if PurePosixPath(path).suffix in compressing.WAYS}
    for path in sorted(compressed - built.plan.copies.keys()):
        beside, body = built.folder / path.rpartition(".")[0], (built.folder / path).read_bytes()
        if beside.is_file() and compressing.decompressed(body, PurePosixPath(path).suffix) != beside.read_bytes():
            title = f"This file does not hold what {beside.name} holds"
            yield Problem(path, START_OF_FILE, title, code="stale-copy")
    pages = {page.path for page in built.pages.values()}
    is_compressed = any(path.rpartition(".")[0] in pages for path in compressed)
    for path in sorted(built.files) if is_compressed else ():
        for missing in compressing.missing(built.folder / path):
            title = f"The compressed copy {missing} of this file is missing"
            yield Problem(path, START_OF_FILE, title, code="no-copy")
