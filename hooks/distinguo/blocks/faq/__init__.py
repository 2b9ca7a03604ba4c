"""FAQ: short answers to the questions readers really ask, and the same as schema.org's Question and Answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...fields import Identifier, ListOf, Located, Markdown, Reading, Record, ReferenceTo, Text, field
from ...text.rich_text import RichText
from ..base import Asked, ContentBlock, Drawing


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with its answer."""

    id: Located = field(
        Identifier(),
        "The question's lasting name. It is part of the question's address, so keep it when the wording changes.",
        example="trust-without-safety",
    )
    question: Located = field(
        Text(least=8, most=150),
        "The question as a reader would ask it, with a question mark at its end.",
        example="Can one exist without the other?",
    )
    answer: RichText = field(
        Markdown(most_words=60),
        "The answer, direct and complete in itself.",
        example="Yes. A team can rely on you and still keep quiet.",
    )
    more: Located | None = field(
        ReferenceTo("section"),
        "The section that says more, by its id: what stands behind # in its address.",
        example="section-relate",
        optional=True,
    )
    aliases: list[Located] | None = field(
        ListOf(Identifier(), most=20),
        "Earlier ids of the question, so that old links still lead to it.",
        example="[one-without-the-other]",
        optional=True,
    )


@dataclass(frozen=True, kw_only=True)
class Faq(ContentBlock):
    """Short answers to the questions that readers really ask."""

    is_usual = True
    heading = "FAQ"
    sheets = ("discussion_guide",)
    entry_list, entry_label = "questions", "question"
    keeps_names = True
    not_prose = ("faq__more",)

    questions: list[Question] = field(ListOf(Record(Question), most=40), "The questions, most asked first.")

    def read_alone(self) -> Iterable[tuple[str, RichText]]:
        return [(self.entry_anchor(question), question.answer) for question in self.questions]

    def check(self, reading: Reading) -> None:
        for question in self.questions:
            if not question.question.endswith("?"):
                title = f"The question “{question.question}” does not end with a question mark"
                path = f"{question.id} › question"
                reading.problem("no-question-mark", question.question.span, path, title, of_length=True)
            for id in (question.id, *(question.aliases or ())):
                if id.endswith("-answer"):
                    title = f"A question cannot have the id `{id}`"
                    reading.problem(
                        "reserved-id", id.span, question.id, title, "The address of an answer ends like this."
                    )

    def asked(self) -> Sequence[Asked]:
        return [
            Asked(one.question, one.question, self.entry_anchor(one), self.answer_anchor(one)) for one in self.questions
        ]

    def answer_anchor(self, question: Question) -> str:
        """The id of the question's answer on the page."""
        return f"{self.entry_anchor(question)}-answer"

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        return [
            {
                "@type": "Question",
                "@id": drawing.absolute_url(f"#{self.entry_anchor(question)}"),
                "name": question.question,
                "acceptedAnswer": {
                    "@type": "Answer",
                    "@id": drawing.absolute_url(f"#{self.answer_anchor(question)}"),
                    "text": drawing.html_for_machines(question.answer),
                },
            }
            for question in self.questions
        ]
