"""What there is to write down, and what was → the new texts of the files, and what was done, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ...base.digests import fingerprint
from ...fields import Located
from ...model.recorded import Fingerprints, Recorded, RecordedQuestionnaire, by_name
from ..site import Explainer, Page
from .taking import Said, renamed_questions, said_by

FOLDER = "content/fingerprints"

_HEADER_START = "# Written by `make fingerprint`"  # no file that begins otherwise is written over, or taken away
_HEADER = f"""\
{_HEADER_START} (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It tells when the text of the explainer changes and its `updated` does not; when an address that was published leads
# nowhere any more; when the questions of a questionnaire change and their `revision` does not; and which ids of
# statements are gone for good.
"""
_LONGEST_LIST = 100  # characters of a list on one line: longer ones have a line for each name
_MOST_UNCHANGED = 20  # explainers and questionnaires of which it is said that nothing changed: more are counted


class Renewal(NamedTuple):
    """The files of all explainers with their new texts (empty for one that is not needed any more), and what was done,
    in sentences."""

    files: dict[str, str]
    done: list[str]


class _Change(NamedTuple):
    """What became of an explainer or a questionnaire, in words; nothing where it is as it was."""

    name: str
    words: list[str]


def file_of(explainer: str) -> str:
    """The file of an explainer's fingerprints."""
    return f"{FOLDER}/{explainer}.yml"


def is_ours(text: str) -> bool:
    """Whether a file with this `text` was written here."""
    return text.startswith(_HEADER_START)


def renew(explainers: Collection[Explainer], pages: Iterable[Page], recorded: Mapping[str, Recorded] | None) -> Renewal:
    """What is to be written down now."""
    homes = {explainer.id: explainer for explainer in explainers}
    before = {name: one.fingerprints for name, one in (recorded or {}).items()}
    said = said_by(explainers, pages)
    now = {name: _renewed(homes.get(name), said.get(name), before.get(name)) for name in sorted({*homes, *before})}
    changes = [*_changes_of_explainers(homes, now, before), *_changes_of_questionnaires(now, before)]
    return Renewal({file_of(name): _as_text(one) for name, one in now.items()}, _in_sentences(changes))


def _renewed(home: Explainer | None, said: Said | None, before: Fingerprints | None) -> Fingerprints:
    """What is to be written down of one explainer. One that has become a draft again keeps what it has."""
    asked = _renewed_questionnaires(home, before.questionnaires if before else None) or None
    if said:
        return Fingerprints(**said._asdict(), questionnaires=asked)
    if home and before:
        kept = {**vars(before), "questionnaires": asked}
        return Fingerprints(**kept)
    return Fingerprints(questionnaires=asked)


def _renewed_questionnaires(
    home: Explainer | None, before: Iterable[RecordedQuestionnaire] | None
) -> list[RecordedQuestionnaire]:
    """An entry for every questionnaire that there is or was. An id once retired stays so, and so does a name."""
    now = {name: asked for _, name, asked in home.questionnaires} if home else {}
    known = by_name(before)
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


def _changes_of_explainers(
    homes: Mapping[str, Explainer], now: Mapping[str, Fingerprints], before: Mapping[str, Fingerprints]
) -> list[_Change]:
    """What became of the explainers that are published, or were: those that are there first, then the others."""
    known = {name: one for name, one in before.items() if one.text}
    changes = []
    for name, one in now.items():
        if one.text is None:
            continue
        home = homes[name]
        earlier = next((earlier for earlier in (name, *(home.about.aliases or ())) if earlier in known), "")
        old = known.pop(earlier, None)
        if old is None:
            words = [f"new, updated {one.updated}"]
        elif earlier != name:  # its text holds its name, so nothing tells whether the rest is the same
            words = [f"renamed, {earlier} before, updated {one.updated}"]
        else:
            words = one.changes_since(old, renamed_questions(home))
        changes.append(_Change(name, words))
    return [*changes, *(_Change(name, ["gone"]) for name in known)]


def _changes_of_questionnaires(
    now: Mapping[str, Fingerprints], before: Mapping[str, Fingerprints]
) -> Iterable[_Change]:
    for home, one in now.items():
        old = before.get(home)
        known = by_name(old.questionnaires if old else None)
        for asked in one.questionnaires or ():
            yield _Change(f"{home}/{asked.name}", asked.changes_since(known.get(asked.name)))


def _in_sentences(changes: list[_Change]) -> list[str]:
    unchanged = [change for change in changes if not change.words]
    if len(unchanged) > _MOST_UNCHANGED:
        told = [f"{name}: {'; '.join(words)}." for name, words in changes if words]
        return [*told, f"{len(unchanged)} {'others' if told else 'explainers and questionnaires'}: nothing changed."]
    return [f"{name}: {'; '.join(words) or 'nothing changed'}." for name, words in changes]


def _as_text(one: Fingerprints) -> str:
    """The text of a file; nothing where there is nothing to write down."""
    entries = (_fields(entry, indent=4).replace("    ", "  - ", 1) for entry in one.questionnaires or ())
    asked = "".join(entries)
    text = _fields(one, indent=0) + (f"questionnaires:\n{asked}" if asked else "")
    return text and _HEADER + text


def _fields(record: Fingerprints | RecordedQuestionnaire, indent: int) -> str:
    """The lines of a record's fields, but for those that hold records themselves."""
    texts = {name: value for name, value in vars(record).items() if value is not None and name != "questionnaires"}
    return "".join(f"{' ' * indent}{name}:{_value(value, indent)}\n" for name, value in texts.items())


def _value(value: object, indent: int) -> str:
    """A value behind its colon: a list on one line or, where that would be long, each of its names on its own."""
    if not isinstance(value, list):
        return f" {value}"
    one_line = f" [{', '.join(value)}]"
    return one_line if len(one_line) <= _LONGEST_LIST else "".join(f"\n{' ' * indent}  - {name}" for name in value)
