"""Review note: when the page was published, changed and last checked, and by whom."""

from __future__ import annotations

from ..base import Block


class ReviewNote(Block):
    """The dates and the reviewer of the explainer, from its explainer.yml."""
