"""Turns what came of a build into what an editor sees of it: the overlay over every page, or a page of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from ...base.problems import Problem
from .pages import Later, Pages

HERE = Path(__file__).parent
OWN = "/_preview/"  # the address of what the preview adds: no page can have it, since no folder starts like this
_EXCERPT = re.compile(r"\s*\d* [┆│]")
_MARKS = re.compile(r"( *┆ )( *(?:\^+|-+) )(.+)", re.DOTALL)
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Result:
    """What came of a build: whether there are new pages, what is wrong, and what only a restart can bring.

    `report` tells of the `problems` as the terminal does. `changed_code` are the files that are read once, at the
    start, and have changed since. What `may_pass` is of the system, such as a full disk, and not of the site. `later`
    makes those pages that nobody has asked for yet.
    """

    has_pages: bool
    problems: Sequence[Problem] = ()
    report: str = ""
    changed_code: Sequence[str] = ()
    may_pass: bool = False
    later: Later | None = None

    @property
    def first(self) -> Problem | None:
        """The first error, or the first warning where there is no error."""
        in_order = sorted(self.problems, key=lambda one: (one.is_warning, one.file, one.span, one.title))
        return in_order[0] if in_order else None

    @property
    def has_errors(self) -> bool:
        return self.first is not None and not self.first.is_warning

    @property
    def count(self) -> str:
        """`2 errors and 1 warning`"""
        warnings = sum(problem.is_warning for problem in self.problems)
        counts = ((len(self.problems) - warnings, "error"), (warnings, "warning"))
        return " and ".join(f"{number} {word}{'s' * (number > 1)}" for number, word in counts if number)

    @property
    def restart(self) -> str:
        """What to do about changed code, as a sentence; an empty text where there is none."""
        if not self.changed_code:
            return ""
        have = "has" if len(self.changed_code) == 1 else "have"
        names = " and ".join(filter(None, [", ".join(self.changed_code[:-1]), self.changed_code[-1]]))
        return f"{names} {have} changed. Restart the preview: press Ctrl+C in its window and start it again."


@dataclass(frozen=True)
class Shown:
    """What the browser gets at present: the pages, where there are any, and what is to be said of them."""

    result: Result
    pages: Pages | None
    version: str  # another one for everything that looks different


def with_overlay(html: bytes, result: Result, version: str) -> bytes:
    """The page `html`, before whose end stand the overlay with `result` and the script that reloads the page."""
    before, end, after = html.rpartition(b"</body>")
    if not end:
        before, after = html, b""
    return before + _drawn("overlay.html", result, version) + end + after


def page_without_pages(result: Result, version: str) -> bytes:
    """A page of its own with `result`, for when there are no good pages yet."""
    return _drawn("page.html", result, version)


def _drawn(template: str, result: Result, version: str) -> bytes:
    report = _report_html(result.report)
    return _TEMPLATES.get_template(template).render(result=result, report=report, own=OWN, version=version).encode()


def _report_html(report: str) -> Markup:
    """The text `report` as it is, line by line; the lines of a file and the carets below them stay together."""
    parts = []
    for is_excerpt, lines in groupby(report.splitlines(keepends=True), key=lambda line: bool(_EXCERPT.match(line))):
        if is_excerpt:
            rows = Markup("").join(map(_row_html, lines))
            parts.append(Markup('<span class="preview__excerpt">{}</span>').format(rows))
        else:
            parts += [Markup("<{0}>{1}</{0}>").format(_tag(line), line) for line in lines]
    return Markup("").join(parts)


def _row_html(line: str) -> Markup:
    """A row of an excerpt; what is said of carets is apart from them, and goes below where there is no room beside."""
    marks = _MARKS.fullmatch(line)
    if not marks:
        return Markup.escape(line)
    gutter, carets, label = marks.groups()
    beside = Markup("<span>{}</span><span>{}</span>").format(carets, label)
    return Markup('<span class="preview__marks"><span>{}</span><span>{}</span></span>').format(gutter, beside)


def _tag(line: str) -> str:
    return "strong" if line.startswith(("Error: ", "Warning: ")) else "span"
