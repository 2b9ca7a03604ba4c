"""What was written down and what there is now → what is wrong with the change, or what nobody may have noticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ...base.digests import fingerprint
from ...base.problems import START_OF_FILE, Problem
from ...blocks import FILES
from ...blocks.base import Questionnaire
from ...fields import Day, Located
from ...model.recorded import Fingerprints, Recorded, RecordedQuestionnaire, by_name
from ..site import Explainer, Page
from .before import OLD_FILE
from .taking import question_names, said_by

_COMMAND = "`distinguo fingerprint`"
_UNTIL_THEN = f"Run {_COMMAND}. Until then nothing tells when"
_KEEPING_NAMES = " or ".join(file for file, type in FILES.items() if type.keeps_names)


def check_questionnaires(
    explainers: Iterable[Explainer], recorded: Mapping[str, Recorded] | None, *, renewing: bool
) -> Iterator[Problem]:
    """What is wrong with the questionnaires of `explainers` in view of what is `recorded`.

    `renewing` passes over what the renewal of the fingerprints mends.
    """
    for file, asked, before in _asked(explainers, recorded):
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


def warn_of_changes(
    explainers: Collection[Explainer],
    drafts: Collection[str],
    pages: Iterable[Page],
    texts: Mapping[str, str],
    recorded: Mapping[str, Recorded] | None,
) -> Iterator[Problem]:
    """What has changed since it was written down, or has not been written down yet.

    `texts` are the fingerprints of what the explainers say now, as far as these have been taken already.
    """
    yield from _warn_of_questionnaires(explainers, recorded)
    yield from _warn_of_explainers(explainers, pages, texts, recorded)
    yield from _warn_of_dead_addresses(explainers, drafts, recorded)


def warn_of_old_file() -> Problem:
    """That the fingerprints of all explainers stand in one file, as they once did."""
    title = "Fingerprints have a file each now, and this one holds those of all explainers"
    help = f"Run {_COMMAND}: it moves them to content/fingerprints."
    return Problem(OLD_FILE, START_OF_FILE, title, "", help, True, code="old-fingerprints")


def _asked(
    explainers: Iterable[Explainer], recorded: Mapping[str, Recorded] | None
) -> Iterator[tuple[str, Questionnaire, RecordedQuestionnaire | None]]:
    """Every questionnaire with the file it stands in, and what was written down of it."""
    for explainer in explainers:
        before = (recorded or {}).get(explainer.id)
        known = by_name(before.fingerprints.questionnaires if before else None)
        yield from ((file, asked, known.get(name)) for file, name, asked in explainer.questionnaires)


def _warn_of_questionnaires(
    explainers: Iterable[Explainer], recorded: Mapping[str, Recorded] | None
) -> Iterator[Problem]:
    """Which questionnaires, or revisions of them, have not been written down yet. Nobody has answered a draft's."""
    published = (explainer for explainer in explainers if not explainer.about.draft)
    for file, asked, before in _asked(published, recorded):
        if before and before.revision == asked.revision:
            continue
        title = "The fingerprint of these questions has not been taken"
        if before:
            title = f"The fingerprint of these questions is still that of revision {before.revision}"
        yield Problem(
            file, asked.revision.span, title, "revision", f"{_UNTIL_THEN} they change.", True, code="no-fingerprint"
        )


def _warn_of_explainers(
    explainers: Iterable[Explainer],
    pages: Iterable[Page],
    texts: Mapping[str, str],
    recorded: Mapping[str, Recorded] | None,
) -> Iterator[Problem]:
    """Where an explainer's text and its date have not changed together.

    A site without any such file has not begun to keep fingerprints, and is not asked for them.
    """
    if recorded is None:
        return
    for name, now in said_by(explainers, pages, texts).items():
        before = recorded.get(name)
        updated = now.updated
        if told := _told_of(now.text, updated, before.fingerprints if before else Fingerprints()):
            file = f"content/{name}/explainer.yml"
            yield Problem(file, updated.span, told[0], "updated", told[1], True, code="text-and-date")


def _told_of(text: str, updated: Day, before: Fingerprints) -> tuple[str, str] | None:
    """What is wrong with an explainer and what mends it, in view of what was written down `before`."""
    if before.text is None:
        return "The fingerprint of this explainer has not been taken", f"{_UNTIL_THEN} its text changes."
    is_same_text, is_same_day = text == before.text, updated == before.updated
    if is_same_text and is_same_day:
        return None
    if is_same_day:
        help = (
            f"If that is the day of the change, or if it was only a slip of the pen, run {_COMMAND}. "
            "If not, write the day of the change as `updated` first."
        )
        return f"The text changed and `updated` is still {updated}", help
    if is_same_text:
        help = (
            "A date that moves alone is one that search engines stop believing. "
            f"Write updated: {before.updated} again. If something else has changed, such as a source, run {_COMMAND}."
        )
        return f"`updated` is {updated} and the text is that of {before.updated}", help
    return f"The fingerprint of this explainer is still that of {before.updated}", f"{_UNTIL_THEN} its text changes."


def _warn_of_dead_addresses(
    explainers: Iterable[Explainer], drafts: Collection[str], recorded: Mapping[str, Recorded] | None
) -> Iterator[Problem]:
    """Which addresses that were published lead nowhere any more: their explainer or question has no such name now.

    What has become a draft again is not gone.
    """
    gone, gone_questions = gone_names(explainers, drafts, recorded)
    for one in gone.values():
        help = f"If another has taken its place, write there, in its explainer.yml: aliases: [{one.name}]."
        yield _dead(one, f"There is no explainer `{one.name}` any more", help)
    for home, questions in gone_questions.items():
        for one in questions.values():
            help = f"If another has taken its place, write below that one in its {_KEEPING_NAMES}: "
            yield _dead(one, f"There is no question `{one.name}` in {home} any more", f"{help}aliases: [{one.name}].")


class Gone(NamedTuple):
    """A name that was published and is gone, with the file in which it was written down."""

    name: Located
    file: str


def gone_names(
    explainers: Iterable[Explainer], drafts: Collection[str], recorded: Mapping[str, Recorded] | None
) -> tuple[dict[str, Gone], dict[str, dict[str, Gone]]]:
    """What was published and has no such name now: explainers, and questions by the explainer that is there."""
    homes = {name: explainer for explainer in explainers for name in (explainer.id, *(explainer.about.aliases or ()))}
    gone: dict[str, Gone] = {}
    gone_questions: dict[str, dict[str, Gone]] = {}
    for name, file, before in (recorded or {}).values():
        if before.text is None:
            continue
        names = () if name in drafts else (name, *(before.aliases or ()))
        gone.update((one, Gone(one, file)) for one in names if one not in homes)
        if home := homes.get(name):
            known = {*question_names(home)}
            missing = ((one, Gone(one, file)) for one in before.questions or () if one not in known)
            gone_questions.setdefault(home.id, {}).update(missing)
    return gone, gone_questions


def _dead(gone: Gone, title: str, help: str) -> Problem:
    title = f"{title}, and links to it lead nowhere"
    return Problem(
        gone.file, gone.name.span, title, "", f"{help} If none has, run {_COMMAND}.", True, code="dead-address"
    )
