"""Turns what must not change unnoticed into short fingerprints, and compares it with those in content/fingerprints.yml.

The file is written by `distinguo fingerprint`, and read and checked with the rest of the content. It holds a list for
each of two kinds. An explainer's date says when its text last changed, so the text does not change without the date;
others link to it and to its questions, so none of their names goes without a word. A questionnaire's saved answers
mean what was asked, so the questions do not change without a new revision.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .commands import command
from .fields import Date, Day, Identifier, ListOf, Located, Number, Pattern, Record, WholeNumber, field
from .problems import Problem
from .rich_text import RichText

if TYPE_CHECKING:
    from .blocks.self_check import SelfCheck
    from .model import Explainer, Page

FILE = "content/fingerprints.yml"

_HEADER = """\
# Written by `make fingerprint` (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It tells when the text of an explainer changes and its `updated` does not; when an address that was published leads
# nowhere any more; when the questions of a questionnaire change and their `revision` does not; and which ids of
# statements are gone for good.
"""
_LENGTH = 12  # hexadecimal digits
_LONGEST_LIST = 100  # characters of a list on one line
_SILENT = ("revision", "aliases")  # fields that say nothing to readers
_FINGERPRINT = Pattern(f"[0-9a-f]{{{_LENGTH}}}", "a fingerprint")


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


def fingerprint(value: object) -> str:
    """The fingerprint of a plain `value`: the beginning of the SHA-256 of its JSON, written in one fixed way."""
    canonical = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]


def _command() -> str:
    return f"`{command('fingerprint')}`"


def _until_then() -> str:
    return f"Run {_command()}. Until then nothing tells when"


def questionnaire_name(explainer: str, block: SelfCheck) -> str:
    """The lasting name of a questionnaire: explainer, block type, and the block's id where it has one."""
    return "/".join(filter(None, (explainer, block.slug(), block.id)))


# What the check says.


def check_questionnaires(
    explainers: Iterable[Explainer], recorded: Fingerprints | None, *, renewing: bool
) -> Iterator[Problem]:
    """What is wrong with the questionnaires of `explainers` in view of what is `recorded`.

    `renewing` passes over what the renewal of the fingerprints mends.
    """
    known = _by_name(recorded.questionnaires if recorded else None)
    for file, name, block in _questionnaires(explainers):
        before = known.get(name)
        if before is None:
            continue
        for _, statement in block.statements():
            if statement.id in before.retired:
                title = f"The id `{statement.id}` belonged to a statement that is gone"
                help = "Answers to that one would be taken for answers to this one. Give it an id that is new."
                yield Problem(file, statement.id.span, title, f"{statement.id} › id", help, code="retired-id")
        if block.revision < before.revision:
            title = f"`revision` is {block.revision} and was {before.revision}"
            help = (
                f"Revisions only go up. If the meaning of the questions changed, write revision: {before.revision + 1}"
            )
            yield Problem(file, block.revision.span, title, "revision", help, code="revision-goes-up")
        if block.revision == before.revision and fingerprint(block.wording()) != before.wording and not renewing:
            title = f"The questions changed and `revision` is still {block.revision}"
            help = (
                f"If their meaning changed, write revision: {block.revision + 1}. "
                f"Then, or if it was only a slip of the pen, run {_command()}."
            )
            yield Problem(file, block.revision.span, title, "revision", help, code="questions-changed")


def warn_of_questionnaires(explainers: Iterable[Explainer], recorded: Fingerprints | None) -> Iterator[Problem]:
    """Which questionnaires, or revisions of them, have not been written down yet. Nobody has answered a draft's."""
    known = _by_name(recorded.questionnaires if recorded else None)
    published = (explainer for explainer in explainers if not explainer.about.draft)
    for file, name, block in _questionnaires(published):
        before = known.get(name)
        if before and before.revision == block.revision:
            continue
        title = "The fingerprint of these questions has not been taken"
        if before:
            title = f"The fingerprint of these questions is still that of revision {before.revision}"
        yield Problem(
            file, block.revision.span, title, "revision", f"{_until_then()} they change.", True, code="no-fingerprint"
        )


def warn_of_explainers(
    explainers: Iterable[Explainer], pages: Iterable[Page], recorded: Fingerprints | None
) -> Iterator[Problem]:
    """Where an explainer's text and its date have not changed together.

    A site without the file has not begun to keep fingerprints, and is not asked for them.
    """
    if recorded is None:
        return
    known = _by_name(recorded.explainers)
    for now in _recorded_explainers(explainers, pages):
        if told := _told_of(now, known.get(now.name)):
            file = f"content/{now.name}/explainer.yml"
            yield Problem(file, now.updated.span, told[0], "updated", told[1], True, code="text-and-date")


def warn_of_dead_addresses(
    explainers: Iterable[Explainer], drafts: Iterable[str], recorded: Fingerprints | None
) -> Iterator[Problem]:
    """Which addresses that were published lead nowhere any more: their explainer or question has no such name now.

    What has become a draft again is not gone.
    """
    gone, gone_questions = gone_names(explainers, drafts, recorded)
    for name in gone.values():
        help = f"If another has taken its place, write there, in its explainer.yml: aliases: [{name}]."
        yield _dead(name, f"There is no explainer `{name}` any more", help)
    for home, questions in gone_questions.items():
        for name in questions.values():
            help = f"If another has taken its place, write below that one in its faq.yml: aliases: [{name}]."
            yield _dead(name, f"There is no question `{name}` in {home} any more", help)


def gone_names(
    explainers: Iterable[Explainer], drafts: Iterable[str], recorded: Fingerprints | None
) -> tuple[dict[str, Located], dict[str, dict[str, Located]]]:
    """What was published and has no such name now: explainers, and questions by the explainer that is there.

    Each name comes with the place where it was written down.
    """
    homes = {name: explainer for explainer in explainers for name in (explainer.id, *(explainer.about.aliases or ()))}
    gone: dict[str, Located] = {}
    gone_questions: dict[str, dict[str, Located]] = {}
    for before in (recorded and recorded.explainers) or ():
        names = () if before.name in drafts else (before.name, *(before.aliases or ()))
        gone |= {name: name for name in names if name not in homes}
        if home := homes.get(before.name):
            known = _question_names(home)
            missing = {name: name for name in before.questions or () if name not in known}
            gone_questions.setdefault(home.id, {}).update(missing)
    return gone, gone_questions


def _dead(name: Located, title: str, help: str) -> Problem:
    title = f"{title}, and links to it lead nowhere"
    return Problem(FILE, name.span, title, "", f"{help} If none has, run {_command()}.", True, code="dead-address")


def _told_of(now: RecordedExplainer, before: RecordedExplainer | None) -> tuple[str, str] | None:
    """What is wrong with an explainer and what mends it, in view of what was written down `before`."""
    if before is None:
        return "The fingerprint of this explainer has not been taken", f"{_until_then()} its text changes."
    is_same_text, is_same_day = now.text == before.text, now.updated == before.updated
    if is_same_text and is_same_day:
        return None
    if is_same_day:
        help = (
            f"If that is the day of the change, or if it was only a slip of the pen, run {_command()}. "
            "If not, write the day of the change as `updated` first."
        )
        return f"The text changed and `updated` is still {now.updated}", help
    if is_same_text:
        help = (
            "A date that moves alone is one that search engines stop believing. "
            f"Write updated: {before.updated} again. If something else has changed, such as a source, run {_command()}."
        )
        return f"`updated` is {now.updated} and the text is that of {before.updated}", help
    return f"The fingerprint of this explainer is still that of {before.updated}", f"{_until_then()} its text changes."


# What the command writes.


def renew(
    explainers: Iterable[Explainer], pages: Iterable[Page], recorded: Fingerprints | None
) -> tuple[str, list[str]]:
    """The new text of the file, and what was done as sentences."""
    explainers = list(explainers)
    before = recorded or Fingerprints()
    lists = {
        "explainers": _renewed_explainers(explainers, pages, before.explainers or []),
        "questionnaires": _renewed_questionnaires(explainers, before.questionnaires or []),
    }
    names = {explainer.id: explainer.about.aliases or () for explainer in explainers}
    renamed = {explainer.id: _renamed_questions(explainer) for explainer in explainers}
    text, done = "", []
    for kind, entries in lists.items():
        known: dict[str, Any] = _by_name(getattr(before, kind))
        text += f"{kind}:\n" + "".join(map(_as_yaml, entries)) if entries else ""
        for entry in entries:
            name = next((name for name in (entry.name, *names.get(entry.name, ())) if name in known), entry.name)
            changes = entry.changes_since(known.pop(name, None), renamed.get(entry.name, {}))
            done.append(f"{entry.name}: {'; '.join(changes) or 'nothing changed'}.")
        done += [f"{name}: gone." for name in known]
    return text and _HEADER + text, done


def _renewed_explainers(
    explainers: list[Explainer], pages: Iterable[Page], before: list[RecordedExplainer]
) -> list[RecordedExplainer]:
    """An entry for every published explainer; one that has become a draft again keeps what it has."""
    drafts = [explainer.id for explainer in explainers if explainer.about.draft]
    kept = [one for one in before if one.name in drafts]
    return sorted([*kept, *_recorded_explainers(explainers, pages)], key=lambda one: one.name)


def _renewed_questionnaires(
    explainers: list[Explainer], before: list[RecordedQuestionnaire]
) -> list[RecordedQuestionnaire]:
    """An entry for every questionnaire that there is or was. An id once retired stays so, and so does a name."""
    now, known = {name: block for _, name, block in _questionnaires(explainers)}, _by_name(before)
    entries = []
    for name in sorted({*now, *known}):
        block, old = now.get(name), known.get(name)
        ids = [statement.id for _, statement in block.statements()] if block else []
        retired = sorted({*old.retired, *(id for id in old.ids if id not in ids)}) if old else []
        revision = block.revision if block else old.revision
        wording = fingerprint(block.wording()) if block else old.wording
        entries.append(RecordedQuestionnaire(name=name, revision=revision, wording=wording, ids=ids, retired=retired))
    return entries


def _as_yaml(entry: RecordedExplainer | RecordedQuestionnaire) -> str:
    texts = {
        key: _list_as_yaml(value) if isinstance(value, list) else f" {value}"
        for key, value in vars(entry).items()
        if value is not None
    }
    return "  - " + "    ".join(f"{key}:{text}\n" for key, text in texts.items())


def _list_as_yaml(names: list[Located]) -> str:
    """The `names` on one line, or, where that would be long, each on its own."""
    one_line = f" [{', '.join(names)}]"
    return one_line if len(one_line) <= _LONGEST_LIST else "".join(f"\n      - {name}" for name in names)


# What there is to take fingerprints of.


def _recorded_explainers(explainers: Iterable[Explainer], pages: Iterable[Page]) -> Iterator[RecordedExplainer]:
    """What there is to write down of every explainer that is not a draft."""
    pages = list(pages)
    for explainer in explainers:
        if not explainer.about.draft:
            own = [page for page in pages if page.explainer is explainer and not page.sheet]
            text = fingerprint(_said(explainer, own))
            yield RecordedExplainer(
                name=explainer.id,
                updated=explainer.about.updated,
                text=text,
                aliases=explainer.about.aliases,
                questions=_question_names(explainer) or None,
            )


def _question_names(explainer: Explainer) -> list[Located]:
    """The ids that lead to the questions of the explainer, those of today first."""
    questions = [question for block in explainer.blocks.get("faq", ()) for question in block.entries()]
    return [*(question.id for question in questions), *_renamed_questions(explainer)]


def _renamed_questions(explainer: Explainer) -> dict[Located, Located]:
    """The earlier ids of the explainer's questions, each with that of today."""
    questions = [question for block in explainer.blocks.get("faq", ()) for question in block.entries()]
    return {alias: question.id for question in questions for alias in question.aliases or ()}


def _said(explainer: Explainer, pages: Iterable[Page]) -> list[object]:
    """Everything that the explainer's pages say, without what it takes from elsewhere: sources, other explainers."""
    prose = {
        page.path: [
            page.title,
            page.short_title,
            page.description,
            [_plain(piece) if isinstance(piece, str) else [piece.name, *piece.arguments] for piece in page.pieces],
        ]
        for page in pages
    }
    return [_plain(explainer.blocks), prose]


def _plain(value: Any) -> Any:
    """A value of content as a plain one that is the same however it is laid out in its file.

    Optional fields that are not there are left out, so that a new one in the shape changes no fingerprint.
    """
    if isinstance(value, RichText):
        return _plain(value.marked_html)
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if not dataclasses.is_dataclass(value):
        return value
    names = [one.name for one in dataclasses.fields(value) if one.name not in _SILENT]
    return {name: _plain(one) for name in names if (one := getattr(value, name)) is not None}


def _questionnaires(explainers: Iterable[Explainer]) -> Iterator[tuple[str, str, SelfCheck]]:
    """Every questionnaire with the file it stands in and its name."""
    for explainer in explainers:
        for block in explainer.blocks.get("self_check", ()):
            yield f"content/{explainer.id}/{block.slug()}.yml", questionnaire_name(explainer.id, block), block


def _by_name(entries: Iterable[Any] | None) -> dict[str, Any]:
    return {entry.name: entry for entry in entries or ()}
