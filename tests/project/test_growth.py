"""What a command does grows with the explainers of a site and no faster, counted in calls, which no machine changes.

Where little has changed since the last time, most of it is not done at all.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from cProfile import Profile
from pathlib import Path
from typing import NamedTuple

import pytest

import distinguo
from distinguo.host.program import main
from large_site import write_large_site

CODE = Path(distinguo.__file__).parent
SIZES = (22, 29, 36)  # explainers, more than the home page shows at once
MOST = 20  # calls more in the second step than in the first; what is done once for each pair of explainers has 49 more
LITTLE = 1 / 10  # of what a further explainer costs the first time


class Calls(NamedTuple):
    """How often each of our functions is called for a site: the first time, and after one changed answer."""

    first: Counter[str]
    changed: Counter[str]


@pytest.fixture(scope="module", params=["check", "publish"])
def calls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Calls]]:
    """Those of each command, for sites of each size."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)  # all of it in this process
        patch.setenv("XDG_CACHE_HOME", str(folder / "kept"))  # where no other test keeps anything
        _both(request.param, folder / "before", SIZES[0])  # takes away what is done once per process
        yield [_both(request.param, folder / str(explainers), explainers) for explainers in SIZES]


@pytest.mark.parametrize("time", Calls._fields)
def test_no_function_is_called_more_often_for_each_further_explainer(time: str, calls: list[Calls]) -> None:
    few, more, most = (getattr(one, time) for one in calls)
    assert not {name: one for name in most if _is_steeper(*(one := (few[name], more[name], most[name])))}


def test_what_has_not_changed_is_not_done_again(calls: list[Calls]) -> None:
    few, _, most = calls
    first, changed = most.first.total() - few.first.total(), most.changed.total() - few.changed.total()
    assert changed < LITTLE * first


def _is_steeper(few: int, more: int, most: int) -> bool:
    """Whether the second step has more calls than the first, and the last of `SIZES` more than its share."""
    return (most - more) - (more - few) > MOST and most * SIZES[0] > few * SIZES[-1]


def _both(command: str, site: Path, explainers: int) -> Calls:
    write_large_site(site, "small", explainers)
    first = _calls(command, site)
    answers = site / "content" / "accuracy-vs-precision" / "faq.yml"
    text = answers.read_text(encoding="utf-8")
    answers.write_text(text.replace("answer: >-\n      ", "answer: >-\n      Changed. ", 1), encoding="utf-8")
    return Calls(first, _calls(command, site))


def _calls(command: str, site: Path) -> Counter[str]:
    profile, calls = Profile(), Counter()
    assert profile.runcall(main, [command, "--site", str(site)]) == 0
    for one in profile.getstats():
        if not isinstance(one.code, str) and Path(one.code.co_filename).is_relative_to(CODE):
            calls[f"{Path(one.code.co_filename).relative_to(CODE)}: {one.code.co_qualname}"] += one.callcount
    return calls
