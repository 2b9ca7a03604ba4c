"""A drawn page → the little that is kept of it: what other pages, checks and outputs ask of it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urljoin

from ..base.digests import digest
from ..base.problems import START_OF_FILE, Problem
from ..base.tokens import with_braces
from ..base.web_addresses import within
from ..blocks import LIST_OF_SOURCES
from ..blocks.base import ContentBlock
from ..blocks.graph_nodes import MissingFact
from .drawing import Drawing, DrawnPage

_HREF = re.compile('href="([^"]*)"')


@dataclass(frozen=True)
class PageFacts:
    """What is kept of a drawn page. Equal digests are equal pages."""

    digest: str  # of everything that the `DrawnPage` shows
    url: str  # relative to the site
    is_sheet: bool
    anchors: frozenset[str]  # the lasting ids on it
    questions: dict[str, str]  # the ids of the questions that it marks up, each with that of its answer
    scripts: tuple[str, ...]  # the ES modules of its blocks, by their addresses relative to the site
    leads_to: tuple[str, ...]  # the pages and files of the site that its links name, by their addresses
    own_addresses: tuple[str, ...]  # the full addresses of the site itself that its links have, as they stand there
    braced: str  # those lines of its words in which braces stand as they do in placements
    cites: tuple[str, ...]  # the ids of the sources
    problems: tuple[Problem, ...]  # that show only when it is drawn


def facts_of(drawing: Drawing, drawn: DrawnPage, site_url: str) -> PageFacts:
    """What is kept of a page that has just been `drawn`."""
    inside, own = _links(drawing, drawn, site_url)
    blocks = [] if drawn.is_sheet else drawing.blocks
    asked = (one for block in blocks if isinstance(block, ContentBlock) for one in block.asked())
    return PageFacts(
        digest=digest(replace(drawn, markdown="", fragments={})),  # the HTML is made of these
        url=drawn.url,
        is_sheet=drawn.is_sheet,
        anchors=drawn.anchors,
        questions={one.anchor: one.answer_anchor for one in asked},
        scripts=drawn.scripts,
        leads_to=inside,
        own_addresses=own,
        braced=with_braces("\n".join(_words(drawing, drawn))),
        cites=tuple(map(str, drawing.citations)),
        problems=tuple(_problems(drawing)),
    )


def _words(drawing: Drawing, drawn: DrawnPage) -> Iterator[str]:
    r"""The words of a page, and those of its prose as they are written, where \{ is a brace."""
    head = (drawn.title, drawn.short_title, drawn.browser_title, drawn.description)
    yield from map(html.unescape, (*head, drawn.markdown, *drawn.fragments.values()))
    yield drawing.page.prose.words


def _links(drawing: Drawing, drawn: DrawnPage, site_url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where the links of a page lead: the addresses relative to the site, without what is behind ? and #, and the full
    addresses of the site itself; each once."""
    inside: dict[str, None] = {}
    own: dict[str, None] = {}
    for target in _targets(drawing, drawn):
        relative = target if ":" not in target else within(target, site_url)
        if relative is not None:
            inside[relative.partition("#")[0].partition("?")[0]] = None
            if ":" in target:
                own[target] = None
    return tuple(inside), tuple(own)


def _targets(drawing: Drawing, drawn: DrawnPage) -> Iterator[str]:
    """Where the links lead: to addresses relative to the site, or to full ones."""
    page = drawing.page
    for link in page.prose.links:
        path = unquote(link.target.partition("#")[0].partition("?")[0])
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        yield drawing.url_of_page(inside) or link.target
    found = (href for part in drawn.fragments.values() for href in _HREF.findall(part))
    hrefs = [html.unescape(href) for href in dict.fromkeys(found) if not href.startswith("#")]
    hrefs += [link.url for link in (*drawn.sister_pages, *([drawn.part_of] if drawn.part_of else ()))]
    yield from (urljoin(f"/{page.url}", href).removeprefix("/") for href in hrefs)


def _problems(drawing: Drawing) -> Iterator[Problem]:
    page, file = drawing.page, f"docs/{drawing.page.path}"
    yield from (_left_out(file, fact) for fact in drawing.missing_facts)
    has_list = any(block.lists_sources for block in drawing.blocks)
    is_draft = bool(page.explainer and page.explainer.about.draft)
    if has_list and not drawing.citations and not is_draft:
        title = "This page has a list of sources and cites none"
        yield Problem(file, START_OF_FILE, title, is_warning=True, code="cites-nothing")
    if drawing.citations and not has_list:
        help = f"Write {LIST_OF_SOURCES.placement()} on a line of its own, at the end of the page for example."
        title = "This page cites sources and has no list of them"
        yield Problem(file, START_OF_FILE, title, help=help, code="no-source-list")


def _left_out(file: str, missing: MissingFact) -> Problem:
    title = f"The markup for search engines leaves out a node of type {missing.type}: its `{missing.fact}` is missing"
    help = "What needs it is left out as well. Markup is made of words, and a picture alone has none."
    return Problem(file, START_OF_FILE, title, missing.place, help, is_warning=True, code="incomplete-markup")
