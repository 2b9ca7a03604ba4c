"""Writes small sites for tests: a sound one with one explainer, `example`, and whatever a test puts in its place."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parent.parent
SOUND = {
    "mkdocs.yml": f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n",
    "content/site.yml": """\
name: Examples
language: en
publisher:
  name: The examples
colors:
  primary: "#1d4f5c"
  accent: "#a3401f"
logo: assets/logo.svg
favicon: assets/logo.svg
license:
  name: CC BY 4.0
  url: https://creativecommons.org/licenses/by/4.0/
report: mailto:mistakes@examples.example
""",
    "content/example/explainer.yml": """\
title: Left vs. right
description: Left is the side of the heart, right is the other one, and this is an example.
published: 2026-01-02
updated: 2026-02-03
next_review: 2027-02-03
""",
    "docs/assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "docs/index.md": """\
---
title: Home of the examples
description: A page that leads to the one explainer of this site of examples.
---

{{ explainers() }}
""",
    "docs/example/index.md": "Left and right are sides.\n",
}

DEFINITIONS = """\
concepts:
  - id: left
    name: Left
    short: The side of the heart.
    definition: The side of the heart.
    definition_by: Everyone
    example: Your left hand.
    non_example: Your right hand.
  - id: right
    name: Right
    short: The other side.
    definition: The other side.
    definition_by: Everyone
    example: Your right hand.
    non_example: Your left hand.
"""

_SOURCES = {
    "one-2001": "- id: one-2001\n  authors: One, A.\n  year: 2001\n  title: Sides\n",
    "two-2002": "- id: two-2002\n  authors: Two, B.\n  year: 2002\n  title: Other sides\n  doi: 10.1234/sides\n",
}


def write_site(folder: Path, **files: str | None) -> Path:
    """A site in `folder`: `SOUND`, with `files` added or put in the place of others; `None` leaves one out.

    Names of files are written with `/` and need `**{"content/site.yml": …}`. Sources `one-2001` and `two-2002`
    are in the bibliography if something names them.
    """
    contents = {**SOUND, **files}
    used = [text for name, text in _SOURCES.items() if any(name in (body or "") for body in files.values())]
    if used:
        contents.setdefault("content/sources.yml", "\n".join(used))
    for name, text in contents.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder
