"""Turns the HTML of a page into the prose in it, and into how long that takes to read."""

from __future__ import annotations

import re
from html import unescape

from ..blocks import TYPES

_WORDS_A_MINUTE = 238
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_MARKUP = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>""", re.DOTALL)
_CLASSES = re.compile(r'\bclass="([^"]*)"')

_WITHIN_TEXT = {"a", "abbr", "b", "br", "cite", "dfn", "em", "i", "img", "kbd", "mark", "q", "s", "small", "span"}
_WITHIN_TEXT |= {"strong", "sub", "sup", "time", "u"}
_WITHOUT_END = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NOT_PROSE = {"h1", "h2", "h3", "h4", "h5", "h6", "th", "caption", "dt", "code", "pre", "script", "style", "svg"}
_NOT_PROSE |= {"button", "fieldset", "label", "summary", "template"}
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
        self._parts: list[str] = []
        self._open = [("", True)]  # each open element, and whether it is prose

    def read(self, html: str) -> None:
        end = 0
        for found in _MARKUP.finditer(html):
            if found.start() > end and self._open[-1][1]:
                self._parts.append(html[end : found.start()])
            end = found.end()
            slash, tag, attributes = found.groups()
            if tag:
                self._read_tag(tag.lower(), attributes, is_start=not slash)
        if self._open[-1][1]:
            self._parts.append(html[end:])
        self._end_text()

    def _read_tag(self, tag: str, attributes: str, *, is_start: bool) -> None:
        if tag not in _WITHIN_TEXT:
            self._end_text()
        if is_start and tag not in _WITHOUT_END and not attributes.endswith("/"):
            classes = found[1].split() if (found := _CLASSES.search(attributes)) else ()
            is_prose = self._open[-1][1] and tag not in _NOT_PROSE and _CLASSES_NOT_PROSE.isdisjoint(classes)
            self._open.append((tag, is_prose))
        elif not is_start and any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def _end_text(self) -> None:
        text = unescape("".join(self._parts)) if self._parts else ""
        self.texts += [" ".join(text.split())] if _WORD.search(text) else []
        self._parts.clear()
