"""Turns what must not change unnoticed into short fingerprints, and compares it with those in content/fingerprints.yml.

The file is written by `distinguo fingerprint`, and read and checked with the rest of the content. It holds a list for
each of two kinds. An explainer's date says when its text last changed, so the text does not change without the date;
others link to it and to its questions, so none of their names goes without a word. A questionnaire's saved answers
mean what was asked, so the questions do not change without a new revision.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..base.digests import fingerprint
from ..base.problems import Problem
from ..blocks import FILES
from ..blocks.base import Questionnaire
from ..fields import Located
from ..model.recorded import Fingerprints, RecordedExplainer, RecordedQuestionnaire
from ..text.rich_text import RichText
from .site import Explainer, Page

FILE = "content/fingerprints.yml"

_HEADER = """\
# Written by `make fingerprint` (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It tells when the text of an explainer changes and its `updated` does not; when an address that was published leads
# nowhere any more; when the questions of a questionnaire change and their `revision` does not; and which ids of
# statements are gone for good.
"""
_KEEPING_NAMES = " or ".join(file for file, type in FILES.items() if type.keeps_names)
_LONGEST_LIST = 100  # characters of a list on one line: longer ones have a line for each name
_SILENT = ("revision", "aliases")  # fields that say nothing to readers


_COMMAND = "`distinguo fingerprint`"


def _until_then() -> str:
    return f"Run {_COMMAND}. Until then nothing tells when"


# What the check says.


def check_questionnaires(
    explainers: Iterable[Explainer], recorded: Fingerprints | None, *, renewing: bool
) -> Iterator[Problem]:
    """What is wrong with the questionnaires of `explainers` in view of what is `recorded`.

    `renewing` passes over what the renewal of the fingerprints mends.
    """
    known = _by_name(recorded.questionnaires if recorded else None)
    for file, name, asked in _questionnaires(explainers):
        before = known.get(name)
        if before is None:
            continue
        for id in asked.ids:
            if id in before.retired:
                title = f"The id `{id}` belonged to a statement that is gone"
                help = "Answers to that one would be taken for answers to this one. Give it an id that is new."
                yield Problem(file, id.span, title, f"{id} › id", help, code="retired-id")
        if asked.revision < before.revision:
            title = f"`revision` is {asked.revision} and was {before.revision}"
            help = (
                f"Revisions only go up. If the meaning of the questions changed, write revision: {before.revision + 1}"
            )
            yield Problem(file, asked.revision.span, title, "revision", help, code="revision-goes-up")
        if asked.revision == before.revision and fingerprint(asked.wording) != before.wording and not renewing:
            title = f"The questions changed and `revision` is still {asked.revision}"
            help = (
                f"If their meaning changed, write revision: {asked.revision + 1}. "
                f"Then, or if it was only a slip of the pen, run {_COMMAND}."
            )
            yield Problem(file, asked.revision.span, title, "revision", help, code="questions-changed")


def warn_of_questionnaires(explainers: Iterable[Explainer], recorded: Fingerprints | None) -> Iterator[Problem]:
    """Which questionnaires, or revisions of them, have not been written down yet. Nobody has answered a draft's."""
    known = _by_name(recorded.questionnaires if recorded else None)
    published = (explainer for explainer in explainers if not explainer.about.draft)
    for file, name, asked in _questionnaires(published):
        before = known.get(name)
        if before and before.revision == asked.revision:
            continue
        title = "The fingerprint of these questions has not been taken"
        if before:
            title = f"The fingerprint of these questions is still that of revision {before.revision}"
        yield Problem(
            file, asked.revision.span, title, "revision", f"{_until_then()} they change.", True, code="no-fingerprint"
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
            help = f"If another has taken its place, write below that one in its {_KEEPING_NAMES}: aliases: [{name}]."
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
        gone.update((name, name) for name in names if name not in homes)
        if home := homes.get(before.name):
            known = _question_names(home)
            missing = ((name, name) for name in before.questions or () if name not in known)
            gone_questions.setdefault(home.id, {}).update(missing)
    return gone, gone_questions


def _dead(name: Located, title: str, help: str) -> Problem:
    title = f"{title}, and links to it lead nowhere"
    return Problem(FILE, name.span, title, "", f"{help} If none has, run {_COMMAND}.", True, code="dead-address")


def _told_of(now: RecordedExplainer, before: RecordedExplainer | None) -> tuple[str, str] | None:
    """What is wrong with an explainer and what mends it, in view of what was written down `before`."""
    if before is None:
        return "The fingerprint of this explainer has not been taken", f"{_until_then()} its text changes."
    is_same_text, is_same_day = now.text == before.text, now.updated == before.updated
    if is_same_text and is_same_day:
        return None
    if is_same_day:
        help = (
            f"If that is the day of the change, or if it was only a slip of the pen, run {_COMMAND}. "
            "If not, write the day of the change as `updated` first."
        )
        return f"The text changed and `updated` is still {now.updated}", help
    if is_same_text:
        help = (
            "A date that moves alone is one that search engines stop believing. "
            f"Write updated: {before.updated} again. If something else has changed, such as a source, run {_COMMAND}."
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
    lists: dict[str, Sequence[RecordedExplainer | RecordedQuestionnaire]] = {
        "explainers": _renewed_explainers(explainers, pages, before.explainers or []),
        "questionnaires": _renewed_questionnaires(explainers, before.questionnaires or []),
    }
    names = {explainer.id: explainer.about.aliases or () for explainer in explainers}
    renamed = {explainer.id: _renamed_questions(explainer) for explainer in explainers}
    text, done = "", list[str]()
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
    now, known = {name: asked for _, name, asked in _questionnaires(explainers)}, _by_name(before)
    entries = []
    for name in sorted({*now, *known}):
        asked, old = now.get(name), known.get(name)
        ids = asked.ids if asked else []
        entries.append(
            RecordedQuestionnaire(
                name=Located(name),
                revision=(asked or known[name]).revision,
                wording=Located(fingerprint(asked.wording)) if asked else known[name].wording,
                ids=ids,
                retired=sorted({*old.retired, *(id for id in old.ids if id not in ids)}) if old else [],
            )
        )
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
                name=Located(explainer.id),
                updated=explainer.about.updated,
                text=Located(text),
                aliases=explainer.about.aliases,
                questions=_question_names(explainer) or None,
            )


def _question_names(explainer: Explainer) -> list[Located]:
    """The ids that lead to the questions of the explainer, those of today first."""
    questions = _questions(explainer)
    return [*(one.id for one in questions), *(alias for one in questions for alias in one.aliases or ())]


def _questions(explainer: Explainer) -> list[Any]:
    return [entry for block in explainer.blocks_that_keep_names() for entry in block.entries()]


def _renamed_questions(explainer: Explainer) -> Mapping[str, Located]:
    """The earlier ids of the explainer's questions, each with that of today."""
    return {alias: question.id for question in _questions(explainer) for alias in question.aliases or ()}


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


def _questionnaires(explainers: Iterable[Explainer]) -> Iterator[tuple[str, str, Questionnaire]]:
    """Every questionnaire with the file it stands in and its name."""
    for explainer in explainers:
        for block in explainer.all_blocks():
            if asked := block.questionnaire():
                yield explainer.file_of(block), block.lasting_name(explainer.id), asked


def _by_name(entries: Iterable[Any] | None) -> dict[str, Any]:
    return {entry.name: entry for entry in entries or ()}
