"""Turns a checked site and its drawn pages into the plan that what is built of them is held to."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ..base.addresses import page_url
from ..blocks.base import ContentBlock
from ..drawing.drawing import DrawnPage
from ..site.docs_files import files_below
from ..site.moved import moved_pages
from ..site.site import Site
from ..verify.plan import Plan, PlannedPage


def plan_of(site: Site, pages: dict[str, DrawnPage], docs: Path) -> Plan:
    """The plan of a checked `site` with its drawn `pages`, which are by their path in `docs`."""
    heads = ((page.title, page.short_title, page.browser_title, page.description) for page in pages.values())
    bodies = ((page.markdown, *page.fragments.values()) for page in pages.values())
    texts = (text for part in (*heads, *bodies) for text in part)
    words = [html.unescape(text) for text in (*texts, *_texts_in(asdict(site.settings)))]
    words += [page.prose.words for page in site.pages.values()]  # where \{ is a brace
    planned = {unquote(page_url(path)): _planned(path, page, site) for path, page in pages.items()}
    others = {path.relative_to(docs).as_posix(): path for path in files_below(docs) if path.suffix != ".md"}
    copies = {path: file for path, file in others.items() if not site.leaves_out(path)}
    return Plan(planned, "\n".join(words), copies, frozenset(moved_pages(site)))


def _planned(path: str, page: DrawnPage, site: Site) -> PlannedPage:
    """The plan of a drawn `page`; a sheet, which no search engine may list, marks up nothing."""
    blocks = site.pages[path].blocks if not page.is_sheet else []
    asked = (one for block in blocks if isinstance(block, ContentBlock) for one in block.asked())
    return PlannedPage(path, page.anchors, {one.anchor: one.answer_anchor for one in asked})


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
