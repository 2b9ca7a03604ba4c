"""Steps: what to do, in order, with how well each is founded."""

from __future__ import annotations

from dataclasses import dataclass

from ...fields import Identifier, ListOf, Located, Markdown, Record, Text, field
from ...text.rich_text import RichText
from ..base import ContentBlock


@dataclass(frozen=True, kw_only=True)
class Step:
    """One action, how to take it, and the evidence behind it."""

    id: Located = field(Identifier(), "The step's lasting name.", example="model-it")
    action: Located = field(Text(most=80), "What to do, as an order to oneself.", example="Share a criticism you got")
    how: RichText = field(
        Markdown(most_words=80),
        "How to do it: words to say, things to arrange.",
        example="Begin your next meeting with what somebody told you, and what you changed.",
    )
    evidence: Located = field(Text(most=40), "How well founded it is, in a few words.", example="Field experiment")
    because: RichText = field(
        Markdown(most_words=50),
        "The finding behind it, with its source.",
        example="In one study, people still spoke up more a year later. [@example-2020]",
    )


@dataclass(frozen=True, kw_only=True)
class Steps(ContentBlock):
    """What to do, in the order in which to do it, each step with the evidence behind it."""

    entry_list, entry_label = "steps", "action"

    steps: list[Step] = field(ListOf(Record(Step), most=15), "The steps.")
