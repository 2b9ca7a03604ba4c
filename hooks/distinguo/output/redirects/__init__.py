"""Turns the aliases of explainers into what leads from their old addresses to the pages of today.

Hosts that read a file of redirects, or settings, answer an old address with the new one (see `hosting`). For all
others there is a page at each old address that sends the browser on: without a script by its `<meta>`, and with one
to the very place on the page that the link named.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import jinja2

from ...base.addresses import relative_url
from ...base.written_files import MOVED_SCRIPT, STYLESHEET
from ...site.moved import moved_pages
from ...site.site import Site
from ...text import languages

SCRIPT_FILE = Path(__file__).parent / "moved.js"


def redirect_pages(site: Site, site_url: str) -> Mapping[str, str]:
    """The HTML of the pages at old addresses, by the paths of their files in the built site."""
    moved = moved_pages(site)
    if not moved:
        return {}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = environment.get_template("page.html")
    settings = site.settings
    return {
        f"{old}index.html": template.render(
            language=settings.language,
            words=languages.words(settings.language),
            title=page.title,
            address=urljoin(site_url, page.url),
            link=relative_url(page.url, old),
            icon=relative_url(settings.favicon, old),
            style=relative_url(STYLESHEET, old),
            script=relative_url(MOVED_SCRIPT, old),
        )
        for old, page in moved.items()
    }
