"""Misconceptions: what people say, that it is not so, and why; the truth is said first and larger."""

from __future__ import annotations

from dataclasses import dataclass

from ...fields import Identifier, ListOf, Located, Markdown, Record, Text, field
from ...text.rich_text import RichText
from ..base import ContentBlock


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """One claim and its correction: a refutation text, which names the claim, denies it and explains."""

    id: Located = field(Identifier(), "The entry's lasting name.", example="being-nice")
    claim: Located = field(Text(most=120), "The claim, in the words people use.", example="It means being nice.")
    correction: Located = field(
        Text(most=100), "What is true instead. It is set larger than the claim.", example="Safe is not the same as nice"
    )
    why: RichText = field(
        Markdown(most_words=60),
        "Why the claim is not so, with its source.",
        example="A team can be nice and keep quiet about its mistakes. [@example-2020]",
    )


@dataclass(frozen=True, kw_only=True)
class Misconceptions(ContentBlock):
    """What people say that is not so. The truth is said first and larger."""

    sheets = ("discussion_guide",)
    entry_list, entry_label = "misconceptions", "correction"

    misconceptions: list[Misconception] = field(ListOf(Record(Misconception), most=15), "The claims.")
