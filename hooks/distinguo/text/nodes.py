"""Turns the bytes of a file into text, and YAML into nodes that know where they stand.

Every scalar stays the text that was typed; what it means is for the field to decide. So `no`,
`12:30` and `2026-11-01` are safe wherever a text is wanted. What YAML cannot read is mended in memory
(see `repairs`) and told, so that the rest of the file is read in the same run.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..base import characters
from ..base.problems import START_OF_FILE, Fix, Problem, Related, Span, shown
from .quoting import quoted
from .repairs import Copy, needs_repair, repair

LARGEST_FILE = 256 * 1024  # bytes: some 40,000 words, which is a book; all of them are looked through several times
DEEPEST_NESTING = 12  # within each other: the model needs fewer, and what reads them calls itself for each
MOST_VALUES = 20_000  # names of fields, values, lists and groups in one file: each is kept, with its place
FEWER_SOURCES = "Move sources that one explainer alone cites into a sources.yml in its folder."
_MOST_TOLD = 1000  # mistakes that are told of one file at this stage: nobody reads on, and each takes its time

_COMMENT = re.compile(r"[ \t]*(?<=[ \t])(#.*)")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Scalar:
    """A text as typed; `is_quoted` tells a quoted `"null"` from a bare `null`."""

    text: str
    span: Span
    is_quoted: bool

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing, in one of the five ways that YAML has for it."""
        return not self.is_quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Sequence:
    """A list: lines that start with a dash, or entries between brackets."""

    items: list[Node]
    span: Span
    is_flow: bool = False


@dataclass(slots=True)
class Mapping:
    """A group of fields: `name: value` lines in the order of the file, or pairs between braces."""

    entries: list[tuple[Scalar, Node]]
    span: Span
    is_flow: bool = False


Node = Scalar | Sequence | Mapping


def read_text(path: Path, file: str, problems: list[Problem], given: bytes | None = None) -> str | None:
    """The text of `path`, or `None` with the reason added to `problems`; `file` is its name in them.

    Where its bytes have been read already, they are `given`.
    """
    data = _bytes_of(path, file) if given is None else given
    if isinstance(data, bytes):
        return characters.decode(data, file, problems)
    code, title, help = data
    problems.append(Problem(file, START_OF_FILE, title, help=help, code=code))
    return None


def _bytes_of(path: Path, file: str) -> bytes | tuple[str, str, str]:
    """What a file holds; or a code for what is wrong with it, what that is, and what would mend it."""
    if path.is_symlink():
        return "symbolic-link", "Symbolic links are not allowed in content", "Put the file itself here."
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            what = "a folder" if stat.S_ISDIR(found.st_mode) else "no plain file"
            return "not-a-file", f"This is {what}; a file should stand here", "Give it another name."
        if found.st_size > LARGEST_FILE:
            title = f"This file has {-(-found.st_size // 1024)} KB; the limit is {LARGEST_FILE // 1024}"
            return "too-large", title, _how_to_part(file)
        return path.read_bytes()
    except OSError as error:
        return "unreadable-file", f"This file cannot be read: {error.strerror}", ""


def _how_to_part(file: str) -> str:
    """Where a part of a file goes that is too large for one."""
    if file == "content/sources.yml":
        return FEWER_SOURCES
    if file.startswith("docs/"):
        return "Move a part of it to a page of its own."
    return "Move a part of it to another explainer." if file.count("/") > 1 else "Take something out of it."


def read_yaml(
    text: str,
    file: str,
    problems: list[Problem],
    first_line: int = 1,
    judge: Callable[[Node], int] = lambda node: 0,
) -> Node | None:
    """The one document in `text` as nodes; what cannot stand in content is added to `problems`.

    `first_line` is the line of the file on which `text` begins. Anchors, aliases, tags, a second
    document, nesting deeper than `DEEPEST_NESTING` and a name given twice are refused. `None` means
    that nothing could be read, or that the document is empty. `judge` counts what is wrong with a root node:
    it decides between repairs that all would let YAML read on.
    """
    copy = Copy(text.split("\n"))
    offset = first_line - 1
    document = None if needs_repair(text) else _document(copy, file, offset)
    if document is None or not document.is_whole:

        def cost(trial: Copy) -> int:
            tried = _document(trial, file, offset)
            return len(tried.problems) + (judge(tried.root) if tried.root else 0) if tried.is_whole else 1000

        repaired, told = repair(copy, file, offset, cost)
        problems += told
        if repaired is None:
            return None
        document = _document(repaired, file, offset)
    problems += document.problems
    return document.root if document.is_whole else None


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """The YAML between two `---` lines at the top (or `None`), the rest, and the line the rest starts on."""
    found = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if not found:
        return None, text, 1
    body = text[found.end() :]
    rest = body.lstrip("\n")
    return found[1] or "", rest, text.count("\n", 0, len(text) - len(rest)) + 1


@dataclass(slots=True)
class _Open:
    """A list or a group that is being read: its names so far, and the name that waits for its value."""

    node: Sequence | Mapping
    names: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None


class _Document(NamedTuple):
    """The root node of a copy, what is refused in it, and whether YAML can read all of it."""

    root: Node | None
    problems: list[Problem]
    is_whole: bool


def _document(copy: Copy, file: str, offset: int) -> _Document:
    text = "\n".join(copy.lines)
    builder = _Builder(copy, text, file, offset)
    try:
        builder.build(iter(_LOADER(text).get_event, None))
    except yaml.YAMLError:
        return _Document(None, builder.problems, is_whole=False)
    return _Document(builder.root, builder.problems, is_whole=True)


class _EnoughTold(Exception):
    """So much is wrong with the file that the rest of it is not read."""


class _Builder:
    """Turns YAML's events into nodes, and says of each event what content files do not use."""

    def __init__(self, copy: Copy, text: str, file: str, offset: int) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._copy, self._file, self._offset = copy, file, offset
        self._is_as_typed, self._first = not copy.edits, offset + 1
        self._may_lose_text = " #" in text or "\t#" in text
        self._open: list[_Open] = []  # the outermost first
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Take all `events`, or those up to one after which nothing can be read.

        One pass, and no recursion: no nesting can exhaust the stack.
        """
        with suppress(_EnoughTold):
            for event in islice(events, MOST_VALUES):
                if isinstance(event, yaml.ScalarEvent):
                    self._place(self._scalar(event))
                elif not self._take(event):
                    return
            for event in islice(events, 1):
                title = f"This file holds more than {MOST_VALUES} values"
                self._refuse("too-many", title, self._span(event), _how_to_part(self._file))

    def _take(self, event: yaml.Event) -> bool:
        """Take an event that is no scalar; false when nothing after it can be read."""
        if isinstance(event, yaml.CollectionStartEvent):
            return self._open_collection(event)
        if isinstance(event, yaml.CollectionEndEvent):
            node = self._open.pop().node
            if node.is_flow:
                _, _, line, column = _ends(event)
                node.span = Span(node.span.line, node.span.column, *self._at(line, column))
            self._place(node)
        elif isinstance(event, yaml.AliasEvent):
            name = event.anchor or ""
            self._refuse_feature("alias", "*", name, event)
            self._place(Scalar(f"*{name}", self._span(event), is_quoted=True))
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._start_document(event)
        return True

    def _start_document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            help = "A content file holds one document; delete the line “---”."
            self._refuse("second-document", "A second document starts here", self._span(event), help)
            return False
        if event.version or event.tags:
            title = "A line that starts with “%” is an instruction to YAML, which content files do not use"
            self._refuse("directive", title, self._span(event), "Delete the line.")
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        span, style, text = self._span(event), event.style, event.value
        if event.anchor:
            self._refuse_feature("anchor", "&", event.anchor, event)
            text = text or f"&{event.anchor}"
        if event.tag and event.tag != "!":
            tag = self._refuse_tag(event.tag, event)
            text = text or tag
        if not style:
            if self._may_lose_text:
                lost = self._refuse_lost_text(event)
                text = text or lost  # one message about it is enough
        elif style == '"' and (refused := characters.first_refused(text)):
            self._refuse_escape(refused, span)
        elif style == '"' and (stack := next(characters.stacks(text), None)):
            title = characters.TOO_MANY_MARKS.format(stack[2] - stack[0])
            self._refuse("too-many-marks", title, span, characters.FEWER_MARKS)
        return Scalar(text, span, bool(style))

    def _open_collection(self, event: yaml.CollectionStartEvent) -> bool:
        span = self._span(event)
        if event.anchor:
            self._refuse_feature("anchor", "&", event.anchor, event)
        if event.tag and event.tag != "!":
            self._refuse_tag(event.tag, event)
        if len(self._open) == DEEPEST_NESTING:
            self._refuse("too-deep", f"Lists and groups are nested more than {DEEPEST_NESTING} deep", span)
            return False
        if not event.flow_style:  # all that is known of its end is the first line
            line = self._line(span)
            span = Span(span.line, span.column, span.line, max(span.column, len(line.rstrip()) + 1))
        shape = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
        self._open.append(_Open(shape([], span, bool(event.flow_style))))
        return True

    def _refuse_feature(self, code: str, sign: str, name: str, event: yaml.NodeEvent) -> None:
        title = f"`{sign}{shown(name)}` is read as a YAML {code}, which content files do not use"
        self._refuse_start(code, title, sign, event)

    def _refuse_tag(self, tag: str, event: yaml.NodeEvent) -> str:
        """Refuse what is read as a tag; gives it as it was typed."""
        tag = tag.replace("tag:yaml.org,2002:", "!!")
        title = f"`{shown(tag)}` is read as a YAML tag, which content files do not use"
        self._refuse_start("tag", title, "!", event)
        return tag

    def _refuse_start(self, code: str, title: str, sign: str, event: yaml.NodeEvent) -> None:
        """Refuse a text whose first sign means something else to YAML: in quotes it would be a text."""
        span, fix = self._span(event), None
        help = f"A text that starts with “{sign}” needs quotes around it."
        if isinstance(event, yaml.CollectionStartEvent):
            help = "Delete it, and write the fields themselves wherever they are needed."
        elif not getattr(event, "style", "") and span.line == span.end_line:
            fix = Fix(span, quoted(self._line(span)[span.column - 1 : span.end_column - 1].rstrip()))
        self._refuse(code, title, span, help, fix=fix)

    def _refuse_escape(self, character: str, span: Span) -> None:
        title = f"{characters.name(character)} cannot stand in a content file"
        self._refuse(
            "hidden-character", title, span, "A “\\” between double quotes has brought it in; delete it there."
        )

    def _refuse_lost_text(self, event: yaml.ScalarEvent) -> str:
        """Refuse what stands behind a text and is read as a comment; gives that."""
        first, start_of_text, last, end_of_text = _ends(event)
        line = self._copy.lines[last] if last < len(self._copy.lines) else ""
        lost = _COMMENT.match(line, end_of_text) if "#" in line else None
        if not lost:
            return ""
        span = self._span(event)
        number, start = self._at(last, lost.start(1))
        place = Span(number, start, number, start + len(lost[1].rstrip()))
        text = line[start_of_text : lost.end()].strip()
        fix = Fix(Span(number, span.column if event.value else start, number, place.end_column), quoted(text))
        is_text = first == last and not self._is_in_flow()
        help = "Put the whole text in quotes; a comment goes on a line of its own."
        label = "YAML reads this as a comment, so readers would not see it"
        self._refuse(
            "text-lost", "Everything after “ #” is lost here", place, help, label=label, fix=fix if is_text else None
        )
        return lost[1]

    def _is_in_flow(self) -> bool:
        return bool(self._open) and self._open[-1].node.is_flow

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif (key := parent.key) is not None:
            parent.key = None
            if parent.names.setdefault(key.text, key) is key:
                parent.node.entries.append((key, node))
        elif isinstance(node, Scalar):
            parent.key = node
            if first := parent.names.get(node.text):
                if entries := self._lacking_dash(parent.node, first, node):
                    self._begin_entry(entries, node)
                else:
                    self._refuse_repeated(first, node)
        else:
            self._refuse("name-not-plain", "A field's name must be a plain word", node.span, "Put a text in quotes.")
            parent.key = Scalar("", node.span, is_quoted=True)

    def _lacking_dash(self, entry: Mapping, first: Scalar, name: Scalar) -> Sequence | None:
        """The list whose next entry `name` begins, if it does: the field that `entry` began with comes again."""
        around = self._open[-2].node if len(self._open) > 1 else None
        if not isinstance(around, Sequence) or entry.is_flow:
            return None
        before = self._line(name.span)[: name.span.column - 1]
        is_next = len(entry.entries) > 1 and first is entry.entries[0][0] and before.endswith("  ")
        return around if is_next else None

    def _begin_entry(self, entries: Sequence, name: Scalar) -> None:
        """Tell that the dash before `name` is missing, and read on as if it were there."""
        line, column = name.span.line, name.span.column
        place = Span(line, column, line, len(self._line(name.span).rstrip()) + 1)
        fix = Fix(Span(line, column - 2, line, column), "- ")
        title, label = "The dash before this entry is missing", "add “- ” before it"
        self._refuse("missing-dash", title, place, label=label, fix=fix)
        entries.items.append(self._open[-1].node)
        self._open[-1] = _Open(Mapping([], place), {name.text: name}, name)

    def _refuse_repeated(self, first: Scalar, second: Scalar) -> None:
        title = f"`{shown(second.text)}` appears twice in the same place"
        related = (Related(first.span, "first one"),)
        help = "Keep one of them."
        self._refuse("repeated-field", title, second.span, help, label="second one", related=related)

    def _refuse(self, code: str, title: str, span: Span, help: str = "", **more: Any) -> None:
        self.problems.append(Problem(self._file, span, title, help=help, code=code, **more))
        if len(self.problems) > _MOST_TOLD:
            raise _EnoughTold

    def _line(self, span: Span) -> str:
        return self._copy.source[span.line - 1 - self._offset]

    def _span(self, event: yaml.Event) -> Span:
        line, column, end_line, end_column = _ends(event)
        if self._is_as_typed:
            first = self._first
            # What `Span(…)` does, in half the time: there is one for each name and value.
            return tuple.__new__(Span, (line + first, column + 1, end_line + first, end_column + 1))
        return Span(*self._at(line, column), *self._at(end_line, end_column))

    def _at(self, line: int, column: int) -> tuple[int, int]:
        """The line and column of the file, as an editor counts them, for a place in the copy that was read."""
        return line + 1 + self._offset, self._copy.column(line, column) + 1


def _ends(event: yaml.Event) -> tuple[int, int, int, int]:
    """The line and the column where an `event` begins, and those where it ends, counted from 0."""
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None, "an event that has been read knows its place"
    return start.line, start.column, end.line, end.column
