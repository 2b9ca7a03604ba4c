"""Turns what must not change unnoticed into short fingerprints, and compares it with those in content/fingerprints.yml.

The file is written by `distinguo fingerprint`, and read and checked with the rest of the content. It holds a list for
each kind of fingerprint. There is one kind so far: a questionnaire, whose saved answers mean what was asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .fields import Identifier, ListOf, Located, Number, Pattern, Record, WholeNumber, field
from .problems import Problem

if TYPE_CHECKING:
    from .blocks.self_check import SelfCheck
    from .model import Explainer

FILE = "content/fingerprints.yml"
COMMAND = "`distinguo fingerprint`"

_HEADER = """\
# Written by `distinguo fingerprint`; run that instead of editing this. Keep the file with the content.
# It tells when the questions of a questionnaire change and their `revision` does not, and which ids are gone for good.
"""
_LENGTH = 12  # hexadecimal digits


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was written down of a questionnaire."""

    name: Located = field(
        Pattern(r"[a-z0-9-]+(?:/[a-z0-9-]+){1,2}", "the name of a questionnaire"), "Its explainer, block type and id."
    )
    revision: Number = field(WholeNumber(), "Its `revision`.")
    wording: Located = field(Pattern(f"[0-9a-f]{{{_LENGTH}}}", "a fingerprint"), "The fingerprint of its wording.")
    ids: list[Located] = field(ListOf(Identifier(), least=0, most=1000), "The ids of its statements.")
    retired: list[Located] = field(
        ListOf(Identifier(), least=0, most=10_000), "The ids of statements that are gone; none is ever used again."
    )


@dataclass(frozen=True, kw_only=True)
class Fingerprints:
    """content/fingerprints.yml."""

    questionnaires: list[Recorded] = field(ListOf(Record(Recorded), least=0, most=1000), "The questionnaires.")


def fingerprint(value: object) -> str:
    """The fingerprint of a plain `value`: the beginning of the SHA-256 of its JSON, written in one fixed way."""
    canonical = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]


def questionnaire_name(explainer: str, block: SelfCheck) -> str:
    """The lasting name of a questionnaire: explainer, block type, and the block's id where it has one."""
    return "/".join(filter(None, (explainer, block.slug(), block.id)))


def check_fingerprints(
    explainers: Iterable[Explainer], recorded: Mapping[str, Recorded], *, renewing: bool
) -> Iterator[Problem]:
    """What is wrong with the questionnaires of `explainers` in view of what is `recorded`.

    `renewing` passes over what the renewal of the fingerprints mends.
    """
    for file, name, block in _questionnaires(explainers):
        before = recorded.get(name)
        if before is None:
            continue
        for _, statement in block.statements():
            if statement.id in before.retired:
                title = f"The id `{statement.id}` belonged to a statement that is gone"
                help = "Answers to that one would be taken for answers to this one. Give it an id that is new."
                yield Problem(file, statement.id.span, title, f"{statement.id} › id", help)
        if block.revision < before.revision:
            title = f"`revision` is {block.revision} and was {before.revision}"
            help = (
                f"Revisions only go up. If the meaning of the questions changed, write revision: {before.revision + 1}"
            )
            yield Problem(file, block.revision.span, title, "revision", help)
        if block.revision == before.revision and fingerprint(block.wording()) != before.wording and not renewing:
            title = f"The questions changed and `revision` is still {block.revision}"
            help = (
                f"If their meaning changed, write revision: {block.revision + 1}. "
                f"Then, or if it was only a slip of the pen, run {COMMAND}."
            )
            yield Problem(file, block.revision.span, title, "revision", help)


def warn_of_missing_fingerprints(
    explainers: Iterable[Explainer], recorded: Mapping[str, Recorded]
) -> Iterator[Problem]:
    """Which questionnaires, or revisions of them, have not been written down yet."""
    for file, name, block in _questionnaires(explainers):
        before = recorded.get(name)
        if before and before.revision == block.revision:
            continue
        title = "The fingerprint of these questions has not been taken"
        if before:
            title = f"The fingerprint of these questions is still that of revision {before.revision}"
        help = f"Run {COMMAND}. Until then nothing tells when they change."
        yield Problem(file, block.revision.span, title, "revision", help, is_warning=True)


def renew(explainers: Iterable[Explainer], recorded: Mapping[str, Recorded]) -> tuple[str, list[str]]:
    """The new text of the file, and what was done as sentences. An id once retired stays so, and so does a name."""
    now = {name: block for _, name, block in _questionnaires(explainers)}
    entries, done = [], []
    for name in sorted({*now, *recorded}):
        block, before = now.get(name), recorded.get(name)
        ids = [statement.id for _, statement in block.statements()] if block else []
        gone = [id for id in before.ids if id not in ids] if before else []
        retired = sorted({*before.retired, *gone}) if before else []
        revision = block.revision if block else before.revision
        wording = fingerprint(block.wording()) if block else before.wording
        entries.append(
            f"  - name: {name}\n"
            f"    revision: {revision}\n"
            f"    wording: {wording}\n"
            f"    ids: [{', '.join(ids)}]\n"
            f"    retired: [{', '.join(retired)}]\n"
        )
        changes = _changes(before, revision, wording, gone)
        done.append(f"{name}: {'; '.join(changes) or 'nothing changed'}.")
    return f"{_HEADER}questionnaires:\n{''.join(entries)}" if entries else "", done


def _changes(before: Recorded | None, revision: int, wording: str, gone: list[Located]) -> list[str]:
    if before is None:
        return [f"new, revision {revision}"]
    changes = []
    if revision != before.revision:
        changes.append(f"revision {revision} after {before.revision}")
    elif wording != before.wording:
        changes.append(f"other words, still revision {revision}")
    if gone:
        changes.append(f"retired {', '.join(gone)}")
    return changes


def _questionnaires(explainers: Iterable[Explainer]) -> Iterator[tuple[str, str, SelfCheck]]:
    """Every questionnaire with the file it stands in and its name."""
    for explainer in explainers:
        for block in explainer.blocks.get("self_check", ()):
            yield f"content/{explainer.id}/{block.slug()}.yml", questionnaire_name(explainer.id, block), block
