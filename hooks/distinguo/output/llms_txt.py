"""Turns a `Site` into llms.txt: one line for each page, with the address of its Markdown twin (https://llmstxt.org/)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from ..base.addresses import twin_url
from ..site.site import Page, Site
from ..text import languages
from .markdown_twins import in_markdown, plain


def llms_txt(site: Site, site_url: str) -> str:
    """The file for the site at the absolute `site_url`."""
    words = languages.words(site.settings.language)
    home, license = site.pages["index.md"], site.settings.license
    publisher = plain(site.settings.publisher.name)
    named = [name for block in home.blocks if block.lists_explainers for name in block.arguments]
    groups: list[tuple[str, list[Page]]] = [
        (explainer.about.title, site.pages_of(explainer)) for explainer in site.ordered_explainers(named)
    ]
    others = [page for page in site.pages_of(None) if not page.listing]
    groups += [(words["all_explainers"], site.listings), (words["about_this_site"], others)]
    lines = [
        f"# {plain(site.settings.name)}",
        f"> {plain(home.description)}",
        f"{words['license']} [{plain(license.name)}]({in_markdown(license.url)}), {publisher}",
    ]
    for title, pages in (group for group in groups if group[1]):
        lines += [f"## {plain(title)}", "\n".join(_entries(pages, site_url))]
    return "\n\n".join(lines) + "\n"


def _entries(pages: Iterable[Page], site_url: str) -> Iterable[str]:
    """A line for each of the `pages` that is no sheet; the first page of an explainer or of the site comes first."""
    for page in sorted(pages, key=lambda page: not page.path.endswith("index.md")):
        if not page.sheet:
            address = urljoin(site_url, twin_url(page.url))
            yield f"- [{plain(page.title)}]({address}): {plain(page.description)}"
