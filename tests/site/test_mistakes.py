"""What an editor reads when something is wrong: every case in mistakes.yml, word for word."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import distinguo
from distinguo.base.problems import in_encoding
from distinguo.blocks import FILES
from distinguo.text import rich_text
from example_site import write_site

URL = "https://examples.example/"
CASES = yaml.safe_load((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_report_says(case: dict[str, Any], tmp_path: Path) -> None:
    _, _, problems = distinguo.build(write_site(tmp_path, **case["files"]), URL)

    told = case["report"].strip().replace("⟨the files of all blocks⟩", ", ".join(FILES))
    assert distinguo.report(problems, tmp_path) == told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_message_speaks_the_language_of_parsers(case: dict[str, Any]) -> None:
    told = "\n".join(line for line in case["report"].splitlines() if "│" not in line)

    assert not re.search(r"scalar|mapping|block end|token|NoneType|expected <|flow|parser|indicator", told)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_kind_of_mistake_has_a_lasting_code(case: dict[str, Any], tmp_path: Path) -> None:
    _, _, problems = distinguo.build(write_site(tmp_path, **case["files"]), URL)

    assert all(re.fullmatch("[a-z]+(-[a-z0-9]+)*", problem.code) for problem in problems)
    assert "mistake" not in {problem.code for problem in problems}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_fix_mends_its_problem_and_makes_no_other(case: dict[str, Any], tmp_path: Path) -> None:
    site = write_site(tmp_path, **case["files"])
    _, _, problems = distinguo.build(site, URL)
    for problem in (problem for problem in problems if problem.fix):
        path = site / problem.file
        before = path.read_text(encoding="utf-8")
        path.write_text("\n".join(problem.fix.applied_to(before.split("\n"))), encoding="utf-8")
        _, _, after = distinguo.build(site, URL)
        path.write_text(before, encoding="utf-8")

        left = Counter(
            (one.file, one.span.line, one.title) for one in after if one.file == problem.file and not one.is_warning
        )
        were = Counter((one.file, one.span.line, one.title) for one in problems)
        assert left <= were - Counter([(problem.file, problem.span.line, problem.title)])


def test_a_stream_without_typographic_signs_gets_plain_ones() -> None:
    told = "Error: “a” … ›\n ┆\n1 │ é→\n ┆ ^"

    assert in_encoding(told, "utf-8") == told
    assert in_encoding(told, "ascii") == 'Error: "a" ... >\n :\n1 | \\xe9>\n : ^'
    assert in_encoding(told, "cp1252") == 'Error: "a" ... >\n :\n1 | é>\n : ^'


def _told(site: Path) -> str:
    _, _, problems = distinguo.build(site, URL)
    return distinguo.report(problems, site)


def test_a_file_of_windows_1252_is_refused_at_its_first_strange_letter_and_read_past_it(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_bytes("titel: x\ndescription: Caf\u00e9, \u201cquoted\u201d\n".encode("cp1252"))

    told = _told(tmp_path)

    assert "Error: There is no field called `titel`\n" in told
    assert (
        "Error: This file is not saved as UTF-8\n  at content/example/explainer.yml:2:17\n  ┆\n"
        "2 │ description: Caf\ufffd, \ufffdquoted\ufffd\n  ┆                 ^ probably “é”\n"
        "  = Save it again as UTF-8. In Notepad: File, Save as, Encoding: UTF-8. "
        "In VS Code: click the encoding in the bar below, then Save with Encoding.\n"
    ) in told


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_by_its_name(encoding: str, tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    assert _told(tmp_path).startswith(
        "Error: This file is saved as UTF-16, not as UTF-8\n  at content/example/explainer.yml:1:1\n"
    )
    assert _told(tmp_path).endswith("1 problem in 1 file.")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_text("x" * 300_000, encoding="utf-8")

    assert "This file has 293 KB; the limit is 256" in _told(tmp_path)


@pytest.mark.parametrize("place", ["content/example/key-points.yml", "content/other", "docs/other", "docs/other.md"])
def test_symbolic_links_are_refused_and_not_followed(place: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "index.md").write_text("{{ secret() }}", encoding="utf-8")
    (secret / "explainer.yml").write_text("secret: true", encoding="utf-8")
    site = write_site(tmp_path / "site")
    (site / place).symlink_to(secret / "index.md" if "." in place else secret)

    told = _told(site)

    assert f"Symbolic links are not allowed in content\n  at {place}:1:1" in told
    assert "secret" not in told


def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(write_site(tmp_path) / "content" / "example" / "faq.yml")

    assert "This is no plain file; a file should stand here\n  at content/example/faq.yml:1:1" in _told(tmp_path)


def test_a_folder_with_the_name_of_a_file_is_told(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / "content" / "example" / "faq.yml").mkdir()
    (site / "docs" / "about.md").mkdir()

    told = _told(site)

    assert "This is a folder; a file should stand here\n  at content/example/faq.yml:1:1" in told
    assert "This is a folder; a file should stand here\n  at docs/about.md:1:1" in told


def test_two_files_of_the_same_name_are_not_both_read(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / "content" / "example" / "explainer.yaml").write_text("title: Other\n", encoding="utf-8")

    assert (
        "Error: Content files end with .yml: explainer.yaml is not read\n  at content/example/explainer.yaml:1:1\n"
        "  = explainer.yml stands beside it: keep one of the two.\n"
    ) in _told(site)


@pytest.mark.parametrize("folder", ["content", "docs"])
def test_a_site_without_one_of_its_folders_says_so(folder: str, tmp_path: Path) -> None:
    shutil.rmtree(write_site(tmp_path) / folder)

    assert f"Error: There is no folder `{folder}` here\n" in _told(tmp_path)


def test_an_empty_content_folder_lacks_its_settings(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    shutil.rmtree(site / "content")
    (site / "content").mkdir()

    assert "Error: This file is missing\n  at content/site.yml:1:1\n" in _told(site)


HOSTILE = {
    "brackets": "[" * 250_000,
    "braces": "{a: " * 60_000,
    "levels": "".join(f"{' ' * n}a:\n" for n in range(600)),
    "dashes": "- " * 100_000,
    "keys": "? " * 50_000,
    "quotes": '"' * 200_000,
    "tabs": "\t" * 200_000,
    "colons": "a: b: " * 40_000,
    "aliases": "- *a\n" * 40_000,
    "slips": "a:\n  - b\n c\n" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(text: str, tmp_path: Path) -> None:
    told = _told(write_site(tmp_path, **{"content/example/key-points.yml": text}))

    assert "  at content/example/key-points.yml:" in told
    assert len(told) < 20_000


@pytest.mark.parametrize("text", ["[" * 2_000, "[a](" * 500, "> " * 400, "**" * 800, "- " * 300, "`" * 2_000])
def test_hostile_markdown_is_refused_or_shown_as_it_is(text: str, tmp_path: Path) -> None:
    files = {"content/example/key-points.yml": f"answer: '{text}'\npoints: [One, Two]\n"}

    assert "Traceback" not in _told(write_site(tmp_path, **files))


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    _, _, problems = distinguo.build(tmp_path, URL)

    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to us@firm-2020.example.",
        "Follow @anna-2020@social.example, @anna-2020.social.example or @anna_2020.",
        "Ask @jane-doe.",
        "See host.example/@anna-2020-a-post for more.",
    ],
)
def test_an_address_or_the_name_of_an_account_is_no_citation(text: str) -> None:
    assert rich_text.parse(text).faults == ()
