"""The program `distinguo`: the commands of editors, with MkDocs for those that make pages."""

from __future__ import annotations

from collections.abc import Sequence

from ..editor import cli
from ..publish.build import Host


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit status."""
    return cli.main(arguments, _mkdocs)


def _mkdocs() -> Host:
    from .mkdocs import MkDocs  # noqa: PLC0415 - most commands need no site generator, and start faster without

    return MkDocs()
