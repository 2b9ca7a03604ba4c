"""Checks that the markup of built pages says exactly what the pages show: built pages → problems.

It believes nothing of the code that wrote them. What it reads is what a search engine reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..base.problems import START_OF_FILE, Problem
from ..base.written_files import SITE_MAP
from .head import check_address, check_entries, check_head
from .json_ld import Graph, MarkupFault, Node, is_full_address, is_moment, read_graph, shortened
from .plan import Plan
from .seen import SeenPage, SeenSite, folded, read_fragment
from .vocabulary import ANSWER_TAGS, REQUIRED

_SHARED = ("website", "publisher")  # the fragments of the nodes that stand on every page
_PAGE_TYPES = ("WebPage", "FAQPage")

# What stands where the id of a node leads: all that stands there, or a part of it.
_ALL_OF_ITS_PLACE = {"Answer": ("text",), "DefinedTerm": ("name",), "Question": ("name",)}
_PART_OF_ITS_PLACE = {"CreativeWork": ("name", "datePublished"), "Organization": ("name",), "WebSite": ("name",)}


@dataclass(frozen=True)
class _Marked:
    """A page with its graph, its site, and the questions that it should mark up: the id of each, and of its answer."""

    page: SeenPage
    graph: Graph
    site: SeenSite
    questions: Mapping[str, str]

    @property
    def address(self) -> str:
        return self.site.address + self.page.url

    def is_own(self, id: str) -> bool:
        """Whether the node `id` may stand on this page: it begins with its address, or belongs to the whole site."""
        return id.partition("#")[0] == self.address or id in _shared_ids(self.site)


def check_markup(site: SeenSite, plan: Plan) -> list[Problem]:
    """Everything that is wrong with the markup and the heads of the pages of `site`, which were to be as in `plan`."""
    if not is_full_address(site.address) or not site.address.endswith("/"):
        title = "The home page does not say the site's full address"
        help = 'It should have a <link rel="canonical"> to an address that starts with https: and ends with a slash.'
        return [Problem("index.html", START_OF_FILE, title, help=help, code="no-address")]
    problems = [_problem(SITE_MAP, fault) for fault in check_entries(site)]
    marked = []
    for page in site.pages.values():
        problems += (_problem(page.path, fault) for fault in check_head(page, site))
        if page.is_indexed and len(page.markup) == 1:
            questions = plan.questions_of(page.path.removesuffix("index.html"))
            marked.append(_Marked(page, read_graph(page.markup[0]), site, questions))
    for one in marked:
        is_readable = one.graph.nodes or not one.graph.faults
        faults = [*one.graph.faults, *(fault for rule in _RULES if is_readable for fault in rule(one))]
        problems += (_problem(one.page.path, fault) for fault in faults)
    for rule in (_check_shared_nodes, _check_doubles):
        problems += rule(marked)
    return problems


def _problem(file: str, fault: MarkupFault) -> Problem:
    return Problem(file, START_OF_FILE, fault.title, fault.path, fault.help, code="wrong-markup")


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
        if words != marked.page.heading and _is_shown(words, marked):
            yield MarkupFault(f"The title of the page is “{marked.page.heading}”", f"{node.path} › {name}")


def _check_required(marked: _Marked) -> Iterator[MarkupFault]:
    for node in marked.graph.nodes:
        for name in REQUIRED.get(node.type, ()):
            if name not in node.properties:
                yield MarkupFault(f"`{name}` is missing", node.path)
        if len(node.held("acceptedAnswer")) > 1:
            yield MarkupFault("A question should have one `acceptedAnswer`", node.path)


def _check_ids(marked: _Marked) -> Iterator[MarkupFault]:
    nodes = [node for node in marked.graph.nodes if node.id]
    for node in nodes:
        if not marked.is_own(node.id):
            yield MarkupFault(f"{node.id} belongs to another page", f"{node.path} › @id")
        elif not marked.site.leads_somewhere(node.id):
            yield MarkupFault(f"{node.id} leads nowhere", f"{node.path} › @id")
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


def _check_addresses(marked: _Marked) -> Iterator[MarkupFault]:
    for path, kind, value in marked.graph.values:
        if kind == "address":
            yield from check_address(value, path, marked.site)
            if not value.startswith(marked.site.address) and value not in marked.page.links:
                yield MarkupFault(f"The page has no link to {value}", path)


# What is marked up stands on the page


def _check_visible(marked: _Marked) -> Iterator[MarkupFault]:
    for path, kind, value in marked.graph.values:
        if kind in ("text", "year") and not _stands_in(folded(value), marked.page.text):
            bare = read_fragment(value).text
            is_html = _is_shown(bare, marked)
            help = f"The page says “{shortened(bare)}”: write it without tags and entities." if is_html else ""
            yield MarkupFault(f"The page does not show “{shortened(value)}”", path, help)
        if kind == "html":
            yield from _check_html(path, value, marked)
        if kind == "language" and value != marked.page.language:
            yield MarkupFault(f"The language of the page is “{marked.page.language}”, not “{value}”", path)


def _check_html(path: str, value: str, marked: _Marked) -> Iterator[MarkupFault]:
    fragment = read_fragment(value)
    if unknown := sorted({*fragment.tags}.difference(ANSWER_TAGS)):
        title = f"An answer cannot hold {', '.join(f'<{tag}>' for tag in unknown)}"
        yield MarkupFault(title, path, f"It can hold: {', '.join(ANSWER_TAGS)}")
        return
    for link in fragment.links:
        if not link.startswith("mailto:"):
            yield from check_address(link, path, marked.site)
    if not fragment.text:
        yield MarkupFault("An answer should have words", path)
    elif not _stands_in(fragment.text, marked.page.text):
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
        shown = marked.page.texts.get(anchor, "")
        for name in places[node.type] if anchor in marked.page.texts else ():
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
    return bool(words) and _stands_in(words, marked.page.text)


def _check_dates(marked: _Marked) -> Iterator[MarkupFault]:
    for path, kind, value in marked.graph.values:
        if kind == "moment" and value[:10] not in marked.page.days:
            yield MarkupFault(
                f"The page does not show the day {value[:10]}", path, f'Show it in a <time datetime="{value[:10]}">.'
            )
    changed = marked.site.site_map.get(marked.address)
    others = [
        ("datePublished", "article:published_time", marked.page.said("article:published_time")),
        ("dateModified", "article:modified_time", marked.page.said("article:modified_time")),
        ("dateModified", "the site map", [changed] if changed else []),
    ]
    for node in marked.graph.of_type("Article"):
        for name, place, said in others:
            own = str(node.properties.get(name, ""))
            for other in said:
                if is_moment(own) and is_moment(other) and own != other:
                    yield MarkupFault(f"Here it is {own}, but {other} in {place}", f"{node.path} › {name}")


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


def _check_planned_questions(marked: _Marked) -> Iterator[MarkupFault]:
    """Every planned question that is shown is marked up, with the very answer that it has on the page."""
    questions = marked.graph.of_type("Question")
    known = {question.id for question in questions}
    answered = {(question.id, answer) for question in questions for answer in question.held_ids("acceptedAnswer")}
    for anchor in sorted(marked.questions.keys() & marked.page.ids):
        question, answer = f"{marked.address}#{anchor}", marked.questions[anchor]
        is_marked_up = (question, f"{marked.address}#{answer}") in answered if answer else question in known
        is_shown = not answer or bool(marked.page.texts.get(answer))  # a picture alone has no words
        if is_shown and not is_marked_up:
            yield MarkupFault(f"The question at #{anchor} with its answer is shown and not marked up")


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


_RULES: tuple[Callable[[_Marked], Iterator[MarkupFault]], ...] = (
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


def _shared_ids(site: SeenSite) -> list[str]:
    return [f"{site.address}#{fragment}" for fragment in _SHARED]


def _check_shared_nodes(pages: list[_Marked]) -> Iterator[Problem]:
    """The nodes that stand on every page say the same on every page."""
    first: dict[str, _Marked] = {}
    said: dict[str, Node] = {}
    for marked in pages:
        for node in marked.graph.nodes:
            if node.id in _shared_ids(marked.site):
                first.setdefault(node.id, marked)
                if node.properties != said.setdefault(node.id, node).properties:
                    title = f"This node says something else here than in {first[node.id].page.path}"
                    yield _problem(marked.page.path, MarkupFault(title, node.path))


def _check_doubles(pages: list[_Marked]) -> Iterator[Problem]:
    """No question is marked up twice, on one page or on two."""
    asked: dict[str, SeenPage] = {}
    for marked in pages:
        for node in marked.graph.of_type("Question"):
            name, situation = (str(node.properties.get(name, "")) for name in ("name", "text"))
            words = " ".join(f"{name} {situation}".casefold().split())
            if words in asked:
                where = "on this page" if asked[words] is marked.page else f"in {asked[words].path}"
                yield _problem(marked.page.path, MarkupFault(f"This question is marked up {where} already", node.path))
            asked.setdefault(words, marked.page)
