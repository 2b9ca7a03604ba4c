"""The kinds that hold others: a group, a list or `name: text` lines → typed values, and what is missing or misspelt.

`read_record` goes through all fields and adds every mistake it meets to the reading's problems.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from itertools import takewhile
from typing import Any

from ..base.problems import START_OF_FILE, Fix, Span, lines, nearest, shown
from ..text.nodes import Mapping, Node, Scalar, Sequence
from ..text.quoting import quoted
from .misplaced import tell_not_indented, tell_swallowed, tell_too_far_left
from .names import refuse_repeated
from .reading import INVALID, Lack, Reading
from .shape import (
    Kind,
    Shape,
    as_entry,
    how_to_add,
    how_to_fill,
    is_required,
    named_fields,
    required_example,
    required_fields,
    what_it_is,
)
from .values import Identifier
from .wording import form, subject, within

_TORN_NAME = re.compile(r"([a-z][a-z0-9_-]*)(:| )\S")
_MOST_UNKNOWN = 100  # names of one record that are no fields: nobody reads on, and each takes its time


class Record(Kind):
    """A group of fields, as the `shape` describes it."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def in_words(self) -> str:
        return "a group of fields"

    def example(self) -> str:
        return _below(required_example(self.shape))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        return read_record(self.shape, node, path, reading)


class ListOf(Kind):
    """A list of `least` to `most` entries; entries with an `id` must differ in it. `fewer` says what else to do with
    more of them, where anything can be done."""

    def __init__(self, kind: Kind, least: int = 1, most: int = 100, fewer: str = "") -> None:
        self.kind, self.least, self.most, self.fewer = kind, least, most, fewer

    def in_words(self) -> str:
        limits = self.least if self.least == self.most else within(self.least, self.most)
        return f"a list of {limits} entries, each {self.kind.in_words()}"

    def example(self) -> str:
        return _below(as_entry(textwrap.dedent(self.kind.example()).strip()))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        if not isinstance(node, Sequence):
            return _refuse_no_list(node, path, reading)
        count = len(node.items)
        if not self.least <= count <= self.most:
            entries = "1 entry" if count == 1 else f"{count} entries"
            title = f"{subject(path)} has {entries}; it should have {self.least} to {self.most}"
            help = self.fewer if count > self.most else ""
            reading.problem("wrong-number", node.span, path, title, help)
        values = [self.kind.read(item, _entry_path(path, n, item), reading) for n, item in enumerate(node.items, 1)]
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
            title = f"{subject(path)} should be a group of `name: text` lines, not {form(node)}"
            return reading.problem("not-a-group", node.span, path, title)
        before = len(reading.like_fields)
        values = {
            Identifier().read(key, path, reading): self.kind.read(value, f"{path} › {shown(key.text)}", reading)
            for key, value in node.entries
        }
        names = {line.name for line in reading.like_fields[before:] if line.typed.endswith((">-", ">", "|", "|-"))}
        if names and tell_swallowed(names, node, path, len(reading.problems), reading):
            return INVALID
        return INVALID if INVALID in values or INVALID in values.values() else values


def read_record(shape: Shape, node: Node, path: str, reading: Reading) -> Any:
    """An instance of `shape` from the fields in `node`, or `INVALID` with every mistake told.

    A shape with a method `check(reading)` tells by it what only the whole record shows.
    """
    if not isinstance(node, Mapping):
        title = f"{subject(path)} should be a group of fields (`name: value` lines), not {form(node)}"
        help = f"Its fields: {', '.join(named_fields(shape))}"
        return reading.problem("not-a-group", node.span, path, title, help)
    return _RecordReader(shape, node, path, reading).read()


class _RecordReader:
    """Reads one record: finds the field that each name means, reads the values, and tells what is missing."""

    def __init__(self, shape: Shape, node: Mapping, path: str, reading: Reading) -> None:
        self.shape, self.node, self.path, self.reading = shape, node, path, reading
        self.fields = named_fields(shape)
        self.before = len(reading.problems)
        self.given = {key.text: value for key, value in node.entries if key.text in self.fields}
        # Names that are no fields and their values, each with the name that was probably meant.
        self.unknown: list[tuple[Scalar, Node, str]] = []

    def read(self) -> Any:
        if len(self.given) < len(self.node.entries):
            self._match_unknown()
            self._tell_children_of_empty_groups()
        values = self._read_values()
        is_whole = all([self._tell_unknown(*unknown) for unknown in self.unknown])
        missing = [name for name in required_fields(self.shape) if name not in self.given]
        if missing or self.reading.like_fields:
            self._tell_missing(missing)
        if missing or not is_whole or any(value is INVALID for value in values.values()):
            return INVALID
        record = self.shape(**values)
        if hasattr(record, "check"):
            self._check_whole(record)
        return record

    def _match_unknown(self) -> None:
        """What stands behind a misspelt name counts as the value of the field: so it is checked in the same run."""
        for key, value in self.node.entries:
            if key.text in self.fields or (not key.text and self._is_told(key)):
                continue  # the second is no plain word
            absent = [name for name in self.fields if name not in self.given]
            torn = _TORN_NAME.match(key.text)
            near = torn[1] if torn and torn[1] in absent else nearest(key.text, absent)
            if near:
                self.given[near] = INVALID if torn else value
            self.unknown.append((key, value, near))
            if len(self.unknown) == _MOST_UNKNOWN:
                break

    def _is_told(self, key: Scalar) -> bool:
        return any(problem.span == key.span for problem in self.reading.problems)

    def _tell_children_of_empty_groups(self) -> None:
        """Names that are no fields right below an empty group are what should be in it."""
        strange = [key for key, _, _ in self.unknown]
        for place, (key, value) in enumerate(self.node.entries):
            kind = self.fields[key.text].metadata["kind"] if key.text in self.fields else None
            if not isinstance(kind, Record | TextsBy) or not isinstance(value, Scalar) or not value.is_empty:
                continue
            below = (name for name, _ in self.node.entries[place + 1 :])
            children = [*takewhile(lambda child: child in strange, below)]
            if children:
                tell_not_indented(key, children, self.path, self.reading)
                self.given[key.text] = INVALID
                self.unknown = [unknown for unknown in self.unknown if unknown[0] not in children]

    def _read_values(self) -> dict[str, Any]:
        """The values by the names of the fields in Python; empty ones that may be left out are."""
        values: dict[str, Any] = {}
        for name, node in self.given.items():
            inner, f = f"{self.path} › {name}" if self.path else name, self.fields[name]
            if node is INVALID:
                values[f.name] = INVALID
            elif not isinstance(node, Scalar) or not node.is_empty:
                values[f.name] = f.metadata["kind"].read(node, inner, self.reading)
            elif is_required(f):
                values[f.name] = _refuse_empty(name, f, node, inner, self.reading)
        return values

    def _tell_unknown(self, key: Scalar, value: Node, near: str) -> bool:
        """Tell a name that is no field; false where the values of the record cannot be trusted."""
        if self.node.is_flow and isinstance(value, Scalar) and not value.text and " " in key.text:
            _refuse_comma(key, self.node, self.path, self.reading)
            return False
        if not near and tell_too_far_left(key, self.before, self.path, self.reading):
            return True
        if near and (torn := _TORN_NAME.match(key.text)):
            _refuse_torn_name(torn, key.span, self.path, self.reading)
            return False
        title = f"There is no field called `{shown(key.text)}`"
        if not key.text:
            title = "The name of a field is missing before this colon"
        help = f"Fields allowed here: {', '.join(self.fields)}"
        self.reading.suggest("unknown-field", key.span, self.path, title, help, near=near)
        return True

    def _tell_missing(self, missing: list[str]) -> None:
        absent = self.fields.keys() - self.given.keys()
        swallowed = tell_swallowed(absent, self.node, self.path, self.before, self.reading)
        for name in missing:
            if name not in swallowed:
                _refuse_missing(name, self.fields[name], self.node, self.path, self.reading)

    def _check_whole(self, record: Any) -> None:
        """Tell what only the whole record shows; where parts of it are wrong, without what may come of that."""
        has_errors = any(not problem.is_warning for problem in self.reading.problems[self.before :])
        record.check(self.reading.in_doubt() if has_errors else self.reading)


def _refuse_torn_name(torn: re.Match[str], span: Span, path: str, reading: Reading) -> None:
    """Tell that a colon, or the space behind it, is missing: `title "One: two"`, `title:"One: two"`."""
    end = span.column + len(torn[1])
    if torn[2] == ":":
        place, fix = Span(span.line, end, span.line, end + 1), Fix(Span(span.line, end + 1, span.line, end + 1), " ")
        title, label = "There must be a space after the colon", "add a space after this “:”"
        reading.problem("space-after-colon", place, path, title, label=label, fix=fix)
    else:
        place, fix = Span(span.line, span.column, span.line, end), Fix(Span(span.line, end, span.line, end), ":")
        title, label = "There must be a colon after the name of a field", f"write `{torn[1]}:`"
        reading.problem("missing-colon", place, path, title, label=label, fix=fix)


def _refuse_comma(key: Scalar, node: Mapping, path: str, reading: Reading) -> None:
    """Between braces a comma ends a text, and what follows is read as the name of a field."""
    texts = [value for name, value in node.entries if name.span < key.span and isinstance(value, Scalar) and value.text]
    title = "A text that holds a comma needs quotes between { and }"
    help = f"YAML takes “{shown(key.text)}” for the name of a field."
    fix = None
    if texts and texts[-1].span.line == key.span.end_line and not texts[-1].is_quoted:
        whole = Span(texts[-1].span.line, texts[-1].span.column, key.span.end_line, key.span.end_column)
        fix = Fix(whole, quoted(reading.raw(whole)))
    label = "this belongs to the text before the comma"
    reading.problem("needs-quotes", key.span, path, title, help, label=label, fix=fix)


def _refuse_missing(name: str, missing: dataclasses.Field[Any], node: Mapping, path: str, reading: Reading) -> None:
    title = f"`{name}` is missing from {path}" if path else f"`{name}` is missing"
    if path and not (node.is_flow and node.span.line != node.span.end_line):
        first = node.entries[0][0].span if node.entries and not node.is_flow else node.span
        span = node.span if node.is_flow else reading.rest_of_line(first.line, first.column)
        label = f"`{name}` belongs here, too"
    else:
        line, column = node.span.line, node.span.column
        span, label = Span(line, column, line, column), ""
    help = lines(how_to_add(name, missing), what_it_is(missing))
    reading.problem("missing-field", span, path, title, help, label=label)
    reading.lacks.append(Lack(name, path, reading.problems[-1]))


def _refuse_empty(name: str, f: dataclasses.Field[Any], value: Scalar, path: str, reading: Reading) -> Any:
    title, help = f"`{name}` is empty", how_to_fill(name, f)
    return reading.problem("empty-field", value.span, path, title, help, label="write something here")


def _refuse_no_list(node: Scalar | Mapping, path: str, reading: Reading) -> Any:
    title = f"{subject(path)} should be a list (lines that start with a dash), not {form(node)}"
    typed = node.text if isinstance(node, Scalar) else node.entries[0][0].text if node.entries else ""
    if re.match(r"-\S", typed) and node.span != START_OF_FILE:
        start = Span(node.span.line, node.span.column, node.span.line, node.span.column + 1)
        title, label = "There must be a space after the dash", "add a space after this “-”"
        space = Fix(Span(start.line, start.end_column, start.line, start.end_column), " ")
        return reading.problem("space-after-dash", start, path, title, label=label, fix=space)
    fix, label, start = None, "", node.span
    is_entry = not node.is_flow if isinstance(node, Mapping) else re.search(r"\n *- ", reading.raw(node.span))
    if is_entry and start.column > 2:
        fix, label = Fix(Span(start.line, start.column - 2, start.line, start.column), "- "), "is a dash missing here?"
    return reading.problem("not-a-list", node.span, path, title, label=label, fix=fix)


def _entry_path(path: str, n: int, item: Node) -> str:
    """The path of the entry number `n`, with its id, or its first text, for who does not want to count."""
    if isinstance(item, Mapping):
        for key, value in item.entries[:3]:
            if key.text in ("id", "title", "name") and isinstance(value, Scalar) and value.text.strip():
                return f"{path} {n} ({shown(value.text, 40)})"
    return f"{path} {n}"


def _below(typed: str) -> str:
    """What is `typed` on the lines below the name of a field."""
    return f"\n{textwrap.indent(typed, '  ')}"
