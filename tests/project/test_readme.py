"""The README says what is true: its commands exist, its lists are complete, its example works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import distinguo
from conftest import PROJECT, run_mkdocs
from distinguo.blocks import FILES, TYPES
from example_site import write_site

README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))))
def test_every_command_it_names_can_be_made(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))
def test_every_target_of_the_makefile_is_explained(target: str) -> None:
    assert f"| `make {target}` |" in README


@pytest.mark.parametrize("type_name", TYPES)
def test_every_block_type_is_listed(type_name: str) -> None:
    assert f"`{{{{ {type_name}() }}}}`" in _section("Add an explainer")


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_an_explainer_is_listed(file: str) -> None:
    assert f"`{file}`" in _section("Add an explainer")


def test_the_tree_names_only_files_that_exist() -> None:
    named = set(re.findall(r"\w+\.py", _section("The tree")))

    assert named <= {path.name for path in (PROJECT / "hooks").rglob("*.py")}


def test_the_tree_names_every_room() -> None:
    rooms = re.findall(r"^    (\w+)/", _section("The tree"), re.MULTILINE)

    assert {*rooms} == {path.parent.name for path in (PROJECT / "hooks" / "distinguo").glob("*/__init__.py")}


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


def test_a_block_type_is_one_folder_and_one_line(tmp_path: Path) -> None:
    """A timeline is added to a copy of the core as the README tells, and drawn from its YAML."""
    core = tmp_path / "hooks" / "distinguo"
    shutil.copytree(PROJECT / "hooks" / "distinguo", core)
    folder = core / "blocks" / "timeline"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from dataclasses import dataclass\n\n"
        "from ...fields import ListOf, Text, field\n"
        "from ..base import ContentBlock\n\n\n"
        "@dataclass(frozen=True, kw_only=True)\n"
        "class Timeline(ContentBlock):\n"
        '    events: list[str] = field(ListOf(Text()), "What happened, oldest first.")\n',
        encoding="utf-8",
    )
    (folder / "template.html").write_text(
        "<ol>{% for event in block.events %}<li>{{ event }}</li>{% endfor %}</ol>\n", encoding="utf-8"
    )
    registry = core / "blocks" / "__init__.py"
    lines = registry.read_text(encoding="utf-8")
    registry.write_text(lines.replace('    "faq",\n', '    "faq",\n    "timeline",\n'), encoding="utf-8")
    site = write_site(
        tmp_path / "site",
        **{
            "content/example/timeline.yml": "events: [First, Then & there]\n",
            "docs/example/index.md": "{{ timeline() }}\n",
        },
    )
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import distinguo, pathlib\n"
        "site, pages, problems = distinguo.build(pathlib.Path(sys.argv[2]), 'https://site.example/')\n"
        "print(*pages['example/index.md'].fragments.values())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "hooks"), str(site)], capture_output=True, text=True, check=False
    )

    assert done.stdout == "<ol><li>First</li><li>Then &amp; there</li></ol>\n", done.stderr


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
