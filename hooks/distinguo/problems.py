"""Mistakes in content, as values: where each one is, what is wrong and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Span:
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    `file` is relative to the site's folder, with forward slashes. `path` names the field in words
    (`questions 2 › answer`), `title` says in one sentence what is wrong, `help` how to mend it.
    An error refuses the site; a warning is reported and changes nothing.
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

    @property
    def order(self) -> tuple[str, Span, str]:
        """What reports are sorted by."""
        return self.file, self.span, self.title

    def __str__(self) -> str:
        place = f"  at {self.file}:{self.span.line}:{self.span.column}"
        lines = [
            f"{'Warning' if self.is_warning else 'Error'}: {self.title}",
            f"{place}   ({self.path})" if self.path else place,
            *(f"  = {line}" for line in self.help.splitlines()),
        ]
        return "\n".join(lines)


def report(problems: Iterable[Problem], root: Path | None = None) -> str:
    """All `problems` as one text, in the order of files and lines, with a closing count."""
    ordered = sorted(problems, key=lambda problem: problem.order)
    errors = [problem for problem in ordered if not problem.is_warning]
    warnings = [problem for problem in ordered if problem.is_warning]
    counts = [_count(len(found), word) for found, word in ((errors, "error"), (warnings, "warning")) if found]
    files = _count(len({problem.file for problem in ordered}), "file")
    closing = f"{' and '.join(counts)} in {files}." if counts else "No problems."
    return "\n\n".join([*map(str, ordered), closing])


def in_encoding(text: str, encoding: str | None) -> str:
    """`text` with plain signs in place of those that a stream of this `encoding` cannot carry."""
    encoding = encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN_SIGNS).encode(encoding, "backslashreplace").decode(encoding)
    return text


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """The nearest of the `known` names as a question, or an empty text when none is near."""
    nearest = get_close_matches(typed, list(known), n=1, cutoff=0.6)
    return f"Did you mean `{nearest[0]}`?" if nearest else ""


def choices(known: Iterable[str], most: int = 15) -> str:
    """The `known` names as a sentence, at `most` so many of them; an empty text when there are none."""
    names = sorted(known)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"There are: {', '.join(names[:most])}{more}" if names else ""


def lines(*texts: str) -> str:
    """The texts that are not empty, one a line."""
    return "\n".join(text for text in texts if text)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


_PLAIN_SIGNS = str.maketrans({"“": '"', "”": '"', "’": "'", "…": "...", "›": ">", "┆": ":", "│": "|", "·": "."})
