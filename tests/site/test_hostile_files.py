"""Files that nobody would write by mistake: each is refused with a message of its kind, or does nothing."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

import distinguo
from conftest import PROJECT, run_mkdocs
from distinguo.site.loading import load
from distinguo.text.page_markdown import PageMarkdown
from example_site import SOUND, write_site

URL = "https://examples.example/"
ABOUT = "content/example/explainer.yml"
RIGHT = SOUND[ABOUT]


def titled(title: str) -> str:
    return RIGHT.replace("Left vs. right", title)


def with_image(path: str) -> str:
    return f"{RIGHT}image:\n  file: {path}\n  alt: Words\n"


# What explainer.yml holds, and the codes that are told of it.
REFUSED = {
    "a bomb of aliases": (f"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n{RIGHT}", {"anchor", "alias"}),
    "a list that holds itself": (f"a: &a [*a]\n{RIGHT}", {"anchor", "alias"}),
    "a merge key": (f"a: &a {{b: 1}}\nc:\n  <<: *a\n{RIGHT}", {"anchor", "alias"}),
    "many groups within each other": ("{a: " * 60_000, {"too-deep"}),
    "many levels": ("".join(f"{' ' * n}a:\n" for n in range(600)), {"too-deep"}),
    "many values": (f"a: [{'1,' * 30_000}]", {"too-many"}),
    "the same name twice": (f"{RIGHT}title: Again\n", {"repeated-field"}),
    "a tag that runs Python": (titled("!!python/object/apply:os.system ['x']"), {"tag"}),
    "a tag for the environment": (titled("!ENV HOME"), {"tag"}),
    "a tag nobody knows": (titled("!foo x"), {"tag"}),
    "a set": (f"!!set\n{RIGHT}", {"tag"}),
    "bytes": (titled("!!binary aGk="), {"tag"}),
    "a file without a word": ("", {"empty-file"}),
    "a comment alone": ("# nothing\n", {"empty-file"}),
    "the start of a document alone": ("---\n", {"empty-file"}),
    "a list instead of fields": ("- a\n", {"not-a-group"}),
    "a text instead of fields": ("hello\n", {"not-a-group"}),
    "nothing, as YAML has it": (titled("~"), {"empty-field"}),
    "no title": (titled(""), {"empty-field"}),
    "spaces for a title": (titled('"   "'), {"empty-field"}),
    "no-break spaces for a title": (titled("\u00a0"), {"empty-field"}),
    "a day that is none": (RIGHT.replace("2026-02-03", "2024-13-45"), {"not-a-date"}),
    "the 30th of February": (RIGHT.replace("2026-02-03", "2026-02-30"), {"not-a-date"}),
    "a day with a time zone": (RIGHT.replace("2026-02-03", "2026-02-03T10:00:00Z"), {"not-a-date"}),
    "updated before published": (RIGHT.replace("2026-02-03", "2025-02-03"), {"wrong-order"}),
    "a list for a name": (f"? [a, b]\n: 1\n{RIGHT}", {"name-not-plain"}),
    "a list for a name, between braces": ("{[a]: 1}\n", {"name-not-plain"}),
    "nothing for a name": (f"~: 1\n{RIGHT}", {"unknown-field"}),
    "a number for a name": (f"1: 1\n{RIGHT}", {"unknown-field"}),
    "a name that is true to YAML": (f"yes: 1\n{RIGHT}", {"unknown-field"}),
    "a misspelt name": (RIGHT.replace("title:", "titel:"), {"unknown-field"}),
    "a field too few": (RIGHT.replace("title: Left vs. right\n", ""), {"missing-field"}),
    "another YAML": (f"%YAML 3.0\n---\n{RIGHT}", {"directive"}),
    "two documents": (f"{RIGHT}---\n{RIGHT}", {"second-document"}),
    "a letter of half a pair": (titled('"\\ud800"'), {"backslash"}),
    "a pair of halves": (titled('"\\ud83d\\ude00"'), {"backslash"}),
    "a lost letter": (titled("a\ufffdb"), {"lost-letter"}),
    "a title without an end": (titled("x" * 300), {"wrong-length"}),
    "a path out of docs": (with_image("../../etc/passwd"), {"not-a-file-path"}),
    "a path from the root": (with_image("/etc/passwd"), {"not-a-file-path"}),
    "a path of Windows": (with_image("C:\\x.png"), {"not-a-file-path"}),
    "an address of a file": (with_image("file:///etc/x.png"), {"not-a-file-path"}),
    "a path without an end": (with_image(f"{'x' * 3000}.png"), {"not-a-file-path"}),
}  # fmt: skip
FULL = 256 * 1000  # characters: a file as long as it can be
FAQ, SOURCES = "content/example/faq.yml", "content/sources.yml"


def faq(answer: str, questions: int) -> str:
    one = "  - {{id: q{0}, question: What is {0}?, answer: {1}}}\n"
    return "questions:\n" + "".join(one.format(number, answer) for number in range(questions))


def fields(field: str) -> str:
    """So many fields of this form as a file has room for."""
    return "".join(field.format(number) for number in range(FULL // len(field.format(99_999))))


# What is too much to be read at all, and what is said of it.
TOO_MUCH = {
    "many values": (ABOUT, f"a: [{'1,' * 30_000}]", "This file holds more than 20000 values"),
    "a long answer": (FAQ, faq("a " * 2000, 1), "`answer` has 3999 characters; it should have at most 60 words"),
}


@pytest.mark.parametrize(("file", "text", "title"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_told_with_how_much_there_may_be(file: str, text: str, title: str, tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{file: text}))

    assert title in [problem.title for problem in problems]


# Files as long as they can be, full of one thing: a value, a name, entries, levels, what YAML or Markdown trips over.
FULL_FILES = {
    "a long answer": (FAQ, faq("a " * 120_000, 1)),
    "a long name": (ABOUT, f"{RIGHT}{'a' * 250_000}: b\n"),
    "a long name in quotes": (ABOUT, f'{RIGHT}? "{"a " * 120_000}"\n: b\n'),
    "a long title": (ABOUT, titled("a" * 250_000)),
    "a long number": ("content/example/self-check.yml", f"revision: {'9' * 250_000}\n"),
    "a long date": (ABOUT, RIGHT.replace("2026-02-03", "2" * 250_000)),
    "a long address": (SOURCES, f"- {{id: a, authors: A, year: 2001, title: B, url: 'https://{'a.' * 120_000}'}}\n"),
    "many questions": (FAQ, faq("a", 5000)),
    "many questions with one id": (FAQ, "questions:\n" + "  - {id: a, question: b?, answer: c}\n" * 7000),
    "many fields that nobody knows": (ABOUT, RIGHT + fields("titl{}: b\n")),
    "many earlier names": (ABOUT, f"{RIGHT}aliases: [{fields('a{},')}]\n"),
    "many related explainers": (ABOUT, f"{RIGHT}related: [{fields('a{},')}]\n"),
    "many sources": (SOURCES, fields("- {{id: a-{}, authors: A, year: 2001, title: B}}\n")),
    "many addresses that are none": (SOURCES, fields("- {{id: a{}, year: 1, title: B, url: 'http://a b'}}\n")),
    "emphasis in every answer": (FAQ, faq(f'"{"*a* " * 250}"', 230)),
    "code in every answer": (FAQ, faq(f'"{"`a` " * 250}"', 230)),
    "links in every answer": (FAQ, faq(f'"{"[a](term:b) " * 80}"', 230)),
    "bare citations in every answer": (FAQ, faq(f'"{"@a-2001 " * 130}"', 230)),
    "citations in every answer": (FAQ, faq(f'"{"[@a-2001] " * 100}"', 230)),
    "entities in every answer": (FAQ, faq(f'"{"&#8203; " * 130}"', 230)),
    "a sign in each of many answers": (FAQ, faq('"a_b *c"', 4000)),
    "lists that run together": (FAQ, "questions:\n  - id: q\n    answer: |\n" + "      - a\n" * 28_000),
    "levels between brackets": (ABOUT, "[" * FULL),
    "levels of lists": (ABOUT, "- " * (FULL // 2)),
    "levels of lines": (ABOUT, "".join(f"{' ' * n}a:\n" for n in range(700))),
    "quotes": (ABOUT, '"' * FULL),
    "quotes that never close": (ABOUT, 'a: "b\n' * 40_000),
    "texts behind quotes": (ABOUT, 'a: "b" c\n' * 25_000),
    "no colons": (ABOUT, "a b\n" * 60_000),
    "colons": (ABOUT, "a: b: c\n" * 30_000),
    "colons on one line": (ABOUT, "a: " * 80_000),
    "tabs": (ABOUT, "\ta: b\n" * 40_000),
    "no-break spaces": (ABOUT, "\u00a0a: b\n" * 30_000),
    "no-break spaces before every other line": (ABOUT, "\u00a0a: b\na: b\n" * 17_000),
    "no-break spaces below every other line": (ABOUT, "a:\n\u00a0b: c\n" * 20_000),
    "a tab before every other line": (ABOUT, "a:\n\tb: c\n" * 25_000),
    "comments behind texts": (ABOUT, "a: b # c\n" * 28_000),
    "anchors": (ABOUT, "a: &a b\n" * 30_000),
    "aliases": (ABOUT, "a: *a\n" * 40_000),
    "tags": (ABOUT, "a: !b c\n" * 30_000),
    "documents": (ABOUT, "---\n" * 60_000),
    "escapes that are none": (ABOUT, titled('"' + "\\q" * 120_000 + '"')),
    "escapes of marks": (ABOUT, titled('"' + "\\u0301" * 40_000 + '"')),
    "the head of a page": ("docs/index.md", "---\n" + fields("a{}: b\n") + "---\n"),
    "levels in the head of a page": ("docs/index.md", f"---\n{'[' * 250_000}\n---\n"),
    "comments in the head of a page": ("docs/index.md", "---\ntitle: a\n" + "# a\n" * 60_000 + "---\n"),
}  # fmt: skip
CEILING = 2.0  # seconds of processor time, for machines that are slow; here they take half of one at most
HIDDEN = (
    "\0\x07\x1b\x7f\x80\x85\x9f\u061c\u115f\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u3164"
    "\ue000\ufdd0\ufeff\ufff9\ufffb\uffff\U000e0041\U0010ffff"
)
# What YAML, Python or Markdown would make something of, and readers are to see as it stands.
PLAIN = [
    "no", "on", "yes", "12:30:45", "017", "0x1F", "1_000", ".nan", ".inf", "1e3", "2026-11-01", "\"{{ 7*7 }}\"",
    "\"{% raw %}\"", "\"{# c #}\"", "\"</title><script>x</script>\"", "'x\" onmouseover=\"a'", "AT&T", "a < b > c",
    "\"&lt;script&gt;\"", "\"&#0;\"", "Left\u00ad and right", "שלום and left", "👩\u200d👩\u200d👧 🇩🇪 👍🏽", "日本語",
    "cafe\u0301",
]  # fmt: skip
MARKUP = [
    "<svg onload=x()>", "<math><mtext></p><style><img src=x onerror=x()>", "<iframe src=https://evil.example>",
    "<form action=https://evil.example>", "<base href=https://evil.example>", "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content=0>", "<b><i>", "</article></div></body>", "<!-- x", "<![CDATA[ x", "<?php x ?>",
    '{ onclick="x()" style="position:fixed" id="__config" }', '<div markdown="1">x</div>', "&lt;script&gt;", "&#0;",
    "&#xD800;", "&#x110000;", "[x](javascript:x)", "[x](JaVaScRiPt:x)", "[x](java&#x09;script:x)", "[x](vbscript:x)",
    "[x](data:text/html;base64,x)", "[x](blob:x)", "[x](file:///etc/passwd)", "![x](https://evil.example/p.gif)",
    '[x](https://a.example "t\\" onmouseover=x")', '<p id="__config">x</p>', "# __config", "[ref][undefined]",
    "[x]: javascript:x", "<javascript:x>", "<https://evil.example>", "![x](../../etc/passwd)", "[x](article.md#nope)",
]  # fmt: skip
HARMLESS = {
    "div", "section", "h2", "h3", "p", "ul", "li", "a", "span", "em", "strong", "code", "blockquote"
}  # fmt: skip


def codes(site: Path) -> set[str]:
    _, problems = load(site)
    assert "Traceback" not in distinguo.report(problems, site)
    return {problem.code for problem in problems if not problem.is_warning}


@pytest.mark.parametrize(("text", "told"), REFUSED.values(), ids=REFUSED)
def test_the_file_is_refused_for_what_it_is(text: str, told: set[str], tmp_path: Path) -> None:
    assert codes(write_site(tmp_path, **{ABOUT: text})) >= told


@pytest.mark.parametrize(("file", "text"), FULL_FILES.values(), ids=FULL_FILES)
def test_no_file_takes_long_whatever_it_is_full_of(file: str, text: str, tmp_path: Path) -> None:
    site = write_site(tmp_path, **{file: text[:FULL]})
    start = time.process_time()
    _, problems = load(site)
    distinguo.report(problems, site)

    assert time.process_time() - start < CEILING


def test_emphasis_within_emphasis_does_not_exhaust_the_converter(tmp_path: Path) -> None:
    points = f"answer: {'*a _b ' * 150}.\npoints: [One., Two.]\n"

    assert "tangled-text" in codes(write_site(tmp_path, **{"content/example/key-points.yml": points}))


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_nobody_sees_is_refused_by_its_number(character: str, tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{ABOUT: titled(f"Left {character}and right")}))

    assert [problem.code for problem in problems] == ["hidden-character"]
    assert problems[0].title.startswith(f"U+{ord(character):04X} (")


@pytest.mark.parametrize("title", PLAIN)
def test_a_text_is_what_was_typed(title: str, tmp_path: Path) -> None:
    site, problems = load(write_site(tmp_path, **{ABOUT: titled(title)}))

    assert [problem for problem in problems if not problem.is_warning] == []
    assert site.explainers["example"].about.title == (title[1:-1] if title[0] in "\"'" else title)


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_text_is_refused_or_shown_as_it_is(markup: str, tmp_path: Path) -> None:
    points = f"answer: |\n  Words.\n\n  {markup}\npoints:\n  - One.\n  - Two.\n"
    page = "{{ key_points() }}\n"
    files = {"content/example/key-points.yml": points, "docs/example/index.md": page}
    site, pages, problems = distinguo.build(write_site(tmp_path, **files), URL)
    if site is None:
        assert {problem.file for problem in problems} == {"content/example/key-points.yml"}
        return
    html = LexborHTMLParser("".join(pages["example/index.md"].fragments.values()))
    for element in html.css("body *"):
        assert element.tag in HARMLESS
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        assert re.match("https:|#|$", element.attributes.get("href") or "")
    assert html.css_first("[id^=__]") is None


TICK = "`"
# What the check and Markdown might take for code, or for harmless, and that is neither.
IN_PAGES = [
    r"x \`<script>x()</script>\` y", f"{TICK * 3} a b c\n<script>x()</script>\n{TICK * 3}",
    "~~~ a b\n\n<img src=x>\n\n~~~",
    "`a\nb` <script>x()</script> `c`", "a <x.y onclick=x()>b</x.y>", "<?php x ?>", "<!doctype x>", "<!x>",
    f'{TICK * 3} {{ .python onclick="x()" }}\nx\n{TICK * 3}', '*x*{ onclick="{}x()" }', "*x*{ onclick=x()//}}",
    '## x { onclick="{}x()" }', "x {#section-x}", "x\n{: #section-x }", "[a [b] c](javascript:x)",
    "[a][r]\n\n[r]:\n  javascript:x",
    "[a](javascript&colon;x)", "[a](javascript&#58;x)", "&#xE000;source x&#xE001;", "&#0;", "&#x202E;",
]  # fmt: skip


@pytest.mark.parametrize("markup", [*MARKUP, *IN_PAGES])
def test_markup_in_a_page_is_refused_or_shown_as_it_is(markup: str, tmp_path: Path) -> None:
    site, pages, problems = distinguo.build(
        write_site(tmp_path, **{"docs/example/index.md": f"Words.\n\n{markup}\n"}), URL
    )
    if site is None:
        assert {problem.file for problem in problems} == {"docs/example/index.md"}
        return
    drawn = markdown.markdown(pages["example/index.md"].markdown, extensions=["fenced_code", "tables", PageMarkdown()])
    html = LexborHTMLParser(drawn)
    for element in html.css("body *"):
        assert element.tag in {*HARMLESS, "pre", "h1", "img"}
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        assert re.match("https:|#|article|$", element.attributes.get("href") or "")
    assert html.css_first("[id]:not([id^=section-])") is None


BOMBS = {
    "brackets": "[" * 5000, "links": "[a](" * 3000, "images": "![" * 10_000, "tags": "<a " * 20_000,
    "addresses": "<https://" * 10_000, "spaces": f"a{' ' * 60_000}b", "spaces in a heading": f"## a{' ' * 60_000}b",
    "hashes": f"## {'#' * 60_000}b", "spaces in a placement": f"{{{{ a({' ' * 50_000}}}}}",
    "a link of spaces": f"]( {' ' * 50_000}",
    "levels": "\n".join(f"{'    ' * n}- a" for n in range(300)),
    "tabs": "\n".join("\t" * n + "- a" for n in range(300)),
    "quotations": "> " * 2000, "stars": "*" * 10_000, "lists": "- " * 20_000, "numbers": "1. " * 5000,
}  # fmt: skip


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_page_that_would_take_long_to_read_is_refused_unread(text: str, tmp_path: Path) -> None:
    assert codes(write_site(tmp_path, **{"docs/example/index.md": f"Words.\n\n{text}\n"})) == {"tangled-text"}


@pytest.mark.parametrize("sign", ["{{", "{%"])
def test_braces_without_an_end_are_told_and_not_without_an_end(sign: str, tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{"docs/example/index.md": sign * 20_000}))

    assert 0 < len(problems) < 50


@pytest.mark.parametrize("text", ["&#xE000;source x&#xE001;", "&#x202E;", "&#8203;"])
def test_a_character_that_nobody_sees_is_refused_as_an_entity_too(text: str, tmp_path: Path) -> None:
    points = f"answer: Words {text} words.\npoints: [One., Two.]\n"
    files = {
        "content/example/key-points.yml": points,
        "docs/example/index.md": f"{{{{ key_points() }}}}\n\nWords {text}.\n",
    }
    _, problems = load(write_site(tmp_path, **files))

    assert {(problem.code, problem.file) for problem in problems} == {("hidden-character", file) for file in files}


@pytest.mark.parametrize(
    "name", ["~secret.txt", "#secret.txt", "secret.bak", "example/~secret.md", "~folder", ".folder"]
)
def test_no_link_in_docs_is_followed_whatever_its_name(name: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", **{"../secrets/secret.txt": "secret"})
    (site / "docs" / name).symlink_to(tmp_path / "secrets" / ("" if "folder" in name else "secret.txt"))

    assert codes(site) == {"symbolic-link"}


def test_a_pipe_among_the_images_holds_nobody_up(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    os.mkfifo(site / "docs" / "image.png")

    assert codes(site) == {"not-a-file"}


@pytest.mark.parametrize("name", ["page.markdown", "page.mkd", "Page.MD"])
def test_a_page_that_only_mkdocs_would_take_for_one_is_told(name: str, tmp_path: Path) -> None:
    assert codes(write_site(tmp_path, **{f"docs/{name}": "Words."})) == {"wrong-ending"}


NAMES_OF_PAGES = [
    'a"onclick=x() b', "<img src=x onerror=x()>", "javascript:x()", "a\nX-Evil: 1", "{{7*7}}", "a;return 302 x;",
    "a%0aX", "$a",
    "a&b", "a#b", "a?b", "\u202ea", "index.html", "%2e%2e",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES_OF_PAGES)
def test_a_page_has_a_name_that_can_be_an_address(name: str, tmp_path: Path) -> None:
    head = SOUND["docs/index.md"].partition("{{")[0]

    assert codes(write_site(tmp_path, **{f"docs/example/{name}.md": f"{head}Words.\n"})) == {"page-name"}


def test_what_editors_leave_behind_is_not_published(tmp_path: Path) -> None:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: {URL}\n"
    left = {
        "docs/~notes.txt": "secret",
        "docs/~page.md": "secret",
        "docs/~folder/page.md": "secret",
        "docs/a.txt.bak": "secret",
    }
    done = run_mkdocs(write_site(tmp_path, **left, **{"mkdocs.yml": inherit}), "build", "--strict")

    assert done.returncode == 0, done.stderr
    built = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert [path for path in built if b"secret" in path.read_bytes()] == []


LEFTOVERS = [".DS_Store", ".faq.yml.swp", "faq.yml~", "#faq.yml#", "faq.yml.bak", "faq.yml.save", "Thumbs.db", "4913"]


@pytest.mark.parametrize("folder", ["content", "content/example", "docs", "docs/example"])
@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_editors_leave_behind_is_passed_over(name: str, folder: str, tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / folder / name).write_bytes(b"\xff: [")

    assert codes(site) == set()


def test_the_lock_of_an_editor_is_no_link_in_the_content(tmp_path: Path) -> None:
    """Emacs makes a link that leads nowhere beside each file that is being changed."""
    site = write_site(tmp_path)
    for folder in ("content/example", "docs/example"):
        (site / folder / ".#index.md").symlink_to("someone@somewhere.1:2")

    assert codes(site) == set()


@pytest.mark.parametrize("name", ["UPPER", "a b", "a%2e", "ünï", "-x", "x" * 81])
def test_a_folder_that_cannot_be_an_address_is_refused(name: str, tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / "content" / name).mkdir()

    assert codes(site) == {"folder-name"}


@pytest.mark.parametrize("data", [b"", b"---\n", b"\xff", b"\xe9", b"\xc3", b"\xed\xa0\x80", b"a\0b", b"\xff\xfea\0"])
def test_bytes_that_are_no_content_are_told(data: bytes, tmp_path: Path) -> None:
    site = write_site(tmp_path)
    (site / ABOUT).write_bytes(data)

    assert codes(site)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(tmp_path)
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == site / ABOUT:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)

    (problem,) = (problem for problem in load(site)[1] if problem.file == ABOUT)
    assert (problem.code, problem.title) == ("unreadable-file", "This file cannot be read: Permission denied")


@pytest.mark.parametrize("base", ["", "||||||| base\ntitle: Was\n"], ids=["two sides", "two sides and their base"])
def test_a_merge_conflict_is_one_message_and_its_first_side_is_read(base: str, tmp_path: Path) -> None:
    conflict = f"<<<<<<< ours\ntitle: Left vs. right\n{base}=======\ntitle: Right vs. left\n>>>>>>> theirs"

    _, problems = load(write_site(tmp_path, **{ABOUT: RIGHT.replace("title: Left vs. right", conflict)}))

    assert [(problem.code, problem.span.line) for problem in problems] == [("merge-conflict", 1)]


def test_marks_of_ten_thousand_conflicts_are_not_all_told(tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{ABOUT: "<<<<<<< ours\n" * 10_000}))

    assert 0 < len(problems) < 2000
