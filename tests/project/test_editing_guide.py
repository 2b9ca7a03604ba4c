"""The guide for editors tells what works: its commands are there, its examples are read as it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.base.problems import Problem
from distinguo.blocks.faq import Faq
from distinguo.fields import INVALID, Reading, read_record
from distinguo.text import rich_text
from distinguo.text.markdown_limits import MOST_CHARACTERS, MOST_LINES
from distinguo.text.nodes import DEEPEST_NESTING, LARGEST_FILE, MOST_VALUES, Mapping, Scalar, read_yaml

GUIDE = (PROJECT / "docs/editing.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
WINDOWS = re.findall(r"^(?:python|\.venv\\).*$", GUIDE, re.MULTILINE)
BIN = Path(sys.executable).parent


def _section(id: str) -> str:
    return GUIDE.partition(f"{{#section-{id}}}\n")[2].partition("\n## ")[0]


def _read(text: str) -> tuple[str | None, list[Problem]]:
    """What YAML makes of `text` behind a field's name; `None` where that is no text at all."""
    problems: list[Problem] = []
    node = read_yaml(f"name: {text}\nnext: one\n", "some.yml", problems)
    if not isinstance(node, Mapping) or not isinstance(node.entries[0][1], Scalar):
        return None, problems
    return node.entries[0][1].text, problems


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`make ([a-z]+)`", GUIDE))))
def test_every_command_it_names_can_be_made(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"distinguo [a-z]+(?=`|$)", GUIDE, re.MULTILINE))))
def test_every_command_of_the_project_exists(command: str) -> None:
    done = subprocess.run([BIN / "distinguo", *command.split()[1:], "--help"], capture_output=True, check=False)

    assert done.returncode == 0


def test_the_commands_for_windows_are_those_of_the_makefile() -> None:
    installing = [line.partition("pip install ")[2] for line in WINDOWS if "pip install" in line]
    made = re.findall(r'pip" install --quiet (.*(?:requirements\.txt|--editable \.))$', MAKEFILE, re.MULTILINE)

    assert installing == [line.replace("--editable", "-e") for line in made]
    assert all((BIN / line.split()[0].removeprefix(".venv\\Scripts\\")).exists() for line in WINDOWS)


def test_within_the_project_mkdocs_needs_nothing_from_the_makefile(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DISTINGUO", "NO_MK"))}
    command = [BIN / "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]

    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/editing/index.html").exists()


def test_its_question_is_read_as_an_editor_would_read_it() -> None:
    example = re.search(r"```yaml\n(.*?)```", _section("yaml"), re.DOTALL)[1]
    problems: list[Problem] = []
    node = read_yaml("questions:\n" + example, "faq.yml", problems)

    faq = read_record(Faq, node, "", Reading("faq.yml", problems, []))

    assert problems == [] and faq is not INVALID
    assert faq.questions[0].answer.plain() == "Longer than a workshop. It depends on the team."


def test_what_it_says_needs_quotes_does_need_them() -> None:
    signs = re.search(r"one of ``(.*?)``\.", GUIDE)[1].split()
    texts = [f"{sign}word" for sign in signs] + ["'word' and", '"word" and', "one: two", "one #two"]

    assert len(signs) == 10
    for text in texts:
        assert _read(text) != (text, []), text
        escaped = text.replace('"', '\\"')
        assert _read(f'"{escaped}"') == (text, [])


def test_a_text_after_the_sign_for_longer_ones_needs_no_quotes() -> None:
    assert _read('>-\n  "Soon" or: later #1\n  and @once') == ('"Soon" or: later #1 and @once', [])


def test_paragraphs_and_lists_need_the_other_sign() -> None:
    text = "\n\n  ".join(["One.", "- two\n  - three"])
    folded, kept = (_read(f"{sign}\n  {text}")[0] for sign in (">-", "|"))

    assert "<li>" not in rich_text.parse(folded or "").marked_html
    assert rich_text.parse(kept or "").marked_html == "<p>One.</p>\n<ul>\n<li>two</li>\n<li>three</li>\n</ul>"


def test_it_tells_the_limits_of_a_file() -> None:
    told = _section("check")

    assert f" {LARGEST_FILE // 1024} KB " in told
    assert f" {MOST_VALUES:,} names and values" in told
    assert f" {DEEPEST_NESTING} deep" in told
    assert f" {MOST_CHARACTERS:,} letters" in told
    assert f" {MOST_LINES:,} lines" in told


@pytest.mark.parametrize(
    ("first", "code"),
    [("id: one\n    question: What is it?", "missing-dash"), ("question: What is it?", "repeated-field")],
)
def test_a_dash_that_is_missing_is_told_as_it_says(first: str, code: str) -> None:
    """And a dash and a space in place of the two spaces mend it."""
    name = first.partition(":")[0]
    problems: list[Problem] = []
    text = f"questions:\n  - {first}\n    {name}: another\n"

    read_yaml(text, "faq.yml", problems)
    assert [problem.code for problem in problems] == [code]

    problems.clear()
    node = read_yaml(text.replace(f"    {name}: another", f"  - {name}: another"), "faq.yml", problems)
    assert problems == [] and len(node.entries[0][1].items) == 2


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("*word*", "<em>word</em>"),
        ("**word**", "<strong>word</strong>"),
        ("- one", "<li>one</li>"),
        ("[words](https://host.example/)", '<a href="https://host.example/">words</a>'),
        ("[words](#section-relate)", "<a href="),
        ("[words](explainer:some-id)", "<a href="),
        ("[words](term:some-id)", "<a class="),
        ("[@source-id]", "source source-id"),
        ("[@one; @two]", "source two"),
    ],
)
def test_markdown_does_what_its_table_says(typed: str, html: str) -> None:
    rich = rich_text.parse(typed)

    assert f"`{typed}`" in _section("markdown")
    assert html in rich.marked_html
    assert rich.faults == ()
