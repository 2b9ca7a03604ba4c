"""A mistake in a record is told alone: what may follow from it is told when it is mended."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from distinguo.blocks import TYPES
from distinguo.fields import Reading, read_document, read_record


def _codes(type_name: str, content: str) -> list[str]:
    reading = Reading(f"{type_name}.yml", [], [], text=content)
    read_document(content, reading, lambda node, into: read_record(TYPES[type_name], node, "", into))
    return [problem.code for problem in reading.problems]


def _example(type_name: str, wanted: str) -> str:
    """The first sound example of the type whose content holds the words `wanted`."""
    examples: list[dict[str, Any]] = yaml.safe_load((TYPES[type_name].folder() / "examples.yml").read_text("utf-8"))
    return next(one["content"] for one in examples if "problems" not in one and wanted in one["content"])


# In each of these, a mistake leaves an entry out, and something else names that entry.
@pytest.mark.parametrize(
    ("type_name", "right", "wrong", "code"),
    [
        ("relation", "{id: left, name: Left}", "{id: left, name: ''}", "empty-field"),
        ("comparison", "concepts: [left, right]", "concepts: [left, Right]", "not-an-id"),
        ("stages", "{id: need, name: The need}", "{id: need, name: ''}", "empty-field"),
        ("knowledge_check", "{id: neither, label: Neither}", "{id: neither, label: ''}", "empty-field"),
        ("cases", "concepts: [left, right]", "concepts: [left, Right]", "not-an-id"),
        ("self_check", "advice: Push it.", "advice: ''", "empty-field"),
        ("self_check", "title: The right hand", "title: ''", "empty-field"),
    ],
)
def test_what_names_a_faulty_entry_is_not_told(type_name: str, right: str, wrong: str, code: str) -> None:
    content = _example(type_name, right)

    assert _codes(type_name, content) == []
    assert _codes(type_name, content.replace(right, wrong, 1)) == [code]


@pytest.mark.parametrize(
    ("type_name", "right", "wrong", "code"),
    [
        ("relation", "from: left", "from: lfet", "unknown-name"),
        ("comparison", "right: Mostly the stronger one", "wrong: Mostly the stronger one", "unknown-name"),
        ("stages", "cells: {need: Rest}", "cells: {rest: Rest}", "unknown-name"),
        ("knowledge_check", "answer: left", "answer: heart", "unknown-name"),
        ("cases", "levels: {right: low, left: low}", "levels: {right: low, other: low}", "wrong-levels"),
    ],
)
def test_it_is_told_where_it_is_the_only_mistake(type_name: str, right: str, wrong: str, code: str) -> None:
    content = _example(type_name, right).replace(right, wrong, 1)

    assert code in _codes(type_name, content)
