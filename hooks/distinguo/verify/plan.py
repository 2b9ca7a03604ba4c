"""What a built site should hold, in plain values: all that the check of it is told of its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """What a built site should hold.

    `pages` has the page of docs and the ids by the address of each page, `words` the words of all, `copies` the files
    of docs that are copied as they are, by their path in it, and `moved` the old addresses from which pages lead on.
    """

    pages: dict[str, tuple[str, frozenset[str]]]
    words: str
    copies: dict[str, Path] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
