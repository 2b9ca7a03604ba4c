"""What is known of a built site as a whole, and what only this can tell of a page.

A page is read alone, so that what was found on it stays true until its file changes. What depends on others is a
question of it, which is asked when all pages have been read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias
from urllib.parse import quote, unquote

from ..base.problems import Problem, shown
from .plan import Plan
from .targets import Target


class Ids(NamedTuple):
    """The ids of the page at `path`: those that are written there, and those that a browser finds. They are few, and
    pages have many of them in common, so a row of texts that all pages share takes the least memory."""

    path: str
    written: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass
class Whole:
    """A built site: its own absolute address, its plan, its files, the addresses in its site map with their last
    change, the policies in its headers (none where it has no headers), and the ids of its pages by their address."""

    address: str
    plan: Plan
    files: frozenset[str]
    site_map: Mapping[str, str]
    policies: list[str] | None
    pages: dict[str, Ids] = field(default_factory=dict)

    def dead_end(self, address: str, target: Target) -> str:
        """What is wrong with an `address` of this site that leads to this `target`, in a sentence; nothing where that
        is there."""
        if target is None:
            return f"“{shown(address)}” leads out of the site"
        inside, fragment = target
        page = self.pages.get(inside)
        if page is None and inside not in self.files:
            return f"“{shown(address)}” leads nowhere"
        if page and fragment not in ("", "top") and fragment not in page.written:
            return f"“{shown(address)}” leads nowhere: {page.path} has no id `{fragment}`"
        return ""

    def leads_somewhere(self, address: str) -> bool:
        """Whether there is a file at an `address` of this site, and in it the id that the fragment names."""
        url, _, fragment = address.removeprefix(self.address).partition("#")
        page = self.pages.get(unquote(url))
        if page and url == quote(unquote(url)):
            return not fragment or unquote(fragment) in page.seen
        return not fragment and unquote(url) in self.files


def in_a_row(texts: Iterable[str]) -> tuple[str, ...]:
    """The `texts` in one order, each of them once in memory, whoever else has it."""
    return tuple(map(sys.intern, sorted(texts)))


class OpenQuestion(Protocol):
    """What a page cannot tell of itself."""

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        """The problems of the page at `path` in this site."""


Finding: TypeAlias = Problem | OpenQuestion
