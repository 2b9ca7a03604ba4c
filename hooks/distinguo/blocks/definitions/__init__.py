"""Definitions: what each concept means, who says so, and where its edges are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...base.problems import lines
from ...fields import (
    Identifier,
    ListOf,
    Located,
    Markdown,
    Reading,
    Record,
    Text,
    field,
    how_to_add,
    named_fields,
)
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing
from ..graph_nodes import references


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One concept, defined."""

    id: Located = field(
        Identifier(), "The concept's lasting name. Comparisons, links and addresses use it.", example="trust"
    )
    name: Located = field(Text(most=60), "The concept's name as readers say it.", example="Trust")
    short: Located = field(
        Text(most=140),
        "What it means, in a sentence that stands alone. Readers get it wherever the term is used.",
        example="Being ready to depend on someone.",
    )
    phrase: Located | None = field(
        Text(most=80), "An everyday phrase that sums it up.", example="positive predictability", optional=True
    )
    phrase_by: RichText | None = field(
        Markdown(inline=True, most_words=40),
        "Who coined or uses the phrase. It is needed where there is a `phrase`.",
        example="The company that teaches it.",
        optional=True,
    )
    definition: RichText = field(
        Markdown(most_words=90),
        "The definition that research or a standard gives.",
        example="Being willing to be vulnerable to what somebody does, because you expect it to go well.",
    )
    definition_by: RichText = field(
        Markdown(inline=True, most_words=50),
        "Who says so, with a citation.",
        example='"Mayer and others [@mayer-1995]"',
    )
    example: RichText = field(
        Markdown(most_words=80),
        "A case in which it plainly applies.",
        example="You tell your manager about a mistake before anybody has found it.",
    )
    non_example: RichText = field(
        Markdown(most_words=80),
        "A case that looks like it and is not, or what it is not.",
        example="You tell her because the log will show it anyway.",
    )


@dataclass(frozen=True, kw_only=True)
class Definitions(ContentBlock):
    """What each concept means, who says so, and where its edges are."""

    is_usual = True
    defines_terms = True
    entry_list, entry_label = "concepts", "name"

    concepts: list[Concept] = field(ListOf(Record(Concept), most=8), "The concepts to define.")

    def check(self, reading: Reading) -> None:
        for concept in self.concepts:
            if concept.phrase and not concept.phrase_by:
                phrase_by = named_fields(Concept)["phrase_by"]
                help = lines(how_to_add("phrase_by", phrase_by), phrase_by.metadata["about"])
                title = f"The phrase “{concept.phrase}” has nobody behind it"
                reading.problem("phrase-of-nobody", concept.phrase.span, f"{concept.id} › phrase", title, help)

    def defines(self) -> Sequence[Concept]:
        return self.concepts

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        set_id = drawing.absolute_url(f"#{self.anchor}")
        terms = [
            {
                "@type": "DefinedTerm",
                "@id": drawing.absolute_url(f"#{self.entry_anchor(concept)}"),
                "url": drawing.absolute_url(f"#{self.entry_anchor(concept)}"),
                "name": concept.name,
                "description": concept.short,
                "inDefinedTermSet": {"@id": set_id},
            }
            for concept in self.concepts
        ]
        name = self.title or (self.concepts[0].name if len(self.concepts) == 1 else drawing.title)
        return [{"@type": "DefinedTermSet", "@id": set_id, "name": name, "hasDefinedTerm": references(terms)}, *terms]


def concept_anchor(name: str) -> str:
    """The id at which the definition of the concept `name` stands on a page."""
    return f"{Definitions.slug()}-{name}"
