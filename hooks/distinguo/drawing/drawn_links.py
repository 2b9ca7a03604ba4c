"""Checks the links of drawn pages: that some lead to every page, and that full addresses of the site lead somewhere."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin

from ..base.problems import START_OF_FILE, Problem, shown
from ..base.web_addresses import within
from ..base.written_files import ALWAYS
from ..blocks import LIST_OF_EXPLAINERS
from ..site.links import ORPHAN, OWN_ADDRESS
from ..site.moved import moved_pages
from ..site.site import Page, Site
from ..site.tracing import files_of, find_words
from .drawing import DrawnPage

_SETTINGS = "content/site.yml"
_HREF = re.compile('href="([^"]*)"')
_IDS = re.compile(r'\bid="([^"]*)"')


def check_drawn_links(site: Site, drawn: Mapping[str, DrawnPage], site_url: str, root: Path) -> Iterator[Problem]:
    """The pages that no link leads to, and the full addresses of the site itself that lead nowhere."""
    urls = {path: page.url for path, page in site.pages.items()}
    links = {path: [*_links(site.pages[path], page, urls)] for path, page in drawn.items()}
    yield from _orphans(site, links, site_url)
    own = _OwnAddresses(site, drawn, site_url, root)
    for path, targets in links.items():
        for target in dict.fromkeys(targets):
            if ":" in target and own.leads_nowhere(target):
                yield _own_address(target, files_of(site.pages[path], root), root)
    of_site = (site.settings.publisher.url, site.settings.license.url, site.settings.report)
    for target in filter(None, of_site):
        if own.leads_nowhere(target):
            yield _own_address(target, [_SETTINGS], root)


def _links(page: Page, drawn: DrawnPage, urls: Mapping[str, str]) -> Iterator[str]:
    """Where the links of a page lead: to addresses relative to the site, or to full ones.

    `urls` has the address of each page by its path in docs.
    """
    for link in page.prose.links:
        path, _, _ = link.target.partition("#")
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path.partition("?")[0])))
        yield urls.get(inside, link.target)
    hrefs = [html.unescape(found) for part in drawn.fragments.values() for found in _HREF.findall(part)]
    hrefs += [link.url for link in (*drawn.sister_pages, *([drawn.part_of] if drawn.part_of else ()))]
    yield from (urljoin(f"/{page.url}", href).removeprefix("/") for href in hrefs)


def _orphans(site: Site, links: Mapping[str, list[str]], site_url: str) -> Iterator[Problem]:
    """The pages that cannot be reached from the home page; the navigation leads to those that lie directly in docs."""
    paths = {page.url: path for path, page in site.pages.items()}
    waiting = [path for path in site.pages if "/" not in path]
    reached: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            inside = (link if ":" not in link else within(link, site_url) or ":" for link in links[path])
            targets = (link.partition("#")[0].partition("?")[0] for link in inside)
            waiting += [paths[target] for target in targets if target in paths]
    for path in site.pages:
        if path not in reached:
            call = f'{{{{ explainer("{posixpath.dirname(path)}") }}}}'
            way = f"{LIST_OF_EXPLAINERS.placement()} or {call}" if site.pages[path].is_first else f"[its name]({path})"
            help = f"Readers would never find it. In docs/index.md, for example, write {way}."
            yield Problem(f"docs/{path}", START_OF_FILE, "No link leads to this page", help=help, code=ORPHAN)


class _OwnAddresses:
    """What there is at the full addresses of the site itself."""

    def __init__(self, site: Site, drawn: Mapping[str, DrawnPage], site_url: str, root: Path) -> None:
        self._site, self._drawn, self._site_url, self._docs = site, drawn, site_url, root / "docs"
        self._paths = {unquote(page.url): path for path, page in site.pages.items()}

    @cached_property
    def _moved(self) -> Collection[str]:
        return moved_pages(self._site)

    def leads_nowhere(self, address: str) -> bool:
        """Whether the full `address` is one of the site, and nothing is there."""
        within_site = within(address, self._site_url)
        return within_site is not None and not self._leads_somewhere(within_site)

    def _leads_somewhere(self, address: str) -> bool:
        inside, _, fragment = address.partition("#")
        inside = unquote(inside.partition("?")[0]).removesuffix("index.html")
        path = self._paths.get(inside)
        if path is None:
            return inside in self._moved or inside in ALWAYS or (bool(inside) and (self._docs / inside).is_file())
        ids = self._site.pages[path].ids | self._drawn[path].anchors
        if fragment in ("", "top", *ids):
            return True
        return any(fragment in _IDS.findall(one) for one in self._drawn[path].fragments.values())


def _own_address(address: str, files: list[str], root: Path) -> Problem:
    file, span = find_words(address, files, root) or (files[0], START_OF_FILE)
    help = "In a page, name its file, such as ../other/index.md; in YAML, write explainer:some-id or term:some-id."
    if file == _SETTINGS:
        help = "Write an address of this site at which there is something, or one elsewhere."
    title = f"“{shown(address)}” is an address of this site, and nothing is there"
    return Problem(file, span, title, help=help, code=OWN_ADDRESS)
