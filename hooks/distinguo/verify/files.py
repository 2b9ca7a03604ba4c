"""Checks which files a built folder holds: its files and the plan → what is there, missing or strange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..base import compressing
from ..base.addresses import twin_url
from ..base.file_endings import has_known_ending
from ..base.problems import START_OF_FILE, Problem
from ..base.written_files import ALWAYS, NOT_FOUND, REDIRECTS
from .built import Built
from .needed import may_be_needed

_MADE = "The site makes this page by itself, from what content/ holds: publish it again."
_OF_YOUR_OWN = "A file of your own belongs into docs/: what lies only here is gone with the next build."


def check_files(built: Built) -> Iterator[Problem]:
    """No file is hidden, and none is empty."""
    for path in sorted(built.files):
        if _is_hidden(path):
            title = "A file whose name starts with a dot cannot be published"
            help = "Such files hold what is not meant for readers. Take it out of docs/."
            yield Problem(path, START_OF_FILE, title, help=help, code="dot-file")
        elif not built.files[path]:
            yield Problem(path, START_OF_FILE, "This file is empty", code="empty-file")


def check_planned(built: Built) -> Iterator[Problem]:
    """Every planned page and file is there, and on each page every planned id."""
    for url, planned in built.plan.pages.items():
        page = built.whole.pages.get(url)
        path = f"{url}index.html"
        if page is None:
            help = f"It should have been built from docs/{planned.source}." if planned.source else _MADE
            yield Problem(path, START_OF_FILE, "This page is missing", help=help, code="missing-page")
            continue
        for id in sorted(planned.ids.difference(page.written)):
            title = f"Nothing on this page has the id `{id}`"
            help = f"A block or a section of docs/{planned.source} should have it." if planned.source else _MADE
            yield Problem(path, START_OF_FILE, title, help=help, code="missing-block")
    for path in (*ALWAYS, *sorted(f"{url}index.html" for url in built.plan.moved)):
        if path not in built.files:
            yield Problem(path, START_OF_FILE, "This file is missing", code="missing-file")


def check_unplanned(built: Built) -> Iterator[Problem]:
    """Nothing else is there."""
    twins = set(map(twin_url, built.plan.pages))
    for path in sorted(path for path in built.files if not _is_planned(path, built, twins)):
        if path.removesuffix("index.html") in built.whole.pages:
            title, help = "Nothing says that there should be this page", "A page is made of a Markdown file of docs/."
            yield Problem(path, START_OF_FILE, title, help=help, code="stray-page")
        else:
            help = "A site holds pages, images, documents and what these need. Take it out of docs/."
            help = help if path in built.plan.copies else _OF_YOUR_OWN
            yield Problem(path, START_OF_FILE, "Nothing says what this file is for", help=help, code="unplanned-file")


def check_copies(built: Built) -> Iterator[Problem]:
    """What docs holds beside its pages is there, as it is there."""
    for path, source in built.plan.copies.items():
        if path not in built.files:
            help = f"It should have been copied from docs/{path}."
            yield Problem(path, START_OF_FILE, "This file is missing", help=help, code="missing-file")
        elif (built.folder / path).read_bytes() != source.read_bytes():
            title = f"This file is not the same as docs/{path}"
            yield Problem(path, START_OF_FILE, title, code="changed-file")


def _is_planned(path: str, built: Built, twins: set[str]) -> bool:
    file = PurePosixPath(path)
    if _is_hidden(path):
        return True  # which `check_files` says in its own words
    if file.suffix in compressing.WAYS and path not in built.plan.copies:
        return path.removesuffix(file.suffix) in built.files
    if file.suffix == ".md":
        return path in twins
    url = path.removesuffix("index.html")
    if url in built.whole.pages:
        return url in built.plan.pages or path == NOT_FOUND or url in built.plan.moved
    if path in built.plan.copies:
        return has_known_ending(path)
    is_needed = path in ALWAYS or (path == REDIRECTS and bool(built.plan.moved))
    return is_needed or (may_be_needed(path) and path not in built.unnamed)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)
