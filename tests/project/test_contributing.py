"""CONTRIBUTING.md says what is true: its rooms, its paths and names, the way of one answer, its commands."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from functools import reduce
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from test_rooms import ROOMS

from built_site import BuiltSite, find, words
from conftest import PROJECT
from distinguo.host.program import main
from example_site import write_site

CORE = PROJECT / "hooks" / "distinguo"
TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
_PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
_NAMED = dict.fromkeys(re.findall(r"`([^`\n]+)`", _PROSE))
_WAY = "The way of one answer"
# What `make` and editors write, and what stands for whatever somebody calls it.
_MADE = re.compile(r"content/.*|.*timeline.*")


def _section(title: str) -> str:
    return _PROSE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def _functions(text: str) -> list[tuple[str, str]]:
    """The functions that are named as `file: function`, in order: each file, and the function in it."""
    return re.findall(r"`([\w/]+\.py): ([\w.]+)`", text)


# The rooms


def test_the_rooms_are_those_of_the_code_in_their_order_each_with_its_sentence() -> None:
    told = re.findall(r"^[▲│] (\w+) +(.+)$", TEXT, re.MULTILINE)

    assert [name for name, _ in told] == [*ROOMS]
    for name, sentence in told:
        assert (importlib.import_module(f"distinguo.{name}").__doc__ or "").startswith(sentence)


# Paths and names


@pytest.mark.parametrize("name", [name for name in _NAMED if re.fullmatch(r"[\w./-]*(?:/|\.[a-z]{2,4})", name)])
def test_every_path_it_names_is_there(name: str) -> None:
    if _MADE.fullmatch(name):
        return
    places = [PROJECT / name, CORE / name, PROJECT / "tests" / name]
    bare = [] if "/" in name else [path for folder in ("hooks", "tests") for path in (PROJECT / folder).rglob(name)]

    assert bare or any(place.exists() for place in places)


_OTHERS = [
    *("README.md", "Makefile", *(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs").rglob("*.md"))),
    *(
        path.relative_to(PROJECT).as_posix()
        for folder in ("hooks", "tests")
        for path in (PROJECT / folder).rglob("*.py")
    ),
]


@pytest.mark.parametrize("file", _OTHERS)
def test_every_path_of_the_code_that_others_name_is_there(file: str) -> None:
    text = (PROJECT / file).read_text(encoding="utf-8")
    named = re.findall(r"(?<![\w./-])(?:hooks|overrides|tests)/[\w./-]+\.[a-z]+\b", text)

    assert [name for name in named if not (PROJECT / name).exists()] == []


@pytest.mark.parametrize(("file", "function"), dict.fromkeys(_functions(TEXT)), ids=lambda name: name)
def test_every_function_it_names_is_there(file: str, function: str) -> None:
    module = importlib.import_module(
        f"distinguo.{file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
    )

    assert reduce(getattr, function.split("."), module)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`make ([a-z]+)", TEXT))))
def test_every_command_it_names_can_be_made(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("searched", re.findall(r"`git grep (?:-nE )?'([^']+)' hooks`", TEXT))
def test_every_search_it_names_finds_something(searched: str) -> None:
    texts = (path.read_text(encoding="utf-8") for path in CORE.rglob("*.py"))

    assert any(re.search(searched, text, re.MULTILINE) for text in texts)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md"])
def test_every_row_of_a_table_has_as_many_cells_as_its_head(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")

    for table in re.findall(r"^(?:\|.*\n)+", text, re.MULTILINE):
        assert len({row.count("|") - row.count("\\|") for row in table.splitlines()}) == 1


# The way of one answer


def _called(wanted: set[tuple[str, str]], site: Path) -> list[tuple[str, str]]:
    """Those of the `wanted` functions that are called while the site is published, in order."""
    names = {(str(CORE / file), function): (file, function) for file, function in wanted}
    called: list[tuple[str, str]] = []

    def listen(frame: FrameType, event: str, _: Any) -> None:
        place = (frame.f_code.co_filename, frame.f_code.co_qualname)
        if event == "call" and place in names:
            called.append(names[place])

    before = sys.getprofile()
    sys.setprofile(listen)
    try:
        assert main(["publish", "--site", str(site)]) == 0
    finally:
        sys.setprofile(before)
    return called


def test_one_answer_goes_the_way_that_is_told(tmp_path: Path) -> None:
    typed = re.search(r"```yaml\n(questions:.*?)```", TEXT, re.DOTALL)[1]
    files = {
        "mkdocs.yml": f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://sides.example/\n",
        "content/example/faq.yml": typed,
        "docs/example/index.md": "## Questions\n\n{{ faq() }}\n",
    }
    way = _functions(_section(_WAY))
    called = iter(_called({*way}, write_site(tmp_path, **files)))

    assert len(way) > 25
    for step in way:
        assert any(one == step for one in called), f"{step} is not called after what stands before it"
    page = BuiltSite(tmp_path / "site").pages["example/"]
    assert [words(answer) for answer in find(page.article, ".faq__answer")] == ["No. They always differ."]
    (graph,) = [
        json.loads(script.text) for script in page.find("script") if script.get("type") == "application/ld+json"
    ]
    (question,) = [node for node in graph["@graph"] if node["@type"] == "Question"]
    assert question["acceptedAnswer"]["text"] == "<p>No. They <em>always</em> differ.</p>"
