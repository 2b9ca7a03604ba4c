"""The old addresses of a site, made from the aliases of its explainers, each with what it leads to today."""

from __future__ import annotations

from ..base.addresses import page_url, twin_url
from .site import Page, Site


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
