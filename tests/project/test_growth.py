"""What a command does grows with the explainers of a site and no faster, counted in calls, which no machine changes."""

from __future__ import annotations

import os
from collections import Counter
from cProfile import Profile
from pathlib import Path

import pytest

import distinguo
from distinguo.host.program import main
from large_site import write_large_site

CODE = Path(distinguo.__file__).parent
SIZES = (22, 29, 36)  # explainers, more than the home page shows at once
MOST = 20  # calls more in the second step than in the first; what is done once for each pair of explainers has 49 more


@pytest.mark.parametrize("command", ["check", "publish"])
def test_no_function_is_called_more_often_for_each_further_explainer(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)  # all of it in this process
    _calls(command, 21, tmp_path)  # takes away what is done once per process
    calls = [_calls(command, explainers, tmp_path) for explainers in SIZES]
    steeper = {name: few for name in calls[-1] if _growth(few := [one[name] for one in calls]) > MOST}
    assert not steeper


def _growth(calls: list[int]) -> int:
    """By how much more calls the second step has than the first."""
    few, more, most = calls
    return (most - more) - (more - few)


def _calls(command: str, explainers: int, folder: Path) -> Counter[str]:
    """How often each of our functions is called for a site of which nothing is known yet."""
    site = folder / str(explainers)
    write_large_site(site, "small", explainers)
    profile, calls = Profile(), Counter()
    assert profile.runcall(main, [command, "--site", str(site)]) == 0
    for one in profile.getstats():
        if not isinstance(one.code, str) and Path(one.code.co_filename).is_relative_to(CODE):
            calls[f"{Path(one.code.co_filename).relative_to(CODE)}: {one.code.co_qualname}"] += one.callcount
    return calls
