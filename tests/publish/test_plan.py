"""What the check of a built site is told of its sources: which pages, ids and questions there should be."""

from __future__ import annotations

import ast
from pathlib import Path
from urllib.parse import unquote

import pytest

import distinguo
from conftest import PROJECT, SITES
from distinguo.blocks import TYPES
from distinguo.drawing.drawings import Drawings
from distinguo.publish.plan import plan_of

_CHECK = PROJECT / "hooks" / "distinguo" / "verify"


@pytest.mark.parametrize("root", SITES, ids=lambda site: site.name)
def test_the_plan_has_every_question_that_a_page_marks_up_with_its_answer(root: Path) -> None:
    site, pages, _ = distinguo.build(root, "https://a.example/")
    plan = plan_of(site, Drawings(site, "https://a.example/", root).facts, root / "docs")

    planned = {url: dict(page.questions) for url, page in plan.pages.items()}

    assert any(planned.values())
    for page in pages.values():
        nodes = page.structured_data["@graph"] if page.structured_data else []
        questions = [node for node in nodes if node["@type"] == "Question"]
        assert planned[unquote(page.url)] == {_id(node): _id(node["acceptedAnswer"]) for node in questions}


def _id(node: dict[str, str]) -> str:
    return node.get("@id", "").rpartition("#")[2]


@pytest.mark.parametrize("path", sorted(_CHECK.glob("*.py")), ids=lambda path: path.stem)
def test_the_check_knows_questions_by_the_plan_and_names_no_block_type(path: Path) -> None:
    texts = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    slugs = [block.slug() for block in TYPES.values()]
    assert not [text for text in texts for slug in slugs if text == slug or text.startswith(f"{slug}-")]
