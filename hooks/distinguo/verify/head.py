"""Checks what the heads of pages and the site map tell search engines: seen pages → what is not true of them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from .json_ld import MarkupFault, is_full_address, is_moment
from .seen import SeenPage, SeenSite

_ROBOTS = ("robots", "bingbot")


def check_entries(site: SeenSite) -> Iterator[MarkupFault]:
    addresses = {site.address + url for url in site.pages}
    for address, changed in site.site_map.items():
        if address not in addresses:
            yield MarkupFault(f"{address} is no page of this site", "loc")
        if changed and not is_moment(changed):
            yield MarkupFault(f"{changed} should be a date with time and zone", "lastmod")


def check_head(page: SeenPage, site: SeenSite) -> Iterator[MarkupFault]:
    address = site.address + page.url
    yield from _check_canonical(page, address)
    if page.sends_to is not None:
        yield from check_address(urljoin(address, page.sends_to), "refresh", site)
    yield from _check_metas(page, site)
    if page.is_indexed and address not in site.site_map:
        yield MarkupFault(f"The site map does not name this page, {address}")
    if not page.is_indexed and address in site.site_map:
        yield MarkupFault("This page says noindex, and the site map names it")
    if not page.is_indexed and page.markup:
        yield MarkupFault("This page says noindex, and has markup")
    if page.is_indexed and len(page.markup) != 1:
        yield MarkupFault(f"This page has {len(page.markup)} JSON-LD scripts; it should have one")


def _check_canonical(page: SeenPage, address: str) -> Iterator[MarkupFault]:
    if page.sends_to is not None:  # it stands at an old address of another page
        address = urljoin(address, page.sends_to)
        if page.is_indexed:
            yield MarkupFault("This page sends its readers on, and does not say noindex", "robots")
    if page.is_indexed and not page.canonicals:
        yield MarkupFault("This page does not say its own address", "canonical", f"It should be {address}")
    if len(page.canonicals) > 1:
        yield MarkupFault(f"This page says {len(page.canonicals)} times which address is its own", "canonical")
    for name, said in (("canonical", page.canonicals), ("og:url", page.said("og:url"))):
        for other in {*said} - {address}:
            yield MarkupFault(f"The address of this page is {address}, not “{other}”", name)


def _check_metas(page: SeenPage, site: SeenSite) -> Iterator[MarkupFault]:
    for name, content in page.metas:
        if not content.strip():
            yield MarkupFault("This <meta> says nothing", name, "Leave it out.")
        elif name.endswith(":image"):
            yield from check_address(content, name, site)
        elif name.startswith("article:") and name.endswith("_time") and not is_moment(content):
            yield MarkupFault(f"{content} should be a date with time and zone", name)
        elif name in _ROBOTS:
            for word in {"noarchive", "nocache"} & {word.strip() for word in content.split(",")}:
                yield MarkupFault(f"`{word}` keeps this page out of answers that would name it", name, "Leave it out.")


def check_address(address: str, path: str, site: SeenSite) -> Iterator[MarkupFault]:
    if not is_full_address(address):
        yield MarkupFault(f"“{address}” should be a full address that starts with https:", path)
    elif address.startswith(site.address) and not site.leads_somewhere(address):
        yield MarkupFault(f"{address} leads nowhere", path)
