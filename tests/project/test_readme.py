"""The README says what is true: its commands exist, its lists are complete, its example works."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

import distinguo
from conftest import PROJECT, run_mkdocs
from distinguo.blocks import FILES, TYPES
from example_site import write_site

README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))))
def test_every_command_it_names_can_be_made(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))
def test_every_target_of_the_makefile_is_explained(target: str) -> None:
    assert f"| `make {target}` |" in README + CONTRIBUTING


def test_every_block_that_it_lists_is_one() -> None:
    placed = re.findall(r"`\{\{ (\w+)\(\) \}\}`", _section("Add an explainer"))
    files = re.findall(r"\| `([\w-]+\.yml)`", _section("Add an explainer"))

    assert {"faq", "sources"} <= {*placed} <= {*TYPES}
    assert {"faq.yml"} <= {*files} <= {*FILES}


def test_its_tree_names_what_is_there_in_few_lines() -> None:
    lines = re.search(r"```\n(.*?)```", _section("The tree"), re.DOTALL)[1].splitlines()

    assert len(lines) <= 20
    assert all((PROJECT / line.split()[0]).exists() for line in lines)


def test_its_question_can_be_added_to_the_faq(tmp_path: Path) -> None:
    for name in ("content", "docs"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    example = re.search(r"```yaml\n(  - id:.*?)```", _section("Change a text"), re.DOTALL)[1]
    faq = tmp_path / "content/psychological-safety-vs-trust/faq.yml"
    before = faq.read_text(encoding="utf-8").replace(example, "")  # who tried it may have kept it
    faq.write_text(before + example, encoding="utf-8")

    _, pages, problems = distinguo.build(tmp_path, "https://site.example/")

    (problem,) = problems
    assert problem.is_warning and problem.title.startswith("The text changed and `updated` is still")
    assert "How long does it take?" in "".join(pages["psychological-safety-vs-trust/index.md"].fragments.values())


def test_its_report_is_what_an_editor_gets(tmp_path: Path) -> None:
    for name in ("content", "docs"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    section = _section("Change a text")
    example = re.search(r"```yaml\n(  - id:.*?)```", section, re.DOTALL)[1].replace("section-leaders", "section-leader")
    told = re.search(r"```\n(Error:.*?)```", section, re.DOTALL)[1]
    faq = tmp_path / "content/psychological-safety-vs-trust/faq.yml"
    faq.write_text(faq.read_text(encoding="utf-8") + example, encoding="utf-8")

    _, _, problems = distinguo.build(tmp_path, "https://site.example/")

    printed = distinguo.report(problems, tmp_path)
    line = re.search(r"^(\d+) │", printed, re.MULTILINE)[1]
    assert printed.partition("\n\n")[0] == re.sub(r"\b61\b", line, told.strip())


def test_its_own_site_of_two_lines_is_what_the_proof_sites_are() -> None:
    example = re.search(r"```yaml\n(INHERIT.*?)```", README, re.DOTALL)[1]

    for path in (PROJECT / "tests/sites").glob("*/mkdocs.yml"):
        assert re.findall(r"^\w+:", path.read_text(encoding="utf-8"), re.MULTILINE) == ["INHERIT:", "site_url:"]
    assert re.findall(r"^\w+:", example, re.MULTILINE) == ["INHERIT:", "site_url:"]


def test_a_site_with_its_two_lines_takes_its_address_from_the_environment(tmp_path: Path) -> None:
    lines = re.search(r"```yaml\n(INHERIT.*?)```", README, re.DOTALL)[1]
    inherit = os.path.relpath(PROJECT / "mkdocs.yml", tmp_path)
    site = write_site(tmp_path, **{"mkdocs.yml": lines.replace("../distinguo/mkdocs.yml", inherit)})

    for environment in ({}, {"SITE_URL": "https://a.example/b/"}):
        assert run_mkdocs(site, "build", **environment).returncode == 0
        address = environment.get("SITE_URL", "https://your-site.example/")
        assert f"<loc>{address}example/</loc>" in (site / "site/sitemap.xml").read_text(encoding="utf-8")
