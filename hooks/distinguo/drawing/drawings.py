"""A checked site → its pages, each drawn when somebody asks for it, and the facts that are kept of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..base.cache import Cache
from ..base.cores import spread
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


_FEWEST = 48  # pages that are worth a process of their own: it takes as long to begin as to draw some of them


class Noted(NamedTuple):
    """What is kept of a drawn page: its facts, and what it has asked of the site, with digests of the answers."""

    facts: PageFacts
    asked: list[tuple[Question, str]]


class Drawings:
    """The pages of a `site` whose sources lie in `root`, for its absolute address `site_url`, with a slash at its end.

    No page is kept but the last. What is kept of each are its facts, here and in the `cache`. They are still good while
    the page's own explainer, the settings and the address are the same, and all that the page has asked of the rest of
    the site has the same answers.
    """

    def __init__(self, site: Site, site_url: str, root: Path, cache: Cache | None = None) -> None:
        self.site, self.site_url, self.root = site, site_url, root
        self.cache = cache or Cache.none()
        self._answers, self._units = Answers(site), Units(root, site.digests)
        self._settings = digest([site.settings, site_url])
        self._facts: dict[str, PageFacts] = {}
        self._last: tuple[str, DrawnPage] | None = None
        self._last_noted: Noted | None = None

    @cached_property
    def _tools(self) -> Tools:
        from .tools import Tools  # noqa: PLC0415 - as late as can be

        return Tools(languages.words(self.site.settings.language), self.cache)

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
        missing = [path for path in self.site.pages if self.known(path) is None]
        for path, noted in zip(missing, chain.from_iterable(spread(self._noted_of, missing, _FEWEST)), strict=True):
            self.note(path, noted)
        return self._facts

    def known(self, path: str) -> PageFacts | None:
        """The facts of the page at `path`, where they are known without drawing it."""
        if path not in self._facts and (kept := self._kept(self.site.pages[path])):
            self._facts[path] = kept.facts
        return self._facts.get(path)

    def _noted_of(self, paths: Sequence[str]) -> list[Noted]:
        """What is found out of the pages at these `paths` when they are drawn."""
        found = ((self.page(path), self.noted(path)) for path in paths)
        return [noted for _, noted in found if noted]

    def noted(self, path: str) -> Noted | None:
        """What has been found out of the page at `path` when it was drawn just now; nothing where it was known."""
        return self._last_noted if self._last and self._last[0] == path else None

    def note(self, path: str, noted: Noted) -> None:
        """Keep what has been found out of the page at `path`, here or by another process."""
        if self._facts.get(path) is not noted.facts:
            self._facts[path] = noted.facts
            self.cache.put(self._kind, path, self._key(self.site.pages[path]), noted, hold=True)

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
        self.cache.sweep(self._kind, self.site.pages)

    @property
    def _kind(self) -> str:
        return f"page {self.site_url}"  # a preview has another address, and takes nothing from the published site

    def _drawn(self, page: Page) -> DrawnPage:
        around = Around(self.site, page, self._answers)
        drawing = Drawing(page, around, self._tools, self.site_url)
        drawn = drawing.draw()
        self._last_noted = None
        if page.path not in self._facts:
            self._last_noted = Noted(facts_of(drawing, drawn, self.site_url), [*around.asked.items()])
            self.note(page.path, self._last_noted)
        return drawn

    def _kept(self, page: Page) -> Noted | None:
        """What is kept of a page, if it would be drawn the same today."""
        kept: Noted | None = self.cache.get(self._kind, page.path, self._key(page), hold=True)
        if kept is None or any(self._answers.digest(question) != answer for question, answer in kept.asked):
            return None
        return kept

    def _key(self, page: Page) -> str:
        return f"{self._settings} {self._units.digest(page)}"
