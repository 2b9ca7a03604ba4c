"""A built page is parsed once: its twin and its check share one tree, and the check still believes its file alone."""

from __future__ import annotations

import ast
import pickle
import shutil
import tracemalloc
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conftest import PROJECT
from distinguo.base.problems import report
from distinguo.host.mkdocs import MkDocs
from distinguo.publish.build import Build
from distinguo.verify import page as verify_page
from distinguo.verify.checked import CheckedPage, check_page
from distinguo.verify.page import ParsedPage
from distinguo.verify.plan import Plan, PlannedPage
from distinguo.verify.verifying import verify
from example_site import write_site

_GOOD = PROJECT / "tests" / "verify" / "published_site"
_ADDRESS = "https://sides.example/"
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
    content = build.content()

    MkDocs().make(content, build.root, folder)
    assert build.check(folder, content.checked) == []

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


def _known(folder: Path) -> dict[str, CheckedPage]:
    """The facts of the pages in the `folder`, as who made them finds them out."""
    pages = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    return {path: check_page(ParsedPage(path, source), _ADDRESS) for path, source in pages.items()}


def test_what_is_known_is_not_found_out_again(parsed: Counter[str]) -> None:
    known = _known(_GOOD)

    assert report(verify(_GOOD, _PLAN, known), _GOOD) == "No problems."
    assert {*parsed.values()} == {1}


def test_what_is_known_may_be_fetched_page_by_page(parsed: Counter[str]) -> None:
    known = _known(_GOOD)

    class Kept(dict[str, CheckedPage]):
        def get(self, path: str, *_: object) -> CheckedPage | None:
            return known.get(path)

    verify(_GOOD, _PLAN, Kept())

    assert {*parsed.values()} == {1}


def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[Path] = Counter()
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        read[path] += 1
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)

    verify(_GOOD, replace(_PLAN, copies={}))

    assert read == {path: 1 for path in _GOOD.rglob("*") if path.is_file()}


def test_what_is_known_can_be_kept() -> None:
    known = _known(_GOOD)

    assert pickle.loads(pickle.dumps(known)) == known


def test_the_check_believes_the_file_and_not_what_was_known_before(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(_GOOD, folder)
    page = folder / "example" / "index.html"
    known = _known(folder)
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p></body>"), encoding="utf-8")

    told = verify(folder, _PLAN, known)

    assert [problem.title for problem in told] == ["`<p>` is not closed where it should be"]
    assert report(told, folder) == report(verify(folder, _PLAN), folder)


@pytest.mark.parametrize("path", ["index.html", "example/index.html", "404.html"])
def test_what_is_known_of_a_page_at_another_address_is_not_taken(path: str, parsed: Counter[str]) -> None:
    source = (_GOOD / path).read_text(encoding="utf-8")
    known = {path: check_page(ParsedPage(path, source), "https://other.example/")}

    assert report(verify(_GOOD, _PLAN, known), _GOOD) == "No problems."
    assert parsed[source] == 2


def test_what_is_known_of_one_page_is_not_taken_for_another() -> None:
    source = (_GOOD / "example/index.html").read_text(encoding="utf-8")
    known = {"example/index.html": check_page(ParsedPage("other/index.html", source), _ADDRESS)}

    assert report(verify(_GOOD, _PLAN, known), _GOOD) == "No problems."


def test_line_ends_of_windows_are_read_as_others(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(_GOOD, folder)
    page = folder / "example" / "index.html"
    source = page.read_text(encoding="utf-8").replace("</body>", "<script>1\n2</script></body>").replace("\n", "\r\n")
    page.write_bytes(source.encode())
    known = {"example/index.html": check_page(ParsedPage("example/index.html", source), _ADDRESS)}

    assert verify(folder, _PLAN, known) == verify(folder, _PLAN)


def test_a_site_of_many_pages_is_not_kept_in_memory(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(_GOOD, folder)
    source = (_GOOD / "example/index.html").read_text(encoding="utf-8")
    words = f"<p>{'words' * 20_000}</p>"
    for number in range(60):
        (folder / f"more-{number}").mkdir()
        page = source.replace("</body>", f"{words}</body>")
        (folder / f"more-{number}" / "index.html").write_text(page, encoding="utf-8")

    tracemalloc.start()
    try:
        verify(folder, _PLAN)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < len(words) * 60 / 2
