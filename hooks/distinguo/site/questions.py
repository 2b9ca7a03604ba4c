"""Checks that no question is marked up twice, on one page or on two: read pages → problems at both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..base.problems import Related
from ..blocks.base import Asked, ContentBlock
from ..text.placements import Placement
from .found import Found
from .site import Page


class _PlacedQuestion(NamedTuple):
    """A question on a page: the page, the placement and the block that bring it there, and itself."""

    page: Page
    placement: Placement
    block: ContentBlock
    question: Asked

    @property
    def file(self) -> str:
        """The file in which the question was typed."""
        return self.page.own.file_of(self.block)


def check_questions(found: Found) -> None:
    """No question stands on two pages, or twice on one: search engines would get it twice."""
    first: dict[str, _PlacedQuestion] = {}
    told: set[object] = set()
    for place in (place for page in found.unsure_pages() for place in _asked_on(page)):
        words = _comparable(place.question)
        other = first.setdefault(words, place)
        if other.question.words is not place.question.words:
            _tell_both(other, place, words not in told, found)
            told.add(words)
        elif other.page is not place.page and place.placement not in told:  # the same block, placed on two pages
            _tell_placement(other, place, found)
            told.add(place.placement)


def words_asked(pages: Iterable[Page]) -> list[str]:
    """What is asked on the `pages`, in words that can be compared."""
    return [_comparable(place.question) for page in pages for place in _asked_on(page)]


def _comparable(question: Asked) -> str:
    return " ".join(question.whole.casefold().split())


def _asked_on(page: Page) -> Iterator[_PlacedQuestion]:
    for piece in page.pieces:
        if isinstance(piece, Placement) and isinstance(block := page.block_at(piece), ContentBlock):
            yield from (_PlacedQuestion(page, piece, block, question) for question in block.asked())


def _tell_both(first: _PlacedQuestion, second: _PlacedQuestion, is_new: bool, found: Found) -> None:
    """Tell a question that was typed twice, at both places; at the first one only where it `is_new`."""
    help = "Search engines take a question once. Leave it out in one of the two, or ask it in other words."
    if first.file == second.file:
        related = (Related(first.question.words.span, "first one"),)
        title, span = "The same question stands twice in this file", second.question.words.span
        found.reading(second.file).problem("asked-twice", span, "", title, help, label="second one", related=related)
        return
    for here, there in ((first, second), (second, first)) if is_new else ((second, first),):
        title = f"The same question stands in {there.file}, line {there.question.words.span.line}"
        found.reading(here.file).problem("asked-twice", here.question.words.span, "", title, help)


def _tell_placement(first: _PlacedQuestion, second: _PlacedQuestion, found: Found) -> None:
    title = f"{second.block.placement()} stands in docs/{first.page.path}, too, and search engines take a question once"
    help = "Place it on one of the two pages, and let the other one link to it."
    found.reading(f"docs/{second.page.path}").problem("asked-twice", second.placement.span, "", title, help)
