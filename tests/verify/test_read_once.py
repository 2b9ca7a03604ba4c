"""A built page is parsed once: its twin and its check share one tree, and the check still believes its file alone."""

from __future__ import annotations

import ast
import shutil
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import PROJECT
from distinguo.base.problems import report
from distinguo.host.mkdocs import MkDocs
from distinguo.publish.build import Build
from distinguo.verify import page as verify_page
from distinguo.verify.page import ParsedPage, ReadPages
from distinguo.verify.plan import Plan, PlannedPage
from distinguo.verify.verifying import verify
from example_site import write_site

_GOOD = PROJECT / "tests" / "verify" / "published_site"
_PLAN = Plan(
    {"": PlannedPage("index.md", frozenset()), "example/": PlannedPage("example/index.md", frozenset())},
    "{{ left }}",
    {"assets/logo.svg": _GOOD / "assets" / "logo.svg"},
)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many times each page was parsed, and how many times its tags were read, by its text."""
    count: Counter[str] = Counter()
    read_written = verify_page.read_written

    def parse(source: str) -> LexborHTMLParser:
        count[source] += 1
        return LexborHTMLParser(source)

    def read(source: str, tree: LexborNode) -> object:
        count[f"tags of {source}"] += 1
        return read_written(source, tree)

    monkeypatch.setattr(verify_page, "LexborHTMLParser", parse)
    monkeypatch.setattr(verify_page, "read_written", read)
    return count


def test_a_build_parses_each_page_once(tmp_path: Path, parsed: Counter[str]) -> None:
    folder = tmp_path / "built"
    folder.mkdir()
    build = Build(write_site(tmp_path / "root"), "https://examples.example/")

    build.make(MkDocs(), folder)
    assert build.check(folder) == []

    pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    assert len({*pages}) == len(pages) > 1
    assert parsed == {text: 1 for page in pages for text in (page, f"tags of {page}")}


def test_nobody_else_parses_pages() -> None:
    calls = {
        path.relative_to(PROJECT / "hooks").as_posix()
        for path in (PROJECT / "hooks").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("LexborHTMLParser")
    }

    assert calls == {"distinguo/verify/page.py", "distinguo/verify/seen.py"}  # which parses what stands in JSON-LD


def test_what_was_read_is_not_read_again(parsed: Counter[str]) -> None:
    known = ReadPages()
    for path in _GOOD.rglob("*.html"):
        known.add(ParsedPage(path.relative_to(_GOOD).as_posix(), path.read_text(encoding="utf-8")))

    assert report(verify(_GOOD, _PLAN, known), _GOOD) == "No problems."
    assert {*parsed.values()} == {1}


def test_the_check_believes_the_file_and_not_what_was_read_before(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(_GOOD, folder)
    page = folder / "example" / "index.html"
    known = ReadPages()
    known.add(ParsedPage("example/index.html", page.read_text(encoding="utf-8")))
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p></body>"), encoding="utf-8")

    told = verify(folder, _PLAN, known)

    assert [problem.title for problem in told] == ["`<p>` is not closed where it should be"]
    assert report(told, folder) == report(verify(folder, _PLAN), folder)


def test_what_is_known_of_one_page_is_not_taken_for_another(parsed: Counter[str]) -> None:
    known = ReadPages()
    source = "<!doctype html><title>Left</title>"
    known.add(ParsedPage("left/index.html", source))

    assert known.at("right/index.html", source).url == "right/"
    assert parsed[source] == 2
