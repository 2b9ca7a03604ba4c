"""Follows every address in a built folder → what leads nowhere or where it may not, and pages that nothing leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from ..base.places import Places
from ..base.problems import START_OF_FILE, Problem, Span, shown
from ..base.web_addresses import link_fault
from ..base.written_files import SEARCH_INDEX
from .built import Built
from .page import ReadPage
from .written import Tag, WrittenPage

_NAMES_ITSELF = ("canonical", "alternate")  # links in the head that no browser loads
_LOADING = ("src", "poster", "background", "action", "formaction", "xlink:href", "manifest", "ping")
_SETS = ("srcset", "imagesrcset")
_REFERRING = (
    "for", "headers", "list", "form", "popovertarget",
    "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "aria-owns",
)  # fmt: skip
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
_IN_MARKDOWN = re.compile(r"\]\(<?(https:[^)>\s]+)")


def check_addresses(built: Built) -> Iterator[Problem]:
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


def _check_address(built: Built, place: tuple[str, str, Span], address: str, is_loaded: bool) -> Iterator[Problem]:
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


def _check_references(page: ReadPage) -> Iterator[Problem]:
    """Attributes that name ids name those of the page."""
    for tag in page.written.tags:
        for name, value in tag.attributes:
            for id in value.split() if name in _REFERRING else ():
                if id not in page.places:
                    title = f"Nothing on this page has the id `{id}`, which `{name}` names"
                    yield Problem(page.path, tag.span, title, code="dead-reference")


def check_addresses_elsewhere(built: Built) -> Iterator[Problem]:
    """What style sheets load, and where the links of texts for machines lead."""
    for path, text in built.texts.items():
        pattern = _IN_CSS if path.endswith(".css") else _IN_MARKDOWN if path.endswith((".md", ".txt")) else None
        if pattern is None:
            continue
        places = Places(text)
        for found in pattern.finditer(text):
            address, span = found[1], places.span(*found.span(1))
            if path.endswith(".css") or not built.is_outside(address):
                yield from _check_address(built, (path, path, span), address, path.endswith(".css"))


def check_search(built: Built) -> Iterator[Problem]:
    try:
        locations = [entry["location"] for entry in json.loads(built.texts.get(SEARCH_INDEX, '{"docs": []}'))["docs"]]
    except (ValueError, LookupError, TypeError):
        title = "The search cannot read this file"
        yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="no-search-index")
        return
    for location in locations:
        if title := built.dead_end("", location):
            yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="dead-end")


def check_orphans(built: Built) -> Iterator[Problem]:
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
