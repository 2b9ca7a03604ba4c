"""What it costs to draw a site: as much for each explainer of a large site as for one of a small one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from distinguo.drawing.drawings import Drawings
from distinguo.drawing.drawn_links import check_drawn_links
from distinguo.site.loading import load
from example_site import DEFINITIONS, SOUND, write_site

URL = "https://examples.example/"
# A page that asks for what the site has of its explainers: terms of its own and of another, sections, sister pages.
PAGE = """\
{{ definitions() }}

## Sides

Left is {{ term("left") }}, and {{ term("explainer-0/right") }} is of {{ explainer("explainer-0") }}.
[The whole site](https://examples.example/explainer-0/#section-sides).
"""
MORE = """\
---
title: More
description: What follows from the sides, on a page of its own.
---

{{ call_to_action() }}

[back](index.md)
"""
CALL = "text: Read on.\nlabel: The sides\nsection: block-definitions\n"


def _lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python `work` takes."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def _cost(folder: Path, explainers: int) -> int:
    files: dict[str, str | None] = dict.fromkeys(("content/example/explainer.yml", "docs/example/index.md"))
    for number in range(explainers):
        name = f"explainer-{number}"
        about = SOUND["content/example/explainer.yml"].replace("Left vs. right", f"Left vs. right {number}")
        files |= {
            f"content/{name}/explainer.yml": about,
            f"content/{name}/definitions.yml": DEFINITIONS,
            f"content/{name}/call-to-action.yml": CALL,
            f"docs/{name}/index.md": PAGE,
            f"docs/{name}/more.md": MORE,
        }
    root = write_site(folder, **files)
    site, problems = load(root)
    assert site, problems

    def draw() -> None:
        drawings = Drawings(site, URL, root)
        assert len(drawings.facts) > 2 * explainers
        told = [*drawings.problems, *check_drawn_links(drawings)]
        assert [one.title for one in told if not one.is_warning] == []

    return _lines_run(draw)


def test_an_explainer_costs_the_same_in_a_large_site(tmp_path: Path) -> None:
    _cost(tmp_path / "warm", 1)  # what is read once for all sites
    costs = [_cost(tmp_path / str(number), number) for number in (20, 40, 80)]

    first, second = ((later - earlier) for earlier, later in pairwise(costs))
    assert second < 2 * first * 1.05, costs
