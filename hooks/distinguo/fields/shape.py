"""What a shape (a dataclass of documented fields) says of its fields → what an editor is told to type.

A shape is written once, beside the words that explain it to an editor:

    @dataclass(frozen=True, kw_only=True)
    class Question:
        id: Located = field(Identifier(), "The question's lasting name.")
        answer: RichText = field(Markdown(most_words=60), "The answer.", optional=True)
"""

from __future__ import annotations

import dataclasses
import textwrap
from functools import cache
from types import MappingProxyType
from typing import Any

from ..base.problems import lines
from ..text.nodes import Node
from .reading import Reading

Shape = type


class Kind:
    """One way to read a node. `read` gives the value, or tells the problem and gives `INVALID`.

    `in_words` tells an editor what is wanted and within what limits, as a phrase: `a text of at most 60 characters`.
    `example` is what stands behind the colon where the field has no example of its own.
    """

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        raise TypeError(f"{type(self).__name__} does not read")

    def in_words(self) -> str:
        raise TypeError(f"{type(self).__name__} says nothing of itself")

    def example(self) -> str:
        return " …"


def field(kind: Kind, about: str, *, example: str = "", optional: bool = False, key: str = "") -> Any:
    """A dataclass field read by `kind`; `about` and `example` are the documentation that editors get.

    `example` is a value as one types it, in YAML; one of several lines stands below the field's name. `key` is its
    name in YAML where Python cannot have it (`from`).
    """
    metadata = {"kind": kind, "about": about, "example": example, "key": key}
    if optional:
        return dataclasses.field(default=None, metadata=metadata)
    return dataclasses.field(metadata=metadata)


@cache
def named_fields(shape: Shape) -> MappingProxyType[str, dataclasses.Field[Any]]:
    """The fields of `shape` that an editor can write, by their names in YAML."""
    fields = {f.metadata["key"] or f.name: f for f in dataclasses.fields(shape) if "kind" in f.metadata}
    return MappingProxyType(fields)


@cache
def required_fields(shape: Shape) -> tuple[str, ...]:
    """The names in YAML of the fields that every record of `shape` must have."""
    return tuple(name for name, f in named_fields(shape).items() if is_required(f))


def is_required(f: dataclasses.Field[Any]) -> bool:
    """Whether every record must have the field."""
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def as_typed(name: str, example: str) -> str:
    """The field `name` with its `example`, as an editor types it."""
    return f"{name}:\n{textwrap.indent(example, '  ')}" if "\n" in example else f"{name}: {example}"


def whole_example(name: str, f: dataclasses.Field[Any]) -> str:
    """The field `name` as an editor types it, with its example or, below it, those of the fields it must have."""
    example = f.metadata["example"]
    return as_typed(name, example) if example else f"{name}:{f.metadata['kind'].example()}"


def required_example(shape: Shape, *more: str) -> str:
    """The fields that every record of this `shape` must have, and those called `more`, with their examples."""
    fields = named_fields(shape).items()
    return "\n".join(whole_example(name, f) for name, f in fields if is_required(f) or name in more)


def as_entry(fields: str) -> str:
    """The lines of a record as those of one entry of a list."""
    return f"- {textwrap.indent(fields, '  ')[2:]}"


def how_to_add(name: str, missing: dataclasses.Field[Any]) -> str:
    """How to add the `missing` field: an example, which the words call one so that nobody takes it for the text."""
    typed = whole_example(name, missing)
    return _such_as("Add lines such as:" if "\n" in typed else "Add a line such as:", typed)


def how_to_fill(name: str, f: dataclasses.Field[Any]) -> str:
    """How to give the field a value: what it is for, and an example."""
    return lines(what_it_is(f), _such_as("For example:", whole_example(name, f)))


def what_it_is(f: dataclasses.Field[Any]) -> str:
    """What the field is for, in words for an editor."""
    words: str = f.metadata["about"]
    return words


def _such_as(words: str, typed: str) -> str:
    """The `words`, and behind or below them an example as it is typed."""
    between = "\n" if "\n" in typed else "   "
    return f"{words}{between}{typed}"
