"""Markdown → where the code in it stands, in one pass over its lines: what is code means nothing to Markdown.

A block of code opens with three or more backticks or tildes at the start of a line, and closes with a line of just as
many. Within a line code stands between backticks, as many on both sides; an escaped backtick opens none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r"^(~{3,}|`{3,})([^\n]*)$", re.MULTILINE)
_LANGUAGE = re.compile(r"[ ]*[\w#.+-]*[ ]*")
_TICKS = re.compile(r"`+")


class CodeBlock(NamedTuple):
    """A block of code in a text: where it starts and ends, where its first line ends, and what is wrong with it."""

    start: int
    end: int
    first_line_end: int
    is_closed: bool
    names_a_language: bool  # or nothing, behind its opening signs


def code_blocks(text: str) -> Iterator[CodeBlock]:
    """The blocks of code in `text`; one that never closes goes on to the end."""
    fences = [*_FENCE.finditer(text)]
    closing: dict[str, list[int]] = {}  # which of the fences could close one, by their signs; the last one first
    for number in range(len(fences) - 1, -1, -1):
        if not fences[number][2].strip(" "):
            closing.setdefault(fences[number][1], []).append(number)
    number = 0
    while number < len(fences):
        fence = fences[number]
        if fence[1][0] == "`" and "`" in fence[2]:  # code within the line
            number += 1
            continue
        later = closing.get(fence[1], [])
        while later and later[-1] <= number:
            later.pop()
        last = later[-1] if later else None
        end = len(text) if last is None else fences[last].end()
        is_language = _LANGUAGE.fullmatch(fence[2]) is not None
        yield CodeBlock(fence.start(), end, fence.end(), last is not None, is_language)
        if last is None:
            return
        number = last + 1


def without_code(text: str, *, keeping_ticks: bool = False) -> str:
    """`text` with blanks in place of its code, so that all else stays where it is.

    With `keeping_ticks`, backticks remain of the code within lines, and letters between them.
    """
    pieces, position = [], 0
    for block in code_blocks(text):
        pieces += [_without_ticks(text[position : block.start], keeping_ticks), blank(text[block.start : block.end])]
        position = block.end
    return "".join([*pieces, _without_ticks(text[position:], keeping_ticks)])


def blank(text: str) -> str:
    """As many spaces as `text` has signs, on as many lines."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _without_ticks(text: str, keeping_ticks: bool) -> str:
    if "`" not in text:
        return text
    return "\n".join(_line_without_ticks(line, keeping_ticks) if "`" in line else line for line in text.split("\n"))


def _line_without_ticks(line: str, keeping_ticks: bool) -> str:
    ticks = [*_TICKS.finditer(line)]
    partner: dict[int, int] = {}  # of each run of backticks, the next one that is as long
    last: dict[int, int] = {}
    for number in range(len(ticks) - 1, -1, -1):
        length = len(ticks[number][0])
        if length in last:
            partner[number] = last[length]
        last[length] = number
    pieces, position, number = [], 0, 0
    while number < len(ticks):
        start = ticks[number].start()
        if number in partner and line[start - 1 : start] != "\\":
            number = partner[number]
            end = ticks[number].end()
            ticks_of_it = ticks[number][0] if keeping_ticks else ""
            sign = "x" if keeping_ticks else " "
            inside = sign * (end - start - 2 * len(ticks_of_it))
            pieces += [line[position:start], ticks_of_it, inside, ticks_of_it]
            position = end
        number += 1
    return "".join([*pieces, line[position:]])
