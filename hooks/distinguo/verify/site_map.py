"""Reads the site map: its text → the addresses that it names, each with its last change, and where it is no XML."""

from __future__ import annotations

from xml.etree import ElementTree

from ..base.problems import Problem, Span
from ..base.written_files import SITE_MAP

_NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_site_map(text: str) -> tuple[dict[str, str], list[Problem]]:
    """The addresses in a site map with this `text`, each with its last change as it stands there, and what is wrong."""
    try:
        entries = list(ElementTree.fromstring(text).iter(f"{_NAMES}url"))
    except ElementTree.ParseError as error:
        line, column = error.position
        span = Span(line, column + 1, line, column + 2)
        return {}, [Problem(SITE_MAP, span, "This file is no well-formed XML", code="not-xml")]
    return {entry.findtext(f"{_NAMES}loc", ""): entry.findtext(f"{_NAMES}lastmod", "") for entry in entries}, []
