"""Sources: what the page cites, numbered in the order of citation and linked back to each citation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..base import Drawing, PageBlock


class Sources(PageBlock):
    """The list of the sources cited on the page, from the site's sources.yml and that of the explainer."""

    needs_explainer = False
    ends_new_pages = True
    lists_sources = True
    not_prose = ("sources",)
    not_in_twins = ("sources__back",)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {"cited": drawing.citations.values()}

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        return [
            {
                "@type": "CreativeWork",
                "@id": drawing.absolute_url(f"#{citation.anchor}"),
                "name": citation.source.title,
                "datePublished": citation.source.year if re.fullmatch("[0-9]{4}", citation.source.year) else None,
                "url": citation.source.address,
            }
            for citation in drawing.citations.values()
        ]
