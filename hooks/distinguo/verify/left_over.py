"""Looks for what drawing should have replaced: texts → placements and their tokens that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..base.places import Places
from ..base.problems import Problem, Span, shown
from ..base.tokens import TOKEN
from .page import ReadPage
from .whole import Whole

_TOKEN = re.compile(rf"{TOKEN}|[\ue000\ue001]|\\ue00[01]")
_IN_TOKENS = ("placement", "\ue000", "\ue001", "\\ue00")
_OPENING = re.compile(r"\{[{%]")
_CLOSING = {"{{": "}}", "{%": "%}"}


def check_tokens(path: str, text: str) -> Iterator[Problem]:
    """No token of a placement is left in the file at `path`, which holds this `text`."""
    if not any(sign in text for sign in _IN_TOKENS):  # which is soon known
        return
    for found in _TOKEN.finditer(text):
        title = "A placement was not replaced by what it stands for"
        yield Problem(path, Places(text).span(*found.span()), title, code="left-over")


def check_braces(page: ReadPage) -> Iterator[Braces]:
    """No braces are left in a page, but those that its words have."""
    for words, start in page.written.texts:
        for braces in dict.fromkeys(_braces(words)):
            yield Braces(braces, page.written.span(start, 1))


class Braces(NamedTuple):
    """Braces on a page: were they typed?"""

    braces: str
    span: Span

    def answer(self, path: str, whole: Whole) -> Iterator[Problem]:
        if not whole.plan.has_typed(self.braces):
            title = f"“{shown(self.braces)}” was left in the page, and should have become something else"
            yield Problem(path, self.span, title, code="left-over")


def _braces(words: str) -> Iterator[str]:
    """What looks like a placement in `words`, with all up to the braces that close it on its line."""
    for line in words.split("\n") if "{{" in words or "{%" in words else ():
        position, ends = 0, {"{{": line.rfind("}}"), "{%": line.rfind("%}")}
        while found := _OPENING.search(line, position):
            start, position = found.span()
            if position <= ends[found[0]]:
                position = line.index(_CLOSING[found[0]], position) + 2
            yield line[start:position]
