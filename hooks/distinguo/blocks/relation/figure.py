"""Lays out boxes below each other with arrows between them, for the template to draw as rows of HTML and SVG.

The words are HTML, so that the browser gives them whatever room they need in any font. The arrows stand beside them, in
lanes: SVG that is as high as its row. Of their places only those across are lengths, in pixels; those along the arrow
are shares of the row's height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_LANE = 22  # the width of a lane, which holds one arrow
_TOP, _MIDDLE, _BOTTOM = "0", "50%", "100%"
# The head of an arrow, from its tip.
_DOWN, _UP, _RIGHT, _LEFT = "M0 0l-5-7h10z", "M0 0l-5 7h10z", "M0 0l-7-5v10z", "M0 0l7-5v10z"


@dataclass(frozen=True)
class Lanes:
    """What the lanes on one side of a row hold: lines from x, y to x, y, heads at x, y, and numbers at x."""

    width: int = 0
    lines: list[tuple[int, str, int, str]] = field(default_factory=list)
    heads: list[tuple[int, str, str]] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Arrow:
    number: int
    start: int
    end: int
    label: str

    @property
    def is_up(self) -> bool:
        return self.end < self.start

    @property
    def upper(self) -> int:
        return min(self.start, self.end)

    @property
    def lower(self) -> int:
        return max(self.start, self.end)

    @property
    def is_around(self) -> bool:
        """Whether it passes a box."""
        return self.lower - self.upper > 1


@dataclass(frozen=True)
class Row:
    """A box with its `name`, or the gap below one with the labels of the arrows that begin or end at that box.

    `around` are the lanes to the left and to the right of it; `within` are those of a gap, between its boxes.
    """

    name: str
    labels: list[Arrow]
    within: tuple[Lanes, Lanes]
    around: tuple[Lanes, Lanes]


def figure(names: Sequence[str], links: Sequence[tuple[int, int, str]]) -> list[Row]:
    """The rows of the boxes `names`, top to bottom, and of `links` (from and to as places in `names`, and a label).

    Arrows down run on the left and arrows up on the right; one that passes a box goes around it.
    """
    arrows = [Arrow(number, *link) for number, link in enumerate(links, 1)]
    rows = []
    for place, name in enumerate(names):
        rows.append(Row(name, [], (Lanes(), Lanes()), _both_sides(arrows, place, _beside_box)))
        if place < len(names) - 1:
            labels = [arrow for arrow in arrows if arrow.upper == place]
            short = [arrow for arrow in labels if not arrow.is_around]
            within = _straight(short, is_up=False), _straight(short, is_up=True)
            rows.append(Row("", labels, within, _both_sides(arrows, place, _beside_gap)))
    return rows


def _straight(arrows: Sequence[Arrow], *, is_up: bool) -> Lanes:
    """The lanes in the gap between two neighbors, for the arrows in one direction: the first one farthest out."""
    own = [arrow for arrow in arrows if arrow.is_up == is_up]
    lanes = Lanes(_LANE * len(own))
    for lane, arrow in enumerate(own):
        x = lanes.width - _middle(lane) if is_up else _middle(lane)
        lanes.lines.append((x, _TOP, x, _BOTTOM))
        lanes.heads.append((x, _TOP, _UP) if is_up else (x, _BOTTOM, _DOWN))
        lanes.numbers.append((x, arrow.number))
    return lanes


def _both_sides(
    arrows: Sequence[Arrow], place: int, draw: Callable[[Lanes, Arrow, int, int], None]
) -> tuple[Lanes, Lanes]:
    """The lanes beside the box at `place` or the gap below it, left and right: the first arrow nearest to the boxes."""
    sides = []
    for is_up in (False, True):
        own = [arrow for arrow in arrows if arrow.is_around and arrow.is_up == is_up]
        lanes = Lanes(_LANE * len(own))
        for lane, arrow in enumerate(own):
            draw(lanes, arrow, _middle(lane) if is_up else lanes.width - _middle(lane), place)
        sides.append(lanes)
    return sides[0], sides[1]


def _beside_box(lanes: Lanes, arrow: Arrow, x: int, place: int) -> None:
    """An arrow leaves a box at its side, passes others, and comes in at the side of another."""
    if arrow.upper <= place <= arrow.lower:
        top = _MIDDLE if place == arrow.upper else _TOP
        lanes.lines.append((x, top, x, _MIDDLE if place == arrow.lower else _BOTTOM))
    if place in (arrow.start, arrow.end):
        edge = 0 if arrow.is_up else lanes.width
        lanes.lines.append((x, _MIDDLE, edge, _MIDDLE))
        if place == arrow.end:
            lanes.heads.append((edge, _MIDDLE, _LEFT if arrow.is_up else _RIGHT))


def _beside_gap(lanes: Lanes, arrow: Arrow, x: int, place: int) -> None:
    if arrow.upper <= place < arrow.lower:
        lanes.lines.append((x, _TOP, x, _BOTTOM))
    if place == arrow.upper:
        lanes.numbers.append((x, arrow.number))


def _middle(lane: int) -> int:
    return _LANE * lane + _LANE // 2
