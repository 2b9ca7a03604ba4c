"""Reads a built page once: its HTML → what stands in its file and what its visitors see, for whoever asks.

A page is parsed where it is made, so that its tree serves all that is made of it, and the check as well. The check
still believes nothing of whoever made it: it takes what is known of a text for the file that holds this very text.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from ..base.problems import Span
from .seen import SeenPage, read_seen
from .written import WrittenPage, read_written


class ParsedPage:
    """The HTML `source` of the page at `path` in its folder, with its tree."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source
        root = LexborHTMLParser(source).root
        assert root is not None, "the parser makes one of any text"
        self.tree = root


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: its text, what is written in it, and what is seen of it."""

    path: str
    source: str
    written: WrittenPage
    seen: SeenPage
    places: dict[str, list[Span]]  # where the tags with each id stand

    @property
    def url(self) -> str:
        """Its address relative to the site."""
        return self.path.removesuffix("index.html")


def read_page(page: ParsedPage) -> ReadPage:
    """All that is known of `page`. Its tree serves nobody afterwards: what is not seen is taken out of it."""
    written = read_written(page.source, page.tree)
    places: dict[str, list[Span]] = {}
    for tag in written.tags:
        if tag.has("id"):
            places.setdefault(tag.get("id"), []).append(tag.span)
    return ReadPage(page.path, page.source, written, read_seen(page.path, page.tree), places)


class ReadPages:
    """The pages of a build that have been read, without their trees."""

    def __init__(self) -> None:
        self._pages: dict[str, ReadPage] = {}

    def add(self, page: ParsedPage) -> None:
        """Read `page`, whose tree nobody else needs any more."""
        self._pages[page.path] = read_page(page)

    def at(self, path: str, source: str) -> ReadPage:
        """The page at `path` with the HTML `source`; it is read now where it has not been, or had another text."""
        page = self._pages.get(path)
        if page is None or page.source != source:
            self.add(ParsedPage(path, source))
        return self._pages[path]
