"""Checks the links of drawn pages: that some lead to every page, and that full addresses of the site lead somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from ..base.problems import START_OF_FILE, Problem, shown
from ..base.web_addresses import within
from ..base.written_files import ALWAYS
from ..blocks import LIST_OF_EXPLAINERS
from ..site.links import ORPHAN, OWN_ADDRESS
from ..site.moved import moved_pages
from ..site.site import Site
from ..site.tracing import files_of, find_words
from .drawings import Drawings
from .facts import PageFacts

_SETTINGS = "content/site.yml"
_IDS = re.compile(r'\bid="([^"]*)"')


def check_drawn_links(drawings: Drawings) -> Iterator[Problem]:
    """The pages that no link leads to, and the full addresses of the site itself that lead nowhere."""
    site, facts = drawings.site, drawings.facts
    yield from _orphans(site, facts)
    own = _OwnAddresses(drawings)
    for path, page in site.pages.items():
        for target in facts[path].own_addresses:
            if own.leads_nowhere(target):
                yield own.problem(target, files_of(page, drawings.root))
    of_site = (site.settings.publisher.url, site.settings.license.url, site.settings.report)
    for target in filter(None, of_site):
        if own.leads_nowhere(target):
            yield own.problem(target, [_SETTINGS])


def _orphans(site: Site, facts: Mapping[str, PageFacts]) -> Iterator[Problem]:
    """The pages that cannot be reached from the home page; the navigation leads to those that lie directly in docs."""
    paths = {page.url: path for path, page in site.pages.items()}
    waiting = [path for path in site.pages if "/" not in path]
    reached: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [paths[target] for target in facts[path].leads_to if target in paths]
    for path in site.pages:
        if path not in reached:
            call = f'{{{{ explainer("{posixpath.dirname(path)}") }}}}'
            way = f"{LIST_OF_EXPLAINERS.placement()} or {call}" if site.pages[path].is_first else f"[its name]({path})"
            help = f"Readers would never find it. In docs/index.md, for example, write {way}."
            yield Problem(f"docs/{path}", START_OF_FILE, "No link leads to this page", help=help, code=ORPHAN)


class _OwnAddresses:
    """What there is at the full addresses of the site itself."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings, self._site, self._root = drawings, drawings.site, drawings.root
        self._paths = {unquote(page.url): path for path, page in self._site.pages.items()}

    @cached_property
    def _moved(self) -> Collection[str]:
        return moved_pages(self._site)

    def leads_nowhere(self, address: str) -> bool:
        """Whether the full `address` is one of the site, and nothing is there."""
        inside = within(address, self._drawings.site_url)
        return inside is not None and not self._leads_somewhere(inside)

    def _leads_somewhere(self, address: str) -> bool:
        inside, _, fragment = address.partition("#")
        inside = unquote(inside.partition("?")[0]).removesuffix("index.html")
        path = self._paths.get(inside)
        if path is None:
            is_file = bool(inside) and (self._root / "docs" / inside).is_file()
            return is_file or inside in ALWAYS or inside in self._moved
        return fragment in ("", "top") or fragment in self._site.pages[path].ids or fragment in self._ids_on(path)

    def _ids_on(self, path: str) -> Collection[str]:
        """All ids on a page, which few links name."""
        return _IDS.findall(self._drawings.page(path).html)

    def problem(self, address: str, files: list[str]) -> Problem:
        """What to tell of an `address` that one of the `files` has, and that leads nowhere."""
        file, span = find_words(address, files, self._root) or (files[0], START_OF_FILE)
        help = "In a page, name its file, such as ../other/index.md; in YAML, write explainer:some-id or term:some-id."
        if file == _SETTINGS:
            help = "Write an address of this site at which there is something, or one elsewhere."
        title = f"“{shown(address)}” is an address of this site, and nothing is there"
        return Problem(file, span, title, help=help, code=OWN_ADDRESS)
