"""A checked site → its pages, each drawn when somebody asks for it, and the facts that are kept of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..base.cache import Cache
from ..base.digests import digest
from ..base.problems import Problem
from ..site.site import SOURCES, Page, Site
from ..text import languages
from .around import Answers, Around, Question
from .drawing import Drawing, DrawnPage
from .facts import PageFacts, facts_of
from .units import Units

if TYPE_CHECKING:
    from .tools import Tools

_Kept = tuple[PageFacts, list[tuple[Question, str]]]  # with what the page has asked, and digests of the answers


class Drawings:
    """The pages of a `site` whose sources lie in `root`, for its absolute address `site_url`, with a slash at its end.

    No page is kept but the last. What is kept of each are its facts, here and in the `cache`. They are still good while
    the page's own explainer, the settings and the address are the same, and all that the page has asked of the rest of
    the site has the same answers.
    """

    def __init__(self, site: Site, site_url: str, root: Path, cache: Cache | None = None) -> None:
        self.site, self.site_url, self.root = site, site_url, root
        self._cache = cache or Cache.none()
        self._answers, self._units = Answers(site), Units(root, site.digests)
        self._settings = digest([site.settings, site_url])
        self._facts: dict[str, PageFacts] = {}
        self._last: tuple[str, DrawnPage] | None = None

    @cached_property
    def _tools(self) -> Tools:
        from .tools import Tools  # noqa: PLC0415 - as late as can be

        return Tools(languages.words(self.site.settings.language), self._cache)

    def page(self, path: str) -> DrawnPage:
        """The page at `path` in docs."""
        if self._last is None or self._last[0] != path:
            self._last = path, self._drawn(self.site.pages[path])
        return self._last[1]

    def pages(self) -> Iterator[tuple[str, DrawnPage]]:
        """All pages by their paths, each drawn when it is its turn; whoever takes all of them has all facts, too."""
        return ((path, self.page(path)) for path in self.site.pages)

    @property
    def facts(self) -> Mapping[str, PageFacts]:
        """The facts of all pages, by their paths; a page of which there are none that are good is drawn."""
        for path, page in self.site.pages.items():
            if path not in self._facts:
                if kept := self._kept(page):
                    self._facts[path] = kept
                else:
                    self.page(path)
        return self._facts

    @property
    def problems(self) -> list[Problem]:
        """What only the drawn pages show to be wrong."""
        facts, site = self.facts, self.site
        problems = [problem for path in site.pages for problem in facts[path].problems]
        cited = {
            (site.file_of_source(name, page.explainer), name)
            for path, page in site.pages.items()
            for name in facts[path].cites
        }
        own = ((home.sources_file, source) for home in site.explainers.values() for source in home.sources.values())
        for file, source in (*((SOURCES, source) for source in site.sources.values()), *own):
            if (file, source.id) not in cited:
                title = f"No page cites the source `{source.id}`"
                problem = Problem(file, source.id.span, title, source.id, is_warning=True, code="uncited-source")
                problems.append(problem)
        return problems

    def tidy(self) -> None:
        """Forget what is kept of pages that are gone."""
        self._cache.sweep(self._kind, self.site.pages)

    @property
    def _kind(self) -> str:
        return f"page {self.site_url}"  # a preview has another address, and takes nothing from the published site

    def _drawn(self, page: Page) -> DrawnPage:
        around = Around(self.site, page, self._answers)
        drawing = Drawing(page, around, self._tools, self.site_url)
        drawn = drawing.draw()
        if page.path not in self._facts:
            self._facts[page.path] = facts_of(drawing, drawn, self.site_url)
            self._keep(page, (self._facts[page.path], [*around.asked.items()]))
        return drawn

    def _keep(self, page: Page, kept: _Kept) -> None:
        self._cache.put(self._kind, page.path, self._key(page), kept, hold=True)

    def _kept(self, page: Page) -> PageFacts | None:
        """The facts that are kept of a page, if it would be drawn the same today."""
        kept: _Kept | None = self._cache.get(self._kind, page.path, self._key(page), hold=True)
        if kept is None:
            return None
        facts, asked = kept
        return facts if all(self._answers.digest(question) == answer for question, answer in asked) else None

    def _key(self, page: Page) -> str:
        return f"{self._settings} {self._units.digest(page)}"
