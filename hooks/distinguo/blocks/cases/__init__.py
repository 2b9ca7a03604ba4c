"""Cases: worked situations on a grid of two concepts, each high or low."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...fields import (
    Choice,
    Identifier,
    ListOf,
    Located,
    Markdown,
    Reading,
    Record,
    ReferenceTo,
    Text,
    TextsBy,
    field,
    tell_renamed,
)
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing
from ..grid import LEVELS, check_corners, corner


@dataclass(frozen=True, kw_only=True)
class Case:
    """One situation: where it stands on the grid, what happens, and what it shows."""

    id: Located = field(Identifier(), "The case's lasting name.", example="silent-review")
    levels: dict[Located, Located] = field(
        TextsBy(Choice(*LEVELS)),
        "Whether each of the two concepts is high or low in this case, by the concept's id.",
        example="trust: low\npsychological-safety: high",
    )
    name: Located = field(Text(most=60), "The case in a few words.", example="The review in which nobody spoke")
    situation: RichText = field(
        Markdown(most_words=80),
        "What happens, told so that a reader can see it.",
        example="A new nurse asks a surgeon to stop and count again.",
    )
    shows: RichText = field(
        Markdown(most_words=50),
        "What the case shows, and why.",
        example="She barely knows him. What she knows is how this team takes questions.",
    )


@dataclass(frozen=True, kw_only=True)
class Cases(ContentBlock):
    """Worked situations on a grid of two concepts, one for each combination of high and low."""

    sheets = ("discussion_guide",)
    entry_list, entry_label = "cases", "name"

    note: RichText = field(
        Markdown(inline=True, most_words=50),
        "What kind of cases these are, such as made up for teaching.",
        example="These cases are made up. The grid is a teaching device.",
    )
    concepts: list[Located] = field(
        ListOf(ReferenceTo("concept"), least=2, most=2),
        "The two concepts of the grid, by their ids in definitions.yml.",
        example="[trust, psychological-safety]",
    )
    cases: list[Case] = field(
        ListOf(Record(Case), least=2, most=4), "The cases, no two of them in the same place of the grid."
    )

    def check(self, reading: Reading) -> None:
        if not tell_renamed(self.concepts, [case.levels for case in self.cases], "concept", "concepts", reading):
            check_corners(self.cases, self.concepts, "case", reading)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {
            "levels": LEVELS,
            "names": [drawing.concept(concept).name for concept in self.concepts],
            "by_place": dict(sorted((corner(case, self.concepts), case) for case in self.cases)),
        }
