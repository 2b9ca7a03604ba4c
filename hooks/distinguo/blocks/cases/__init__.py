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
from ...problems import Related, nearest
from ...rich_text import RichText
from ..base import ContentBlock, Drawing

LEVELS = ("high", "low")


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

    def place(self, case: Case) -> tuple[str, ...]:
        """The levels of the case, in the order of the concepts."""
        return tuple(case.levels[concept] for concept in self.concepts)

    def check(self, reading: Reading) -> None:
        if tell_renamed(self.concepts, [case.levels for case in self.cases], "concept", "concepts", reading):
            return
        taken: dict[tuple[str, ...], Located] = {}
        for case in self.cases:
            if set(case.levels) != set(self.concepts):
                title = f"The case “{case.name}” should have a level for {' and '.join(self.concepts)}"
                self._tell_wrong_levels(case, title, reading)
            elif taken.setdefault(self.place(case), case.id) is not case.id:
                title = f"The case `{case.id}` stands in the same place of the grid as `{taken[self.place(case)]}`"
                related = (Related(taken[self.place(case)].span, "the other one"),)
                reading.problem("same-place", case.id.span, f"{case.id} › levels", title, related=related)

    def _tell_wrong_levels(self, case: Case, title: str, reading: Reading) -> None:
        missing = [concept for concept in self.concepts if concept not in case.levels]
        unknown = next((name for name in case.levels if name not in self.concepts), None)
        near = nearest(unknown, missing) if unknown else ""
        span = unknown.span if unknown else case.id.span
        help = "Write high or low for each of the two."
        reading.suggest("wrong-levels", span, f"{case.id} › levels", title, help, near=near)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {
            "levels": LEVELS,
            "names": [drawing.concept(concept).name for concept in self.concepts],
            "by_place": {self.place(case): case for case in sorted(self.cases, key=self.place)},
        }
