"""Field reference: every content file, every field in it and every placement, drawn from the model itself."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ...fields import (
    Kind,
    ListOf,
    Record,
    Shape,
    as_entry,
    as_typed,
    is_required,
    named_fields,
    required_example,
)
from ...text import rich_text
from ...text.placements import INLINE
from ...text.rich_text import RichText
from ..base import Catalog, ContentBlock, Drawing, PageBlock

GROUPS = ("site", "explainer", "page", "placements")  # the parts of the reference, in order
_USUAL = {"sources.yml": ("published_in", "doi")}  # optional fields that hardly any entry goes without


@dataclass(frozen=True)
class Field:
    """A field as editors see it: its name, what it is for, what it takes, an example as typed, and those within it."""

    name: str
    anchor: str
    is_required: bool
    about: RichText
    takes: RichText
    example: str  # empty where the fields within it, or the words, show enough
    is_list: bool  # whether it holds a list of the fields within it
    fields: list[Field]


@dataclass(frozen=True)
class File:
    """A kind of file: its name, where it stands, what it is for, what places it, and its fields."""

    name: str
    anchor: str
    paths: list[str]  # where it stands: the site and an explainer can both have one
    purpose: RichText
    placement: str  # empty where no page places it
    is_list: bool
    example: str  # the shortest whole one; empty where a command writes the file
    fields: list[Field]


@dataclass(frozen=True)
class Call:
    """A placement as it is typed, what it draws and from which file, if any, and whether it needs an explainer."""

    typed: str
    anchor: str
    about: RichText
    file: File | None
    needs_explainer: bool


class FieldReference(PageBlock):
    """Every file with its fields, and every placement: the reference for editors."""

    needs_explainer = False

    def anchors(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        for file in files(self.catalog):
            fields[file.anchor] = file.name
            fields |= {field.anchor: field.name for field in _all_fields(file.fields)}
        groups = {self.group_anchor(name): name.capitalize() for name in GROUPS}
        return groups | fields | {call.anchor: call.typed for call in calls(self.catalog)}

    def group_anchor(self, group: str) -> str:
        return f"{_PREFIX}-group-{group}"

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {
            "groups": {name: list(group) for name, group in groupby(files(self.catalog), key=_group)},
            "calls": calls(self.catalog),
        }


def files(catalog: Catalog) -> Iterator[File]:
    """Every kind of file that an editor writes, in the order of the page."""
    paths: dict[str, list[str]] = defaultdict(list)
    for path in catalog.files:
        paths[_name(path)].append(path)
    for name, places in paths.items():
        yield _file(name, places, catalog.files[places[0]])


def calls(catalog: Catalog) -> Iterator[Call]:
    """Every placement: those of the blocks, and those within a sentence."""
    by_name = {file.name: file for file in files(catalog)}
    for shape in catalog.types.values():
        file = by_name.get(shape.file_name()) if issubclass(shape, ContentBlock) else None
        anchor, about = f"{_PREFIX}-placements-{shape.slug()}", _words(shape.__doc__ or "")
        yield Call(shape.placement(), anchor, about, file, shape.needs_explainer)
    for name, inline in INLINE.items():
        yield Call(inline.example, f"{_PREFIX}-placements-{name}", _words(inline.about), None, needs_explainer=False)


_PREFIX = FieldReference.slug()


def _name(path: str) -> str:
    """The name of a file; where editors choose that, the name of its folder, or `page.md` for what stands in docs."""
    *_, folder, file = path.split("/")
    return folder if file.startswith("<") and folder != "docs" else re.sub("[<>]", "", file)


def _group(file: File) -> str:
    path = file.paths[0]
    return "page" if path.startswith("docs/") else "explainer" if path.startswith("content/<explainer>/") else "site"


def _file(name: str, paths: list[str], kind: Kind) -> File:
    shape, is_list = _inner_shape(kind)
    assert shape, "every file holds records"
    anchor = f"{_PREFIX}-{name.partition('.')[0]}"
    placement = shape.placement() if issubclass(shape, ContentBlock) else ""
    example = _example(name, shape, is_list)
    return File(name, anchor, paths, _words(shape.__doc__ or ""), placement, is_list, example, _fields(shape, anchor))


def _example(name: str, shape: Shape, is_list: bool) -> str:
    """A file as short as it can be: what a new one of a block holds, or the examples of the fields it must have."""
    if issubclass(shape, ContentBlock):
        return shape.starter().rstrip()
    fields = required_example(shape, *_USUAL.get(name, ()))
    return f"---\n{fields}\n---" if name.endswith(".md") else as_entry(fields) if is_list else fields


def _fields(shape: Shape, within: str) -> list[Field]:
    return [_field(name, field, f"{within}-{name.replace('_', '-')}") for name, field in named_fields(shape).items()]


def _field(name: str, field: dataclasses.Field[Any], anchor: str) -> Field:
    kind, example = field.metadata["kind"], field.metadata["example"]
    shape, is_list = _inner_shape(kind)
    takes = kind.in_words()
    return Field(
        name=name,
        anchor=anchor,
        is_required=is_required(field),
        about=_words(field.metadata["about"]),
        takes=_words(f"{takes[0].upper()}{takes[1:]}."),
        example=as_typed(name, example) if example else "",
        is_list=is_list,
        fields=_fields(shape, anchor) if shape else [],
    )


def _inner_shape(kind: Kind) -> tuple[Shape | None, bool]:
    """The shape of the records that `kind` reads, where it reads any, and whether it reads a list of them."""
    inner = kind.kind if isinstance(kind, ListOf) else kind
    return (inner.shape if isinstance(inner, Record) else None), isinstance(kind, ListOf)


def _all_fields(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all_fields(field.fields)


def _words(text: str) -> RichText:
    return rich_text.parse(text, inline=True)
