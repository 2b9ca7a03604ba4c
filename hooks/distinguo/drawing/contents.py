"""Turns a page's HTML into its list of contents: every heading that can be linked to, nested by level."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADING = re.compile(r"<h([1-6])\b[^>]*?\bid=\"([^\"]+)\"[^>]*>(.*?)</h\1>", re.DOTALL)
_PERMALINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)


@dataclass
class Heading:
    """A heading: its level (1 to 6), the id to link to, its words as HTML without tags, and those below it."""

    level: int
    id: str
    title: str
    children: list[Heading] = field(default_factory=list)


def contents(html: str) -> list[Heading]:
    """The headings of `html` that have an id, each below the nearest earlier one of a higher level."""
    top: list[Heading] = []
    open_headings: list[Heading] = []
    for found in _HEADING.finditer(html):
        title = re.sub(r"<[^>]*>", "", _PERMALINK.sub("", found[3]))
        heading = Heading(int(found[1]), found[2], " ".join(title.split()))
        while open_headings and open_headings[-1].level >= heading.level:
            open_headings.pop()
        (open_headings[-1].children if open_headings else top).append(heading)
        open_headings.append(heading)
    return top
