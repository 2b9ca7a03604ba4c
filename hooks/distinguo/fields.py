"""Checks YAML nodes against a shape (a dataclass of documented fields) and makes typed values of them.

A shape is written once, beside the words that explain it to an editor:

    @dataclass(frozen=True, kw_only=True)
    class Question:
        id: Located = field(Identifier(), "The question's lasting name.")
        answer: RichText = field(Markdown(most_words=60), "The answer.", optional=True)

`read_record` goes through all fields and adds every mistake it meets to the reading's problems.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import rich_text
from .addresses import is_docs_file, is_identifier, is_safe_address
from .problems import START_OF_FILE, Problem, Span, choices, did_you_mean, lines
from .reading import Mapping, Node, Scalar, Sequence

Shape = type[Any]


class _Invalid:
    """Stands for a value whose mistake has been told; false, so that `if value` passes it over."""

    def __bool__(self) -> bool:
        return False


INVALID: Any = _Invalid()


class Located(str):
    """A text that remembers where it was typed."""

    span: Span

    def __new__(cls, text: str, span: Span = START_OF_FILE) -> Located:
        located = super().__new__(cls, text)
        located.span = span
        return located


class Day(date):
    """A date that remembers where it was typed."""

    span: Span

    def for_machines(self) -> str:
        """The day as search engines want it, with a time and a zone: 2026-11-24T00:00:00+00:00."""
        return f"{self.isoformat()}T00:00:00+00:00"


class Number(int):
    """A whole number that remembers where it was typed."""

    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in one place that must exist in another: `kind` says among what (`source`, `concept` …)."""

    kind: str
    name: str
    file: str
    explainer: str  # the explainer that `file` belongs to, or an empty text
    span: Span
    path: str


class Reading:
    """One file while it is read: where its problems go, and the references to be looked up afterwards."""

    def __init__(self, file: str, problems: list[Problem], references: list[Reference], explainer: str = "") -> None:
        self.file, self.explainer = file, explainer
        self.problems, self._references = problems, references

    def problem(self, span: Span, path: str, title: str, help: str = "", is_warning: bool = False) -> Any:
        """Tell a problem; gives `INVALID`, to be returned in place of a value."""
        self.problems.append(Problem(self.file, span, title, path, help, is_warning))
        return INVALID

    def refer(self, kind: str, name: str, span: Span, path: str) -> None:
        """Note that `name` must exist among the things of this `kind`."""
        self._references.append(Reference(kind, name, self.file, self.explainer, span, path))


def field(kind: Kind, about: str, *, example: str = "", optional: bool = False, key: str = "") -> Any:
    """A dataclass field read by `kind`; `about` and `example` are the documentation that editors get.

    `example` is a value as one types it, in YAML; one of several lines stands below the field's name. `key` is its
    name in YAML where Python cannot have it (`from`).
    """
    metadata = {"kind": kind, "about": about, "example": example, "key": key}
    if optional:
        return dataclasses.field(default=None, metadata=metadata)
    return dataclasses.field(metadata=metadata)


def as_typed(name: str, example: str) -> str:
    """The field `name` with its `example`, as an editor types it."""
    return f"{name}:\n{textwrap.indent(example, '  ')}" if "\n" in example else f"{name}: {example}"


class Kind:
    """One way to read a node. `read` gives the value, or tells the problem and gives `INVALID`.

    `in_words` tells an editor what is wanted and within what limits, as a phrase: `a text of at most 60 characters`.
    """

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        raise TypeError(f"{type(self).__name__} does not read")

    def in_words(self) -> str:
        raise TypeError(f"{type(self).__name__} says nothing of itself")


class OneText(Kind):
    """A kind whose value is made of one text; `convert` makes it."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        if not isinstance(node, Scalar):
            return reading.problem(node.span, path, f"{_label(path)} should be a text, not {_found(node)}")
        text = node.text.strip()
        if node.is_empty or not text:
            return reading.problem(node.span, path, f"{_label(path)} is empty")
        return self.convert(text, node.span, path, reading)

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        return Located(text, span)


class Text(OneText):
    """Plain text on one line; white space is folded. Lengths are in characters."""

    def __init__(self, least: int = 1, most: int = 200) -> None:
        self.least, self.most = least, most

    def in_words(self) -> str:
        return f"a text of {_limits(self.least, self.most)} characters"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        folded = " ".join(text.split())
        if not self.least <= len(folded) <= self.most:
            title = f"{_label(path)} has {len(folded)} characters; it should have {_limits(self.least, self.most)}"
            return reading.problem(span, path, title)
        return Located(folded, span)


class Markdown(OneText):
    """Text in the Markdown of content files (see `rich_text`); `inline` admits one paragraph only."""

    def __init__(self, *, inline: bool = False, most_words: int = 120) -> None:
        self.inline, self.most_words = inline, most_words

    def in_words(self) -> str:
        one = ", in one paragraph" if self.inline else ""
        return f"Markdown of at most {self.most_words} words{one}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        rich = rich_text.parse(text, inline=self.inline)
        for fault in rich.faults:
            reading.problem(span, path, fault.title, fault.help, fault.is_warning)
        words = len(rich.plain().split())
        if words > self.most_words:
            title = f"{_label(path)} has {words} words; it should have at most {self.most_words}"
            reading.problem(span, path, title)
        for kind, name in rich.references:
            reading.refer(kind, name, span, path)
        return rich


class Identifier(OneText):
    """A lasting name: lower-case letters and digits in words joined by hyphens, at most 60 characters."""

    def in_words(self) -> str:
        return "an id: lower-case words joined by hyphens"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_identifier(text):
            help = "Use lower-case letters, digits and single hyphens, as in `trust-and-safety`; at most 60 characters."
            return reading.problem(span, path, f"{_label(path)} cannot be “{text}”", help)
        return Located(text, span)


class ReferenceTo(OneText):
    """The identifier of something that stands elsewhere; looked up when everything has been read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def in_words(self) -> str:
        return f"the id of {'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_identifier(text):
            help = "An id is lower-case words joined by hyphens, such as `section-relate` or `mayer-1995`."
            return reading.problem(span, path, f"{_label(path)} should be the id of a {self.kind}, not “{text}”", help)
        reading.refer(self.kind, text, span, path)
        return Located(text, span)


class Date(OneText):
    """A day, year first (ISO 8601): 2026-11-24."""

    def in_words(self) -> str:
        return "a date, year first"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        try:
            day = Day.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "")
        except ValueError:
            title = f"{_label(path)} should be a date like 2026-11-24, not “{text}”"
            return reading.problem(span, path, title, "Write the year first, then month and day.")
        day.span = span
        return day


class WholeNumber(OneText):
    """A whole number from `least` to `most`."""

    def __init__(self, least: int = 1, most: int = 1000) -> None:
        self.least, self.most = least, most

    def in_words(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not re.fullmatch("[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            title = f"{_label(path)} should be a whole number from {self.least} to {self.most}, not “{text}”"
            return reading.problem(span, path, title)
        number = Number(text)
        number.span = span
        return number


class Flag(OneText):
    """Yes or no, as `true` or `false`."""

    def in_words(self) -> str:
        return "`true` or `false`"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in ("true", "false"):
            return reading.problem(span, path, f"{_label(path)} should be true or false, not “{text}”")
        return text == "true"


class Choice(OneText):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def in_words(self) -> str:
        return f"one of {', '.join(f'`{word}`' for word in self.words)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in self.words:
            help = lines(did_you_mean(text, self.words), f"Choose one of: {', '.join(self.words)}")
            return reading.problem(span, path, f"{_label(path)} cannot be “{text}”", help)
        return Located(text, span)


class Pattern(OneText):
    """A text of a fixed form, such as a color or a DOI."""

    def __init__(self, pattern: str, wanted: str) -> None:
        self.pattern, self.wanted = pattern, wanted

    def in_words(self) -> str:
        return self.wanted

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not re.fullmatch(self.pattern, text):
            return reading.problem(span, path, f"{_label(path)} should be {self.wanted}, not “{text}”")
        return Located(text, span)


class WebAddress(OneText):
    """An https address, or with `mail` also a `mailto:` one."""

    def __init__(self, *, mail: bool = False) -> None:
        self.schemes = ("https", "mailto") if mail else ("https",)

    def in_words(self) -> str:
        return f"a full address that starts with {' or '.join(f'`{scheme}:`' for scheme in self.schemes)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_safe_address(text, self.schemes):
            wanted = " or ".join(f"{scheme}:" for scheme in self.schemes)
            title = f"{_label(path)} should be a full address that starts with {wanted}, not “{text}”"
            return reading.problem(span, path, title)
        return Located(text, span)


class DocsFile(OneText):
    """The path of a file in the site's `docs` folder, such as `assets/logo.svg`."""

    def in_words(self) -> str:
        return "the path of a file in the folder `docs`"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_docs_file(text):
            title = f"{_label(path)} should be the path of a file in docs, like assets/logo.svg, not “{text}”"
            return reading.problem(span, path, title)
        reading.refer("file", text, span, path)
        return Located(text, span)


class Record(Kind):
    """A group of fields, as the `shape` describes it."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def in_words(self) -> str:
        return "a group of fields"

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        return read_record(self.shape, node, path, reading)


class ListOf(Kind):
    """A list of `least` to `most` entries; entries with an `id` must differ in it."""

    def __init__(self, kind: Kind, least: int = 1, most: int = 100) -> None:
        self.kind, self.least, self.most = kind, least, most

    def in_words(self) -> str:
        limits = self.least if self.least == self.most else _limits(self.least, self.most)
        return f"a list of {limits} entries, each {self.kind.in_words()}"

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        if not isinstance(node, Sequence):
            title = f"{_label(path)} should be a list (lines that start with a dash), not {_found(node)}"
            return reading.problem(node.span, path, title)
        count = len(node.items)
        if not self.least <= count <= self.most:
            entries = "1 entry" if count == 1 else f"{count} entries"
            title = f"{_label(path)} has {entries}; it should have {self.least} to {self.most}"
            reading.problem(node.span, path, title)
        values = [self.kind.read(item, f"{path} {n}", reading) for n, item in enumerate(node.items, 1)]
        refuse_repeated(values, path, reading)
        return [value for value in values if value is not INVALID]


class TextsBy(Kind):
    """A text for each of several identifiers: `name: text` lines."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def in_words(self) -> str:
        return f"`name: value` lines, each value {self.kind.in_words()}"

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        if not isinstance(node, Mapping):
            title = f"{_label(path)} should be a group of `name: text` lines, not {_found(node)}"
            return reading.problem(node.span, path, title)
        values = {
            Identifier().read(key, path, reading): self.kind.read(value, f"{path} › {key.text}", reading)
            for key, value in node.entries
        }
        return INVALID if INVALID in values or INVALID in values.values() else values


def read_record(shape: Shape, node: Node, path: str, reading: Reading) -> Any:
    """An instance of `shape` from the fields in `node`, or `INVALID` with every mistake told.

    A shape with a method `check(reading)` tells by it what only the whole record shows.
    """
    if not isinstance(node, Mapping):
        title = f"{_label(path)} should be a group of fields (`name: value` lines), not {_found(node)}"
        return reading.problem(node.span, path, title)
    fields = named_fields(shape)
    values: dict[str, Any] = {}
    unknown: list[Scalar] = []
    for key, value in node.entries:
        if key.text not in fields:
            unknown.append(key)
            continue
        inner = f"{path} › {key.text}" if path else key.text
        if isinstance(value, Scalar) and value.is_empty and not is_required(fields[key.text]):
            continue
        values[key.text] = fields[key.text].metadata["kind"].read(value, inner, reading)
    missing = [name for name, f in fields.items() if name not in values and is_required(f)]
    for key in unknown:
        unused = [name for name in fields if name not in values]
        hint = did_you_mean(key.text, unused)
        missing = [name for name in missing if f"`{name}`" not in hint]
        help = lines(hint, f"Fields allowed here: {', '.join(fields)}")
        reading.problem(key.span, path, f"There is no field called `{key.text}`", help)
    for name in missing:
        where = f" from {path}" if path else ""
        reading.problem(node.span, path, f"`{name}` is missing{where}", _how_to_add(name, fields[name]))
    if unknown or missing or INVALID in values.values():
        return INVALID
    record = shape(**{fields[name].name: value for name, value in values.items()})
    if hasattr(record, "check"):
        record.check(reading)
    return record


def named_fields(shape: Shape) -> dict[str, dataclasses.Field[Any]]:
    """The fields of `shape` that an editor can write, by their names in YAML."""
    return {f.metadata["key"] or f.name: f for f in dataclasses.fields(shape) if "kind" in f.metadata}


def check_cells(
    cells: Collection[Located], wanted: Collection[Located], whose: str, place: Located, reading: Reading
) -> None:
    """Tell which of the `wanted` names have no cell, and which cells have other names.

    `whose` names the owner of the cells in a sentence; `place` is its id.
    """
    path = f"{place} › cells"
    missing = [name for name in wanted if name not in cells]
    for name in (name for name in cells if name not in wanted):
        hint = did_you_mean(name, missing)
        missing = [other for other in missing if f"`{other}`" not in hint]
        help = lines(hint, choices(wanted))
        reading.problem(name.span, path, f"{whose} has a cell for `{name}`, which is not in the table", help)
    for name in missing:
        title = f"{whose} says nothing about `{name}`"
        reading.problem(next(iter(cells), place).span, path, title, f"Add a line under cells: {name}: …")


def refuse_repeated(values: Iterable[Any], path: str, reading: Reading) -> None:
    """Tell every second use of an identifier among `values`: records with an `id`, or identifiers."""
    seen: dict[str, Located] = {}
    for value in values:
        name = value if isinstance(value, Located) else getattr(value, "id", None)
        if isinstance(name, Located) and seen.setdefault(name, name) is not name:
            title = f"“{name}” is used twice; the first is on line {seen[name].span.line}"
            reading.problem(name.span, path, title, "Give each entry a name of its own.")


def _how_to_add(name: str, missing: dataclasses.Field[Any]) -> str:
    kind = missing.metadata["kind"]
    if isinstance(kind, Record):
        return (
            f"Add a line: {name}: and below it, indented: {', '.join(f.name for f in dataclasses.fields(kind.shape))}"
        )
    typed = as_typed(name, missing.metadata["example"] or "…")
    return f"Add these lines:\n{typed}" if "\n" in typed else f"Add a line: {typed}"


def is_required(f: dataclasses.Field[Any]) -> bool:
    """Whether every record must have the field."""
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def _limits(least: int, most: int) -> str:
    return f"at most {most}" if least <= 1 else f"{least} to {most}"


def _found(node: Node) -> str:
    return {Scalar: "a text", Sequence: "a list", Mapping: "a group of fields"}[type(node)]


def _label(path: str) -> str:
    return f"`{path.rpartition(' › ')[2]}`" if path else "This file"
