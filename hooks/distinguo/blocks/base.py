"""What all block types have in common."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ..fields import Identifier, Located, Text, field, required_example

if TYPE_CHECKING:
    from ..drawing import Drawing, SearchEntry


class Block:
    """A block that is drawn from what the site and the page already hold, such as the list of sources."""

    most_arguments: ClassVar[int] = 0  # how many texts its placement takes
    argument_kind: ClassVar[str] = ""  # what each of them names (`explainer` …), where it is not the block itself
    needs_explainer: ClassVar[bool] = True  # false for a block that any page can place
    is_optional: ClassVar[bool] = False  # true for a block whose placement shows nothing where there is no file
    is_drawn_last: ClassVar[bool] = False  # true for a block that tells what the rest of the page did

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments

    @classmethod
    def type_name(cls) -> str:
        """The name of the type's folder, which is also the name of its placement."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def slug(cls) -> str:
        """The type's name as it stands in file names, CSS classes and ids."""
        return cls.type_name().replace("_", "-")

    @classmethod
    def folder(cls) -> Path:
        """The type's folder."""
        return Path(sys.modules[cls.__module__].__file__).parent

    @classmethod
    def scripts(cls) -> dict[str, Path]:
        """The ES modules in the type's folder, by their addresses relative to the site. Pages load `script.js`."""
        return {f"assets/{cls.slug()}/{path.name}": path for path in sorted(cls.folder().glob("*.js"))}

    def anchors(self) -> dict[str, str]:
        """The ids that the block puts on its page, each with the words a link to it shows."""
        return {}

    def context(self, drawing: Drawing) -> dict[str, Any]:
        """What the template gets beside `block`, `page` and `words`."""
        return {}

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        """The block's part of the page's JSON-LD: nodes of schema.org types."""
        return ()

    def search_entries(self, drawing: Drawing) -> Sequence[SearchEntry]:
        """The parts of the block that search should find and that are no headings."""
        return ()


@dataclass(frozen=True, kw_only=True)
class ContentBlock(Block):
    """A block with a YAML file of its own in the explainer's folder. A file holds one, or a list of several."""

    most_arguments = 1  # its id
    entry_list: ClassVar[str] = ""  # the field that lists the parts that can be linked to, where there are any
    entry_label: ClassVar[str] = ""  # the field of such a part that gives a link to it its words

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
    def starter(cls) -> str:
        """What a new file of the type holds: `starter.yml` in its folder, or the examples of its required fields."""
        path = cls.folder() / "starter.yml"
        return path.read_text(encoding="utf-8") if path.is_file() else f"{required_example(cls)}\n"

    @property
    def anchor(self) -> str:
        return f"block-{self.slug()}-{self.id}" if self.id else f"block-{self.slug()}"

    def entries(self) -> Sequence[Any]:
        """The parts of the block that can be linked to: records with an `id`."""
        return getattr(self, self.entry_list) if self.entry_list else ()

    def entry_anchor(self, entry: Any) -> str:
        return f"{self.slug()}-{entry.id}"

    def anchors(self) -> dict[str, str]:
        own = {self.anchor: self.title or self.slug().replace("-", " ").capitalize()}
        return own | {self.entry_anchor(entry): getattr(entry, self.entry_label) for entry in self.entries()}
