"""Finds the placements in a page's Markdown: `{{ comparison() }}`, `{{ term("trust", "trusting") }}`.

All that is taken from it are calls of a plain name with texts in quotes; a page that has other braces is read by
Jinja's lexer. No expression is ever evaluated, so a page can neither compute nor reach anything.
`{% raw %}…{% endraw %}` shows braces as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..base.matching import leading
from ..base.places import Places
from ..base.problems import Fix, Problem, Span, did_you_mean

if TYPE_CHECKING:
    import jinja2

_CALL = re.compile(r"""\s*([a-z_]+)\s*\(((?:"[^"\\]*"|'[^'\\]*'|\s|,)*)\)\s*""")
_SIMPLE = re.compile(r"\{\{" + _CALL.pattern + r"\}\}")
_TEXT_IN_QUOTES = re.compile(r""""([^"\\]*)"|'([^'\\]*)'""")
_STRAIGHT = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_MOST_TOLD = 10  # unreadable placements of a page: nobody reads on, and each takes its time
_LONGEST = 300  # characters of a placement that may be mended: the time it takes grows with their square
_HELP = 'A placement is a name with texts in quotes: {{ comparison() }} or {{ term("trust") }}.'


class Inline(NamedTuple):
    """A placement within a sentence: the fewest and the most texts it takes, and what it is for, with an example."""

    least: int
    most: int
    about: str
    example: str


INLINE = {
    "term": Inline(
        1,
        2,
        "A link to a definition, which shows the concept's `short` as well. A second text gives the link other words.",
        '{{ term("trust", "trusting somebody") }}',
    ),
    "cite": Inline(
        1, 20, "A citation of one or more sources, by their ids in sources.yml.", '{{ cite("mayer-1995") }}'
    ),
    "explainer": Inline(
        1,
        2,
        "A link to another explainer, by the name of its folder. A second text gives the link other words.",
        '{{ explainer("some-explainer", "how to start") }}',
    ),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A call in a page: its name, its arguments, where it stands, and what is too near to it to be a block."""

    name: str
    arguments: tuple[str, ...]
    span: Span
    crowded: str  # empty where it has its lines to itself, else on which side it has not: `above`, `below`, `beside`


def find(markdown: str, file: str, problems: list[Problem], first_line: int = 1) -> list[str | Placement]:
    """`markdown` as a list of plain pieces and placements, in order; mistakes are added to `problems`.

    `first_line` is the line of the file on which `markdown` begins.
    """
    pieces: list[str | Placement] = []
    places = Places(markdown, first_line)
    parts = _simple_parts(markdown)
    if parts is None:
        markdown = _readable(markdown, file, problems, places)
        parts = [*_parts(markdown)]
    for kind, start, end in parts:
        if kind == "text":
            pieces.append(markdown[start:end])
            continue
        call = _CALL.fullmatch(markdown[start + 2 : end - 2]) if kind == "placement" else None
        if call:
            arguments = tuple(double or single for double, single in _TEXT_IN_QUOTES.findall(call[2]))
            span = places.span(start, end)
            pieces.append(Placement(call[1], arguments, span, _crowded(markdown, start, end)))
        else:
            title = "Only a placement can stand between braces"
            problems.append(_problem(file, title, markdown[start:end], places.span(start, end)))
    return pieces


def meant(typed: str) -> str:
    """The placement that `typed` was probably to be, or an empty text."""
    if len(typed) > _LONGEST:
        return ""
    inside = re.fullmatch(r"\{\{\s*([\w -]+?)\s*(?:\((.*?)\)?)?\s*\}\}", typed.translate(_STRAIGHT), re.DOTALL)
    if not inside:
        return ""
    arguments = (inside[2] or "").strip()
    if re.fullmatch(r"[a-z0-9]+(?:[-/][a-z0-9]+)*", arguments):
        arguments = f'"{arguments}"'
    call = f"{{{{ {re.sub('[ -]+', '_', inside[1])}({arguments}) }}}}"
    return call if _CALL.fullmatch(call[2:-2]) and "\n" not in call else ""


def _problem(file: str, title: str, typed: str, span: Span) -> Problem:
    near = meant(typed)
    fix = Fix(span, near) if near and span.line == span.end_line else None
    name = leading("[a-z_]*", near, 3)[0]
    label = did_you_mean("" if name in typed else name)
    return Problem(file, span, title, help=_HELP, code="not-a-placement", label=label, fix=fix)


def _readable(markdown: str, file: str, problems: list[Problem], places: Places) -> str:
    """`markdown` without the braces of placements that cannot be read; each of these is told."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415

    told = 0
    while True:
        if told == _MOST_TOLD:
            return re.sub(r"\{[{%]", "  ", markdown)
        told += 1
        try:
            last = [*_lexer().lex(markdown)]
        except TemplateSyntaxError as error:
            start = _offender(markdown, error)
            if start < 0:
                return markdown.replace("{{", "  ").replace("{%", "  ")
            closing = markdown.find("}}", start)
            line_end = (markdown + "\n").index("\n", start)
            end = closing + 2 if start < closing < line_end else line_end
            strange = re.match("unexpected char '(.)'", error.message or "")
            title = "This placement cannot be read"
            if strange and not strange[1].isascii():
                title = f"A placement cannot hold {strange[1]}; it takes straight quotes and no signs of other kinds"
            problems.append(_problem(file, title, markdown[start:end], places.span(start, end)))
        else:
            start = _left_open(last)
            if start < 0:
                return markdown
            end = (markdown + "\n").index("\n", start)
            title = "The braces of this placement are never closed"
            problems.append(_problem(file, title, markdown[start:end], places.span(start, end)))
        markdown = f"{markdown[:start]}  {markdown[start + 2 :]}"


def _offender(markdown: str, error: jinja2.TemplateSyntaxError) -> int:
    """Where the braces open that the lexer could not read: the last ones up to its line that are no placement."""
    lines = markdown.split("\n")
    end = len("\n".join(lines[: error.lineno]))
    for found in reversed([*re.finditer(r"\{[{%]", markdown[:end])]):
        closing = markdown.find("}}", found.start())
        if closing < 0 or not _CALL.fullmatch(markdown[found.start() + 2 : closing]):
            return found.start()
    return -1


def _left_open(tokens: list[tuple[int, str, str]]) -> int:
    """Where braces open that never close, or -1."""
    position, opened = 0, -1
    for _, token, value in tokens:
        if token in ("variable_begin", "block_begin"):
            opened = position
        elif token in ("variable_end", "block_end"):
            opened = -1
        position += len(value)
    return opened


@cache
def _lexer() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415 - most pages are simple

    # Comments get delimiters that nobody types: Markdown's own `{#id}` must stay Markdown's.
    return jinja2.Environment(comment_start_string="{\ue000", comment_end_string="\ue000}", keep_trailing_newline=True)


def _simple_parts(markdown: str) -> list[tuple[str, int, int]] | None:
    """What `_parts` gives of a page in a tenth of its time; nothing where something else than a placement may open.

    A simple page has no other braces side by side than those of placements that can be read, as most have.
    """
    if "{%" in markdown or "\r" in markdown or "\ue000" in markdown:
        return None
    parts, position = [], 0
    while (start := markdown.find("{{", position)) >= 0:
        found = _SIMPLE.match(markdown, start)
        if not found:
            return None
        if start > position:
            parts.append(("text", position, start))
        position = found.end()
        parts.append(("placement", start, position))
    return parts if position == len(markdown) else [*parts, ("text", position, len(markdown))]


def _parts(markdown: str) -> Iterator[tuple[str, int, int]]:
    """The parts of a page as (text, placement or statement; start; end) of character positions."""
    position = opened = 0
    for _, token, value in _lexer().lex(markdown):
        start, position = position, position + len(value)
        if token in ("variable_begin", "block_begin"):
            opened = start
        elif token in ("variable_end", "block_end"):
            yield ("placement" if token == "variable_end" else "statement"), opened, position
        elif token == "data":
            yield "text", start, position


def _crowded(text: str, start: int, end: int) -> str:
    """On which side of `text[start:end]` something stands too near: beside it, or on the line above or below.

    Of two placements on neighboring lines the second one lacks the empty line above.
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    line_before = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : line_start]
    line_after = text[line_end + 1 : (text + "\n").find("\n", line_end + 1)].strip()
    if start != line_start or text[end:line_end].strip():
        return "beside"
    if line_before.strip():
        return "above"
    return "below" if line_after and not re.fullmatch(r"\{\{[^{}]*\}\}", line_after) else ""
