"""What the check of a built site finds is told at the place in the site's own files that it came from."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import run_mkdocs
from distinguo.host.program import main
from example_site import DEFINITIONS, write_site

FAQ = """\
questions:
  - id: heart
    question: Where is the heart?
    answer: On the left, as *nearly everybody*
      has it.
  - id: liver
    question: Where is the liver?
    answer: On the right.
"""
FILES = {
    "content/example/faq.yml": FAQ,
    "content/example/definitions.yml": DEFINITIONS,
    "docs/example/index.md": "## Two sides\n\n{{ definitions() }}\n\n{{ faq() }}\n\nThe [home](../index.md) of it.\n",
    "docs/assets/notes.txt": "Notes.\n",
}
PAGE = "example/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that has been built into its folder `site`."""
    root = write_site(tmp_path_factory.mktemp("traced") / "root", **FILES)
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    return root


def _replaced(file: str, pattern: str, other: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / file
        text, count = re.subn(pattern, other, path.read_text(encoding="utf-8"))
        assert count
        path.write_text(text, encoding="utf-8")

    return spoil


CASES = {
    "an id that is gone leads to what should have it": (
        _replaced(PAGE, ' id="faq-liver"', ""),
        "content/example/faq.yml:6:9",
        "Nothing on this page has the id `faq-liver`",
    ),
    "the id of a definition leads to its concept": (
        _replaced(PAGE, ' id="definitions-right"', ""),
        "content/example/definitions.yml:9:9",
        "Nothing on this page has the id `definitions-right`",
    ),
    "words that are not shown lead to where they were typed": (
        _replaced(PAGE, "(<p>)On the right.", r"\1On the other side."),
        "content/example/faq.yml:8:13",
        "The page does not show “On the right.”",
    ),
    "words with signs and over lines are found as well": (
        _replaced(PAGE, "has it.</p>", "does.</p>"),
        "content/example/faq.yml:4:13",
        "The page does not show “On the left, as nearly everybody has it.”",
    ),
    "a title leads to the explainer": (
        _replaced(PAGE, "<h1([^>]*)>Left vs. right", r"<h1\1>Up vs. down"),
        "content/example/explainer.yml:1:8",
        "The page does not show “Left vs. right”",
    ),
    "a link leads to where its words stand": (
        _replaced(PAGE, '<a href="../">home</a>', '<a href="../nowhere/">home</a>'),
        "docs/example/index.md:7:6",
        "“../nowhere/” leads nowhere",
    ),
    "a heading leads to its line": (
        _replaced(PAGE, '<h2 id="section-two-sides"', '<h2 id="section-two-sides" style="color: red"'),
        "docs/example/index.md:1:4",
        "The policy keeps `style` from having an effect",
    ),
    "a page that is missing leads to its file": (
        lambda folder: (folder / PAGE).unlink(),
        "docs/example/index.md:1:1",
        "This page is missing",
    ),
    "a copied file leads to itself": (
        lambda folder: (folder / "assets/notes.txt").write_text("Others.\n", encoding="utf-8"),
        "docs/assets/notes.txt:1:1",
        "This file is not the same as docs/assets/notes.txt",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=CASES)
def test_a_fault_of_the_built_site_is_told_where_it_came_from(
    case: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, place, title = CASES[case]
    shutil.copytree(built / "site", tmp_path / "site")
    spoil(tmp_path / "site")

    assert main(["verify", "--site", str(built), str(tmp_path / "site")]) == 1

    told = [one.splitlines() for one in capsys.readouterr().out.split("\n\n")]
    (about,) = [one for one in told if one[0] == f"Error: {title}"][:1]
    assert about[1].split("   ")[0] == f"  at {place}"
    assert re.fullmatch(r"  = It shows in the built site at \S+:\d+:\d+\.", about[-1])


def test_the_report_shows_the_line_that_an_editor_can_open(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(built / "site", tmp_path / "site")
    _replaced(PAGE, ' id="faq-liver"', "")(tmp_path / "site")

    main(["verify", "--site", str(built), str(tmp_path / "site")])

    assert (
        "Error: Nothing on this page has the id `faq-liver`\n"
        "  at content/example/faq.yml:6:9\n"
        "  ┆\n"
        "6 │   - id: liver\n"
        "  ┆         ^^^^^\n"
        "  = A block or a section of docs/example/index.md should have it.\n"
        "  = It shows in the built site at example/index.html:1:1.\n"
    ) in capsys.readouterr().out


def test_what_comes_of_no_file_of_the_site_stays_where_it_shows(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(built / "site", tmp_path / "site")
    _replaced("_headers", "Content-Security-Policy", "X-Other")(tmp_path / "site")

    main(["verify", "--site", str(built), str(tmp_path / "site")])

    assert "Error: There is no Content-Security-Policy here\n  at _headers:1:1\n" in capsys.readouterr().out
