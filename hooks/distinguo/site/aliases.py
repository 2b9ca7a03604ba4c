"""Checks the earlier names of explainers and questions: each leads to one thing, and nothing of today has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..base.problems import Related
from ..fields import Located, Reading
from .found import Found
from .site import Explainer


def check_aliases(found: Found) -> None:
    """Every earlier name of an explainer or a question leads to it alone, and nothing of today has it."""
    names = {name: f"the folder content/{name}" for name in (*found.explainers, *found.drafts)}
    told = {*names, *found.without_explainer()}
    names |= {name: f"docs/{name}" for name in _first_steps(found.root / "docs") if name not in told}
    folders = {page.path.partition("/")[0] for page in found.pages.values() if page.listing}
    names |= {folder: "the lists of explainers" for folder in folders if folder not in names}
    _check_aliases([_of_explainer(explainer, found) for explainer in found.explainers.values()], names)
    check_aliases_of_questions(found)


def check_aliases_of_questions(found: Found) -> None:
    """Every earlier name of a question leads to it alone, and no other of its explainer has it."""
    for explainer in found.unsure_explainers():
        questions = _of_questions(explainer, found)
        _check_aliases(questions, {question.name: f"the question `{question.name}`" for question in questions})


class _Named(NamedTuple):
    """An explainer or a question: its name of today, its earlier ones, and where they were typed."""

    name: str
    aliases: Sequence[Located]
    reading: Reading
    path: str


def _of_explainer(explainer: Explainer, found: Found) -> _Named:
    reading = found.reading(f"content/{explainer.id}/explainer.yml")
    return _Named(explainer.id, explainer.about.aliases or (), reading, "aliases")


def _of_questions(explainer: Explainer, found: Found) -> list[_Named]:
    named = []
    for block in explainer.blocks_that_keep_names():
        reading = found.reading(explainer.file_of(block))
        named += [_Named(one.id, one.aliases or (), reading, f"{one.id} › aliases") for one in block.entries()]
    return named


def _check_aliases(all_named: Iterable[_Named], names: dict[str, str]) -> None:
    """Tell which aliases are one of the `names` of today, each with what has it, or stand twice."""
    first: dict[str, tuple[_Named, Located]] = {}
    for named in all_named:
        for alias in named.aliases:
            other, place = first.setdefault(alias, (named, alias))
            related: tuple[Related, ...] = ()
            if alias == named.name:
                title, help = f"`{alias}` is the name of today, and no earlier one", "Leave it out."
            elif alias in names:
                title = f"The earlier name `{alias}` is that of {names[alias]} today"
                help = "An address leads to one place. Leave it out, or give the other another name."
            elif place is not alias:
                title = f"The earlier name `{alias}` is one of `{other.name}`, too"
                help = "An address leads to one place. Leave it out in one of the two."
                related = (Related(place.span, "first one"),) if other.reading.file == named.reading.file else ()
            else:
                continue
            named.reading.problem("taken-alias", alias.span, named.path, title, help, related=related)


def _first_steps(docs: Path) -> list[str]:
    """What the addresses of pages and files in docs begin with, in lower case: the names of folders and pages."""
    names = (path.stem if path.suffix == ".md" else path.name for path in docs.iterdir()) if docs.is_dir() else ()
    return sorted({name.casefold() for name in names})
