"""Addresses last: what was renamed is still found where it was, and what is gone is told."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import distinguo
from built_site import BuiltSite, Page, served
from conftest import PROJECT, run_mkdocs
from distinguo.host.program import main
from example_site import SOUND, write_site

URL = "https://examples.example/"
ABOUT, FAQ, INDEX = "content/example/explainer.yml", "content/example/faq.yml", "docs/example/index.md"
QUESTION = "questions:\n  - id: why-left\n    question: Why is left not right?\n    answer: Because.\n"
SECOND = "  - id: why-right\n    question: Why is right not left?\n    answer: Because.\n"
FILES = {
    ABOUT: SOUND[ABOUT] + "aliases: [sides, left-and-right]\n",
    FAQ: QUESTION + "    aliases: [why, left-why]\n",
    INDEX: "Left and right are sides.\n\n{{ faq() }}\n",
    "docs/example/more.md": """\
---
title: More of the sides
short_title: More
description: A page that tells more of the two sides, for those who want to know all of it.
---

More of the same.
""",
}


def _built(folder: Path, address: str) -> BuiltSite:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: {address}\n"
    done = run_mkdocs(write_site(folder, **{**FILES, "mkdocs.yml": inherit}), "build", "--strict")
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder / "site")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site whose explainer and whose question have had other names."""
    return _built(tmp_path_factory.mktemp("moved"), "https://host.example/some/path/")


def _sends_to(site: BuiltSite, page: Page) -> str:
    (refresh,) = [meta.get("content", "") for meta in page.find("meta") if meta.get("http-equiv") == "refresh"]
    seconds, _, address = refresh.partition("; url=")
    assert seconds == "0"
    return site.target(page, address)[0]


@pytest.mark.parametrize("old", ["sides/", "left-and-right/"])
def test_every_page_of_a_renamed_explainer_is_found_where_it_was(moved: BuiltSite, old: str) -> None:
    pages = [url.removeprefix("example/") for url in moved.pages if url.startswith("example/")]

    assert sorted(pages) == ["", "discussion-guide/", "more/"]
    for url in pages:
        page = moved.pages[old + url]
        assert _sends_to(moved, page) == f"example/{url}"
        assert [moved.target(page, link.get("href", ""))[0] for link in page.find("main")[0].iter("a")] == [
            f"example/{url}"
        ]
        assert page.canonical == f"https://host.example/some/path/example/{url}"
        assert page.parse_errors == []
        assert [m.get("content") for m in page.find("meta") if m.get("name") == "robots"] == ["noindex"]


def test_a_page_at_an_old_address_is_under_the_policy_of_all_others(moved: BuiltSite) -> None:
    html = moved.pages["sides/"].html

    assert "script-src 'self'; style-src 'self'" in html
    assert not re.search(r"<script>|\son\w+=|style=", html)
    assert moved.dead_ends() == []


def test_neither_search_nor_the_site_map_know_old_addresses(moved: BuiltSite) -> None:
    for name in ("sitemap.xml", "search/search_index.json", "llms.txt"):
        text = (moved.folder / name).read_text(encoding="utf-8")
        assert "example/more/" in text
        assert "left-and-right/" not in text and "path/sides" not in text


def test_hosts_get_a_line_for_every_old_address(moved: BuiltSite) -> None:
    lines = (moved.folder / "_redirects").read_text(encoding="utf-8").splitlines()

    for line in lines:
        old, new, status = line.split()
        assert status == "301"
        assert re.match("/some/path/(sides|left-and-right)/", old)
        target = new.removeprefix("/some/path/")
        assert target in moved.pages or (moved.folder / target).is_file(), line
    assert {"/some/path/sides/ /some/path/example/ 301", "/some/path/sides/more/ /some/path/example/more/ 301"} < {
        *lines
    }
    assert "/some/path/sides/index.html.md /some/path/example/index.html.md 301" in lines
    assert len(lines) == 10


def test_an_old_address_of_a_question_is_beside_the_new_one(moved: BuiltSite) -> None:
    (entry,) = moved.pages["example/"].find(".faq__entry")
    ids = [element.get("id") for element in entry.iter() if element.get("id")]

    assert ids == ["faq-why", "faq-left-why", "faq-why-left", "faq-why-left-answer"]


def test_a_site_where_nothing_moved_has_no_redirects(built: dict[str, Path]) -> None:
    assert not (built["distinguo"] / "_redirects").exists()
    assert not (built["distinguo"] / "assets/moved.js").exists()


@pytest.mark.parametrize("with_script", [True, False], ids=["with a script", "without"])
def test_a_browser_goes_on_to_the_page_of_today(browser: Browser, tmp_path: Path, with_script: bool) -> None:
    site = _built(tmp_path, URL)
    with served(site.folder) as address, browser.new_context(java_script_enabled=with_script) as context:
        tab = context.new_page()
        tab.goto(f"{address}sides/#faq-why", wait_until="commit")
        tab.wait_for_url(re.compile("/example/"))

        assert tab.url == f"{address}example/{'#faq-why' if with_script else ''}"
        assert tab.title().startswith("Left vs. right")


def test_a_browser_shows_the_question_at_its_old_address(browser: Browser, tmp_path: Path) -> None:
    long = "\n\n".join(["Left and right are sides."] * 60)
    site = write_site(tmp_path, **{**FILES, INDEX: f"{long}\n\n{{{{ faq() }}}}\n\n{long}\n"})
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: {URL}\n"
    (site / "mkdocs.yml").write_text(inherit, encoding="utf-8")
    assert run_mkdocs(site, "build", "--strict").returncode == 0
    with served(site / "site") as address, browser.new_page(viewport={"width": 390, "height": 800}) as tab:
        tab.goto(f"{address}example/#faq-why")
        top = tab.get_by_role("heading", name="Why is left not right?").bounding_box()["y"]

        assert 0 <= top < 120


# What is wrong with aliases


def _told(folder: Path, **files: str) -> str:
    _, _, problems = distinguo.build(write_site(folder, **files), URL)
    return re.sub(r"^ *\d* [│┆].*\n", "", distinguo.report(problems, folder), flags=re.MULTILINE)


def _about(aliases: str) -> dict[str, str]:
    return {ABOUT: f"{SOUND[ABOUT]}aliases: {aliases}\n"}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            _about("[example]"),
            "Error: `example` is the name of today, and no earlier one\n"
            "  at content/example/explainer.yml:6:11   (aliases)\n  = Leave it out.",
        ),
        (
            _about("[other]")
            | {
                "content/other/explainer.yml": SOUND[ABOUT].replace("Left vs.", "Far left vs."),
                "docs/other/index.md": "Far.\n",
            },
            "Error: The earlier name `other` is that of the folder content/other today\n"
            "  at content/example/explainer.yml:6:11   (aliases)\n"
            "  = An address leads to one place. Leave it out, or give the other another name.",
        ),
        (
            _about("[other]") | {"content/other/explainer.yml": SOUND[ABOUT] + "draft: true\n"},
            "Error: The earlier name `other` is that of the folder content/other today\n"
            "  at content/example/explainer.yml:6:11   (aliases)\n"
            "  = An address leads to one place. Leave it out, or give the other another name.",
        ),
        (
            _about("[about]") | {"docs/about.md": FILES["docs/example/more.md"]},
            "Error: The earlier name `about` is that of docs/about today\n"
            "  at content/example/explainer.yml:6:11   (aliases)\n"
            "  = An address leads to one place. Leave it out, or give the other another name.",
        ),
        (
            _about("[search]"),
            "Error: No explainer was ever called `search`: that name is kept for other things\n"
            "  at content/example/explainer.yml:6:11   (aliases)\n  = Leave it out.",
        ),
        (
            _about("[Old Name]"),
            "Error: `aliases 1` cannot be “Old Name”\n"
            "  at content/example/explainer.yml:6:11   (aliases 1)\n"
            "  = Use lower-case letters, digits and single hyphens, as in `trust-and-safety`; at most 60 characters.\n"
            "  = Should read:   aliases: [old-name]",
        ),
        (
            {FAQ: f"{QUESTION}    aliases: [why-right]\n{SECOND}", INDEX: "{{ faq() }}\n"},
            "Error: The earlier name `why-right` is that of the question `why-right` today\n"
            "  at content/example/faq.yml:5:15   (why-left › aliases)\n"
            "  = An address leads to one place. Leave it out, or give the other another name.",
        ),
        (
            {FAQ: f"{QUESTION}    aliases: [why]\n{SECOND}    aliases: [why]\n", INDEX: "{{ faq() }}\n"},
            "Error: The earlier name `why` is one of `why-left`, too\n"
            "  at content/example/faq.yml:9:15   (why-right › aliases)\n"
            "  = An address leads to one place. Leave it out in one of the two.",
        ),
        (
            {FAQ: f"{QUESTION}    aliases: [why-answer]\n", INDEX: "{{ faq() }}\n"},
            "Error: A question cannot have the id `why-answer`\n"
            "  at content/example/faq.yml:5:15   (why-left)\n  = The address of an answer ends like this.",
        ),
    ],
    ids=["its own", "an explainer's", "a draft's", "a page's", "kept", "no id", "a question's", "twice", "an answer's"],
)
def test_an_alias_that_cannot_be_one_is_told(tmp_path: Path, files: dict[str, str], says: str) -> None:
    assert _told(tmp_path, **files).startswith(f"{says}\n\n1 problem in 1 file.")


# What is gone without an alias


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose names have been written down."""
    site = write_site(tmp_path, **FILES)
    monkeypatch.chdir(site)
    assert main(["fingerprint"]) == 0
    assert _told(site, **FILES) == "No problems."
    return site


def _rename(site: Path, old: str, new: str) -> None:
    for folder in ("content", "docs"):
        (site / folder / old).rename(site / folder / new)


def _warnings(site: Path) -> list[str]:
    _, _, problems = distinguo.build(site, URL)
    return [f"{one.file}:{one.span.line}: {one.title}. {one.help}" for one in problems if one.code == "dead-address"]


def test_what_was_published_is_written_down(recorded: Path) -> None:
    text = (recorded / "content/fingerprints/example.yml").read_text(encoding="utf-8")

    assert text.endswith("aliases: [sides, left-and-right]\nquestions: [why-left, why, left-why]\n")


def test_a_renamed_explainer_without_an_alias_is_a_warning(recorded: Path) -> None:
    _rename(recorded, "example", "example-2")

    assert _warnings(recorded) == [
        "content/fingerprints/example.yml:1: There is no explainer `example` any more, and links to it lead nowhere. "
        "If another has taken its place, write there, in its explainer.yml: aliases: [example]. "
        "If none has, run `distinguo fingerprint`."
    ]

    about = recorded / "content/example-2/explainer.yml"
    about.write_text(FILES[ABOUT].replace("[sides", "[example, sides"), encoding="utf-8")
    assert _warnings(recorded) == []


def test_a_renamed_question_without_an_alias_is_a_warning(recorded: Path) -> None:
    faq = recorded / FAQ
    faq.write_text(FILES[FAQ].replace("id: why-left", "id: why-not"), encoding="utf-8")

    assert _warnings(recorded) == [
        "content/fingerprints/example.yml:8: There is no question `why-left` in example any more, and links to it lead "
        "nowhere. If another has taken its place, write below that one in its faq.yml: aliases: [why-left]. "
        "If none has, run `distinguo fingerprint`."
    ]

    faq.write_text(faq.read_text(encoding="utf-8").replace("[why,", "[why-left, why,"), encoding="utf-8")
    assert _warnings(recorded) == []


def test_an_alias_that_is_taken_out_is_a_warning(recorded: Path) -> None:
    (recorded / ABOUT).write_text(SOUND[ABOUT] + "aliases: [sides]\n", encoding="utf-8")
    (recorded / FAQ).write_text(QUESTION + "    aliases: [why]\n", encoding="utf-8")

    assert [warning.partition(",")[0] for warning in _warnings(recorded)] == [
        "content/fingerprints/example.yml:7: There is no explainer `left-and-right` any more",
        "content/fingerprints/example.yml:8: There is no question `left-why` in example any more",
    ]


def test_the_command_takes_it_that_what_is_gone_is_meant_to_be(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (recorded / FAQ).write_text(QUESTION.replace("why-left", "why-not"), encoding="utf-8")
    capsys.readouterr()

    assert main(["fingerprint"]) == 0

    said = capsys.readouterr().out
    assert "; 1 question more; question why-left gone; question why gone; question left-why gone." in said
    assert _warnings(recorded) == []


def test_the_command_calls_a_question_with_an_alias_a_renamed_one(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faq = FILES[FAQ].replace("id: why-left", "id: why-not").replace("[why,", "[why-left, why,")
    (recorded / FAQ).write_text(faq + SECOND, encoding="utf-8")
    capsys.readouterr()

    assert main(["fingerprint"]) == 0

    said = capsys.readouterr().out
    assert " 2026-02-03; question why-left renamed to why-not; 1 question more.\n" in said


def test_the_command_calls_an_explainer_with_an_alias_a_renamed_one(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _rename(recorded, "example", "example-2")
    about = recorded / "content/example-2/explainer.yml"
    about.write_text(FILES[ABOUT].replace("[sides", "[example, sides"), encoding="utf-8")
    capsys.readouterr()

    assert main(["fingerprint"]) == 0

    said = capsys.readouterr().out
    assert "example-2: renamed, example before, updated 2026-02-03.\n" in said
    assert "gone" not in said


# What refers to a name of before


def test_the_fixes_of_a_renamed_explainer_and_question_lead_to_what_was_renamed(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside them are an explainer and a question that are called like the earlier names."""
    link = '\nSee {{ explainer("example") }}.\n'
    (recorded / "docs/more.md").write_text(FILES["docs/example/more.md"] + link, encoding="utf-8")
    _rename(recorded, "example", "new-name")
    for file, text in {
        "content/new-name/explainer.yml": FILES[ABOUT].replace("[sides", "[example, sides"),
        "content/new-name/faq.yml": FILES[FAQ].replace("id: why-left", "id: new-id").replace("[why,", "[why-left, why,")
        + SECOND.replace("why-right", "why-lefty")
        + "    more: faq-why-left\n",
        "content/examples/explainer.yml": SOUND[ABOUT].replace("Left vs.", "Far left vs."),
        "docs/examples/index.md": "Far.\n",
    }.items():
        (recorded / file).parent.mkdir(exist_ok=True)
        (recorded / file).write_text(text, encoding="utf-8")

    assert main(["fix", "--apply"]) == 0

    assert '{{ explainer("new-name") }}' in (recorded / "docs/more.md").read_text(encoding="utf-8")
    assert "more: faq-new-id\n" in (recorded / "content/new-name/faq.yml").read_text(encoding="utf-8")


def test_what_is_a_draft_again_is_not_gone(recorded: Path) -> None:
    (recorded / ABOUT).write_text(f"{FILES[ABOUT]}draft: true\n", encoding="utf-8")

    assert _warnings(recorded) == []


def test_an_alias_alone_is_no_change_of_the_text(recorded: Path) -> None:
    (recorded / ABOUT).write_text(SOUND[ABOUT] + "aliases: [sides, left-and-right, more-sides]\n", encoding="utf-8")
    (recorded / FAQ).write_text(FILES[FAQ].replace("[why,", "[why, why-now,"), encoding="utf-8")

    _, _, problems = distinguo.build(recorded, URL)

    assert [problem.title for problem in problems] == []
