"""Turns the HTML of a page into the prose in it, and into how long that takes to read."""

from __future__ import annotations

import re
from html import unescape

from ..base.elements import WITHOUT_END, taken_apart
from ..blocks import TYPES

_WORDS_A_MINUTE = 238
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")

_WITHIN_TEXT = {"a", "abbr", "b", "br", "cite", "dfn", "em", "i", "img", "kbd", "mark", "q", "s", "small", "span"}
_WITHIN_TEXT |= {"strong", "sub", "sup", "time", "u"}
_NOT_PROSE = {"h1", "h2", "h3", "h4", "h5", "h6", "th", "caption", "dt", "code", "pre", "script", "style", "svg"}
_NOT_PROSE |= {"button", "fieldset", "label", "summary", "template"}
_CLASS = re.compile(r'\sclass="([^"]*)"')
_CLASSES_NOT_PROSE = {"citation", *(name for block in TYPES.values() for name in block.not_prose)}


def prose(html: str) -> list[str]:
    """The texts that a reader of `html` reads as prose: paragraphs, list items and cells, one by one.

    Headings, labels, choices, code, citations, the list of sources and the review note are no prose.
    """
    reader = _ProseReader()
    reader.read(html)
    return reader.texts


def reading_minutes(html: str) -> int:
    """How long an adult reads the prose of `html`, in whole minutes, at least one: 238 words a minute (Brysbaert, M.
    2019. How many words do we read per minute? *Journal of Memory and Language*, 109, 104047: English non-fiction)."""
    count = sum(len(words(text)) for text in prose(html))
    return max(1, round(count / _WORDS_A_MINUTE))


def words(text: str) -> list[str]:
    """The words and numbers of `text`; a word with a hyphen is one."""
    return _WORD.findall(text)


class _ProseReader:
    """Gathers the text between tags that begin or end a block, in the elements that are prose."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._text: list[str] = []
        self._open = [("", True)]  # each open element, and whether it is prose

    def read(self, html: str) -> None:
        for text, slash, name, attributes in taken_apart(html):
            if text and self._open[-1][1]:
                self._text.append(text)
            if self._text and name not in _WITHIN_TEXT:
                self._end_text()
            if slash:
                self._end(name)
            elif name and name not in WITHOUT_END:
                self._open.append((name, self._open[-1][1] and _is_prose(name, attributes)))

    def _end(self, name: str) -> None:
        if any(name == one for one, _ in self._open):
            while self._open.pop()[0] != name:
                pass

    def _end_text(self) -> None:
        text = " ".join(unescape("".join(self._text)).split())
        self.texts += [text] if _WORD.search(text) else []
        self._text = []


def _is_prose(name: str, attributes: str) -> bool:
    classes = _CLASS.search(attributes)
    return name not in _NOT_PROSE and (classes is None or _CLASSES_NOT_PROSE.isdisjoint(classes[1].split()))
