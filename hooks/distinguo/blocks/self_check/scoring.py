"""Turns the answers to the statements of one dimension into a score. `scoring.js` does the same in the browser.

An answer is a number from 1 to the number of options, or `None` where there is none that counts. All that decides
is done in whole numbers: languages differ in how they round. tests/blocks/scoring-vectors.yml holds both to the same
results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Answers = Sequence[int | None]


class Line(NamedTuple):
    """The totals of so many `statements` that lie near the line; those of other numbers scale in proportion."""

    statements: int
    first: int
    last: int


@dataclass(frozen=True)
class Score:
    """Where the answers of a dimension lie. Below `needed` answers, there is no total and no zone."""

    answered: int
    needed: int
    total: int | None = None
    index: int | None = None  # 0 to 100
    zone: str | None = None  # low, near or high


def score(answers: Answers, is_reversed: Sequence[bool], options: int, line: Line) -> Score:
    """The score of a dimension; `is_reversed` tells which of its statements count the other way round."""
    counted = [
        options + 1 - answer if turned else answer
        for answer, turned in zip(answers, is_reversed, strict=True)
        if answer is not None
    ]
    answered, total, enough = len(counted), sum(counted), needed(len(answers))
    if answered < enough:
        return Score(answered, enough)
    return Score(answered, enough, total, _index(total, answered, options), zone(total, answered, line))


def needed(statements: int) -> int:
    """How many of the `statements` need an answer: four in five, rounded up."""
    return (4 * statements + 4) // 5


def zone(total: int, answered: int, line: Line) -> str:
    """Whether a `total` of so many answers is low, high or near the line."""
    if total * line.statements < line.first * answered:
        return "low"
    return "high" if total * line.statements > line.last * answered else "near"


def totals(answered: int, options: int, line: Line) -> dict[str, tuple[int, int] | None]:
    """The first and the last total of each zone for so many answers; `None` for a zone that no total reaches."""
    first_near = -(-line.first * answered // line.statements)
    last_near = line.last * answered // line.statements
    zones = {
        "low": (answered, first_near - 1),
        "near": (first_near, last_near),
        "high": (last_near + 1, answered * options),
    }
    return {name: (first, last) if first <= last else None for name, (first, last) in zones.items()}


def is_straight_line(answers: Answers, is_reversed: Sequence[bool]) -> bool:
    """Whether all answers are the same although some of their statements count the other way round."""
    given = [(answer, turned) for answer, turned in zip(answers, is_reversed, strict=True) if answer is not None]
    return len(given) > 1 and len({answer for answer, _ in given}) == 1 and any(turned for _, turned in given)


def _index(total: int, answered: int, options: int) -> int:
    """The place of the total between the lowest and the highest possible, 0 to 100; halves go up."""
    reach = (options - 1) * answered
    return (200 * (total - answered) + reach) // (2 * reach)
