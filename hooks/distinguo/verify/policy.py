"""Checks the policy that browsers hold pages to: pages and headers → what is unsafe, and what could not work."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from ..base.problems import START_OF_FILE, Problem, Span
from ..base.written_files import HEADERS
from .page import ReadPage
from .whole import Finding, Whole
from .written import Tag, WrittenPage

_POLICY = "content-security-policy"
_DATA = ("application/ld+json", "application/json")  # scripts of these types are not run


def policies_in(headers: str) -> list[str]:
    """The policies in the text of the file `_headers`."""
    lines = (line for line in headers.splitlines() if line.strip().lower().startswith(f"{_POLICY}:"))
    return [line.partition(":")[2] for line in lines]


def check_headers(whole: Whole) -> Iterator[Problem]:
    """The headers have a policy, and allow nothing that is unsafe."""
    if whole.policies is None:
        return
    if not whole.policies:
        yield Problem(HEADERS, START_OF_FILE, "There is no Content-Security-Policy here", code="no-policy")
    yield from (_unsafe(HEADERS, START_OF_FILE) for policy in whole.policies if "'unsafe-" in policy)


def check_policy(page: ReadPage) -> Iterator[Finding]:
    """A page has a policy that lets all its scripts run, and nothing else; so do the headers."""
    metas = [tag for tag in page.written.tags if tag.name == "meta" and tag.get("http-equiv").lower() == _POLICY]
    if not metas:
        title = "This page has no Content-Security-Policy"
        yield Problem(page.path, START_OF_FILE, title, code="no-policy")
    for tag in metas:
        if "'unsafe-" in tag.get("content"):
            yield _unsafe(page.path, page.written.span_of(tag))
    policies = [tag.get("content") for tag in metas]
    for script, source in _hashed(page.written):
        span = page.written.span_of(script)
        for policy in policies:
            if source not in policy:
                yield _kept("The policy of this page", page.path, span, source)
        yield InlineScript(span, source)
    yield from _check_attributes(page)


class InlineScript(NamedTuple):
    """A script that stands in a page: do the headers let it run?"""

    span: Span
    source: str

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        for policy in whole.policies or ():
            if self.source not in policy:
                yield _kept("The policy in `_headers`", path, self.span, self.source)


def _unsafe(path: str, span: Span) -> Problem:
    return Problem(path, span, "The Content-Security-Policy allows what is unsafe", code="unsafe-policy")


def _kept(name: str, path: str, span: Span, source: str) -> Problem:
    title = f"{name} keeps this script from running"
    return Problem(path, span, title, help=f"It should name {source}.", code="script-not-in-policy")


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
                yield Problem(page.path, page.written.span_of(tag), title, code="inline-attribute")
