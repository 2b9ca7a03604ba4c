"""Reads a built page once: its HTML → what stands in its file and what its visitors see, for whoever asks.

A page is parsed where it is made, so that its tree serves all that is made of it, and the check as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from .seen import SeenPage, read_seen
from .written import Tag, WrittenPage, read_written


class ParsedPage:
    """The HTML `source` of the page at `path` in its folder, with its tree."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source
        root = LexborHTMLParser(source).root
        assert root is not None, "the parser makes one of any text"
        self.tree = root


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: its text, what is written in it, and what is seen of it. `site` is the address of its
    site."""

    path: str
    site: str
    source: str
    written: WrittenPage
    seen: SeenPage
    ids: dict[str, list[Tag]]  # the tags with each id

    @property
    def url(self) -> str:
        """Its address relative to the site, as its folder is called."""
        return self.path.removesuffix("index.html")

    @property
    def address(self) -> str:
        """Its full address."""
        return self.site + quote(self.url)


def read_page(page: ParsedPage, site: str) -> ReadPage:
    """All that is known of `page`. Its tree serves nobody afterwards: what is not seen is taken out of it."""
    written = read_written(page.source, page.tree)
    ids: dict[str, list[Tag]] = {}
    for tag in written.tags:
        for name, value in tag.attributes:
            if name == "id":
                ids.setdefault(value, []).append(tag)
                break
    return ReadPage(page.path, site, page.source, written, read_seen(page.tree), ids)
