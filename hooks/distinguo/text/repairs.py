"""Turns lines that YAML cannot read into lines that it can, by the likely repair, and tells each repair as one mistake.

A guess is tried in memory and kept only if YAML then reads further than before. Of several that do, the one wins
after which the content has the fewest other mistakes. The file itself is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from ..base.problems import MOST_TOLD, Fix, Problem, Span
from .guesses import ODD_SPACES, Guess, LineEdit, Stop, guesses_at, odd_spaces

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
_DEEPEST = 12  # lists and groups within each other: the file is refused for more anyway
_LONE_FIELD = re.compile(r"[a-z_]+: *")


@dataclass(slots=True)
class Copy:
    """The lines of a file as they are, and as they were repaired: as many lines, so that places can be told."""

    source: list[str]
    lines: list[str] = field(default_factory=list)
    edits: dict[int, tuple[LineEdit, ...]] = field(
        default_factory=dict
    )  # by line, in the order in which they were made

    def __post_init__(self) -> None:
        self.lines = self.lines or self.source

    def edited(self, edits: tuple[LineEdit, ...]) -> Copy:
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


def needs_repair(text: str) -> bool:
    """Whether lines begin with signs that only look like spaces: YAML takes them for a part of the text."""
    return not text.isascii() and ODD_SPACES.search(text) is not None


def repair(copy: Copy, file: str, offset: int, cost: Callable[[Copy], int]) -> tuple[Copy | None, list[Problem]]:
    """A copy that YAML can read to its end, or `None`, and the mistakes that were in its way.

    `offset` is how many lines of the file come before; `cost` counts the mistakes in a copy that can be read.
    """
    trials = _Trials(cost)
    odd = [*odd_spaces(copy.lines)]
    told = [_problem(guess, copy, file, offset) for guess in odd[:MOST_TOLD]]
    copy = copy.edited(tuple(edit for guess in odd for edit in guess.edits))
    while stop := trials.stop(copy.lines):
        guess = trials.best(copy, stop) if len(told) < _MOST_REPAIRS else None
        if guess is None:
            told.append(_unreadable(stop, copy, file, offset))
            return None, told
        told.append(_problem(guess, copy, file, offset))
        copy = copy.edited(guess.edits)
    return copy, told


class _Trials:
    """Tries guesses on copies of one file, for as long as that takes a moment only."""

    def __init__(self, cost: Callable[[Copy], int]) -> None:
        self.cost, self.budget = cost, _MOST_READ

    def stop(self, lines: list[str], enough: int | None = None) -> Stop | None:
        """Where YAML stops reading `lines`, as `_read` has it."""
        stop, reached = _read(lines, enough)
        self.budget -= 200 + sum(map(len, lines[: reached + 1]))
        return stop

    def best(self, copy: Copy, stop: Stop) -> Guess | None:
        """The guess after which YAML reads furthest, and among equals the one that leaves the fewest mistakes."""
        found: list[tuple[tuple[int, int], Guess, Copy]] = []
        tried: set[tuple[LineEdit, ...]] = set()
        for guess in guesses_at(copy.lines, stop):
            if self.budget <= 0:
                break
            if guess.edits in tried:
                continue
            tried.add(guess.edits)
            self.budget -= 50 * len(guess.edits) + len(copy.lines) // 4
            trial = copy.edited(guess.edits)
            reached = self._reached(trial, guess, stop)
            typed = sum(len(edit.text) for edit in guess.edits if edit.line == stop.line)
            if reached > (stop.line, stop.column + typed):
                found.append((min(reached, (stop.line + _FAR_ENOUGH, 0)), guess, trial))
        furthest = max((reached for reached, _, _ in found), default=None)
        equals = [(guess, trial) for reached, guess, trial in found if reached == furthest]
        return self._cheapest(equals) if len(equals) > 1 else next((guess for guess, _ in equals), None)

    def _reached(self, trial: Copy, guess: Guess, stop: Stop) -> tuple[int, int]:
        """How far YAML reads the `trial` of a `guess`: the line and the column, or the number of all lines.

        It is shown no more of the file than it takes to tell.
        """
        first = min(stop.line, *(edit.line for edit in guess.edits))
        start, owner = next((start for start in reversed(stop.starts) if start[0] < first), (0, 0))
        rest = ["" if i < start and i != owner else line for i, line in enumerate(trial.lines[: stop.line + _BEYOND])]
        after = self.stop(rest, stop.line + _FAR_ENOUGH)
        return (after.line, after.column) if after else (len(trial.lines), 0)

    def _cheapest(self, equals: list[tuple[Guess, Copy]]) -> Guess:
        """The guess that leaves the fewest mistakes: the first of them, which is the most certain."""
        costs = []
        for _, trial in equals[:12]:
            self.budget -= 3 * sum(map(len, trial.lines))
            costs.append(self.cost(trial) if self.budget > 0 else 1000)
        return equals[costs.index(min(costs))][0]


def _read(lines: list[str], enough: int | None) -> tuple[Stop | None, int]:
    """Where YAML stops reading `lines`, and the last line that it looked at.

    It does not stop where it comes to the end, or as far as the line that is `enough`.
    """
    opened: list[yaml.CollectionStartEvent] = []
    starts: list[tuple[int, int]] = []
    try:
        parser = _LOADER("\n".join(lines))
        while event := parser.get_event():
            line = event.start_mark.line
            is_outside = enough is None and len(opened) in (1, 2)
            if is_outside and (start := _start(line, opened, lines, starts)):
                starts.append(start)
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            if (enough is not None and line > enough) or len(opened) > _DEEPEST:
                return None, line
        return None, len(lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "quoted" in str(error.context) and "unexpected" in str(error.problem):
            mark = error.context_mark  # what never ends is wrong where it begins
        line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
        if enough is not None and line > enough:
            return None, len(lines)
        context = min(error.context_mark.line, len(lines) - 1) if error.context_mark else line
        return Stop(line, column, f"{error.problem} {error.context}", context, tuple(starts)), line
    except yaml.YAMLError:
        return Stop(0, 0), len(lines)


def _start(
    line: int, opened: list[yaml.CollectionStartEvent], lines: list[str], starts: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """The `line` as one of the starts that a `Stop` tells, if an outermost entry begins on it; `starts` are those
    before."""
    if line >= len(lines) or (starts and starts[-1][0] >= line):
        return None
    is_entry = lines[line].lstrip(" ").startswith("- ")
    is_list = isinstance(opened[-1], yaml.SequenceStartEvent) and not opened[-1].flow_style
    if len(opened) == 1 and lines[line][:1] not in ("", " ") and is_entry == is_list:
        return line, line
    if len(opened) == 2 and is_entry and is_list and starts and _LONE_FIELD.fullmatch(lines[starts[-1][1]]):
        return line, starts[-1][1]
    return None


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


def _unreadable(stop: Stop, copy: Copy, file: str, offset: int) -> Problem:
    line, column = stop.line + 1 + offset, copy.column(stop.line, stop.column) + 1
    help = (
        "Look at the quotes, the colons and the spaces at the start of this line and of the lines above it.\n"
        "A text that holds “: ” or “ #”, or starts with one of * & ! [ { ` @ % > | or a quote, needs quotes around it."
    )
    title = "The file cannot be read from here on"
    return Problem(file, Span(line, column, line, column + 1), title, help=help, code="cannot-read")
