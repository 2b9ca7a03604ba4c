"""Every block type: its examples come true, and the rules that hold for all of them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import html5lib
import pytest

import distinguo
from block_examples import DRAWN, REFUSED, Example
from distinguo.blocks import TYPES
from distinguo.blocks.base import ContentBlock
from distinguo.text.placements import Placement
from example_site import DEFINITIONS, SOUND, write_site

BLOCKS = Path(distinguo.__file__).parent / "blocks"
URL = "https://examples.example/"


def _name(example: Example) -> str:
    return f"{example.type_name}: {example.name}"


def _draw(example: Example, folder: Path) -> str:
    """The HTML of the first block of the example's type."""
    site, pages, problems = distinguo.build(write_site(folder, **example.files), URL)
    assert site, distinguo.report(problems, folder)
    for path, page in site.pages.items():
        for number, piece in enumerate(page.pieces):
            if isinstance(piece, Placement) and piece.name == example.type_name:
                return next(html for token, html in pages[path].fragments.items() if token.endswith(f"n{number}z"))
    raise AssertionError("The example places no block of its type")


def _without_layout(html: str) -> str:
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(html.split()))


@pytest.mark.parametrize("example", DRAWN, ids=_name)
def test_the_example_is_drawn_as_it_says(example: Example, tmp_path: Path) -> None:
    drawn = _without_layout(_draw(example, tmp_path))

    if example.html is None:
        assert _without_layout(example.part) in drawn
    else:
        assert drawn == _without_layout(example.html)


@pytest.mark.parametrize("example", REFUSED, ids=_name)
def test_the_example_is_refused_with_these_words(example: Example, tmp_path: Path) -> None:
    _, _, problems = distinguo.build(write_site(tmp_path, **example.files), URL)

    told, _, _ = distinguo.report(problems, tmp_path).rpartition("\n\n")
    assert told == example.problems.strip()


@pytest.mark.parametrize("example", DRAWN, ids=_name)
def test_every_example_is_valid_html(example: Example, tmp_path: Path) -> None:
    html5lib.HTMLParser(strict=True).parseFragment(_draw(example, tmp_path))


@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_shows_itself_in_an_example(type_name: str) -> None:
    assert any(example.type_name == type_name for example in DRAWN)


@pytest.mark.parametrize("type_name", [name for name, block in TYPES.items() if issubclass(block, ContentBlock)])
def test_every_type_with_a_file_shows_a_refusal(type_name: str) -> None:
    assert any(example.type_name == type_name for example in REFUSED)


def test_every_folder_is_a_type_in_the_list() -> None:
    folders = {path.parent.name for path in BLOCKS.glob("*/template.html")}

    assert folders == set(TYPES)


@pytest.mark.parametrize("block", TYPES.values(), ids=TYPES)
def test_every_field_is_explained_to_editors(block: type) -> None:
    for field in fields(block) if is_dataclass(block) else ():
        assert field.metadata["about"].endswith((".", "`")), field.name


@pytest.mark.parametrize("type_name", TYPES)
def test_a_style_sheet_speaks_of_its_own_type_only(type_name: str) -> None:
    path = BLOCKS / type_name / "style.css"
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL) if path.exists() else ""
    template = (BLOCKS / type_name / "template.html").read_text(encoding="utf-8")
    drawn = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', template))))

    assert set(re.findall(r"\.([a-z][\w-]*)", css)) <= drawn | {"headerlink"}


def test_a_term_leads_to_a_definition_that_stands_on_a_page(tmp_path: Path) -> None:
    """Its own explainer defines `left` and shows it nowhere; another shows it."""
    files = {
        "content/example/definitions.yml": DEFINITIONS,
        "docs/example/index.md": 'See {{ term("left") }}.\n',
        "content/other/explainer.yml": SOUND["content/example/explainer.yml"],
        "content/other/definitions.yml": DEFINITIONS,
        "docs/other/index.md": "{{ definitions() }}\n",
    }

    _, pages, _ = distinguo.build(write_site(tmp_path, **files), URL)

    assert 'href="../other/#definitions-left"' in "".join(pages["example/index.md"].fragments.values())


def test_a_term_of_another_explainer_leads_there_although_the_page_defines_the_same(tmp_path: Path) -> None:
    files = {
        "content/example/definitions.yml": DEFINITIONS,
        "docs/example/index.md": '{{ definitions() }}\n\nSee {{ term("other/left") }} and {{ term("left") }}.\n',
        "content/other/explainer.yml": SOUND["content/example/explainer.yml"],
        "content/other/definitions.yml": DEFINITIONS,
        "docs/other/index.md": "{{ definitions() }}\n",
    }

    _, pages, _ = distinguo.build(write_site(tmp_path, **files), URL)

    _, other, own = pages["example/index.md"].fragments.values()
    assert 'href="../other/#definitions-left"' in other
    assert 'href="#definitions-left"' in own
