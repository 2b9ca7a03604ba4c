"""Key points: the answer first, so that a reader can stop after it."""

from __future__ import annotations

from dataclasses import dataclass

from ...fields import ListOf, Markdown, field
from ...text.rich_text import RichText
from ..base import ContentBlock


@dataclass(frozen=True, kw_only=True)
class KeyPoints(ContentBlock):
    """The answer first, in a box at the top of a page, so that a reader can stop after it."""

    is_usual = True
    opens_new_pages = True
    sheets = ("handout",)

    answer: RichText = field(
        Markdown(most_words=80),
        "The direct answer to the question in the title, in one short paragraph.",
        example="The two overlap, but they are not the same.",
    )
    points: list[RichText] = field(
        ListOf(Markdown(inline=True, most_words=45), least=2, most=7),
        "The sentences that a reader should take away.",
        example="- Trust is mostly about a person.\n- Safety is about what a group does.",
    )
