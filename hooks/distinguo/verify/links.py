"""Follows every address of a built site → what leads nowhere or where it may not, and pages that nothing leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..base.places import Places
from ..base.problems import START_OF_FILE, Problem, Span, shown
from ..base.web_addresses import link_fault
from ..base.written_files import SEARCH_INDEX
from .page import ReadPage
from .targets import Target, is_outside, target
from .whole import Whole
from .written import Tag, WrittenPage

_NAMES_ITSELF = ("canonical", "alternate")  # links in the head that no browser loads
_LOADING = {"src", "poster", "background", "action", "formaction", "xlink:href", "manifest", "ping"}
_SETS = {"srcset", "imagesrcset"}
_REFERRING = {
    "for", "headers", "list", "form", "popovertarget",
    "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "aria-owns",
}  # fmt: skip
_NAMING = {"href", "data", "style", *_LOADING, *_SETS}  # the attributes that hold addresses
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
_IN_MARKDOWN = re.compile(r"\]\(<?(https:[^)>\s]+)")


class Lead(NamedTuple):
    """Where some links of a page lead within the site: the address that the first of them says, the file or page and
    the fragment that it means (none where it leaves the site), where it stands, and how many they are."""

    address: str
    target: Target
    span: Span
    times: int


class Links(NamedTuple):
    """The links of a page: what is wrong with them by themselves, where they lead within the site, but for those to
    what can be seen on the page, and which files and pages of the site readers can follow them to."""

    problems: list[Problem]
    leads: list[Lead]
    followed: set[str]


def read_links(page: ReadPage) -> Links:
    """The links of a `page`, and all other addresses on it."""
    problems: list[Problem] = []
    leads: dict[Target, Lead] = {}
    followed = set()
    for tag, address, is_loaded in _addresses(page.written):
        if is_outside(page.site, address):
            span = page.written.span_of(tag)
            problems += [_foreign(page.path, span, address)] if is_loaded else _unsafe(page.path, span, address)
            continue
        to = target(page.site, page.url, address)
        if to in leads:
            leads[to] = leads[to]._replace(times=leads[to].times + 1)
        elif to is None or to[0] != page.url or not (to[1] in ("", "top") or to[1] in page.ids):
            leads[to] = Lead(address, to, page.written.span_of(tag), 1)
        if to and tag.name in ("a", "area"):
            followed.add(to[0])
    return Links([*problems, *_check_references(page)], [*leads.values()], followed)


def check_dead_ends(leads: dict[Target, tuple[str, Lead]], whole: Whole) -> Iterator[Problem]:
    """The `leads` of all pages lead somewhere; each of them is the first to its target, with the path of its page."""
    for to, (path, lead) in leads.items():
        if title := whole.dead_end(lead.address, to):
            others = lead.times - 1
            more = f"So do {others} more links to the same place." if others > 1 else "So does 1 more link."
            yield Problem(path, lead.span, title, help=more if others else "", code="dead-end")


def check_elsewhere(path: str, text: str, whole: Whole) -> Iterator[Problem]:
    """What a style sheet loads, and where the links of a text for machines lead."""
    is_css = path.endswith(".css")
    if not is_css and not path.endswith((".md", ".txt")):
        return
    for found in (_IN_CSS if is_css else _IN_MARKDOWN).finditer(text):
        address = found[1]
        if not is_outside(whole.address, address):
            if title := whole.dead_end(address, target(whole.address, path, address)):
                yield Problem(path, Places(text).span(*found.span(1)), title, code="dead-end")
        elif is_css:
            yield _foreign(path, Places(text).span(*found.span(1)), address)


def check_search(text: str, whole: Whole) -> Iterator[Problem]:
    """All that the search index, which holds this `text`, leads to is there."""
    try:
        entries = json.loads(text, object_pairs_hook=_without_words)["docs"]
        locations = [str(entry["location"]) for entry in entries]
    except (ValueError, LookupError, TypeError):
        title = "The search cannot read this file"
        yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="no-search-index")
        return
    for location in locations:
        if title := whole.dead_end(location, target(whole.address, "", location)):
            yield Problem(SEARCH_INDEX, START_OF_FILE, title, code="dead-end")


def check_orphans(followed: dict[str, tuple[str, ...]], whole: Whole) -> Iterator[Problem]:
    """Every page can be reached by links from the home page; `followed` has where those of each page lead."""
    reached, waiting = set(), [""]
    while waiting:
        url = waiting.pop()
        if url in followed and url not in reached:
            reached.add(url)
            waiting += followed[url]
    for url, page in whole.pages.items():
        if url not in reached and url in whole.plan.pages and "" in whole.pages:
            title = "No links lead from the home page to this page"
            yield Problem(page.path, START_OF_FILE, title, code="orphan")


def _addresses(page: WrittenPage) -> Iterator[tuple[Tag, str, bool]]:
    """Every address on a page: the tag that names it, the address, and whether a browser loads it by itself."""
    for number, tag in enumerate(page.tags):
        for name, value in tag.attributes:
            if name not in _NAMING:
                continue
            if name == "href":
                is_followed = tag.name in ("a", "area") or tag.get("rel") in _NAMES_ITSELF
                yield tag, value.strip(), not is_followed
            elif name in _SETS:
                yield from ((tag, one.split()[0], True) for one in value.split(",") if one.strip())
            elif name == "style":
                yield from ((tag, address, True) for address in _IN_CSS.findall(value))
            elif name != "data" or tag.name == "object":
                yield tag, value.strip(), True
        if tag.name == "style":
            yield from ((tag, address, True) for address in _IN_CSS.findall(page.inner.get(number, "")))


def _foreign(path: str, span: Span, address: str) -> Problem:
    title = f"A browser would load “{shown(address)}”, which is not of this site"
    help = "A reader's browser asks no other site for anything. Put the file into docs/."
    return Problem(path, span, title, help=help, code="foreign-address")


def _unsafe(path: str, span: Span, address: str) -> Iterator[Problem]:
    """What keeps a link from going to an `address` outside."""
    if fault := link_fault(address):
        title = fault.said_of(f"A link cannot go to “{shown(address)}”")
        help = fault.help or "A link goes to an https: or mailto: address, or to a page of this site."
        yield Problem(path, span, title, help=help, code="unsafe-link")


def _check_references(page: ReadPage) -> Iterator[Problem]:
    """Attributes that name ids name those of the page."""
    for tag in page.written.tags:
        for name, value in tag.attributes:
            for id in value.split() if name in _REFERRING else ():
                if id not in page.ids:
                    title = f"Nothing on this page has the id `{id}`, which `{name}` names"
                    yield Problem(page.path, page.written.span_of(tag), title, code="dead-reference")


def _without_words(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of the search index without what would fill the memory."""
    return {name: value for name, value in pairs if name in ("docs", "location")}
