"""Comparison: a table with the concepts in columns, the aspects in rows, and a word on the evidence of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...fields import (
    Identifier,
    ListOf,
    Located,
    Markdown,
    Reading,
    Record,
    ReferenceTo,
    Text,
    TextsBy,
    check_cells,
    field,
    tell_renamed,
)
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing, SearchEntry
from ..definitions import concept_anchor


@dataclass(frozen=True, kw_only=True)
class Row:
    """One aspect in which the concepts differ."""

    id: Located = field(Identifier(), "The row's lasting name.", example="time-frame")
    aspect: Located = field(Text(most=60), "What the row compares.", example="Time frame")
    cells: dict[Located, RichText] = field(
        TextsBy(Markdown(inline=True, most_words=30)),
        "One short text for each concept of the table, by the concept's id.",
        example="psychological-safety: Mostly now and soon.\ntrust: It grows over months.",
    )
    evidence: Located = field(
        Text(most=40), "How well founded the row is, in a few words.", example="Research, with nuance"
    )
    sources: list[Located] | None = field(
        ListOf(ReferenceTo("source")),
        "The sources of the row, by their ids in sources.yml.",
        example="[edmondson-1999, mayer-1995]",
        optional=True,
    )


@dataclass(frozen=True, kw_only=True)
class Comparison(ContentBlock):
    """A table that sets two to five concepts side by side."""

    is_usual = True
    asides = ("comparison__evidence",)
    entry_list, entry_label = "rows", "aspect"

    caption: Located = field(
        Text(most=120), "What the table shows, in one line.", example="Trust and safety side by side"
    )
    concepts: list[Located] = field(
        ListOf(ReferenceTo("concept"), least=2, most=5),
        "The concepts in the order of the columns, by their ids in definitions.yml.",
        example="[psychological-safety, trust]",
    )
    rows: list[Row] = field(ListOf(Record(Row)), "The rows of the table.")

    def anchors(self) -> dict[str, str]:
        return super().anchors() | {self.anchor: self.title or self.caption}

    def check(self, reading: Reading) -> None:
        if tell_renamed(self.concepts, [row.cells for row in self.rows], "concept", "concepts", reading):
            return
        for row in self.rows:
            check_cells(row.cells, self.concepts, f"The row “{row.aspect}”", row.id, reading)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {"names": {concept: drawing.concept(concept).name for concept in self.concepts}}

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        concepts = [{"@id": drawing.absolute_url(f"#{concept_anchor(concept)}")} for concept in self.concepts]
        return [
            {
                "@type": "Table",
                "@id": drawing.absolute_url(f"#{self.anchor}"),
                "name": self.caption,
                "about": concepts,
            }
        ]

    def search_entries(self, drawing: Drawing) -> Sequence[SearchEntry]:
        return [drawing.searchable(self.entry_anchor(row), row.aspect, row.cells.values()) for row in self.rows]
