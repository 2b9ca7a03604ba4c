"""HTML → its tags as they are written, each with its place, and every way in which a browser would read them otherwise.

`seen` knows what a browser makes of a page. This is the other half: what stands in the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from ..base.places import Places
from ..base.problems import START_OF_FILE, Span

# The elements that have no end tag (https://html.spec.whatwg.org/#void-elements).
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
_XML = ("svg", "math")  # within these, and only there, <path/> is a whole element
_NO_TEXT = ("script", "style")
_CODE = ("code", "pre", "kbd", "samp")  # where a page shows what somebody types

# Plain HTML: what is written so that there is one way to read it.
_NAME, _SPACE = "[a-zA-Z][a-zA-Z0-9-]*+", "[ \t\n]"
_ATTRIBUTE = rf"""{_SPACE}+([a-zA-Z][a-zA-Z0-9_:.-]*+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]++)))?"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_PIECE = re.compile(  # a text and what ends it: a start tag, an end tag, a comment, a doctype or the end
    "([^<]*+)"
    rf"(?:<({_NAME})((?:{re.sub(r'[(](?![?])', '(?:', _ATTRIBUTE)})*+){_SPACE}*+(/?)>"
    rf"|</({_NAME})>|<!--(?!-?>)[^-]*+(?:-[^-]++)*+-->|<!(?i:doctype) [^<>]*>|\Z)"
)
_END_OF_INNER = re.compile("</(?:(script|style)>)?|<!--")
_TEXT_ALONE = re.compile("[^<]*</(title)>")
_ODD = {"iframe", "noembed", "noframes", "plaintext", "textarea", "xmp"}  # each has rules of its own
_ODD_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos|nbsp|#[0-9]+|#x[0-9a-fA-F]+);)")


class Tag(NamedTuple):
    """A start tag: its name, its attributes in their order, and where it starts and ends in the text."""

    name: str
    attributes: list[tuple[str, str]]
    start: int
    end: int

    def get(self, name: str) -> str:
        """What the attribute called `name` says; nothing where there is none."""
        return next((value for key, value in self.attributes if key == name), "")

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.attributes)


class Text(NamedTuple):
    """A stretch of text between two tags, its entities read, and where it starts."""

    text: str
    start: int


class TagFault(NamedTuple):
    """A mistake in the tags: what is wrong, and at which one."""

    title: str
    span: Span


class WrittenPage:
    """A page as it stands in its file, whose text is the `source`."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tags: list[Tag] = []
        self.in_templates: set[int] = set()  # which of them a browser keeps apart until a script asks
        self.inner: dict[int, str] = {}  # what scripts and styles hold, by their place in `tags`
        self.texts: list[Text] = []  # what readers see and has a brace in it, without code
        self.faults: list[TagFault] = []

    @cached_property
    def _places(self) -> Places:
        return Places(self.source)

    def span(self, start: int, length: int) -> Span:
        """The place of so many signs from the sign number `start`, all of them on one line."""
        line, column, *_ = self._places.span(start, start)
        return Span(line, column, line, column + length)

    def span_of(self, tag: Tag) -> Span:
        """The place of the `tag`, to the end of its first line."""
        return self.span(tag.start, len(self.source[tag.start : tag.end].partition("\n")[0]))


def read_written(source: str, tree: LexborNode) -> WrittenPage:
    """The page with the HTML `source`, of which a browser makes the `tree`."""
    page = _read_plain(source) or _read_any(source)
    page.faults += _repeated_attributes(page)
    if not page.faults:  # else the first of them is the reason for the others
        page.faults += _moved(page, tree)
    return page


class _Elements:
    """Puts the tags of the page with this `source` together, one after the other."""

    def __init__(self, source: str) -> None:
        self.page = WrittenPage(source)
        self._open: list[Tag] = []
        self._around: defaultdict[str, int] = defaultdict(int)  # how many elements of each name are open

    def start(self, tag: Tag, *, has_slash: bool) -> None:
        name, page = tag.name, self.page
        if self._around["template"]:
            page.in_templates.add(len(page.tags))
        page.tags.append(tag)
        if name in _VOID or (has_slash and (name in _XML or self._is_in(_XML))):
            return  # elsewhere a browser overlooks the slash
        self._open.append(tag)
        self._around[name] += 1

    def end(self, name: str, start: int) -> None:
        if not self._around[name]:
            self._fault(f"`</{name}>` closes nothing", self.page.span(start, len(name) + 3))
            return
        while (tag := self._open.pop()).name != name:
            self._around[tag.name] -= 1
            self._fault(f"`<{tag.name}>` is not closed where it should be", self.page.span_of(tag))
        self._around[name] -= 1

    def text(self, text: str, start: int) -> None:
        """Take a `text` as readers read it."""
        if self._is_in(_NO_TEXT):
            number = len(self.page.tags) - 1
            self.page.inner[number] = self.page.inner.get(number, "") + text
        elif "{" in text and not self._is_in(_CODE):
            self.page.texts.append(Text(text, start))

    def finished(self) -> WrittenPage:
        for tag in self._open:
            self._fault(f"`<{tag.name}>` is never closed", self.page.span_of(tag))
        return self.page

    def _is_in(self, names: tuple[str, ...]) -> bool:
        return any(self._around[name] for name in names)

    def _fault(self, title: str, span: Span) -> None:
        self.page.faults.append(TagFault(title, span))


def _read_plain(source: str) -> WrittenPage | None:
    """The page with this `source` where all of it is plain HTML, as it is where nothing is wrong; else nothing."""
    elements, position, end, match = _Elements(source), 0, len(source), _PIECE.match
    while position < end:
        piece = match(source, position)
        if piece is None:
            return None
        text, name, attributes, slash, ended = piece.groups()
        if "{" in text or "&" in text:
            elements.text(unescape(text), position)
        position = piece.end()
        if ended:
            elements.end(ended.lower(), piece.end(1))
        elif name:
            name = name.lower()
            found = _plain_attributes(attributes) if attributes else []
            if found is None or name in _ODD or (name == "title" and not _TEXT_ALONE.match(source, position)):
                return None
            elements.start(Tag(name, found, piece.end(1), position), has_slash=bool(slash))
            if name in _NO_TEXT:
                inner = _END_OF_INNER.search(source, position)
                if slash or inner is None or inner[1] != name:
                    return None
                if inner.start() > position:
                    elements.text(source[position : inner.start()], position)
                position = inner.start()
    return elements.finished()


def _plain_attributes(text: str) -> list[tuple[str, str]] | None:
    """The attributes in the `text` of a tag; none where one of them holds what parsers read each in its own way."""
    found = [(name.lower(), double or single or bare) for name, double, single, bare in _ATTRIBUTES.findall(text)]
    if "&" not in text:
        return found
    return None if _ODD_REFERENCE.search(text) else [(name, unescape(value)) for name, value in found]


def _read_any(source: str) -> WrittenPage:
    """The page with this `source`, whatever it is, as Python's parser reads it."""
    reader = _Reader(source)
    reader.feed(source)
    reader.close()
    return reader.elements.finished()


class _Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements = _Elements(source)
        self._lines = [0, *(found.end() for found in re.finditer("\n", source))]

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self._start(name, attributes, has_slash=False)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self._start(name, attributes, has_slash=True)

    def handle_endtag(self, name: str) -> None:
        self.elements.end(name, self._here)

    def handle_data(self, data: str) -> None:
        self.elements.text(data, self._here)

    def _start(self, name: str, attributes: list[tuple[str, str | None]], *, has_slash: bool) -> None:
        end = self._here + len(self.get_starttag_text() or "")
        tag = Tag(name, [(key, value or "") for key, value in attributes], self._here, end)
        self.elements.start(tag, has_slash=has_slash)

    @property
    def _here(self) -> int:
        line, before = self.getpos()
        return self._lines[line - 1] + before


def _repeated_attributes(page: WrittenPage) -> list[TagFault]:
    """A browser keeps the first of two attributes with the same name."""
    faults = []
    for tag in page.tags:
        if len(dict(tag.attributes)) < len(tag.attributes):
            known = [name for name, _ in tag.attributes]
            repeated = [name for name in dict.fromkeys(known) if known.count(name) > 1]
            faults += [TagFault(f"`{name}` stands twice in this tag", page.span_of(tag)) for name in repeated]
    return faults


def _moved(page: WrittenPage, tree: LexborNode) -> list[TagFault]:
    """The first tag at whose place a browser finds another one: it moves, adds and drops what may not stand there."""
    found = [(element.tag or "").lower() for element in tree.css("*")]
    written = [tag for number, tag in enumerate(page.tags) if number not in page.in_templates]
    for tag, name in zip_longest(written, found):
        if tag is None:
            span = page.span_of(written[-1]) if written else START_OF_FILE
            return [TagFault(f"A browser finds `<{name}>` after the last tag", span)]
        if name is None:
            return [TagFault(f"A browser does not find this `<{tag.name}>`", page.span_of(tag))]
        if tag.name != name:
            return [TagFault(f"A browser finds `<{name}>` where `<{tag.name}>` is written", page.span_of(tag))]
    return []
