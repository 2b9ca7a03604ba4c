"""What content/fingerprints.yml holds: the shapes of what was written down, and how they tell a change in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..base.digests import LENGTH
from ..fields import Date, Day, Identifier, ListOf, Located, Number, Pattern, Record, WholeNumber, field

_FINGERPRINT = Pattern(f"[0-9a-f]{{{LENGTH}}}", "a fingerprint")


@dataclass(frozen=True, kw_only=True)
class RecordedExplainer:
    """What was written down of an explainer."""

    name: Located = field(Identifier(), "The name of the explainer's folder.", example="some-explainer")
    updated: Day = field(Date(), "The `updated` of its explainer.yml at that time.", example="2026-11-24")
    text: Located = field(_FINGERPRINT, "The fingerprint of what its pages say.", example="0a1b2c3d4e5f")
    aliases: list[Located] | None = field(
        ListOf(Identifier()), "The earlier names of its folder.", example="[other-explainer]", optional=True
    )
    questions: list[Located] | None = field(
        ListOf(Identifier(), most=10_000),
        "The ids of the questions of its FAQ, earlier ones included.",
        example="[why-left]",
        optional=True,
    )

    def changes_since(self, before: RecordedExplainer | None, renamed: Mapping[str, str]) -> list[str]:
        """What has changed, in words; `renamed` are the earlier ids of its questions, each with that of today."""
        if before is None:
            return [f"new, updated {self.updated}"]
        if self.name != before.name:  # its text holds its name, so nothing tells whether the rest is the same
            return [f"renamed, {before.name} before, updated {self.updated}"]
        changes = []
        if self.updated != before.updated:
            text = "the same words" if self.text == before.text else "other words"
            changes.append(f"{text}, updated {self.updated} after {before.updated}")
        elif self.text != before.text:
            changes.append(f"other words, still updated {self.updated}")
        changes += _changed_names("earlier name", self.aliases or [], before.aliases or [], {})
        return [*changes, *_changed_names("question", self.questions or [], before.questions or [], renamed)]


@dataclass(frozen=True, kw_only=True)
class RecordedQuestionnaire:
    """What was written down of a questionnaire."""

    name: Located = field(
        Pattern(r"[a-z0-9-]+(?:/[a-z0-9-]+){1,2}", "the name of a questionnaire"),
        "Its explainer, block type and id.",
        example="some-explainer/self-check",
    )
    revision: Number = field(WholeNumber(), "Its `revision` at that time.", example="1")
    wording: Located = field(_FINGERPRINT, "The fingerprint of its wording.", example="0a1b2c3d4e5f")
    ids: list[Located] = field(
        ListOf(Identifier(), least=0, most=1000), "The ids of its statements.", example="[t1, t2, t3]"
    )
    retired: list[Located] = field(
        ListOf(Identifier(), least=0, most=10_000),
        "The ids of statements that are gone; none is ever used again.",
        example="[t4]",
    )

    def changes_since(self, before: RecordedQuestionnaire | None, renamed: Mapping[str, str]) -> list[str]:
        """What has changed, in words; ids of statements are never `renamed`."""
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
    """What pages said and questionnaires asked when it was last written down. A command writes it, not you."""

    explainers: list[RecordedExplainer] | None = field(
        ListOf(Record(RecordedExplainer), most=1000), "An entry for each published explainer.", optional=True
    )
    questionnaires: list[RecordedQuestionnaire] | None = field(
        ListOf(Record(RecordedQuestionnaire), most=1000), "An entry for each self-check.", optional=True
    )


_Entry = TypeVar("_Entry", RecordedExplainer, RecordedQuestionnaire)


def by_name(entries: Iterable[_Entry] | None) -> dict[str, _Entry]:
    """The `entries` of one list, where there is one, by their names."""
    return {entry.name: entry for entry in entries or ()}


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
