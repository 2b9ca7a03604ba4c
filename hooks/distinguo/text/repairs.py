"""Turns lines that YAML cannot read into lines that it can, by the likely repair, and tells each repair as one mistake.

A guess is tried in memory and kept only if YAML then reads further than before. Of several that do, the one wins
after which the content has the fewest other mistakes. The file itself is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import NamedTuple

import yaml

from ..base.problems import MOST_TOLD, Fix, Problem, Span, shown

CODES_OF_REPAIRS = (
    "backslash", "cannot-read", "directive", "indentation", "missing-colon", "missing-comma", "missing-dash",
    "needs-quotes", "odd-indentation", "space-after-colon", "space-after-dash", "stray-bracket", "text-after-quote",
    "text-after-sign", "text-and-list", "text-lost", "unclosed-bracket", "unclosed-quote",
)  # fmt: skip

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MOST_REPAIRS = 40  # in one file: nobody reads on, and for each the file is read again
_MOST_READ = 500_000  # characters that guesses may cost in one file: a fraction of a second
_FAR_ENOUGH = 30  # lines behind a mistake: who reads on for so many is past it
_BEYOND = 300  # lines behind those: a text that was begun there may end in them
_FARTHEST = 1000  # lines above a mistake that are looked at for its cause: each may be tried
_LONGEST = 2000  # characters of a line that is looked at: the patterns look at some of them twice
_DEEPEST = 12  # lists and groups within each other: the file is refused for more anyway

# A line as YAML sees it: indentation, dashes of a list, the name of a field, and what follows.
_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[a-z_][\w-]*) *:(?: +|$))?(?P<value>.*)")
_NOT_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_SPACES = re.compile(f"^[ \t]*[{_NOT_SPACES}]", re.MULTILINE)
_OPENING = ("{", "[", '"', "'")
_LONE_FIELD = re.compile(r"[a-z_]+: *")
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


class Edit(NamedTuple):
    """On one line (counted from 0), `text` in place of `length` characters from `start` on."""

    line: int
    start: int
    length: int
    text: str


@dataclass(slots=True)
class Copy:
    """The lines of a file as they are, and as they were repaired: as many lines, so that places can be told."""

    source: list[str]
    lines: list[str] = field(default_factory=list)
    edits: dict[int, tuple[Edit, ...]] = field(default_factory=dict)  # by line, in the order in which they were made

    def __post_init__(self) -> None:
        self.lines = self.lines or self.source

    def edited(self, edits: tuple[Edit, ...]) -> Copy:
        """A copy with more `edits`, all of them on different lines."""
        lines, made = list(self.lines), dict(self.edits)
        for edit in edits:
            line = lines[edit.line]
            lines[edit.line] = line[: edit.start] + edit.text + line[edit.start + edit.length :]
            made[edit.line] = (*made.get(edit.line, ()), edit)
        return Copy(self.source, lines, made)

    def column(self, line: int, column: int) -> int:
        """Where in the file the `column` of a repaired line stands (counted from 0)."""
        for edit in reversed(self.edits.get(line, ())):
            if column > edit.start:
                inside = column < edit.start + len(edit.text)
                column = min(column, edit.start + edit.length) if inside else column - len(edit.text) + edit.length
        return column


class Guess(NamedTuple):
    """What may be wrong at one place of a line, in words, and the edits that would mend it."""

    code: str
    title: str
    line: int
    start: int
    end: int
    edits: tuple[Edit, ...]
    label: str = ""
    help: str = ""
    loses_words: bool = False  # the edits only help to read on


class _Stop(NamedTuple):
    """Where YAML stopped reading, why, and where what it was reading began.

    `starts` are the lines of the outermost entries before, each with that of the field whose list it stands in: from
    any of them on, YAML reads a file as if nothing stood before but that field.
    """

    line: int
    column: int
    reason: str = ""
    context_line: int = 0
    starts: tuple[tuple[int, int], ...] = ()


def quoted(text: str) -> str:
    """`text` in the quotes that leave it easiest to read; one that has its closing quote already gets the other."""
    if text.endswith('"') and text.count('"') == 1 and not text[-2:-1].isdigit():  # as in 12"
        text = text[:-1]
    if '"' in text or "\\" in text:
        if "'" not in text:
            return f"'{text}'"
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def needs_repair(text: str) -> bool:
    """Whether lines begin with signs that only look like spaces: YAML takes them for a part of the text."""
    return not text.isascii() and _ODD_SPACES.search(text) is not None


def repair(copy: Copy, file: str, offset: int, cost: Callable[[Copy], int]) -> tuple[Copy | None, list[Problem]]:
    """A copy that YAML can read to its end, or `None`, and the mistakes that were in its way.

    `offset` is how many lines of the file come before; `cost` counts the mistakes in a copy that can be read.
    """
    budget = [_MOST_READ]
    odd = [*_odd_spaces(copy.lines)]
    told = [_problem(guess, copy, file, offset) for guess in odd[:MOST_TOLD]]
    copy = copy.edited(tuple(edit for guess in odd for edit in guess.edits))
    while stop := _stop(copy.lines, budget):
        guess = _best(copy, stop, budget, cost) if len(told) < _MOST_REPAIRS else None
        if guess is None:
            told.append(_unreadable(stop, copy, file, offset))
            return None, told
        told.append(_problem(guess, copy, file, offset))
        copy = copy.edited(guess.edits)
    return copy, told


def _best(copy: Copy, stop: _Stop, budget: list[int], cost: Callable[[Copy], int]) -> Guess | None:
    """The guess after which YAML reads furthest, and among equals the one that leaves the fewest mistakes."""
    found: list[tuple[tuple[int, int], Guess, Copy]] = []
    tried: set[tuple[Edit, ...]] = set()
    for guess in _guesses(copy.lines, stop):
        if budget[0] <= 0:
            break
        if guess.edits in tried:
            continue
        tried.add(guess.edits)
        budget[0] -= 50 * len(guess.edits) + len(copy.lines) // 4
        trial = copy.edited(guess.edits)
        first = min(stop.line, *(edit.line for edit in guess.edits))
        start, owner = next((start for start in reversed(stop.starts) if start[0] < first), (0, 0))
        rest = ["" if i < start and i != owner else line for i, line in enumerate(trial.lines[: stop.line + _BEYOND])]
        after = _stop(rest, budget, stop.line + _FAR_ENOUGH)
        reached = (after.line, after.column) if after else (len(copy.lines), 0)
        if reached > (stop.line, stop.column + sum(len(edit.text) for edit in guess.edits if edit.line == stop.line)):
            found.append((min(reached, (stop.line + _FAR_ENOUGH, 0)), guess, trial))
    if not found:
        return None
    furthest = max(reached for reached, _, _ in found)
    equals = [(guess, trial) for reached, guess, trial in found if reached == furthest]
    if len(equals) == 1:
        return equals[0][0]
    costs = []
    for _, trial in equals[:12]:
        budget[0] -= 3 * sum(map(len, trial.lines))
        costs.append(cost(trial) if budget[0] > 0 else 1000)
    return equals[costs.index(min(costs))][0]


def _stop(lines: list[str], budget: list[int], enough: int | None = None) -> _Stop | None:
    """Where YAML stops reading `lines`; `None` where it comes to the end, or as far as the line that is `enough`."""
    opened: list[yaml.CollectionStartEvent] = []
    starts: list[tuple[int, int]] = []
    reached = len(lines)
    try:
        parser = _LOADER("\n".join(lines))
        while event := parser.get_event():
            if enough is None and len(opened) in (1, 2):
                _note_start(event.start_mark.line, opened, lines, starts)
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            if (enough is not None and event.start_mark.line > enough) or len(opened) > _DEEPEST:
                reached = event.start_mark.line
                break
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "quoted" in str(error.context) and "unexpected" in str(error.problem):
            mark = error.context_mark  # what never ends is wrong where it begins
        line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
        if enough is not None and line > enough:
            return None
        context = min(error.context_mark.line, len(lines) - 1) if error.context_mark else line
        reached = line
        return _Stop(line, column, f"{error.problem} {error.context}", context, tuple(starts))
    except yaml.YAMLError:
        return _Stop(0, 0)
    finally:
        budget[0] -= 200 + sum(map(len, lines[: reached + 1]))


def _note_start(
    line: int, opened: list[yaml.CollectionStartEvent], lines: list[str], starts: list[tuple[int, int]]
) -> None:
    """Add the `line` to the `starts` if an outermost entry begins on it: see `_Stop`."""
    if line >= len(lines) or (starts and starts[-1][0] >= line):
        return
    is_entry = lines[line].lstrip(" ").startswith("- ")
    is_list = isinstance(opened[-1], yaml.SequenceStartEvent) and not opened[-1].flow_style
    if len(opened) == 1 and lines[line][:1] not in ("", " ") and is_entry == is_list:
        starts.append((line, line))
    elif len(opened) == 2 and is_entry and is_list and starts and _LONE_FIELD.fullmatch(lines[starts[-1][1]]):
        starts.append((line, starts[-1][1]))


def _problem(guess: Guess, copy: Copy, file: str, offset: int) -> Problem:
    start, end = (copy.column(guess.line, column) + 1 for column in (guess.start, guess.end))
    line = guess.line + 1 + offset
    fix = None
    if len(guess.edits) == 1 and not guess.loses_words:
        edit = guess.edits[0]
        first, last = (copy.column(edit.line, column) + 1 for column in (edit.start, edit.start + edit.length))
        number = edit.line + 1 + offset
        fix = Fix(Span(number, first, number, last), edit.text)
    span = Span(line, start, line, max(end, start + 1))
    return Problem(file, span, guess.title, help=guess.help, code=guess.code, label=guess.label, fix=fix)


def _unreadable(stop: _Stop, copy: Copy, file: str, offset: int) -> Problem:
    line, column = stop.line + 1 + offset, copy.column(stop.line, stop.column) + 1
    help = (
        "Look at the quotes, the colons and the spaces at the start of this line and of the lines above it.\n"
        "A text that holds “: ” or “ #”, or starts with one of * & ! [ { ` @ % > | or a quote, needs quotes around it."
    )
    title = "The file cannot be read from here on"
    return Problem(file, Span(line, column, line, column + 1), title, help=help, code="cannot-read")


# The guesses, most certain first. Each looks at one line `i` near the place where YAML stopped.


def _guesses(lines: list[str], stop: _Stop) -> Iterator[Guess]:
    near = [stop.line, *_lines_above(lines, stop.line, 3)]
    if stop.context_line not in near and ("quoted" in stop.reason or "flow" in stop.reason):
        near.append(stop.context_line)
    above = range(stop.line - 1, max(-1, stop.line - _FARTHEST), -1)
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
    fields = [i for i in _lines_above(lines, stop.line, 30) if i not in near[:3] and _LINE.match(lines[i])["key"]]
    moved = [guess for i in [*near[:3], *fields[:2]] for guess in _indentation(lines, i, stop)]
    # Most files are indented by twos.
    yield from sorted(moved, key=lambda guess: len(guess.edits[0].text) % 2)


def _lines_above(lines: list[str], i: int, most: int) -> list[int]:
    return [j for j in range(i - 1, max(-1, i - 1 - 4 * most), -1) if lines[j].strip()][:most]


def _odd_spaces(lines: list[str]) -> Iterator[Guess]:
    """Lines that begin with no-break spaces, which come with text from web pages and word processors."""
    yield from _runs(lines, [i for i, line in enumerate(lines) if _ODD_SPACES.match(line)], "non-breaking spaces", 1)


def _tabs(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
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
        for column in _open_columns(spaced, i, is_entry=words.startswith("- ")):
            yield from _runs(lines, [i], "a Tab", column)


def _runs(lines: list[str], numbers: list[int], what: str, width: int) -> Iterator[Guess]:
    """One guess for each run of lines that are indented with something else than spaces; a Tab is `width` of them."""
    for _, group in groupby(enumerate(numbers), lambda counted: counted[1] - counted[0]):
        run = [number for _, number in group]
        edits = []
        for i in run:
            indent = lines[i][: len(lines[i]) - len(lines[i].lstrip())]
            spaces = indent.replace("\t", " " * width)
            edits.append(Edit(i, 0, len(indent), " " * len(spaces)))
        title = f"This line is indented with {what}; YAML needs spaces"
        if len(run) > 1:
            title = f"These {len(run)} lines are indented with {what}; YAML needs spaces"
        help = "Delete what stands before the first word, and type spaces there."
        yield Guess("odd-indentation", title, run[0], 0, edits[0].length, tuple(edits), help=help)


def _escapes(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    if "escape" not in stop.reason:
        return
    bad = (found for found in _ESCAPE.finditer(lines[i]) if found["bad"])
    found = next((one for one in bad if one.end() >= stop.column - 8), None)
    if found and i == stop.line:
        edit = Edit(i, found.start(), 1, "\\\\")
        title = "A “\\” between double quotes has a meaning of its own"
        help = "Write two of them, or put the text in single quotes."
        yield Guess("backslash", title, i, found.start(), found.start() + 1, (edit,), _TRIPS, help)


def _is_open_quote(line: str) -> bool:
    value = _LINE.match(line)["value"]
    return value[:1] in _CLOSED and not _CLOSED[value[:1]].match(value)


def _quotes(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    found = _LINE.match(lines[i])
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
    edits = (Edit(i, start, len(value), quoted(_unwrapped(value, quote))),)
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
        edit = Edit(i, start + len(value) - 1, 1, quote)
        yield Guess(code, title, i, start, start + 1, (edit,), label)
    yield Guess(code, title, i, start, start + 1, (Edit(i, start + len(value), 0, quote),), label)
    last = _text_end(lines, i)
    if last > i:
        yield Guess(code, title, i, start, start + 1, (Edit(last, len(lines[last].rstrip()), 0, quote),), label)
    yield Guess(code, title, i, start, start + 1, (Edit(i, start, len(value), quoted(value)),), label)


def _unwrapped(value: str, quote: str) -> str:
    """The text that an editor meant by a `value` with more than two quotes: `"a "b" c"` is a text in quotes,
    `"a" or "b"` one that begins with a quote."""
    if len(value) < 2 or not value.endswith(quote):
        return value
    inner = value[1:-1]
    first = inner.find(quote)
    is_apostrophe = quote == "'" and inner[first + 1 : first + 2].isalnum()
    return inner if is_apostrophe or inner[:first].endswith(" ") or first == 0 else value


def _text_behind_header(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    found = _LINE.match(lines[i])
    header = _TEXT_BEHIND_HEADER.match(found["value"])
    if not header:
        return
    start, place = found.start("value"), found.start("value") + header.start("text")
    sign = found["value"].split()[0]
    title = f"Behind “{sign}” the text begins on the next line"
    whole = Edit(i, start, len(found["value"]), quoted(header["text"].rstrip()))
    goes_on = _text_end(lines, i) > i
    edit = Edit(i, place - 1, len(lines[i]) - place + 1, "") if goes_on else whole
    label, end = "move this to the next line, indented", len(lines[i].rstrip())
    yield Guess("text-after-sign", title, i, place, end, (edit,), label, loses_words=goes_on)


def _strange_start(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    found = _LINE.match(lines[i])
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


def _colon_in_text(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """A colon and a space within a text: YAML takes what stands before for the name of a field."""
    if i == stop.line and "{" in lines[i]:
        yield from _colon_in_pair(lines, i, stop)
    owner = _owner(lines, i)
    found = _LINE.match(lines[owner])
    start = found.start("value") if owner == i else 0
    colon = re.compile(r":(?= |$)").search(lines[i].rstrip(), start)
    if not colon or found["value"][:1] in ("", *"\"'[{") or _BLOCK_HEADER.match(found["value"]):
        return
    title = "A text containing “: ” needs quotes"
    if found["value"][0] in "“‘„«":
        title = "Typographic quotes do not protect a “: ” inside the text"
    yield from _in_quotes(lines, owner, title, (i, colon.start(), colon.end()))


def _colon_in_pair(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """The same between braces: `{id: one, text: Note: this}`; or the comma before the next field is missing."""
    if name := re.search(r" (?=[a-z_]+$)", lines[i][: stop.column]):
        title, place = "A comma is missing between two fields", name.start()
        edits = (Edit(i, place, 0, ","),)
        yield Guess("missing-comma", title, i, place, place + 1, edits, "add a comma here")
    for found in re.finditer(r"(?<=: )([^,{}\[\]\"']+)(?=[,}])", lines[i]):
        if found.start() < stop.column <= found.end():
            edit = Edit(i, found.start(), len(found[0]), quoted(found[0].strip()))
            title, end = "A text containing “: ” needs quotes", stop.column + 1
            yield Guess("needs-quotes", title, i, stop.column, end, (edit,), _TRIPS, _IN_QUOTES)


def _hash_in_pair(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """A text between braces that goes on behind “ #”: YAML takes the rest of the line for a comment."""
    found = re.search(r"(?<=: )([^,{}\[\]\"']*?)( #.*?)(?=\} *$)", lines[i])
    if found and "flow" in stop.reason:
        edit = Edit(i, found.start(), len(found[0]), quoted(found[0].strip()))
        title, label = "Everything after “ #” is lost here", "YAML reads this as a comment, so readers would not see it"
        start = found.start(2) + 1
        yield Guess("text-lost", title, i, start, len(lines[i].rstrip()), (edit,), label, _IN_QUOTES)


def _in_quotes(lines: list[str], owner: int, title: str, place: tuple[int, int, int]) -> Iterator[Guess]:
    """The text that begins on the line `owner` in quotes; what YAML trips over is `place`: its line, start and end."""
    found = _LINE.match(lines[owner])
    value, first = found["value"].rstrip(), found.start("value")
    last = _text_end(lines, owner)
    if last == owner:
        edits = (Edit(owner, first, len(value), quoted(value)),)
        yield Guess("needs-quotes", title, *place, edits, _TRIPS, _IN_QUOTES)
        return
    edits = []
    for number in range(owner, last + 1):
        begin = first if number == owner else 0
        text = lines[number][begin:].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        text = ('"' if number == owner else "") + text + ('"' if number == last else "")
        edits.append(Edit(number, begin, len(lines[number]) - begin, text))
    yield Guess("needs-quotes", title, *place, tuple(edits), _TRIPS, _ON_NEXT_LINE)


def _spacing(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """A dash or a colon without the space behind it."""
    line = lines[i]
    if dash := re.match(r" *(?:- +)*-(?=[^\s-])", line):
        place = dash.end()
        title, label = "There must be a space after the dash", "add a space after this “-”"
        edits = (Edit(i, place, 0, " "),)
        yield Guess("space-after-dash", title, i, place - 1, place, edits, label)
    if colon := re.match(r" *(?:- +)*(?!https?|mailto|term|explainer)[a-z][a-z0-9_-]*:(?=[^\s:/])", line):
        place = colon.end()
        title, label = "There must be a space after the colon", "add a space after this “:”"
        edits = (Edit(i, place, 0, " "),)
        yield Guess("space-after-colon", title, i, place - 1, place, edits, label)


def _brackets(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    found = _LINE.match(lines[i])
    value, start = found["value"].rstrip(), found.start("value")
    for opening, closing in ("[]", "{}"):
        difference = value.count(opening) - value.count(closing)
        if difference > 0 and value.startswith(("[", "{")):
            title, label = f"This “{opening}” is never closed", f"add a closing {closing} where the list ends"
            if opening == "{":
                label = f"add a closing {closing} where the group ends"
            edits = (Edit(i, start + len(value), 0, closing),)
            yield Guess("unclosed-bracket", title, i, start, start + 1, edits, label)
        elif difference < 0 and value.endswith(closing):
            place = start + len(value) - 1
            title = f"There is one “{closing}” too many"
            yield Guess("stray-bracket", title, i, place, place + 1, (Edit(i, place, 1, ""),), "delete this one")


def _text_and_list(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """`answer: Mostly.` and then a list, which only a text of several lines can hold."""
    if not lines[i].lstrip().startswith("- "):
        return
    indent = _indent(lines[i])
    owner = next((j for j in _lines_above(lines, i, 20) if _LINE.match(lines[j])["key"]), None)
    if owner is None or _name_column(lines[owner]) < indent:
        return
    found = _LINE.match(lines[owner])
    value, start = found["value"].rstrip(), found.start("value")
    if not value or _BLOCK_HEADER.match(value) or _name_column(lines[owner]) != indent:
        return
    last = i
    while last + 1 < len(lines) and (not lines[last + 1].strip() or lines[last + 1].lstrip().startswith("- ")):
        last += 1
    edits = [Edit(owner, start, len(value), "|")]
    edits += [Edit(j, 0, 0, "  ") for j in range(owner + 1, last + 1) if lines[j].strip()]
    title = f"`{found['key']}` has text on its own line and then a list; a longer text needs “|”"
    help = f"Write it like this:\n    {found['key']}: |\n      {shown(value)}\n\n      - one\n      - two"
    label = "start the text on the next line"
    yield Guess("text-and-list", title, owner, start, start + len(value), tuple(edits), label, help)


def _not_indented(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """A line of a text that does not stand further in than the name of its field."""
    line = _LINE.match(lines[i])
    if line["key"] or line["dashes"] or not line["value"]:
        return
    owner = _owner(lines, i, of_any_indent=True)
    if owner == i:
        return
    column = _name_column(lines[owner])
    if _indent(lines[i]) > column:
        return
    text = [j for j in range(owner + 1, i) if lines[j].strip() and _indent(lines[j]) > column]
    wanted = _indent(lines[text[0]]) if text else column + 2
    run = [i]
    for j in range(i + 1, len(lines)):
        other = _LINE.match(lines[j])
        if other["key"] or other["dashes"] or (lines[j].strip() and _indent(lines[j]) > column):
            break
        run += [j] if lines[j].strip() else []
    edits = tuple(Edit(j, 0, _indent(lines[j]), " " * wanted) for j in run)
    title = "This line is not indented, so it does not belong to the text above it"
    label = f"it should begin with {wanted} spaces"
    end = len(lines[i].rstrip())
    yield Guess("indentation", title, i, _indent(lines[i]), end, edits, label)


def _indentation(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """A field or an entry that does not begin where its sisters do."""
    line = _LINE.match(lines[i])
    if not (line["key"] or line["dashes"]):
        return
    indent = len(line["indent"])
    moved = {j: _indent(lines[j]) for j in range(i, _group_end(lines, i) + 1) if lines[j].strip()}
    for wanted in _open_columns(lines, i, is_entry=bool(line["dashes"])):
        if wanted == indent:
            continue
        title = "This line is not lined up with the lines it belongs to"
        spaces = f"{indent} space here" if indent == 1 else f"{indent} spaces here"
        label = f"{spaces}; {wanted} expected"
        edit = Edit(i, 0, indent, " " * wanted)
        yield Guess("indentation", title, i, 0, indent, (edit,), label)
        if 1 < len(moved) < _FARTHEST and min(moved.values()) + wanted >= indent:
            edits = tuple(Edit(j, 0, other, " " * (other + wanted - indent)) for j, other in moved.items())
            yield Guess("indentation", title, i, 0, indent, edits, label)


def _missing_dash(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    """An entry without its dash: YAML trips over the dash of the second one, or over a group after another."""
    indent, first = _indent(lines[i]), i
    if i == stop.line and lines[i].lstrip().startswith("- "):
        for j in range(i - 1, max(-1, i - _FARTHEST), -1):
            if lines[j].strip():
                if _indent(lines[j]) < indent + 2:
                    break
                first = j
    is_group = lines[i].lstrip()[:1] in _OPENING and any(
        lines[j].startswith(f"{' ' * (indent - 2)}- ") for j in (*_lines_above(lines, i, 1), i + 1) if j < len(lines)
    )
    place = _indent(lines[first]) - 2
    if (first < i or is_group) and place >= 0:
        title, label = "The dash before this entry is missing", "add “- ” before it"
        end = len(lines[first].rstrip())
        yield Guess("missing-dash", title, first, place + 2, end, (Edit(first, place, 2, "- "),), label)


def _missing_colon(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    found = re.match(r" *(?:- +)*([a-z][a-z0-9_-]*)( +\S|$)", lines[i].rstrip())
    if found:
        title = "There must be a colon after the name of a field"
        start, end = found.span(1)
        equals = re.match(r" *=(?= )", lines[i][end:])
        edits = (Edit(i, end, len(equals[0]) if equals else 0, ":"),)
        yield Guess("missing-colon", title, i, start, end, edits, f"write `{found[1]}:`")


def _instruction(lines: list[str], i: int, stop: _Stop) -> Iterator[Guess]:
    if lines[i].startswith("%"):
        title = "A line that starts with “%” is an instruction to YAML, which content files do not use"
        edit = Edit(i, 0, len(lines[i]), "")
        yield Guess("directive", title, i, 0, len(lines[i]), (edit,), help="Delete the line.")


# What the lines around a line say of its place.


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _name_column(line: str) -> int:
    """Where the name of a field begins, or the text of an entry."""
    return _LINE.match(line).end("dashes")


def _owner(lines: list[str], i: int, *, of_any_indent: bool = False) -> int:
    """The line whose field or entry the text on line `i` belongs to: `i` itself, or one above it."""
    line = _LINE.match(lines[i])
    if line["key"] or line["dashes"]:
        return i
    for j in _lines_above(lines, i, 60):
        other = _LINE.match(lines[j])
        if (other["key"] or other["dashes"]) and (of_any_indent or _name_column(lines[j]) < _indent(lines[i]) + 1):
            return j
    return i


def _text_end(lines: list[str], i: int) -> int:
    """The last line of the text that begins on line `i`: the lines below it that stand further in."""
    column, last = _name_column(lines[i]), i
    for j in range(i + 1, min(len(lines), i + 1 + _FARTHEST)):
        if lines[j].strip():
            if _indent(lines[j]) <= column - (1 if _LINE.match(lines[i])["key"] is None else 0):
                break
            last = j
    return last


def _group_end(lines: list[str], i: int) -> int:
    """The last line that stands as far in as line `i`, or further."""
    last = i
    for j in range(i + 1, min(len(lines), i + 1 + _FARTHEST)):
        if lines[j].strip():
            if _indent(lines[j]) < _indent(lines[i]):
                break
            last = j
    return last


def _open_columns(lines: list[str], i: int, *, is_entry: bool) -> list[int]:
    """Where a field (or an entry) on line `i` could begin to belong to what is open above it, nearest first."""
    columns: list[int] = []
    lowest = 1 << 30
    for j in _lines_above(lines, i, 200):
        other = _LINE.match(lines[j])
        if not (other["key"] or other["dashes"]) or _indent(lines[j]) >= lowest:
            continue
        lowest = _indent(lines[j])
        dash_columns = [found.start() for found in re.finditer("-", lines[j][: other.end("dashes")])]
        if other["key"] and not other["value"]:
            columns.append(_name_column(lines[j]) + 2)
        columns += reversed(dash_columns) if is_entry else [_name_column(lines[j])]
    here = _indent(lines[i])
    nearest_first = sorted(dict.fromkeys(columns), key=lambda column: abs(column - here))
    return [*nearest_first[:6], *(column for column in (here - 1, here + 1) if column >= 0)]
