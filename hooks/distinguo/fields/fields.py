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
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Sequence as Sequences
from datetime import date
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from ..base.addresses import is_docs_file, is_identifier
from ..base.problems import START_OF_FILE, Fix, Related, Span, choices, did_you_mean, lines, nearest, shown
from ..base.web_addresses import Address, AddressFault, judge, judge_origin
from ..text import rich_text
from ..text.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from ..text.repairs import quoted
from .misplaced import note_strange_lines, tell_not_indented, tell_swallowed, tell_too_far_left
from .reading import INVALID, Reading

Shape = type[Any]


_MAY_COME_OF_OTHERS = (
    "missing-advice", "missing-name", "missing-place", "needs-two-dimensions", "unknown-name", "wrong-levels"
)  # fmt: skip
# What a field says of a value that is no text, and what YAML says of the same value when it trips over it.
CODES_OF_VALUES = (
    "not-a-choice", "not-a-date", "not-a-file-path", "not-a-number", "not-an-address", "not-an-id",
    "not-true-or-false", "wrong-form",
)  # fmt: skip
_OF_TEXTS = ("no-question-mark", "several-paragraphs", "wrong-length")
_OF_QUOTES = ("alias", "anchor", "needs-quotes", "tag", "text-after-quote", "unclosed-quote")
_TORN_NAME = re.compile(r"([a-z][a-z0-9_-]*)(:| )\S")
_MOST_CHARACTERS_A_WORD = 20  # links and citations included: what has more is too long without being counted
_MOST_UNKNOWN = 100  # names of one record that are no fields: nobody reads on, and each takes its time
_AS_TYPED = {"source": "@{}", "term": "term:{}", "explainer": "explainer:{}", "section": "#{}"}
_MEANT_FLAGS = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "1": "true",
    "0": "false",
    "no": "false",
    "n": "false",
    "off": "false",
}


class Located(str):
    """A text that remembers where it was typed."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = START_OF_FILE) -> Located:
        located = str.__new__(cls, text)
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


def read_document(text: str, reading: Reading, read: Callable[[Node, Reading], Any], first_line: int = 1) -> Any:
    """What `read` makes of the root node of a YAML document; `INVALID` where there is none.

    `first_line` is the line of the file on which `text` begins.
    """

    def mistakes(node: Node) -> int:
        trial = reading.trial()
        read(node, trial)
        return sum(not problem.is_warning for problem in trial.problems)

    before = len(reading.problems)
    node = read_yaml(text, reading.file, reading.problems, first_line, mistakes)
    if node is None or (isinstance(node, Scalar) and node.is_empty):
        if len(reading.problems) == before and first_line == 1:
            reading.problem("empty-file", START_OF_FILE, "", "This file is empty")
        return INVALID
    told = len(reading.problems)
    value = read(node, reading)
    if told > before:
        _forget_doubles(before, told, reading)
    return value


def _forget_doubles(before: int, told: int, reading: Reading) -> None:
    """Where YAML tripped over a value, say one thing about it.

    Of a value that is no text, that is what the field wants: quotes would not mend it. Of a text, it is the quotes:
    how long it is, and how it ends, shows when they are there.
    """

    of_quotes, of_values = reading.problems[before:told], reading.problems[told:]
    values = {one.span.line: one.span for one in of_values if one.code in CODES_OF_VALUES}
    kept = [one for one in of_quotes if one.code not in _OF_QUOTES or not _is_in(one.span, values.get(one.span.line))]
    tripped = {one.span.line for one in kept if one.code in (*_OF_QUOTES, "text-lost")}
    rest = [one for one in of_values if one.code not in _OF_TEXTS or one.span.line not in tripped]
    reading.problems[before:] = [*kept, *rest]


def _is_in(place: Span, value: Span | None) -> bool:
    return value is not None and value.column <= place.column < value.end_column


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


def whole_example(name: str, f: dataclasses.Field[Any]) -> str:
    """The field `name` as an editor types it, with its example or, below it, those of the fields it must have."""
    kind, example = f.metadata["kind"], f.metadata["example"]
    inner = kind.kind if isinstance(kind, ListOf) else kind
    if example or not isinstance(inner, Record):
        return as_typed(name, example or "true")
    fields = required_example(inner.shape)
    return f"{name}:\n{textwrap.indent(fields if inner is kind else as_entry(fields), '  ')}"


def required_example(shape: Shape, *more: str) -> str:
    """The fields that every record of this `shape` must have, and those called `more`, with their examples."""
    fields = named_fields(shape).items()
    return "\n".join(whole_example(name, f) for name, f in fields if is_required(f) or name in more)


def as_entry(fields: str) -> str:
    """The lines of a record as those of one entry of a list."""
    return f"- {textwrap.indent(fields, '  ')[2:]}"


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
            return _refuse_structure(node, isinstance(self, Text | Markdown), path, reading)
        if node.span.end_line > node.span.line:
            note_strange_lines(node.span, path, reading)
        text = "" if node.is_empty else node.text.strip()
        if not text:
            return reading.problem("empty-field", node.span, path, f"{_label(path)} is empty")
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
            return reading.problem("wrong-length", span, path, title)
        return Located(folded, span)


class Markdown(OneText):
    """Text in the Markdown of content files (see `rich_text`); `inline` admits one paragraph only."""

    def __init__(self, *, inline: bool = False, most_words: int = 120) -> None:
        self.inline, self.most_words = inline, most_words

    def in_words(self) -> str:
        one = ", in one paragraph" if self.inline else ""
        return f"Markdown of at most {self.most_words} words{one}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if len(text) > _MOST_CHARACTERS_A_WORD * self.most_words + 1000:
            title = f"{_label(path)} has {len(text)} characters; it should have at most {self.most_words} words"
            return reading.problem("wrong-length", span, path, title)
        rich = rich_text.parse(text, inline=self.inline)
        for fault in rich.faults:
            _tell_fault(fault, span, path, reading)
        words = len(rich.plain().split()) if self._may_be_too_long(text) else 0
        if words > self.most_words:
            title = f"{_label(path)} has {words} words; it should have at most {self.most_words}"
            reading.problem("wrong-length", span, path, title)
        if rich.references:
            self._refer(rich, span, path, reading)
        return rich

    def _may_be_too_long(self, text: str) -> bool:
        """Whether it is worth while to count the words: that is dear, and most texts are far from the limit."""
        return len(text) > 2 * self.most_words and _most_words_of(text) > self.most_words

    @staticmethod
    def _refer(rich: rich_text.RichText, span: Span, path: str, reading: Reading) -> None:
        seen: dict[str, int] = {}
        for kind, name in rich.references:
            typed = _AS_TYPED.get(kind, "{}").format(name)
            nth = seen[typed] = seen.get(typed, -1) + 1
            reading.refer(kind, name, span, path, words=typed, nth=nth)


class Identifier(OneText):
    """A lasting name: lower-case letters and digits in words joined by hyphens, at most 60 characters."""

    def in_words(self) -> str:
        return "an id: lower-case words joined by hyphens"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_identifier(text):
            help = "Use lower-case letters, digits and single hyphens, as in `trust-and-safety`; at most 60 characters."
            title = f"{_label(path)} cannot be “{shown(text)}”"
            return reading.suggest("not-an-id", span, path, title, help, near=_as_identifier(text))
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
            title = f"{_label(path)} should be the id of {_article(self.kind)} {self.kind}, not “{shown(text)}”"
            return reading.problem("not-an-id", span, path, title, help)
        reading.refer(self.kind, text, span, path)
        return Located(text, span)


class Date(OneText):
    """A day, year first (ISO 8601): 2026-11-24."""

    def in_words(self) -> str:
        return "a date, year first"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        try:
            day = Day.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
        except ValueError:
            return _refuse_date(text, span, path, reading)
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
            title = f"{_label(path)} should be a whole number from {self.least} to {self.most}, not “{shown(text)}”"
            return reading.problem("not-a-number", span, path, title)
        number = Number(text)
        number.span = span
        return number


class Flag(OneText):
    """Yes or no, as `true` or `false`."""

    def in_words(self) -> str:
        return "`true` or `false`"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in ("true", "false"):
            title = f"{_label(path)} should be true or false, not “{shown(text)}”"
            meant = _MEANT_FLAGS.get(text.lower(), "") or nearest(text, ("true", "false"))
            return reading.suggest("not-true-or-false", span, path, title, "", near=meant)
        return text == "true"


class Choice(OneText):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def in_words(self) -> str:
        return f"one of {', '.join(f'`{word}`' for word in self.words)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in self.words:
            help = f"Choose one of: {', '.join(self.words)}"
            title = f"{_label(path)} cannot be “{shown(text)}”"
            return reading.suggest("not-a-choice", span, path, title, help, near=nearest(text, self.words))
        return Located(text, span)


class Pattern(OneText):
    """A text of a fixed form, such as a color or a DOI."""

    def __init__(self, pattern: str, wanted: str) -> None:
        self.pattern, self.wanted = pattern, wanted

    def in_words(self) -> str:
        return self.wanted

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not re.fullmatch(self.pattern, text):
            title = f"{_label(path)} should be {self.wanted}, not “{shown(text)}”"
            inside = re.search(self.pattern, text)  # such as the DOI in its address
            return reading.suggest("wrong-form", span, path, title, "", near=inside[0] if inside else "")
        return Located(text, span)


class WebAddress(OneText):
    """An https address, or with `mail` also a `mailto:` one."""

    def __init__(self, *, mail: bool = False) -> None:
        self.schemes = ("https", "mailto") if mail else ("https",)

    def in_words(self) -> str:
        return f"a full address that starts with {' or '.join(f'`{scheme}:`' for scheme in self.schemes)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        judged = self._judged(text)
        if isinstance(judged, Address):
            return Located(judged.href, span)
        if judged.reason:
            title = judged.said_of(f"{_label(path)} cannot be “{shown(text)}”")
            place = reading.within(span, text)
            fix = Fix(place, judged.meant) if judged.meant and place.line == place.end_line else None
            part = _part(place, text, judged.start, judged.end, reading)
            return reading.problem(
                "not-an-address", part, path, title, judged.help, label=did_you_mean(judged.meant), fix=fix
            )
        wanted = " or ".join(f"{scheme}:" for scheme in self.schemes)
        title = f"{_label(path)} should be a full address that starts with {wanted}, not “{shown(text)}”"
        return reading.suggest("not-an-address", span, path, title, "", near=self._meant(text))

    def _judged(self, text: str) -> Address | AddressFault:
        return judge(text, self.schemes)

    def _meant(self, text: str) -> str:
        """The address that was probably meant, or an empty text."""
        if text.startswith("http://"):
            near = text.replace("http:", "https:", 1)
        elif "://" in text or "." not in text:
            return ""
        else:
            near = f"mailto:{text}" if "@" in text else f"https://{text}"
        return near if isinstance(self._judged(near), Address) else ""


class Origin(WebAddress):
    """A host with its https, and nothing behind it: `https://host.example`."""

    def in_words(self) -> str:
        return "the address of a host with nothing behind it, like `https://host.example`"

    def _judged(self, text: str) -> Address | AddressFault:
        return judge_origin(text)


class DocsFile(OneText):
    """The path of a file in the site's `docs` folder, such as `assets/logo.svg`."""

    def in_words(self) -> str:
        return "the path of a file in the folder `docs`"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_docs_file(text):
            title = f"{_label(path)} should be the path of a file in docs, like assets/logo.svg, not “{shown(text)}”"
            return reading.problem("not-a-file-path", span, path, title)
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
            return _refuse_no_list(node, path, reading)
        count = len(node.items)
        if not self.least <= count <= self.most:
            entries = "1 entry" if count == 1 else f"{count} entries"
            title = f"{_label(path)} has {entries}; it should have {self.least} to {self.most}"
            reading.problem("wrong-number", node.span, path, title)
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
            title = f"{_label(path)} should be a group of `name: text` lines, not {_found(node)}"
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
        title = f"{_label(path)} should be a group of fields (`name: value` lines), not {_found(node)}"
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
            if key.text in self.fields or (key.is_quoted and not key.text):
                continue  # the second is no plain word, which has been told
            absent = [name for name in self.fields if name not in self.given]
            torn = _TORN_NAME.match(key.text)
            near = torn[1] if torn and torn[1] in absent else nearest(key.text, absent)
            if near:
                self.given[near] = INVALID if torn else value
            self.unknown.append((key, value, near))
            if len(self.unknown) == _MOST_UNKNOWN:
                break

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
        problems = self.reading.problems
        has_errors = any(not problem.is_warning for problem in problems[self.before :])
        checked = len(problems)
        record.check(self.reading)
        if has_errors:
            problems[checked:] = [problem for problem in problems[checked:] if problem.code not in _MAY_COME_OF_OTHERS]


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
    help = lines(how_to_add(name, missing), _what_it_is(missing))
    reading.problem("missing-field", span, path, title, help, label=label)


def _refuse_empty(name: str, f: dataclasses.Field[Any], value: Scalar, path: str, reading: Reading) -> Any:
    help = lines(_what_it_is(f), _such_as("For example:", whole_example(name, f)))
    return reading.problem("empty-field", value.span, path, f"`{name}` is empty", help, label="write something here")


@cache
def named_fields(shape: Shape) -> MappingProxyType[str, dataclasses.Field[Any]]:
    """The fields of `shape` that an editor can write, by their names in YAML."""
    fields = {f.metadata["key"] or f.name: f for f in dataclasses.fields(shape) if "kind" in f.metadata}
    return MappingProxyType(fields)


@cache
def required_fields(shape: Shape) -> tuple[str, ...]:
    """The names in YAML of the fields that every record of `shape` must have."""
    return tuple(name for name, f in named_fields(shape).items() if is_required(f))


def check_cells(
    cells: Collection[Located], wanted: Collection[Located], whose: str, place: Located, reading: Reading
) -> None:
    """Tell which of the `wanted` names have no cell, and which cells have other names.

    `whose` names the owner of the cells in a sentence; `place` is its id.
    """
    path = f"{place} › cells"
    missing = [name for name in wanted if name not in cells]
    for name in (name for name in cells if name not in wanted):
        near = nearest(name, missing)
        missing = [other for other in missing if other != near]
        title = f"{whose} has a cell for `{name}`, which is not in the table"
        reading.suggest("unknown-name", name.span, path, title, choices(wanted), near=near)
    for name in missing:
        title = f"{whose} says nothing about `{name}`"
        help = f"Add a line under cells, such as:   {name}: Your text"
        reading.problem("missing-name", next(iter(cells), place).span, path, title, help)


def tell_renamed(
    wanted: Collection[Located], used: Sequences[Collection[str]], what: str, path: str, reading: Reading
) -> bool:
    """Whether some of the `wanted` names are misspelt where they are defined: all that use them have the same others.

    Each is told once, there, and not wherever it is used; `what` says what it names.
    """
    if len(used) < 2 or any(set(names) != set(used[0]) for names in used):
        return False
    missing = [name for name in wanted if name not in used[0]]
    others = [str(name) for name in used[0] if name not in wanted]
    if not missing or len(missing) != len(others):
        return False
    help = "The name stands the same wherever it is used: change it back, or change it everywhere."
    for name, near, is_sure in _paired(missing, others):
        title = f"No other place knows the {what} `{name}`; all of them have `{near}`"
        if is_sure:
            reading.suggest("unknown-name", name.span, path, title, help, near=near)
        else:
            reading.problem("unknown-name", name.span, path, title, help, label=did_you_mean(near))
    return True


def _paired(names: Sequences[Located], others: Sequences[str]) -> Iterator[tuple[Located, str, bool]]:
    """Each of the `names` with the one of the `others` that it was: the most like it, else the next in order.

    It is sure where they are alike, or where only one is left.
    """
    left, alike = list(others), {}
    for name in names:
        if near := nearest(name, left):
            alike[name] = near
            left.remove(near)
    for name in names:
        yield name, alike.get(name) or left.pop(0), name in alike or len(names) - len(alike) == 1


def refuse_repeated(values: Iterable[Any], path: str, reading: Reading) -> None:
    """Tell every second use of an identifier among `values`: records with an `id`, or identifiers."""
    seen: dict[str, Located] = {}
    for value in values:
        name = value if isinstance(value, Located) else getattr(value, "id", None)
        if isinstance(name, Located) and seen.setdefault(name, name) is not name:
            tell_repeated(seen[name], name, path, reading)


def tell_repeated(
    first: Located, second: Located, path: str, reading: Reading, help: str = "Give each entry a name of its own."
) -> None:
    """Tell that `second` is the name that `first` has already."""
    related = (Related(first.span, "first one"),)
    title = f"“{second}” is used twice"
    reading.problem("repeated-id", second.span, path, title, help, label="second one", related=related)


def _refuse_structure(node: Sequence | Mapping, is_prose: bool, path: str, reading: Reading) -> Any:
    """Tell that a text was wanted: mostly it is one, with signs that make a list or a group of it."""
    title = f"{_label(path)} should be a text, not {_found(node)}"
    if not is_prose:
        only = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else None
        near = only.text if isinstance(only, Scalar) and node.is_flow else ""
        return reading.suggest("not-a-text", node.span, path, title, "", near=near)
    raw, span = reading.raw(node.span).rstrip(), node.span
    code, label, fix = "needs-quotes", "this is what YAML trips over", None
    is_group = isinstance(node, Mapping) and all(re.fullmatch("[a-z_]+", name.text) for name, _ in node.entries)
    if node.is_flow and raw and not is_group:
        fix = Fix(span, quoted(raw)) if span.line == span.end_line else None
        start = Span(span.line, span.column, span.line, span.column + 1)
        help = f"Without quotes this is {_found(node)}. Put the whole text in quotes."
        return reading.problem(
            code, start, path, f"A text starting with “{raw[0]}” needs quotes", help, label=label, fix=fix
        )
    if isinstance(node, Mapping) and len(node.entries) == 1 and not re.fullmatch("[a-z_]+", node.entries[0][0].text):
        key, value = node.entries[0]
        line = reading.line(key.span.line)
        colon = line.find(":", key.span.end_column - 1) + 1
        if colon and isinstance(value, Scalar) and value.span.end_line == key.span.line:
            whole = Span(key.span.line, key.span.column, key.span.line, len(line.rstrip()) + 1)
            fix = Fix(whole, quoted(reading.raw(whole)))
            place = Span(key.span.line, colon, key.span.line, colon + 1)
            title, help = "A text containing “: ” needs quotes", "Put the whole text in quotes."
            return reading.problem(code, place, path, title, help, label=label, fix=fix)
    return reading.problem("not-a-text", span, path, title)


def _refuse_no_list(node: Scalar | Mapping, path: str, reading: Reading) -> Any:
    title = f"{_label(path)} should be a list (lines that start with a dash), not {_found(node)}"
    typed = node.text if isinstance(node, Scalar) else node.entries[0][0].text if node.entries else ""
    if re.match(r"-\S", typed) and node.span != START_OF_FILE:
        start = Span(node.span.line, node.span.column, node.span.line, node.span.column + 1)
        title, label = "There must be a space after the dash", "add a space after this “-”"
        fix = Fix(Span(start.line, start.end_column, start.line, start.end_column), " ")
        return reading.problem("space-after-dash", start, path, title, label=label, fix=fix)
    fix, label, start = None, "", node.span
    is_entry = not node.is_flow if isinstance(node, Mapping) else re.search(r"\n *- ", reading.raw(node.span))
    if is_entry and start.column > 2:
        fix, label = Fix(Span(start.line, start.column - 2, start.line, start.column), "- "), "is a dash missing here?"
    return reading.problem("not-a-list", node.span, path, title, label=label, fix=fix)


def _refuse_date(text: str, span: Span, path: str, reading: Reading) -> Any:
    title = f"{_label(path)} should be a date like 2026-11-24, not “{shown(text)}”"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        title = f"{_label(path)} cannot be “{text}”: there is no such day"
        return reading.problem("not-a-date", span, path, title, "Look at the month and the day.")
    numbers = re.match(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?!\d)", text, re.ASCII)
    if numbers:
        near = f"{numbers[1]}-{numbers[2]:>02}-{numbers[3]:>02}"
        return reading.suggest("not-a-date", span, path, title, "Write month and day with two digits.", near=near)
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text, re.ASCII)
    if not found:
        return reading.problem("not-a-date", span, path, title, "Write the year first, then month and day.")
    day, month = f"{found[1]:>02}", f"{found[2]:>02}"
    readings = dict.fromkeys(
        [f"{found[3]}-{month}-{day}"] * (month <= "12") + [f"{found[3]}-{day}-{month}"] * (day <= "12")
    )
    help = f"Write the year first: {' or '.join(readings)}" if readings else "Write the year first, then month and day."
    return reading.suggest(
        "not-a-date", span, path, title, help, near=next(iter(readings)) if len(readings) == 1 else ""
    )


def _tell_fault(fault: rich_text.Fault, span: Span, path: str, reading: Reading) -> None:
    """Tell what is wrong in a Markdown text at the words themselves."""
    place = reading.within(span, fault.words, fault.nth) if fault.words else span
    is_found = place is not span and place.line == place.end_line
    fix = Fix(place, fault.mended) if fault.mended and is_found else None
    if fault.part:
        place = _part(place, fault.words, *fault.part, reading)
    reading.problem(fault.code, place, path, fault.title, fault.help, is_warning=fault.is_warning, fix=fix)


def _part(place: Span, words: str, start: int, end: int, reading: Reading) -> Span:
    """The part from `start` to `end` of the `words` at `place`; or the whole place, if they are not typed so."""
    if reading.raw(place) != words:
        return place
    return Span(place.line, place.column + start, place.line, place.column + end)


def _most_words_of(text: str) -> int:
    """How many words a Markdown text may have at most: every sign that makes markup can part one."""
    return len(text.split()) + sum(map(text.count, "*_`[<&!"))


def _entry_path(path: str, n: int, item: Node) -> str:
    """The path of the entry number `n`, with its id, or its first text, for who does not want to count."""
    if isinstance(item, Mapping):
        for key, value in item.entries[:3]:
            if key.text in ("id", "title", "name") and isinstance(value, Scalar) and value.text.strip():
                return f"{path} {n} ({shown(value.text, 40)})"
    return f"{path} {n}"


def _as_identifier(text: str) -> str:
    """The identifier that is nearest to `text`, or an empty text."""
    near = re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") if text.isascii() else ""
    return near if is_identifier(near) else ""


def how_to_add(name: str, missing: dataclasses.Field[Any]) -> str:
    """How to add the `missing` field: an example, which the words call one so that nobody takes it for the text."""
    typed = whole_example(name, missing)
    return _such_as("Add lines such as:" if "\n" in typed else "Add a line such as:", typed)


def _such_as(words: str, typed: str) -> str:
    """The `words`, and behind or below them an example as it is typed."""
    between = "\n" if "\n" in typed else "   "
    return f"{words}{between}{typed}"


def _what_it_is(f: dataclasses.Field[Any]) -> str:
    return f.metadata["about"]


def is_required(f: dataclasses.Field[Any]) -> bool:
    """Whether every record must have the field."""
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def _limits(least: int, most: int) -> str:
    return f"at most {most}" if least <= 1 else f"{least} to {most}"


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _found(node: Node) -> str:
    return {Scalar: "a text", Sequence: "a list", Mapping: "a group of fields"}[type(node)]


def _label(path: str) -> str:
    return f"`{path.rpartition(' › ')[2]}`" if path else "This file"
