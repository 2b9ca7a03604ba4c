"""A small site with a self-check of its own, for tests: two dimensions of four and five statements, on two sides."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import PROJECT
from example_site import write_site

STATEMENTS = {
    "l1": "The left hand opens the door.",
    "l2": "The left hand drops what it holds.",
    "l3": "The left hand writes a clear word.",
    "l4": "The left hand finds the switch in the dark.",
    "r1": "The right hand opens the door.",
    "r2": "The right hand writes a clear word.",
    "r3": "The right hand ties a knot.",
    "r4": "The right hand lets go too early.",
    "r5": "The right hand finds the switch in the dark.",
}
REVERSED = {"l2", "r4"}


def _statements(side: str) -> str:
    lines = []
    for id, text in STATEMENTS.items():
        if id.startswith(side):
            lines.append(f"      - {{id: {id}, text: {text}{', reverse: true' if id in REVERSED else ''}}}")
    return "\n".join(lines)


SELF_CHECK = f"""\
revision: 1
period: In the last month
scale: [Never, Rarely, Sometimes, Often, Always]
can_not_say: I can't say
near_line: {{statements: 6, from: 16, to: 20}}
dimensions:
  - id: left
    title: The left hand
    subject: left hand
    choose_subject:
      question: Whose left hand is it?
      choices:
        - {{id: own, label: My own}}
        - {{id: other, label: Somebody else's}}
      skip: Leave these statements out
    statements:
{_statements("l")}
  - id: right
    title: The right hand
    subject: right hand
    statements:
{_statements("r")}
places:
  - id: both
    levels: {{left: high, right: high}}
    name: Two sure hands
    advice: Carry the box.
  - id: left-only
    levels: {{left: high, right: low}}
    name: A sure left hand
    advice: Turn around, then push.
  - id: right-only
    levels: {{left: low, right: high}}
    name: A sure right hand
    advice: Push with the right.
  - id: neither
    levels: {{left: low, right: low}}
    name: Two unsure hands
    advice: Ask somebody.
limits: |
  It cannot tell:

  - how strong a hand is
  - what hands will do tomorrow
"""

PAGE = """\
---
title: Check your hands
description: A few statements about two hands, for those who want to know which of them is sure.
---

Answer first, then read [what is kept](#section-kept).

{{ self_check() }}

## What is kept {#section-kept}

See [the sides](index.md).
"""


def site_with_self_check(folder: Path, content: str = SELF_CHECK, **files: str | None) -> Path:
    """A site in `folder` whose page `example/check/` holds the self-check, with a mkdocs.yml to build it."""
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: https://examples.example/\n"
    own = {
        "mkdocs.yml": inherit,
        "content/example/self-check.yml": content,
        "docs/example/check.md": PAGE,
        "docs/example/index.md": "Left and right are sides. [Check your hands](check.md).\n",
    }
    return write_site(folder, **{**own, **files})
