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

from .. import languages
from ..addresses import page_url, relative_url, twin_url
from ..sites import Page, Site
from ..written_files import MOVED_SCRIPT, STYLESHEET

SCRIPT_FILE = Path(__file__).parent / "moved.js"


def moved_pages(site: Site) -> dict[str, Page]:
    """The pages by the old addresses that lead to them, relative to the site: `old-name/more/` → that page."""
    return {
        page_url(f"{alias}/{page.path.partition('/')[2]}"): page
        for page in site.pages.values()
        if page.explainer
        for alias in page.explainer.about.aliases or ()
    }


def moved_addresses(site: Site) -> dict[str, str]:
    """Every old address with that of today, relative to the site: those of pages and of their Markdown twins."""
    pages = moved_pages(site)
    twins = {twin_url(old): twin_url(page.url) for old, page in pages.items() if not page.sheet}
    return {old: page.url for old, page in pages.items()} | twins


def redirect_pages(site: Site, site_url: str) -> Mapping[str, str]:
    """The HTML of the pages at old addresses, by the paths of their files in the built site."""
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
        for old, page in moved_pages(site).items()
    }
