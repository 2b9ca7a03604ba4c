"""Turns the HTML of a page into the prose in it, and into how long that takes to read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ..blocks import TYPES

_WORDS_A_MINUTE = 238
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")

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
    reader.feed(html)
    reader.close()
    return reader.texts


def reading_minutes(html: str) -> int:
    """How long an adult reads the prose of `html`, in whole minutes, at least one: 238 words a minute (Brysbaert, M.
    2019. How many words do we read per minute? *Journal of Memory and Language*, 109, 104047: English non-fiction)."""
    count = sum(len(words(text)) for text in prose(html))
    return max(1, round(count / _WORDS_A_MINUTE))


def words(text: str) -> list[str]:
    """The words and numbers of `text`; a word with a hyphen is one."""
    return _WORD.findall(text)


class _ProseReader(HTMLParser):
    """Gathers the text between tags that begin or end a block, in the elements that are prose."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._text = ""
        self._open = [("", True)]  # each open element, and whether it is prose

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._end_text_at(tag)
        classes = (dict(attributes).get("class") or "").split()
        is_prose = self._open[-1][1] and tag not in _NOT_PROSE and _CLASSES_NOT_PROSE.isdisjoint(classes)
        if tag not in _WITHOUT_END:
            self._open.append((tag, is_prose))

    def handle_endtag(self, tag: str) -> None:
        self._end_text_at(tag)
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, text: str) -> None:
        if self._open[-1][1]:
            self._text += text

    def close(self) -> None:
        super().close()
        self._end_text_at("")

    def _end_text_at(self, tag: str) -> None:
        if tag not in _WITHIN_TEXT:
            self.texts += [" ".join(self._text.split())] if _WORD.search(self._text) else []
            self._text = ""
