"""Checks what the heads of pages and the site map tell search engines: a page that was read → what is not true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from ..base.problems import Problem
from ..base.written_files import SITE_MAP
from .json_ld import MarkupFault, is_full_address, is_moment
from .page import ReadPage
from .whole import Whole

_ROBOTS = ("robots", "bingbot")


def check_entries(whole: Whole) -> Iterator[Problem]:
    """The site map names pages of the site."""
    addresses = {whole.address + quote(url) for url in whole.pages}
    for address, changed in whole.site_map.items():
        if address not in addresses:
            yield MarkupFault(f"{address} is no page of this site", "loc").of(SITE_MAP)
        if changed and not is_moment(changed):
            yield MarkupFault(f"{changed} should be a date with time and zone", "lastmod").of(SITE_MAP)


def check_head(page: ReadPage) -> Iterator[MarkupFault | LeadsSomewhere | Listed]:
    seen = page.seen
    yield from _check_canonical(page)
    if seen.sends_to is not None:
        yield from check_address(urljoin(page.address, seen.sends_to), "refresh", page)
    yield from _check_metas(page)
    yield Listed(page.address, seen.is_indexed)
    if not seen.is_indexed and seen.markup:
        yield MarkupFault("This page says noindex, and has markup")
    if seen.is_indexed and len(seen.markup) != 1:
        yield MarkupFault(f"This page has {len(seen.markup)} JSON-LD scripts; it should have one")


class Listed(NamedTuple):
    """A page with its `address` that search engines may list or not: does the site map have it accordingly?"""

    address: str
    is_indexed: bool

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        is_named = self.address in whole.site_map
        if self.is_indexed and not is_named:
            yield MarkupFault(f"The site map does not name this page, {self.address}").of(path)
        if not self.is_indexed and is_named:
            yield MarkupFault("This page says noindex, and the site map names it").of(path)


class LeadsSomewhere(NamedTuple):
    """An `address` of the site, which is said at a `place` of the head or the graph: is there anything?"""

    address: str
    place: str

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        if not whole.leads_somewhere(self.address):
            yield MarkupFault(f"{self.address} leads nowhere", self.place).of(path)


def _check_canonical(page: ReadPage) -> Iterator[MarkupFault]:
    seen, address = page.seen, page.address
    if seen.sends_to is not None:  # it stands at an old address of another page
        address = urljoin(address, seen.sends_to)
        if seen.is_indexed:
            yield MarkupFault("This page sends its readers on, and does not say noindex", "robots")
    if seen.is_indexed and not seen.canonicals:
        yield MarkupFault("This page does not say its own address", "canonical", f"It should be {address}")
    if len(seen.canonicals) > 1:
        yield MarkupFault(f"This page says {len(seen.canonicals)} times which address is its own", "canonical")
    for name, said in (("canonical", seen.canonicals), ("og:url", seen.said("og:url"))):
        for other in {*said} - {address}:
            yield MarkupFault(f"The address of this page is {address}, not “{other}”", name)


def _check_metas(page: ReadPage) -> Iterator[MarkupFault | LeadsSomewhere]:
    for name, content in page.seen.metas:
        if not content.strip():
            yield MarkupFault("This <meta> says nothing", name, "Leave it out.")
        elif name.endswith(":image"):
            yield from check_address(content, name, page)
        elif name.startswith("article:") and name.endswith("_time") and not is_moment(content):
            yield MarkupFault(f"{content} should be a date with time and zone", name)
        elif name in _ROBOTS:
            for word in {"noarchive", "nocache"} & {word.strip() for word in content.split(",")}:
                yield MarkupFault(f"`{word}` keeps this page out of answers that would name it", name, "Leave it out.")


def check_address(address: str, place: str, page: ReadPage) -> Iterator[MarkupFault | LeadsSomewhere]:
    """An `address` that a page says at a `place` of its head or its graph is a full one that leads somewhere."""
    if not is_full_address(address):
        yield MarkupFault(f"“{address}” should be a full address that starts with https:", place)
    elif address.startswith(page.site):
        yield from check_own_address(address, place, page)


def check_own_address(address: str, place: str, page: ReadPage) -> Iterator[LeadsSomewhere]:
    """An `address` of the site leads somewhere; where it leads to a part of the page itself that is there, it does."""
    own, _, fragment = address.partition("#")
    if own != page.address or (fragment and unquote(fragment) not in page.seen.ids):
        yield LeadsSomewhere(address, place)
