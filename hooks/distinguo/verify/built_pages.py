"""Reads a built folder as its visitors do: HTML → the words that a reader sees, and what a crawler is told.

It parses by the rules of HTML5 and knows nothing of the code that wrote the pages.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..base.elements import WITHIN_A_LINE
from ..base.owner_proofs import is_page
from ..base.written_files import SITE_MAP

_UNSEEN = (
    "script, style, template, noscript, svg title, svg desc, svg metadata, [hidden], [popover], dialog:not([open])"
)
_PERMALINK = ".headerlink"  # the sign beside a heading is no word of it
_NAMED = ":is(h1, h2, h3, h4, h5, h6, li, header, header a, footer)[id], [id$=-answer]"
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_TAG = re.compile("</?([^ />]+)[^>]*>")
_SITE_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Meta(NamedTuple):
    """What a `<meta>` says: its name or property, and its content."""

    name: str
    content: str


class Fragment(NamedTuple):
    """A text that may hold tags, as a page that showed it would read: its words, its tags and where its links lead."""

    text: str
    tags: list[str]
    links: list[str]


@dataclass(frozen=True)
class BuiltPage:
    """One page.

    In `text`, the words that a reader can come to see, a line ends where the page breaks it; white space is folded.
    """

    path: str  # of its file in the folder
    url: str  # relative to the site
    language: str
    canonicals: list[str]
    sends_to: str | None  # where it sends its readers on to, as its <meta http-equiv="refresh"> has it
    metas: list[Meta]
    ids: frozenset[str]
    links: frozenset[str]  # where its <a> lead, as they stand
    days: frozenset[str]  # what its <time> elements say to machines
    text: str
    heading: str  # the words of its <h1>
    texts: dict[str, str]  # the words at those of its ids that can name a node of the graph
    markup: list[str]  # its JSON-LD scripts, as they stand

    def said(self, name: str) -> list[str]:
        """What the `<meta>` elements called `name` say."""
        return [meta.content for meta in self.metas if meta.name == name]

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return not any("noindex" in content for content in self.said("robots"))


@dataclass(frozen=True)
class BuiltSite:
    """A built folder: its pages by their url, all its files, and its site map (addresses, with their last change)."""

    pages: dict[str, BuiltPage]
    files: frozenset[str]
    site_map: dict[str, str]

    @cached_property
    def address(self) -> str:
        """The site's own absolute address, as its home page says it."""
        home = self.pages.get("")
        return home.canonicals[0] if home and home.canonicals else ""

    def leads_somewhere(self, address: str) -> bool:
        """Whether there is a file at an `address` of this site, and in it the id that the fragment names."""
        url, _, fragment = address.removeprefix(self.address).partition("#")
        if page := self.pages.get(url):
            return not fragment or unquote(fragment) in page.ids
        return not fragment and unquote(url) in self.files


def read_site(folder: Path) -> BuiltSite:
    """The built site in `folder`."""
    walk = ((Path(inner).relative_to(folder), names) for inner, _, names in os.walk(folder))
    files = frozenset((inner / name).as_posix() for inner, names in walk for name in names)
    sources = ((path, (folder / path).read_text(encoding="utf-8")) for path in sorted(files) if path.endswith(".html"))
    pages = [read_page(path, source) for path, source in sources if is_page(path, source)]
    return BuiltSite({page.url: page for page in pages}, files, dict(_site_map(folder / SITE_MAP)))


def read_page(path: str, source: str) -> BuiltPage:
    """The page with the HTML `source`, which lies at `path` in the folder."""
    tree = LexborHTMLParser(source)
    ids = frozenset(element.attributes["id"] or "" for element in tree.css("[id]"))
    markup = [script.text() for script in tree.css("script[type='application/ld+json' i]")]
    body = tree.body or tree.root  # a page of frames has no body
    for element in body.css(f"{_UNSEEN}, {_PERMALINK}"):
        element.decompose()
    return BuiltPage(
        path=path,
        url=quote(path.removesuffix("index.html")),
        language=tree.root.attributes.get("lang") or "",
        canonicals=[link.attributes.get("href") or "" for link in tree.css("link[rel~=canonical i]")],
        sends_to=next(map(_sent_to, tree.css("meta[http-equiv=refresh i]")), None),
        metas=[_meta(element) for element in tree.css("meta[name], meta[property]")],
        ids=ids,
        links=frozenset(link.attributes["href"] or "" for link in tree.css("a[href]")),
        days=frozenset(element.attributes["datetime"] or "" for element in tree.css("time[datetime]")),
        text=_text(body),
        heading="\n".join(map(_text, tree.css("h1"))),
        texts={element.attributes["id"] or "": _text(element) for element in tree.css(_NAMED)},
        markup=markup,
    )


def read_fragment(source: str) -> Fragment:
    """The text `source`, which may hold tags."""
    body = LexborHTMLParser(f"<body>{source}").body
    elements = body.css("*")[1:]  # the first is the body
    links = [element.attributes.get("href") or "" for element in elements if element.tag == "a"]
    return Fragment(_text(body), [element.tag for element in elements], links)


def folded(text: str) -> str:
    """A plain `text` with its white space folded as in a page's `text`."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _text(element: LexborNode) -> str:
    # The HTML is the parser's own here: it has no bare < or > in texts and attributes, so these are tags.
    source = " ".join(_COMMENT.sub("", element.html).split())
    pieces = _TAG.split(source)  # texts and the names of tags, by turns
    pieces[1::2] = ("" if tag in WITHIN_A_LINE else "\n" for tag in pieces[1::2])
    return folded(html.unescape("".join(pieces)))


def _meta(element: LexborNode) -> Meta:
    attributes = element.attributes
    return Meta(attributes.get("name") or attributes.get("property") or "", attributes.get("content") or "")


def _sent_to(element: LexborNode) -> str:
    return (element.attributes.get("content") or "").partition("url=")[2].strip()


def _site_map(path: Path) -> Iterator[tuple[str, str]]:
    """The entries of the site map at `path`; none where there is no file."""
    if path.is_file():
        for entry in ElementTree.parse(path).iter(f"{_SITE_MAP}url"):
            yield entry.findtext(f"{_SITE_MAP}loc", ""), entry.findtext(f"{_SITE_MAP}lastmod", "")
