"""Explainers: the list of everything the site explains, for its home page."""

from __future__ import annotations

from ..base import Block


class Explainers(Block):
    """A link to each explainer with its description, from their explainer.yml files."""

    needs_explainer = False
