"""One file while it is read: what was typed in it, where its problems go, and what it refers to."""

from __future__ import annotations

import re
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from ..base.places import Places
from ..base.problems import Fix, Problem, Related, Span, did_you_mean


class _Invalid:
    """Stands for a value whose mistake has been told; false, so that `if value` passes it over."""

    def __bool__(self) -> bool:
        return False


INVALID: Any = _Invalid()


class LikeAField(NamedTuple):
    """A line within a longer text that looks like a field: `name: …`."""

    name: str
    line: int
    typed: str
    text_span: Span


class Lack(NamedTuple):
    """A field that a group lacks, the path of the group, and the problem by which that was told."""

    name: str
    group: str
    problem: Problem


class Reference(NamedTuple):
    """A name in one place that must exist in another: `kind` says among what (`source`, `concept` …)."""

    kind: str
    name: str
    file: str
    explainer: str  # that the file belongs to, or an empty text
    span: Span
    path: str
    words: str = ""  # how it stands in a longer text, where `span` is that of the whole text
    nth: int = 0  # and how many times it has stood there before


class Reading:
    """One file while it is read: where its problems go, and the references to be looked up afterwards."""

    def __init__(
        self,
        file: str,
        problems: list[Problem],
        references: list[Reference],
        explainer: str = "",
        text: str = "",
    ) -> None:
        self.file, self.explainer = file, explainer  # the explainer that the file belongs to, or an empty text
        self.problems, self._references = problems, references
        self.text = text
        self.like_fields: list[LikeAField] = []
        self.lacks: list[Lack] = []
        self.of_length: list[Problem] = []  # those of its problems that are about where a text ends
        self._is_in_doubt = False

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def trial(self) -> Reading:
        """A reading of the same file whose problems nobody hears of."""
        return Reading(self.file, [], [], self.explainer, self.text)

    def problem(
        self,
        code: str,
        span: Span,
        path: str,
        title: str,
        help: str = "",
        *,
        is_warning: bool = False,
        label: str = "",
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        may_follow: bool = False,
        of_length: bool = False,
    ) -> Any:
        """Tell a problem; gives `INVALID`, to be returned in place of a value.

        `fix` is a suggestion here; it stays only if trying it in memory mends the file (see `site.proving`).
        `may_follow` says that the problem may come of another mistake in the record: it is told only where there is
        none. `of_length` says that it is about where a text ends: it is told only where YAML reads the whole text.
        """
        if may_follow and self._is_in_doubt:
            return INVALID
        problem = Problem(self.file, span, title, path, help, is_warning, code, label, related, fix)
        self.problems.append(problem)
        if of_length:
            self.of_length.append(problem)
        return INVALID

    def suggest(
        self, code: str, span: Span, path: str, title: str, help: str, *, near: str, may_follow: bool = False
    ) -> Any:
        """Tell a problem for which `near`, where there is one, was probably meant."""
        fix = Fix(span, near) if near and span.line == span.end_line else None
        label = did_you_mean(near)
        return self.problem(code, span, path, title, help, label=label, fix=fix, may_follow=may_follow)

    def in_doubt(self) -> Reading:
        """This reading where something is wrong already: what may follow from that is not told."""
        doubtful = copy(self)
        doubtful._is_in_doubt = True
        return doubtful

    def refer(self, kind: str, name: str, span: Span, path: str, *, words: str = "", nth: int = 0) -> None:
        """Note that `name` must exist among the things of this `kind`."""
        self._references.append(Reference(kind, name, self.file, self.explainer, span, path, words, nth))

    def place_of(self, reference: Reference) -> Span:
        """Where the name itself was typed that a `reference` in this file holds."""
        if not reference.words:
            return reference.span
        return self.within(reference.span, reference.words, reference.nth, reference.name)

    def line(self, number: int) -> str:
        """The line with this number, counted from 1."""
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def rest_of_line(self, line: int, column: int) -> Span:
        """The span from there to the last word of the line."""
        return Span(line, column, line, max(column + 1, len(self.line(line).rstrip()) + 1))

    def raw(self, span: Span) -> str:
        """What was typed at `span`, with its line ends."""
        lines = self._lines[span.line - 1 : span.end_line]
        if not lines:
            return ""
        if span.end_line <= len(self._lines):
            lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    def within(self, span: Span, words: str, nth: int = 0, name: str = "") -> Span:
        """Where the `words` stand for the `nth` time (counted from 0) in the text at `span`: the place of the `name`
        in them, or of all of them. The whole text where they cannot be found as they are."""
        pattern = r"\s+".join(re.escape(word).replace('"', '\\\\?"').replace("'", "'{1,2}") for word in words.split())
        raw = self.raw(span)
        found = list(re.finditer(rf"{pattern}(?![\w-])" if words[-1:].isalnum() else pattern, raw))
        if nth >= len(found):
            return span
        start, end = found[nth].span()
        if name:
            start = end - len(name) if words.endswith(name) else raw.index(name, start)
            end = start + len(name)
        return Places(raw, span.line, span.column).span(start, end)
