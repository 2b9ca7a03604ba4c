"""Turns a checked site and its drawn pages into the plan that what is built of them is held to."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ..base.tokens import with_braces
from ..drawing.facts import PageFacts
from ..site.docs_files import files_below
from ..site.moved import moved_pages
from ..site.site import Site
from ..verify.plan import Plan, PlannedPage


def plan_of(site: Site, pages: Mapping[str, PageFacts], docs: Path) -> Plan:
    """The plan of a checked `site` with the facts of its drawn `pages`, which are by their path in `docs`."""
    planned = {
        unquote(page.url): _planned("" if site.pages[path].is_made else path, page) for path, page in pages.items()
    }
    braced = with_braces(html.unescape("\n".join(_texts_in(asdict(site.settings)))))
    others = {path.relative_to(docs).as_posix(): path for path in files_below(docs) if path.suffix != ".md"}
    copies = {path: file for path, file in others.items() if not site.leaves_out(path)}
    return Plan(planned, braced, copies, frozenset(moved_pages(site)))


def _planned(source: str, page: PageFacts) -> PlannedPage:
    return PlannedPage(source, page.anchors, page.questions, page.braced)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
