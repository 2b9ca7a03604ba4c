"""A page is parted at its placements as Jinja's lexer parts it, also where that is not asked."""

from __future__ import annotations

import pytest

from conftest import SITES
from distinguo.text import placements

PAGES = [path.read_text(encoding="utf-8") for site in SITES for path in sorted((site / "docs").rglob("*.md"))]
SIMPLE = [
    "",
    "Words.",
    "{{ faq() }}",
    "{{faq()}}{{cite('a','b')}}",
    '{{ term("a",\n "b") }}\n',
    "One { or } and }} of them, {# or #} {",
    '{{ term("}}") }} {{ term("{{") }}',
    "Words {{ term('é“') }}\u2028 more\n\n",
]
OTHERS = [
    "{{ faq }}",
    "{{ faq(",
    "{{- faq() -}}",
    "{{{ faq() }}}",
    "{{ faq(1) }}",
    '{{ term("a\\"") }}',
    "{% raw %}{{ faq() }}{% endraw %}",
    "{{ faq() }} {{ nothing",
    "Words.\r\n{{ faq() }}",
    "{\ue000 {{ faq() }} \ue000}",
]


@pytest.mark.parametrize("text", [*PAGES, *SIMPLE])
def test_simple_pages_are_parted_as_by_the_lexer(text: str) -> None:
    simple = placements._simple_parts(text)

    assert simple == [*placements._parts(text)] if simple is not None else "{%" in text


@pytest.mark.parametrize("text", SIMPLE)
def test_placements_with_texts_in_quotes_are_simple(text: str) -> None:
    assert placements._simple_parts(text) is not None


@pytest.mark.parametrize("text", OTHERS)
def test_all_else_is_left_to_the_lexer(text: str) -> None:
    assert placements._simple_parts(text) is None
