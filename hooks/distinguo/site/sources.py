"""Checks that no explainer has a source that the site has as well: read sources → problems at both places."""

from __future__ import annotations

from typing import NamedTuple

from ..model.shapes import Source
from .found import Found
from .site import SOURCES


class _Listed(NamedTuple):
    """A source in the file in which it stands."""

    file: str
    source: Source


def check_sources(found: Found) -> None:
    """No id is that of a source of the site and of one of an explainer: a citation means one."""
    told: set[str] = set()
    for home in found.explainers.values():
        for name in (name for name in home.sources if name in found.sources):
            first, second = _Listed(SOURCES, found.sources[name]), _Listed(home.sources_file, home.sources[name])
            for here, there in ((first, second), (second, first)) if name not in told else ((second, first),):
                _tell(here, there, found)
            told.add(name)


def _tell(here: _Listed, there: _Listed, found: Found) -> None:
    span = here.source.id.span
    title = f"A source `{here.source.id}` stands in {there.file}, too, line {there.source.id.span.line}"
    help = f"Every page can cite those of {SOURCES}. If both are the same, leave one of them out; if not, give one "
    help += "another id."
    found.reading(here.file).problem("repeated-id", span, here.source.id, title, help)
