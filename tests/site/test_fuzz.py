"""A small part of what `make fuzz` does: damaged files, always the same ones, and none of them a surprise."""

from __future__ import annotations

import math
import random
from pathlib import Path

import fuzz
import hostile_pages
from content_files import content_files
from distinguo.base.problems import Problem, Span


def test_no_damage_raises_or_is_told_outside_of_the_file(tmp_path: Path) -> None:
    tally = fuzz.run(tmp_path / "sites", tmp_path / "kept", math.inf, (1, 2500))

    assert tally.failures == []
    assert tally.files == 2500
    assert tally.unchanged < tally.files / 2
    assert len(tally.codes) > 50


def test_no_page_raises_or_takes_long_or_is_told_of_outside_of_the_file(tmp_path: Path) -> None:
    tally = fuzz.run_pages(tmp_path / "sites", tmp_path / "kept", 2 * fuzz.SLOWEST_PAGE, (1, 150))

    assert tally.failures == []
    assert tally.files == 150
    assert 0 < tally.unchanged < tally.files / 2
    assert len(tally.codes) > 15


def test_pages_are_the_same_for_the_same_seed() -> None:
    def hundred(seed: int) -> list[str]:
        chance = random.Random(seed)
        return [hostile_pages.page(chance) for _ in range(100)]

    assert hundred(1) == hundred(1) != hundred(2)


def test_a_page_that_takes_too_long_is_kept(tmp_path: Path) -> None:
    tally = fuzz.run_pages(tmp_path / "sites", tmp_path / "kept", 0, (1, 2))

    assert len(tally.failures) == 2
    assert len([*(tmp_path / "kept").iterdir()]) == 2


def test_damage_is_the_same_for_the_same_seed_and_seldom_none(tmp_path: Path) -> None:
    text = content_files(tmp_path)[0].text

    def thousand(seed: int) -> list[bytes]:
        chance = random.Random(seed)
        return [fuzz.damaged(text, text, chance) for _ in range(1000)]

    assert thousand(1) == thousand(1) != thousand(2)
    assert thousand(1).count(text.encode()) < 50


def test_a_failure_is_counted_and_kept(tmp_path: Path) -> None:
    tally = fuzz.run(tmp_path / "sites", tmp_path / "kept", 0, (1, 2))

    assert len(tally.failures) == 2
    assert len([*(tmp_path / "kept").iterdir()]) == 2


def test_a_problem_outside_of_the_file_is_complained_of() -> None:
    inside, outside = (Problem("x.yml", Span(line, 1, line, 2), "Wrong") for line in (2, 4))

    assert fuzz.complaints(b"a\nb", [inside]) == []
    assert len(fuzz.complaints(b"a\nb", [outside])) == 1
