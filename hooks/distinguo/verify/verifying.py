"""Checks a built folder before it is published: what was planned, and the files → every problem of them.

It reads files, as a host and a browser do, and follows every address by file. It believes nothing of the code that
wrote them; of the content it only knows which pages and ids there should be.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from ..base import compressing
from ..base.addresses import twin_url
from ..base.file_endings import has_known_ending
from ..base.owner_proofs import is_page
from ..base.places import Places
from ..base.problems import START_OF_FILE, Problem, Related, Span, shown
from ..base.tokens import TOKEN
from ..base.web_addresses import link_fault, within
from ..base.written_files import (
    ALWAYS,
    DOMAIN_FILE,
    HEADERS,
    NGINX,
    NOT_FOUND,
    REDIRECTS,
    SEARCH_INDEX,
    SITE_MAP,
    made_from,
)
from .built_pages import read_site
from .markup import check_markup
from .plan import Plan
from .written_html import Tag, WrittenPage, read_html

_BY_NAME = (HEADERS, REDIRECTS, NGINX, DOMAIN_FILE)
_TEXTS = (".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml")
_OF_YOUR_OWN = "A file of your own belongs into docs/: what lies only here is gone with the next build."

_NAMES_ITSELF = ("canonical", "alternate")  # links in the head that no browser loads
_LOADING = ("src", "poster", "background", "action", "formaction", "xlink:href", "manifest", "ping")
_SETS = ("srcset", "imagesrcset")
_REFERRING = (
    "for", "headers", "list", "form", "popovertarget",
    "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "aria-owns",
)  # fmt: skip
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
_IN_MARKDOWN = re.compile(r"\]\(<?(https:[^)>\s]+)")
_POLICY = "content-security-policy"
_DATA = ("application/ld+json", "application/json")  # scripts of these types are not run
_DOCTYPE = re.compile(r"[ \t\n]*<!doctype html>", re.IGNORECASE)
_TOKEN = re.compile(rf"{TOKEN}|[\ue000\ue001]|\\ue00[01]")
_OPENING = re.compile(r"\{[{%]")
_CLOSING = {"{{": "}}", "{%": "%}"}


@dataclass(frozen=True)
class _Page:
    """One page: its file, its address relative to the site, and its tags."""

    path: str
    url: str
    written: WrittenPage
    places: dict[str, list[Span]]  # where the tags with each id stand

    @cached_property
    def is_redirect(self) -> bool:
        return any(tag.name == "meta" and tag.get("http-equiv").lower() == "refresh" for tag in self.written.tags)


@dataclass
class _Built:
    """The built folder: its files, the texts of those that hold text, and its pages by their address."""

    folder: Path
    plan: Plan
    files: frozenset[str]
    texts: dict[str, str]
    pages: dict[str, _Page] = field(default_factory=dict)

    @cached_property
    def address(self) -> str:
        """The site's own absolute address, as its home page says it."""
        home = self.pages.get("")
        links = [tag.get("href") for tag in home.written.tags if tag.get("rel") == "canonical"] if home else []
        return links[0] if links and links[0].endswith("/") else "https://site.invalid/"

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


def verify(folder: Path, plan: Plan) -> list[Problem]:
    """Everything that is wrong with the site that was built into `folder`."""
    problems = list(_check_files(folder))
    unsafe = {problem.file for problem in problems if problem.code in ("symbolic-link", "no-plain-file")}
    files = frozenset(path for path, _ in _walk(folder) if path not in unsafe)
    texts: dict[str, str] = {}
    for path in sorted(files):
        if path.endswith(_TEXTS) or path in _BY_NAME:
            try:
                texts[path] = (folder / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                problems.append(Problem(path, START_OF_FILE, "This file is not in UTF-8", code="not-utf-8"))
    built = _Built(folder, plan, files, texts)
    for path, text in texts.items():
        if is_page(path, text):
            page = _read_page(path, text)
            built.pages[page.url] = page
    for rule in _RULES:
        problems += rule(built)
    if not unsafe and not any(problem.code in ("not-utf-8", "not-xml") for problem in problems):
        problems += check_markup(read_site(folder))
    return problems


def _read_page(path: str, source: str) -> _Page:
    written = read_html(source)
    places: dict[str, list[Span]] = {}
    for tag in written.tags:
        if tag.has("id"):
            places.setdefault(tag.get("id"), []).append(tag.span)
    return _Page(path, path.removesuffix("index.html"), written, places)


# Files


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file of `folder` and every link, with its path; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from ((f"{entry.name}/{path}", inner) for path, inner in _walk(Path(entry.path)))
        else:
            yield entry.name, entry


def _check_files(folder: Path) -> Iterator[Problem]:
    for path, entry in _walk(folder):
        parts = PurePosixPath(path).parts
        status = entry.stat(follow_symlinks=False)
        if entry.is_symlink():
            help = "Put the file itself there: a host may publish what the link leads to, or nothing."
            yield Problem(path, START_OF_FILE, "A symbolic link cannot be published", help=help, code="symbolic-link")
        elif not stat.S_ISREG(status.st_mode):
            yield Problem(path, START_OF_FILE, "This is no plain file", code="no-plain-file")
        elif any(part.startswith(".") for part in parts):
            help = "Such files hold what is not meant for readers. Take it out of docs/."
            yield Problem(
                path,
                START_OF_FILE,
                "A file whose name starts with a dot cannot be published",
                help=help,
                code="dot-file",
            )
        elif not status.st_size:
            yield Problem(path, START_OF_FILE, "This file is empty", code="empty-file")


def _check_plan(built: _Built) -> Iterator[Problem]:
    """Every planned page and file is there, and nothing else."""
    for url, (source, ids) in built.plan.pages.items():
        page = built.pages.get(url)
        path = f"{url}index.html"
        if page is None:
            help = f"It should have been built from docs/{source}."
            yield Problem(path, START_OF_FILE, "This page is missing", help=help, code="missing-page")
            continue
        for id in sorted(ids - page.places.keys()):
            title = f"Nothing on this page has the id `{id}`"
            help = f"A block or a section of docs/{source} should have it."
            yield Problem(path, START_OF_FILE, title, help=help, code="missing-block")
    for path in (*ALWAYS, *sorted(f"{url}index.html" for url in built.plan.moved)):
        if path not in built.files:
            yield Problem(path, START_OF_FILE, "This file is missing", code="missing-file")
    for path in sorted(path for path in built.files if not _is_planned(path, built)):
        if path.removesuffix("index.html") in built.pages:
            help = "A page is made of a Markdown file of docs/."
            yield Problem(
                path, START_OF_FILE, "Nothing says that there should be this page", help=help, code="stray-page"
            )
        else:
            help = "A site holds pages, images, documents and what these need. Take it out of docs/."
            help = help if path in built.plan.copies else _OF_YOUR_OWN
            yield Problem(path, START_OF_FILE, "Nothing says what this file is for", help=help, code="unplanned-file")


def _check_copies(built: _Built) -> Iterator[Problem]:
    """What docs holds beside its pages is there, as it is there."""
    for path, source in built.plan.copies.items():
        if path not in built.files:
            help = f"It should have been copied from docs/{path}."
            yield Problem(path, START_OF_FILE, "This file is missing", help=help, code="missing-file")
        elif (built.folder / path).read_bytes() != source.read_bytes():
            title = f"This file is not the same as docs/{path}"
            yield Problem(path, START_OF_FILE, title, code="changed-file")


def _is_planned(path: str, built: _Built) -> bool:
    file = PurePosixPath(path)
    if any(part.startswith(".") for part in file.parts):
        return True  # which `_check_files` says in its own words
    if file.suffix in compressing.WAYS and path not in built.plan.copies:
        return path.removesuffix(file.suffix) in built.files
    if file.suffix == ".md":
        return any(path == twin_url(url) for url in built.plan.pages)
    if page := built.pages.get(path.removesuffix("index.html")):
        return page.url in built.plan.pages or path == NOT_FOUND or page.url in built.plan.moved
    if path in built.plan.copies:
        return has_known_ending(path)
    is_needed = path in ALWAYS or (path == REDIRECTS and bool(built.plan.moved))
    return is_needed or (bool(made_from(path)) and _is_named(file, built))


def _is_named(file: PurePosixPath, built: _Built) -> bool:
    """Whether another file names this one, as those do that need it: by its path, or beside it by its name."""
    beside = re.compile(rf"""["'(\s](?:\./)?{re.escape(file.name)}""")
    for path, text in built.texts.items():
        other = PurePosixPath(path)
        if other != file and (str(file) in text or (other.parent == file.parent and beside.search(text))):
            return True
    return False


def _check_compressed(built: _Built) -> Iterator[Problem]:
    """Each compressed file holds what the file beside it holds; where a page is compressed, all texts are."""
    compressed = {path for path in built.files if PurePosixPath(path).suffix in compressing.WAYS}
    for path in sorted(compressed - built.plan.copies.keys()):
        beside, body = built.folder / path.rpartition(".")[0], (built.folder / path).read_bytes()
        if beside.is_file() and compressing.decompressed(body, PurePosixPath(path).suffix) != beside.read_bytes():
            title = f"This file does not hold what {beside.name} holds"
            yield Problem(path, START_OF_FILE, title, code="stale-copy")
    pages = {page.path for page in built.pages.values()}
    is_compressed = any(path.rpartition(".")[0] in pages for path in compressed)
    for path in sorted(built.files) if is_compressed else ():
        for missing in compressing.missing(built.folder / path):
            title = f"The compressed copy {missing} of this file is missing"
            yield Problem(path, START_OF_FILE, title, code="no-copy")


def _check_left_over(built: _Built) -> Iterator[Problem]:
    """No token of a placement is left in any file, and no braces in a page, but those that its words have."""
    for path, text in built.texts.items():
        for found in _TOKEN.finditer(text):
            span = Places(text).span(*found.span())
            title = "A placement was not replaced by what it stands for"
            yield Problem(path, span, title, code="left-over")
    for page in built.pages.values():
        for words, span in page.written.texts:
            for found in dict.fromkeys(_braces(words)):
                if found not in built.plan.words:
                    title = f"“{shown(found)}” was left in the page, and should have become something else"
                    yield Problem(page.path, span, title, code="left-over")


def _braces(words: str) -> Iterator[str]:
    """What looks like a placement in `words`, with all up to the braces that close it on its line."""
    for line in words.split("\n") if "{{" in words or "{%" in words else ():
        position, ends = 0, {"{{": line.rfind("}}"), "{%": line.rfind("%}")}
        while found := _OPENING.search(line, position):
            start, position = found.span()
            if position <= ends[found[0]]:
                position = line.index(_CLOSING[found[0]], position) + 2
            yield line[start:position]


# HTML


def _check_html(built: _Built) -> Iterator[Problem]:
    for page in built.pages.values():
        if not _DOCTYPE.match(built.texts[page.path]):
            title = "This page does not begin with <!doctype html>"
            yield Problem(page.path, START_OF_FILE, title, code="html")
        for title, span in page.written.faults:
            yield Problem(page.path, span, title, code="html")
        for id, places in page.places.items():
            for place in places[1:]:
                related = (Related(places[0], "first one"),)
                title = f"Two elements have the id `{id}`"
                yield Problem(page.path, place, title, label="second one", related=related, code="repeated-id")


# Addresses


def _check_addresses(built: _Built) -> Iterator[Problem]:
    dead: dict[tuple[str, str] | None, list[Problem]] = {}
    for page in built.pages.values():
        for tag, address, is_loaded in _addresses(page.written):
            for problem in _check_address(built, (page.path, page.url, tag.span), address, is_loaded):
                if problem.code == "dead-end":
                    dead.setdefault(built.target(page.url, address), []).append(problem)
                else:
                    yield problem
        yield from _check_references(page)
    for first, *others in dead.values():
        more = f"So do {len(others)} more links to the same place." if len(others) > 1 else "So does 1 more link."
        yield replace(first, help=more) if others else first


def _addresses(page: WrittenPage) -> Iterator[tuple[Tag, str, bool]]:
    """Every address on a page: the tag that names it, the address, and whether a browser loads it by itself."""
    for number, tag in enumerate(page.tags):
        for name, value in tag.attributes:
            if name == "href":
                is_followed = tag.name in ("a", "area") or tag.get("rel") in _NAMES_ITSELF
                yield tag, value.strip(), not is_followed
            elif name in _LOADING or (name == "data" and tag.name == "object"):
                yield tag, value.strip(), True
            elif name in _SETS:
                yield from ((tag, one.split()[0], True) for one in value.split(",") if one.strip())
            elif name == "style":
                yield from ((tag, address, True) for address in _IN_CSS.findall(value))
        if tag.name == "style":
            yield from ((tag, address, True) for address in _IN_CSS.findall(page.inner.get(number, "")))


def _check_address(built: _Built, place: tuple[str, str, Span], address: str, is_loaded: bool) -> Iterator[Problem]:
    path, url, span = place
    if not built.is_outside(address):
        if title := built.dead_end(url, address):
            yield Problem(path, span, title, code="dead-end")
    elif is_loaded:
        title = f"A browser would load “{shown(address)}”, which is not of this site"
        help = "A reader's browser asks no other site for anything. Put the file into docs/."
        yield Problem(path, span, title, help=help, code="foreign-address")
    elif fault := link_fault(address):
        title = fault.said_of(f"A link cannot go to “{shown(address)}”")
        help = fault.help or "A link goes to an https: or mailto: address, or to a page of this site."
        yield Problem(path, span, title, help=help, code="unsafe-link")


def _check_references(page: _Page) -> Iterator[Problem]:
    """Attributes that name ids name those of the page."""
    for tag in page.written.tags:
        for name, value in tag.attributes:
            for id in value.split() if name in _REFERRING else ():
                if id not in page.places:
                    title = f"Nothing on this page has the id `{id}`, which `{name}` names"
                    yield Problem(page.path, tag.span, title, code="dead-reference")


def _check_addresses_elsewhere(built: _Built) -> Iterator[Problem]:
    """What style sheets load, and where the links of texts for machines lead."""
    for path, text in built.texts.items():
        pattern = _IN_CSS if path.endswith(".css") else _IN_MARKDOWN if path.endswith((".md", ".txt")) else None
        places = Places(text) if pattern else None
        for found in pattern.finditer(text) if pattern else ():
            address, span = found[1], places.span(*found.span(1))
            if path.endswith(".css") or not built.is_outside(address):
                yield from _check_address(built, (path, path, span), address, path.endswith(".css"))


def _check_search(built: _Built) -> Iterator[Problem]:
    try:
        locations = [entry["location"] for entry in json.loads(built.texts.get(SEARCH_INDEX, '{"docs": []}'))["docs"]]
    except (ValueError, LookupError, TypeError):
        title = "The search cannot read this file"
        yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="no-search-index")
        return
    for location in locations:
        if title := built.dead_end("", location):
            yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="dead-end")


def _check_orphans(built: _Built) -> Iterator[Problem]:
    """Every page can be reached by links from the home page."""
    reached, waiting = set(), [""]
    while waiting:
        page = built.pages.get(waiting.pop())
        if page and page.url not in reached:
            reached.add(page.url)
            links = [tag.get("href") for tag in page.written.tags if tag.name in ("a", "area") and tag.has("href")]
            targets = [built.target(page.url, link) for link in links if not built.is_outside(link)]
            waiting += [target[0] for target in targets if target]
    for url, page in built.pages.items():
        if url not in reached and url in built.plan.pages and "" in built.pages:
            title = "No links lead from the home page to this page"
            yield Problem(page.path, START_OF_FILE, title, code="orphan")


# The policy


def _check_policy(built: _Built) -> Iterator[Problem]:
    """Pages and headers have a policy that lets all their scripts run, and nothing else."""
    headers = [
        line.partition(":")[2]
        for line in built.texts.get(HEADERS, "").splitlines()
        if line.strip().lower().startswith(f"{_POLICY}:")
    ]
    if HEADERS in built.texts and not headers:
        yield Problem(HEADERS, START_OF_FILE, "There is no Content-Security-Policy here", code="no-policy")
    yield from (_unsafe(HEADERS, START_OF_FILE) for policy in headers if "'unsafe-" in policy)
    for page in built.pages.values():
        metas = [tag for tag in page.written.tags if tag.get("http-equiv").lower() == _POLICY]
        if not metas:
            title = "This page has no Content-Security-Policy"
            yield Problem(page.path, START_OF_FILE, title, code="no-policy")
        yield from (_unsafe(page.path, tag.span) for tag in metas if "'unsafe-" in tag.get("content"))
        policies = [("The policy of this page", tag.get("content")) for tag in metas]
        policies += [("The policy in `_headers`", policy) for policy in headers]
        for script, source in _hashed(page.written):
            for name, policy in policies:
                if source not in policy:
                    title = f"{name} keeps this script from running"
                    help = f"It should name {source}."
                    yield Problem(page.path, script.span, title, help=help, code="script-not-in-policy")
        yield from _check_attributes(page)


def _unsafe(path: str, span: Span) -> Problem:
    return Problem(path, span, "The Content-Security-Policy allows what is unsafe", code="unsafe-policy")


def _hashed(page: WrittenPage) -> Iterator[tuple[Tag, str]]:
    """The scripts that run and stand in the page itself, each with the source expression of its hash."""
    for number, tag in enumerate(page.tags):
        if tag.name == "script" and not tag.has("src") and tag.get("type").lower() not in _DATA:
            digest = hashlib.sha256(page.inner.get(number, "").encode()).digest()
            yield tag, f"'sha256-{base64.b64encode(digest).decode()}'"


def _check_attributes(page: _Page) -> Iterator[Problem]:
    for tag in page.written.tags:
        for name, _ in tag.attributes:
            if name == "style" or name.startswith("on"):
                title = f"The policy keeps `{name}` from having an effect"
                yield Problem(page.path, tag.span, title, code="inline-attribute")


def _check_site_map(built: _Built) -> Iterator[Problem]:
    try:
        ElementTree.fromstring(built.texts.get(SITE_MAP, "<urlset/>"))
    except ElementTree.ParseError as error:
        line, column = error.position
        span = Span(line, column + 1, line, column + 2)
        yield Problem(SITE_MAP, span, "This file is no well-formed XML", code="not-xml")


_RULES: tuple[Callable[[_Built], Iterator[Problem]], ...] = (
    _check_plan,
    _check_copies,
    _check_compressed,
    _check_left_over,
    _check_html,
    _check_addresses,
    _check_addresses_elsewhere,
    _check_search,
    _check_orphans,
    _check_policy,
    _check_site_map,
)
