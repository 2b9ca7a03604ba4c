"""Checks a built folder before it is published: what was planned, and the files → every problem of them.

It reads files, as a host and a browser do, and follows every address by file. It believes nothing of the code that
wrote them; of the content it only knows which pages, ids and questions there should be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..base.problems import Problem
from .built import Built, read_built
from .compressed import check_compressed
from .files import check_copies, check_files, check_planned, check_unplanned
from .left_over import check_left_over
from .links import check_addresses, check_addresses_elsewhere, check_orphans, check_search
from .markup import check_markup
from .page import ReadPages
from .plan import Plan
from .policy import check_policy
from .tags import check_tags

_RULES: tuple[Callable[[Built], Iterator[Problem]], ...] = (
    check_files,
    check_planned,
    check_unplanned,
    check_copies,
    check_compressed,
    check_left_over,
    check_tags,
    check_addresses,
    check_addresses_elsewhere,
    check_search,
    check_orphans,
    check_policy,
)


def verify(folder: Path, plan: Plan, known: ReadPages | None = None) -> list[Problem]:
    """Everything that is wrong with the site that was built into `folder`. Pages that are `known` are not read again,
    where the files hold what was read."""
    built, unreadable = read_built(folder, plan, known or ReadPages())
    problems = [*unreadable, *(problem for rule in _RULES for problem in rule(built))]
    if not unreadable:  # else the first of them is the reason for much that would be told of the markup
        problems += check_markup(built.seen, plan)
    return problems
