"""Checks the policy that browsers hold pages to: pages and headers → what is unsafe, and what could not work."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from ..base.problems import START_OF_FILE, Problem, Span
from ..base.written_files import HEADERS
from .built import Built
from .page import ReadPage
from .written import Tag, WrittenPage

_POLICY = "content-security-policy"
_DATA = ("application/ld+json", "application/json")  # scripts of these types are not run


def check_policy(built: Built) -> Iterator[Problem]:
    """Pages and headers have a policy that lets all their scripts run, and nothing else."""
    headers = [
        line.partition(":")[2]
        for line in built.texts.get(HEADERS, "").splitlines()
        if line.strip().lower().startswith(f"{_POLICY}:")
    ]
    if HEADERS in built.texts and not headers:
        yield Problem(HEADERS, START_OF_FILE, "There is no Content-Security-Policy here", code="no-policy")
    yield from (_unsafe(HEADERS, START_OF_FILE) for policy in headers if "'unsafe-" in policy)
    for page in built.pages.values():
        metas = [tag for tag in page.written.tags if tag.get("http-equiv").lower() == _POLICY]
        if not metas:
            title = "This page has no Content-Security-Policy"
            yield Problem(page.path, START_OF_FILE, title, code="no-policy")
        yield from (_unsafe(page.path, tag.span) for tag in metas if "'unsafe-" in tag.get("content"))
        policies = [("The policy of this page", tag.get("content")) for tag in metas]
        policies += [("The policy in `_headers`", policy) for policy in headers]
        for script, source in _hashed(page.written):
            for name, policy in policies:
                if source not in policy:
                    title = f"{name} keeps this script from running"
                    help = f"It should name {source}."
                    yield Problem(page.path, script.span, title, help=help, code="script-not-in-policy")
        yield from _check_attributes(page)


def _unsafe(path: str, span: Span) -> Problem:
    return Problem(path, span, "The Content-Security-Policy allows what is unsafe", code="unsafe-policy")


def _hashed(page: WrittenPage) -> Iterator[tuple[Tag, str]]:
    """The scripts that run and stand in the page itself, each with the source expression of its hash."""
    for number, tag in enumerate(page.tags):
        if tag.name == "script" and not tag.has("src") and tag.get("type").lower() not in _DATA:
            digest = hashlib.sha256(page.inner.get(number, "").encode()).digest()
            yield tag, f"'sha256-{base64.b64encode(digest).decode()}'"


def _check_attributes(page: ReadPage) -> Iterator[Problem]:
    for tag in page.written.tags:
        for name, _ in tag.attributes:
            if name == "style" or name.startswith("on"):
                title = f"The policy keeps `{name}` from having an effect"
                yield Problem(page.path, tag.span, title, code="inline-attribute")
