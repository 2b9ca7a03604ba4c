"""Turns suggestions into fixes: an edit is tried in memory, and stays if it mends its problem and makes no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from .problems import MOST_PRINTED, Problem

_MOST_READ = 200_000  # characters that trials may cost in one file: a fraction of a second

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
        budget = _MOST_READ
        for problem in sorted(found, key=lambda problem: problem.order)[:MOST_PRINTED]:
            if problem.fix and file in texts and budget > 0:
                budget -= len(texts[file])
                if _holds(problem, found, texts[file], check):
                    kept.add(id(problem))
    return [problem if id(problem) in kept else replace(problem, fix=None) for by in by_file.values() for problem in by]


def _holds(problem: Problem, all_of_file: list[Problem], text: str, check: Callable[[str, str], list[Problem]]) -> bool:
    """Whether the fix of `problem` leaves the file with fewer problems than before, and with none that is new."""
    changed = "\n".join(problem.fix.applied_to(text.split("\n")))
    before = Counter(map(_key, all_of_file))
    after = Counter(map(_key, check(problem.file, changed)))
    before[_key(problem)] -= 1
    return after <= before


def _key(problem: Problem) -> Key:
    return problem.code, problem.span.line, problem.title
