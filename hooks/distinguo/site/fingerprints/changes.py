"""What was written down and what there is now → what is wrong with the change, or what nobody may have noticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...base.digests import fingerprint
from ...base.problems import Problem
from ...blocks import FILES
from ...fields import Located
from ...model.recorded import Fingerprints, RecordedExplainer, by_name
from ..site import Explainer, Page
from .taking import question_names, questionnaires, recorded_explainers

FILE = "content/fingerprints.yml"

_COMMAND = "`distinguo fingerprint`"
_UNTIL_THEN = f"Run {_COMMAND}. Until then nothing tells when"
_KEEPING_NAMES = " or ".join(file for file, type in FILES.items() if type.keeps_names)


def check_questionnaires(
    explainers: Iterable[Explainer], recorded: Fingerprints | None, *, renewing: bool
) -> Iterator[Problem]:
    """What is wrong with the questionnaires of `explainers` in view of what is `recorded`.

    `renewing` passes over what the renewal of the fingerprints mends.
    """
    known = by_name(recorded.questionnaires if recorded else None)
    for file, name, asked in questionnaires(explainers):
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


def warn_of_changes(
    explainers: Collection[Explainer], drafts: Iterable[str], pages: Iterable[Page], recorded: Fingerprints | None
) -> Iterator[Problem]:
    """What has changed since it was written down, or has not been written down yet."""
    yield from _warn_of_questionnaires(explainers, recorded)
    yield from _warn_of_explainers(explainers, pages, recorded)
    yield from _warn_of_dead_addresses(explainers, drafts, recorded)


def _warn_of_questionnaires(explainers: Iterable[Explainer], recorded: Fingerprints | None) -> Iterator[Problem]:
    """Which questionnaires, or revisions of them, have not been written down yet. Nobody has answered a draft's."""
    known = by_name(recorded.questionnaires if recorded else None)
    published = (explainer for explainer in explainers if not explainer.about.draft)
    for file, name, asked in questionnaires(published):
        before = known.get(name)
        if before and before.revision == asked.revision:
            continue
        title = "The fingerprint of these questions has not been taken"
        if before:
            title = f"The fingerprint of these questions is still that of revision {before.revision}"
        yield Problem(
            file, asked.revision.span, title, "revision", f"{_UNTIL_THEN} they change.", True, code="no-fingerprint"
        )


def _warn_of_explainers(
    explainers: Iterable[Explainer], pages: Iterable[Page], recorded: Fingerprints | None
) -> Iterator[Problem]:
    """Where an explainer's text and its date have not changed together.

    A site without the file has not begun to keep fingerprints, and is not asked for them.
    """
    if recorded is None:
        return
    known = by_name(recorded.explainers)
    for now in recorded_explainers(explainers, pages):
        if told := _told_of(now, known.get(now.name)):
            file = f"content/{now.name}/explainer.yml"
            yield Problem(file, now.updated.span, told[0], "updated", told[1], True, code="text-and-date")


def _told_of(now: RecordedExplainer, before: RecordedExplainer | None) -> tuple[str, str] | None:
    """What is wrong with an explainer and what mends it, in view of what was written down `before`."""
    if before is None:
        return "The fingerprint of this explainer has not been taken", f"{_UNTIL_THEN} its text changes."
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
    return f"The fingerprint of this explainer is still that of {before.updated}", f"{_UNTIL_THEN} its text changes."


def _warn_of_dead_addresses(
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
            known = question_names(home)
            missing = ((name, name) for name in before.questions or () if name not in known)
            gone_questions.setdefault(home.id, {}).update(missing)
    return gone, gone_questions


def _dead(name: Located, title: str, help: str) -> Problem:
    title = f"{title}, and links to it lead nowhere"
    return Problem(FILE, name.span, title, "", f"{help} If none has, run {_COMMAND}.", True, code="dead-address")
