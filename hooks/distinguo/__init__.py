"""Distinguo: structured content in, checked and drawn pages out. Of MkDocs only the room `host` knows.

    content/**.yml ─── nodes ─── fields ──┐
                                          ├─ loading ── Site ── drawing ── Markdown, HTML, JSON-LD
    docs/**.md ──── placements ───────────┘

    built page ── parsed once ─┬── twin
                               └── written, seen ── verifying ── Problems

    sources ── site generator ── staging folder ── verifying ── publishing ── site/

`build` reads, checks and draws every page. What the site generator then makes of them is checked from its files, by
code that knows nothing of the code that wrote them: `verifying`, which holds them to a plan in plain values.
"""

from __future__ import annotations

from .base.problems import Problem, report
from .drawing.drawing import DrawnPage
from .publish.build import build
from .site.site import Site

__all__ = ["DrawnPage", "Problem", "Site", "build", "report"]
