"""Turns a page and the nodes of its blocks into what it tells machines: one JSON-LD graph, as plain values.

The site, its publisher, the page and its article are made here; every block adds nodes of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.addresses import page_url
from ..blocks.graph_nodes import GraphNode, complete, reference, references
from ..model.shapes import Settings
from ..site.site import Explainer, Page

_LIE_IN_THE_TEXT = ("Table", "Quiz")  # the types whose nodes say what they are part of


def page_graph(
    page: Page, settings: Settings, site_url: str, block_nodes: Sequence[GraphNode], image: str | None = None
) -> dict[str, Any]:
    """The graph of `page`, which stands on its own; `block_nodes` are those of its blocks, in order.

    `image` is the absolute address of the image for shared links, where there is one.

    However many FAQ blocks a page has, it is one FAQPage that holds all their questions
    (https://schema.org/FAQPage).
    """
    nodes = complete(block_nodes)
    url = site_url + page.url
    article: GraphNode | None = None
    if page.explainer and page.is_first:
        article = {**_article(page.explainer, url, nodes, settings, site_url), "image": image}
    whole = article or {"@id": url}
    graph = [
        *_site_nodes(settings, site_url),
        _page(page, url, nodes, settings, site_url),
        *([article] if article else []),
        *({**node, "isPartOf": reference(whole)} if node["@type"] in _LIE_IN_THE_TEXT else node for node in nodes),
    ]
    return {"@context": "https://schema.org", "@graph": complete(graph)}


def _site_nodes(settings: Settings, site_url: str) -> list[GraphNode]:
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
        "publisher": reference(publisher),
    }
    return [publisher, website]


def _page(page: Page, url: str, nodes: Sequence[GraphNode], settings: Settings, site_url: str) -> GraphNode:
    questions = [node for node in nodes if node["@type"] == "Question" and "eduQuestionType" not in node]
    told = [block.facts_of_page(page.explainer.about) for block in page.blocks if page.explainer]
    return {
        "@type": "FAQPage" if questions else "WebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "inLanguage": settings.language,
        "isPartOf": {"@id": f"{site_url}#website"},
        "publisher": {"@id": f"{site_url}#publisher"},
        "breadcrumb": _breadcrumb(page, settings, site_url),
        **{name: fact for facts in told for name, fact in facts.items()},
        "mainEntity": references(questions),
    }


def _breadcrumb(page: Page, settings: Settings, site_url: str) -> GraphNode | None:
    """The way to the page from the home page; the home page has none."""
    if not page.url:
        return None
    way: list[tuple[str, str]] = [(settings.name, site_url)]
    if page.explainer and not page.is_first:
        way.append((page.explainer.about.title, f"{site_url}{page.explainer.id}/"))
    if page.listing and page.listing.number > 1:
        way.append((page.short_title, f"{site_url}{page_url(page.listing.path_of(1))}"))
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate([*way, (page.title, None)], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _article(
    explainer: Explainer, page_url: str, nodes: Sequence[GraphNode], settings: Settings, site_url: str
) -> GraphNode:
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
