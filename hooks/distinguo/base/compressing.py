"""Puts a `.br` and a `.gz` beside each text file of a built site, for hosts that send what lies there ready.

The same file gives the same bytes on any day, from the same libraries. What would not be smaller is left out.

How well Brotli packs is a matter of time. Measured on a site of 100 explainers, by its levels 8, 10 and 11:

    its pages, 33 KB each                              7.0    6.3    6.1 KB  in   0.3   12    29 ms for each
    their Markdown twins, 9 KB each                    3.3    2.9    2.8 KB       0.3    4     9 ms
    the index of the search, 1 MB                       75     64     60 KB        20  480  1340 ms
    all scripts and style sheets, 80 KB together        22     21     20 KB         1   30    70 ms

So scripts and style sheets, which every page loads, are packed well. What there is more of with every explainer is
packed fast: to save a reader 0.7 KB of a page, a thousand explainers would take twelve seconds more to publish.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import brotli

# The beginning of each `.gz`: the mark of the format and of deflate; no name, no time; packed as small as can be; by a
# system that is not said, since Python says another one from version to version.
_START_OF_GZIP = b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"
_TEXT = (".html", ".css", ".js", ".json", ".xml", ".txt", ".md", ".svg")
_WELL, _FAST = 10, 8  # levels of Brotli
_WINDOWS = (16, 18)  # how far it looks back at least and at most, as powers of 2, in bytes: farther finds no more
_PACKED_WELL = (".css", ".js")


def _brotli(body: bytes, level: int) -> bytes:
    # With its usual window of 4 MB, a page would take twice the time and 15 MB more, and be packed no better.
    window = min(max(_WINDOWS[0], len(body).bit_length()), _WINDOWS[1])
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=level, lgwin=window)
    return packed


def _gzip(body: bytes, _: int) -> bytes:
    """`body` as a file of RFC 1952, as small as can be, which takes no time."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = deflating.compress(body) + deflating.flush()
    return _START_OF_GZIP + deflated + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


WAYS = {".br": _brotli, ".gz": _gzip}


def is_compressed(path: str) -> bool:
    """Whether the file at `path` of a site has compressed copies, where these are smaller."""
    return path.endswith(_TEXT)


def level_of(path: str) -> int:
    """How well the file at `path` of a site is packed: the level of Brotli."""
    return _WELL if path.endswith(_PACKED_WELL) else _FAST


def compressed(body: bytes, level: int) -> dict[str, bytes]:
    """The compressed copies of `body` by their endings; none that would not be smaller."""
    copies = {ending: way(body, level) for ending, way in WAYS.items()}
    return {ending: copy for ending, copy in copies.items() if len(copy) < len(body)}


def decompressed(body: bytes, ending: str) -> bytes | None:
    """What a compressed file with this `ending` holds; `None` where it holds nothing that can be read."""
    try:
        return brotli.decompress(body) if ending == ".br" else gzip.decompress(body)
    except (brotli.error, OSError, EOFError, zlib.error):
        return None


def missing(path: Path) -> list[str]:
    """The names of the files that `compress` would put beside `path`, and that are not there."""
    absent = [ending for ending in WAYS if not path.with_name(path.name + ending).exists()]
    if not absent or not is_compressed(path.name):
        return []
    copies = compressed(path.read_bytes(), level_of(path.name))
    return [path.name + ending for ending in absent if ending in copies]
