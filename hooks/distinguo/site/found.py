"""What has been read of a site, sound or not → what the checks across its files ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..base.problems import START_OF_FILE, Problem
from ..fields import Reading, Reference
from ..model.recorded import Recorded
from ..model.shapes import Settings, Source
from .share_images import ImageFile
from .site import Explainer, Page

_MOST_COMPARED = 30_000  # names with what was typed, in all: each takes some microseconds, and nobody reads so much


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
