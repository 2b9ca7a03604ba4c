"""Remembers the pages that were made, and takes over those that would be made the same again.

What a page is made of are the drawn page and the shell around it. What is kept of it is small; its files lie in the
published site, and are taken from there where they are still the same.
"""

from __future__ import annotations

from collections.abc import Collection

from ..base.cache import Cache
from .made import MadePage
from .published import Published


class EarlierPages:
    """The pages of a site with this `address`, as earlier builds have made them."""

    def __init__(self, cache: Cache, address: str, published: Published | None = None) -> None:
        """Their files are those of the `published` site; where there is none, nobody needs them."""
        self._cache, self._kind, self._published = cache, f"made {address}", published

    def page(self, path: str, made_of: str) -> MadePage | None:
        """The page at `path` in docs, if it was `made_of` the same; then its files are in place."""
        page: MadePage | None = self._cache.get(self._kind, path, made_of, hold=self._published is None)
        has_files = page and (self._published is None or self._published.take_over_all(page.files))
        return page if has_files else None

    def remember(self, path: str, made_of: str, page: MadePage) -> None:
        self._cache.put(self._kind, path, made_of, page, hold=self._published is None)

    def tidy(self, paths: Collection[str]) -> None:
        """Forget all pages but those at these `paths`."""
        self._cache.sweep(self._kind, paths)
