"""Reads pages as their visitors do: HTML → the words that a reader sees, and what a crawler is told.

The trees are made by the rules of HTML5. It knows nothing of the code that wrote the pages.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..base.elements import WITHIN_A_LINE

_UNSEEN = (
    "script, style, template, noscript, svg title, svg desc, svg metadata, [hidden], [popover], dialog:not([open])"
)
_PERMALINK = ".headerlink"  # the sign beside a heading is no word of it
_NAMED = "header[id], [id]:not(:has(h1, h2, h3, h4, h5, h6))"  # a section says what its own headings say, and more
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_TAG = re.compile("</?([^ />]+)[^>]*>")


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
class SeenPage:
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
    texts: dict[str, str]  # the words at its ids, but for those of sections with headings of their own
    markup: list[str]  # its JSON-LD scripts, as they stand

    def said(self, name: str) -> list[str]:
        """What the `<meta>` elements called `name` say."""
        return [meta.content for meta in self.metas if meta.name == name]

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return not any("noindex" in content for content in self.said("robots"))


@dataclass(frozen=True)
class SeenSite:
    """A built site: its pages by their url, all its files, and its site map (addresses, with their last change)."""

    pages: dict[str, SeenPage]
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


def read_seen(path: str, tree: LexborNode) -> SeenPage:
    """The page that lies at `path` in the folder, from its `tree`. What nobody sees is taken out of the tree."""
    ids = frozenset(element.attributes["id"] or "" for element in tree.css("[id]"))
    markup = [script.text() or "" for script in tree.css("script[type='application/ld+json' i]")]
    body = tree.css_first("body") or tree  # a page of frames has no body
    for element in body.css(f"{_UNSEEN}, {_PERMALINK}"):
        element.decompose()
    return SeenPage(
        path=path,
        url=quote(path.removesuffix("index.html")),
        language=tree.attributes.get("lang") or "",
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
    assert body is not None, "there is the one that the text was put into"
    elements = body.css("*")[1:]  # the first is the body
    links = [element.attributes.get("href") or "" for element in elements if element.tag == "a"]
    return Fragment(_text(body), [element.tag or "" for element in elements], links)


def folded(text: str) -> str:
    """A plain `text` with its white space folded as in a page's `text`."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _text(element: LexborNode) -> str:
    # The HTML is the parser's own here: it has no bare < or > in texts and attributes, so these are tags.
    source = " ".join(_COMMENT.sub("", element.html or "").split())
    pieces = _TAG.split(source)  # texts and the names of tags, by turns
    pieces[1::2] = ("" if tag in WITHIN_A_LINE else "\n" for tag in pieces[1::2])
    return folded(html.unescape("".join(pieces)))


def _meta(element: LexborNode) -> Meta:
    attributes = element.attributes
    return Meta(attributes.get("name") or attributes.get("property") or "", attributes.get("content") or "")


def _sent_to(element: LexborNode) -> str:
    return (element.attributes.get("content") or "").partition("url=")[2].strip()
