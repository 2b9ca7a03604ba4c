"""Turns a page and the nodes of its blocks into what it tells machines: one JSON-LD graph, as plain values.

The site, its publisher, the page and its article are made here; every block adds nodes of its own. A node refers
to another by `{"@id": …}` and need not know whether that one is there: references that lead nowhere are left out.
So is a node that lacks a fact it needs (`missing_facts` tells which); half a fact helps nobody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from markupsafe import escape

if TYPE_CHECKING:
    from .model import Explainer, Page, Settings

Node = Mapping[str, Any]

# What a node needs to be of use. For BreadcrumbList and WebSite that is what Google's pages on them require, for
# Question and Answer what its page on FAQs did until it was taken down in June 2026, for Quiz that on education
# questions; the others cannot be understood without.
_REQUIRED = {
    "Answer": ("text",),
    "Article": ("headline", "author", "publisher", "datePublished", "dateModified"),
    "BreadcrumbList": ("itemListElement",),
    "Comment": ("text",),
    "CreativeWork": ("name",),
    "DefinedTerm": ("name", "description"),
    "DefinedTermSet": ("name", "hasDefinedTerm"),
    "FAQPage": ("name", "url", "mainEntity"),
    "ListItem": ("position", "name"),
    "Organization": ("name",),
    "Person": ("name",),
    "Question": ("name", "acceptedAnswer"),
    "Quiz": ("name", "hasPart"),
    "Table": ("name",),
    "WebPage": ("name", "url"),
    "WebSite": ("name", "url"),
}
_LIE_IN_THE_TEXT = ("Table", "Quiz")  # the types whose nodes say what they are part of

# The tags of our Markdown that search engines document for the text of an answer. The others are left out around
# what they hold: blockquote, code, img.
_DOCUMENTED_TAGS = "p|br|em|strong|ul|ol|li|a"
_TAGS_THAT_BREAK = "p|br|ul|ol|li|blockquote"


class MissingFact(NamedTuple):
    """A fact that a node of some type needs and lacks, and where: `faq-some-id › acceptedAnswer`."""

    type: str
    fact: str
    place: str


def page_graph(
    page: Page, settings: Settings, site_url: str, block_nodes: Sequence[Node], image: str | None = None
) -> dict[str, Any]:
    """The graph of `page`, which stands on its own; `block_nodes` are those of its blocks, in order.

    `image` is the absolute address of the image for shared links, where there is one.

    However many FAQ blocks a page has, it is one FAQPage that holds all their questions
    (https://schema.org/FAQPage).
    """
    nodes = _complete(block_nodes)
    url = site_url + page.url
    article = {**_article(page.explainer, url, nodes, settings, site_url), "image": image} if page.is_first else None
    whole = article or {"@id": url}
    graph = [
        *_site_nodes(settings, site_url),
        _page(page, url, nodes, settings, site_url),
        *([article] if article else []),
        *({**node, "isPartOf": _reference(whole)} if node["@type"] in _LIE_IN_THE_TEXT else node for node in nodes),
    ]
    return {"@context": "https://schema.org", "@graph": _complete(graph)}


def references(nodes: Iterable[Node]) -> list[Node]:
    """Links to `nodes`, as JSON-LD writes them."""
    return [_reference(node) for node in nodes]


def missing_facts(node: Node, place: str = "") -> Iterator[MissingFact]:
    """What `node` and the nodes within it lack; `place` is where it stands, for a node within another."""
    place = place or node["@id"].rpartition("#")[2]
    for fact in _REQUIRED.get(node["@type"], ()):
        if not node.get(fact):
            yield MissingFact(node["@type"], fact, place)
    for name, value in node.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Mapping) and "@type" in inner:
                yield from missing_facts(inner, f"{place} › {name}")


def answer_html(text: str, page_url: str) -> str:
    """The HTML `text` of a page in the tags documented for answers, addresses absolute; `` where no words are left."""

    def absolute(found: re.Match[str]) -> str:
        return f'<a href="{escape(urljoin(page_url, html.unescape(found[1])))}">'

    documented = re.sub(rf"</?(?!/?(?:{_DOCUMENTED_TAGS})\b)[^>]*>", "", text)
    return re.sub(r'<a\b[^>]* href="([^"]*)"[^>]*>', absolute, documented) if plain_text(text) else ""


def plain_text(text: str) -> str:
    """The HTML `text` of a page as words alone: a line for each paragraph and each entry of a list."""
    broken = re.sub(rf"</?(?:{_TAGS_THAT_BREAK})\b[^>]*>", "\n", " ".join(text.split()))
    lines = html.unescape(re.sub("<[^>]*>", "", broken)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _site_nodes(settings: Settings, site_url: str) -> list[Node]:
    """Who publishes the site, and the site: the same on every page."""
    publisher = {
        "@type": "Organization",
        "@id": f"{site_url}#publisher",
        "name": settings.publisher.name,
        "url": settings.publisher.url,
    }
    website = {
        "@type": "WebSite",
        "@id": f"{site_url}#website",
        "url": site_url,
        "name": settings.name,
        "inLanguage": settings.language,
        "publisher": _reference(publisher),
    }
    return [publisher, website]


def _page(page: Page, url: str, nodes: Sequence[Node], settings: Settings, site_url: str) -> Node:
    questions = [node for node in nodes if node["@type"] == "Question" and "eduQuestionType" not in node]
    return {
        "@type": "FAQPage" if questions else "WebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "inLanguage": settings.language,
        "isPartOf": {"@id": f"{site_url}#website"},
        "publisher": {"@id": f"{site_url}#publisher"},
        "breadcrumb": _breadcrumb(page, settings, site_url),
        "reviewedBy": _reviewer(page),
        "mainEntity": references(questions),
    }


def _breadcrumb(page: Page, settings: Settings, site_url: str) -> Node | None:
    """The way to the page from the home page; the home page has none."""
    if not page.url:
        return None
    way = [(settings.name, site_url)]
    if page.explainer and not page.is_first:
        way.append((page.explainer.about.title, f"{site_url}{page.explainer.id}/"))
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate([*way, (page.title, None)], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _reviewer(page: Page) -> Node | None:
    """Who has checked what the page says, where its review note names somebody."""
    if not any(block.type_name() == "review_note" for block in page.blocks):
        return None
    reviewer = page.explainer.about.reviewer
    return reviewer and {"@type": "Person", "name": reviewer.name}


def _article(explainer: Explainer, page_url: str, nodes: Sequence[Node], settings: Settings, site_url: str) -> Node:
    """The explainer as it stands on its first page."""
    return {
        "@type": "Article",
        "@id": f"{page_url}#article",
        "headline": explainer.about.title,
        "datePublished": explainer.about.published.for_machines(),
        "dateModified": explainer.about.updated.for_machines(),
        "author": {"@id": f"{site_url}#publisher"},
        "publisher": {"@id": f"{site_url}#publisher"},
        "inLanguage": settings.language,
        "license": settings.license.url,
        "isPartOf": {"@id": page_url},
        "about": references(node for node in nodes if node["@type"] == "DefinedTerm"),
        "citation": references(node for node in nodes if node["@type"] == "CreativeWork"),
    }


def _reference(node: Node) -> Node:
    return {"@id": node["@id"]}


def _complete(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` without those that lack a fact they need, without references to what is not among them, and without
    what is empty then."""
    while True:
        ids = {node["@id"] for node in nodes}
        kept = [complete for node in nodes if (complete := _completed(node, ids))]
        if len(kept) == len(nodes):
            return kept
        nodes = kept


def _completed(value: Any, ids: set[str]) -> Any:
    """`value` without what is empty or refers to none of the `ids`; `None` where nothing is left that can stand."""
    if isinstance(value, list):
        return [whole for item in value if (whole := _completed(item, ids))] or None
    if not isinstance(value, Mapping):
        return value or None
    if value.keys() == {"@id"}:
        return value if value["@id"] in ids else None
    node = {name: whole for name, inner in value.items() if (whole := _completed(inner, ids))}
    return node if all(fact in node for fact in _REQUIRED.get(node["@type"], ())) else None
