"""Problems in content, as values and as text for editors: where each is, what is wrong, what would mend it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from heapq import nlargest
from pathlib import Path
from typing import NamedTuple

from .commands import AS_WRITTEN, Commands

MOST_PRINTED = 20  # problems of one file: who has mended so many asks again, and sees the next ones
MOST_TOLD = 100  # mistakes of one kind in one file: nobody reads on, and each is looked up among all that is there
_MOST_COMPARED = 30  # names, letter by letter: that takes a tenth of a millisecond each
_WIDEST = 100  # characters of a line that a report shows: it stays on one line of most terminals


class Span(NamedTuple):
    """A stretch of a file, as an editor counts: lines and columns start at 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START_OF_FILE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place in the same file that belongs to a problem, such as the first of two equal names."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit of one place of the problem's file that was proved to mend it: `text` takes the place of `span`."""

    span: Span
    text: str

    def applied_to(self, lines: list[str]) -> list[str]:
        """The `lines` of the file with the edit made; the edit may not hold line ends."""
        start, end = self.span.line - 1, self.span.end_line
        head, tail = lines[start][: self.span.column - 1], lines[end - 1][self.span.end_column - 1 :]
        return [*lines[:start], head + self.text + tail, *lines[end:]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One error or warning.

    `file` is relative to the site's folder, with forward slashes. `path` names the field in words
    (`questions 2 › answer`), `title` says in one sentence what is wrong, `label` the same in a few words under
    the place itself, `help` how to mend it. `code` is a lasting name for the kind of problem. An error refuses the
    site; a warning is reported and changes nothing.
    """

    file: str
    span: Span
    title: str
    path: str = ""
    help: str = ""
    is_warning: bool = False
    code: str = "mistake"
    label: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    def __post_init__(self) -> None:
        for name in ("title", "path", "label"):  # these are one line each; only `help` has several
            object.__setattr__(self, name, visible(getattr(self, name)))
        object.__setattr__(self, "help", printable(self.help))

    def spoken(self, commands: Commands) -> Problem:
        """The same, with the commands that it names as they can be typed."""
        return replace(self, help=commands.spoken(self.help)) if "`distinguo " in self.help else self

    @property
    def order(self) -> tuple[str, Span]:
        """What reports are sorted by; in the same place, problems stay in the order in which they were told."""
        return self.file, self.span


def report(problems: Iterable[Problem], root: Path, *others: Path, commands: Commands = AS_WRITTEN) -> str:
    """All `problems` of the site in the folder `root` as one text: with their lines, and a closing count.

    A file that is not there may be one of the `others`, such as the folder that the site was built into; `commands` are
    named as they can be typed.
    """
    spoken = (problem.spoken(commands) for problem in problems)
    ordered = sorted(spoken, key=lambda problem: problem.order)
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in ordered:
        by_file[problem.file].append(problem)
    parts = []
    for file, found in by_file.items():
        lines = next(filter(None, (_lines_of(folder / file) for folder in (root, *others))), [])
        parts += [_told(problem, lines) for problem in found[:MOST_PRINTED]]
        if len(found) > MOST_PRINTED:
            parts.append(f"… and {len(found) - MOST_PRINTED} more in {visible(file)}.")
    return "\n\n".join([*parts, _closing(ordered, len(by_file), commands)])


def in_encoding(text: str, encoding: str | None, *, for_programs: bool = False) -> str:
    """`text` as it may go to a stream of this `encoding`: printable, but where it is written for programs, and with
    plain signs in place of those that the stream cannot carry."""
    text, encoding = text if for_programs else printable(text), encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN_SIGNS).encode(encoding, "backslashreplace").decode(encoding)
    return text


def printable(text: str) -> str:
    """`text` in which characters do nothing to a terminal or a log but show and end lines, and lines command nothing.

    It is the last step of whatever is said to people. What names and quotes bring in is made `visible` before, so that
    the line ends are ours.
    """
    lines = (
        text if text.isascii() and text.replace("\n", "").isprintable() else "\n".join(map(visible, text.split("\n")))
    )
    return _COMMAND.sub(r"\g<0>\\", lines)


def visible(text: str) -> str:
    """`text` on one line, with a sign in place of every character that cannot be seen, or that moves others."""
    return text if text.isprintable() else "".join(map(_visible, text))


def nearest(typed: str, known: Iterable[str]) -> str:
    """The one of the `known` names that `typed` was most likely to be, or an empty text when none is near."""
    typed = typed[:_WIDEST]
    names = list(known)
    alike = [name for name in names if _folded(name) == _folded(typed)]
    return alike[0] if alike else _most_alike(typed, names, least=0.6 if len(typed) < 7 else 0.7)


def _most_alike(typed: str, names: Iterable[str], least: float) -> str:
    """The one of the `names` that is most like `typed`, among those that have the most of its letters."""
    matcher = SequenceMatcher()
    matcher.set_seq2(typed)  # of which it remembers something
    hopeful: list[tuple[float, str]] = []
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= least and (bound := matcher.quick_ratio()) >= least:
            hopeful.append((bound, name))
    best = (least, "")
    for _, name in nlargest(_MOST_COMPARED, hopeful):
        matcher.set_seq1(name)
        best = max(best, (matcher.ratio(), name))
    return best[1]


def did_you_mean(near: str) -> str:
    """The label that offers the name `near`; an empty text when there is none."""
    return f"did you mean `{shown(near, _WIDEST)}`?" if near else ""


def suggestion(typed: str, known: Iterable[str]) -> str:
    """The nearest of the `known` names as a question for the help, or an empty text when none is near."""
    near = nearest(typed, known)
    return f"Did you mean `{near}`?" if near else ""


def choices(known: Iterable[str], most: int = 15) -> str:
    """The `known` names as a sentence, at `most` so many of them; an empty text when there are none."""
    names = sorted(known)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"There are: {', '.join(names[:most])}{more}" if names else ""


def lines(*texts: str) -> str:
    """The texts that are not empty, one a line."""
    return "\n".join(text for text in texts if text)


def shown(text: str, most: int = 60) -> str:
    """`text` as a message can quote it: on one line, and not too long."""
    folded = visible(" ".join(text.split()))
    return folded if len(folded) <= most else f"{folded[: most - 1]}…"


def _folded(name: str) -> str:
    return name.lower().replace("-", "_")


def _told(problem: Problem, source: list[str]) -> str:
    """One problem as the paragraph that an editor reads."""
    place = f"  at {visible(problem.file)}:{problem.span.line}:{problem.span.column}"
    parts = [
        f"{'Warning' if problem.is_warning else 'Error'}: {problem.title}",
        f"{place}   ({problem.path})" if problem.path else place,
        *_snippet(problem, source),
        *(f"  = {line}" for line in problem.help.splitlines()),
    ]
    if problem.fix and problem.fix.span.end_line <= len(source):
        parts.append(f"  = Should read:   {_mended(problem.fix, source)}")
    return "\n".join(parts)


def _snippet(problem: Problem, source: list[str]) -> list[str]:
    """The lines of the file that the problem is about, each with its place marked below it."""
    span = problem.span
    is_empty = (span.line, span.column) == (span.end_line, span.end_column)
    marked = [(related.span, "-", visible(related.label)) for related in problem.related]
    if problem.label or marked or not is_empty:
        marked.append((span, "^", problem.label))
    marked = [mark for mark in marked if mark[0].line <= len(source)]
    if not marked:
        return []
    gutter = max(len(str(mark[0].line)) for mark in marked)
    rows = [f"{'':{gutter}} ┆"]
    for place, sign, label in sorted(marked):
        text, before, under = _window(source[place.line - 1], place)
        rows.append(f"{place.line:>{gutter}} │ {text}".rstrip())
        rows.append(f"{'':{gutter}} ┆ {' ' * before}{sign * under} {label}".rstrip())
    return rows


def _window(line: str, place: Span) -> tuple[str, int, int]:
    """The part of `line` around `place` with every character visible, how far in the place begins, and its width."""
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    first = 0 if len(line) <= _WIDEST else max(0, min(start - _WIDEST // 4, len(line) - _WIDEST))
    last = min(len(line), first + _WIDEST)
    cells = [_visible(character) for character in line[first:last]]
    head = "…" if first else ""
    before = len(head) + sum(map(_width, cells[: start - first]))
    under = sum(map(_width, cells[start - first : max(end, start + 1) - first]))
    return head + "".join(cells) + ("…" if last < len(line) else ""), before, max(under, 1)


def _mended(fix: Fix, source: list[str]) -> str:
    """The line of the file after the edit; spaces at its start are shown where they are what changes."""
    before = source[fix.span.line - 1]
    after = "".join(map(_visible, fix.applied_to(source)[fix.span.line - 1]))
    text = after.lstrip(" ")
    indent = len(after) - len(text)
    if before[:indent] == after[:indent] and before.lstrip() != text:
        start = max(0, fix.span.column - 1 - indent - _WIDEST // 4) if len(text) > _WIDEST else 0
        return f"{'…' if start else ''}{text[start : start + _WIDEST]}{'…' if start + _WIDEST < len(text) else ''}"
    return f"{'·' * indent}{shown(text, _WIDEST)}" + ("     (each · is one space)" if indent else "")


def _closing(ordered: list[Problem], files: int, commands: Commands) -> str:
    if not ordered:
        return "No problems."
    warnings = sum(problem.is_warning for problem in ordered)
    mendable = sum(problem.fix is not None for problem in ordered)
    if warnings == len(ordered):
        counted = _count(warnings, "warning")
    else:
        mixed = f", {warnings} of them {'a warning' if warnings == 1 else 'warnings'}," if warnings else ""
        counted = f"{_count(len(ordered), 'problem')}{mixed}"
    closing = f"{counted} in {_count(files, 'file')}."
    if mendable:
        of_them = "it" if len(ordered) == 1 else "all of them" if mendable == len(ordered) else f"{mendable} of them"
        closing += f" Run `{visible(commands.called('fix'))}` to mend {of_them}."
    return closing


def _lines_of(path: Path) -> list[str]:
    """The lines of a file as reading counts them; none where it is not there or is no plain file."""
    try:
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return []
    return re.split("\r\n|\r|\n", data[: 1 << 20].decode("utf-8", "replace").removeprefix("\ufeff")) if data else []


def _visible(character: str) -> str:
    """`character`, or a sign for it where it could not be seen in a terminal."""
    if character in _SIGNS:
        return _SIGNS[character]
    is_hidden = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
    is_joiner = character in "\u200c\u200d"  # which show by what they join
    return f"‹U+{ord(character):04X}›" if is_hidden and not is_joiner else character


def _width(cell: str) -> int:
    """How many columns of a terminal `cell` takes."""
    if len(cell) > 1:
        return len(cell)
    if unicodedata.category(cell) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# What services that build sites take for a command to them: GitHub `::error::` and `##[error]`, Azure `##vso[…]`.
_COMMAND = re.compile(r"^\s*:(?=:)|##(?=[a-z]*\[[a-z.-]+[ \]])", re.MULTILINE)
_SIGNS = (
    {"\t": "→"}
    | dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", "⍽")
    | dict.fromkeys(map(chr, range(0x2000, 0x200B)), "⍽")
)
_PLAIN_SIGNS = str.maketrans(
    {"┆": ":", "│": "|", "“": '"', "”": '"', "’": "'", "‘": "'", "…": "...", "›": ">", "‹": "<", "·": ".", "→": ">"}
    | {"⍽": "_", "–": "-", "—": "-"}
)
