"""Call to action: the one thing to do next, on this site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...fields import Located, Markdown, Reading, ReferenceTo, Text, field
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing


@dataclass(frozen=True, kw_only=True)
class CallToAction(ContentBlock):
    """The one thing to do next, with a link. Where there is no such file, its placement shows nothing."""

    is_optional = True

    text: RichText = field(
        Markdown(most_words=50),
        "Why the reader should go there.",
        example="You know the difference now. Here is how to begin.",
    )
    label: Located = field(Text(most=40), "The words on the link.", example="Start on Monday")
    explainer: Located | None = field(
        ReferenceTo("explainer"),
        "The explainer that the link leads to, by the name of its folder. Give this or `section`.",
        example="start-building-psychological-safety",
        optional=True,
    )
    section: Located | None = field(
        ReferenceTo("section"),
        "The section of this explainer that the link leads to. Give this or `explainer`.",
        example="section-relate",
        optional=True,
    )

    def check(self, reading: Reading) -> None:
        if bool(self.explainer) == bool(self.section):
            title = "A call to action leads to one place: an explainer or a section"
            help = "Give it a line explainer: … or a line section: …"
            reading.problem("one-place", self.label.span, "label", title, help)

    def context(self, drawing: Drawing) -> dict[str, Any]:
        if self.explainer:
            return {"url": drawing.explainer_url(self.explainer)}
        assert self.section, "the check wants one of the two"
        return {"url": drawing.section(self.section).url}
