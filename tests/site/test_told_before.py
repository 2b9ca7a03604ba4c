"""The check tells what publishing would refuse: every case in told_before.yml, before anything is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import distinguo
from distinguo.base.problems import Problem
from example_site import write_site

URL = "https://examples.example/"
CASES = yaml.safe_load((Path(__file__).parent / "told_before.yml").read_text(encoding="utf-8"))


def _written(case: dict[str, Any], folder: Path) -> Path:
    page = {"docs/example/index.md": case["page"]} if "page" in case else {}
    return write_site(folder, **page, **case.get("files", {}))


def _told(problem: Problem, site: Path) -> str:
    line = f"{problem.file}:{problem.span.line}:{problem.span.column} {problem.title}"
    if not problem.fix:
        return line
    lines = (site / problem.file).read_text(encoding="utf-8").split("\n")
    return f"{line} → {problem.fix.applied_to(lines)[problem.fix.span.line - 1]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_check_tells_it_at_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    site = _written(case, tmp_path)
    _, _, problems = distinguo.build(site, URL)

    told = [_told(one, site) for one in sorted(problems, key=lambda one: one.order) if not one.is_warning]

    assert told == case.get("told", [])
