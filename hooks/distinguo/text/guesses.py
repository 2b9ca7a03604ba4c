"""The lines at which YAML stopped → what may be wrong with them, as guesses, each with the edits that would mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from ..base.problems import shown
from .lines import (
    FARTHEST,
    begins,
    group_end,
    indent_of,
    lines_above,
    name_column,
    open_columns,
    owner_of,
    parts,
    text_end,
)
from .quoting import quoted

_LONGEST = 2000  # characters of a line that is looked at: the patterns look at some of them twice
_NOT_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
ODD_SPACES = re.compile(f"^[ \t]*[{_NOT_SPACES}]", re.MULTILINE)
_OPENING = ("{", "[", '"', "'")
_TORN_HEADER = re.compile(r" *(?:- +)*[a-z][a-z0-9_-]*(?: +|:)[|>][+-]?$")  # `answer >-` and `answer:>-`
_BLOCK_HEADER = re.compile(r"[|>][+-]?\d?[+-]?(?: +#.*)?$")
_TEXT_BEHIND_HEADER = re.compile(r"(?:\||>[+-])[+-]?\d?[+-]? +(?P<text>\S.*)$")
_STRANGE_START = re.compile(r"[*&!%@`,\]}|>]|[-?:](?= )")
_CLOSED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_ESCAPE = re.compile(
    r"""\\(?:[0abt\tnvfre "/\\N_LP]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U000)|(?P<bad>\\)"""
)
_TRIPS = "this is what YAML trips over"
_IN_QUOTES = "Put the whole text in quotes."
_ON_NEXT_LINE = "Put the whole text in quotes, or begin it on the next line, indented, after >-"


class LineEdit(NamedTuple):
    """On one line (counted from 0), `text` in place of `length` characters from `start` on."""

    line: int
    start: int
    length: int
    text: str


class Guess(NamedTuple):
    """What may be wrong at one place of a line, in words, and the edits that would mend it."""

    code: str
    title: str
    line: int
    start: int
    end: int
    edits: tuple[LineEdit, ...]
    label: str = ""
    help: str = ""
    loses_words: bool = False  # the edits only help to read on


class Stop(NamedTuple):
    """Where YAML stopped reading, why, and where what it was reading began.

    `starts` are the lines of the outermost entries before, each with that of the field whose list it stands in: from
    any of them on, YAML reads a file as if nothing stood before but that field.
    """

    line: int
    column: int
    reason: str = ""
    context_line: int = 0
    starts: tuple[tuple[int, int], ...] = ()


def guesses_at(lines: list[str], stop: Stop) -> Iterator[Guess]:
    """What may be wrong near the place where YAML stopped, most certain first."""
    near = [stop.line, *lines_above(lines, stop.line, 3)]
    if stop.context_line not in near and ("quoted" in stop.reason or "flow" in stop.reason):
        near.append(stop.context_line)
    above = range(stop.line - 1, max(-1, stop.line - FARTHEST), -1)
    near += [*islice((i for i in above if i not in near and _is_open_quote(lines[i])), 3)]
    near += [*islice((i for i in above if i not in near and _TORN_HEADER.match(lines[i])), 3)]
    near = [i for i in near if len(lines[i]) <= _LONGEST]
    for guesses in (
        _tabs,
        _escapes,
        _quotes,
        _text_behind_header,
        _strange_start,
        _hash_in_pair,
        _colon_in_text,
        _spacing,
    ):
        for i in near:
            yield from guesses(lines, i, stop)
    for i in near:
        yield from _missing_colon(lines, i, stop)
    for guesses in (_missing_dash, _brackets, _text_and_list, _not_indented, _instruction):
        for i in near[:3]:
            yield from guesses(lines, i, stop)
    fields = [i for i in lines_above(lines, stop.line, 30) if i not in near[:3] and parts(lines[i])["key"]]
    moved = [guess for i in [*near[:3], *fields[:2]] for guess in _indentation(lines, i, stop)]
    # Most files are indented by twos.
    yield from sorted(moved, key=lambda guess: len(guess.edits[0].text) % 2)


def odd_spaces(lines: list[str]) -> Iterator[Guess]:
    """Lines that begin with no-break spaces, which come with text from web pages and word processors."""
    yield from _runs(lines, [i for i, line in enumerate(lines) if ODD_SPACES.match(line)], "non-breaking spaces", 1)


# Each of these looks at one line `i` near the place where YAML stopped.


def _tabs(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    if not re.match(r" *\t", lines[i]):
        return
    first = i
    while first and re.match(r" *\t", lines[first - 1]):
        first -= 1
    last = i
    while last + 1 < len(lines) and re.match(r" *\t", lines[last + 1]):
        last += 1
    for width in (2, 4, 1, 3):
        yield from _runs(lines, list(range(first, last + 1)), "a Tab", width)
    if first == last:
        words = lines[i].lstrip()
        spaced = [*lines[:i], f"  {words}"]
        for column in open_columns(spaced, i, is_entry=words.startswith("- ")):
            yield from _runs(lines, [i], "a Tab", column)


def _runs(lines: list[str], numbers: list[int], what: str, width: int) -> Iterator[Guess]:
    """One guess for each run of lines that are indented with something else than spaces; a Tab is `width` of them."""
    for _, group in groupby(enumerate(numbers), lambda counted: counted[1] - counted[0]):
        run = [number for _, number in group]
        edits = []
        for i in run:
            indent = lines[i][: len(lines[i]) - len(lines[i].lstrip())]
            spaces = indent.replace("\t", " " * width)
            edits.append(LineEdit(i, 0, len(indent), " " * len(spaces)))
        title = f"This line is indented with {what}; YAML needs spaces"
        if len(run) > 1:
            title = f"These {len(run)} lines are indented with {what}; YAML needs spaces"
        help = "Delete what stands before the first word, and type spaces there."
        yield Guess("odd-indentation", title, run[0], 0, edits[0].length, tuple(edits), help=help)


def _escapes(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    if "escape" not in stop.reason:
        return
    bad = (found for found in _ESCAPE.finditer(lines[i]) if found["bad"])
    found = next((one for one in bad if one.end() >= stop.column - 8), None)
    if found and i == stop.line:
        edit = LineEdit(i, found.start(), 1, "\\\\")
        title = "A “\\” between double quotes has a meaning of its own"
        help = "Write two of them, or put the text in single quotes."
        yield Guess("backslash", title, i, found.start(), found.start() + 1, (edit,), _TRIPS, help)


def _is_open_quote(line: str) -> bool:
    value = parts(line)["value"]
    return value[:1] in _CLOSED and not _CLOSED[value[:1]].match(value)


def _quotes(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    found = parts(lines[i])
    value, start = found["value"].rstrip(), found.start("value")
    quote = value[:1]
    if quote not in _CLOSED or not quote:
        return
    if not (closed := _CLOSED[quote].match(value)):
        yield from _unclosed_quote(lines, i, start, value)
        return
    rest = value[closed.end() :]
    if not rest.strip() or rest.lstrip().startswith("#"):
        return
    place = start + closed.end()
    edits = (LineEdit(i, start, len(value), quoted(_unwrapped(value, quote))),)
    if quote == "'" and closed.end() > 2 and value[closed.end() - 2].isalnum() and rest[0].isalnum():
        title, label = "The apostrophe ends the quoted text too early", "the text goes on here"
        yield Guess("text-after-quote", title, i, place - 1, place, edits, label, "Put the text in double quotes.")
    else:
        title, label = "There is more text after the closing quote", "this stands outside of the quotes"
        place += len(rest) - len(rest.lstrip())
        yield Guess("text-after-quote", title, i, place, start + len(value), edits, label, _IN_QUOTES)


def _unclosed_quote(lines: list[str], i: int, start: int, value: str) -> Iterator[Guess]:
    quote = value[0]
    title, label = "This quote is never closed", f"add a closing {quote} where the text ends"
    code = "unclosed-quote"
    if len(value) > 1 and value[-1] in "\"'”’":
        edit = LineEdit(i, start + len(value) - 1, 1, quote)
        yield Guess(code, title, i, start, start + 1, (edit,), label)
    yield Guess(code, title, i, start, start + 1, (LineEdit(i, start + len(value), 0, quote),), label)
    last = text_end(lines, i)
    if last > i:
        yield Guess(code, title, i, start, start + 1, (LineEdit(last, len(lines[last].rstrip()), 0, quote),), label)
    yield Guess(code, title, i, start, start + 1, (LineEdit(i, start, len(value), quoted(value)),), label)


def _unwrapped(value: str, quote: str) -> str:
    """The text that an editor meant by a `value` with more than two quotes: `"a "b" c"` is a text in quotes,
    `"a" or "b"` one that begins with a quote."""
    if len(value) < 2 or not value.endswith(quote):
        return value
    inner = value[1:-1]
    first = inner.find(quote)
    is_apostrophe = quote == "'" and inner[first + 1 : first + 2].isalnum()
    return inner if is_apostrophe or inner[:first].endswith(" ") or first == 0 else value


def _text_behind_header(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    found = parts(lines[i])
    header = _TEXT_BEHIND_HEADER.match(found["value"])
    if not header:
        return
    start, place = found.start("value"), found.start("value") + header.start("text")
    sign = found["value"].split()[0]
    title = f"Behind “{sign}” the text begins on the next line"
    whole = LineEdit(i, start, len(found["value"]), quoted(header["text"].rstrip()))
    goes_on = text_end(lines, i) > i
    edit = LineEdit(i, place - 1, len(lines[i]) - place + 1, "") if goes_on else whole
    label, end = "move this to the next line, indented", len(lines[i].rstrip())
    yield Guess("text-after-sign", title, i, place, end, (edit,), label, loses_words=goes_on)


def _strange_start(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    found = parts(lines[i])
    value, start = found["value"], found.start("value")
    if not (found["key"] or found["dashes"]):
        return
    is_list = (
        value[:1] in "[{"
        and value
        and (not value.rstrip().endswith(("]", "}")) or re.match(r"\[[^\]]*\]\(|\[@|\{\{", value))
    )
    if (not is_list and not _STRANGE_START.match(value)) or _BLOCK_HEADER.match(value):
        return
    sign = "a backtick" if value[0] == "`" else f"“{value[0]}”"
    link = " (a Markdown link?)" if "](" in value and value[0] == "[" else ""
    title = f"A text starting with {sign}{link} needs quotes"
    yield from _in_quotes(lines, i, title, (i, start, start + 1))


def _colon_in_text(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """A colon and a space within a text: YAML takes what stands before for the name of a field."""
    if i == stop.line and "{" in lines[i]:
        yield from _colon_in_pair(lines, i, stop)
    owner = owner_of(lines, i)
    found = parts(lines[owner])
    start = found.start("value") if owner == i else 0
    colon = re.compile(r":(?= |$)").search(lines[i].rstrip(), start)
    if not colon or found["value"][:1] in ("", *"\"'[{") or _BLOCK_HEADER.match(found["value"]):
        return
    title = "A text containing “: ” needs quotes"
    if found["value"][0] in "“‘„«":
        title = "Typographic quotes do not protect a “: ” inside the text"
    yield from _in_quotes(lines, owner, title, (i, colon.start(), colon.end()))


def _colon_in_pair(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """The same between braces: `{id: one, text: Note: this}`; or the comma before the next field is missing."""
    if name := re.search(r" (?=[a-z_]+$)", lines[i][: stop.column]):
        title, place = "A comma is missing between two fields", name.start()
        edits = (LineEdit(i, place, 0, ","),)
        yield Guess("missing-comma", title, i, place, place + 1, edits, "add a comma here")
    for found in re.finditer(r"(?<=: )([^,{}\[\]\"']+)(?=[,}])", lines[i]):
        if found.start() < stop.column <= found.end():
            edit = LineEdit(i, found.start(), len(found[0]), quoted(found[0].strip()))
            title, end = "A text containing “: ” needs quotes", stop.column + 1
            yield Guess("needs-quotes", title, i, stop.column, end, (edit,), _TRIPS, _IN_QUOTES)


def _hash_in_pair(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """A text between braces that goes on behind “ #”: YAML takes the rest of the line for a comment."""
    found = re.search(r"(?<=: )([^,{}\[\]\"']*?)( #.*?)(?=\} *$)", lines[i])
    if found and "flow" in stop.reason:
        edit = LineEdit(i, found.start(), len(found[0]), quoted(found[0].strip()))
        title, label = "Everything after “ #” is lost here", "YAML reads this as a comment, so readers would not see it"
        start = found.start(2) + 1
        yield Guess("text-lost", title, i, start, len(lines[i].rstrip()), (edit,), label, _IN_QUOTES)


def _in_quotes(lines: list[str], owner: int, title: str, place: tuple[int, int, int]) -> Iterator[Guess]:
    """The text that begins on the line `owner` in quotes; what YAML trips over is `place`: its line, start and end."""
    found = parts(lines[owner])
    value, first = found["value"].rstrip(), found.start("value")
    last = text_end(lines, owner)
    if last == owner:
        edits = (LineEdit(owner, first, len(value), quoted(value)),)
        yield Guess("needs-quotes", title, *place, edits, _TRIPS, _IN_QUOTES)
        return
    lines_in_quotes = []
    for number in range(owner, last + 1):
        begin = first if number == owner else 0
        text = lines[number][begin:].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        text = ('"' if number == owner else "") + text + ('"' if number == last else "")
        lines_in_quotes.append(LineEdit(number, begin, len(lines[number]) - begin, text))
    yield Guess("needs-quotes", title, *place, tuple(lines_in_quotes), _TRIPS, _ON_NEXT_LINE)


def _spacing(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """A dash or a colon without the space behind it."""
    line = lines[i]
    if dash := re.match(r" *(?:- +)*-(?=[^\s-])", line):
        place = dash.end()
        title, label = "There must be a space after the dash", "add a space after this “-”"
        edits = (LineEdit(i, place, 0, " "),)
        yield Guess("space-after-dash", title, i, place - 1, place, edits, label)
    if colon := re.match(r" *(?:- +)*(?!https?|mailto|term|explainer)[a-z][a-z0-9_-]*:(?=[^\s:/])", line):
        place = colon.end()
        title, label = "There must be a space after the colon", "add a space after this “:”"
        edits = (LineEdit(i, place, 0, " "),)
        yield Guess("space-after-colon", title, i, place - 1, place, edits, label)


def _brackets(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    found = parts(lines[i])
    value, start = found["value"].rstrip(), found.start("value")
    for opening, closing in ("[]", "{}"):
        difference = value.count(opening) - value.count(closing)
        if difference > 0 and value.startswith(("[", "{")):
            title, label = f"This “{opening}” is never closed", f"add a closing {closing} where the list ends"
            if opening == "{":
                label = f"add a closing {closing} where the group ends"
            edits = (LineEdit(i, start + len(value), 0, closing),)
            yield Guess("unclosed-bracket", title, i, start, start + 1, edits, label)
        elif difference < 0 and value.endswith(closing):
            place = start + len(value) - 1
            title = f"There is one “{closing}” too many"
            yield Guess("stray-bracket", title, i, place, place + 1, (LineEdit(i, place, 1, ""),), "delete this one")


def _text_and_list(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """`answer: Mostly.` and then a list, which only a text of several lines can hold."""
    if not lines[i].lstrip().startswith("- "):
        return
    indent = indent_of(lines[i])
    owner = next((j for j in lines_above(lines, i, 20) if parts(lines[j])["key"]), None)
    if owner is None or name_column(lines[owner]) < indent:
        return
    found = parts(lines[owner])
    value, start = found["value"].rstrip(), found.start("value")
    if not value or _BLOCK_HEADER.match(value) or name_column(lines[owner]) != indent:
        return
    last = i
    while last + 1 < len(lines) and (not lines[last + 1].strip() or lines[last + 1].lstrip().startswith("- ")):
        last += 1
    edits = [LineEdit(owner, start, len(value), "|")]
    edits += [LineEdit(j, 0, 0, "  ") for j in range(owner + 1, last + 1) if lines[j].strip()]
    title = f"`{found['key']}` has text on its own line and then a list; a longer text needs “|”"
    help = f"Write it like this:\n    {found['key']}: |\n      {shown(value)}\n\n      - one\n      - two"
    label = "start the text on the next line"
    yield Guess("text-and-list", title, owner, start, start + len(value), tuple(edits), label, help)


def _not_indented(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """A line of a text that does not stand further in than the name of its field."""
    line = parts(lines[i])
    if line["key"] or line["dashes"] or not line["value"]:
        return
    owner = owner_of(lines, i, of_any_indent=True)
    if owner == i:
        return
    column = name_column(lines[owner])
    if indent_of(lines[i]) > column:
        return
    text = [j for j in range(owner + 1, i) if lines[j].strip() and indent_of(lines[j]) > column]
    wanted = indent_of(lines[text[0]]) if text else column + 2
    run = [i]
    for j in range(i + 1, len(lines)):
        if begins(lines[j]) or (lines[j].strip() and indent_of(lines[j]) > column):
            break
        run += [j] if lines[j].strip() else []
    edits = tuple(LineEdit(j, 0, indent_of(lines[j]), " " * wanted) for j in run)
    title = "This line is not indented, so it does not belong to the text above it"
    label = f"it should begin with {wanted} spaces"
    end = len(lines[i].rstrip())
    yield Guess("indentation", title, i, indent_of(lines[i]), end, edits, label)


def _indentation(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """A field or an entry that does not begin where its sisters do."""
    line = parts(lines[i])
    if not begins(lines[i]):
        return
    indent = len(line["indent"])
    moved = {j: indent_of(lines[j]) for j in range(i, group_end(lines, i) + 1) if lines[j].strip()}
    for wanted in open_columns(lines, i, is_entry=bool(line["dashes"])):
        if wanted == indent:
            continue
        title = "This line is not lined up with the lines it belongs to"
        spaces = f"{indent} space here" if indent == 1 else f"{indent} spaces here"
        label = f"{spaces}; {wanted} expected"
        edit = LineEdit(i, 0, indent, " " * wanted)
        yield Guess("indentation", title, i, 0, indent, (edit,), label)
        if 1 < len(moved) < FARTHEST and min(moved.values()) + wanted >= indent:
            edits = tuple(LineEdit(j, 0, other, " " * (other + wanted - indent)) for j, other in moved.items())
            yield Guess("indentation", title, i, 0, indent, edits, label)


def _missing_dash(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    """An entry without its dash: YAML trips over the dash of the second one, or over a group after another."""
    indent, first = indent_of(lines[i]), i
    if i == stop.line and lines[i].lstrip().startswith("- "):
        for j in range(i - 1, max(-1, i - FARTHEST), -1):
            if lines[j].strip():
                if indent_of(lines[j]) < indent + 2:
                    break
                first = j
    is_group = lines[i].lstrip()[:1] in _OPENING and any(
        lines[j].startswith(f"{' ' * (indent - 2)}- ") for j in (*lines_above(lines, i, 1), i + 1) if j < len(lines)
    )
    place = indent_of(lines[first]) - 2
    if (first < i or is_group) and place >= 0:
        title, label = "The dash before this entry is missing", "add “- ” before it"
        end = len(lines[first].rstrip())
        yield Guess("missing-dash", title, first, place + 2, end, (LineEdit(first, place, 2, "- "),), label)


def _missing_colon(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    found = re.match(r" *(?:- +)*([a-z][a-z0-9_-]*)( +\S|$)", lines[i].rstrip())
    if found:
        title = "There must be a colon after the name of a field"
        start, end = found.span(1)
        equals = re.match(r" *=(?= )", lines[i][end:])
        edits = (LineEdit(i, end, len(equals[0]) if equals else 0, ":"),)
        yield Guess("missing-colon", title, i, start, end, edits, f"write `{found[1]}:`")


def _instruction(lines: list[str], i: int, stop: Stop) -> Iterator[Guess]:
    if lines[i].startswith("%"):
        title = "A line that starts with “%” is an instruction to YAML, which content files do not use"
        edit = LineEdit(i, 0, len(lines[i]), "")
        yield Guess("directive", title, i, 0, len(lines[i]), (edit,), help="Delete the line.")
