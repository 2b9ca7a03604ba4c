"""`distinguo new`: a starter that is sound as it stands, says what each field is for, and takes no name twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import distinguo
from distinguo.blocks import FILES
from distinguo.editor import starters
from distinguo.fields import named_fields
from distinguo.host.program import main
from distinguo.model.shapes import About
from example_site import write_site

SLUGS = [block.slug() for block in FILES.values()]
URL = "https://examples.example/"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_site(tmp_path))
    return tmp_path


@pytest.mark.parametrize("blocks", [[], *([slug] for slug in SLUGS), SLUGS], ids=",".join)
def test_what_it_makes_has_no_problem_and_stays_out_of_the_published_site(
    blocks: list[str], site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "trust-and-safety", *blocks]) == 0
    capsys.readouterr()

    assert main(["check", "--strict"]) == 0, capsys.readouterr().out
    published, _, _ = distinguo.build(site, URL)
    preview, _, _ = distinguo.build(site, URL, drafts=True)
    assert "trust-and-safety" not in published.explainers
    made = preview.explainers["trust-and-safety"]
    assert {FILES[f"{slug}.yml"].type_name() for slug in blocks or starters.USUAL} <= set(made.blocks)
    placed = {block.type_name() for block in preview.pages["trust-and-safety/index.md"].blocks}
    assert set(made.blocks) <= placed


def test_it_says_what_it_made_and_what_comes_next(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "trust", "cases"]) == 0

    assert capsys.readouterr().out == (
        "Made content/trust/explainer.yml\n"
        "Made content/trust/definitions.yml\n"
        "Made content/trust/cases.yml\n"
        "Made docs/trust/index.md\n"
        "\n"
        "It is a draft: only the preview shows it. Put your texts in place of ours, then run `distinguo check`.\n"
    )


def test_it_brings_the_schemas_where_a_site_has_none(site: Path) -> None:
    main(["new", "trust"])

    first_line = (site / "content/trust/faq.yml").read_text(encoding="utf-8").partition("\n")[0]
    assert (site / "content/trust" / first_line.partition("$schema=")[2]).is_file()


@pytest.mark.parametrize("shape", [About, *FILES.values()], ids=["explainer", *SLUGS])
def test_every_field_is_explained_above_it(shape: type) -> None:
    slug = "explainer" if shape is About else shape.slug()
    texts = starters.files("trust", SLUGS, date(2026, 11, 24))
    text = " ".join(texts[f"content/trust/{slug}.yml"].replace("#", " ").split())

    for name, f in named_fields(shape).items():
        assert " ".join(f.metadata["about"].replace("#", " ").split()) in text, name
        assert f" {name}:" in text


def test_the_comments_stand_above_their_fields_and_name_what_is_left_out() -> None:
    text = starters.files("trust", ["relation"], date(2026, 11, 24))["content/trust/relation.yml"]

    assert text.startswith(
        "# yaml-language-server: $schema=../../.vscode/schemas/relation.json\n"
        "# What the drawing shows, in one line. A text of at most 120 characters.\n"
        "caption: How the two ideas bear on each other\n"
        "# The boxes, from top to bottom. A list of 2 to 4 entries, each a group of fields.\n"
        "parts:\n"
        "  # The part's name, for the arrows. An id: lower-case words joined by hyphens.\n"
        "  - id: first-idea\n"
        "    # The words in the box. A text of at most 28 characters.\n"
        "    name: First idea\n"
        "  - id: second-idea\n"
        "    name: Second idea\n"
    )
    assert text.endswith(
        "Leave it out where the page has a heading of its own there. A text of at most 80\n"
        "# characters.\n"
        "# title: In short\n"
    )


def test_what_is_left_out_is_sound_where_the_model_has_an_example_for_it() -> None:
    """Who takes the sign away from `# image:` and the lines below it has a sound field."""
    text = starters.files("trust", [], date(2026, 11, 24))["content/trust/explainer.yml"]
    commented = text[text.index("# image:") :].replace("# ", "")

    assert yaml.safe_load(commented) == {"image": {"file": "assets/share.png", "alt": "Two circles that overlap"}}


def test_the_dates_are_those_of_today_and_of_the_same_day_next_year() -> None:
    text = starters.files("trust", [], date(2026, 11, 24))["content/trust/explainer.yml"]

    about = yaml.safe_load(text)
    assert (about["published"], about["updated"]) == (date(2026, 11, 24), date(2026, 11, 24))
    assert about["next_review"] == date(2027, 11, 24)
    assert about["draft"] is True


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["Trust & Safety"],
            "An explainer cannot be called “Trust & Safety”. "
            "Use lower-case letters, digits and single hyphens, at most 60 characters, such as trust-safety.\n",
        ),
        (
            ["../up"],
            "An explainer cannot be called “../up”. "
            "Use lower-case letters, digits and single hyphens, at most 60 characters, such as up.\n",
        ),
        (
            ["信頼"],
            "An explainer cannot be called “信頼”. "
            "Use lower-case letters, digits and single hyphens, at most 60 characters.\n",
        ),
        (
            ["nul"],
            "An explainer cannot be called “nul”: that name is kept for other things. Choose another one.\n",
        ),
        (
            ["fingerprints"],
            "An explainer cannot be called “fingerprints”: that name is kept for other things. Choose another one.\n",
        ),
        (["example"], "There is already a content/example. Choose another name.\n"),
        (["index"], "There is already a docs/index.md. Choose another name.\n"),
        (
            ["assets"],
            "An explainer cannot be called “assets”: that name is kept for other things. Choose another one.\n",
        ),
        (
            ["trust", "fak"],
            f"There is no block called `fak`.\nDid you mean `faq`?\nThere are: {', '.join(SLUGS)}\n",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_it_refuses_in_plain_words_and_makes_nothing(
    arguments: list[str], says: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(site.rglob("*"))

    assert main(["new", *arguments]) == 2
    assert capsys.readouterr().err == says
    assert sorted(site.rglob("*")) == before


def test_a_second_one_of_the_same_name_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "trust"])
    (site / "content/trust/faq.yml").write_text("mine\n", encoding="utf-8")

    assert main(["new", "trust"]) == 2
    assert (site / "content/trust/faq.yml").read_text(encoding="utf-8") == "mine\n"
