"""Related pages: where to read on."""

from __future__ import annotations

from ..base import PageBlock


class RelatedPages(PageBlock):
    """Links to the explainers that explainer.yml names as related. It shows nothing where there are none."""

    ends_new_pages = True
