"""What a site is when it has been read: its explainers, its pages and its settings, and which files these come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ..blocks import FILES, TYPES
from ..blocks.base import Block, Catalog, ContentBlock, PageBlock, Questionnaire
from ..fields import Kind, ListOf, Located, Record
from ..model.recorded import Fingerprints, Recorded
from ..model.shapes import About, PageHead, Settings, Source
from ..text.nodes import FEWER_SOURCES
from ..text.placements import Placement
from .held import Held
from .prose import Prose
from .share_images import ImageFile

SOURCES = "content/sources.yml"  # those that every page can cite

# Every file that content/ can hold, and how it is read; those in <explainer> stand in the folder of each explainer.
CONTENT_FILES: dict[str, Kind] = {
    "content/site.yml": Record(Settings),
    SOURCES: ListOf(Record(Source), most=1000, fewer=FEWER_SOURCES),
    "content/fingerprints/<explainer>.yml": Record(Fingerprints),
    "content/<explainer>/explainer.yml": Record(About),
    "content/<explainer>/sources.yml": ListOf(Record(Source), most=1000),
    **{f"content/<explainer>/{name}": Record(shape) for name, shape in FILES.items()},
}
CATALOG = Catalog(TYPES, {**CONTENT_FILES, "docs/<page>.md": Record(PageHead)})


class Defined(NamedTuple):
    """A concept, as others need it: its lasting name, the name as readers say it, and what it means, in a sentence."""

    id: Located
    name: Located
    short: Located


class Definition(NamedTuple):
    """A concept where it is defined: its explainer, the id of its definition on a page, and the concept itself."""

    explainer: Explainer
    anchor: str
    concept: Defined


@dataclass(frozen=True, eq=False)
class Explainer:
    """One folder of content: what explainer.yml says, sources of its own, and the blocks by type and id.

    The blocks are large, and may have to be got from elsewhere. What others ask of the explainer is small: it is found
    out once, and kept.
    """

    id: str
    about: About
    held: Held[dict[str, list[ContentBlock]]]
    sources: dict[str, Source] = field(default_factory=dict)  # which its pages alone can cite

    @property
    def blocks(self) -> dict[str, list[ContentBlock]]:
        return self.held()

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of its blocks, by their names."""
        return tuple(self.blocks)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The concepts that its blocks define."""
        defined = ((block, concept) for block in self.all_blocks() for concept in block.defines())
        return tuple(
            Definition(self, block.entry_anchor(concept), Defined(concept.id, concept.name, concept.short))
            for block, concept in defined
        )

    @cached_property
    def moved_anchors(self) -> tuple[tuple[str, str], ...]:
        """The ids that parts of its blocks had on their page before, each with that of today."""
        entries = ((block, entry) for block in self.blocks_that_keep_names() for entry in block.entries())
        return tuple((old, block.entry_anchor(entry)) for block, entry in entries for old in block.old_anchors(entry))

    @cached_property
    def lasting_names(self) -> tuple[tuple[Located, tuple[Located, ...]], ...]:
        """The ids of those parts of its blocks that others link to, each with its earlier ones."""
        entries = (entry for block in self.blocks_that_keep_names() for entry in block.entries())
        return tuple((entry.id, tuple(entry.aliases or ())) for entry in entries)

    @cached_property
    def questionnaires(self) -> tuple[tuple[str, str, Questionnaire], ...]:
        """Every questionnaire among its blocks, with the file it stands in and its name there."""
        asked = ((block, block.questionnaire()) for block in self.all_blocks())
        return tuple((self.file_of(block), block.lasting_name(), one) for block, one in asked if one)

    def find_out(self) -> None:
        """Find out now what others may ask, as long as the blocks are at hand."""
        _ = self.types, self.definitions, self.moved_anchors, self.lasting_names, self.questionnaires

    def all_blocks(self) -> Iterator[ContentBlock]:
        """Its blocks of every type."""
        return chain.from_iterable(self.blocks.values())

    def blocks_that_keep_names(self) -> Iterator[ContentBlock]:
        """Those whose parts others link to: each part may have earlier ids."""
        return (block for block in self.all_blocks() if block.keeps_names)

    @property
    def sources_file(self) -> str:
        """The file of the sources that its pages alone can cite, which need not be there."""
        return f"content/{self.id}/sources.yml"

    def file_of(self, block: ContentBlock | type[ContentBlock]) -> str:
        """The file in which its blocks of that type stand."""
        return f"content/{self.id}/{block.file_name()}"


class Body(NamedTuple):
    """What stands on a page: its pieces (plain Markdown and placements), its sections, and what readers get of it."""

    pieces: list[str | Placement]
    sections: dict[str, str]  # the ids of its headings, each with the heading's words
    prose: Prose


class Listing(NamedTuple):
    """One page of a list of explainers: what the list is of, which page of how many it is, and who stands there."""

    topic: str  # the id; empty for the list of all explainers by title
    number: int
    pages: int
    explainers: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its place among the pages of docs."""
        return self.path_of(self.number)

    def path_of(self, number: int) -> str:
        """The place of another page of the same list."""
        if number == 1:
            return f"topics/{self.topic}.md" if self.topic else "explainers/index.md"
        return f"topics/{self.topic}/{number}.md" if self.topic else f"explainers/{number}.md"


@dataclass(frozen=True, eq=False)
class Page:
    """One Markdown file of docs: its place, its head and its body.

    The body is large, and may have to be got from elsewhere. What others ask of the page is small, as of an explainer.
    """

    path: str  # relative to docs, with forward slashes
    url: str  # relative to the site
    explainer: Explainer | None
    title: str
    short_title: str
    description: str
    held: Held[Body]
    sheet: str = ""  # the name of the sheet that the page is, where it is one
    listing: Listing | None = None  # where it is one of the pages that list explainers

    @property
    def is_made(self) -> bool:
        """Whether the site makes it by itself: it has no file in docs."""
        return bool(self.sheet or self.listing)

    @property
    def pieces(self) -> list[str | Placement]:
        return self.held().pieces

    @property
    def sections(self) -> dict[str, str]:
        return self.held().sections

    @property
    def prose(self) -> Prose:
        return self.held().prose

    @property
    def is_first(self) -> bool:
        """Whether it is the page that the explainer's folder leads to."""
        return self.explainer is not None and self.path == f"{self.explainer.id}/index.md"

    def block_at(self, placement: Placement) -> Block | None:
        """The block that `placement` draws; `None` where it draws none, or does not say which."""
        shape = TYPES.get(placement.name)
        if shape is None:
            return None
        if issubclass(shape, PageBlock):
            return shape(placement.arguments, CATALOG)
        blocks = self.explainer.blocks.get(placement.name, []) if self.explainer else []
        if placement.arguments:
            blocks = [block for block in blocks if block.id == placement.arguments[0]]
        return blocks[0] if len(blocks) == 1 else None

    @property
    def blocks(self) -> list[Block]:
        """The blocks placed on the page, in order."""
        placed = (self.block_at(piece) for piece in self.pieces if isinstance(piece, Placement))
        return [block for block in placed if block]

    @property
    def own(self) -> Explainer:
        """The explainer that the page belongs to; only what needs one asks for it."""
        assert self.explainer, "a block that needs an explainer is placed on a page of one"
        return self.explainer

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The lasting ids on the page, each with the words of a link to it."""
        anchors = dict(self.sections)
        for block in self.blocks:
            anchors |= block.anchors()
        return anchors

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids that a link can lead to: those of headings without a lasting one, too."""
        return frozenset(self.prose.ids | self.anchors.keys())

    @cached_property
    def lists_explainers(self) -> bool:
        """Whether it leads to all explainers of the site."""
        return any(block.lists_explainers for block in self.blocks)

    def find_out(self) -> None:
        """Find out now what others may ask, as long as the body is at hand."""
        _ = self.anchors, self.ids, self.lists_explainers


@dataclass(frozen=True)
class Site:
    """Everything that was read and found sound."""

    settings: Settings
    sources: dict[str, Source]  # those that every page can cite
    explainers: dict[str, Explainer]
    drafts: frozenset[str]  # the ids of the explainers that are left out
    pages: dict[str, Page]
    fingerprints: dict[str, Recorded] | None  # by explainer, where the site keeps any
    files: Collection[str]  # of docs, all that is published
    image_files: dict[str, ImageFile]  # the images for shared links, by their paths in docs
    digests: dict[str, str]  # of the files of explainers and of their pages, as they were read; not of all of them

    def source(self, name: str, explainer: Explainer | None) -> Source:
        """The source that a page of `explainer` cites as `name`."""
        own = explainer.sources if explainer else {}
        return own.get(name) or self.sources[name]

    def file_of_source(self, name: str, explainer: Explainer | None) -> str:
        """The file in which that source stands."""
        return explainer.sources_file if explainer and name in explainer.sources else SOURCES

    def leaves_out(self, docs_path: str) -> bool:
        """Whether a file of docs stands in the folder of a draft."""
        folder, slash, _ = docs_path.partition("/")
        return bool(slash) and folder in self.drafts

    @cached_property
    def listings(self) -> list[Page]:
        """The pages that list explainers, in order."""
        return [page for page in self.pages.values() if page.listing]

    @cached_property
    def _pages_by_explainer(self) -> dict[str, list[Page]]:
        pages: dict[str, list[Page]] = {}
        for page in self.pages.values():
            pages.setdefault(page.explainer.id if page.explainer else "", []).append(page)
        return pages

    def pages_of(self, explainer: Explainer | None) -> list[Page]:
        """The pages of the `explainer`, in order; without one, those that belong to none."""
        return self._pages_by_explainer.get(explainer.id if explainer else "", [])

    @cached_property
    def definitions(self) -> dict[str, dict[str, list[Definition]]]:
        """All that is defined: by the id of the concept, and by that of the explainer, in their order."""
        found: dict[str, dict[str, list[Definition]]] = {}
        for explainer in self.explainers.values():
            for one in explainer.definitions:
                found.setdefault(one.concept.id, {}).setdefault(explainer.id, []).append(one)
        return found

    def ordered_explainers(self, first: Sequence[str]) -> list[Explainer]:
        """All explainers of the site: the `first` ones in their order, the others by title."""

        places = {name: place for place, name in reversed([*enumerate(first)])}

        def place(explainer: Explainer) -> tuple[int, str]:
            return places.get(explainer.id, len(first)), explainer.about.title.casefold()

        return sorted(self.explainers.values(), key=place)
