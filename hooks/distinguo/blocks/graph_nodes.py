"""Turns what blocks tell machines into nodes of a JSON-LD graph that lack nothing and refer only to each other.

A node refers to another by `{"@id": …}` and need not know whether that one is there: references that lead nowhere are
left out. So is a node that lacks a fact it needs (`missing_facts` tells which); half a fact helps nobody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin

from markupsafe import escape

GraphNode = Mapping[str, Any]


# What a node needs to be of use. For BreadcrumbList and WebSite that is what Google's pages on them require, for
# Question and Answer what its page on FAQs did until it was taken down in June 2026, for Quiz that on education
# questions; the others cannot be understood without. The check of built pages has a list of its own, on purpose
# (`REQUIRED` in `verify/vocabulary.py`): it believes nothing of this one, which asks for no less.
REQUIRED = {
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


# The tags of our Markdown that search engines document for the text of an answer. The others are left out around
# what they hold: blockquote, code, img.
_DOCUMENTED_TAGS = "p|br|em|strong|ul|ol|li|a"


_TAGS_THAT_BREAK = "p|br|ul|ol|li|blockquote"


class MissingFact(NamedTuple):
    """A fact that a node of some type needs and lacks, and where: `faq-some-id › acceptedAnswer`."""

    type: str
    fact: str
    place: str


def references(nodes: Iterable[GraphNode]) -> list[GraphNode]:
    """Links to `nodes`, as JSON-LD writes them."""
    return [reference(node) for node in nodes]


def missing_facts(node: GraphNode, place: str = "") -> Iterator[MissingFact]:
    """What `node` and the nodes within it lack; `place` is where it stands, for a node within another."""
    place = place or node["@id"].rpartition("#")[2]
    for fact in REQUIRED.get(node["@type"], ()):
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


def reference(node: GraphNode) -> GraphNode:
    return {"@id": node["@id"]}


def complete(nodes: Sequence[GraphNode]) -> list[GraphNode]:
    """`nodes` without those that lack a fact they need, without references to what is not among them, and without
    what is empty then."""
    while True:
        ids = {node["@id"] for node in nodes}
        kept = [whole for node in nodes if (whole := _completed(node, ids))]
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
    return node if all(fact in node for fact in REQUIRED.get(node["@type"], ())) else None
