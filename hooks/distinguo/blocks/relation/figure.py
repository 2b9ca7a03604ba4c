"""Lays out boxes below each other with arrows between them, for the template to draw as SVG.

Lengths are in the units of the drawing, which is 360 wide so that its text stays readable on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
BOX_LEFT, BOX_WIDTH, BOX_HEIGHT = 70, 220, 44
_LINE = 24  # the height that a label takes
_MARGIN = 14  # between a box and the first label
_HEAD = 7  # the length of an arrow's head
_NAME = 20  # the most letters on one line of a box, so that they fit when a reader spaces them out


@dataclass(frozen=True)
class Box:
    """A box at `top` with its name in `lines`, each a text and its y."""

    top: int
    lines: list[tuple[str, int]]


@dataclass(frozen=True)
class Arrow:
    """A line through `points`, a head at its end, and a label that starts or ends beside it."""

    points: str
    head: str
    label: str
    label_x: int
    label_y: int
    anchor: str


@dataclass(frozen=True)
class Figure:
    height: int
    boxes: list[Box]
    arrows: list[Arrow]


def figure(names: Sequence[str], links: Sequence[tuple[int, int, str]]) -> Figure:
    """The layout of the boxes `names`, top to bottom, and of `links` (from and to as places in `names`, and a label).

    Arrows down run on the left and arrows up on the right; one that passes a box goes around it.
    """
    # The label of a link stands in the gap below the upper of its two boxes.
    gaps: list[list[int]] = [[] for _ in names]
    for number, (start, end, _) in enumerate(links):
        gaps[min(start, end)].append(number)
    tops = [1]
    for gap in gaps[:-1]:
        tops.append(tops[-1] + BOX_HEIGHT + 2 * _MARGIN + max(len(gap), 1) * _LINE)
    arrows = []
    for number, (start, end, label) in enumerate(links):
        line = gaps[min(start, end)].index(number)
        x, points, head = (
            _straight(start, end, line, tops) if abs(start - end) == 1 else _around(start, end, line, tops)
        )
        label_y = tops[min(start, end)] + BOX_HEIGHT + _MARGIN + line * _LINE + 17
        label_x, anchor = (x + 9, "start") if start < end else (x - 9, "end")
        arrows.append(Arrow(points, head, f"{number + 1}. {label}", label_x, label_y, anchor))
    boxes = [Box(top, _lines(name, top + BOX_HEIGHT // 2 + 5)) for name, top in zip(names, tops, strict=True)]
    return Figure(tops[-1] + BOX_HEIGHT + 1, boxes, arrows)


def _lines(name: str, y: int) -> list[tuple[str, int]]:
    """The `name` around the height `y`: in one line, or in two of much the same length if it is long."""
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if len(name) <= _NAME or not spaces:
        return [(name, y)]
    middle = min(spaces, key=lambda place: abs(place - len(name) // 2))
    return [(name[:middle], y - 9), (name[middle + 1 :], y + 9)]


def _straight(start: int, end: int, line: int, tops: Sequence[int]) -> tuple[int, str, str]:
    """An arrow from a box to its neighbor: its x, its line and its head."""
    if start < end:
        x, from_y, to_y, tip = BOX_LEFT + 14 + 12 * line, tops[start] + BOX_HEIGHT, tops[end], tops[end] - _HEAD
    else:
        x, from_y, to_y = BOX_LEFT + BOX_WIDTH - 14 - 12 * line, tops[start], tops[end] + BOX_HEIGHT
        tip = to_y + _HEAD
    return x, f"{x},{from_y} {x},{tip}", f"{x},{to_y} {x - 5},{tip} {x + 5},{tip}"


def _around(start: int, end: int, line: int, tops: Sequence[int]) -> tuple[int, str, str]:
    """An arrow that leaves a box at its side and comes in at the side of one farther off."""
    edge, outward = (BOX_LEFT, -1) if start < end else (BOX_LEFT + BOX_WIDTH, 1)
    x, tip = edge + outward * (24 + 10 * line), edge + outward * _HEAD
    from_y, to_y = tops[start] + BOX_HEIGHT // 2, tops[end] + BOX_HEIGHT // 2
    points = f"{edge},{from_y} {x},{from_y} {x},{to_y} {tip},{to_y}"
    return x, points, f"{edge},{to_y} {tip},{to_y - 5} {tip},{to_y + 5}"
