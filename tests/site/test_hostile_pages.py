"""Pages that nobody would write: what is too much of them is told at its place, before it costs anybody a second."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import hostile_pages
from distinguo.base.problems import Problem, Span
from distinguo.site.loading import load
from distinguo.text import markdown_limits as limits
from distinguo.text.nodes import LARGEST_FILE
from example_site import write_site
from hostile_pages import repeated
from page_route import Passed, Route

CEILING = 2.0  # seconds of processor time, for machines that are slow; here they take a quarter of one at most

# What took from one second to minutes when a page was full of it: a file of 256 KB, or one of half that where its end
# is another thing.
ONCE_SLOW = [
    "~~~a\n", "```a\n", "~~~ {a}\n", '~~~ hl_lines="\n', "~~~\n", "~~~\na\n~~~\n", "{", "{{", "{%", "%{", "{ ", "{ =",
    " {#a", "## a {#a ", "]: ", "](", "[a]: b\n", "``a``", "`a` ", "\\`` ", "` `` ``` ", "---\n", "- - -\n", "* * *\n",
    "===\n", "a\n=\n", "a\n---\n", "## a\n", "## a\n\n", "#\n", "##\n", "-\n", "|\n", "\n#", "\n-", "\n|", "|a\n|-\n",
    "a|b\n-|-\na|b\n\n", "*a ", "*\t", "-\t", "+\t", "> - ", "- > ", ">", "- a\n", "- a\n\n", "1. a\n", "1. a\n\n",
    "- 1. a\n", "{{ a() }} ", '{{ cite("a") }} ', "{{ a( ", "{{ explainers() }}\n\n", "@a-2001 ", "[@a] ", "{a=b} ",
    "<b>a</b> ", "<a ", "&#8203; ", "a\u200b ", "a" + "\u0301" * 7, "a\u0301 ", "[a] ", "![](b) ", "[a](b.md) ",
    "[a](https://a.example/) ", "[a](https://a b) ", "{ a() } ", "---\ntitle: a\n", "<<<<<<< a\n=======\n>>>>>>> b\n",
    "a ", "\n", " ", "\0", "\ud800",
]  # fmt: skip
# An opening and a closing sign, as deep within each other as a page has room for.
NESTED = [*hostile_pages.AROUND, ("*a **b ", " b** a*"), ("**a __b ", " b__ a**"), ("* a\n\n    ", ""), (">>-  ", "")]


@pytest.fixture(scope="module")
def route(tmp_path_factory: pytest.TempPathFactory) -> Route:
    return Route(tmp_path_factory.mktemp("route"))


def passed(route: Route, text: str) -> Passed:
    """What becomes of the page, which takes no longer than it may."""
    done = route.take(text)
    assert done.seconds < CEILING
    return done


@pytest.mark.parametrize("length", [LARGEST_FILE, limits.MOST_CHARACTERS], ids=["full file", "full page"])
@pytest.mark.parametrize("unit", ONCE_SLOW, ids=repr)
def test_no_string_takes_long_however_often_it_is_repeated(unit: str, length: int, route: Route) -> None:
    passed(route, unit * (length // len(unit.encode("utf-8", "surrogatepass"))))


@pytest.mark.parametrize(("opening", "closing"), NESTED, ids=repr)
@pytest.mark.parametrize("levels", [11, 340, 5000])
def test_no_nesting_exhausts_the_converter(opening: str, closing: str, levels: int, route: Route) -> None:
    passed(route, (opening * levels + "a" + closing * levels)[: limits.MOST_CHARACTERS])


# A page with so many of a thing, how many it may have, and what is said of one more, with the line and the column.
MOST = {
    "signs": (
        lambda n: ("\\ " * 100 + "\n\n") * (n // 100) + "\\ " * (n % 100),
        limits.MOST_SIGNS,
        ("A page can hold 5000 signs of Markdown, such as * [ and |; this is one more", 101, 1),
    ),
    "lines": (
        lambda n: "- a\n\n" * n,
        limits.MOST_LINES,
        ("A page can have 2000 lines; this is one more", 4001, 1),
    ),
    "headings": (
        lambda n: "\n".join(f"## A {number}\n" for number in range(n)),
        limits.MOST_HEADINGS,
        ("A page can have 300 headings; this is one more", 601, 1),
    ),
    "characters": (
        lambda n: repeated("A word of ours. " * 100 + "\n\n", n - 1) + ".",
        limits.MOST_CHARACTERS,
        ("A page can have 65,536 characters; this is one more", 81, 1457),
    ),
    "blocks of code": (
        lambda n: "~~~\na\n~~~\n" * n,
        limits.MOST_CODE_BLOCKS,
        ("A page can hold 200 blocks of code; this is one more", 601, 1),
    ),
    "placements": (
        lambda n: "{% raw %}" + "{{ a }}\n\n" * (n - 2) + "{% endraw %}",
        limits.MOST_PLACEMENTS,
        ("A page can hold 1000 placements; this is one more", 1999, 1),
    ),
    "cells": (
        lambda n: "a|b\n-|-\na|b\nc|d\n\n" * (n // 8) + "a|b\n-|-\n" * (n % 8),
        limits.MOST_CELLS,
        ("The tables of a page can have 2000 cells; with this one they have 2004", 1252, 1),
    ),
    "lines together": (
        lambda n: "Words.\n\n" + "words\n" * n,
        limits.MOST_LINES_TOGETHER,
        ("400 lines can stand without an empty line between; this is one more", 403, 1),
    ),
    "signs together": (
        lambda n: "Words.\n\n" + "\\" * n,
        limits.MOST_SIGNS_TOGETHER,
        ("1500 signs of Markdown, such as * [ and |, can stand without an empty line between; this is "
         "one more", 3, 1501),
    ),
    "levels": (
        lambda n: "Words.\n\n" + "> " * n + "a\n",
        limits.MOST_LEVELS,
        ("Lists and quotations can stand within each other up to 6 deep", 3, 1),
    ),
    "levels of spaces": (
        lambda n: "- a\n" + "    " * (n - 1) + "- a\n",
        limits.MOST_LEVELS,
        ("Lists and quotations can stand within each other up to 6 deep", 2, 1),
    ),
    "emphasis": (
        lambda n: "*a _b " * (n // 2) + "*a " * (n % 2),
        limits.MOST_EMPHASIS,
        ("Emphasis can stand within emphasis up to 10 deep", 1, 31),
    ),
    "open brackets": (
        lambda n: "Words [a]. " + "[ " * n,
        10,
        ("10 signs “[” stand open here, and this is one more", 1, 32),
    ),
}  # fmt: skip


def refusals(text: str, folder: Path) -> list[Problem]:
    _, problems = load(write_site(folder, **{"docs/example/index.md": text}))
    return [problem for problem in problems if problem.code == "tangled-text"]


@pytest.mark.parametrize(("page", "most", "told"), MOST.values(), ids=MOST)
def test_a_page_may_hold_as_much_and_one_more_is_told_at_its_place(page, most, told, tmp_path: Path) -> None:
    assert refusals(page(most), tmp_path) == []
    (problem,) = refusals(page(most + 1), tmp_path)

    assert (problem.title, problem.span.line, problem.span.column) == told


def test_code_counts_as_nothing_but_code(tmp_path: Path) -> None:
    text = f"~~~\n{'*[_<' * 9000}\n~~~\n\nWords `{'[' * 400}`.\n"

    assert refusals(text, tmp_path) == []


# Blocks of code that GitHub would draw to the end of the page, or with other words behind their signs than ours.
CODE = {
    "never closed": ("Words.\n\n```python\nx = 1\n", "unclosed-code", Span(3, 1, 3, 10)),
    "closed with fewer signs": ("~~~~\n<b>\n~~~\n\n## a\n", "unclosed-code", Span(1, 1, 1, 5)),
    "with two words": ("~~~ a b\n[x](javascript:x)\n~~~\n\nWords.\n", "start-of-code", Span(1, 1, 1, 8)),
    "with attributes": ('``` {.python onclick="x()"}\nx\n```\n', "start-of-code", Span(1, 1, 1, 28)),
}


@pytest.mark.parametrize(("text", "code", "span"), CODE.values(), ids=CODE)
def test_a_block_of_code_begins_and_ends_as_one(text: str, code: str, span: Span, tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{"docs/example/index.md": text}))

    assert [(problem.code, problem.span) for problem in problems] == [(code, span)]


def test_of_a_thousand_mistakes_in_prose_those_are_told_that_somebody_reads(tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{"docs/example/index.md": "{a=b}\n\n" * 1000}))

    assert len(problems) == 100


# What only looks like too much.
FINE = [
    "* * *\n", "a_b_c_d_e_f_g_h_i_j_k_l_m\n", "2 * 3 * 4 * 5 * 6 * 7 * 8 * 9 * 10 * 11 * 12 * 13\n", "[a] " * 90 + "\n",
    "- a\n    - b\n        - c\n            - d\n", "1. a\n\n        code\n",
    "snake_case `*args, **kwargs` (*one*) *two*\n",
    "*a* _b_ **c** __d__ " * 20 + "\n", "> a\n>\n> > b\n", "a " * 20_000 + "\n",
    "~~~python\n" + "x = [[[[[[[[[[[[0]\n" * 900 + "~~~\n",
]  # fmt: skip


@pytest.mark.parametrize("text", FINE)
def test_what_a_page_is_made_of_is_not_too_much(text: str, route: Route) -> None:
    done = passed(route, text)

    assert [problem for problem in done.problems if not problem.is_warning] == []
    assert done.html


HEAD = "---\ntitle: {}\ndescription: A page of this site that leads to nothing at all, and to nobody.\n---\n\nWords.\n"
# Pages that are no text, or whose head is none, and what is told of them; nothing is told of those that only look odd.
ODD = {
    "UTF-16": ("Words.".encode("utf-16"), {"wrong-encoding"}),
    "UTF-16 without a mark": ("Words.".encode("utf-16-be"), {"wrong-encoding"}),
    "half a UTF-16 letter": (b"\xff\xfea\0b", {"wrong-encoding", "lost-letter"}),
    "UTF-32": ("Words.".encode("utf-32"), {"wrong-encoding", "hidden-character"}),
    "a letter of half a pair": (b"Words \xed\xa0\x80.", {"wrong-encoding"}),
    "bytes that are no UTF-8": (bytes(range(192, 256)) * 900, {"wrong-encoding"}),
    "NUL": (b"Words\0.", {"hidden-character"}),
    "all bytes": (bytes(range(256)), {"wrong-encoding", "hidden-character", "lost-letter"}),
    "a byte order mark": (b"\xef\xbb\xbfWords.\n", set()),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbfWords.\n", {"hidden-character"}),
    "the line ends of old Macs": (b"Words.\r\rMore.\r", set()),
    "all kinds of line ends": (b"Words.\r\n\rMore.\n", set()),
    "entities of letters that are none": (b"&#xD800; &#x110000; &#999999999; &#0;", {"hidden-character"}),
    "a number that no list begins with": (b"9" * 5000 + b". a", {"tangled-text"}),
    "the largest number that a list begins with": (b"999999999. a\n", set()),
    "a row of one sign of another script": ("\u4fe1".encode() * 9000, set()),
}
HEADS = {
    "a list that holds itself": ("&a [*a]", {"anchor", "alias"}),
    "a merge key": ("x\n<<: *a", {"alias"}),
    "a tag that runs Python": ("!!python/object/apply:os.system ['x']", {"tag"}),
    "levels": ("[" * 5000, {"too-deep"}),
    "quotes": ('"' * 5000, {"cannot-read"}),
    "a day that is none": ("2026-99-99", set()),
    "a number": ("1e999", set()),
    "a letter of half a pair": ('"\\ud800"', {"backslash"}),
    "a long title": ("a" * 5000, {"wrong-length"}),
}


@pytest.mark.parametrize(("data", "told"), ODD.values(), ids=ODD)
def test_bytes_that_are_no_page_are_told_and_others_are_built(data: bytes, told: set[str], route: Route) -> None:
    done = route.take(data)

    assert {problem.code for problem in done.problems} == told
    assert bool(done.html) is not bool(told)


@pytest.mark.parametrize(("title", "told"), HEADS.values(), ids=HEADS)
def test_the_head_of_a_page_is_refused_for_what_it_is(title: str, told: set[str], tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{"docs/example/more.md": HEAD.format(title)}))

    assert {problem.code for problem in problems if not problem.is_warning} >= told
    assert bool([problem for problem in problems if not problem.is_warning]) is bool(told)


def test_a_page_with_the_line_ends_of_old_macs_is_read_like_any_other(route: Route) -> None:
    assert route.take(b"Words.\r\rMore.\r").html == route.take(b"Words.\n\nMore.\n").html


def test_many_pages_with_links_that_lead_nowhere_are_soon_told(tmp_path: Path) -> None:
    head = "---\ntitle: Page {0} of ours\ndescription: One of many pages whose links lead to no other one.\n---\n\n"
    pages = {f"docs/p{n}.md": head.format(n) + f"[x](q{n}.md) [y](#z{n})\n" for n in range(1000)}
    site = write_site(tmp_path, **pages)
    begun = time.process_time()

    _, problems = load(site)

    assert time.process_time() - begun < CEILING
    assert sum(problem.code == "broken-link" for problem in problems) == 2000
