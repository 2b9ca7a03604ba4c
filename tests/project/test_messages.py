"""Messages are product: each stands word for word in a test or in an example, and its code is found by a search."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PROJECT

_HOOKS = PROJECT / "hooks"
_TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(_HOOKS.rglob("*.py"))}


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in the code at `node`, and of those with values in them the parts between these."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield " ".join(inner.value.split())


def _said() -> str:
    """All that the tests and the examples say."""
    tests = [path for path in (PROJECT / "tests").rglob("*.py")]
    tables = [*(PROJECT / "tests").rglob("*.yml"), *_HOOKS.rglob("examples.yml")]
    texts = [text for path in tests for text in _texts(ast.parse(path.read_text(encoding="utf-8")))]
    return " ".join([*texts, *(" ".join(path.read_text(encoding="utf-8").split()) for path in tables)])


def _places_of(parameter: str) -> dict[str, set[int]]:
    """Where among its arguments each function and class that takes the `parameter` has it."""
    places: dict[str, set[int]] = defaultdict(set)
    for tree in _TREES.values():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.ClassDef):
                names = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign)]
            elif isinstance(node, ast.FunctionDef):
                names = [one.arg for one in node.args.args if one.arg not in ("self", "cls")]
            if parameter in names:
                places[node.name].add(names.index(parameter))
    return places


_SAID = _said()
_PLACES = {parameter: _places_of(parameter) for parameter in ("title", "code")}


def _given(parameter: str, tree: ast.AST) -> Iterator[ast.expr]:
    """What is assigned to the name `parameter`, or given to a parameter of that name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                are_several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts, strict=True) if are_several else [(target, node.value)]
                yield from (value for name, value in pairs if isinstance(name, ast.Name) and name.id == parameter)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            arguments = [one for one in node.args for _ in range(1 + isinstance(one, ast.Starred))]  # `*span` is two
            places = _PLACES[parameter].get(name, ())
            yield from (arguments[place] for place in places if place < len(arguments))
            yield from (keyword.value for keyword in node.keywords if keyword.arg == parameter)


def _messages(path: Path) -> list[str]:
    return [text for title in _given("title", _TREES[path]) for text in _texts(title) if " " in text]


_FILES = [path for path in _TREES if _messages(path)]


def test_there_are_messages() -> None:
    assert sum(len(_messages(path)) for path in _FILES) > 300


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_HOOKS).as_posix())
def test_every_message_stands_word_for_word_in_a_test_or_an_example(path: Path) -> None:
    assert [text for text in _messages(path) if text not in _SAID] == []


@pytest.mark.parametrize("path", _TREES, ids=lambda path: path.relative_to(_HOOKS).as_posix())
def test_a_code_is_written_whole_so_that_a_search_finds_its_place(path: Path) -> None:
    assert [ast.unparse(code) for code in _given("code", _TREES[path]) if isinstance(code, ast.JoinedStr)] == []
