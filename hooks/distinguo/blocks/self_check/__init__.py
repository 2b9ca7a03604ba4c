"""Self-check: statements on a frequency scale, scored on the reader's own device, and by hand on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from ...base.digests import fingerprint
from ...base.problems import lines
from ...fields import (
    Choice,
    Flag,
    Identifier,
    ListOf,
    Located,
    Markdown,
    Number,
    Reading,
    Record,
    Text,
    TextsBy,
    WholeNumber,
    field,
    how_to_add,
    named_fields,
    tell_renamed,
    tell_repeated,
)
from ...text.rich_text import RichText
from ..base import ContentBlock, Drawing, Questionnaire
from ..grid import LEVELS, Corner, check_corners, corner
from . import scoring

MOST_REVERSED = 2  # in a dimension: readers trip over more
_NEGATION = re.compile(r"\b(?:not|never|no one|nobody)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement that readers answer with a frequency."""

    id: Located = field(
        Identifier(),
        "The statement's lasting name. It is never given to another statement, not even when this one is gone.",
        example="t1",
    )
    text: Located = field(
        Text(most=160), "The statement, in one sentence.", example="I can tell this person about a mistake of mine."
    )
    reverse: bool | None = field(
        Flag(),
        "`true` where a high frequency speaks for a low result. Say the opposite, not a negation.",
        optional=True,
    )


@dataclass(frozen=True, kw_only=True)
class SubjectChoice:
    """One of those whom or what statements may be about."""

    id: Located = field(Identifier(), "The answer's lasting name.", example="lead")
    label: Located = field(Text(most=60), "The answer as readers see it.", example="My team lead")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whom or what the statements of a dimension are about, for the reader to say first."""

    question: Located = field(
        Text(most=100), "The question that readers answer first.", example="Whom do the trust statements concern?"
    )
    choices: list[SubjectChoice] = field(ListOf(Record(SubjectChoice), least=2, most=6), "The answers to choose from.")
    skip: Located | None = field(
        Text(most=60),
        "The words of a further answer that leaves the whole dimension out.",
        example="Leave these statements out",
        optional=True,
    )


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """What several statements together tell about."""

    id: Located = field(Identifier(), "The dimension's lasting name.", example="trust")
    title: Located = field(Text(most=40), "Its name as readers say it.", example="Trust in one person")
    subject: Located = field(
        Text(most=40), "The words by which its statements name whom or what they are about.", example="this person"
    )
    choose_subject: Subject | None = field(
        Record(Subject), "Whom or what its statements are about, where the reader says it first.", optional=True
    )
    statements: list[Statement] = field(
        ListOf(Record(Statement), least=4, most=20), "The statements, in the order of the page."
    )
    high: RichText | None = field(
        Markdown(),
        "What a clearly high result suggests, and what to do. It is needed where there are no `places`.",
        example="You can probably ask this person for a hard favor.",
        optional=True,
    )
    low: RichText | None = field(
        Markdown(),
        "What a clearly low result suggests, and what to do. It is needed where there are no `places`.",
        example="Start small, and tell this person one thing that is hard to say.",
        optional=True,
    )

    def check(self, reading: Reading) -> None:
        turned = [statement for statement in self.statements if statement.reverse]
        if turned and turned[0] is self.statements[0]:
            help = "Put it further down: the first statement tells readers which way the others go."
            title = f"The first statement of `{self.id}` is a reversed one"
            reading.problem("reversed-first", turned[0].id.span, f"{self.id} › statements", title, help)
        if len(turned) > MOST_REVERSED:
            help = "Say one of them the other way round, and take away its `reverse: true`."
            title = f"`{self.id}` has {len(turned)} reversed statements; it should have at most {MOST_REVERSED}"
            span = turned[MOST_REVERSED].id.span
            reading.problem("too-many-reversed", span, f"{self.id} › statements", title, help)
        for statement in self.statements:
            self._check_wording(statement, reading)

    def _check_wording(self, statement: Statement, reading: Reading) -> None:
        path = f"{statement.id} › text"
        if not re.search(rf"\b{re.escape(self.subject)}\b", statement.text, re.IGNORECASE):
            title = f"The statement `{statement.id}` does not say “{self.subject}”"
            help = f"It should name what it is about, as `subject` of `{self.id}` has it."
            reading.problem("no-subject", statement.text.span, path, title, help, is_warning=True)
        if statement.reverse and (found := _NEGATION.search(statement.text)):
            title = f"The reversed statement `{statement.id}` holds the negation “{found[0]}”"
            help = "Say the opposite itself: readers trip over a negation that counts the other way round."
            reading.problem("negation", statement.text.span, path, title, help, is_warning=True)


@dataclass(frozen=True, kw_only=True)
class NearLine:
    """The totals that are neither high nor low."""

    statements: Number = field(
        WholeNumber(most=100),
        "How many statements the two totals below are for. For other numbers they scale.",
        example="6",
    )
    first: Number = field(WholeNumber(), "The lowest total that is near the line.", example="16", key="from")
    last: Number = field(WholeNumber(), "The highest total that is near the line.", example="20", key="to")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One of the four combinations of high and low in two dimensions."""

    id: Located = field(Identifier(), "The place's lasting name.", example="trusted-but-silent")
    levels: dict[Located, Located] = field(
        TextsBy(Choice(*LEVELS)),
        "Whether each of the two dimensions is high or low here, by the dimension's id.",
        example="trust: high\nsafety: low",
    )
    name: Located = field(Text(most=32), "The place in a few words.", example="Trusted, and silent")
    advice: RichText = field(
        Markdown(),
        "What such a result suggests, and what to do.",
        example="People rely on each other and still keep quiet. Ask one of them what would help.",
    )


@dataclass(frozen=True)
class Part:
    """A dimension as the page shows it: its statements with their numbers, and its hand scoring."""

    dimension: Dimension
    statements: list[tuple[int, Statement]]
    needed: int
    columns: list[tuple[int, dict[str, str]]]  # for each number of answers: the totals of each zone, as `6–15`

    @property
    def reversed_numbers(self) -> str:
        return ", ".join(str(number) for number, statement in self.statements if statement.reverse)


@dataclass(frozen=True)
class Advice:
    """What a result suggests: the levels it is for, in words and by id, and its name where it has one."""

    levels: dict[str, str]
    name: str
    says: RichText


@dataclass(frozen=True, kw_only=True)
class SelfCheck(ContentBlock):
    """A questionnaire that readers answer for themselves. Nothing of it leaves their browser."""

    heading = "Self-check"
    entry_list, entry_label = "dimensions", "title"

    revision: Number = field(
        WholeNumber(), "A number that goes up when the meaning of a statement or of the scale changes.", example="1"
    )
    period: Located = field(
        Text(most=60), "The time that the statements ask about; each part shows it.", example="In the last month"
    )
    scale: list[Located] = field(
        ListOf(Text(most=24), least=3, most=7),
        "The frequencies to answer with, lowest first.",
        example="[Never, Rarely, Sometimes, Often, Always]",
    )
    can_not_say: Located = field(
        Text(most=24), "The words of the answer that counts for nothing.", example="I can't say"
    )
    near_line: NearLine = field(Record(NearLine), "Which totals lie near the line between high and low.")
    dimensions: list[Dimension] = field(
        ListOf(Record(Dimension), most=8), "What the statements tell about, in the order of the page."
    )
    places: list[Place] | None = field(
        ListOf(Record(Place), most=8),
        "With two dimensions: a name and advice for each of the four combinations of high and low.",
        optional=True,
    )
    limits: RichText = field(
        Markdown(most_words=200),
        "What the result cannot tell.",
        example="A few statements about one month cannot tell how a team is.",
    )

    @property
    def line(self) -> scoring.Line:
        return scoring.Line(self.near_line.statements, self.near_line.first, self.near_line.last)

    @property
    def prefix(self) -> str:
        """How the ids of its parts begin. What follows stands behind two hyphens: no id of an editor holds those."""
        return f"{self.slug()}-{self.id}" if self.id else self.slug()

    def statements(self) -> Iterator[tuple[Dimension, Statement]]:
        """All statements in the order of the page, each with its dimension."""
        return ((dimension, statement) for dimension in self.dimensions for statement in dimension.statements)

    # What must be right of the whole.

    def check(self, reading: Reading) -> None:
        self._check_ids(reading)
        self._check_line(reading)
        if self.places:
            self._check_places(self.places, reading)
        else:
            self._check_advice(reading)

    def _check_ids(self, reading: Reading) -> None:
        """Within a dimension, equal ids have been told by its list."""
        first: dict[str, tuple[Dimension, Statement]] = {}
        for dimension, statement in self.statements():
            home, other = first.setdefault(statement.id, (dimension, statement))
            if home is not dimension:
                help = "The statements of all dimensions have names of their own."
                tell_repeated(other.id, statement.id, f"{dimension.id} › statements", reading, help)

    def _check_line(self, reading: Reading) -> None:
        near = self.near_line
        lowest, highest = near.statements, near.statements * len(self.scale)
        outside = [(name, n) for name, n in (("from", near.first), ("to", near.last)) if not lowest <= n <= highest]
        for name, total in outside:
            title = f"`{name}` ({total}) is no total that {near.statements} statements can have"
            help = f"With answers from 1 to {len(self.scale)}, they come to {lowest} to {highest}."
            reading.problem("impossible-total", total.span, f"near_line › {name}", title, help)
        if near.first > near.last and not outside:
            title = f"`from` ({near.first}) is larger than `to` ({near.last})"
            reading.problem("wrong-order", near.first.span, "near_line › from", title)

    def _check_places(self, places: list[Place], reading: Reading) -> None:
        if len(self.dimensions) != 2:
            count = "there is 1" if len(self.dimensions) == 1 else f"there are {len(self.dimensions)}"
            help = "Take `places` out, and write `high` and `low` for each dimension."
            title = f"`places` are for two dimensions; {count}"
            reading.problem("needs-two-dimensions", places[0].id.span, "places", title, help, may_follow=True)
            return
        if tell_renamed(self._names, [place.levels for place in places], "dimension", "dimensions", reading):
            return
        before = len(reading.problems)
        taken = check_corners(places, self._names, "place", reading)
        for missing in product(LEVELS, LEVELS) if len(reading.problems) == before else ():
            if missing not in taken:
                levels = ", ".join(f"{name}: {level}" for name, level in zip(self._names, missing, strict=True))
                help = f"Add one with the line:   levels: {{{levels}}}"
                title = f"There is no place for {levels}"
                reading.problem("missing-place", places[0].id.span, "places", title, help, may_follow=True)

    @property
    def _names(self) -> list[Located]:
        return [dimension.id for dimension in self.dimensions]

    def _check_advice(self, reading: Reading) -> None:
        for dimension in self.dimensions:
            missing = [level for level in LEVELS if getattr(dimension, level) is None]
            if missing:
                fields = named_fields(Dimension)
                help = lines(*(how_to_add(level, fields[level]) for level in missing))
                if len(self.dimensions) == 2:
                    help = lines(help, "Or write `places` for the four combinations of high and low.")
                title = f"Nothing says what a {' or a '.join(missing)} result for `{dimension.id}` suggests"
                reading.problem("missing-advice", dimension.id.span, dimension.id, title, help, may_follow=True)

    # What saved answers are tied to.

    def questionnaire(self) -> Questionnaire:
        statements = list(self.statements())
        asked = [[dimension.id, one.id, one.text, bool(one.reverse)] for dimension, one in statements]
        return Questionnaire(self.revision, [one.id for _, one in statements], [self.period, self.scale, asked])

    def structure(self) -> list[object]:
        """What saved answers are tied to: a mended slip of the pen in a statement leaves it as it is."""
        items = [[one.id, dimension.id, bool(one.reverse)] for dimension, one in self.statements()]
        return [self.revision, self.scale, items]

    # What the template shows.

    def context(self, drawing: Drawing) -> dict[str, Any]:
        return {
            "parts": self._parts(),
            "pieces": list(self._advice()),
            "corners": self._corners(),
            "band": self._band(),
            "fingerprint": fingerprint(self.structure()),
            "storage_name": self.lasting_name(drawing.home),
            "level": 3 if self.title else 2,  # of its headings
        }

    def _parts(self) -> list[Part]:
        parts, number = [], 0
        for dimension in self.dimensions:
            numbered = list(enumerate(dimension.statements, number + 1))
            number += len(numbered)
            needed = scoring.needed(len(numbered))
            columns = [(count, self._totals(count)) for count in range(needed, len(numbered) + 1)]
            parts.append(Part(dimension, numbered, needed, columns))
        return parts

    def _totals(self, answered: int) -> dict[str, str]:
        zones = scoring.totals(answered, len(self.scale), self.line)
        return {
            zone: "" if reach is None else str(reach[0]) if reach[0] == reach[1] else f"{reach[0]}–{reach[1]}"
            for zone, reach in zones.items()
        }

    def _advice(self) -> Iterator[Advice]:
        """All pieces of advice: those of the places first, then those of single dimensions."""
        for levels, place in sorted((corner(place, self._names), place) for place in self.places or ()):
            yield Advice(dict(zip(self._names, levels, strict=True)), place.name, place.advice)
        for dimension in self.dimensions:
            for level in LEVELS:
                if says := getattr(dimension, level):
                    yield Advice({dimension.id: level}, "", says)

    def _corners(self) -> dict[Corner, str]:
        """The names of the places, by their levels."""
        return {corner(place, self._names): place.name for place in self.places or ()}

    def _band(self) -> tuple[float, float]:
        """Where the zone near the line begins and ends, in percent of the way from the lowest to the highest mean."""
        near, reach = self.near_line, self.near_line.statements * (len(self.scale) - 1)
        first, last = (round(100 * (total - near.statements) / reach, 2) for total in (near.first, near.last))
        return first, last
