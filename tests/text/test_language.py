"""The words of the templates stand in one file per language, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

import distinguo
from conftest import PROJECT
from distinguo.text import languages
from example_site import DEFINITIONS, SOUND, write_site

_ALL = [*(PROJECT / "hooks").rglob("*.html"), *(PROJECT / "overrides").rglob("*.html")]
# The preview speaks to editors, in English like every message to them.
TEMPLATES = [path for path in _ALL if "preview" not in path.parts]
ENGLISH = languages.words("en")


def test_every_word_that_a_template_asks_for_is_there() -> None:
    asked = {word for path in TEMPLATES for word in re.findall(r"\bwords\.(\w+)", path.read_text(encoding="utf-8"))}

    assert asked - ENGLISH.keys() == set()


def test_every_word_is_used() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *(PROJECT / "hooks").rglob("*.py")])

    assert [word for word in ENGLISH if f"words.{word}" not in sources and f'"{word}"' not in sources] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<script>.*?</script>", " ", text, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text) + " ".join(re.findall(r'(?:title|alt|aria-label)="([^"]*)"', text))

    assert re.findall(r"[A-Za-z]{3,}", shown.replace("doi:", "")) == []


def test_a_page_in_another_language_holds_no_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    words = {name: re.sub("[A-Za-z]+", "§", text) for name, text in ENGLISH.items()}
    words |= {"date": "{day}. {month} {year}", "months": "§ " * 12}
    lines = [f'{name}: "{text}"\n' for name, text in words.items()]
    (folder / "qq.yml").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", folder)
    files = {
        "content/site.yml": SOUND["content/site.yml"].replace("language: en", "language: qq"),
        "content/example/definitions.yml": re.sub(r"(: )[A-Z][^\n]*", r"\g<1>…", DEFINITIONS),
        "docs/example/index.md": "{{ definitions() }}\n\n{{ review_note() }}\n",
    }

    _, pages, problems = distinguo.build(write_site(tmp_path / "site", **files), "https://site.example/")

    assert problems == []
    html = " ".join(pages["example/index.md"].fragments.values())
    shown = "".join(html5lib.parseFragment(html).itertext()) + " ".join(re.findall(r'title="([^"]*)"', html))
    assert re.findall(r"[A-Za-z]+", shown) == []
    assert "2. § 2026" in " ".join(shown.split())
