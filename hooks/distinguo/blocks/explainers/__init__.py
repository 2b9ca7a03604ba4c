"""Explainers: what leads to everything that the site explains, for its home page."""

from __future__ import annotations

from typing import Any

from ..base import Drawing, PageBlock


class Explainers(PageBlock):
    """A link to each explainer, with its description, by topic if there are topics. First come those whose folders it
    names, in quotes. Where there are more than 20, it leads to lists of them instead, by topic and by title."""

    needs_explainer = False
    lists_explainers = True
    most_arguments = 50
    argument_kind = "explainer"

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {"level": 3 if drawing.has_headings else 2}
