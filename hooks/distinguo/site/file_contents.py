"""The bytes of a file of docs that is no page → what is wrong with them, for a file of its ending."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..base import owner_proofs
from ..base.characters import decode
from ..base.file_endings import BITMAPS
from ..base.places import Places
from ..base.problems import START_OF_FILE, Span
from ..base.written_files import DOMAIN_FILE
from ..fields import Reading
from .xml_files import svg_faults, xml_faults


class _FileKind(NamedTuple):
    """A kind of file: what it is called, and the bytes it begins with, as a pattern; texts begin with anything."""

    words: str
    beginning: bytes = b""


_ZIP = rb"PK\x03\x04"
_KINDS = {
    "avif": _FileKind("AVIF image", rb"....ftyp(?:....)*?avi[fs]"),
    "csv": _FileKind("table"),
    "docx": _FileKind("Word document", _ZIP),
    "epub": _FileKind("e-book", _ZIP),
    "gif": _FileKind("GIF image", rb"GIF8[79]a"),
    "html": _FileKind("proof of an owner"),
    "ico": _FileKind("icon", rb"\0\0\x01\0"),
    "jpeg": _FileKind("JPEG image", rb"\xff\xd8\xff"),
    "jpg": _FileKind("JPEG image", rb"\xff\xd8\xff"),
    "json": _FileKind("JSON file"),
    "mp3": _FileKind("MP3 recording", rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    "mp4": _FileKind("MP4 video", rb"....ftyp(?!avi[fs]|mif1|miaf|msf1|hei[cx])"),
    "odp": _FileKind("OpenDocument presentation", _ZIP),
    "ods": _FileKind("OpenDocument spreadsheet", _ZIP),
    "odt": _FileKind("OpenDocument text", _ZIP),
    "pdf": _FileKind("PDF", rb"%PDF-\d"),
    "png": _FileKind("PNG image", rb"\x89PNG\r\n\x1a\n"),
    "pptx": _FileKind("PowerPoint presentation", _ZIP),
    "svg": _FileKind("SVG image"),
    "txt": _FileKind("text"),
    "vtt": _FileKind("file of subtitles"),
    "webm": _FileKind("WebM video", rb"\x1aE\xdf\xa3"),
    "webmanifest": _FileKind("manifest"),
    "webp": _FileKind("WebP image", rb"RIFF....WEBP"),
    "woff2": _FileKind("font", rb"wOF2"),
    "xlsx": _FileKind("Excel table", _ZIP),
    "xml": _FileKind("XML file"),
    "zip": _FileKind("ZIP archive", _ZIP),
}
_LONGEST_BEGINNING = 64  # bytes by which a kind of file is known: the rest is not searched for them
# What an archive of the kind has in it: a folder, or the text of the member `mimetype`.
_FOLDERS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_TYPES = {
    "epub": "application/epub+zip",
    "odp": f"{_OPEN_DOCUMENT}presentation",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet",
    "odt": f"{_OPEN_DOCUMENT}text",
}
_MACROS = re.compile(r"(?:.*/)?vbaProject\.bin|Basic/.*|Scripts/.*")
# Tags of fewer letters are found by chance among the bytes of a large image.
_HTML = re.compile(
    rb"<(?:!doctype html|[?]php|html|head|body|script|style|meta|link|base|svg|math|img|iframe|object|embed|form|input"
    rb"|audio|video|details|template)[\s>/]",
    re.IGNORECASE,
)
_STREAM = re.compile(rb"stream\r?\n(?:.*?endstream|.*\Z)", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b.{0,500}?stream\r?\n", re.DOTALL)
_RUN_BY_PDF = re.compile(rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia|XFA)(?![A-Za-z0-9])")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_DOMAIN = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
_MOST_INFLATED = 1 << 24  # bytes of one file: a small one can hold gigabytes


def check_contents(path: Path, docs_path: str, reading: Reading) -> None:
    """Tell what is wrong with the bytes of the file at `path`, which is called `docs_path` in docs."""
    ending = path.suffix.lower().removeprefix(".")
    if not path.is_file():
        title = "This is no plain file; a file should stand here"
        reading.problem("not-a-file", START_OF_FILE, "", title, "Give it another name.")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        reading.problem("unreadable-file", START_OF_FILE, "", f"This file cannot be read: {error.strerror}")
        return
    if not data:
        help = "Hosts and visitors can do nothing with it: put something into it, or take it out of docs."
        reading.problem("empty-file", START_OF_FILE, "", "This file is empty", help)
    elif docs_path == DOMAIN_FILE:
        _check_domain(data, reading)
    elif _KINDS[ending].beginning:
        _check_binary(data, ending, path, reading)
    else:
        _check_text(data, ending, docs_path, reading)


def _begins_as(ending: str, data: bytes) -> bool:
    return re.match(_KINDS[ending].beginning, data[:_LONGEST_BEGINNING], re.DOTALL) is not None


def _check_binary(data: bytes, ending: str, path: Path, reading: Reading) -> None:
    words = _KINDS[ending].words
    if not _begins_as(ending, data):
        title = f"This is no {words}, although its name ends with .{ending}"
        reading.problem("not-what-it-says", START_OF_FILE, "", title, _what_it_is(data, path))
    elif _KINDS[ending].beginning == _ZIP:
        _check_archive(data, ending, reading)
    elif ending == "pdf":
        for name in sorted(set(_run_by_pdf(data))):
            title = f"This PDF can run programs: it holds `{name}`"
            help = "Print it into a new PDF, which has its pages alone."
            reading.problem("active-file", START_OF_FILE, "", title, help)
    elif ending in BITMAPS and (_HTML.search(data) or _goes_on(data, ending)):
        title = "This image holds more than an image"
        reading.problem("active-file", START_OF_FILE, "", title, "Save it again with a program that edits images.")


def _what_it_is(data: bytes, path: Path) -> str:
    """What a file with another name than its bytes have is, and how it should be called."""
    known = [ending for ending, kind in _KINDS.items() if kind.beginning and _begins_as(ending, data)]
    if len({_KINDS[ending].words for ending in known}) == 1:
        return f"It is {_with_article(_KINDS[known[-1]].words)}: call it {path.stem}.{known[-1]}."
    if data.lstrip().startswith(b"<"):
        return "It holds HTML or XML: save it again as what its name says."
    return "Save it again as what its name says, or take it out of docs."


def _with_article(words: str) -> str:
    return f"{'an' if re.match('[AEIOU]|MP|XML|SVG', words) else 'a'} {words}"


def _goes_on(data: bytes, ending: str) -> bool:
    """Whether something follows after the end of an image, where only other programs look."""
    if ending == "webp":
        return len(data) > int.from_bytes(data[4:8], "little") + 9  # one for an odd length
    place = 8
    while ending == "png" and place + 8 <= len(data):
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        place += length + 12
        if name == b"IEND":
            return len(data) > place
    return False


def _check_archive(data: bytes, ending: str, reading: Reading) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            type = _type_in(archive) if ending in _TYPES else ""
    except Exception:  # whatever it is that zipfile stumbles over in a damaged archive
        names, type = [], ""
    has_folder = any(name.startswith(_FOLDERS.get(ending, "")) for name in names)
    if not has_folder or type != _TYPES.get(ending, ""):
        title = f"This is no {_KINDS[ending].words}, although its name ends with .{ending}"
        help = "Save it again as what its name says, or take it out of docs."
        reading.problem("not-what-it-says", START_OF_FILE, "", title, help)
    elif ending != "zip" and any(_MACROS.fullmatch(name) for name in names):
        title = "This document holds programs (macros)"
        reading.problem("active-file", START_OF_FILE, "", title, "Save it again without them, or as a PDF.")


def _type_in(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace").strip()


def _run_by_pdf(data: bytes) -> Iterator[str]:
    """The names in a PDF by which it runs something: outside of its streams, and in those that hold objects."""
    for part in (_STREAM.sub(b"", data), *_objects_in(data)):
        plain = _PDF_ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), part)
        yield from (found[1].decode() for found in _RUN_BY_PDF.finditer(plain))


def _objects_in(data: bytes) -> Iterator[bytes]:
    """What the streams of a PDF hold that hold objects, as far as it can be read."""
    left = _MOST_INFLATED
    for found in _OBJECTS.finditer(data):
        try:
            objects = zlib.decompressobj().decompress(memoryview(data)[found.end() :], max(left, 1))
        except zlib.error:
            continue
        left -= len(objects)
        yield objects


def _check_text(data: bytes, ending: str, docs_path: str, reading: Reading) -> None:
    before = len(reading.problems)
    text = decode(data, reading.file, reading.problems)
    if len(reading.problems) > before:
        return
    service = owner_proofs.service_of(docs_path)
    if service and not owner_proofs.is_proof(docs_path, data.decode("utf-8")):
        title = f"This is not the file that {service} gives to owners of a site: something in it is different"
        reading.problem("not-a-proof", START_OF_FILE, "", title, "Download it again, and put it here as it is.")
    elif ending == "html" and not service:
        help = "A page is a Markdown file: write it as one. A file by which a service knows the owner of a site has to "
        help += "be called, and to read, just as the service gave it, and lies in docs itself."
        reading.problem("own-html", START_OF_FILE, "", "HTML of your own cannot be published", help)
    elif ending in ("svg", "xml"):
        for title, help, span in svg_faults(data) if ending == "svg" else xml_faults(data):
            reading.problem("active-file", span, "", title, help)
    elif ending in ("json", "webmanifest"):
        _check_json(text, reading)
    elif "\0" in text or (ending == "vtt" and not re.match(r"WEBVTT(?![^ \t\n])", text)):
        title = f"This is no {_KINDS[ending].words}, although its name ends with .{ending}"
        reading.problem("not-what-it-says", START_OF_FILE, "", title, "Save it again as what its name says.")


def _check_domain(data: bytes, reading: Reading) -> None:
    """The file by which GitHub Pages knows the domain of a site holds one line with it."""
    if not _DOMAIN.fullmatch(data.decode("utf-8", "replace").strip("\r\n")):
        help = "It holds one line with the bare domain, such as: www.your-site.example"
        reading.problem("not-a-domain", START_OF_FILE, "", f"There is no domain in {DOMAIN_FILE}", help)


def _check_json(text: str, reading: Reading) -> None:
    try:
        json.loads(text, parse_constant=_refuse_number)
    except json.JSONDecodeError as error:
        before = text[: error.pos].rstrip()  # where newer Pythons point to a comma that is too much, others go past it
        place = len(before) - 1 if before.endswith(",") and text[error.pos : error.pos + 1] in "]}" else error.pos
        line, column, _, _ = Places(text).span(place, place)
        span = Span(line, column, line, column + 1)
        help = "JSON has double quotes around names and texts, and no comma behind the last one."
        reading.problem("not-what-it-says", span, "", "This JSON cannot be read from here on", help)
    except (RecursionError, ValueError):
        help = "Its lists are too deep, or a number in it is too long or is none, such as NaN. Put it into a .zip."
        reading.problem("not-what-it-says", START_OF_FILE, "", "This JSON cannot be read", help)


def _refuse_number(name: str) -> None:
    """Python reads numbers that no browser does."""
    raise ValueError(name)
