"""Markdown → the first place where it holds so much that turning it into HTML would take long, or never end.

Python-Markdown reads plain prose in linear time, 64,000 letters in a quarter of a second. But each sign of Markdown
costs it as much as a hundred letters, it reads a paragraph anew for each of its lines, and it calls itself for each
level of a list. Every limit stands far above what readers of a page need, and far below what a second of processor
time allows; `make fuzz` holds all of them to that.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from ..base.matching import leading
from .markdown_code import code_blocks, without_code

MOST_CHARACTERS = 64 * 1024  # of a page: some 10,000 words, which take 40 minutes to read
MOST_LINES = 2000  # of a page, code and empty lines left out: each may become an element of its own
MOST_SIGNS = 5000  # of Markdown on a page: each takes some hundredths of a millisecond
MOST_HEADINGS = 300  # of a page: the search looks each of them up among all others
MOST_CELLS = 2000  # of the tables of a page: each is an element that is looked for from everywhere within it
MOST_PLACEMENTS = 1000  # of a page, braces that are none included: each is looked up, and drawn
MOST_CODE_BLOCKS = 200  # of a page: the converter copies the page for each, and looks each up among all others
MOST_LINES_TOGETHER = 400  # without an empty line between them: the time grows with their square
MOST_SIGNS_TOGETHER = 1500  # of Markdown in these: the converter copies all of them for each
MOST_LEVELS = 6  # of lists and quotations within each other: the converter calls itself for each
MOST_EMPHASIS = 10  # within each other: the same, in Python-Markdown and in whatever writes or reads the HTML
_MOST_OPEN = 10  # brackets: the converter looks for the end of each of them from its start
_MOST_ANGLES = 100  # <, with which addresses begin: the same is done for each of them

_SIGN = re.compile(r"[*_`\[\]<>&\\|!]")
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_CHARACTER = re.compile(r".", re.DOTALL)
_LINE = re.compile(r"\S[^\n]*")
_PLACEMENT = re.compile(r"\{[{%]")
_HEADING = re.compile(r"^(?: {0,3}#|(?:=+|-+) *$)", re.MULTILINE)
_LEVELS = re.compile(r"^(?:[ \t]|>|(?:[-*+]|\d{1,9}\.)(?=[ \t]))+(?=\S)", re.MULTILINE)
_MARKER = re.compile(r">|[-*+]|\d+\.")
_CLOSING = {"[": "]", "<": ">"}
_EMPHASIS = re.compile(r"(?<!\\)(\*+|_+)")
_LINKS_IN_LINKS = re.compile(r"(?:\]\([^()]*){6}\[")
_ROWS = re.compile(r"[*_]{12}|#{50}|\S[ \t]{200}|[ \t]{200}\S|^[ \t>]*\d{10}(?=\d*\.[ \t])", re.MULTILINE)
_SPLIT = "Part it into several pages."
_EMPTY_LINE = "Put an empty line between its parts."


class Excess(NamedTuple):
    """Where a text holds too much: from which sign to which, what is wrong, and what would mend it."""

    start: int
    end: int
    title: str
    help: str = ""


def excess_of_page(text: str) -> Excess | None:
    """The first excess of a page with the Markdown `text`."""
    if found := _beyond(_PLACEMENT, MOST_PLACEMENTS, text, f"A page can hold {MOST_PLACEMENTS} placements", _SPLIT):
        return found
    blocks = [*islice(code_blocks(text), MOST_CODE_BLOCKS + 1)]
    if len(blocks) > MOST_CODE_BLOCKS:
        title = f"A page can hold {MOST_CODE_BLOCKS} blocks of code; this is one more"
        return Excess(blocks[-1].start, blocks[-1].first_line_end, title, _SPLIT)
    text = without_code(text, keeping_ticks=True)
    return (
        _beyond(_SIGN, MOST_SIGNS, text, f"A page can hold {MOST_SIGNS} signs of Markdown, such as * [ and |", _SPLIT)
        or _beyond(_HEADING, MOST_HEADINGS, text, f"A page can have {MOST_HEADINGS} headings", _SPLIT)
        or _beyond(_LINE, MOST_LINES, text, f"A page can have {MOST_LINES} lines", _SPLIT)
        or _of_cells(text)
        or _of_structure(text)
        or _beyond(_CHARACTER, MOST_CHARACTERS, text, f"A page can have {MOST_CHARACTERS:,} characters", _SPLIT)
    )


def excess(text: str) -> Excess | None:
    """The first excess of a Markdown text that is not a page."""
    return _of_structure(without_code(text, keeping_ticks=True))


def _of_cells(text: str) -> Excess | None:
    cells = 0
    for line in _LINE.finditer(text) if "|" in text else ():
        if "|" in line[0] and "-" in line[0] and not line[0].strip("|:- \t>*+.0123456789"):  # between head and body
            columns = line[0].count("|") + 1
            cells += columns * (leading(_PARAGRAPH, text, line.start())[0].count("\n") + 2)
            if cells > MOST_CELLS:
                title = f"The tables of a page can have {MOST_CELLS} cells; with this one they have {cells}"
                return Excess(*line.span(), title, _SPLIT)
    return None


def _of_structure(text: str) -> Excess | None:
    """The first excess in how a Markdown text without its code is built."""
    return _of_levels(text) or _of_brackets(text) or _of_rows(text) or _of_paragraphs(text)


def _of_levels(text: str) -> Excess | None:
    for found in _LEVELS.finditer(text):
        markers = _MARKER.findall(found[0])
        spaces = found[0].replace("\t", "    ").count(" ") - len(markers)
        if len(markers) + spaces // 4 > MOST_LEVELS:
            title = f"Lists and quotations can stand within each other up to {MOST_LEVELS} deep"
            return Excess(*found.span(), title, "Four spaces at the start of a line count as one level.")
    return None


def _of_brackets(text: str) -> Excess | None:
    """Brackets and signs of addresses that open, and do not close again before many others open."""
    for opening, most in (("[", _MOST_OPEN), ("<", _MOST_ANGLES)):
        if text.count(opening) > most:
            for paragraph in _PARAGRAPH.finditer(text):
                if found := _of_open(opening, most, paragraph[0], paragraph.start()):
                    return found
    if nested := _LINKS_IN_LINKS.search(text):
        return Excess(*nested.span(), "Links cannot stand within links", "Close one before the next begins.")
    return None


def _of_open(opening: str, most: int, text: str, offset: int) -> Excess | None:
    closing, open_ones = _CLOSING[opening], 0
    for place in re.finditer(re.escape(opening) + "|" + re.escape(closing), text):
        open_ones = open_ones + 1 if place[0] == opening else max(0, open_ones - 1)
        if open_ones > most:
            title = f"{most} signs “{opening}” stand open here, and this is one more"
            help = f"Close them with “{closing}”, or write \\{opening} for the sign itself."
            return Excess(place.start() + offset, place.end() + offset, title, help)
    return None


def _of_rows(text: str) -> Excess | None:
    if found := _ROWS.search(text):
        what = "spaces" if " " in found[0] or "\t" in found[0] else f"signs “{found[0][0]}”"
        what = "digits before the full stop of an entry of a list" if found[0][-1].isdigit() else what
        return Excess(*found.span(), f"Too many {what} stand in a row here", "Leave most of them out.")
    return None


def _of_paragraphs(text: str) -> Excess | None:
    for paragraph in _PARAGRAPH.finditer(text):
        signs = f"{MOST_SIGNS_TOGETHER} signs of Markdown, such as * [ and |, can stand without an empty line between"
        lines = f"{MOST_LINES_TOGETHER} lines can stand without an empty line between"
        found = (
            _beyond(_SIGN, MOST_SIGNS_TOGETHER, paragraph[0], signs, _EMPTY_LINE)
            or _beyond(_LINE, MOST_LINES_TOGETHER, paragraph[0], lines, _EMPTY_LINE)
            or _of_emphasis(paragraph[0])
        )
        if found:
            return found._replace(start=found.start + paragraph.start(), end=found.end + paragraph.start())
    return None


def _of_emphasis(text: str) -> Excess | None:
    """Emphasis within emphasis within emphasis: a sign closes the last one that is open, or opens one more."""
    open_ones: list[str] = []
    for found in _EMPHASIS.finditer(text):
        sign, before, after = found[1][0], text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        in_word_before, in_word_after = (sign == "_" and side.isalnum() for side in (before, after))
        if sign in open_ones and before.strip() and not in_word_after:
            while open_ones.pop() != sign:
                pass
        elif after.strip() and not in_word_before:
            open_ones.append(sign)
            if len(open_ones) > MOST_EMPHASIS:
                title = f"Emphasis can stand within emphasis up to {MOST_EMPHASIS} deep"
                return Excess(*found.span(1), title, "Close one before the next begins.")
    return None


def _beyond(pattern: re.Pattern[str], most: int, text: str, title: str, help: str) -> Excess | None:
    """The place that a `pattern` finds after `most` others."""
    found = next(islice(pattern.finditer(text), most, None), None)
    return Excess(*found.span(), f"{title}; this is one more", help) if found else None
