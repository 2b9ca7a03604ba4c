"""The compressed files beside the texts: the same bytes from whatever Python, and what every host unpacks."""

from __future__ import annotations

import gzip
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import brotli
import pytest

from distinguo.base.compressing import WAYS, compressed, decompressed, is_compressed, level_of, missing
from distinguo.publish.packing import pack

TEXTS = [b"", b"a", b"<p>Left</p>" * 1000, bytes(range(256)) * 300, "Größe “é” 😀\n".encode() * 500]


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_nothing_in_a_gz_depends_on_the_system_or_the_python_that_wrote_it(text: bytes) -> None:
    """Its first ten bytes: the format, deflate, no flags, no time, packed as small as can be, no system."""
    packed = WAYS[".gz"](text, 8)

    assert packed[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])
    assert packed[-8:] == struct.pack("<II", zlib.crc32(text), len(text))


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("ending", [".gz", ".br"])
def test_what_is_unpacked_is_what_was_packed(ending: str, text: bytes) -> None:
    assert decompressed(WAYS[ending](text, 8), ending) == text


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_the_bytes_between_are_as_small_as_zlib_makes_them(text: bytes) -> None:
    assert WAYS[".gz"](text, 8)[10:-8] == gzip.compress(text, compresslevel=9, mtime=0)[10:-8]


def test_other_programs_unpack_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(TEXTS[2])
    pack(tmp_path)
    program = shutil.which("gzip")
    assert program, "every Debian has it"

    done = subprocess.run([program, "-dc", tmp_path / "index.html.gz"], capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (TEXTS[2], b"")


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("assets/site.css", 10),
        ("assets/javascripts/workers/search.js", 10),
        ("index.html", 8),
        ("trust/index.html.md", 8),
        ("search/search_index.json", 8),
        ("sitemap.xml", 8),
    ],
)
def test_what_every_page_loads_is_packed_well_and_all_else_fast(path: str, level: int, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(TEXTS[4])
    pack(tmp_path)

    assert level_of(path) == level
    assert Path(f"{file}.br").read_bytes() == brotli.compress(TEXTS[4], mode=brotli.MODE_TEXT, quality=level, lgwin=16)


@pytest.mark.parametrize(("size", "window"), [(100, 16), (65_000, 16), (66_000, 17), (4_000_000, 18), (5_000_000, 18)])
def test_brotli_looks_back_no_farther_than_the_text_is_long(size: int, window: int) -> None:
    text = (b"%d " * 2_000 % tuple(range(2_000)) * (size // 8_000 + 1))[:size]

    assert compressed(text, 8)[".br"] == brotli.compress(text, mode=brotli.MODE_TEXT, quality=8, lgwin=window)


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("level", [8, 10])
def test_there_are_no_copies_but_smaller_ones(level: int, text: bytes, tmp_path: Path) -> None:
    copies = compressed(text, level)
    (tmp_path / "notes.txt").write_bytes(text)

    assert all(len(copy) < len(text) for copy in copies.values())
    assert len(copies) == (2 if len(text) > 100 else 0)
    assert missing(tmp_path / "notes.txt") == [f"notes.txt{ending}" for ending in compressed(text, 8)]


@pytest.mark.parametrize(("path", "is_text"), [("a/index.html", True), ("a.md", True), ("a.png", False), ("a", False)])
def test_texts_are_compressed_and_nothing_else(path: str, is_text: bool) -> None:
    assert is_compressed(path) is is_text
