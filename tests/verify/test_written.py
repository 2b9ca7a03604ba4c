"""How the tags of a page are read: plain HTML by our own rules, and whatever else it is as Python's parser reads it."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.verify import written
from distinguo.verify.written import WrittenPage

_LITTLE = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "tests" / "verify").rglob("*.html"))]
# What damages a page, or only looks as if it did.
_BITS = [
    "<", ">", "/", "&", "'", '"', "=", "-", "{{ a }}", "{% a", "<!--", "-->", "<!-->", "<!-- a -- b -->", "<!", "<?a",
    "<![CDATA[a]]>", "<!DOCTYPE html>", "</script>", "</ScRiPt >", "</\rscript>", "<script>", "<script/>", "</style>",
    "<style>", "<p>", "</p>", "</p >", "</ p>", "<P CLASS=A>", "<p/>", "<br/>", "<br / >", "<svg>", "</svg>", "<path/>",
    "<math/>", "<title>", "</title>", "<textarea>", "<xmp>", "<iframe>", "<plaintext>", "<template>", "</template>",
    "<noscript>", "<code>", "</code>", "<a href=x/>", "<a href=x / id=y>", "<a href = 'x'>", '<a b="c"d="e">', " id=a",
    " id", " Id='b'", ' id="a > b"', "\n", "\r\n", "\t", "\x0b", "\f", "\0", "&copy", "&notit;", "&#123;{", "&#x7b;{",
    "&amp;", "&nbsp;", "&unknown;", "é", "\u3000", "\U0001f600",
]  # fmt: skip


def _told(page: WrittenPage) -> tuple[object, ...]:
    spans = [page.span_of(tag) for tag in page.tags]
    return page.tags, spans, page.in_templates, page.inner, page.texts, page.faults


def _assert_the_same(source: str) -> bool:
    """Hold what is read as plain HTML against what Python's parser makes of it; tells whether it is plain."""
    page = written._read_plain(source)
    if page is not None:
        assert _told(page) == _told(written._read_any(source)), source
    return page is not None


def test_every_page_of_every_site_is_plain_html(built: dict[str, Path]) -> None:
    pages = {path: path.read_text(encoding="utf-8") for folder in built.values() for path in folder.rglob("*.html")}

    assert len(pages) > 20
    assert [path for path, source in pages.items() if not _assert_the_same(source)] == []


@pytest.mark.parametrize("bit", _BITS)
def test_what_damages_a_page_is_read_as_before(bit: str) -> None:
    chance = random.Random(bit)
    for source in _LITTLE:
        for _ in range(12):
            at, length = chance.randrange(len(source)), chance.choice((0, 0, 1, 5, 40))
            _assert_the_same(source[:at] + bit + source[at + length :])


def test_pages_with_several_damages_are_read_as_before() -> None:
    chance, plain = random.Random(4), 0
    for _ in range(1500):
        source = chance.choice(_LITTLE)
        start = chance.randrange(len(source))
        source = source[start : start + chance.choice((200, 800, 4000))]
        for _ in range(chance.choice((0, 1, 2, 4))):
            at, length = chance.randrange(len(source) + 1), chance.choice((0, 1, 5, 40))
            source = source[:at] + chance.choice(_BITS) + source[at + length :]
        plain += _assert_the_same(source)

    assert plain > 300


@pytest.mark.parametrize(
    ("source", "attributes"),
    [
        ("<p>", []),
        ("<P Class=A>", [("class", "A")]),
        ("<p hidden>", [("hidden", "")]),
        ('<p a="" b=\'c"d\' e=f/g>', [("a", ""), ("b", 'c"d'), ("e", "f/g")]),
        ('<p\n  a="1 &lt; 2 &#38; 3"\n>', [("a", "1 < 2 & 3")]),
        (
            '<p xlink:href="a" aria-label="b" data-c.d="e">',
            [("xlink:href", "a"), ("aria-label", "b"), ("data-c.d", "e")],
        ),
        ("<p a=b/>", [("a", "b/")]),
    ],
)
def test_the_attributes_of_plain_html(source: str, attributes: list[tuple[str, str]]) -> None:
    page = written._read_plain(source)

    assert page is not None
    assert page.tags[0].attributes == attributes
    _assert_the_same(source)


@pytest.mark.parametrize(
    "source",
    [
        "<xmp>", "<textarea>", "<title><b></title>", "<script><!--</script>", "<script>a</b></script>", "<script/>",
        "<script>", "<a b=&copy>", "<a b='&copy'>", '<a b="&notit;">', "<a b / c>", "<a b='c'd>", "<a b", "a < b",
        "<!-->", "<!-- a -- b -->", "<!-- a", "<?a>", "<![CDATA[a]]>", "</ p>", "</p a>", "<p\0>", "<p\fa>",
    ],
)  # fmt: skip
def test_what_parsers_read_each_in_its_own_way_is_not_plain_html(source: str) -> None:
    assert written._read_plain(source) is None


def test_a_tag_ends_with_its_first_line() -> None:
    page = written._read_plain('<br>\n <img\n  src="a.png">')

    assert page is not None
    assert page.span_of(page.tags[1]) == (2, 2, 2, 6)


@pytest.mark.parametrize(
    "unit", ["<p a=b", "<!--", "<!-- -", "<script>", "<a b='", "&", "<", "<p>", "</p>", "<p a", "{"]
)
def test_no_page_takes_long(unit: str) -> None:
    start = time.process_time()

    written._read_plain(unit * 60_000)

    assert time.process_time() - start < 5
