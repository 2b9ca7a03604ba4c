"""Explainers: the list of everything the site explains, for its home page."""

from __future__ import annotations

from ..base import PageBlock


class Explainers(PageBlock):
    """A link to each explainer, with its description. First come those whose folders it names, in quotes."""

    needs_explainer = False
    lists_explainers = True
    most_arguments = 50
    argument_kind = "explainer"
