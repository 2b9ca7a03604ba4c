"""The sheets that an explainer gets beside its page, to print and to hand out. A sheet is the folder of its name, and a
line here that says which blocks it is drawn from: where an explainer has none of them, it has no such sheet.

In the folder: `template.html`, and `style.css`. A sheet repeats what the page says, so search engines are asked to
leave it out, and so does the site's own search.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

FOLDER = Path(__file__).parent
SHEETS: dict[str, frozenset[str]] = {
    "handout": frozenset({"key_points"}),
    "discussion_guide": frozenset({"cases", "misconceptions", "faq"}),
}


def sheets_from(blocks: Collection[str]) -> list[str]:
    """The sheets that can be drawn from blocks of these types."""
    return [sheet for sheet, sources in SHEETS.items() if not sources.isdisjoint(blocks)]


def sheet_path(explainer: str, sheet: str) -> str:
    """The place of a sheet among the pages of docs: `trust-vs-safety/discussion-guide.md`."""
    return f"{explainer}/{sheet.replace('_', '-')}.md"
