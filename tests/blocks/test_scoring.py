"""Scoring in Python and in the browser: one file of examples, and the same results for whatever else can come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from built_site import served
from conftest import PROJECT
from distinguo.blocks.self_check.scoring import Line, is_straight_line, needed, score, totals, zone

VECTORS = yaml.safe_load((Path(__file__).parent / "scoring-vectors.yml").read_text(encoding="utf-8"))
RESULTS = ("answered", "needed", "total", "index", "zone")
ZONES = ("low", "near", "high")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """A page beside the module that scores in the browser."""
    with served(PROJECT / "hooks/distinguo/blocks/self_check") as address, browser.new_page() as tab:
        tab.goto(address)
        yield tab


def _name(vector: dict[str, Any]) -> str:
    answers = "".join(str(answer or "-") for answer in vector["answers"])
    return f"{answers} of {vector['options']}, {vector['reversed']} reversed, line {vector['line']}"


def _is_reversed(vector: dict[str, Any]) -> list[bool]:
    return [place in vector["reversed"] for place in range(1, len(vector["answers"]) + 1)]


def _expected(vector: dict[str, Any]) -> dict[str, Any]:
    return {name: vector[name] for name in (*RESULTS, "near")} | {"straight_line": vector.get("straight_line", False)}


@pytest.mark.parametrize("vector", VECTORS, ids=_name)
def test_python_scores_as_the_vector_says(vector: dict[str, Any]) -> None:
    line, is_reversed = Line(*vector["line"]), _is_reversed(vector)

    scored = score(vector["answers"], is_reversed, vector["options"], line)
    near = totals(scored.answered, vector["options"], line)["near"]
    straight = is_straight_line(vector["answers"], is_reversed)

    assert vars(scored) | {"near": near and list(near), "straight_line": straight} == _expected(vector)


@pytest.mark.parametrize("vector", VECTORS, ids=_name)
def test_the_browser_scores_as_the_vector_says(vector: dict[str, Any], tab: Tab) -> None:
    scored = tab.evaluate(
        """async ([answers, isReversed, options, [statements, first, last]]) => {
          const scoring = await import("/scoring.js"), line = { statements, first, last };
          const result = scoring.score(answers, isReversed, options, line);
          const near = scoring.nearTotals(result.answered, line);
          return { ...result, near, straight_line: scoring.isStraightLine(answers, isReversed) };
        }""",
        [vector["answers"], _is_reversed(vector), vector["options"], vector["line"]],
    )

    assert scored == _expected(vector)


def test_both_give_every_total_of_every_scale_the_same_index_and_zone(tab: Tab) -> None:
    """The total of so many equal answers and one other, for scales of 3 to 7 options and 4 to 10 statements."""
    cases = [
        [[first] + [rest] * (count - 1), count, options]
        for options, count in product(range(3, 8), range(4, 11))
        for first, rest in product(range(1, options + 1), repeat=2)
    ]
    lines = {options: Line(6, 3 * options, 3 * options + 5) for options in range(3, 8)}
    in_python = [
        list(vars(score(answers, [False] * count, options, lines[options])).values())
        for answers, count, options in cases
    ]
    in_browser = tab.evaluate(
        """async (cases) => {
          const { score } = await import("/scoring.js");
          return cases.map(([answers, count, options]) => {
            const line = { statements: 6, first: 3 * options, last: 3 * options + 5 };
            return Object.values(score(answers, answers.map(() => false), options, line));
          });
        }""",
        cases,
    )

    assert in_browser == in_python


@pytest.mark.parametrize(("statements", "least"), [(4, 4), (5, 4), (6, 5), (7, 6), (8, 7), (10, 8), (12, 10), (20, 16)])
def test_four_in_five_statements_need_an_answer(statements: int, least: int) -> None:
    assert needed(statements) == least


@pytest.mark.parametrize("line", [Line(6, 16, 20), Line(10, 26, 27), Line(4, 4, 12), Line(4, 8, 20), Line(4, 12, 12)])
@pytest.mark.parametrize("answered", range(4, 11))
def test_hand_scoring_gives_every_total_the_zone_that_it_has(answered: int, line: Line) -> None:
    options = 5
    reached = {name: span for name, span in totals(answered, options, line).items() if span}

    by_hand = {total: name for name, (first, last) in reached.items() for total in range(first, last + 1)}

    assert by_hand == {total: zone(total, answered, line) for total in range(answered, answered * options + 1)}
    assert sum(last - first + 1 for first, last in reached.values()) == len(by_hand)
    assert list(by_hand.values()) == sorted(by_hand.values(), key=ZONES.index)
