"""Relation: how the concepts bear on each other, as a drawing and as the same sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...base.problems import choices, nearest
from ...fields import Identifier, ListOf, Located, Markdown, Reading, Record, Text, field
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing
from .figure import figure


@dataclass(frozen=True, kw_only=True)
class Part:
    """A box of the drawing."""

    id: Located = field(Identifier(), "The part's name, for the arrows.", example="trust")
    name: Located = field(Text(most=28), "The words in the box.", example="Trust")


@dataclass(frozen=True, kw_only=True)
class Link:
    """An arrow of the drawing, and the same in a sentence."""

    from_part: Located = field(Identifier(), "The part where the arrow begins, by its id.", example="trust", key="from")
    to_part: Located = field(
        Identifier(), "The part where the arrow ends, by its id.", example="psychological-safety", key="to"
    )
    label: Located = field(Text(most=26), "The words beside the arrow.", example="helps to grow")
    says: RichText = field(
        Markdown(most_words=50),
        "The same in a full sentence, with its source.",
        example="Whoever trusts the lead asks more, and the others see it. [@example-2020]",
    )
    evidence: Located = field(Text(most=40), "How well founded it is, in a few words.", example="Survey, one company")


@dataclass(frozen=True, kw_only=True)
class Relation(ContentBlock):
    """How the concepts bear on each other: a drawing of boxes and arrows, and the same as a list."""

    caption: Located = field(
        Text(most=120), "What the drawing shows, in one line.", example="How trust and safety bear on each other"
    )
    parts: list[Part] = field(ListOf(Record(Part), least=2, most=4), "The boxes, from top to bottom.")
    links: list[Link] = field(ListOf(Record(Link), most=6), "The arrows, in the order in which to read them.")

    def check(self, reading: Reading) -> None:
        known = [part.id for part in self.parts]
        for link in self.links:
            for end in (link.from_part, link.to_part):
                if end not in known:
                    title = f"There is no part called `{end}`"
                    near, help = nearest(end, known), choices(known)
                    reading.suggest("unknown-name", end.span, "links", title, help, near=near, may_follow=True)
            if link.from_part == link.to_part:
                title = f"A link cannot lead from `{link.from_part}` to itself"
                reading.problem("refers-to-itself", link.to_part.span, "links", title)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        places = {part.id: place for place, part in enumerate(self.parts)}
        links = [(places[link.from_part], places[link.to_part], link.label) for link in self.links]
        return {
            "rows": figure([part.name for part in self.parts], links),
            "names": {p.id: p.name for p in self.parts},
        }
