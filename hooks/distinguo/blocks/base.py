"""The contract of block types: what a type may say of itself, and what it may ask of the page that it is drawn on.

Whatever the rest of the program wants to know of a type (what of it is prose, which names of it last, what it defines)
it asks here. No other room names a type, but for the sheets of `site/sheets/`, which put blocks together as pages do.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

from ..fields import Identifier, Kind, Located, Number, Text, field, required_example
from ..model.shapes import About, Source
from ..text.rich_text import RichText


class Concept(Protocol):
    """What a block defines: a lasting name, the name as readers say it, and what it means, in a sentence."""

    @property
    def id(self) -> Located: ...
    @property
    def name(self) -> Located: ...
    @property
    def short(self) -> Located: ...


class Questionnaire(NamedTuple):
    """What readers' saved answers are tied to: the revision, the ids of the statements, and all that can change what an
    answer means, as a plain value."""

    revision: Number
    ids: list[Located]
    wording: list[object]


class Asked(NamedTuple):
    """A question that a block marks up for machines: its words with their place, all that it asks, and the ids of the
    question and of its answer on the page. An answer without an id of its own is told with its question."""

    words: Located
    whole: str
    anchor: str
    answer_anchor: str = ""


class SearchEntry(NamedTuple):
    """What search can find beside headings: its address relative to the site, its name, and its words as HTML."""

    location: str
    title: str
    text: str


class Link(NamedTuple):
    """A link as the page shows it; the address is relative to the page."""

    url: str
    label: str


@dataclass
class Citation:
    """A source cited on a page: its number, its entry in the list, and the ids of the places that cite it."""

    number: int
    source: Source
    anchor: str
    places: list[str] = dataclasses.field(default_factory=list)


class Drawing(Protocol):
    """What a block may ask of the page while it is drawn. Its template asks the same, and more, of `page`."""

    @property
    def title(self) -> str:
        """The title of the page."""

    @property
    def language(self) -> str:
        """The language of the page, as a code such as `en`."""

    @property
    def home(self) -> str:
        """The name of the explainer that the page belongs to."""

    @property
    def has_headings(self) -> bool:
        """Whether the page has headings of its own, beside those of blocks."""

    @property
    def citations(self) -> Mapping[str, Citation]:
        """What the page has cited so far, by the ids of the sources, in the order of citation."""

    def absolute_url(self, fragment: str) -> str:
        """The full address of the page with `fragment` behind it."""

    def explainer_url(self, name: str) -> str:
        """The address of the explainer `name`, as seen from this page."""

    def concept(self, name: str) -> Concept:
        """The concept called `name`: the page's own explainer's first, then the site's."""

    def section(self, anchor: str) -> Link:
        """The link to a section of the page's explainer: on this page if it has it, else on a sister page."""

    def html_for_machines(self, text: RichText) -> str:
        """The `text` as the page shows it, in the few tags that search engines document for answers."""

    def words_for_machines(self, text: RichText) -> str:
        """The words of the `text` as the page shows them, the numbers of citations included."""

    def searchable(self, anchor: str, title: str, texts: Iterable[RichText]) -> SearchEntry:
        """An entry of the search index for the part of this page at `anchor`."""


class Catalog(NamedTuple):
    """All that a site can hold: the block types by their names, and every kind of file that an editor writes, by its
    path (`content/<explainer>/faq.yml`)."""

    types: Mapping[str, type[Block]]
    files: Mapping[str, Kind]


@cache
def _modules_in(folder: Path, slug: str) -> dict[str, Path]:
    return {f"assets/{slug}/{path.name}": path for path in sorted(folder.glob("*.js"))}


class Block:
    """A block of a page: what every type may say of itself."""

    arguments: Sequence[str] = ()  # the texts of its placement, where they name something else than the block itself

    # Its placement.
    most_arguments: ClassVar[int] = 0  # how many texts it takes
    argument_kind: ClassVar[str] = ""  # what each of them names (`explainer` …), where it is not the block itself
    needs_explainer: ClassVar[bool] = True  # false for a block that any page can place
    is_optional: ClassVar[bool] = False  # true for a block that shows nothing where there is no file
    ends_new_pages: ClassVar[bool] = False  # true for a block that the page of every new explainer places at its end

    # What it does for the page and for the site.
    lists_sources: ClassVar[bool] = False  # true for a block that shows what the page cites, so it is drawn last
    lists_explainers: ClassVar[bool] = False  # true for a block that leads to every explainer, its arguments first

    # How its HTML is read: CSS classes of its elements.
    not_prose: ClassVar[Sequence[str]] = ()  # whose words are not read as sentences
    not_in_twins: ClassVar[Sequence[str]] = ()  # that make no sense off the page
    asides: ClassVar[Sequence[str]] = ()  # that plain text needs brackets around

    @classmethod
    def type_name(cls) -> str:
        """The name of the type's folder, which is also the name of its placement."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def slug(cls) -> str:
        """The type's name as it stands in file names, CSS classes and ids."""
        return cls.type_name().replace("_", "-")

    @classmethod
    def placement(cls, name: str = "") -> str:
        """How a page places such a block, or the one of that name."""
        text = f'"{name}"' if name else ""
        return f"{{{{ {cls.type_name()}({text}) }}}}"

    @classmethod
    def folder(cls) -> Path:
        """The type's folder."""
        return Path(str(sys.modules[cls.__module__].__file__)).parent

    @classmethod
    def scripts(cls) -> dict[str, Path]:
        """The ES modules in the type's folder, by their addresses relative to the site. Pages load `script.js`."""
        return _modules_in(cls.folder(), cls.slug())

    def anchors(self) -> dict[str, str]:
        """The ids that the block puts on its page, each with the words a link to it shows."""
        return {}

    def context(self, drawing: Drawing) -> dict[str, Any]:
        """What the template gets beside `block`, `page` and `words`."""
        return {}

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        """The block's part of the page's JSON-LD: nodes of schema.org types."""
        return ()

    def read_alone(self) -> Iterable[tuple[str, RichText]]:
        """The texts that many read without the rest of the page, each with its id: readability measures them apart."""
        return ()

    def facts_of_page(self, about: About) -> Mapping[str, Any]:
        """What the block adds to the node of the page itself, from what is true of the explainer."""
        return {}

    def search_entries(self, drawing: Drawing) -> Sequence[SearchEntry]:
        """The parts of the block that search should find and that are no headings."""
        return ()


class PageBlock(Block):
    """A block that is drawn from what the site and the page already hold, such as the list of sources."""

    def __init__(self, arguments: Sequence[str], catalog: Catalog) -> None:
        self.arguments, self.catalog = arguments, catalog


@dataclass(frozen=True, kw_only=True)
class ContentBlock(Block):
    """A block with a YAML file of its own in the explainer's folder. A file holds one, or a list of several."""

    most_arguments = 1  # its id

    # Where it stands from the start.
    is_usual: ClassVar[bool] = False  # true for a type that a new explainer has where nobody says which
    opens_new_pages: ClassVar[bool] = False  # true for a block that stands before the first heading of a new page
    heading: ClassVar[str] = ""  # above it on a new page, where that is not the name of its folder
    sheets: ClassVar[Sequence[str]] = ()  # which of the sheets an explainer gets that has such a block

    # Its parts.
    entry_list: ClassVar[str] = ""  # the field that lists those that can be linked to, where there are any
    entry_label: ClassVar[str] = ""  # the field of such a part that gives a link to it its words
    keeps_names: ClassVar[bool] = False  # true where others link to them: each may have `aliases`, earlier ids
    defines_terms: ClassVar[bool] = False  # true for a type that others need where they speak of concepts

    id: Located | None = field(
        Identifier(),
        "The block's lasting name, needed where a file holds several: a page places it by this name.",
        example="main",
        optional=True,
    )
    title: Located | None = field(
        Text(most=80),
        "A heading above the block. Leave it out where the page has a heading of its own there.",
        example="In short",
        optional=True,
    )

    @classmethod
    def file_name(cls) -> str:
        """The name of the type's file in the folder of an explainer."""
        return f"{cls.slug()}.yml"

    @classmethod
    def starter(cls) -> str:
        """What a new file of the type holds: `starter.yml` in its folder, or the examples of its required fields."""
        path = cls.folder() / "starter.yml"
        return path.read_text(encoding="utf-8") if path.is_file() else f"{required_example(cls)}\n"

    @classmethod
    def name_in_words(cls) -> str:
        """What readers may call such a block."""
        return cls.heading or cls.type_name().replace("_", " ").capitalize()

    @property
    def anchor(self) -> str:
        return f"block-{self.slug()}-{self.id}" if self.id else f"block-{self.slug()}"

    def lasting_name(self, explainer: str = "") -> str:
        """The block's name in the whole site, or in its explainer: that, its type, and its id where it has one."""
        return "/".join(filter(None, (explainer, self.slug(), self.id)))

    def defines(self) -> Sequence[Concept]:
        """The concepts that the block defines, so that texts can link to them as terms."""
        return ()

    def asked(self) -> Sequence[Asked]:
        """The questions that the block marks up for machines: no two of the site are the same."""
        return ()

    def questionnaire(self) -> Questionnaire | None:
        """What readers' saved answers are tied to, where the block asks for answers that are saved."""
        return None

    def entries(self) -> Sequence[Any]:
        """The parts of the block that can be linked to: records with an `id`."""
        return getattr(self, self.entry_list) if self.entry_list else ()

    def entry_anchor(self, entry: Any) -> str:
        return f"{self.slug()}-{entry.id}"

    def old_anchors(self, entry: Any) -> list[str]:
        """The ids that a part had on its page before, where the type keeps names."""
        return [f"{self.slug()}-{alias}" for alias in entry.aliases or ()]

    def anchors(self) -> dict[str, str]:
        own = {self.anchor: self.title or self.name_in_words()}
        return own | {self.entry_anchor(entry): getattr(entry, self.entry_label) for entry in self.entries()}
