"""The check of built pages: one good little site, every way to spoil it, and what a reader is taken to see."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import PROJECT, run_python
from distinguo.base.problems import Problem, report
from distinguo.verify.built import Built
from distinguo.verify.checked import CheckedPage, check_page
from distinguo.verify.json_ld import read_graph
from distinguo.verify.page import ParsedPage
from distinguo.verify.plan import Plan, PlannedPage
from distinguo.verify.seen import SeenPage, read_seen
from distinguo.verify.verifying import check_markup
from example_site import write_site

TESTS = Path(__file__).parent
CASES = yaml.safe_load((TESTS / "markup_faults.yml").read_text(encoding="utf-8"))
_QUESTIONS = {f"faq-{name}": f"faq-{name}-answer" for name in ("heart", "hands", "sign", "feet")}
_QUESTIONS |= {"knowledge-check-pen": "", "knowledge-check-heart": "", "knowledge-check-foot": ""}
PLAN = Plan({"example/": PlannedPage("example/index.md", frozenset(), _QUESTIONS)}, "")


def _problems(folder: Path) -> list[Problem]:
    return check_markup(Built(folder, PLAN, {}))


def _facts(path: str, source: str) -> CheckedPage:
    return check_page(ParsedPage(path, source), "https://sides.example/")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good site, with the image that its page names."""
    folder = tmp_path / "site"
    shutil.copytree(TESTS / "markup_site", folder)
    (folder / "share.png").write_bytes(b"\x89PNG")
    return folder


def test_the_good_site_has_no_fault(good: Path) -> None:
    assert report(_problems(good), good) == "No problems."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_fault_is_found_and_nothing_else(case: dict[str, Any], good: Path) -> None:
    path = good / case.get("in", "example/index.html")
    text = path.read_text(encoding="utf-8")
    assert case["instead_of"] in text
    path.write_text(text.replace(case["instead_of"], case["write"]), encoding="utf-8")

    assert report(_problems(good), good) == case["report"].strip()


def test_a_file_that_proves_an_owner_is_no_page(good: Path) -> None:
    name = "google0123456789abcdef.html"
    (good / name).write_text(f"google-site-verification: {name}\n", encoding="utf-8")

    assert report(_problems(good), good) == "No problems."


def test_several_faults_are_one_report(good: Path) -> None:
    page = good / "example/index.html"
    text = page.read_text(encoding="utf-8").replace('"headline": "Left', '"headLine": "", "headline": "Right')
    page.write_text(text, encoding="utf-8")

    assert report(_problems(good), good) == (
        "Error: `headLine` is no property that vocabulary.py lists\n"
        "  at example/index.html:1:1   (Article)\n"
        "  = Did you mean `headline`?\n\n"
        "Error: The page does not show “Right vs. right”\n"
        "  at example/index.html:1:1   (Article › headline)\n\n"
        "2 problems in 1 file."
    )


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the values in a JSON `value` stand: the names and numbers that lead to each."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from _places(one, (*path, name))


def _with(page: str, path: tuple[str | int, ...], value: Any) -> str:
    """The HTML of a `page` with `value` at `path` in its JSON-LD."""
    before, script, after = re.split('(?<=ld.json">)(.*?)(?=</script>)', page, flags=re.DOTALL)
    document = json.loads(script)
    *way, last = path
    reduce(getitem, way, document)[last] = value
    return before + json.dumps(document) + after


PAGE = (TESTS / "markup_site/example/index.html").read_text(encoding="utf-8")
OTHERS = ("404.html", "example/handout/index.html", "example/more/index.html", "index.html", "old/index.html")
GRAPH = json.loads(re.search('ld.json">(.*?)</script>', PAGE, re.DOTALL)[1])


@pytest.mark.parametrize("value", ["Another", None, 7, [], {"@id": []}, {"@type": []}], ids=json.dumps)
def test_nothing_in_a_graph_can_be_replaced(value: Any, good: Path) -> None:
    """Whatever stands in its place, at whatever place, is found, and nothing makes the check stumble."""
    known = {path: _facts(path, (good / path).read_text(encoding="utf-8")) for path in OTHERS}
    free = ("eduQuestionType",)  # no reader sees it
    overlooked = []
    for path in _places(GRAPH):
        (good / "example/index.html").write_text(_with(PAGE, path, value), encoding="utf-8")
        found = check_markup(Built(good, PLAN, known))
        if not found and not (isinstance(value, str) and path[-1] in free):
            overlooked.append(path)

    assert overlooked == []


def test_a_site_without_a_site_map_is_found_page_by_page(good: Path) -> None:
    (good / "sitemap.xml").unlink()

    problems = _problems(good)

    assert [problem.file for problem in problems] == ["example/index.html", "example/more/index.html", "index.html"]
    assert {problem.title.partition(",")[0] for problem in problems} == {"The site map does not name this page"}


def _page(body: str) -> SeenPage:
    return read_seen(ParsedPage("index.html", f"<!doctype html><title>Not this</title>{body}").tree)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>two", "One\ntwo"),
        ("O<em>n</em>e<wbr> t<a href='#'>w</a>o", "One two"),
        ("<p>One\n   two&nbsp;&nbsp;three\t</p>", "One two three"),
        ("<table><tr><th>One<td>Two</table>", "One\nTwo"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<details><summary>One</summary>Two</details>", "One\nTwo"),
        ("One<p hidden>no</p><div hidden='until-found'>no</div><template>no</template><noscript>no</noscript>", "One"),
        ("One<script>no</script><style>no</style><dialog>no</dialog><div popover>no</div>", "One"),
        ("<dialog open>One</dialog>", "One"),
        ("<svg><title>no</title><desc>no</desc><text>One</text></svg>", "One"),
        ("O<!-- > no <b> -->ne", "One"),
        ("<p title='> no'>One &amp;amp; &lt;b></p>", "One &amp; <b>"),
        ("<p>5 &lt; 6 &gt; 4</p>", "5 < 6 > 4"),
        ("<h2 id='a'>One<a class='headerlink' href='#a'>¶</a></h2>", "One"),
    ],
)
def test_a_reader_sees(body: str, text: str) -> None:
    assert _page(body).text == text


def test_attributes_without_a_value_are_empty() -> None:
    page = _page("<meta name=a><link rel=canonical><p id><a href></a><time datetime></time><h2 id>One</h2>")

    assert (page.ids, page.links, page.days, page.canonicals) == ({""}, {""}, {""}, [""])
    assert page.metas == [("a", "")]


@pytest.mark.parametrize("script", ["7", "[]", "null", '"@graph"'])
def test_json_that_is_no_object_is_no_graph(script: str) -> None:
    titles = [fault.title for fault in read_graph(script).faults]

    assert titles == ["The JSON-LD should hold `@context` and `@graph` and nothing else"]


def test_ids_of_what_is_not_seen_are_there_for_links() -> None:
    assert _page("<p hidden id='a'>One</p>").ids == {"a"}


def test_an_address_with_other_letters_is_found(tmp_path: Path) -> None:
    page = tmp_path / "über uns" / "index.html"
    page.parent.mkdir()
    page.write_text("<!doctype html><p id='fuß'>", encoding="utf-8")

    whole = Built(tmp_path, PLAN, {}).whole

    assert whole.leads_somewhere(f"{whole.address}%C3%BCber%20uns/#fu%C3%9F")
    assert not whole.leads_somewhere(f"{whole.address}%C3%BCber%20uns/#fu")


def _site(folder: Path, **files: str) -> Path:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: https://examples.example/\n"
    return write_site(folder, **{"mkdocs.yml": inherit, **files})


def test_a_build_with_wrong_markup_fails(tmp_path: Path) -> None:
    overrides = tmp_path / "overrides"
    shutil.copytree(PROJECT / "overrides", overrides)
    shell = (overrides / "main.html").read_text(encoding="utf-8")
    (overrides / "main.html").write_text(shell.replace("application/ld+json", "application/json"), encoding="utf-8")
    site = _site(tmp_path / "site")
    lent = (
        "from pathlib import Path; from distinguo.host import plugin, shell; "
        f"plugin.SHELL = shell.SHELL = Path({str(overrides)!r})"
    )

    failed = run_python(f"{lent}; from mkdocs.__main__ import cli; cli(['build'])", site)

    assert failed.returncode == 1
    assert (
        "ERROR   -  The built site has errors.\n\n"
        "Error: This page has 0 JSON-LD scripts; it should have one\n  at docs/example/index.md:1:1\n"
    ) in failed.stderr
    assert "Traceback" not in failed.stderr


def test_text_that_is_not_on_the_page_is_found_in_every_site(built: dict[str, Path], tmp_path: Path) -> None:
    for name, folder in built.items():
        copy = tmp_path / name
        shutil.copytree(folder, copy)
        for page in copy.rglob("*.html"):
            page.write_text(page.read_text(encoding="utf-8").replace('"name": "', '"name": "Not '), encoding="utf-8")

        found = {problem.file for problem in _problems(copy) if "The page does not show “Not " in problem.title}
        pages = {page.relative_to(copy).as_posix(): page.read_text(encoding="utf-8") for page in copy.rglob("*.html")}

        assert found == {path for path, page in pages.items() if '"noindex' not in page}
