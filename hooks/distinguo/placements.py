"""Finds the placements in a page's Markdown: `{{ comparison() }}`, `{{ term("trust", "trusting") }}`.

Jinja's lexer reads the page, and all that is taken from it are calls of a plain name with texts in
quotes. No expression is ever evaluated, so a page can neither compute nor reach anything.
`{% raw %}…{% endraw %}` shows braces as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import jinja2

from .problems import Problem, Span

# Comments get delimiters that nobody types: Markdown's own `{#id}` must stay Markdown's.
_LEXER = jinja2.Environment(comment_start_string="{\ue000", comment_end_string="\ue000}", keep_trailing_newline=True)
_CALL = re.compile(r"""\s*([a-z_]+)\s*\(\s*((?:"[^"\\]*"|'[^'\\]*'|\s|,)*)\)\s*""")
_TEXT_IN_QUOTES = re.compile(r""""([^"\\]*)"|'([^'\\]*)'""")
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
    """A call in a page: its name, its arguments, where it stands, and whether it has its lines to itself."""

    name: str
    arguments: tuple[str, ...]
    span: Span
    stands_alone: bool


def find(markdown: str, file: str, problems: list[Problem], first_line: int = 1) -> list[str | Placement]:
    """`markdown` as a list of plain pieces and placements, in order; mistakes are added to `problems`.

    `first_line` is the line of the file on which `markdown` begins.
    """
    pieces: list[str | Placement] = []
    try:
        for kind, start, end in _parts(markdown):
            if kind == "text":
                pieces.append(markdown[start:end])
                continue
            call = _CALL.fullmatch(markdown[start + 2 : end - 2]) if kind == "placement" else None
            span = _span(markdown, start, end, first_line)
            if call:
                arguments = tuple(double or single for double, single in _TEXT_IN_QUOTES.findall(call[2]))
                pieces.append(Placement(call[1], arguments, span, _stands_alone(markdown, start, end)))
            else:
                problems.append(Problem(file, span, "Only a placement can stand between braces", help=_HELP))
    except jinja2.TemplateSyntaxError as error:
        line = error.lineno + first_line - 1
        strange = re.match("unexpected char '(.)'", error.message or "")
        title = f"This placement cannot be read: {error.message}"
        if strange:
            title = f"A placement cannot hold {strange[1]}; it takes straight quotes and no signs of other kinds"
        problems.append(Problem(file, Span(line, 1, line, 1), title, help=_HELP))
    return pieces


def _parts(markdown: str) -> Iterator[tuple[str, int, int]]:
    """The parts of a page as (text, placement or statement; start; end) of character positions."""
    position, opened = 0, None
    for _, token, value in _LEXER.lex(markdown):
        start, position = position, position + len(value)
        if token in ("variable_begin", "block_begin"):
            opened = start
        elif token in ("variable_end", "block_end"):
            yield ("placement" if token == "variable_end" else "statement"), opened, position
            opened = None
        elif token == "data":
            yield "text", start, position


def _span(text: str, start: int, end: int, first_line: int) -> Span:
    def place(index: int) -> tuple[int, int]:
        return text.count("\n", 0, index) + first_line, index - text.rfind("\n", 0, index)

    return Span(*place(start), *place(end))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the lines that hold `text[start:end]` hold nothing else, and the lines around them are empty."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    line_before = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : line_start]
    line_after = text[line_end + 1 : (text + "\n").find("\n", line_end + 1)]
    return start == line_start and not (text[end:line_end] + line_before + line_after).strip()
