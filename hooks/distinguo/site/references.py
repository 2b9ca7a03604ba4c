"""Checks that what files refer to by name is there: references → a problem for each name that leads nowhere."""

from __future__ import annotations

from collections import Counter

from ..base.problems import MOST_TOLD
from .found import Found
from .names import AllNames


def check_references(found: Found) -> None:
    """Every name that something refers to exists; where its own file is broken, that has been told there."""
    if not found.references:
        return
    names, told = AllNames(found), Counter[str]()
    renamed = {(problem.file, problem.span) for problem in found.problems if problem.code == "unknown-name"}
    for reference in found.references:
        file = reference.file
        if reference.explainer and reference.explainer not in found.explainers:
            continue  # its explainer.yml is broken: that is the mistake to mend first
        if (file, reference.span) in renamed or told[file] >= MOST_TOLD:
            continue  # told already, as what it is
        before = len(found.problems)
        names.check(reference)
        told[file] += len(found.problems) - before
