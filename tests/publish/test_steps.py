"""One build: each step is taken once in a process, whoever asks for it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import PROJECT
from distinguo.host import mkdocs
from distinguo.host.program import main
from distinguo.publish import build
from example_site import SOUND, write_site

STEPS = {"load": build, "Drawings": build, "build": mkdocs, "verify": build, "plan_of": build, "pack": build}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each step has been taken."""
    counts: Counter[str] = Counter()

    def counted(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def take(*arguments: Any, **named: Any) -> Any:
            counts[name] += 1
            return step(*arguments, **named)

        return take

    for name, module in STEPS.items():
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    return counts


@pytest.fixture
def site(tmp_path: Path) -> Path:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://examples.example/\n"
    return write_site(tmp_path, **{"mkdocs.yml": inherit})


def test_to_publish_takes_each_step_once(site: Path, taken: Counter[str]) -> None:
    assert main(["publish", "--site", str(site)]) == 0

    assert taken == dict.fromkeys(STEPS, 1)


def test_what_is_wrong_ends_the_steps(site: Path, taken: Counter[str]) -> None:
    (site / "content/example/faq.yml").write_text("x: 1\n", encoding="utf-8")

    assert main(["publish", "--site", str(site)]) == 1

    assert taken == {"load": 1}


def test_to_check_reads_and_draws_once_where_there_are_no_drafts(site: Path, taken: Counter[str]) -> None:
    assert main(["check", "--site", str(site)]) == 0

    assert taken == {"load": 1, "Drawings": 1}


def test_to_check_reads_and_draws_drafts_apart(site: Path, taken: Counter[str]) -> None:
    about = SOUND["content/example/explainer.yml"]
    (site / "content/example/explainer.yml").write_text(f"{about}draft: true\n", encoding="utf-8")

    main(["check", "--site", str(site)])

    assert taken["load"] == 2
