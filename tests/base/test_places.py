"""The one rule by which the number of a sign in a text becomes a line and a column."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.base.places import Places

_TEXT = "ab\n\ncä\U0001f600d"
_MODULES = sorted((PROJECT / "hooks" / "distinguo").rglob("*.py"))


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (0, 0, (1, 1, 1, 1)),
        (0, 2, (1, 1, 1, 3)),
        (1, 3, (1, 2, 2, 1)),
        (3, 3, (2, 1, 2, 1)),
        (4, 6, (3, 1, 3, 3)),
        (6, 7, (3, 3, 3, 4)),
        (8, 8, (3, 5, 3, 5)),
        (0, 8, (1, 1, 3, 5)),
    ],
)
def test_a_place_is_a_line_and_a_column_that_start_at_one(
    start: int, end: int, span: tuple[int, int, int, int]
) -> None:
    assert Places(_TEXT).span(start, end) == span


def test_a_text_within_a_file_begins_where_it_stands_there() -> None:
    places = Places(_TEXT, first_line=7, first_column=5)

    assert places.span(1, 2) == (7, 6, 7, 7)
    assert places.span(4, 5) == (9, 1, 9, 2)


def test_an_empty_text_has_one_place() -> None:
    assert Places("").span(0, 0) == (1, 1, 1, 1)


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(PROJECT / "hooks").as_posix())
def test_no_other_module_counts_columns_by_looking_back_for_a_line_end(path: Path) -> None:
    """`index - text.rfind("\\n", 0, index)` is the column of a sign; whoever subtracts so has a rule of their own."""
    counted = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and ".rfind('\\n'" in ast.unparse(node.right)
    ]

    assert counted == []
