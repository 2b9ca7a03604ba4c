"""Turns the bytes of a file into text, and YAML into nodes that know where they stand.

Every scalar stays the text that was typed; what it means is for the field to decide. So `no`,
`12:30` and `2026-11-01` are safe wherever a text is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml

from .problems import START_OF_FILE, Problem, Span

LARGEST_FILE = 256 * 1024  # bytes
DEEPEST_NESTING = 12

NEEDS_QUOTES = (
    "A text that holds “: ” or “ #”, or starts with one of * & ! [ { ` @ % > | or a quote, "
    "needs double quotes around it. A text with quotes of its own goes on the next line, after >-"
)

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Controls, private use and the separators that YAML counts as a line break and editors do not.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufffe\uffff]"
)


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
    """A list: lines that start with a dash."""

    items: list[Node]
    span: Span


@dataclass(slots=True)
class Mapping:
    """A group of fields: `name: value` lines, in the order of the file."""

    entries: list[tuple[Scalar, Node]]
    span: Span


Node = Scalar | Sequence | Mapping


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of `path`, or `None` with the reason added to `problems`; `file` is its name in them."""

    def refuse(title: str, help: str = "", span: Span = START_OF_FILE) -> None:
        problems.append(Problem(file, span, title, help=help))

    if path.is_symlink():
        return refuse("Symbolic links are not allowed in content", "Put the file itself here.")
    try:
        data = path.read_bytes()
    except OSError as error:
        return refuse(f"This file cannot be read: {error.strerror}")
    if len(data) > LARGEST_FILE:
        return refuse(f"This file has {len(data)} bytes; the limit is {LARGEST_FILE}", "Split it in two.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = _place(before, len(before))
        return refuse("This file is not saved as UTF-8", "Save it again with the encoding UTF-8.", place)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in _FORBIDDEN.finditer(text):
        name = unicodedata.name(found[0], "a control or private character")
        refuse(
            f"U+{ord(found[0]):04X} ({name.lower()}) cannot stand in a content file",
            "Delete it; it may be invisible in your editor.",
            _place(text, found.start()),
        )
    return None if _FORBIDDEN.search(text) else text


def read_yaml(text: str, file: str, problems: list[Problem], first_line: int = 1) -> Node | None:
    """The one document in `text` as nodes; what cannot stand in content is added to `problems`.

    `first_line` is the line of the file on which `text` begins. Anchors, aliases, tags, a second
    document, nesting deeper than `DEEPEST_NESTING` and a name given twice are refused. `None` means
    that nothing could be read, or that the document is empty.
    """
    builder = _Builder(text, file, problems, first_line - 1)
    try:
        # One pass over the events: no recursion, so that no nesting can exhaust the stack.
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        place = Span(line + first_line, column + 1, line + first_line, column + 2)
        title = f"YAML cannot read this: {error.problem}"
        problems.append(Problem(file, place, title, help=_help_for(error, text.split("\n")[line])))
        return None
    return builder.root


def _help_for(error: yaml.MarkedYAMLError, line: str) -> str:
    """What most often is behind a message of the YAML parser about `line`."""
    if re.match(r" *\t", line):
        return "This line is indented with a Tab; use spaces."
    if re.search("mapping values|token|anchor|alias|<scalar>|end of stream", str(error.problem)):
        return NEEDS_QUOTES
    return "Look at the spaces and dashes at the start of this line and of the lines above it."


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """The YAML between two `---` lines at the top (or `None`), the rest, and the line the rest starts on."""
    found = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if not found:
        return None, text, 1
    body = text[found.end() :]
    rest = body.lstrip("\n")
    return found[1] or "", rest, text.count("\n", 0, len(text) - len(rest)) + 1


class _Builder:
    """Turns YAML's events into nodes, and says of each event what content files do not use."""

    def __init__(self, text: str, file: str, problems: list[Problem], line_offset: int) -> None:
        self.root: Node | None = None
        self._lines = text.split("\n")
        self._file, self._problems, self._line_offset = file, problems, line_offset
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []  # one per open node: the name that waits for its value
        self._names: list[dict[str, Scalar]] = []  # one per open node: the names it has so far
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Add what `event` brings; false when nothing after it can be read."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                help = "A content file holds one document; delete the line “---”."
                self._refuse("A second document starts here", self._span(event), help)
                return False
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(f"`*{event.anchor}` is read as a YAML alias", self._span(event), NEEDS_QUOTES)
            self._place(Scalar(f"*{event.anchor}", self._span(event), is_quoted=True))
        elif isinstance(event, yaml.NodeEvent):
            return self._take_node(event, self._span(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._keys.pop()
            self._names.pop()
            self._place(self._open.pop())
        return True

    def _take_node(self, event: yaml.NodeEvent, span: Span) -> bool:
        if event.anchor:
            self._refuse(f"`&{event.anchor}` is read as a YAML anchor", span, NEEDS_QUOTES)
        tag = (event.tag or "!").replace("tag:yaml.org,2002:", "!!")
        if tag != "!":
            self._refuse(f"`{tag}` is read as a YAML tag", span, NEEDS_QUOTES)
        if isinstance(event, yaml.ScalarEvent):
            is_quoted = event.style in ("'", '"', "|", ">")
            lost = "" if is_quoted else self._refuse_lost_text(event)
            # Where a tag or a “ #” took the whole text, one message about it is enough.
            self._place(Scalar(event.value or lost or tag.removeprefix("!"), span, is_quoted))
            return True
        if len(self._open) == DEEPEST_NESTING:
            self._refuse(f"Lists and groups are nested more than {DEEPEST_NESTING} deep", span)
            return False
        is_sequence = isinstance(event, yaml.SequenceStartEvent)
        self._open.append(Sequence([], span) if is_sequence else Mapping([], span))
        self._keys.append(None)
        self._names.append({})
        return True

    def _refuse_lost_text(self, event: yaml.ScalarEvent) -> str:
        """Refuse what stands behind a text and is read as a comment; gives that."""
        line, column = event.end_mark.line, event.end_mark.column
        lost = re.match(r"[ \t]+(#.*)", self._lines[line][column:]) if line < len(self._lines) else None
        if lost:
            number, start = line + 1 + self._line_offset, column + lost.start(1) + 1
            span = Span(number, start, number, start + len(lost[1]))
            help = "Put the whole text in double quotes; a comment goes on a line of its own."
            self._refuse("Everything after “ #” is lost here", span, help)
        return lost[1] if lost else ""

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1], self._keys[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is not None:
            self._keys[-1] = None
            if self._names[-1].setdefault(key.text, key) is key:
                parent.entries.append((key, node))
        elif isinstance(node, Scalar):
            self._keys[-1] = node
            if first := self._names[-1].get(node.text):
                help = f"Keep one of them; the first is on line {first.span.line}."
                self._refuse(f"`{node.text}` appears twice in the same place", node.span, help)
        else:
            self._refuse("A field's name must be a plain word", node.span, NEEDS_QUOTES)
            self._keys[-1] = Scalar("", node.span, is_quoted=True)

    def _refuse(self, title: str, span: Span, help: str = "") -> None:
        self._problems.append(Problem(self._file, span, title, help=help))

    def _span(self, event: yaml.Event) -> Span:
        start, end, offset = event.start_mark, event.end_mark, self._line_offset + 1
        return Span(start.line + offset, start.column + 1, end.line + offset, end.column + 1)


def _place(text: str, index: int) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return Span(line, column, line, column + 1)
