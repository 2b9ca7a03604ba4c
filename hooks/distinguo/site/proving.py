"""Turns suggestions into fixes: an edit is tried in memory, and stays if it mends its problem and makes no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..base.problems import MOST_PRINTED, Problem
from ..fields import CODES_OF_VALUES
from ..text.repairs import CODES_OF_REPAIRS

_MOST_READ = 150_000  # characters that trials may cost in one file: a fraction of a second
_COST_OF_A_PAGE = 4  # times as much as YAML: it becomes HTML
_COST_OF_REPAIR = 5000  # what YAML trips over is looked for anew in every trial: that costs as much as so many

Key = tuple[str, int, str]


def proved(
    problems: Iterable[Problem], texts: Mapping[str, str], check: Callable[[str, str], list[Problem]]
) -> list[Problem]:
    """The `problems`, with those of their fixes that hold.

    `texts` are the files as they are; `check(file, text)` gives the problems of a file if it held that text.
    """
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.file].append(problem)
    kept: set[int] = set()
    for file, found in by_file.items():
        if file in texts:
            printed = sorted(found, key=lambda problem: problem.order)[:MOST_PRINTED]
            trials = _Trials(found, texts[file], check)
            kept |= {id(problem) for problem in trials.holding([problem for problem in printed if problem.fix])}
    return [problem if id(problem) in kept else replace(problem, fix=None) for by in by_file.values() for problem in by]


class _Trials:
    """Tries fixes of one file: all at once, as they are made in the end, and half by half where that does not hold."""

    def __init__(self, problems: list[Problem], text: str, check: Callable[[str, str], list[Problem]]) -> None:
        self.text, self.check = text, check
        self.before = Counter(map(_key, problems))
        # Behind this line nothing was read: what shows there when it is, no fix has made.
        self.last_line = min((one.span.line for one in problems if one.code == "cannot-read"), default=1 << 30)
        self.budget = _MOST_READ
        # Of a value that YAML trips over, it may be told what the field wants.
        repaired = sum(problem.code in (*CODES_OF_REPAIRS, *CODES_OF_VALUES) for problem in problems)
        is_page = any(problem.file.endswith(".md") for problem in problems[:1])
        self.cost = len(text) * (_COST_OF_A_PAGE if is_page else 1) + _COST_OF_REPAIR * repaired

    def holding(self, problems: list[Problem]) -> list[Problem]:
        """Those of the `problems` whose fixes hold."""
        if not problems or self.budget <= 0:
            return []
        if self._hold(problems):
            return problems
        half = len(problems) // 2
        return [*self.holding(problems[:half]), *self.holding(problems[half:])] if half else []

    def _hold(self, problems: list[Problem]) -> bool:
        """Whether these fixes together leave the file without their problems, and with none that is new."""
        lines, end = self.text.split("\n"), (len(self.text), 0)
        fixes = (problem.fix for problem in problems if problem.fix)
        for fix in sorted(fixes, key=lambda fix: fix.span, reverse=True):
            span = fix.span
            if (span.end_line, span.end_column) > end:
                return False  # two of them change the same words
            lines, end = fix.applied_to(lines), (span.line, span.column)
        self.budget -= self.cost
        told = self.check(problems[0].file, "\n".join(lines))
        after = Counter(_key(problem) for problem in told if problem.span.line < self.last_line)
        return after <= self.before - Counter(map(_key, problems))


def _key(problem: Problem) -> Key:
    return problem.code, problem.span.line, problem.title
