"""What a built site should hold, in plain values: all that the check of it is told of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class PlannedPage:
    """What a page should hold: the ids of its blocks and sections, and the questions that it marks up for machines.

    `source` is its file in docs. `questions` has the id of each question, with that of its answer; nothing where the
    answer has none.
    """

    source: str
    ids: frozenset[str]
    questions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a built site should hold.

    `pages` has each page by its address, `words` the words of all, `copies` the files of docs that are copied as they
    are, by their path in it, and `moved` the old addresses from which pages lead on.
    """

    pages: Mapping[str, PlannedPage]
    words: str
    copies: Mapping[str, Path] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()

    def questions_of(self, url: str) -> Mapping[str, str]:
        """The questions of the page at the address `url`; none where nothing is planned there."""
        page = self.pages.get(url)
        return page.questions if page else {}
