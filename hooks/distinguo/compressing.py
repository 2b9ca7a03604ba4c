"""Puts a `.br` and a `.gz` beside each text file of a built site, for hosts that send what lies there ready.

The same file gives the same bytes on any day. What would not be smaller is left out.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

_TEXT = (".html", ".css", ".js", ".json", ".xml", ".txt", ".md", ".svg")
_WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
    ".gz": lambda body: gzip.compress(body, compresslevel=9, mtime=0),
}


def compress(folder: Path) -> int:
    """Compress the text files in `folder`; gives how many there are."""
    texts = sorted(path for path in folder.rglob("*") if path.suffix in _TEXT and path.is_file())
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both ways leave the interpreter to others meanwhile
        list(pool.map(_compress, texts))
    return len(texts)


def _compress(path: Path) -> None:
    body = path.read_bytes()
    for ending, way in _WAYS.items():
        smaller = way(body)
        if len(smaller) < len(body):
            path.with_name(path.name + ending).write_bytes(smaller)
