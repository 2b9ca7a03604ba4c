"""The lines of a content file as they are typed → where each begins, and which of those around it belong to it.

Nothing here knows YAML's own rules: what is read is what an editor meant by a line that YAML may not be able to read.
"""

from __future__ import annotations

import re

from ..base.matching import leading

FARTHEST = 1000  # lines above a mistake that are looked at for its cause: each may be tried
# A line as YAML sees it: indentation, dashes of a list, the name of a field, and what follows.
_PARTS = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[a-z_][\w-]*) *:(?: +|$))?(?P<value>.*)")


def parts(line: str) -> re.Match[str]:
    """The `indent` of a line, its `dashes`, the `key` before its colon, if it has one, and its `value`."""
    return leading(_PARTS, line)


def begins(line: str) -> bool:
    """Whether a field or an entry begins on the line."""
    found = parts(line)
    return bool(found["key"] or found["dashes"])


def indent_of(line: str) -> int:
    """How many spaces the line begins with."""
    return len(line) - len(line.lstrip(" "))


def name_column(line: str) -> int:
    """Where the name of a field begins, or the text of an entry."""
    return parts(line).end("dashes")


def lines_above(lines: list[str], i: int, most: int) -> list[int]:
    """The nearest lines above line `i` that are not empty, at `most` so many."""
    return [j for j in range(i - 1, max(-1, i - 1 - 4 * most), -1) if lines[j].strip()][:most]


def owner_of(lines: list[str], i: int, *, of_any_indent: bool = False) -> int:
    """The line whose field or entry the text on line `i` belongs to: `i` itself, or one above it."""
    if begins(lines[i]):
        return i
    for j in lines_above(lines, i, 60):
        if begins(lines[j]) and (of_any_indent or name_column(lines[j]) < indent_of(lines[i]) + 1):
            return j
    return i


def text_end(lines: list[str], i: int) -> int:
    """The last line of the text that begins on line `i`: the lines below it that stand further in."""
    column, last = name_column(lines[i]), i
    for j in range(i + 1, min(len(lines), i + 1 + FARTHEST)):
        if lines[j].strip():
            if indent_of(lines[j]) <= column - (1 if parts(lines[i])["key"] is None else 0):
                break
            last = j
    return last


def group_end(lines: list[str], i: int) -> int:
    """The last line that stands as far in as line `i`, or further."""
    last = i
    for j in range(i + 1, min(len(lines), i + 1 + FARTHEST)):
        if lines[j].strip():
            if indent_of(lines[j]) < indent_of(lines[i]):
                break
            last = j
    return last


def open_columns(lines: list[str], i: int, *, is_entry: bool) -> list[int]:
    """Where a field (or an entry) on line `i` could begin to belong to what is open above it, nearest first."""
    columns: list[int] = []
    lowest = 1 << 30
    for j in lines_above(lines, i, 200):
        other = parts(lines[j])
        if not begins(lines[j]) or indent_of(lines[j]) >= lowest:
            continue
        lowest = indent_of(lines[j])
        dash_columns = [found.start() for found in re.finditer("-", lines[j][: other.end("dashes")])]
        if other["key"] and not other["value"]:
            columns.append(name_column(lines[j]) + 2)
        columns += reversed(dash_columns) if is_entry else [name_column(lines[j])]
    here = indent_of(lines[i])
    nearest_first = sorted(dict.fromkeys(columns), key=lambda column: abs(column - here))
    return [*nearest_first[:6], *(column for column in (here - 1, here + 1) if column >= 0)]
