"""Tells where an address leads: the site's address, a page and what a link of it says → a path in the built folder."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

from ..base.web_addresses import within

Target: TypeAlias = tuple[str, str] | None  # a file or page of the site, and a fragment; none where it is outside

_OVERLOOKED = dict.fromkeys(map(ord, "\t\n\r"))  # what browsers overlook in an address


def target(site: str, url: str, address: str) -> Target:
    """The file or page, and the fragment, that `address` leads to from the page at `url` of the site with the address
    `site`; none where it leaves the site."""
    rest, _, fragment = address.partition("#")
    inside = _inside(site, url, rest)
    return None if inside is None else (inside, unquote(fragment.translate(_OVERLOOKED)))


def is_outside(site: str, address: str) -> bool:
    """Whether `address` names another host, a mailbox or the like, seen from the site with the address `site`."""
    if ":" not in address and "//" not in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) and within(address, site) is None


@lru_cache(maxsize=1 << 12)  # most links of a page are to parts of a few pages
def _inside(site: str, url: str, address: str) -> str | None:
    """The file or page that an `address` without a fragment leads to."""
    path = within(urljoin(site + url, address), site)
    return None if path is None else unquote(path.partition("?")[0]).removesuffix("index.html")
