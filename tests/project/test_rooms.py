"""The rooms of the code: each imports only those above it, and every module stands in one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PROJECT

_PACKAGE = PROJECT / "hooks" / "distinguo"
ROOMS = (
    "base", "text", "fields", "model", "blocks", "site", "drawing", "output", "verify", "publish", "editor", "host",
)  # fmt: skip
# Which rooms a room may import, where these are not all that stand above it.
_NARROWER = {"verify": ("base",)}  # it believes nothing of the code that wrote what it checks
_HOSTS = ("mkdocs", "material")
_MODULES = sorted(path for path in _PACKAGE.rglob("*.py") if path.parent != _PACKAGE)


def _room(path: Path) -> str:
    return path.relative_to(_PACKAGE).parts[0]


def _imports(path: Path) -> Iterator[str]:
    """The full names of the modules, and of what is taken from them, that the module at `path` imports."""
    package = ["distinguo", *path.relative_to(_PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_every_room_is_known() -> None:
    folders = {path.name for path in _PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py"))}

    assert folders <= {*ROOMS}


def test_every_module_stands_in_a_room() -> None:
    assert [path.name for path in _PACKAGE.glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(_PACKAGE).as_posix())
def test_a_module_imports_only_rooms_above_its_own(path: Path) -> None:
    room = _room(path)
    above = _NARROWER.get(room, ROOMS[: ROOMS.index(room)])

    rooms = {name.split(".")[1] for name in _imports(path) if name.startswith("distinguo.")}

    assert rooms <= {room, *above}


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(_PACKAGE).as_posix())
def test_only_the_host_knows_the_site_generator(path: Path) -> None:
    hosts = [name for name in _imports(path) if name.partition(".")[0] in _HOSTS]

    assert not hosts or _room(path) == "host"


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(_PACKAGE).as_posix())
def test_no_room_but_that_of_the_blocks_knows_a_single_type(path: Path) -> None:
    types = [name for name in _imports(path) if name.startswith("distinguo.blocks.") and _is_type(name.split(".")[2])]

    assert not types or _room(path) == "blocks"


def _is_type(name: str) -> bool:
    return (_PACKAGE / "blocks" / name).is_dir()


def test_there_is_no_circle() -> None:
    modules = {_name(path): {*map(_module, _imports(path))} - {_name(path)} for path in _MODULES}
    while free := [name for name, needs in modules.items() if not needs & modules.keys()]:
        for name in free:
            del modules[name]

    assert not modules


def _name(path: Path) -> str:
    return ".".join(("distinguo", *path.relative_to(_PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def _module(imported: str) -> str:
    """The module behind an imported name, which may be something in it."""
    path = _PACKAGE.joinpath(*imported.split(".")[1:])
    is_module = path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
    return imported if is_module else imported.rpartition(".")[0]
