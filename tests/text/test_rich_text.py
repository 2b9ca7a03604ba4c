"""The Markdown of a field: a simple text is drawn without the converter, and comes out as if it had made it."""

from __future__ import annotations

import random

import pytest

from distinguo.text import rich_text

SIMPLE = [
    "One", "R & D", "“two”", "3 and 4", "(five)", "*six*", "**seven eight**", "[@nine-1999]", "[@nine; @ten-2000]",
    "[eleven](term:eleven)", "[twelve](explainer:twelve)", "[here](#section-here)", "[there](https://a.example/b?c=d#e)",
    "[@nine](more)", "**[thirteen](term:thirteen)**", "[*fourteen*](#section-fourteen)", "*with [a link](term:a)*",
    "*with [@nine] in it*", "[with [@nine] in it](term:a)", "mail [us](mailto:us@a.example)",
]  # fmt: skip
BETWEEN = [" ", ", ", ". ", "\n", "\n\n", "\n- ", "\n\n- ", "\n  ", "\n\n\n"]
OTHER = [
    "*", "**", "_", "[", "]", "(", ")", "!", "`code`", "<b>", "&amp;", "\\*", "1. ", "> ", "# ", "- ", "    ", "  \n",
    "[x](javascript:x)", "[x](term:)", "[x](http://a.example)", "![x](y.png)", "[x][y]", "{", "---", "@", ":", "\n===",
]  # fmt: skip


def converted(text: str) -> tuple[str, list[tuple[str, str]], list[rich_text.TextFault]]:
    """What the converter makes of `text`: its HTML, references and faults."""
    faults: list[rich_text.TextFault] = []
    references: list[tuple[str, str]] = []
    return rich_text._converter().html(text, faults, references), references, faults


def assert_same(text: str) -> bool:
    """Whether `text` is simple; then it must come out as the converter makes it."""
    references: list[tuple[str, str]] = []
    simple = rich_text._simple_html(text, references)
    if simple:
        html, referred, faults = converted(text)
        assert (simple, sorted(references), []) == (html, sorted(referred), faults), text
    return bool(simple)


@pytest.mark.parametrize("between", BETWEEN)
def test_simple_texts_come_out_as_if_the_converter_had_made_them(between: str) -> None:
    texts = [f"{start}{one}{between}{other}." for start in ("", "- ") for one in SIMPLE for other in SIMPLE]

    assert sum(map(assert_same, texts)) > len(texts) / 3


def test_so_do_texts_of_all_kinds_of_pieces() -> None:
    chance = random.Random(7)
    pieces = [*SIMPLE, *BETWEEN * 3, *OTHER, "a", "*", "**"]
    texts = ["".join(chance.choices(pieces, k=chance.randint(1, 9))).strip() for _ in range(20_000)]

    assert sum(map(assert_same, filter(None, texts))) > 1000


@pytest.mark.parametrize(
    "text",
    ["a * b", "a_b_", "`code`", "a <b>", "&amp;", "\\*", "1. a", "> a", "# a", "    a", "a  \nb", "a\n===", "a\n- b",
     "- one\n\n- two", "- one\n  - two", "- one\n#two", "[a](javascript:b)", "[a](term:)", "[a](http://a.example)",
     "![a](b.png)", "[a][b]", "[with `code`](term:a)", "one [two\nthree](term:a)",
     "\ue002script\ue003"],
)  # fmt: skip
def test_what_is_not_simple_is_left_to_the_converter(text: str) -> None:
    assert not rich_text._simple_html(text, [])


def test_what_a_text_refers_to_is_noted_once_whoever_draws_it() -> None:
    rich = rich_text.parse("[one](term:one) and `two` [@three]")

    assert sorted(rich.references) == [("source", "three"), ("term", "one")]
