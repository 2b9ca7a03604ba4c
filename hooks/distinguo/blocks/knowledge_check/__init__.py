"""Knowledge check: short situations to tell apart. The reader predicts first, then reads why, and what decides."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...base.problems import choices, nearest
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
    field,
    tell_renamed,
    unmatched,
)
from ...text.rich_text import RichText
from ..base import Asked, ContentBlock, Drawing
from ..graph_nodes import references


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the answers that every situation can have."""

    id: Located = field(Identifier(), "The option's lasting name; situations name it.", example="both")
    label: Located = field(Text(most=60), "The option as readers see it.", example="Both")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One situation: what happens, which option fits, the clue that decides, and a reason for every option."""

    id: Located = field(Identifier(), "The situation's lasting name.", example="quiet-review")
    title: Located = field(
        Text(most=60), "The situation in a few words that do not give it away.", example="The quiet review"
    )
    situation: RichText = field(
        Markdown(most_words=80),
        "What happens, told so that a reader can see it.",
        example="In the review, everybody likes the lead. Nobody mentions the error that all have seen.",
    )
    answer: Located = field(Identifier(), "The option that fits, by its id.", example="both")
    clue: RichText = field(
        Markdown(inline=True, most_words=30),
        "What decides, in one line.",
        example="What happens to whoever speaks up.",
    )
    reasons: dict[Located, RichText] = field(
        TextsBy(Markdown(most_words=60)),
        "For every option why it fits or does not, by the option's id.",
        example="both: Nobody speaks up, so one of the two is missing.\nneither: They do like the lead.",
    )
    more: Located = field(
        ReferenceTo("section"),
        "The section that says more, by its id: what stands behind # in its address.",
        example="section-relate",
    )

    def check_options(self, options: list[Located], reading: Reading) -> None:
        """Tell where the answer is none of the `options`, and where options and reasons do not match."""
        unknown, missing = unmatched(self.reasons, options)
        for name, near in unknown:
            title = f"“{self.title}” has a reason for `{name}`, which is no option"
            path, help = f"{self.id} › reasons", choices(options)
            reading.suggest("unknown-name", name.span, path, title, help, near=near, may_follow=True)
        for name in missing:
            title = f"“{self.title}” has no reason for the option `{name}`"
            help = f"Add a line under reasons, such as:   {name}: Why it fits, or why it does not."
            span = next(iter(self.reasons), self.id).span
            reading.problem("missing-name", span, f"{self.id} › reasons", title, help, may_follow=True)
        if self.answer not in options:
            title = f"The answer of “{self.title}” is `{self.answer}`, which is no option"
            path, help, near = f"{self.id} › answer", choices(options), nearest(self.answer, options)
            reading.suggest("unknown-name", self.answer.span, path, title, help, near=near, may_follow=True)


@dataclass(frozen=True, kw_only=True)
class KnowledgeCheck(ContentBlock):
    """Situations to tell apart: the reader chooses first, then reads why, and what decides."""

    not_prose = ("situation__option", "situation__others", "situation__more")
    entry_list, entry_label = "situations", "title"

    question: Located = field(
        Text(most=120), "What every situation asks.", example="What is missing, or present, here?"
    )
    options: list[Option] = field(
        ListOf(Record(Option), least=2, most=8), "The answers to choose from, the same in every situation."
    )
    situations: list[Situation] = field(ListOf(Record(Situation), least=2, most=20), "The situations.")

    def check(self, reading: Reading) -> None:
        options = [option.id for option in self.options]
        if tell_renamed(options, [one.reasons for one in self.situations], "option", "options", reading):
            return
        for situation in self.situations:
            situation.check_options(options, reading)

    @property
    def result_anchor(self) -> str:
        """The id of what a script tells at the end. Ids of blocks have no double hyphen, so it is no block's."""
        return f"{self.anchor}--result"

    def asked(self) -> Sequence[Asked]:
        return [
            Asked(one.title, f"{one.title} {one.situation.plain()}", self.entry_anchor(one)) for one in self.situations
        ]

    def structured_data(self, drawing: Drawing) -> Sequence[Mapping[str, Any]]:
        questions = [self._question(situation, drawing) for situation in self.situations]
        quiz = {
            "@type": "Quiz",
            "@id": drawing.absolute_url(f"#{self.anchor}"),
            "name": self.title or drawing.title,
            "inLanguage": drawing.language,
            "hasPart": references(questions),
        }
        return [quiz, *questions]

    def _question(self, situation: Situation, drawing: Drawing) -> Mapping[str, Any]:
        answers = {
            option.id: {
                "@type": "Answer",
                "text": html.escape(option.label, quote=False),  # an answer's text is HTML
                "answerExplanation": {
                    "@type": "Comment",
                    "text": drawing.words_for_machines(situation.reasons[option.id]),
                },
            }
            for option in self.options
        }
        return {
            "@type": "Question",
            "@id": drawing.absolute_url(f"#{self.entry_anchor(situation)}"),
            "name": situation.title,
            "text": drawing.words_for_machines(situation.situation),
            "eduQuestionType": "Multiple choice",
            "acceptedAnswer": answers.pop(situation.answer),
            "suggestedAnswer": list(answers.values()),
        }
