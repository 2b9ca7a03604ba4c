"""What there is to write down, and what was → the new text of the file, and what was done, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...base.digests import fingerprint
from ...fields import Located
from ...model.recorded import Fingerprints, RecordedExplainer, RecordedQuestionnaire, by_name
from ..site import Explainer, Page
from .taking import questionnaires, recorded_explainers, renamed_questions

_HEADER = """\
# Written by `make fingerprint` (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It tells when the text of an explainer changes and its `updated` does not; when an address that was published leads
# nowhere any more; when the questions of a questionnaire change and their `revision` does not; and which ids of
# statements are gone for good.
"""
_LONGEST_LIST = 100  # characters of a list on one line: longer ones have a line for each name


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
    renamed = {explainer.id: renamed_questions(explainer) for explainer in explainers}
    text, done = "", list[str]()
    for kind, entries in lists.items():
        known: dict[str, Any] = by_name(getattr(before, kind))
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
    return sorted([*kept, *recorded_explainers(explainers, pages)], key=lambda one: one.name)


def _renewed_questionnaires(
    explainers: list[Explainer], before: list[RecordedQuestionnaire]
) -> list[RecordedQuestionnaire]:
    """An entry for every questionnaire that there is or was. An id once retired stays so, and so does a name."""
    now, known = {name: asked for _, name, asked in questionnaires(explainers)}, by_name(before)
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
