"""What the check of types, a part of `make lint`, is not told: each exception has a name and a reason."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

from conftest import PROJECT

LINES = [
    (path.relative_to(PROJECT), before, line)
    for path in sorted((PROJECT / "hooks").rglob("*.py"))
    for before, line in pairwise(["", *path.read_text(encoding="utf-8").splitlines()])
]


def test_the_types_of_the_whole_code_are_checked_strictly() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]

    assert (settings["files"], settings["strict"]) == (["hooks"], True)
    assert not {name for one in settings["overrides"] for name in one} - {"module", "ignore_missing_imports"}


def test_whoever_passes_over_a_type_says_which_rule_and_above_it_why() -> None:
    bare = [
        f"{path}: {line.strip()}"
        for path, before, line in LINES
        if "type: ignore" in line
        and not (re.search(r"# type: ignore\[[a-z-]+\]$", line) and before.strip().startswith("#"))
    ]

    assert bare == []


def test_no_type_is_claimed_against_the_check() -> None:
    assert [f"{path}: {line.strip()}" for path, _, line in LINES if re.search(r"\bcast\(", line)] == []
