"""Checks that browsers read a page as it is written: a page → faults of its tags, and ids that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.problems import START_OF_FILE, Problem, Related
from .page import ReadPage

_DOCTYPE = re.compile(r"[ \t\n]*<!doctype html>", re.IGNORECASE)


def check_tags(page: ReadPage) -> Iterator[Problem]:
    if not _DOCTYPE.match(page.source):
        title = "This page does not begin with <!doctype html>"
        yield Problem(page.path, START_OF_FILE, title, code="html")
    for title, span in page.written.faults:
        yield Problem(page.path, span, title, code="html")
    for id, (first, *others) in page.ids.items():
        for other in others:
            related = (Related(page.written.span_of(first), "first one"),)
            title = f"Two elements have the id `{id}`"
            span = page.written.span_of(other)
            yield Problem(page.path, span, title, label="second one", related=related, code="repeated-id")
