"""What has been read of a site, sound or not → what the checks across its files ask of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..base.own_files import is_link
from ..base.problems import START_OF_FILE, Problem
from ..fields import Reading, Reference
from ..model.recorded import Recorded
from ..model.shapes import Settings, Source
from .docs_files import paths_below
from .share_images import ImageFile
from .site import Explainer, Page

_MOST_COMPARED = 30_000  # names with what was typed, in all: each takes some microseconds, and nobody reads so much


def folder_of(docs_path: str) -> str:
    """The first folder on the way to a file of docs; an empty text for one right in docs."""
    return docs_path.partition("/")[0] if "/" in docs_path else ""


class Aim(NamedTuple):
    """What a link leads to: a file of docs by its path, and the id of something on it, if it names one."""

    path: str
    fragment: str


@dataclass
class Part:
    """A part of a site (see `parts`) of which there is nothing to tell: what it is, and what it asks of the others.

    It is plain values. What is large in it may have to be got from elsewhere.
    """

    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)  # of the site
    fingerprints: dict[str, Recorded] | None = None
    explainers: dict[str, Explainer] = field(default_factory=dict)  # one at most
    pages: dict[str, Page] = field(default_factory=dict)
    text: str = ""  # the fingerprint of what its explainer says
    names: list[tuple[str, str]] = field(default_factory=list)  # that others must have, each after its kind
    aims: list[Aim] = field(default_factory=list)  # of links to pages and files of others
    questions: list[str] = field(default_factory=list)  # which no other may ask, in words that can be compared

    @property
    def explainer(self) -> str:
        """The id of its explainer; an empty text where there is none."""
        return next(iter(self.explainers), "")

    @property
    def is_draft(self) -> bool:
        return any(one.about.draft for one in self.explainers.values())


@dataclass
class Found:
    """What has been read, sound or not: checks across files use whatever there is."""

    root: Path
    typed: dict[str, str] = field(default_factory=dict)  # what was read of each file, as it is
    texts: dict[str, str] = field(default_factory=dict)  # what was read of it without hidden characters
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    explainers: dict[str, Explainer] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    pages: dict[str, Page] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # of docs, without leftovers, links and those of drafts
    fingerprints: dict[str, Recorded] | None = None
    image_files: dict[str, ImageFile] = field(default_factory=dict)
    compared: int = 0  # names, with those that lead nowhere
    given: dict[str, bytes] = field(default_factory=dict)  # the bytes of files that have been looked at already
    sound: dict[str, Part] = field(default_factory=dict)  # the parts of which nothing is to be told
    digests: dict[str, str] = field(default_factory=dict)  # of what is typed in parts, where they are known
    of_pages: list[Problem] = field(default_factory=list)  # that wait to be told after those of content

    @cached_property
    def docs(self) -> list[str]:
        """The files of docs by their paths, without leftovers and links."""
        docs = self.root / "docs"
        return [*paths_below(docs)] if docs.is_dir() and not is_link(docs) else []

    @cached_property
    def pages_typed(self) -> dict[str, list[str]]:
        """Those of them that are pages, by the first folder that they are in."""
        pages: dict[str, list[str]] = defaultdict(list)
        for path in (path for path in self.docs if path.endswith(".md")):
            pages[folder_of(path)].append(path)
        return pages

    def unsure_explainers(self) -> list[Explainer]:
        """The explainers of which there may be something to tell."""
        return [explainer for name, explainer in self.explainers.items() if name not in self.sound]

    def unsure_pages(self) -> list[Page]:
        """The pages of which there may be something to tell."""
        return [page for path, page in self.pages.items() if folder_of(path) not in self.sound]

    def may_compare(self, names: int) -> bool:
        """Whether what leads nowhere may still be looked up among so many `names`, for the one that was meant."""
        self.compared += names
        return self.compared <= _MOST_COMPARED

    def broken(self) -> set[str]:
        """The files with mistakes: what they were to define may be missing, and that is no mistake of others."""
        return {problem.file for problem in self.problems if not problem.is_warning}

    def without_page(self) -> set[str]:
        """The explainers that no page belongs to: nothing of them can be linked to."""
        return {name for name in self.explainers if f"{name}/index.md" not in self.pages}

    def without_explainer(self) -> set[str]:
        """The folders of docs whose first page is written as that of an explainer that is not there."""
        pages = (page for page in self.pages.values() if page.explainer is None and not page.title)
        folders = {page.path.removesuffix("/index.md") for page in pages if page.path.endswith("/index.md")}
        return {folder for folder in folders if "/" not in folder}

    def reading(self, file: str, explainer: str = "") -> Reading:
        """A reading of `file` that adds to what has been found."""
        return Reading(file, self.problems, self.references, explainer, self.texts.get(file, ""))

    def missing(self, file: str, help: str) -> None:
        self.problems.append(Problem(file, START_OF_FILE, "This file is missing", help=help, code="missing-file"))
