"""Makes the files of a site page by page: its content, and the shell that a site generator has for pages → a folder.

    drawn page ── shell ── directions, policy ── twin, search, check ── written

What is made of a page is written and let go. What is left of it are a few facts, of which the files of the whole site
are made at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urljoin, urlsplit

from markupsafe import escape

from ..base.addresses import twin_url
from ..base.cores import spread
from ..base.digests import digest_of
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
from ..drawing.drawings import Noted
from ..output import crawlers, hosting, licenses, llms_txt, redirects, search_index, security, stylesheet
from ..output.markdown_twins import twin
from ..site.moved import moved_addresses
from ..site.site import Page
from ..verify.checked import check_page
from ..verify.page import ParsedPage
from .build import Content
from .made import MadePage

_FEWEST = 24  # pages that are worth a process of their own: it takes as long to begin as to make some of them
_TELL_OF_PAGES = (SEARCH_INDEX, SITE_MAP, HEADERS, NGINX)


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
    found = ((path, content.made_earlier(path, shell.digest)) for path in content.paths)
    pages = {path: content.take(page) for path, page in found if page}
    missing = [path for path in content.paths if path not in pages]

    def make(paths: Sequence[str]) -> list[_Made]:
        return [_made(path, content, shell, folder) for path in paths]

    made = chain.from_iterable(spread(make, missing, _FEWEST))
    for path, one in zip(missing, made, strict=True):
        if one.noted:
            content.note(path, one.noted)
        if one.is_new:
            content.made(path, shell.digest, one.page)
        pages[path] = content.take(one.page)
    site = _Site(content, shell, folder)
    site.make_what_needs_no_page()
    site.make_what_tells_of({path: pages[path] for path in content.paths})
    site.make_licenses()


class _Made(NamedTuple):
    """A page that had to be drawn, as it was made now or, where it is the same as before, earlier; and what was found
    out when it was drawn."""

    page: MadePage
    is_new: bool
    noted: Noted | None


def _made(path: str, content: Content, shell: Shell, folder: Path) -> _Made:
    content.drawn(path)
    noted, earlier = content.noted(path), content.made_earlier(path, shell.digest)
    return _Made(earlier or make_page(path, content, shell, folder), earlier is None, noted)


class PagesOnDemand:
    """The site in the `folder` as it is looked at: each page is made when somebody asks for it, and what tells of all
    pages as well. The lock keeps others from reading and drawing meanwhile."""

    def __init__(self, content: Content, shell: Shell, folder: Path, lock: AbstractContextManager[object]) -> None:
        self._content, self._shell, self._folder, self._lock = content, shell, folder, lock
        self._files: dict[str, str] = {}  # of pages, each with the path of the page in docs
        self._pages: dict[str, MadePage] = {}
        for path, page in content.site.pages.items():
            self._files |= dict.fromkeys(_files_of(page), path)
        self._site = _Site(content, shell, folder)
        self._site.make_what_needs_no_page()
        self._site.make_licenses()

    @cached_property
    def names(self) -> frozenset[str]:
        """The files that are made later, by their paths in the folder."""
        return frozenset({*self._files, *_TELL_OF_PAGES})

    def make(self, name: str) -> None:
        """Make the file called `name`, and what is made together with it."""
        with self._lock:
            if path := self._files.get(name):
                self._pages[path] = self._made(path)
            elif not (self._folder / name).exists():
                self._pages = {path: self._known(path) or self._made(path) for path in self._content.paths}
                self._site.make_what_tells_of(self._pages)

    def _known(self, path: str) -> MadePage | None:
        return self._pages.get(path) or self._content.made_earlier(path, self._shell.digest)

    def _made(self, path: str) -> MadePage:
        page = make_page(path, self._content, self._shell, self._folder)
        self._content.made(path, self._shell.digest, page)
        return page


def _files_of(page: Page) -> list[str]:
    """The paths in the site of the files that are made of a page: its HTML, and its twin where it has one."""
    url = unquote(page.url)
    return [f"{url}index.html"] if page.sheet else [f"{url}index.html", twin_url(url)]


def make_page(path: str, content: Content, shell: Shell, folder: Path) -> MadePage:
    """Make the page at `path` of docs anew, and write its files."""
    drawn = content.drawn(path)
    url = unquote(drawn.url)
    parsed = ParsedPage(f"{url}index.html", security.with_policy(with_directions(shell.page(drawn))))
    texts = {parsed.path: parsed.source} | ({} if drawn.is_sheet else {twin_url(url): _twin(parsed, drawn, content)})
    is_found = not (drawn.is_sheet or drawn.is_list)  # by a search for words that stand on other pages as well
    sections = search_index.entries_of(drawn.html, drawn.url, str(escape(drawn.title))) if is_found else []
    return MadePage(
        url=drawn.url,
        is_indexed=not drawn.is_sheet,
        changed=drawn.updated.for_machines() if drawn.updated else "",
        sections=search_index.as_listed(sections),
        parts=search_index.as_listed(drawn.search_entries),
        inline_scripts=security.script_hashes(parsed.source),
        files={name: digest_of(_write(folder / name, text)) for name, text in texts.items()},
        checked=check_page(parsed, content.address) if content.is_checked else None,
    )


def _twin(parsed: ParsedPage, drawn: DrawnPage, content: Content) -> str:
    article = parsed.tree.css_first("article")
    assert article, "the page shell puts the text of each page into an article"
    return twin(article, drawn, urljoin(content.address, drawn.url), content.site.settings)


class _Site:
    """What is made once, beside the pages."""

    def __init__(self, content: Content, shell: Shell, folder: Path) -> None:
        self._content, self._shell, self._folder = content, shell, folder
        self._site, self._settings = content.site, content.site.settings
        redirected = redirects.redirect_pages(self._site, content.address)
        self._scripts = {**shell.search_scripts, **({MOVED_SCRIPT: redirects.SCRIPT_FILE} if redirected else {})}
        html = {NOT_FOUND: shell.not_found(), **redirected}
        self._html = {path: security.with_policy(source) for path, source in html.items()}

    def make_what_needs_no_page(self) -> None:
        texts = {
            **self._html,
            STYLESHEET: stylesheet.site_css(self._settings.colors, self._shell.style),
            ROBOTS: crawlers.robots_txt(self._settings.crawlers, self._content.address),
            LLMS: llms_txt.llms_txt(self._site, self._content.address),
            REDIRECTS: hosting.redirects_file(moved_addresses(self._site), self._path),
        }
        self._write_all(texts)
        used = {url for page in self._content.facts.values() for url in page.scripts}
        of_blocks = {url: path for type in TYPES.values() for url, path in type.scripts().items() if url in used}
        for url, script in {**self._scripts, **of_blocks}.items():
            (self._folder / url).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(script, self._folder / url)

    def make_what_tells_of(self, pages: Mapping[str, MadePage]) -> None:
        """Make the files that tell of all `pages`, which are by their paths in docs, in the order of the site."""
        in_order = [pages[path] for path in sorted(pages, key=_place)]
        lists = [page.sections for page in in_order] + [page.parts for page in pages.values()]
        headers = self._headers(in_order)
        texts = {
            SEARCH_INDEX: search_index.search_index(lists, self._shell.search_settings),
            SITE_MAP: self._shell.site_map(in_order),
            HEADERS: hosting.headers_file(headers, self._path),
            NGINX: hosting.nginx_conf(headers, moved_addresses(self._site), self._path),
        }
        assert texts.keys() == {*_TELL_OF_PAGES}
        self._write_all(texts)

    def make_licenses(self) -> None:
        """Tell the licenses of what is there."""
        _write(self._folder / LICENSES, licenses.licenses_txt(self._folder))

    @property
    def _path(self) -> str:
        return urlsplit(self._content.address).path

    def _headers(self, pages: Iterable[MadePage]) -> dict[str, str]:
        """The headers of all answers, with the policy for the inline scripts of all pages."""
        hashes = {f"{unquote(page.url)}index.html": page.inline_scripts for page in pages}
        hashes |= {path: security.script_hashes(html) for path, html in self._html.items()}
        return security.headers(
            (hash for path in sorted(hashes, key=lambda path: path.split("/")) for hash in hashes[path]),
            frame_ancestors=self._settings.frame_ancestors or (),
            https_on_subdomains=bool(self._settings.https_on_subdomains),
        )

    def _write_all(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if text:
                _write(self._folder / name, text)


def _place(path: str) -> tuple[list[str], bool, str]:
    """Where the page at `path` of docs stands in lists: below those of the folders around its own, the first page of a
    folder first."""
    *folders, name = path.split("/")
    return folders, name != "index.md", name


def _write(path: Path, text: str) -> bytes:
    """Write a `text` to a new file, and give its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = text.encode()
    path.write_bytes(body)
    return body
