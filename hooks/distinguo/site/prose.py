"""Turns the Markdown of a page into what readers get of it: its headings, links and images, each with its place.

The converter that makes the page's HTML reads it, so that what is code or an escape there is that here, too. It keeps
no places: a mark, a letter that no file can hold, is put beside everything that may become one of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from ..base.matching import leading
from ..base.places import Places
from ..base.problems import Fix, Span
from ..fields import Reading
from ..text import placements
from ..text.page_markdown import HEADINGS, converter
from ..text.placements import INLINE, Placement

_FIRST_MARK, _MOST_MARKS = 0xF0000, 0xFFFE  # the private letters of plane 15
_MARK = re.compile("[\U000f0000-\U000ffffd]")
# What may be a heading, and where the address of a link begins, or ends between < and >.
_MARKED = re.compile(
    r"^[ \t>*+\-\d.)]*#+|\]\([ \t]*<?|\]:[ \t]*<?(?=[^\s<])|<[^<>\s]+(?=>)"
    r"|^[^\w\n]*\w[^\n]*(?=\n[ \t>]*(?:=+|-+)[ \t]*$)",
    re.MULTILINE,
)
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_TOKEN = re.compile(r"placement0{16}n(\d+)z")
_MARKS_OF_HEADINGS = " \t>*+-0123456789.)"
_OWN_TITLE = "Start headings with ## here; the page's title is its only first-level heading."
_NOT_IN = {
    "address": (
        "placement-in-address",
        "An address cannot hold a placement",
        "Name a page's file, such as other.md, or a full address.",
    ),
    "code": (
        "placement-in-code",
        "A block cannot stand in code",
        "To show it as it is typed, write {% raw %} and {% endraw %} around it.",
    ),
    "heading": ("placement-in-heading", "A heading cannot hold a placement", "Write the words themselves."),
    "image": (
        "placement-in-image",
        "The description of an image cannot hold a placement",
        "Write the words themselves.",
    ),
    "link": (
        "placement-in-link",
        "The words of a link cannot hold a placement",
        "Write the words themselves, or place it beside the link.",
    ),
}


class TypedHeading(NamedTuple):
    """A heading: its level, its words, its id on the page, and its line from its first sign to its end."""

    level: int
    words: str
    id: str
    span: Span


class TypedLink(NamedTuple):
    """A link or an image: where it leads, its words, and where that address was typed."""

    target: str
    words: str
    is_image: bool
    span: Span


@dataclass(frozen=True)
class Prose:
    """What readers get of the Markdown of a page: its headings, its links and images, and all its words."""

    headings: tuple[TypedHeading, ...] = ()
    links: tuple[TypedLink, ...] = ()
    words: str = ""

    @property
    def ids(self) -> set[str]:
        """The ids that its headings have on the page."""
        return {heading.id for heading in self.headings}


class _Made(NamedTuple):
    """What the converter makes, with the number of its mark (-1 where it has none) in the place of its place."""

    headings: tuple[tuple[int, str, str, int], ...]
    links: tuple[tuple[str, str, bool, int], ...]
    misplaced: tuple[tuple[int, str], ...]  # the numbers of placements that stand where none can, and where that is
    words: str


def read_prose(body: str, without_code: str, first_line: int) -> tuple[Prose, list[tuple[int, str]]]:
    """The prose of a page, whose text from `first_line` on is `body`; `without_code` has the same letters or spaces.

    With it come the numbers of the placements that stand where none can, each with what it stands in.
    """
    marked, places = _marked(body, without_code)
    pieces = placements.find(marked, "", [])
    made = _made("".join(piece if isinstance(piece, str) else _token(n) for n, piece in enumerate(pieces)))
    where = _MarkPlaces(body, first_line, places)
    headings = tuple(TypedHeading(level, words, id, where.of_line(mark)) for level, words, id, mark in made.headings)
    links = tuple(TypedLink(target, words, image, where.of(target, mark)) for target, words, image, mark in made.links)
    return Prose(headings, links, made.words), [*dict.fromkeys(made.misplaced)]


def check_prose(
    prose: Prose, misplaced: list[tuple[int, str]], pieces: Sequence[str | Placement], reading: Reading
) -> None:
    """No empty heading, no other title than the page's, and no placement where none can stand."""
    for heading in prose.headings:
        _check_heading(heading, reading)
    for number, where in misplaced:
        piece = pieces[number] if number < len(pieces) else ""
        if isinstance(piece, Placement) and not (where == "code" and piece.name in INLINE):
            code, title, help = _NOT_IN[where]
            reading.problem(code, piece.span, "", title, help)


def _check_heading(heading: TypedHeading, reading: Reading) -> None:
    line, column, *_ = heading.span
    typed = reading.line(line)[column - 1 :]
    signs = leading("#*", typed)[0]
    sign = Span(line, column, line, column + 1)
    if not heading.words:
        help = "Write them behind the signs, or take the line out."
        reading.problem("empty-heading", heading.span, "", "This heading has no words", help)
    elif signs and typed[len(signs) :][:1] not in ("", " ", "\t"):
        title = f"This line becomes a {'title' if heading.level == 1 else 'heading'}, since it begins with {signs}"
        help = f"To show the {'sign' if signs == '#' else 'signs'}, write \\{typed.split()[0]}."
        if heading.level > 1:
            help += f" For a heading, write a space behind {signs}."
        reading.problem("heading-by-chance", sign, "", title, help, fix=Fix(sign, "\\#"))
    elif heading.level == 1 and signs:
        title = "A page has one title, and it does not stand in the text"
        reading.problem("title-in-text", sign, "", title, _OWN_TITLE, fix=Fix(sign, "##"))
    elif heading.level == 1:
        title = "A line of = makes a title of the line above it, and a page has one title"
        reading.problem("title-in-text", heading.span, "", title, _OWN_TITLE)


# What the converter makes


def _token(number: int) -> str:
    return f"placement{0:016}n{number}z"  # a word, as in the page that is drawn


@lru_cache(maxsize=256)  # what is tried again and again is a page or two
def _made(marked: str) -> _Made:
    if not marked.strip():
        return _Made((), (), (), "")  # the converter would not even look at it
    reader, keeper = _converter()
    reader.reset()
    reader.convert(marked)
    kept = keeper.root
    headings = (
        (int(one.tag[1]), _words(one), one.get("id", ""), _mark("".join(one.itertext())))
        for one in kept.iter()
        if one.tag in HEADINGS
    )
    links = (
        (_MARK.sub("", address), _words(one), one.tag == "img", _mark(address))
        for one in kept.iter()
        if one.tag in ("a", "img")
        for address in [_address(one)]
        if not _TOKEN.search(address)
    )
    misplaced = [*_misplaced(kept, "")]
    stashed = "".join(map(str, reader.htmlStash.rawHtmlBlocks))
    misplaced += ((int(found), "code") for found in _TOKEN.findall(stashed))
    return _Made(tuple(headings), tuple(links), tuple(misplaced), _plain("".join(kept.itertext())))


@lru_cache
def _converter() -> tuple[Markdown, _Keeper]:
    reader = converter()
    keeper = _Keeper(reader)
    reader.treeprocessors.register(keeper, "kept", -10)  # after the others, when escapes are letters again
    write = reader.serializer
    reader.serializer = lambda element: "" if element.tag == "div" else write(element)  # nobody reads the whole
    reader.stripTopLevelTags = False
    return reader, keeper


class _Keeper(Treeprocessor):
    """Keeps the elements that the text has become."""

    root: Element

    def run(self, root: Element) -> None:
        self.root = root


def _address(element: Element) -> str:
    """Where a link or an image leads, with the mark in it."""
    return html.unescape((element.get("href") or element.get("src") or "").replace(AMP_SUBSTITUTE, "&"))


def _mark(text: str) -> int:
    found = _MARK.search(text)
    return ord(found[0]) - _FIRST_MARK if found else -1


def _plain(text: str) -> str:
    return _TOKEN.sub("", _MARK.sub("", text))


def _words(element: Element) -> str:
    """The words of an element, and those that stand for the images in it."""
    parts = [*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))]
    return " ".join(_MARK.sub("", "".join(parts)).split())


def _misplaced(element: Element, where: str) -> Iterator[tuple[int, str]]:
    """The placements within `element` that stand where none can."""
    for name, value in element.attrib.items():
        place = {"href": "address", "src": "address", "alt": "image", "title": "link"}.get(name)
        yield from ((int(found), place) for found in _TOKEN.findall(value) if place)
    where = "heading" if element.tag in HEADINGS else "link" if element.tag == "a" else where
    for text in (element.text, *(child.tail for child in element)) if where else ():
        yield from ((int(found), where) for found in _TOKEN.findall(text or ""))
    for child in element:
        yield from _misplaced(child, where)


# Where it was typed


def _marked(body: str, without_code: str) -> tuple[str, list[tuple[int, int]]]:
    """`body` with its marks, and for each of them where it stands and where what it marks begins."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for found in _MARKED.finditer(without_code):
        if len(places) == _MOST_MARKS:
            break
        is_line_above = found[0][:1] not in "]<" and not found[0].endswith("#")
        if is_line_above and _FENCE.match(found[0]):
            continue
        parts += (body[last : found.end()], chr(_FIRST_MARK + len(places)))
        places.append((found.end(), found.start() + 1 if found[0].startswith("<") else found.end()))
        last = found.end()
    return "".join([*parts, body[last:]]), places


class _MarkPlaces:
    """Where in the file the things of a text stand, by the numbers of their marks."""

    def __init__(self, body: str, first_line: int, places: list[tuple[int, int]]) -> None:
        self._body, self._places = body, places
        self._span = Places(body, first_line).span

    def of_line(self, mark: int) -> Span:
        """The line with the mark, without the signs of quotations and lists before it."""
        if mark < 0:
            return self._span(0, 0)
        start = self._body.rfind("\n", 0, self._places[mark][0]) + 1
        line = self._line(start)
        signs = len(line) - len(line.lstrip(_MARKS_OF_HEADINGS)) if "#" in line else 0
        return self._span(start + signs, start + len(line.rstrip()))

    def of(self, target: str, mark: int) -> Span:
        """The address that a mark stands at: the `target` itself where it is typed like that, else up to a space."""
        if mark < 0:
            return self._span(0, 0)
        start = self._places[mark][1]
        if self._body.startswith(target, start):
            return self._span(start, start + len(target))
        return self._span(start, leading(r"[^\s>]*", self._body, start).end())

    def _line(self, start: int) -> str:
        end = self._body.find("\n", start)
        return self._body[start : end if end >= 0 else len(self._body)]
