"""Values that remember where they were typed: a text, a day, a whole number."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..base.problems import START_OF_FILE, Span


class Located(str):
    """A text that remembers where it was typed."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = START_OF_FILE) -> Located:
        located = str.__new__(cls, text)
        located.span = span
        return located

    def __reduce__(self) -> tuple[Any, ...]:
        return _located, (str(self), *self.span)


class Day(date):
    """A date that remembers where it was typed."""

    span: Span

    def for_machines(self) -> str:
        """The day as search engines want it, with a time and a zone: 2026-11-24T00:00:00+00:00."""
        return f"{self.isoformat()}T00:00:00+00:00"

    def __reduce__(self) -> tuple[Any, ...]:
        return _day, (self.toordinal(), *getattr(self, "span", ()))


class Number(int):
    """A whole number that remembers where it was typed."""

    span: Span


# How they are made again where they have been kept: in little room, and quickly.


def _located(text: str, line: int, column: int, end_line: int, end_column: int) -> Located:
    return Located(text, Span(line, column, end_line, end_column))


def _day(number: int, *span: int) -> Day:
    day = Day.fromordinal(number)
    if span:
        day.span = Span(*span)
    return day
