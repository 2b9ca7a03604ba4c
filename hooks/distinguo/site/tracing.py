"""Leads a problem of a built site back to what was typed: the problem and the site → the place that an editor can open.

A built page is made of its file in docs and of the files of its blocks. What a problem is about is looked for in them:
the part of a block that has the id, else the words that the message quotes, else those that stand there in the page.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from ..base.problems import START_OF_FILE, Problem, Span, lines
from ..blocks.base import ContentBlock
from .site import SOURCES, Page, Site

_QUOTED = re.compile("“([^”]+)”|`([^`]+)`")
_ID = re.compile(r"#([\w-]+)|\bid `([\w-]+)`|^\w+ ([a-z][\w-]+) ›")
_FEWEST = 2  # words that are enough to tell a place: one stands in many, unless it is all that is looked for
_OF_ALL = ("content/site.yml", SOURCES)


def traced(problems: list[Problem], site: Site, root: Path, folder: Path) -> list[Problem]:
    """The `problems` of the site built into `folder` from the `site` in `root`, at their places in its files.

    Where a place in the built site is all that is known, it stays.
    """
    pages = {unquote(page.url): page for page in site.pages.values()}
    return [_traced(problem, pages, site, root, folder) for problem in problems]


def _traced(problem: Problem, pages: dict[str, Page], site: Site, root: Path, folder: Path) -> Problem:
    copied = f"docs/{problem.file}"
    if (root / copied).is_file() and not site.leaves_out(problem.file):
        return _at(problem, copied, problem.span)
    page = pages.get(problem.file.removesuffix(".md").removesuffix("index.html"))
    page = page or next((pages[url] for url in _named(problem) if url in pages), None)
    if page is None:
        return problem
    file, span = _source(problem, page, root, folder)
    return _at(problem, file, span)


def _named(problem: Problem) -> Iterator[str]:
    """The addresses within the site that the sentence may name."""
    for found in re.finditer(r"https://[^/\s]+/([^\s“”`,)#]*)", problem.title):
        path = unquote(found[1]).removesuffix("index.html.md")
        parts = path.split("/")
        yield from ("/".join(parts[start:]) for start in range(len(parts)))


def _at(problem: Problem, file: str, span: Span) -> Problem:
    line, column, *_ = problem.span
    note = f"It shows in the built site at {problem.file}:{line}:{column}."
    return replace(problem, file=file, span=span, help=lines(problem.help, note), label="", related=(), fix=None)


def _source(problem: Problem, page: Page, root: Path, folder: Path) -> tuple[str, Span]:
    """The file and the place in it that a problem of a built page comes from; the page's own file at least."""
    for text in (problem.title, problem.path):
        for found in _ID.finditer(text):
            place = place_of(page, next(filter(None, found.groups())))
            if place and text is problem.title:
                return place
            if place:
                return _first(_quoted(problem), [place[0]], root, place[1].line) or place
    files = files_of(page, root)
    words = [*_quoted(problem), *_shown_at(problem, folder)]
    return _first(words, files, root) or (files[0], START_OF_FILE)


def _first(texts: Iterable[str], files: list[str], root: Path, from_line: int = 1) -> tuple[str, Span] | None:
    """Where the first of the `texts` stands that can be found; their beginnings are looked for when none of them is."""
    texts = list(texts)
    for most in (None, 6, _FEWEST):
        for text in texts:
            if place := find_words(text, files, root, from_line, most):
                return place
    return None


def _quoted(problem: Problem) -> Iterator[str]:
    for found in _QUOTED.finditer(f"{problem.title}\n{problem.help}"):
        yield found[1] or found[2]


def _shown_at(problem: Problem, folder: Path) -> Iterator[str]:
    """The addresses in the tag that the problem is at, and the words that readers see there."""
    line, column, _, end = problem.span
    path = folder / problem.file
    if (line, column) == (1, 1) or not path.is_file():
        return
    text = path.read_text(encoding="utf-8", errors="replace").split("\n")
    typed = text[line - 1] if line <= len(text) else ""
    yield from (html.unescape(one) for one in re.findall(r'(?:href|src)="([^"]+)"', typed[column - 1 : end - 1]))
    inside = re.sub("^[^<>]*>|<[^>]*>?", "\n", typed[column - 1 :])
    yield next((html.unescape(words) for words in inside.split("\n") if words.strip()), "")


# The files of a page, and places in them


def files_of(page: Page, root: Path) -> list[str]:
    """The files that a page is made of, its own first; a sheet has none of its own."""
    own = [] if page.is_made else [f"docs/{page.path}"]
    if page.explainer:
        blocks = page.explainer.blocks.values() if page.sheet else [[block] for block in page.blocks]
        placed = [block for blocks_of in blocks for block in blocks_of if isinstance(block, ContentBlock)]
        own += [*map(page.explainer.file_of, placed), f"content/{page.explainer.id}/explainer.yml"]
        own.append(page.explainer.sources_file)
    files = [file for file in dict.fromkeys((*own, *_OF_ALL)) if (root / file).is_file()]
    return files or [f"docs/{page.path}"]


def place_of(page: Page, id: str) -> tuple[str, Span] | None:
    """The file and the place of what has the `id` on a page: a heading, a block, or a part of a block."""
    for heading in page.prose.headings:
        if heading.id == id:
            return f"docs/{page.path}", heading.span
    for block in (one for one in page.blocks if isinstance(one, ContentBlock)):
        file = page.own.file_of(block)
        entries = {block.entry_anchor(entry): entry for entry in block.entries()}
        inner = (entry for name, entry in entries.items() if id.startswith(f"{name}-"))
        if entry := entries.get(id) or next(inner, None):
            return file, entry.id.span
        if id == block.anchor:
            return file, block.id.span if block.id else START_OF_FILE
    return None


def find_words(
    words: str, files: list[str], root: Path, from_line: int = 1, most: int | None = None
) -> tuple[str, Span] | None:
    """Where the `words` stand first in the `files` of the site in `root`, whatever signs and line ends are between.

    They are looked for from a line on; `most` is how many of them are enough.
    """
    wanted = tuple(re.findall(r"\w+", words))
    if most is None or most < len(wanted):
        for file in files:
            if place := _find(wanted[:most], root / file, from_line):
                return file, place
    return None


def _find(wanted: tuple[str, ...], path: Path, from_line: int) -> Span | None:
    text, places, joined = _words_of(path, path.stat().st_mtime_ns)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    skipped = sum(1 for begin, _ in places if begin < starts[from_line - 1]) if from_line > 1 else 0
    offset = sum(end - begin + 1 for begin, end in places[:skipped])
    start = joined.find(f" {' '.join(wanted)} ", offset) if wanted else -1
    if start < 0:
        return None
    first = joined.count(" ", 0, start)

    def place(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index) - 1
        return line + 1, index - starts[line] + 1

    return Span(*place(places[first][0]), *place(places[first + len(wanted) - 1][1]))


@lru_cache(maxsize=64)
def _words_of(path: Path, changed: int) -> tuple[str, list[tuple[int, int]], str]:
    """The text of a file, where its words stand, and these with a space on each side."""
    text = path.read_text(encoding="utf-8", errors="replace")
    found = [*re.finditer(r"\w+", text)]
    return text, [one.span() for one in found], f" {' '.join(one[0] for one in found)} "
