"""Review note: when the page was published, changed and last checked, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...model.shapes import About
from ..base import PageBlock


class ReviewNote(PageBlock):
    """The dates and the reviewer of the explainer, from its explainer.yml."""

    ends_new_pages = True
    not_prose = ("review-note",)

    def facts_of_page(self, about: About) -> Mapping[str, Any]:
        return {"reviewedBy": about.reviewer and {"@type": "Person", "name": about.reviewer.name}}
