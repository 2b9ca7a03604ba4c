"""A new block type is one folder and one line: the timeline of CONTRIBUTING.md, added to a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from built_site import BuiltSite, find, words
from conftest import PROJECT, mkdocs_environment
from distinguo.blocks import TYPES
from example_site import write_site

NEEDED = (
    *("content", "docs", "hooks", "overrides", "tests", ".vscode"),
    *("CONTRIBUTING.md", "Makefile", "README.md", "mkdocs.yml", "pyproject.toml"),
)
GUIDE = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Each file of the folder: its name stands first in a paragraph, and what it holds in the code below that.
FOLDER = re.findall(
    r"^`hooks/distinguo/blocks/timeline/([\w.]+)`(?:(?!```).)*?^```\w+\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE
)


def _free(name: str) -> str:
    return _free(f"{name}_too") if name in TYPES else name


NAME = _free("timeline")  # which may be one of the project's own by now
SLUG = NAME.replace("_", "-")


def _renamed(text: str) -> str:
    return text.replace("timeline", SLUG).replace("Timeline", NAME.title().replace("_", ""))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the new type."""
    copy = tmp_path_factory.mktemp("project")
    for name in NEEDED:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, copy)
    folder = copy / "hooks/distinguo/blocks" / NAME
    folder.mkdir()
    for name, text in FOLDER:
        (folder / name).write_text(_renamed(text), encoding="utf-8")
    types = folder.parent / "__init__.py"
    lines = types.read_text(encoding="utf-8")
    types.write_text(lines.replace('    "faq",\n', f'    "faq",\n    "{NAME}",\n'), encoding="utf-8")
    return copy


@pytest.fixture
def site(project: Path, tmp_path: Path) -> Path:
    settings = f"INHERIT: {project / 'mkdocs.yml'}\nsite_url: https://sides.example/\n"
    return write_site(tmp_path, **{"mkdocs.yml": settings})


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy of the project, with its own code."""
    environment = mkdocs_environment() | {"PYTHONPATH": str(project / "hooks")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


def distinguo(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(
        project, "-c", "import sys; from distinguo.host.program import main; sys.exit(main(sys.argv[1:]))", *arguments
    )


def test_the_guide_has_every_file_of_the_folder() -> None:
    assert [name for name, _ in FOLDER] == ["__init__.py", "template.html", "starter.yml", "examples.yml", "style.css"]


def test_its_schema_is_written_and_vs_code_led_to_it(project: Path) -> None:
    done = distinguo(project, "schema")

    assert done.stdout == f"Wrote .vscode/schemas/{SLUG}.json\nWrote .vscode/settings.json\n", done.stderr


def test_what_is_tried_with_every_type_holds_for_it(project: Path) -> None:
    distinguo(project, "schema")
    names = (
        "test_blocks",
        "test_editor_schemas",
        "test_messages",
        "test_mistakes",
        "test_new",
        "test_readme",
        "test_rooms",
    )
    modules = [str(path) for name in names for path in (project / "tests").rglob(f"{name}.py")]
    chosen = f"{NAME} or {SLUG} or today or vs_code or word_for_word or refuses or names or lists"

    done = run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *modules, "-k", chosen)

    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 20


def test_a_new_file_of_it_is_sound_and_says_what_its_fields_are_for(project: Path, site: Path) -> None:
    made = distinguo(project, "new", "some-id", SLUG, "--site", str(site))
    checked = distinguo(project, "check", "--strict", "--site", str(site))

    assert made.returncode == 0, made.stderr
    assert checked.stdout == "No problems.\n"
    text = (site / f"content/some-id/{SLUG}.yml").read_text(encoding="utf-8")
    assert text.startswith(
        f"# yaml-language-server: $schema=../../.vscode/schemas/{SLUG}.json\n"
        "# The events, oldest first. A list of 2 to 40 entries, each a group of fields.\n"
        "events:\n"
        "  # When it happened, as readers say it. A text of at most 20 characters.\n"
        "  - when: First\n"
    )


def test_a_mistake_in_it_is_told_in_its_own_words(project: Path, site: Path) -> None:
    events = "events:\n  - when: First.\n    what: One.\n  - when: Then\n    wat: Two.\n"
    (site / f"content/example/{SLUG}.yml").write_text(events, encoding="utf-8")

    done = distinguo(project, "check", "--site", str(site))

    assert re.findall("^Error: (.*)", done.stdout, re.MULTILINE) == [
        "“First.” is no sentence, so it has no full stop",
        "There is no field called `wat`",
    ]


def test_its_block_is_drawn_and_published_with_its_style(project: Path, site: Path) -> None:
    events = "events:\n  - when: First\n    what: One & *only*.\n  - when: Then\n    what: Two.\n"
    (site / f"content/example/{SLUG}.yml").write_text(events, encoding="utf-8")
    (site / "docs/example/index.md").write_text(f"## What happened\n\n{{{{ {NAME}() }}}}\n", encoding="utf-8")

    done = distinguo(project, "publish", "--site", str(site))

    assert done.returncode == 0, done.stdout + done.stderr
    (block,) = find(BuiltSite(site / "site").pages["example/"].article, f".{SLUG}")
    assert [words(element) for element in find(block, "dd")] == ["One & only.", "Two."]
    assert f".{SLUG} dt" in (site / "site/assets/site.css").read_text(encoding="utf-8")
