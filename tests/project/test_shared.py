"""What the processes of one run share: whoever asks first makes it, and everybody else gets the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import pytest

from shared import Shared


def test_what_all_ask_for_at_the_same_time_is_made_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(folder: Path) -> Path:
        made.append(folder)
        return folder

    with ThreadPoolExecutor(8) as askers:
        got = [*askers.map(lambda shared: shared.once("site", make), repeat(Shared(tmp_path), 8))]

    assert got == made * 8


def test_the_work_on_many_things_is_shared(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str, folder: Path) -> str:
        made.append(name)
        return f"{name} in {folder.name}"

    with ThreadPoolExecutor(4) as askers:
        got = [*askers.map(lambda shared: shared.together("abcdefgh", make), repeat(Shared(tmp_path), 4))]

    assert sorted(made) == [*"abcdefgh"]
    assert got == [[f"{name} in {name}" for name in "abcdefgh"]] * 4


def test_what_could_not_be_made_is_tried_anew_and_says_why_each_time(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise AssertionError("The build says why.")

    for _ in range(2):
        with pytest.raises(AssertionError, match=r"The build says why\."):
            Shared(tmp_path).once("site", fail)
    assert Shared(tmp_path).once("site", lambda folder: [*folder.iterdir()]) == []
