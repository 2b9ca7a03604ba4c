"""The compressed files beside the texts: the same bytes from whatever Python, and what every host unpacks."""

from __future__ import annotations

import gzip
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from distinguo.base.compressing import WAYS, compress, decompressed

TEXTS = [b"", b"a", b"<p>Left</p>" * 1000, bytes(range(256)) * 300, "Größe “é” 😀\n".encode() * 500]


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_nothing_in_a_gz_depends_on_the_system_or_the_python_that_wrote_it(text: bytes) -> None:
    """Its first ten bytes: the format, deflate, no flags, no time, packed as small as can be, no system."""
    packed = WAYS[".gz"](text)

    assert packed[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])
    assert packed[-8:] == struct.pack("<II", zlib.crc32(text), len(text))


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("ending", [".gz", ".br"])
def test_what_is_unpacked_is_what_was_packed(ending: str, text: bytes) -> None:
    assert decompressed(WAYS[ending](text), ending) == text


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_the_bytes_between_are_as_small_as_zlib_makes_them(text: bytes) -> None:
    assert WAYS[".gz"](text)[10:-8] == gzip.compress(text, compresslevel=9, mtime=0)[10:-8]


def test_other_programs_unpack_it(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(TEXTS[2])
    compress(tmp_path)
    program = shutil.which("gzip")
    assert program, "every Debian has it"

    done = subprocess.run([program, "-dc", tmp_path / "index.html.gz"], capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (TEXTS[2], b"")
