"""Cite this page: the explainer's entry for somebody else's bibliography."""

from __future__ import annotations

from ..base import PageBlock


class CiteThisPage(PageBlock):
    """Who published the explainer and when, its title, the last change and the address, ready to be copied."""

    ends_new_pages = True
