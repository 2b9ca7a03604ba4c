"""Stages: an ordered model, with the same few aspects of each stage in a table."""

from __future__ import annotations

from dataclasses import dataclass

from ...fields import (
    Identifier,
    ListOf,
    Located,
    Markdown,
    Reading,
    Record,
    Text,
    TextsBy,
    check_cells,
    field,
    tell_renamed,
)
from ...text.rich_text import RichText
from ..base import ContentBlock


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """What is said of every stage."""

    id: Located = field(Identifier(), "The aspect's name, for the cells of the stages.", example="need")
    name: Located = field(Text(most=50), "The words at the head of its row.", example="The need it meets")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the model."""

    id: Located = field(Identifier(), "The stage's lasting name.", example="inclusion")
    name: Located = field(Text(most=60), "The stage's name.", example="Inclusion safety")
    summary: RichText = field(
        Markdown(most_words=50), "The stage in a sentence or two.", example="People accept you as one of them."
    )
    cells: dict[Located, RichText] = field(
        TextsBy(Markdown(inline=True, most_words=30)),
        "One short text for each aspect, by the aspect's id.",
        example="need: To be accepted.\nquestion: Do I belong here?",
    )


@dataclass(frozen=True, kw_only=True)
class Stages(ContentBlock):
    """A model whose stages come in an order, with a small table for each."""

    entry_list, entry_label = "stages", "name"

    credit: RichText = field(
        Markdown(inline=True, most_words=60),
        "Whose model it is, with its source.",
        example="The model is by A. B. Example [@example-2020].",
    )
    aspects: list[Aspect] = field(
        ListOf(Record(Aspect), most=8), "What is said of every stage: the rows of each stage's table."
    )
    stages: list[Stage] = field(ListOf(Record(Stage), least=2, most=10), "The stages, first to last.")

    def check(self, reading: Reading) -> None:
        aspects = [aspect.id for aspect in self.aspects]
        if tell_renamed(aspects, [stage.cells for stage in self.stages], "aspect", "aspects", reading):
            return
        for stage in self.stages:
            check_cells(stage.cells, aspects, f"The stage “{stage.name}”", stage.id, reading)
