"""Where something stands: a text and the numbers of its signs → lines and columns, as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right

from .problems import Span


class Places:
    """Finds the lines and columns of a text that begins on the line `first_line` of its file, in `first_column`."""

    def __init__(self, text: str, first_line: int = 1, first_column: int = 1) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._first_line, self._first_column = first_line, first_column

    def span(self, start: int, end: int) -> Span:
        """The span from the sign number `start` of the text, counted from 0, to that number `end`."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index) - 1
        column = index - self._starts[line] + (1 if line else self._first_column)
        return line + self._first_line, column
