"""Draws one page of a checked site: the HTML of its article, and what the shell around it says of the page.

A page's placements become tokens in its Markdown. When the Markdown has become HTML, the blocks are put in the tokens'
places, so that no text from YAML ever passes through a second parser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urljoin

from markupsafe import Markup, escape

from ..base.addresses import page_url, relative_url
from ..base.web_addresses import for_readers
from ..blocks import LIST_OF_SOURCES, TYPES
from ..blocks.base import Block, Citation, Concept, Link, SearchEntry
from ..blocks.graph_nodes import MissingFact, answer_html, missing_facts, plain_text
from ..fields import Day
from ..model.shapes import Settings, Source
from ..site.share_images import ImageFile
from ..site.sheets import sheet_path, sheets_from
from ..site.site import Definition, Explainer, Page
from ..site.titles import browser_title
from ..text.placements import Placement
from ..text.rich_text import RichText
from .around import Around
from .article import Article
from .contents import Heading, contents
from .lists import ListPage, OtherExplainer, Overview
from .page_graph import page_graph
from .reading_time import reading_minutes

if TYPE_CHECKING:
    from .tools import Tools


class DrawnImage(NamedTuple):
    """The image that networks show with a link to the page: its absolute address, its words, and what the file is."""

    url: str
    alt: str
    file: ImageFile


class _Term(NamedTuple):
    """Where a term leads, as seen from the page, and what it means in a sentence."""

    url: str
    short: str


@dataclass(frozen=True)
class DrawnPage:
    """A page ready for the site generator. `structured_data` is its JSON-LD as plain values, or `None`."""

    title: str
    short_title: str  # its name in the navigation
    browser_title: str  # what search results and the browser's tab show
    description: str
    share_image: DrawnImage | None
    html: str  # of its article, but for the title
    contents: list[Heading]  # the headings to lead to
    reading_minutes: int | None  # how long the prose takes to read, on an explainer's first page
    markdown: str
    fragments: dict[str, str]
    anchors: frozenset[str]  # the lasting ids on the page, those in `fragments` included
    structured_data: dict[str, Any] | None
    published: Day | None  # the day of first publication, on an explainer's first page
    search_entries: list[SearchEntry]
    scripts: tuple[str, ...]  # the ES modules of its blocks, by their addresses relative to the site
    updated: Day | None  # the day of the last change, there as well
    sister_pages: list[Link]  # the explainer's other pages, on its first
    part_of: Link | None  # the first page of the explainer or of a list, on the others; a topic's page, on that one
    is_sheet: bool
    is_list: bool  # of explainers
    url: str  # relative to the site


def _within_sentence(name: str) -> str:
    """`Trust` → `trust`; names with further capitals (`ISO 5725`) stay as they are."""
    return name[0].lower() + name[1:] if name[1:] == name[1:].lower() else name


class Drawing:
    """One page while it is drawn. Templates know it as `page`."""

    def __init__(self, page: Page, around: Around, tools: Tools, site_url: str) -> None:
        self.page = page
        self.explainer = page.explainer
        self.blocks = page.blocks
        self.citations: dict[str, Citation] = {}
        self.missing_facts: list[MissingFact] = []  # what the markup leaves out for want of them
        self._around, self._tools, self._site_url = around, tools, site_url

    def draw(self) -> DrawnPage:
        """Draw the page: inline placements and blocks in their order, then those that tell of the others."""
        source = "".join(piece if isinstance(piece, str) else piece.name for piece in self.page.pieces)
        nonce = hashlib.sha256(source.encode()).hexdigest()[:16]  # no page can hold a hash of itself
        markdown: list[str] = []
        fragments: dict[str, str] = {}
        last: list[tuple[str, Block]] = []
        for number, piece in enumerate(self.page.pieces):
            if isinstance(piece, str):
                markdown.append(piece)
                continue
            token = f"placement{nonce}n{number}z"
            markdown.append(token)
            block = self.page.block_at(piece)
            if block and block.lists_sources:
                last.append((token, block))
            else:
                fragments[token] = self._block(block) if block else self._inline(piece)
        fragments |= {token: self._block(block) for token, block in last}
        if self.page.sheet:
            token = f"placement{nonce}n0z"
            markdown, fragments = [token], {token: self._sheet()}
        article = Article(self.page.path, self.page.url, self._site_url)
        html = article.html("".join(markdown), fragments, self._tools.converter, self._url_of_file)
        return DrawnPage(
            title=self.page.title,
            short_title=self.page.short_title,
            browser_title=browser_title(self.page.title, self.settings.name),
            description=self.page.description,
            share_image=self.share_image(),
            html=html,
            contents=contents(html),
            reading_minutes=reading_minutes(html) if self.page.is_first else None,
            markdown="".join(markdown),
            fragments=fragments,
            anchors=frozenset(self.page.anchors),
            structured_data=self._structured_data(),
            search_entries=[entry for block in self.blocks for entry in block.search_entries(self)],
            scripts=tuple(dict.fromkeys(url for block in self.blocks for url in block.scripts())),
            published=self.own.about.published if self.page.is_first else None,
            updated=self.own.about.updated if self.page.is_first else None,
            sister_pages=self._sister_pages() if self.page.is_first else [],
            part_of=self._part_of(),
            is_sheet=bool(self.page.sheet),
            is_list=bool(self.page.listing),
            url=self.page.url,
        )

    def _block(self, block: Block) -> str:
        name = block.type_name()
        return self._rendered(f"{name}/template.html", f"block type `{name}`", **block.context(self), block=block)

    def _sheet(self) -> str:
        blocks = {name: self.own.blocks.get(name, []) for name in TYPES}
        return self._rendered(f"{self.page.sheet}/template.html", f"sheet `{self.page.sheet}`", blocks=blocks)

    def _rendered(self, template: str, of: str, **values: Any) -> str:
        return self._tools.rendered(template, of, {**values, "page": self})

    def _sister_pages(self) -> list[Link]:
        pages = (page for page in self._around.own_pages if page is not self.page)
        return [Link(self.seen(page.url), page.short_title) for page in pages]

    def _part_of(self) -> Link | None:
        if self.explainer and not self.page.is_first:
            return Link(self.explainer_url(self.own.id), self.own.about.title)
        if self.explainer:
            topic = self.own.about.topic and self._around.topic(self.own.about.topic)
            return Link(self.seen(topic.url), topic.name) if topic else None
        if self.page.listing is None or self.page.listing.number == 1:
            return None
        return Link(self.seen(page_url(self.page.listing.path_of(1))), self.page.short_title)

    def _inline(self, placement: Placement) -> str:
        if placement.name in TYPES:  # a block that is optional, and not there
            return ""
        first, *rest = placement.arguments
        if placement.name == "cite":
            return Markup(" ").join(self.cite(name) for name in placement.arguments)
        if placement.name == "term":
            return self.term(first, rest[0] if rest else _within_sentence(self.concept(first).name))
        label = rest[0] if rest else self._around.explainer(first).title
        return Markup('<a href="{}">{}</a>').format(self.explainer_url(first), label)

    def _structured_data(self) -> dict[str, Any] | None:
        if self.page.sheet:  # it only repeats a page
            return None
        nodes = [node for block in self.blocks for node in block.structured_data(self)]
        self.missing_facts += [fact for node in nodes for fact in missing_facts(node)]
        image = self.share_image()
        return page_graph(self.page, self.settings, self._site_url, nodes, image and image.url)

    # What templates and blocks ask the page for.

    def cite(self, name: str) -> Markup:
        """A citation of the source `name`: its number in brackets, linked to its entry in the list."""
        citation = self.citations.get(name)
        if citation is None:
            citation = Citation(len(self.citations) + 1, self._source(name), f"{LIST_OF_SOURCES.slug()}-{name}")
            self.citations[name] = citation
        place = f"cite-{name}-{len(citation.places) + 1}"
        citation.places.append(place)
        source = citation.source
        return Markup('<a class="citation" id="{}" href="#{}" title="{}">[{}]</a>').format(
            place, citation.anchor, f"{source.authors} ({source.year})", citation.number
        )

    def _source(self, name: str) -> Source:
        own = self.explainer.sources if self.explainer else {}
        return own.get(name) or self._around.source(name)

    def term(self, name: str, label: str) -> Markup:
        """A link to the definition of `name`, which holds its short meaning as well."""
        return Markup('<a class="term" href="{}" data-short="{}">{}</a>').format(
            self.term_url(name), self.short_meaning(name), label
        )

    def resolve(self, kind: str, name: str) -> str:
        """What stands for a marker in a `RichText`: a citation's HTML, the address of a link or an image, or words."""
        if kind == "source":
            return self.cite(name)
        urls: dict[str, Callable[[str], str]] = {
            "term": self.term_url,
            "explainer": self.explainer_url,
            "section": lambda anchor: self.section(anchor).url,
            "file": lambda path: relative_url(path, self.page.url),
            "short": self.short_meaning,
        }
        return escape(urls[kind](name))

    @property
    def is_list(self) -> bool:
        """Whether it is one of the pages that list explainers, where they are too many for the home page."""
        return self.page.listing is not None

    def list_page(self) -> ListPage:
        """What such a page shows."""
        return self._around.list_page(self.page.path)

    def overview(self, first: Sequence[str]) -> Overview:
        """What leads to all explainers of the site: the `first` ones in their order, the others by title."""
        return self._around.overview(*first)

    def related(self) -> list[OtherExplainer]:
        """The explainers that this page's explainer names as related."""
        return [self._around.explainer(name) for name in self.own.about.related or ()]

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def has_headings(self) -> bool:
        return bool(self.page.prose.headings)

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def home(self) -> str:
        return self.own.id

    @property
    def own(self) -> Explainer:
        """The explainer that the page belongs to; only what needs one asks for it."""
        return self.page.own

    @property
    def settings(self) -> Settings:
        return self._around.settings

    def explainer_url(self, name: str) -> str:
        return self.seen(page_url(f"{name}/index.md"))

    def absolute_explainer_url(self) -> str:
        """The full address of the explainer that the page belongs to, as readers are shown it."""
        return for_readers(urljoin(self._site_url, f"{self.own.id}/"))

    def has_sheet(self, sheet: str) -> bool:
        return sheet in sheets_from(self.own.types)

    def sheet_url(self, sheet: str) -> str:
        return self.seen(page_url(sheet_path(self.own.id, sheet)))

    def concept(self, name: str) -> Concept:
        """The concept called `name`: the page's own explainer's first, then the site's."""
        own = next(self._own_definitions(name), None)
        return own.concept if own else self._around.concept(name)

    def has_term(self, name: str) -> bool:
        """Whether a definition of `name` stands on a page that can be linked to."""
        return self._placed(name) is not None

    def term_url(self, name: str) -> str:
        """The address of the definition of `name`, as seen from this page."""
        return self._known_term(name).url

    def short_meaning(self, name: str) -> str:
        """What the term `name` means, in a sentence, as the definition that it leads to has it."""
        return self._known_term(name).short

    def section(self, anchor: str) -> Link:
        """The link to a section of the page's explainer: on this page if it has it, else on a sister page."""
        page = self._own_page_with(anchor)
        assert page, "a section that is linked to has been found by the check"
        return Link(self._url_on(page, anchor), page.anchors[anchor])

    def share_image(self) -> DrawnImage | None:
        """The image for shared links: the explainer's own, or else the site's."""
        own = self.explainer.about.image if self.explainer else None
        image = own or self.settings.image
        if image is None:
            return None
        return DrawnImage(urljoin(self._site_url, image.file), image.alt, self._around.image_file(image.file))

    def absolute_url(self, fragment: str) -> str:
        return f"{self._site_url}{self.page.url}{fragment}"

    def html_for_machines(self, text: RichText) -> str:
        """The `text` as the page shows it, in the few tags that search engines document for answers."""
        return answer_html(text.html(self._resolve_for_machines), self.absolute_url(""))

    def words_for_machines(self, text: RichText) -> str:
        """The words of the `text` as the page shows them, the numbers of citations included."""
        return plain_text(text.html(self._resolve_for_machines))

    def searchable(self, anchor: str, title: str, texts: Iterable[RichText]) -> SearchEntry:
        """An entry of the search index for the part of this page at `anchor`."""
        return SearchEntry(f"{self.page.url}#{anchor}", title, "\n".join(str(escape(text.plain())) for text in texts))

    def _resolve_for_machines(self, kind: str, name: str) -> str:
        if kind == "source":
            citation = self.citations[name]
            return Markup('<a href="#{}">[{}]</a>').format(citation.anchor, citation.number)
        return self.resolve(kind, name)

    def _own_definitions(self, name: str) -> Iterator[Definition]:
        """What the page's own explainer defines as `name` or `its-id/name`."""
        home, slash, bare = name.rpartition("/")
        if self.explainer and (not slash or home == self.explainer.id):
            yield from (one for one in self.explainer.definitions if one.concept.id == bare)

    def _known_term(self, name: str) -> _Term:
        term = self._placed(name)
        assert term, "a term that is linked to has been found by the check"
        return term

    def _placed(self, name: str) -> _Term | None:
        """The first definition of `name` that stands on a page: one of the page's own explainer, or else another."""
        for _, anchor, concept in self._own_definitions(name):
            if page := self._own_page_with(anchor):
                return _Term(self._url_on(page, anchor), concept.short)
        found = self._around.term(name)
        return found and _Term(f"{self.seen(found.url)}#{found.anchor}", found.short)

    def _own_page_with(self, anchor: str) -> Page | None:
        """The page of the explainer that has the id `anchor`: this one if it has, else a sister page."""
        if anchor in self.page.anchors:
            return self.page
        return next((page for page in self._around.own_pages if anchor in page.anchors), None)

    def _url_on(self, page: Page, anchor: str) -> str:
        return f"#{anchor}" if page is self.page else f"{self.seen(page.url)}#{anchor}"

    def url_of_page(self, path: str) -> str | None:
        """The address of the page at `path` in docs, relative to the site; nothing where there is no such page."""
        return page_url(path) if path.endswith(".md") and self._around.has_file(path) else None

    def _url_of_file(self, path: str) -> str | None:
        """The address of a file of docs, as seen from this page; nothing where there is no such file."""
        if not self._around.has_file(path):
            return None
        return self.seen(page_url(path) if path.endswith(".md") else quote(path))

    def seen(self, url: str) -> str:
        """The address `url`, which is relative to the site, as seen from this page."""
        return relative_url(url, self.page.url)
