"""An explainer with its pages → what there is to write down of it: fingerprints that no layout of files changes."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ...base.digests import fingerprint
from ...fields import Day, Located
from ...text.rich_text import RichText
from ..site import Explainer, Page

_SILENT = ("revision", "aliases")  # fields that say nothing to readers


class Said(NamedTuple):
    """What the pages of an explainer say, as a fingerprint, with their day and the names that others link to."""

    updated: Day
    text: Located
    aliases: list[Located] | None
    questions: list[Located] | None


def said_by(
    explainers: Iterable[Explainer], pages: Iterable[Page], texts: Mapping[str, str] | None = None
) -> dict[str, Said]:
    """What there is to write down of the pages of every explainer that is not a draft.

    `texts` are the fingerprints of what they say, as far as these have been taken already.
    """
    texts = texts or {}
    own: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.explainer and not page.sheet:
            own[page.explainer.id].append(page)
    return {
        explainer.id: Said(
            updated=explainer.about.updated,
            text=Located(texts.get(explainer.id) or text_of(explainer, own[explainer.id])),
            aliases=explainer.about.aliases,
            questions=question_names(explainer) or None,
        )
        for explainer in explainers
        if not explainer.about.draft
    }


def text_of(explainer: Explainer, pages: Iterable[Page]) -> str:
    """The fingerprint of all that the `pages` of an explainer say."""
    return fingerprint(_said(explainer, pages))


def question_names(explainer: Explainer) -> list[Located]:
    """The ids that lead to the questions of the explainer, those of today first."""
    names = explainer.lasting_names
    return [*(name for name, _ in names), *(alias for _, aliases in names for alias in aliases)]


def renamed_questions(explainer: Explainer) -> Mapping[str, Located]:
    """The earlier ids of the explainer's questions, each with that of today."""
    return {alias: name for name, aliases in explainer.lasting_names for alias in aliases}


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
