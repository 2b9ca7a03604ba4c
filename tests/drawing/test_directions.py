"""Words that run from right to left, inside and outside of text that does not."""

from __future__ import annotations

import pytest

from distinguo.drawing.directions import with_directions

APART = {
    "a name in a sentence": ("<p>The word ثقة (2020) is old.</p>", "<p>The word <bdi>ثقة</bdi> (2020) is old.</p>"),
    "a name that begins one": ("<p>ثقة is a word for trust.</p>", "<p><bdi>ثقة</bdi> is a word for trust.</p>"),
    "a name of two words": ("<p>By דנה לוי, 2020.</p>", "<p>By <bdi>דנה לוי</bdi>, 2020.</p>"),
    "initials": ("<li>כהן, ד. (2020). A long title.</li>", "<li><bdi>כהן, ד</bdi>. (2020). A long title.</li>"),
    "two names": ("<li>trust: ثقة, אמון</li>", "<li>trust: <bdi>ثقة, אמון</bdi></li>"),
    "two names and a word": ("<li>one ثقة and אמון</li>", "<li>one <bdi>ثقة</bdi> and <bdi>אמון</bdi></li>"),
    "within a line": (
        '<p>See <a href="#a">ثقة</a>: high.</p>',
        '<p>See <a href="#a"><bdi>ثقة</bdi></a>: high.</p>',
    ),
    "a line of code": ("<pre><code>name: ثقة # 1</code></pre>", "<pre><code>name: <bdi>ثقة</bdi> # 1</code></pre>"),
    "code of such words alone": ("<pre><code>ثقة: 1</code></pre>", "<pre><code><bdi>ثقة</bdi>: 1</code></pre>"),
    "digits alone": ("<p>٢٠٢٠</p>", "<p><bdi>٢٠٢٠</bdi></p>"),
    "a mark alone": ("<p>\u05b0</p>", "<p><bdi>\u05b0</bdi></p>"),
    "an entity": ("<p>A &amp; ثقة &lt; 3</p>", "<p>A &amp; <bdi>ثقة</bdi> &lt; 3</p>"),
    "after an inner block": ("<li><p>Left</p>ثقة</li>", "<li><p>Left</p><bdi>ثقة</bdi></li>"),
    "a heading of its own": ("<h2>ثقة</h2>", '<h2 dir="rtl">ثقة</h2>'),
    "a heading with an address": ('<h2 id="a">ثقة؟</h2>', '<h2 dir="rtl" id="a">ثقة؟</h2>'),
    "a paragraph of its own": (
        "<p>ثقة <strong>هي</strong> ABC (2020)، ثم الفريق كله.</p>",
        '<p dir="rtl">ثقة <strong>هي</strong> ABC (2020)، ثم الفريق كله.</p>',
    ),
}
UNTOUCHED = {
    "no such word": "<p>Left &amp; right, 2020.</p>",
    "a title": "<title>The word ثقة</title>",
    "a script": '<script type="application/ld+json">{"name": "The word ثقة"}</script>',
    "an attribute": '<a title="The word ثقة > 3" href="#">Trust</a>',
    "a drawing": "<svg><text>The word ثقة</text></svg>",
    "a comment": "<!-- The word ثقة -->",
}


@pytest.mark.parametrize(("html", "expected"), APART.values(), ids=APART)
def test_words_from_right_to_left_are_set_apart(html: str, expected: str) -> None:
    assert with_directions(html) == expected


@pytest.mark.parametrize("html", UNTOUCHED.values(), ids=UNTOUCHED)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert with_directions(html) == html
