"""Limits in the code: each says beside it what it counts, and what it is for."""

from __future__ import annotations

import re

import pytest

from conftest import PROJECT

_LIMIT = re.compile(
    r"(?:^(?P<above>#).*\n)?"
    r"^(?P<name>_?(?:[A-Z]+_)*(?:MOST|LONGEST|LARGEST|DEEPEST|WIDEST|FARTHEST|FEWEST)[A-Z_]*(?:, _?[A-Z_]+)*)"
    r" = [^#\n]+?(?:  # (?P<beside>.*))?$",
    re.MULTILINE,
)
_LIMITS = {
    f"{path.relative_to(PROJECT / 'hooks')} {found['name']}": found
    for path in sorted((PROJECT / "hooks").rglob("*.py"))
    for found in _LIMIT.finditer(path.read_text(encoding="utf-8"))
}


def test_there_are_limits() -> None:
    assert "distinguo/text/markdown_limits.py MOST_CHARACTERS" in _LIMITS
    assert len(_LIMITS) > 40


@pytest.mark.parametrize("limit", _LIMITS.values(), ids=_LIMITS)
def test_a_limit_says_what_it_counts_and_what_it_is_for(limit: re.Match[str]) -> None:
    """In a comment above it, or in one beside it: `what it counts: what it is for`."""
    assert limit["above"] or re.fullmatch(r".+[:;] .+", limit["beside"] or "")
