"""HTML → its tags as they are written, each with its place, and every way in which a browser would read them otherwise.

`seen` knows what a browser makes of a page. This is the other half: what stands in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from ..base.problems import START_OF_FILE, Span

# The elements that have no end tag (https://html.spec.whatwg.org/#void-elements).
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
_XML = ("svg", "math")  # within these, and only there, <path/> is a whole element
_NO_TEXT = ("script", "style")
_CODE = ("code", "pre", "kbd", "samp")  # where a page shows what somebody types


class Tag(NamedTuple):
    """A start tag: its name, its attributes in their order, and where it stands."""

    name: str
    attributes: list[tuple[str, str]]
    span: Span

    def get(self, name: str) -> str:
        """What the attribute called `name` says; nothing where there is none."""
        return next((value for key, value in self.attributes if key == name), "")

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.attributes)


class Text(NamedTuple):
    """A stretch of text between two tags, its entities read, and where it starts."""

    text: str
    span: Span


class TagFault(NamedTuple):
    """A mistake in the tags: what is wrong, and at which one."""

    title: str
    span: Span


@dataclass
class WrittenPage:
    """A page as it stands in its file."""

    tags: list[Tag] = field(default_factory=list)
    in_templates: set[int] = field(default_factory=set)  # which of them a browser keeps apart until a script asks
    inner: dict[int, str] = field(default_factory=dict)  # what scripts and styles hold, by their place in `tags`
    texts: list[Text] = field(default_factory=list)  # what readers see, without code
    faults: list[TagFault] = field(default_factory=list)


def read_written(source: str, tree: LexborNode) -> WrittenPage:
    """The page with the HTML `source`, of which a browser makes the `tree`."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.finish()
    page = reader.page
    page.faults += _repeated_attributes(page)
    if not page.faults:  # else the first of them is the reason for the others
        page.faults += _moved(page, tree)
    return page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = WrittenPage()
        self._open: list[Tag] = []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        tag = self._add(name, attributes)
        if name not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        if name in _VOID or name in _XML or any(tag.name in _XML for tag in self._open):
            self._add(name, attributes)
        else:
            self.handle_starttag(name, attributes)  # a browser overlooks the slash

    def handle_endtag(self, name: str) -> None:
        if not any(tag.name == name for tag in self._open):
            self._fault(f"`</{name}>` closes nothing", self._here(len(name) + 3))
            return
        while (tag := self._open.pop()).name != name:
            self._fault(f"`<{tag.name}>` is not closed where it should be", tag.span)

    def handle_data(self, data: str) -> None:
        names = {tag.name for tag in self._open}
        if names.intersection(_NO_TEXT):
            number = len(self.page.tags) - 1
            self.page.inner[number] = self.page.inner.get(number, "") + data
        elif not names.intersection(_CODE) and data.strip():
            self.page.texts.append(Text(data, self._here(1)))

    def finish(self) -> None:
        for tag in self._open:
            self._fault(f"`<{tag.name}>` is never closed", tag.span)

    def _add(self, name: str, attributes: list[tuple[str, str | None]]) -> Tag:
        length = len((self.get_starttag_text() or "").partition("\n")[0])
        tag = Tag(name, [(key, value or "") for key, value in attributes], self._here(length))
        if any(outer.name == "template" for outer in self._open):
            self.page.in_templates.add(len(self.page.tags))
        self.page.tags.append(tag)
        return tag

    def _fault(self, title: str, span: Span) -> None:
        self.page.faults.append(TagFault(title, span))

    def _here(self, length: int) -> Span:
        line, before = self.getpos()
        return Span(line, before + 1, line, before + 1 + length)


def _repeated_attributes(page: WrittenPage) -> list[TagFault]:
    """A browser keeps the first of two attributes with the same name."""
    names = ((tag, [name for name, _ in tag.attributes]) for tag in page.tags)
    return [
        TagFault(f"`{name}` stands twice in this tag", tag.span)
        for tag, known in names
        for name in dict.fromkeys(known)
        if known.count(name) > 1
    ]


def _moved(page: WrittenPage, tree: LexborNode) -> list[TagFault]:
    """The first tag at whose place a browser finds another one: it moves, adds and drops what may not stand there."""
    found = [(element.tag or "").lower() for element in tree.css("*")]
    written = [tag for number, tag in enumerate(page.tags) if number not in page.in_templates]
    for tag, name in zip_longest(written, found):
        if tag is None:
            span = written[-1].span if written else START_OF_FILE
            return [TagFault(f"A browser finds `<{name}>` after the last tag", span)]
        if name is None:
            return [TagFault(f"A browser does not find this `<{tag.name}>`", tag.span)]
        if tag.name != name:
            return [TagFault(f"A browser finds `<{name}>` where `<{tag.name}>` is written", tag.span)]
    return []
