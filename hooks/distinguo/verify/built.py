"""Reads a built folder, each file once: a folder, its plan and what is known of its pages → what the rules work on.

What stays of a file is what was found in it and what others may ask of it: neither its text nor its tree.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..base import compressing
from ..base.owner_proofs import is_page
from ..base.problems import START_OF_FILE, Problem
from ..base.written_files import DOMAIN_FILE, HEADERS, NGINX, REDIRECTS, SEARCH_INDEX, SITE_MAP
from .checked import CheckedPage, check_page, site_of
from .compressed import check_copy
from .left_over import check_tokens
from .links import Lead, check_elsewhere, check_search
from .markup import Asked, Shared
from .needed import may_be_needed, named_in
from .page import ParsedPage
from .plan import Plan
from .policy import policies_in
from .site_map import read_site_map
from .targets import Target
from .whole import Finding, Ids, Whole, in_a_row

_HOME = "index.html"
_OF_ALL = (HEADERS, SITE_MAP)  # files that speak of all pages
_BY_NAME = (HEADERS, REDIRECTS, NGINX, DOMAIN_FILE)
_TEXTS = (".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml")


class Built:
    """The site that was built into `folder` and should be as in `plan`, as far as it can be read.

    Pages that have been checked are `known`, by their path: they are taken for files that hold these very pages.
    """

    def __init__(self, folder: Path, plan: Plan, known: Mapping[str, CheckedPage]) -> None:
        self.folder, self.plan, self._known = folder, plan, known
        self._no_files: list[Problem] = []
        self._not_utf_8: list[Problem] = []
        self._no_xml: list[Problem] = []
        self.files = self._listed()
        self.whole = Whole(site_of(""), plan, frozenset(self.files), {}, None)
        self.said_address = ""  # by the home page
        self.leads: dict[Target, tuple[str, Lead]] = {}  # the first to each target, with its page
        self.followed: dict[str, tuple[str, ...]] = {}  # where each page leads its readers
        self.shared: list[tuple[str, tuple[Shared, ...]]] = []
        self.asked: list[tuple[str, tuple[Asked, ...]]] = []
        self.unnamed = {path for path in self.files if may_be_needed(path)}  # by no other file, so far
        self._assets: set[str] = set()
        self._found: defaultdict[str, list[tuple[str, Finding]]] = defaultdict(list)  # by the name of the rule
        self._read()

    @property
    def unreadable(self) -> list[Problem]:
        """What cannot be read."""
        return [*self._no_files, *sorted(self._not_utf_8, key=lambda problem: problem.file), *self._no_xml]

    def found(self, rule: str) -> Iterator[Problem]:
        """What the rule of this name has found in the files, one after the other."""
        for path, finding in sorted(self._found[rule], key=lambda one: one[0]):
            yield from [finding] if isinstance(finding, Problem) else finding.answer(path, self.whole)

    def _listed(self) -> dict[str, int]:
        """The files of the folder, each with its size."""
        files = {}
        for path, entry in _entries(self.folder):
            about = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(about.st_mode):
                files[path] = about.st_size
            elif stat.S_ISLNK(about.st_mode):
                title = "A symbolic link cannot be published"
                help = "Put the file itself there: a host may publish what the link leads to, or nothing."
                self._no_files.append(Problem(path, START_OF_FILE, title, help=help, code="symbolic-link"))
            else:
                self._no_files.append(Problem(path, START_OF_FILE, "This is no plain file", code="no-plain-file"))
        return files

    def _read(self) -> None:
        """Read what speaks of all pages, then the pages, then the other texts, which speak of pages."""
        texts = [path for path in sorted(self.files) if path.endswith(_TEXTS) or path in _BY_NAME]
        pages = [path for path in texts if path.endswith(".html")]
        for path in filter(self.files.__contains__, _OF_ALL):
            self._take(path, self._bytes(path))
        home = self._checked(_HOME, self._bytes(_HOME), None) if _HOME in self.files else None
        if home:
            self.said_address, self.whole.address = home.canonical, home.site
        for path in pages:
            page = home if path == _HOME else self._checked(path, self._bytes(path), self.whole.address)
            if page:
                self._add(page)
        self.unnamed -= {path for path in self.unnamed if any(path in asset for asset in self._assets)}
        self.unnamed -= {target[0] for target in self.leads if target}
        for path in texts:
            if not path.endswith(".html") and path not in _OF_ALL:
                self._take(path, self._bytes(path))
        for path in self.files.keys() - texts:
            if self._copies_of(path):
                self._bytes(path)

    def _copies_of(self, path: str) -> list[str]:
        """The compressed copies of the file at `path` that were made for hosts."""
        copies = (f"{path}{ending}" for ending in compressing.WAYS)
        return [copy for copy in copies if copy in self.files and copy not in self.plan.copies]

    def _bytes(self, path: str) -> bytes:
        """What the file at `path` holds, and so do its compressed copies."""
        data = (self.folder / path).read_bytes()
        for copy in self._copies_of(path):
            self._find("compressed", copy, check_copy(copy, (self.folder / copy).read_bytes(), data))
        return data

    def _checked(self, path: str, data: bytes, site: str | None) -> CheckedPage | None:
        """The checked page at `path`, which holds this `data`; none where it is no page. It says the address of the
        `site` itself where none is given."""
        known = self._known.get(path)
        if known and known.is_of(path, data, site):
            return known
        text = _text(data)
        if text is None or not is_page(path, text):
            self._take(path, data)
            return None
        return check_page(ParsedPage(path, text), site)

    def _add(self, page: CheckedPage) -> None:
        """Keep of a page what the rules work on."""
        written, seen = page.ids.written, page.ids.seen
        ids = in_a_row(written)
        self.whole.pages[page.url] = Ids(page.path, ids, ids if seen is written else in_a_row(seen))
        for rule, findings in page.findings.items():
            self._find(rule, page.path, findings)
        for lead in page.leads:
            first = self.leads.setdefault(lead.target, (page.path, lead))
            if first[1] is not lead:
                self.leads[lead.target] = first[0], first[1]._replace(times=first[1].times + lead.times)
        self.followed[page.url] = in_a_row(page.followed)
        self._assets.update(page.assets)
        self.shared.append((page.path, page.shared))
        self.asked.append((page.path, page.asked))

    def _find(self, rule: str, path: str, findings: Iterable[Finding]) -> None:
        """Keep the `findings` that the rule of this name has in the file at `path`, but for questions that are already
        answered well: what is there now is there at the end."""
        told = (one for one in findings if isinstance(one, Problem) or any(one.answer(path, self.whole)))
        self._found[rule] += ((path, one) for one in told)

    # Other texts

    def _take(self, path: str, data: bytes) -> None:
        """Keep of a text that is no page what the rules work on."""
        text = _text(data)
        if text is None:
            self._not_utf_8.append(Problem(path, START_OF_FILE, "This file is not in UTF-8", code="not-utf-8"))
            return
        if path == HEADERS:
            self.whole.policies = policies_in(text)
        elif path == SITE_MAP:
            self.whole.site_map, self._no_xml = read_site_map(text)
        elif path == SEARCH_INDEX:
            self._find("search", path, check_search(text, self.whole))
        self._find("tokens", path, check_tokens(path, text))
        self._find("elsewhere", path, check_elsewhere(path, text, self.whole))
        self.unnamed -= named_in(path, text, self.unnamed)


def _text(data: bytes) -> str | None:
    """The text that a file with this `data` holds, with plain line ends; none where it is no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file of `folder` and every link, with its path; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from ((f"{entry.name}/{path}", inner) for path, inner in _entries(Path(entry.path)))
        else:
            yield entry.name, entry
