"""Puts the schema.org nodes of a page's blocks together: one JSON-LD graph, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def page_graph(nodes: Sequence[Mapping[str, Any]], url: str) -> dict[str, Any] | None:
    """The graph of the page at the absolute `url`, or `None` where there is nothing to say.

    However many FAQ blocks a page has, it is one FAQPage that holds all their questions
    (https://schema.org/FAQPage).
    """
    questions = [{"@id": node["@id"]} for node in nodes if node["@type"] == "Question"]
    if not questions:
        return None
    page = {"@type": "FAQPage", "@id": url, "url": url, "mainEntity": questions}
    return {"@context": "https://schema.org", "@graph": [page, *nodes]}
