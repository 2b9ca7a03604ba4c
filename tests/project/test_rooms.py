"""The rooms of the code: each imports only those above it, and every module stands in one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.blocks import FILES, TYPES
from distinguo.blocks.base import Block, ContentBlock, Drawing
from distinguo.fields import named_fields

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
    for node in ast.walk(_tree(path)):
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


_NAMES = {name for block in TYPES.values() for name in (block.type_name(), block.slug())}
_FILES = "|".join(re.escape(name) for name in FILES)
# A text that names a type: its name alone, its file, its placement, its CSS class, an id of its parts.
_NAMES_A_TYPE = re.compile(
    rf"(?:{'|'.join(_NAMES)})|.*(?<![\w-])(?:(?:{_FILES})(?!\w)|(?:{'|'.join(_NAMES)})(?:__|\()).*"
    rf"|[.#]?(?:{'|'.join(_NAMES)})-.*",
    re.DOTALL,
)
_SAID_OF_TYPES = sorted(
    name for name in {*vars(Block), *vars(ContentBlock)} - {*named_fields(ContentBlock)} if not name.startswith("_")
)
# What names a type all the same, and why.
_SAYS_SO_TO_PEOPLE = "it tells people, by an example, how something is written"
_THE_FILE = "it is a file of the site, and no block"
_REASONS = {
    "base/written_files.py: `aliases` in an explainer.yml or a faq.yml say what stands in it.": _SAYS_SO_TO_PEOPLE,
    "editor/schemas.py: sources": _THE_FILE,
    "model/recorded.py: self-check": _SAYS_SO_TO_PEOPLE,
    'text/placements.py: A placement is a name with texts in quotes: {{ comparison() }} or {{ term("trust") }}.': (
        _SAYS_SO_TO_PEOPLE
    ),
}


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(_PACKAGE).as_posix())
def test_no_room_but_that_of_the_blocks_has_a_name_or_a_code_of_a_single_type(path: Path) -> None:
    name = path.relative_to(_PACKAGE).as_posix()

    named = {text for text in _texts(path) if _NAMES_A_TYPE.fullmatch(text) or text in _codes_of_types()}

    assert _room(path) == "blocks" or {f"{name}: {text}" for text in named} <= _REASONS.keys()


def test_there_is_a_reason_only_for_what_names_a_type() -> None:
    texts = {f"{path.relative_to(_PACKAGE).as_posix()}: {text}" for path in _MODULES for text in _texts(path)}

    assert _REASONS.keys() <= texts


def test_no_page_shell_and_no_style_but_those_of_sheets_has_the_name_of_a_single_type() -> None:
    """A sheet puts blocks of several types together, as a page does, so it names them as a page does."""
    rooms = [path for path in _PACKAGE.rglob("*") if _room(path) != "blocks" and "sheets" not in path.parts]
    shell = [path for path in (*rooms, *(PROJECT / "overrides").rglob("*")) if path.suffix in (".css", ".html", ".js")]
    names = "|".join(_NAMES)
    named = re.compile(rf"(?<![\w-])(?:\.(?:{names})(?![\w-])|(?:{names})(?:__|\()|blocks\.(?:{names}))")

    assert shell
    assert [path.name for path in shell if named.search(path.read_text(encoding="utf-8"))] == []


@cache
def _codes_of_types() -> frozenset[str]:
    """The codes of problems that a block tells, and nothing else does."""
    own = {code for path in _MODULES if _room(path) == "blocks" for code in _codes(path)}
    return frozenset(own - {code for path in _MODULES if _room(path) != "blocks" for code in _codes(path)})


def _codes(path: Path) -> Iterator[str]:
    """The codes of the problems that the module tells: the first texts of the calls that do."""
    for call in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)):
        tells = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if tells in ("problem", "suggest", "Told", "Fault", "refuse", "_refuse") and call.args:
            yield from (one.value for one in call.args[:1] if isinstance(one, ast.Constant))


def _texts(path: Path) -> Iterator[str]:
    """All texts in the code of the module, without what it says to who reads the code."""
    tree = _tree(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _has_words(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def _has_words(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _asked(path: Path) -> set[str]:
    """The names of all that the module asks of whatever it has."""
    return {node.attr for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("name", _SAID_OF_TYPES)
def test_all_that_a_type_may_say_of_itself_is_asked(name: str) -> None:
    askers = [path for path in _MODULES if _room(path) != "blocks" or path.name == "base.py"]
    templates = [path for path in (_PACKAGE / "blocks").rglob("template.html")]

    asked = any(name in _asked(path) for path in askers)
    assert asked or any(f"block.{name}" in path.read_text(encoding="utf-8") for path in templates)


@pytest.mark.parametrize("name", sorted(name for name in vars(Drawing) if not name.startswith("_")))
def test_all_that_a_block_may_ask_of_the_page_is_asked(name: str) -> None:
    assert any(name in _asked(path) for path in _MODULES if _room(path) == "blocks" and path.name != "base.py")


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
