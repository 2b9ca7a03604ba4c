"""The block types that a page can place. A type is the folder of its name, and a line here.

In the folder: `__init__.py` (its shape: a class named like the folder, `key_points` → `KeyPoints`),
`template.html`, `examples.yml` (its documentation and its tests), `style.css` if it needs one, and
`script.js`, an ES module, if it does more than stand there; that may import its neighbors.
Its YAML file, its CSS class and the ids on the page carry the same name, with hyphens.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from .base import Block, ContentBlock

FOLDER = Path(__file__).parent
_NAMES = (
    "key_points",
    "definitions",
    "comparison",
    "cases",
    "misconceptions",
    "relation",
    "stages",
    "steps",
    "faq",
    "self_check",
    "knowledge_check",
    "call_to_action",
    "related_pages",
    "sources",
    "cite_this_page",
    "review_note",
    "explainers",
    "field_reference",
)


def _load(name: str) -> type[Block]:
    shape: type[Block] = getattr(import_module(f"{__name__}.{name}"), name.title().replace("_", ""))
    return shape


TYPES: dict[str, type[Block]] = {name: _load(name) for name in _NAMES}
FILES: dict[str, type[ContentBlock]] = {
    block.file_name(): block for block in TYPES.values() if issubclass(block, ContentBlock)
}
LIST_OF_SOURCES = next(block for block in TYPES.values() if block.lists_sources)
LIST_OF_EXPLAINERS = next(block for block in TYPES.values() if block.lists_explainers)
