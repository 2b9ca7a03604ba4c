"""What a built site should hold, in plain values: all that the check of it is told of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class PlannedPage:
    """What a page should hold: the ids of its blocks and sections, and the questions that it marks up for machines.

    `source` is its file in docs; nothing where the site makes it by itself. `questions` has the id of each
    question, with that of its answer; nothing where the answer has none. `braced` has those lines of its words in
    which braces were typed, of which there are mostly none.
    """

    source: str
    ids: frozenset[str]
    questions: Mapping[str, str] = field(default_factory=dict)
    braced: str = ""


@dataclass(frozen=True)
class Plan:
    """What a built site should hold.

    `pages` has each page by its address, `braced` those lines of the words of the whole site in which braces were
    typed, `copies` the files of docs that are copied as they are, by their path in it, and `moved` the old addresses
    from which pages lead on.
    """

    pages: Mapping[str, PlannedPage]
    braced: str = ""
    copies: Mapping[str, Path] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()

    def questions_of(self, url: str) -> Mapping[str, str]:
        """The questions of the page at the address `url`; none where nothing is planned there."""
        page = self.pages.get(url)
        return page.questions if page else {}

    def has_typed(self, braces: str) -> bool:
        """Whether somebody typed these `braces`, on whatever page: pages show words of others."""
        return braces in self._braced

    @cached_property
    def _braced(self) -> str:
        return "\n".join(filter(None, (self.braced, *(page.braced for page in self.pages.values()))))
