"""Puts a `.br` and a `.gz` beside each text file of a built site, for hosts that send what lies there ready.

The same file gives the same bytes on any day, from the same libraries. What would not be smaller is left out.
"""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

# The beginning of each `.gz`: the mark of the format and of deflate; no name, no time; packed as small as can be; by a
# system that is not said, since Python says another one from version to version.
_START_OF_GZIP = b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"
_TEXT = (".html", ".css", ".js", ".json", ".xml", ".txt", ".md", ".svg")


def _gzip(body: bytes) -> bytes:
    """`body` as a file of RFC 1952."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = deflating.compress(body) + deflating.flush()
    return _START_OF_GZIP + deflated + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
    ".gz": _gzip,
}


def compress(folder: Path) -> int:
    """Compress the text files in `folder`; gives how many there are."""
    texts = sorted(path for path in folder.rglob("*") if path.suffix in _TEXT and path.is_file())
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both ways leave the interpreter to others meanwhile
        list(pool.map(_compress, texts))
    return len(texts)


def _compress(path: Path) -> None:
    body = path.read_bytes()
    for ending, way in WAYS.items():
        smaller = way(body)
        if len(smaller) < len(body):
            path.with_name(path.name + ending).write_bytes(smaller)


def decompressed(body: bytes, ending: str) -> bytes | None:
    """What a compressed file with this `ending` holds; `None` where it holds nothing that can be read."""
    try:
        return brotli.decompress(body) if ending == ".br" else gzip.decompress(body)
    except (brotli.error, OSError, EOFError, zlib.error):
        return None


def missing(path: Path) -> list[str]:
    """The names of the files that `compress` would put beside `path`, and that are not there."""
    absent = [ending for ending in WAYS if not path.with_name(path.name + ending).exists()]
    if path.suffix not in _TEXT or not absent:
        return []
    body = path.read_bytes()
    return [path.name + ending for ending in absent if len(WAYS[ending](body)) < len(body)]
