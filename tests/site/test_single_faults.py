"""One slip in content that was right: one message, on the right line, and a fix where what was meant can be known."""

from __future__ import annotations

import random

import pytest

from content_files import ContentFile, content_files, without_repeats
from faults import Fault, Verdict, faults

SAMPLE = 1500  # of some thirty thousand; `make fuzz` tries them all


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[ContentFile]:
    return without_repeats(content_files(tmp_path_factory.mktemp("examples")))


def all_faults(files: list[ContentFile]) -> list[tuple[ContentFile, Fault]]:
    return [(one, fault) for one in files for fault in faults(one.text)]


def test_the_files_are_right_to_begin_with(files: list[ContentFile]) -> None:
    assert [one.file for one in files if any(not problem.is_warning for problem in one.problems(one.text))] == []


def test_single_faults_are_told_once_on_their_line_and_mended(files: list[ContentFile]) -> None:
    verdict = Verdict()
    for one, fault in random.Random(7).sample(all_faults(files), SAMPLE):
        verdict.add(one, fault)

    told = f"{verdict}\n{verdict.misses_in_words()}"
    assert len(verdict.refused) >= 25, told
    assert verdict.share_told_well >= 0.99, told
    assert verdict.share_mended >= 0.95, told


def test_a_fault_is_one_change_that_shows_on_its_line() -> None:
    text = "points:\n  - id: one\n    text: Two\n"

    found = {(fault.kind, fault.line): fault.text for fault in faults(text)}

    assert found["no dash", 2] == "points:\n    id: one\n    text: Two\n"
    assert found["a field left out", 2] == "points:\n  - id: one\n"
    assert found["a field given twice", 4] == "points:\n  - id: one\n    text: Two\n    text: Two\n"
    assert found["“*” first", 3] == "points:\n  - id: one\n    text: *Two\n"
    assert found["a group for a text", 4] == "points:\n  - id: one\n    text:\n      one: Two\n"
