"""Reads a built folder once: its files, the texts of those that hold text, and its pages, as every rule gets them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ..base.owner_proofs import is_page
from ..base.problems import START_OF_FILE, Problem, shown
from ..base.web_addresses import within
from ..base.written_files import DOMAIN_FILE, HEADERS, NGINX, REDIRECTS, SITE_MAP
from .page import ReadPage, ReadPages
from .plan import Plan
from .seen import SeenSite
from .site_map import read_site_map

_BY_NAME = (HEADERS, REDIRECTS, NGINX, DOMAIN_FILE)
_TEXTS = (".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml")
_NO_ADDRESS = "https://site.invalid/"


@dataclass
class Built:
    """A built folder: its files, the texts of those that hold text, its pages by their address, and its site map."""

    folder: Path
    plan: Plan
    files: frozenset[str]
    texts: dict[str, str]
    pages: dict[str, ReadPage]
    site_map: dict[str, str]

    @cached_property
    def address(self) -> str:
        """The site's own absolute address, as its home page says it."""
        home = self.pages.get("")
        said = next(iter(home.seen.canonicals), "") if home else ""
        return said if said.endswith("/") else _NO_ADDRESS

    @cached_property
    def seen(self) -> SeenSite:
        """What visitors see of it."""
        return SeenSite({page.seen.url: page.seen for page in self.pages.values()}, self.files, self.site_map)

    def target(self, url: str, address: str) -> tuple[str, str] | None:
        """The file or page, and the fragment, that `address` leads to from `url`; none where it leaves the site."""
        path = within(urljoin(self.address + url, address), self.address)
        if path is None:
            return None
        path, _, fragment = path.partition("#")
        inside = unquote(path.partition("?")[0])
        return inside.removesuffix("index.html"), unquote(fragment)

    def dead_end(self, url: str, address: str) -> str:
        """What is wrong with an `address` of this site, in a sentence; nothing where it leads somewhere."""
        found = self.target(url, address)
        if found is None:
            return f"“{shown(address)}” leads out of the site"
        inside, fragment = found
        page = self.pages.get(inside)
        if page is None and inside not in self.files:
            return f"“{shown(address)}” leads nowhere"
        if page and fragment not in ("", "top") and fragment not in page.places:
            return f"“{shown(address)}” leads nowhere: {page.path} has no id `{fragment}`"
        return ""

    def is_outside(self, address: str) -> bool:
        """Whether `address` names another host, a mailbox or the like."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return True
        return bool(parts.scheme or parts.netloc) and within(address, self.address) is None


def read_built(folder: Path, plan: Plan, known: ReadPages) -> tuple[Built, list[Problem]]:
    """The built `folder` as far as it can be read, and what of it cannot. Pages that are `known` are not read again."""
    problems = [*_what_is_no_file(folder)]
    files = frozenset(path for path, _ in _entries(folder)) - {problem.file for problem in problems}
    texts: dict[str, str] = {}
    for path in sorted(files):
        if path.endswith(_TEXTS) or path in _BY_NAME:
            try:
                texts[path] = (folder / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                problems.append(Problem(path, START_OF_FILE, "This file is not in UTF-8", code="not-utf-8"))
    pages = [known.at(path, text) for path, text in texts.items() if is_page(path, text)]
    site_map, more = read_site_map(texts[SITE_MAP]) if SITE_MAP in texts else ({}, [])
    return Built(folder, plan, files, texts, {page.url: page for page in pages}, site_map), problems + more


def _entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file of `folder` and every link, with its path; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from ((f"{entry.name}/{path}", inner) for path, inner in _entries(Path(entry.path)))
        else:
            yield entry.name, entry


def _what_is_no_file(folder: Path) -> Iterator[Problem]:
    for path, entry in _entries(folder):
        if entry.is_symlink():
            help = "Put the file itself there: a host may publish what the link leads to, or nothing."
            yield Problem(path, START_OF_FILE, "A symbolic link cannot be published", help=help, code="symbolic-link")
        elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            yield Problem(path, START_OF_FILE, "This is no plain file", code="no-plain-file")
