"""Checks that browsers read pages as they are written: pages → faults of their tags, and ids that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.problems import START_OF_FILE, Problem, Related
from .built import Built

_DOCTYPE = re.compile(r"[ \t\n]*<!doctype html>", re.IGNORECASE)


def check_tags(built: Built) -> Iterator[Problem]:
    for page in built.pages.values():
        if not _DOCTYPE.match(page.source):
            title = "This page does not begin with <!doctype html>"
            yield Problem(page.path, START_OF_FILE, title, code="html")
        for title, span in page.written.faults:
            yield Problem(page.path, span, title, code="html")
        for id, places in page.places.items():
            for place in places[1:]:
                related = (Related(places[0], "first one"),)
                title = f"Two elements have the id `{id}`"
                yield Problem(page.path, place, title, label="second one", related=related, code="repeated-id")
