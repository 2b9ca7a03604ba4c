"""Checks that the markup of built pages says exactly what the pages show: built pages → problems.

It believes nothing of the code that wrote them. What it reads is what a search engine reads.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ..base.digests import digest_of
from ..base.problems import Problem
from .head import check_address, check_own_address
from .json_ld import Graph, MarkupFault, Node, is_moment, read_graph, shortened
from .page import ReadPage
from .seen import folded, read_fragment
from .vocabulary import ANSWER_TAGS, REQUIRED
from .whole import Finding, OpenQuestion, Whole, in_a_row

_SHARED = ("website", "publisher")  # the fragments of the nodes that stand on every page
_PAGE_TYPES = ("WebPage", "FAQPage")

# What stands where the id of a node leads: all that stands there, or a part of it.
_ALL_OF_ITS_PLACE = {"Answer": ("text",), "DefinedTerm": ("name",), "Question": ("name",)}
_PART_OF_ITS_PLACE = {"CreativeWork": ("name", "datePublished"), "Organization": ("name",), "WebSite": ("name",)}


_MarkupFinding: TypeAlias = MarkupFault | OpenQuestion


@dataclass(frozen=True)
class _Marked:
    """A page with its graph."""

    page: ReadPage
    graph: Graph

    @property
    def address(self) -> str:
        return self.page.address

    def is_own(self, id: str) -> bool:
        """Whether the node `id` may stand on this page: it begins with its address, or belongs to the whole site."""
        return id.partition("#")[0] == self.address or id in _shared_ids(self.page.site)


class Shared(NamedTuple):
    """A node that stands on every page: its id, its path on a page, and the digest of what it says there."""

    id: str
    path: str
    said: str


class Asked(NamedTuple):
    """A question that a page marks up: its path there, and the digest of its words."""

    path: str
    words: str


class Markup(NamedTuple):
    """What is wrong with the graph of a page, and what of it is compared with that of other pages."""

    findings: list[Finding]
    shared: list[Shared]
    asked: list[Asked]


def read_markup(page: ReadPage) -> Markup:
    """The markup of a `page`; nothing is in it where no search engine may list the page, or has no one script there."""
    if not page.seen.is_indexed or len(page.seen.markup) != 1:
        return Markup([], [], [])
    marked = _Marked(page, read_graph(page.seen.markup[0]))
    graph = marked.graph
    is_readable = graph.nodes or not graph.faults
    found: list[_MarkupFinding] = [*graph.faults, *(one for rule in _RULES if is_readable for one in rule(marked))]
    findings = [one.of(page.path) if isinstance(one, MarkupFault) else one for one in found]
    ids = _shared_ids(page.site)
    shared = [Shared(node.id, node.path, _digest(node.properties)) for node in graph.nodes if node.id in ids]
    asked = [Asked(node.path, _digest(_asked_words(node))) for node in graph.of_type("Question")]
    return Markup(findings, shared, asked)


def _asked_words(question: Node) -> str:
    name, situation = (str(question.properties.get(name, "")) for name in ("name", "text"))
    return " ".join(f"{name} {situation}".casefold().split())


def _digest(value: object) -> str:
    return digest_of(json.dumps(value, sort_keys=True).encode())


# The graph of a page: its nodes and what they refer to


def _check_page(marked: _Marked) -> Iterator[MarkupFault]:
    """One node is the page, with its address and its title; an article on it has the same title."""
    pages = marked.graph.of_type(*_PAGE_TYPES)
    if len(pages) != 1:
        yield MarkupFault(f"There are {len(pages)} nodes of type WebPage or FAQPage; a page is one")
        return
    for name in ("@id", "url"):
        said = pages[0].properties.get(name, marked.address)
        if said != marked.address:
            yield MarkupFault(
                f"The address of this page is {marked.address}, not “{said}”", f"{pages[0].path} › {name}"
            )
    for node in [*pages, *marked.graph.of_type("Article")]:
        name = "headline" if node.type == "Article" else "name"
        words = _words(node.properties.get(name))
        if words != marked.page.seen.heading and _is_shown(words, marked):
            yield MarkupFault(f"The title of the page is “{marked.page.seen.heading}”", f"{node.path} › {name}")


def _check_required(marked: _Marked) -> Iterator[MarkupFault]:
    for node in marked.graph.nodes:
        for name in REQUIRED.get(node.type, ()):
            if name not in node.properties:
                yield MarkupFault(f"`{name}` is missing", node.path)
        if len(node.held("acceptedAnswer")) > 1:
            yield MarkupFault("A question should have one `acceptedAnswer`", node.path)


def _check_ids(marked: _Marked) -> Iterator[_MarkupFinding]:
    nodes = [node for node in marked.graph.nodes if node.id]
    for node in nodes:
        if not marked.is_own(node.id):
            yield MarkupFault(f"{node.id} belongs to another page", f"{node.path} › @id")
        else:
            yield from check_own_address(node.id, f"{node.path} › @id", marked.page)
    for id, count in Counter(node.id for node in nodes).items():
        if count > 1:
            yield MarkupFault(f"{count} nodes have the @id {id}")


def _check_references(marked: _Marked) -> Iterator[MarkupFault]:
    nodes = {node.id: node for node in marked.graph.nodes}
    for path, id, types in marked.graph.references:
        if id not in nodes:
            yield MarkupFault(f"No node of this page has the @id {id}", path)
        elif nodes[id].type not in types:
            yield MarkupFault(
                f"This leads to a node of type {nodes[id].type}; it should be {' or '.join(sorted(types))}", path
            )


def _check_addresses(marked: _Marked) -> Iterator[_MarkupFinding]:
    for path, kind, value in marked.graph.values:
        if kind == "address":
            yield from check_address(value, path, marked.page)
            if not value.startswith(marked.page.site) and value not in marked.page.seen.links:
                yield MarkupFault(f"The page has no link to {value}", path)


# What is marked up stands on the page


def _check_visible(marked: _Marked) -> Iterator[_MarkupFinding]:
    for path, kind, value in marked.graph.values:
        if kind in ("text", "year") and not _stands_in(folded(value), marked.page.seen.text):
            bare = read_fragment(value).text
            is_html = _is_shown(bare, marked)
            help = f"The page says “{shortened(bare)}”: write it without tags and entities." if is_html else ""
            yield MarkupFault(f"The page does not show “{shortened(value)}”", path, help)
        if kind == "html":
            yield from _check_html(path, value, marked)
        if kind == "language" and value != marked.page.seen.language:
            yield MarkupFault(f"The language of the page is “{marked.page.seen.language}”, not “{value}”", path)


def _check_html(path: str, value: str, marked: _Marked) -> Iterator[_MarkupFinding]:
    fragment = read_fragment(value)
    if unknown := sorted({*fragment.tags}.difference(ANSWER_TAGS)):
        title = f"An answer cannot hold {', '.join(f'<{tag}>' for tag in unknown)}"
        yield MarkupFault(title, path, f"It can hold: {', '.join(ANSWER_TAGS)}")
        return
    for link in fragment.links:
        if not link.startswith("mailto:"):
            yield from check_address(link, path, marked.page)
    if not fragment.text:
        yield MarkupFault("An answer should have words", path)
    elif not _stands_in(fragment.text, marked.page.seen.text):
        yield MarkupFault(f"The page does not show “{shortened(fragment.text)}”", path)


def _stands_in(text: str, shown: str) -> bool:
    """Whether the words of `text` stand among those of `shown`, one after the other, and none of them is cut."""
    start = shown.find(text)
    while start >= 0:
        end = start + len(text)
        if not _is_within_word(shown, start) and not _is_within_word(shown, end):
            return True
        start = shown.find(text, start + 1)
    return False


def _is_within_word(text: str, place: int) -> bool:
    return text[max(place - 1, 0) : place].isalnum() and text[place : place + 1].isalnum()


def _check_places(marked: _Marked) -> Iterator[MarkupFault]:
    """What is said of a node stands where its id leads, and not just anywhere on the page."""
    places = _ALL_OF_ITS_PLACE | _PART_OF_ITS_PLACE
    for node in marked.graph.of_type(*places):
        anchor = node.id.partition("#")[2]
        shown = marked.page.seen.text_at(anchor)
        if shown is None:
            continue
        for name in places[node.type]:
            words = _words(node.properties.get(name), is_html=node.type == "Answer")
            is_there = words == shown if node.type in _ALL_OF_ITS_PLACE else _stands_in(words, shown)
            if not is_there and _is_shown(words, marked):
                title = f"At {node.id} the page says “{shortened(shown)}”"
                yield MarkupFault(title, f"{node.path} › {name}", f"Here it is “{shortened(words)}”.")


def _words(value: object, *, is_html: bool = False) -> str:
    """The words of a text in the graph as a page has them; none where it is no text."""
    if not isinstance(value, str):
        return ""
    return read_fragment(value).text if is_html else folded(value)


def _is_shown(words: str, marked: _Marked) -> bool:
    """Whether the page shows the `words` at all; where it does not, `_check_visible` says so."""
    return bool(words) and _stands_in(words, marked.page.seen.text)


def _check_dates(marked: _Marked) -> Iterator[_MarkupFinding]:
    for path, kind, value in marked.graph.values:
        if kind == "moment" and value[:10] not in marked.page.seen.days:
            yield MarkupFault(
                f"The page does not show the day {value[:10]}", path, f'Show it in a <time datetime="{value[:10]}">.'
            )
    others = [
        ("datePublished", "article:published_time", marked.page.seen.said("article:published_time")),
        ("dateModified", "article:modified_time", marked.page.seen.said("article:modified_time")),
    ]
    for node in marked.graph.of_type("Article"):
        for name, place, said in others:
            own = str(node.properties.get(name, ""))
            yield from (fault for other in said for fault in _check_date(own, other, place, f"{node.path} › {name}"))
        yield Changed(marked.address, str(node.properties.get("dateModified", "")), f"{node.path} › dateModified")


def _check_date(own: str, other: str, place: str, path: str) -> Iterator[MarkupFault]:
    if is_moment(own) and is_moment(other) and own != other:
        yield MarkupFault(f"Here it is {own}, but {other} in {place}", path)


class Changed(NamedTuple):
    """When an article says that the page with this `address` was changed, and where: does the site map say so?"""

    address: str
    moment: str
    path: str

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        for fault in _check_date(self.moment, whole.site_map.get(self.address, ""), "the site map", self.path):
            yield fault.of(path)


# Kinds of nodes


def _check_questions(marked: _Marked) -> Iterator[MarkupFault]:
    """Every question is of the FAQ or of a quiz."""
    in_faq = {id for node in marked.graph.of_type("FAQPage") for id in node.held_ids("mainEntity")}
    in_quiz = {id for node in marked.graph.of_type("Quiz") for id in node.held_ids("hasPart")}
    for question in marked.graph.of_type("Question"):
        if question.id in in_faq & in_quiz:
            yield MarkupFault("A question of a Quiz should not be in `mainEntity`", question.path)
        if question.id not in in_faq | in_quiz:
            title = "A question should be in the `mainEntity` of a FAQPage or a part of a Quiz"
            yield MarkupFault(title, question.path)


def _check_planned_questions(marked: _Marked) -> Iterator[MarkedUp]:
    """Every planned question that is shown is marked up, with the very answer that it has on the page."""
    own = f"{marked.address}#"
    pairs = ((node.id, answer) for node in marked.graph.of_type("Question") for answer in _answers(node))
    answered = {(question.removeprefix(own), answer.removeprefix(own)) for question, answer in pairs}
    yield MarkedUp(tuple(sorted(answered)), in_a_row(marked.page.seen.silent))


def _answers(question: Node) -> list[str]:
    """The ids of the answers of a question, and an empty one, for itself."""
    return ["", *question.held_ids("acceptedAnswer")]


class MarkedUp(NamedTuple):
    """The fragments of the questions that a page marks up, each with that of its answer and with an empty one, and the
    ids at which there are no words: is every planned question among them whose answer can be read?"""

    answered: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        url = path.removesuffix("index.html")
        for anchor, answer in sorted(whole.plan.questions_of(url).items()):
            ids = whole.pages[url].seen
            is_shown = anchor in ids and (not answer or (answer in ids and answer not in self.silent))
            if is_shown and (anchor, answer) not in self.answered:
                title = f"The question at #{anchor} with its answer is shown and not marked up"
                yield MarkupFault(title).of(path)


def _check_breadcrumbs(marked: _Marked) -> Iterator[MarkupFault]:
    for node in marked.graph.of_type("BreadcrumbList"):
        items = [item for item in node.held("itemListElement") if isinstance(item, dict)]
        path = f"{node.path} › itemListElement"
        positions = [item.get("position") for item in items]
        if len(items) < 2:
            yield MarkupFault("A trail should have two steps or more", path)
        if all(type(position) is int for position in positions) and positions != [*range(1, len(items) + 1)]:
            yield MarkupFault(f"The positions should be 1 to {len(items)}, in their order", path)
        if not all("item" in item for item in items[:-1]):
            yield MarkupFault("Every step but the last should have an `item`", path)


_RULES: tuple[Callable[[_Marked], Iterator[_MarkupFinding]], ...] = (
    _check_page,
    _check_required,
    _check_ids,
    _check_references,
    _check_addresses,
    _check_visible,
    _check_places,
    _check_dates,
    _check_questions,
    _check_planned_questions,
    _check_breadcrumbs,
)


# What only shows across pages


def _shared_ids(site: str) -> list[str]:
    return [f"{site}#{fragment}" for fragment in _SHARED]


def check_shared(pages: Iterable[tuple[str, tuple[Shared, ...]]]) -> Iterator[Problem]:
    """The nodes that stand on every page, which are told with the path of each, say the same on every page."""
    first: dict[str, tuple[str, str]] = {}
    for path, nodes in pages:
        for node in nodes:
            other, said = first.setdefault(node.id, (path, node.said))
            if node.said != said:
                yield MarkupFault(f"This node says something else here than in {other}", node.path).of(path)


def check_doubles(pages: Iterable[tuple[str, tuple[Asked, ...]]]) -> Iterator[Problem]:
    """No question is marked up twice, on one page or on two; those of each page are told with its path."""
    asked: dict[str, str] = {}
    for path, questions in pages:
        for question in questions:
            if other := asked.get(question.words):
                where = "on this page" if other == path else f"in {other}"
                yield MarkupFault(f"This question is marked up {where} already", question.path).of(path)
            asked.setdefault(question.words, path)
