"""Reads pages as their visitors do: HTML → the words that a reader sees, and what a crawler is told.

The trees are made by the rules of HTML5. It knows nothing of the code that wrote the pages.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import NamedTuple

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

    language: str
    canonicals: list[str]
    sends_to: str | None  # where it sends its readers on to, as its <meta http-equiv="refresh"> has it
    metas: list[Meta]
    ids: frozenset[str]
    links: frozenset[str]  # where its <a> lead, as they stand
    days: frozenset[str]  # what its <time> elements say to machines
    text: str
    heading: str  # the words of its <h1>
    markup: list[str]  # its JSON-LD scripts, as they stand
    _named: dict[str, LexborNode]  # the elements with an id, but for sections with headings of their own

    def said(self, name: str) -> list[str]:
        """What the `<meta>` elements called `name` say."""
        return [meta.content for meta in self.metas if meta.name == name]

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list it."""
        return not any("noindex" in content for content in self.said("robots"))

    def text_at(self, id: str) -> str | None:
        """The words at an `id`; none where there is no such id, or it is that of a section with headings of its own."""
        return _text(self._named[id]) if id in self._named else None

    @property
    def silent(self) -> frozenset[str]:
        """The ids at which there are no words: a picture alone has none, and `text_at` none of a section."""
        return self.ids.difference(id for id, element in self._named.items() if element.text().strip())


def canonicals(tree: LexborNode) -> list[str]:
    """The addresses that a page says are its own, from its `tree`."""
    return [link.attributes.get("href") or "" for link in tree.css("link[rel~=canonical i]")]


def read_seen(tree: LexborNode) -> SeenPage:
    """The page with this `tree`. What nobody sees is taken out of the tree."""
    ids = frozenset(element.attributes["id"] or "" for element in tree.css("[id]"))
    markup = [script.text() or "" for script in tree.css("script[type='application/ld+json' i]")]
    body = tree.css_first("body") or tree  # a page of frames has no body
    for element in body.css(f"{_UNSEEN}, {_PERMALINK}"):
        element.decompose()
    return SeenPage(
        language=tree.attributes.get("lang") or "",
        canonicals=canonicals(tree),
        sends_to=next(map(_sent_to, tree.css("meta[http-equiv=refresh i]")), None),
        metas=[_meta(element) for element in tree.css("meta[name], meta[property]")],
        ids=ids,
        links=frozenset(link.attributes["href"] or "" for link in tree.css("a[href]")),
        days=frozenset(element.attributes["datetime"] or "" for element in tree.css("time[datetime]")),
        text=_text(body),
        heading="\n".join(map(_text, tree.css("h1"))),
        markup=markup,
        _named={element.attributes["id"] or "": element for element in tree.css(_NAMED)},
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
