"""What content/fingerprints holds, a file for each explainer: the shapes of what was written down, and how they tell a
change in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..base.digests import LENGTH
from ..fields import Date, Day, Identifier, ListOf, Located, Number, Pattern, Record, WholeNumber, field

FINGERPRINT = Pattern(f"[0-9a-f]{{{LENGTH}}}", "a fingerprint")


@dataclass(frozen=True, kw_only=True)
class RecordedQuestionnaire:
    """What was written down of a questionnaire."""

    name: Located = field(
        Pattern(r"[a-z0-9-]+(?:/[a-z0-9-]+)?", "the name of a questionnaire"),
        "Its block type and, where it has one, its id.",
        example="self-check",
    )
    revision: Number = field(WholeNumber(), "Its `revision` at that time.", example="1")
    wording: Located = field(FINGERPRINT, "The fingerprint of its wording.", example="0a1b2c3d4e5f")
    ids: list[Located] = field(
        ListOf(Identifier(), least=0, most=1000), "The ids of its statements.", example="[t1, t2, t3]"
    )
    retired: list[Located] = field(
        ListOf(Identifier(), least=0, most=10_000),
        "The ids of statements that are gone; none is ever used again.",
        example="[t4]",
    )

    def changes_since(self, before: RecordedQuestionnaire | None) -> list[str]:
        """What has changed, in words."""
        if before is None:
            return [f"new, revision {self.revision}"]
        changes = []
        if self.revision != before.revision:
            changes.append(f"revision {self.revision} after {before.revision}")
        elif self.wording != before.wording:
            changes.append(f"other words, still revision {self.revision}")
        if gone := [id for id in before.ids if id in self.retired]:
            changes.append(f"retired {', '.join(gone)}")
        return changes


@dataclass(frozen=True, kw_only=True)
class Fingerprints:
    """What the pages of an explainer said and its self-checks asked when it was last written down. A command writes it,
    not you."""

    updated: Day | None = field(
        Date(),
        "The `updated` of its explainer.yml at that time; nothing where it was not published, or is gone.",
        example="2026-11-24",
        optional=True,
    )
    text: Located | None = field(
        FINGERPRINT, "The fingerprint of what its pages say.", example="0a1b2c3d4e5f", optional=True
    )
    aliases: list[Located] | None = field(
        ListOf(Identifier()), "The earlier names of its folder.", example="[other-explainer]", optional=True
    )
    questions: list[Located] | None = field(
        ListOf(Identifier(), most=10_000),
        "The ids of the questions of its FAQ, earlier ones included.",
        example="[why-left]",
        optional=True,
    )
    questionnaires: list[RecordedQuestionnaire] | None = field(
        ListOf(Record(RecordedQuestionnaire), most=1000), "An entry for each self-check.", optional=True
    )

    def changes_since(self, before: Fingerprints, renamed: Mapping[str, str]) -> list[str]:
        """What has changed, in words; `renamed` are the earlier ids of its questions, each with that of today."""
        changes = []
        if self.updated != before.updated:
            text = "the same words" if self.text == before.text else "other words"
            changes.append(f"{text}, updated {self.updated} after {before.updated}")
        elif self.text != before.text:
            changes.append(f"other words, still updated {self.updated}")
        changes += _changed_names("earlier name", self.aliases or [], before.aliases or [], {})
        return [*changes, *_changed_names("question", self.questions or [], before.questions or [], renamed)]


class Recorded(NamedTuple):
    """The fingerprints of an explainer, with its name and the file in which they were written down."""

    name: Located
    file: str
    fingerprints: Fingerprints


def by_name(asked: Iterable[RecordedQuestionnaire] | None) -> dict[str, RecordedQuestionnaire]:
    """What was asked, where anything was, by the names of the questionnaires."""
    return {one.name: one for one in asked or ()}


def _changed_names(kind: str, now: list[Located], before: list[Located], renamed: Mapping[str, str]) -> Iterator[str]:
    """What became of the names of one kind, in words: `2 questions more`, `question why-left gone`."""
    moved: dict[str, str] = {}
    for old in before:  # the latest names come first
        if old in renamed and renamed[old] not in before:
            moved.setdefault(renamed[old], old)
    yield from (f"{kind} {old} renamed to {name}" for name, old in moved.items())
    if new := [name for name in now if name not in before and name not in moved]:
        yield f"1 {kind} more" if len(new) == 1 else f"{len(new)} {kind}s more"
    yield from (f"{kind} {name} gone" for name in before if name not in now)
