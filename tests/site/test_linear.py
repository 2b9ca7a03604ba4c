"""Reading and checking takes twice the steps for twice the explainers, each of which speaks of another."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

from distinguo.site.loading import load
from example_site import write_site

ROOM = str(Path(load.__code__.co_filename).parent)

DEFINITIONS = """\
concepts:
  - id: here-{n}
    name: Here {n}
    short: What it means in a sentence.
    definition: A definition.
    definition_by: Somebody
    example: An example.
    non_example: No example.
"""
ABOUT = """\
title: What is the difference, number {n}?
description: The answer in one sentence, for lists and for search results, in this site.
published: 2026-11-24
updated: 2026-11-24
next_review: 2027-11-24
aliases: [before-{n}]
related: [example-{next}]
"""
PAGE = """\
## A section {{#section-one}}

See {{{{ term("here-{next}") }}}}, {{{{ explainer("example-{next}") }}}} and
[the next](../example-{next}/index.md#section-one).

{{{{ definitions() }}}}
"""
RECORDED = "  - {{name: example-{n}, updated: 2026-11-24, text: 0123456789ab}}\n"


def _site(folder: Path, explainers: int) -> Path:
    files: dict[str, str | None] = {"content/example/explainer.yml": None, "docs/example/index.md": None}
    fingerprints = "explainers:\n"
    for n in range(explainers):
        values = {"n": n, "next": (n + 1) % explainers}
        fingerprints += RECORDED.format(**values)
        files |= {
            f"content/example-{n}/explainer.yml": ABOUT.format(**values),
            f"content/example-{n}/definitions.yml": DEFINITIONS.format(**values),
            f"docs/example-{n}/index.md": PAGE.format(**values),
        }
    return write_site(folder, **files, **{"content/fingerprints.yml": fingerprints})


def _steps(site: Path) -> int:
    """How many lines of the room are run to read and check the `site`."""
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(ROOM) else None

    load(site)  # what is found out once in a process
    before = sys.gettrace()
    sys.settrace(call)
    try:
        load(site)
    finally:
        sys.settrace(before)
    return count


def test_steps_grow_as_the_explainers_do(tmp_path: Path) -> None:
    few, more, most = (_steps(_site(tmp_path / str(n), n)) for n in (24, 40, 56))

    assert most - more <= (more - few) * 1.01
