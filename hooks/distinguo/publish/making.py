"""Makes the files of a site page by page: its content, and the shell that a site generator has for pages → a folder.

    drawn page ── shell ── directions, policy ── twin, search, check ── written

What is made of a page is written and let go. What is left of it are a few facts, of which the files of the whole site
are made at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from markupsafe import escape

from ..base.addresses import twin_url
from ..base.written_files import (
    HEADERS,
    LICENSES,
    LLMS,
    MOVED_SCRIPT,
    NGINX,
    NOT_FOUND,
    REDIRECTS,
    ROBOTS,
    SEARCH_INDEX,
    SITE_MAP,
    STYLESHEET,
)
from ..blocks import TYPES
from ..drawing.directions import with_directions
from ..drawing.drawing import DrawnPage
from ..output import crawlers, hosting, licenses, llms_txt, redirects, search_index, security, stylesheet
from ..output.markdown_twins import twin
from ..site.moved import moved_addresses
from ..verify.page import ParsedPage
from .build import Content
from .made import MadePage


class Shell(Protocol):
    """What stands around the texts of pages, and what comes with it."""

    @property
    def digest(self) -> str:
        """What tells whether a page would be the same as at another time, if what was drawn of it is."""

    @property
    def style(self) -> str:
        """Its part of the style sheet."""

    @property
    def search_scripts(self) -> Mapping[str, Path]:
        """The scripts of the search, by their addresses relative to the site."""

    @property
    def search_settings(self) -> Mapping[str, object]:
        """How they take words apart."""

    def page(self, drawn: DrawnPage) -> str:
        """The whole HTML of a page."""

    def not_found(self) -> str:
        """The HTML of the page for whoever comes to an address without a page."""

    def site_map(self, pages: Iterable[MadePage]) -> str:
        """The site map of these pages."""


def make_site(content: Content, shell: Shell, folder: Path) -> None:
    """Make the site in the `folder`, but for the files that are there as they are in docs and in the shell."""
    pages = {
        path: content.kept(path, shell.digest) or make_page(path, content, shell, folder) for path in content.paths
    }
    _Site(content, shell, folder, pages).make()


def make_page(path: str, content: Content, shell: Shell, folder: Path) -> MadePage:
    """Make the page at `path` of docs anew, and write its files."""
    drawn = content.drawn(path)
    url = unquote(drawn.url)
    parsed = ParsedPage(f"{url}index.html", security.with_policy(with_directions(shell.page(drawn))))
    text = "" if drawn.is_sheet else _twin(parsed, drawn, content)
    _write(folder / parsed.path, parsed.source)
    if text:
        _write(folder / twin_url(url), text)
    is_found = not (drawn.is_sheet or drawn.is_list)  # by a search for words that stand on other pages as well
    sections = search_index.entries_of(drawn.html, drawn.url, str(escape(drawn.title))) if is_found else []
    page = MadePage(
        url=drawn.url,
        is_indexed=not drawn.is_sheet,
        changed=drawn.updated.for_machines() if drawn.updated else "",
        sections=search_index.as_listed(sections),
        parts=search_index.as_listed(drawn.search_entries),
        inline_scripts=security.script_hashes(parsed.source),
        modules=[*drawn.scripts],
    )
    content.made(path, shell.digest, parsed, text, page)
    return page


def _twin(parsed: ParsedPage, drawn: DrawnPage, content: Content) -> str:
    article = parsed.tree.css_first("article")
    assert article, "the page shell puts the text of each page into an article"
    return twin(article, drawn, urljoin(content.address, drawn.url), content.site.settings)


class _Site:
    """What is made once, when all `pages` are, which are by their paths in docs."""

    def __init__(self, content: Content, shell: Shell, folder: Path, pages: Mapping[str, MadePage]) -> None:
        self._content, self._shell, self._folder, self._pages = content, shell, folder, pages
        self._site, self._settings = content.site, content.site.settings
        self._in_order = [pages[path] for path in sorted(pages, key=_place)]

    def make(self) -> None:
        redirected = redirects.redirect_pages(self._site, self._content.address)
        html = {NOT_FOUND: self._shell.not_found(), **redirected}
        html = {path: security.with_policy(source) for path, source in html.items()}
        files = {
            **html,
            STYLESHEET: stylesheet.site_css(self._settings.colors, self._shell.style),
            SEARCH_INDEX: self._search_index(),
            SITE_MAP: self._shell.site_map(self._in_order),
            ROBOTS: crawlers.robots_txt(self._settings.crawlers, self._content.address),
            LLMS: llms_txt.llms_txt(self._site, self._content.address),
            **self._for_hosts(html),
        }
        for name, text in files.items():
            if text:
                _write(self._folder / name, text)
        for url, script in {**self._scripts(), **({MOVED_SCRIPT: redirects.SCRIPT_FILE} if redirected else {})}.items():
            (self._folder / url).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(script, self._folder / url)
        _write(self._folder / LICENSES, licenses.licenses_txt(self._folder))  # which looks at all that is there

    def _scripts(self) -> Mapping[str, Path]:
        used = {url for page in self._pages.values() for url in page.modules}
        of_blocks = {url: path for type in TYPES.values() for url, path in type.scripts().items() if url in used}
        return {**self._shell.search_scripts, **of_blocks}

    def _search_index(self) -> str:
        lists = [page.sections for page in self._in_order] + [page.parts for page in self._pages.values()]
        return search_index.search_index(lists, self._shell.search_settings)

    def _for_hosts(self, others: Mapping[str, str]) -> dict[str, str]:
        """The settings of hosts, with the policy for the inline scripts of all pages and of the `others`."""
        hashes = {f"{unquote(page.url)}index.html": page.inline_scripts for page in self._in_order}
        hashes |= {path: security.script_hashes(html) for path, html in others.items()}
        headers = security.headers(
            (hash for path in sorted(hashes, key=lambda path: path.split("/")) for hash in hashes[path]),
            frame_ancestors=self._settings.frame_ancestors or (),
            https_on_subdomains=bool(self._settings.https_on_subdomains),
        )
        moved, path = moved_addresses(self._site), urlsplit(self._content.address).path
        return {
            HEADERS: hosting.headers_file(headers, path),
            REDIRECTS: hosting.redirects_file(moved, path),
            NGINX: hosting.nginx_conf(headers, moved, path),
        }


def _place(path: str) -> tuple[list[str], bool, str]:
    """Where the page at `path` of docs stands in lists: below those of the folders around its own, the first page of a
    folder first."""
    *folders, name = path.split("/")
    return folders, name != "index.md", name


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
