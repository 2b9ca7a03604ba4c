"""The parts of a site, each read by itself: the files of one part → what others ask of it, and what it asks of others.

A part is the folder of an explainer in content with that of its pages in docs; a folder of pages that belong to none;
the pages that lie right in docs; or a file of content for the whole site. What is wrong in it, as far as it shows by
itself, depends on nothing but its own files. What it refers to and links to elsewhere is noted, and looked up when all
parts have been read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ..base.problems import START_OF_FILE, lines, nearest, shown
from ..blocks import FILES
from ..blocks.base import ContentBlock
from .aliases import check_aliases_of_questions
from .docs_files import is_leftover
from .file_readers import is_of_content, read_file
from .fingerprints import text_of
from .found import Found, Part
from .hints import warn_alone
from .links import aims_of
from .names import names_of_others
from .placing import check_placements
from .questions import words_asked
from .site import Body

READ_BESIDE = [*FILES, "sources.yml"]  # beside explainer.yml


class Large(NamedTuple):
    """What a part holds that no other asks for: the blocks of its explainer, and the bodies of its pages."""

    blocks: dict[str, list[ContentBlock]]
    bodies: dict[str, Body]


def read_part(name: str, pages: Iterable[str], found: Found, drafts: bool) -> int:
    """Read the part of that `name` into `found`, with its `pages` by their paths in docs.

    Gives how many of its problems are told of its content; the others are told of its pages.
    """
    if "/" in name:
        read_file(name, found)
        return len(found.problems)
    if is_of_content(name, found.root):
        _read_explainer(found.root / "content" / name, found, drafts)
    in_content = len(found.problems)
    if not found.drafts:
        for path in pages:
            read_file(f"docs/{path}", found)
    return in_content


def _read_explainer(folder: Path, found: Found, drafts: bool) -> None:
    """Read the files of an explainer; of a draft that is left out, no more than that it is one.

    What is wrong with such a one is not told: an unfinished explainer does not hold up the others.
    """
    allowed = ["explainer.yml", *READ_BESIDE]
    file, told, referred = f"content/{folder.name}/explainer.yml", len(found.problems), len(found.references)
    if not is_there(folder / "explainer.yml"):
        found.missing(file, "Every explainer has an explainer.yml with its title, description and dates.")
    else:
        read_file(file, found)
        if found.explainers[folder.name].about.draft and not drafts:
            del found.explainers[folder.name], found.problems[told:], found.references[referred:]
            found.drafts |= {folder.name}
            return
    for path in sorted(folder.iterdir()):
        if path.name in READ_BESIDE:
            read_file(f"content/{folder.name}/{path.name}", found)
        elif path.name not in allowed and not is_leftover(path.name):
            refuse_file(path, allowed, "Explainers have", found)


def is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def refuse_file(path: Path, allowed: list[str], whose: str, found: Found) -> None:
    """Tell a file that nothing reads: its name is misspelt, or it does not belong here."""
    reading = found.reading(path.relative_to(found.root).as_posix())
    near = nearest(path.name, allowed)
    twin = f"{path.name.rpartition('.')[0]}.yml"
    if path.name.lower().endswith((".yaml", ".yml")) and twin in allowed and path.name != twin:
        title = f"Content files end with .yml: {shown(path.name)} is not read"
        is_double = (path.parent / twin).exists()
        help = f"{twin} stands beside it: keep one of the two." if is_double else f"Rename it to {twin}."
        reading.problem("wrong-ending", START_OF_FILE, "", title, help)
        return
    help = lines(f"Did you mean `{near}`?" if near else "", f"Files allowed here: {', '.join(allowed)}")
    reading.problem("unknown-file", START_OF_FILE, "", f"{whose} no file called {shown(path.name)}", help)


def sound_part(found: Found) -> Part | None:
    """The part that has been read into `found`; nothing where there is something to tell of it."""
    trial = replace(found, problems=[], references=[*found.references])
    if found.problems or found.drafts or not _is_sound(trial):
        return None
    names, aims, pages = names_of_others(trial), aims_of(trial), found.pages.values()
    if names is None or aims is None:
        return None
    for explainer in found.explainers.values():
        explainer.find_out()
    for page in pages:
        page.find_out()
    return Part(
        settings=found.settings,
        sources=found.sources,
        fingerprints=found.fingerprints,
        explainers=found.explainers,
        pages=found.pages,
        text="".join(text_of(explainer, pages) for explainer in found.explainers.values()),
        names=names,
        aims=aims,
        questions=words_asked(pages),
    )


def _is_sound(trial: Found) -> bool:
    """Whether a part that has been read shows nothing else by itself; what its pages refer to is added to `trial`."""
    check_placements(trial.pages.values(), trial)
    check_aliases_of_questions(trial)
    warn_alone(trial)
    return not trial.problems


def large_of(found: Found) -> Large:
    """What is large in the part that has been read into `found`."""
    blocks = next((one.blocks for one in found.explainers.values()), {})
    return Large(blocks, {path: page.held() for path, page in found.pages.items()})
