"""Tells lines that YAML reads, but in another place than they were meant for: their indentation is off."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..base.problems import Fix, Span
from ..text.nodes import Mapping, Scalar
from .reading import LikeAField, Reading

# What a line of a longer text may begin with that was to be something else: a field, an entry, an item of a list.
_STRANGE = re.compile(r"\n +(?:[a-z][a-z0-9_-]* *:(?: |\n|$)|(?:[-*+]|\d+\.) \S)")
_FIELD = re.compile(r" +([a-z][a-z0-9_-]*) *:(?: |$)")
_ENTRY = re.compile(r" +(?=- id: )")
_ITEM = re.compile(r" +(?:[-*+]|\d+\.) \S")
_BECAME_TEXT = "This line has become part of the text above it"


def note_strange_lines(span: Span, path: str, reading: Reading) -> None:
    """Look through a text of several lines for those that look like something else.

    Entries of the list around it and lists whose lines run together are told; what looks like a field is noted in
    `reading.like_fields`, to be told by the record that lacks it.
    """
    raw = reading.raw(span)
    if not _STRANGE.search(raw):
        return
    if raw.startswith(('"', "'")):
        _tell_late_quote(raw, span, path, reading)
        return
    header, *rows = raw.split("\n")
    items = []
    for number, row in enumerate(rows, span.line + 1):
        if field := _FIELD.match(row):
            reading.like_fields.append(LikeAField(field[1], number, row.rstrip(), span))
        elif entry := _ENTRY.match(row):
            place = reading.rest_of_line(number, entry.end() + 1)
            reading.problem("swallowed-line", place, path, _BECAME_TEXT, label="check its indentation")
            return
        elif _ITEM.match(row):
            items.append(number)
    if header.startswith("|"):
        # Here lines stay lines; a list runs together with what stands right above it.
        is_torn = bool(items) and items[0] > span.line + 1 and bool(rows[items[0] - span.line - 2].strip())
    else:
        is_torn = any(number + 1 in items for number in items)
    if is_torn:
        _tell_list(items[0], span, path, reading)


def _tell_late_quote(raw: str, span: Span, path: str, reading: Reading) -> None:
    """Tell a quote that is closed only behind other fields: by the opening quote of one of them."""
    first, *rows = raw.split("\n")
    if not any(map(_FIELD.match, rows)):
        return
    end = span.column + len(first.rstrip())
    start = Span(span.line, span.column, span.line, span.column + 1)
    label = f"it ends on line {span.end_line}; add a closing {raw[0]} where the text ends"
    fix = Fix(Span(span.line, end, span.line, end), raw[0])
    reading.problem("unclosed-quote", start, path, "This quote is never closed", label=label, fix=fix)


def _tell_list(first: int, span: Span, path: str, reading: Reading) -> None:
    if any(problem.code == "text-and-list" and problem.span.line == span.line for problem in reading.problems):
        return
    line = reading.line(first)
    place = reading.rest_of_line(first, len(line) - len(line.lstrip()) + 1)
    title = "The lines of this list run together"
    help = "A text with a list begins on the line after “|”, and an empty line goes before the list."
    reading.problem("list-runs-together", place, path, title, help, is_warning=True)


def tell_swallowed(names: Collection[str], node: Mapping, path: str, before: int, reading: Reading) -> set[str]:
    """Which fields of these `names` stand in the text of another one in `node`: each is told.

    What has been told since `before` of the length of that text comes of it, and is forgotten.
    """
    told: set[str] = set()
    for line in reading.like_fields if node.entries and not node.is_flow else ():
        if line.name not in names or line.name in told or line.text_span.line < node.span.line:
            continue
        told.add(line.name)
        indent, wanted = len(line.typed) - len(line.typed.lstrip()), node.entries[0][0].span.column - 1
        help = f"As it stands, `{line.name}` is missing{f' from {path}' if path else ''}."
        fix = Fix(Span(line.line, 1, line.line, indent + 1), " " * wanted)
        of_length = [p for p in reading.problems[before:] if p.code == "wrong-length" and p.span == line.text_span]
        for problem in of_length:
            reading.problems.remove(problem)
        place = reading.rest_of_line(line.line, indent + 1)
        reading.problem("swallowed-line", place, path, _BECAME_TEXT, help, label=_wanted(wanted), fix=fix)
    reading.like_fields[:] = [line for line in reading.like_fields if line.name not in told]
    return told


def tell_not_indented(group: Scalar, children: list[Scalar], path: str, reading: Reading) -> None:
    """Tell that the fields `children` belong to the empty group `group` above them."""
    first, wanted = children[0].span, group.span.column + 1
    title = f"These {len(children)} fields belong to `{group.text}`: their lines should be indented"
    fix = None
    if len(children) == 1:
        title = f"This line belongs to `{group.text}`: it should be indented"
        fix = Fix(Span(first.line, 1, first.line, first.column), " " * wanted)
    place = reading.rest_of_line(first.line, first.column)
    reading.problem("indentation", place, path, title, label=_wanted(wanted), fix=fix)


def tell_too_far_left(key: Scalar, before: int, path: str, reading: Reading) -> bool:
    """Whether the field `key` is missing from a group inside: its line is not indented enough, and that is told."""
    for lack in reading.lacks:
        if lack.name == key.text and lack.group and lack.problem in reading.problems[before:]:
            reading.problems.remove(lack.problem)
            wanted, start = lack.problem.span.column - 1, key.span
            title = f"This line belongs to `{lack.group}`: it should be indented"
            fix = Fix(Span(start.line, 1, start.line, start.column), " " * wanted)
            place = reading.rest_of_line(start.line, start.column)
            reading.problem("indentation", place, path, title, label=_wanted(wanted), fix=fix)
            return True
    return False


def _wanted(spaces: int) -> str:
    return f"it should begin with {'1 space' if spaces == 1 else f'{spaces} spaces'}"
