"""The way of a page through the check and the build, in this process: what it costs, and what comes of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import distinguo
from distinguo.base.cache import Cache
from distinguo.base.problems import Problem
from distinguo.drawing.drawing import DrawnPage
from distinguo.drawing.drawings import Drawings
from distinguo.publish.build import Content
from distinguo.publish.earlier import EarlierPages
from distinguo.publish.making import make_page
from distinguo.site import loading
from distinguo.site.site import Site
from example_site import write_site

PAGE = "example/index.md"
FILE = f"docs/{PAGE}"
_URL = "https://examples.example/"
_BUILT = "example/index.html"


class Passed(NamedTuple):
    """What became of a page: its problems, its HTML if it was built, and the processor time of both."""

    problems: list[Problem]
    html: str
    seconds: float


class Route:
    """A sound site in `folder`, one page of which can hold anything."""

    def __init__(self, folder: Path) -> None:
        self._root, self._built_site = write_site(folder), folder / "site"

    def take(self, data: bytes | str) -> Passed:
        """Check a page of these bytes and, if it may be published, build it."""
        (self._root / FILE).write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        start = time.process_time()
        problems = self._checked()
        html = ""
        if not any(not problem.is_warning for problem in problems):
            html = self._built()
        return Passed(problems, html, time.process_time() - start)

    def _checked(self) -> list[Problem]:
        site, problems = loading.load(self._root)
        self._loaded: Site | None = site
        distinguo.report(problems, self._root)
        return problems

    def _built(self) -> str:
        """What the build does with the page, and the check of what was built."""
        content = Content(Drawings(self._loaded, _URL, self._root), EarlierPages(Cache.none(), _URL))
        make_page(PAGE, content, _BareShell(), self._built_site)
        return content.drawn(PAGE).html


class _BareShell:
    """Nothing but an article, so that what takes long is the page."""

    digest = ""

    def page(self, drawn: DrawnPage) -> str:
        return f"<!doctype html><html lang=en><title>x</title><body><article>{drawn.html}</article></body></html>"
