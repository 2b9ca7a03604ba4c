"""The text of one YAML document → the value that is read from it, with one problem for each mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..base.problems import START_OF_FILE, Span
from ..text.nodes import Node, Scalar, read_yaml
from .reading import INVALID, Reading
from .values import CODES_OF_VALUES

_OF_QUOTES = ("alias", "anchor", "needs-quotes", "tag", "text-after-quote", "unclosed-quote")


def read_document(text: str, reading: Reading, read: Callable[[Node, Reading], Any], first_line: int = 1) -> Any:
    """What `read` makes of the root node of a YAML document; `INVALID` where there is none.

    `first_line` is the line of the file on which `text` begins.
    """

    def mistakes(node: Node) -> int:
        trial = reading.trial()
        read(node, trial)
        return sum(not problem.is_warning for problem in trial.problems)

    before = len(reading.problems)
    node = read_yaml(text, reading.file, reading.problems, first_line, mistakes)
    if node is None or (isinstance(node, Scalar) and node.is_empty):
        if len(reading.problems) == before and first_line == 1:
            reading.problem("empty-file", START_OF_FILE, "", "This file is empty")
        return INVALID
    told = len(reading.problems)
    value = read(node, reading)
    if told > before:
        _forget_doubles(before, told, reading)
    return value


def _forget_doubles(before: int, told: int, reading: Reading) -> None:
    """Where YAML tripped over a value, say one thing about it.

    Of a value that is no text, that is what the field wants: quotes would not mend it. Of a text, it is the quotes:
    how long it is, and how it ends, shows when they are there.
    """

    of_quotes, of_values = reading.problems[before:told], reading.problems[told:]
    values = {one.span.line: one.span for one in of_values if one.code in CODES_OF_VALUES}
    kept = [one for one in of_quotes if one.code not in _OF_QUOTES or not _is_in(one.span, values.get(one.span.line))]
    tripped = {one.span.line for one in kept if one.code in (*_OF_QUOTES, "text-lost")}
    of_length = {id(one) for one in reading.of_length}
    rest = [one for one in of_values if id(one) not in of_length or one.span.line not in tripped]
    reading.problems[before:] = [*kept, *rest]


def _is_in(place: Span, value: Span | None) -> bool:
    return value is not None and value.column <= place.column < value.end_column
