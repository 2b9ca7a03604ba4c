"""The sheets that an explainer gets beside its page, to print and to hand out. A sheet is the folder of its name, and a
name in the list here. Block types say which sheets are drawn of them: where an explainer has none of a sheet's blocks,
it has no such sheet.

In the folder: `template.html`, and `style.css`. A sheet repeats what the page says, so search engines are asked to
leave it out, and so does the site's own search. Its template puts blocks of several types together, as a page does, so
it names them as a page does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...blocks import FILES

FOLDER = Path(__file__).parent
SHEETS = ("handout", "discussion_guide")


def sheets_from(types: Iterable[str]) -> list[str]:
    """The sheets that can be drawn from blocks of these types."""
    names = {*types}
    drawn = {sheet for block in FILES.values() if block.type_name() in names for sheet in block.sheets}
    return [sheet for sheet in SHEETS if sheet in drawn]


def sheet_path(explainer: str, sheet: str) -> str:
    """The place of a sheet among the pages of docs: `trust-vs-safety/discussion-guide.md`."""
    return f"{explainer}/{sheet.replace('_', '-')}.md"
