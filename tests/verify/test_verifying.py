"""The check of a built folder: one good little site, and every way to spoil it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import PROJECT, SITES, run_mkdocs
from distinguo.base import compressing
from distinguo.base.problems import report
from distinguo.host.program import main
from distinguo.publish.packing import pack
from distinguo.verify.plan import Plan, PlannedPage
from distinguo.verify.verifying import verify
from example_site import SOUND, write_site

TESTS = Path(__file__).parent
CASES = yaml.safe_load((TESTS / "verify_faults.yml").read_text(encoding="utf-8"))
PLAN = Plan(
    {
        "": PlannedPage("index.md", frozenset()),
        "example/": PlannedPage("example/index.md", frozenset({"faq-heart"}), {"faq-heart": "faq-heart-answer"}),
    },
    "{{ left }}",
    {"assets/logo.svg": TESTS / "published_site/assets/logo.svg"},
)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good site."""
    folder = tmp_path / "site"
    shutil.copytree(TESTS / "published_site", folder)
    return folder


def test_the_good_site_has_no_fault(good: Path) -> None:
    assert report(verify(good, PLAN), good) == "No problems."


def _spoil(folder: Path, case: dict[str, Any]) -> None:
    """Make the one change of a case: write a text in place of another or a new file, or take a file away."""
    path = folder / case.get("in", "example/index.html")
    if "instead_of" in case:
        text = path.read_text(encoding="utf-8")
        assert text.count(case["instead_of"]) == 1
        path.write_text(text.replace(case["instead_of"], case["write"]), encoding="utf-8")
    elif "write" in case:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(case["write"], encoding="utf-8")
    else:
        path.unlink()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_fault_is_found_and_nothing_else(case: dict[str, Any], good: Path) -> None:
    _spoil(good, case)

    found = verify(good, PLAN)

    assert report(found, good) == case.get("report", "No problems.").strip()
    assert {problem.code for problem in found} == {*case.get("codes", ())}


def test_files_of_docs_are_planned_and_others_are_not(good: Path, tmp_path: Path) -> None:
    proof, odd = tmp_path / "google0123456789abcdef.html", tmp_path / "faq.yml"
    for file in (proof, odd):
        file.write_text("google-site-verification: google0123456789abcdef.html", encoding="utf-8")
        shutil.copy(file, good)
    plan = replace(PLAN, copies={**PLAN.copies, proof.name: proof, odd.name: odd})

    assert [(one.file, one.help) for one in verify(good, plan)] == [
        ("faq.yml", "A site holds pages, images, documents and what these need. Take it out of docs/.")
    ]


HTML = [
    "<p>Words",
    "\ufeff<!doctype html><p>Words",
    "<!-- x --><!doctype html>",
    "<?xml version='1.0'?><html/>",
    "Words",
]


@pytest.mark.parametrize("html", [*HTML, "<frameset>", "<plaintext>"])
def test_nothing_that_a_browser_takes_for_html_escapes_the_check(html: str, good: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil.html"
    evil.write_text(html, encoding="utf-8")
    shutil.copy(evil, good)

    told = {one.code for one in verify(good, replace(PLAN, copies={**PLAN.copies, evil.name: evil}))}

    assert told >= {"stray-page", "no-policy"}


@pytest.mark.parametrize("name", ["evil.HTML", "evil.htm", "evil.xhtml", "evil.xht", "evil.svgz", "evil.shtml", "evil"])
def test_html_under_another_ending_is_no_file_of_a_site(name: str, good: Path, tmp_path: Path) -> None:
    for folder in (good, tmp_path):
        (folder / name).write_text("<!doctype html><p>Words", encoding="utf-8")

    (told,) = verify(good, replace(PLAN, copies={**PLAN.copies, name: tmp_path / name}))

    assert (told.file, told.code) == (name, "unplanned-file")


@pytest.mark.parametrize("name", ["_redirects", "CNAME", "example/logo.svg", "old/index.html"])
def test_a_file_that_is_not_planned_is_told_whatever_it_is_called(name: str, good: Path) -> None:
    (good / name).parent.mkdir(exist_ok=True)
    home = (good / "index.html").read_text(encoding="utf-8")
    moved = home.replace("<head>", '<head><meta http-equiv="refresh" content="0; url=/example/">')
    (good / name).write_text(moved if name.endswith(".html") else "/* https://a.example/ 301", encoding="utf-8")

    told = {problem.code for problem in verify(good, PLAN) if problem.file == name}

    assert told & {"unplanned-file", "stray-page"}


def test_pages_at_old_addresses_are_planned(good: Path) -> None:
    (told,) = verify(good, replace(PLAN, moved=frozenset({"old/"})))

    assert (told.file, told.title) == ("old/index.html", "This file is missing")


@pytest.fixture
def compressed(good: Path) -> Path:
    pack(good)
    assert {path.suffix for path in good.glob("index.html.*")} == {".br", ".gz", ".md"}
    return good


def test_compressed_files_that_hold_the_same_are_no_fault(compressed: Path) -> None:
    assert report(verify(compressed, PLAN), compressed) == "No problems."


@pytest.mark.parametrize("ending", [".br", ".gz"])
@pytest.mark.parametrize("body", [b"", b"junk", None], ids=["nothing", "junk", "another text"])
def test_a_compressed_file_that_holds_something_else_is_told(body: bytes | None, ending: str, compressed: Path) -> None:
    path = compressed / f"index.html{ending}"
    path.write_bytes(compressing.WAYS[ending](b"another text", 8) if body is None else body)

    told = [one.title for one in verify(compressed, PLAN) if one.code != "empty-file"]

    assert told == ["This file does not hold what index.html holds"]


@pytest.mark.parametrize("name", ["index.html.br", "assets/site.js.gz"])
def test_where_texts_are_compressed_one_that_is_not_is_told(name: str, compressed: Path) -> None:
    (compressed / "assets" / "site.js").write_text("// many words\n" * 20, encoding="utf-8")
    pack(compressed)
    (compressed / name).unlink()

    (told,) = verify(compressed, PLAN)

    file = name.rpartition(".")[0]
    assert (told.file, told.title) == (file, f"The compressed copy {Path(name).name} of this file is missing")


def test_without_the_site_it_was_built_from_a_folder_cannot_be_checked(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(good)

    assert main(["verify", str(good)]) == 2
    assert capsys.readouterr().err.endswith(
        "A built folder is checked against the site that it was built from: say --site FOLDER.\n"
    )


def test_several_faults_are_one_report(good: Path) -> None:
    cases = {case["name"]: case for case in CASES}
    for name in ("an empty file", "a link to no page", "a script that is not there"):
        _spoil(good, cases[name])

    told = report(verify(good, PLAN), good)

    assert [line for line in told.splitlines() if line.startswith("Error: ")] == [
        "Error: “/assets/shell.js” leads nowhere",
        "Error: This file is empty",
        "Error: “../other/” leads nowhere",
    ]
    assert told.endswith("\n\n3 problems in 3 files.")


def test_a_link_in_the_file_system_is_not_followed(good: Path, tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key.txt").write_text("placement0123456789abcdefn3z", encoding="utf-8")
    (good / "assets" / "secrets").symlink_to(tmp_path / "secrets")
    (good / "key.txt").symlink_to(tmp_path / "secrets" / "key.txt")

    found = [(problem.file, problem.title) for problem in verify(good, PLAN)]

    assert found == [(path, "A symbolic link cannot be published") for path in ("assets/secrets", "key.txt")]


def test_what_is_no_file_stops_nothing(good: Path) -> None:
    os.mkfifo(good / "assets" / "endless.txt")

    assert [problem.title for problem in verify(good, PLAN)] == ["This is no plain file"]


@pytest.mark.parametrize("path", ["index.html", "llms.txt", "assets/site.css"])
def test_bytes_that_are_no_text_are_told(path: str, good: Path) -> None:
    (good / path).write_bytes(b"caf\xe9")

    assert (path, "This file is not in UTF-8") in [(one.file, one.title) for one in verify(good, PLAN)]


def test_an_empty_folder_is_told_in_sentences(tmp_path: Path) -> None:
    assert {problem.code for problem in verify(tmp_path, PLAN)} == {"missing-page", "missing-file", "no-address"}


@pytest.mark.parametrize("source", ["", "<!doctype html>", "<!doctype html><", "<!doctype html><p><a href>x", "\0"])
def test_broken_pages_never_make_the_check_stumble(source: str, good: Path) -> None:
    (good / "example" / "index.html").write_text(source, encoding="utf-8")

    assert verify(good, PLAN)


def test_braces_that_content_shows_are_no_left_over(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n",
        "content/site.yml": SOUND["content/site.yml"]
        .replace("name: Examples", "name: '{{ name }} {%'")
        .replace("name: The examples", "name: '{{ publisher() }}'"),
        "docs/index.md": SOUND["docs/index.md"].replace("title:", "short_title: '{{ a & b }}'\ntitle: '{% title %}' #"),
        "docs/example/index.md": "Left {% raw %}{{ left() }} and `{{ code }}`{% endraw %}.\n",
    }

    done = run_mkdocs(write_site(tmp_path, **files), "build", "--strict")

    assert done.returncode == 0, done.stderr
    text = (tmp_path / "site/example/index.html").read_text(encoding="utf-8")
    for shown in ("{{ name }} {%", "{{ publisher() }}", "{{ a &amp; b }}", "{{ left() }}", "{{ code }}"):
        assert shown in text


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_every_built_site_is_as_it_should_be(
    site: Path, built: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = built["distinguo" if site == PROJECT else site.name]

    assert main(["verify", "--site", str(site), str(folder)]) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_the_command_tells_what_is_wrong(
    built: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built["distinguo"], folder)
    (folder / "about" / "index.html").unlink()

    assert main(["verify", "--site", str(PROJECT), str(folder)]) == 1
    told = capsys.readouterr().out
    assert (
        "Error: This page is missing\n  at docs/about.md:1:1\n  = It should have been built from docs/about.md.\n"
        "  = It shows in the built site at about/index.html:1:1.\n" in told
    )
    shutil.rmtree(folder / "psychological-safety-vs-trust" / "handout")
    assert main(["verify", "--site", str(PROJECT), str(folder)]) == 1
    assert (
        "The site makes this page by itself, from what content/ holds: publish it again.\n" in capsys.readouterr().out
    )
    assert main(["verify", "--site", str(PROJECT), str(tmp_path / "no")]) == 2
    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'no'}.\n"
