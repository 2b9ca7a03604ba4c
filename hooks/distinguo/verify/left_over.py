"""Looks for what drawing should have replaced: the texts of a folder → placements and their tokens that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.places import Places
from ..base.problems import Problem, shown
from ..base.tokens import TOKEN
from .built import Built

_TOKEN = re.compile(rf"{TOKEN}|[\ue000\ue001]|\\ue00[01]")
_OPENING = re.compile(r"\{[{%]")
_CLOSING = {"{{": "}}", "{%": "%}"}


def check_left_over(built: Built) -> Iterator[Problem]:
    """No token of a placement is left in any file, and no braces in a page, but those that its words have."""
    for path, text in built.texts.items():
        for found in _TOKEN.finditer(text):
            span = Places(text).span(*found.span())
            title = "A placement was not replaced by what it stands for"
            yield Problem(path, span, title, code="left-over")
    for page in built.pages.values():
        for words, span in page.written.texts:
            for braces in dict.fromkeys(_braces(words)):
                if braces not in built.plan.words:
                    title = f"“{shown(braces)}” was left in the page, and should have become something else"
                    yield Problem(page.path, span, title, code="left-over")


def _braces(words: str) -> Iterator[str]:
    """What looks like a placement in `words`, with all up to the braces that close it on its line."""
    for line in words.split("\n") if "{{" in words or "{%" in words else ():
        position, ends = 0, {"{{": line.rfind("}}"), "{%": line.rfind("%}")}
        while found := _OPENING.search(line, position):
            start, position = found.span()
            if position <= ends[found[0]]:
                position = line.index(_CLOSING[found[0]], position) + 2
            yield line[start:position]
