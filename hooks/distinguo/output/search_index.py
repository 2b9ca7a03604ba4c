"""Turns pages into the index of their search, as the worker of Material for MkDocs reads it.

A page has an entry for each heading, with what follows it up to the next one. Of the tags of its text, the index has
those that results are shown with. It is the same as that of Material's own plugin, byte for byte; that one reads each
page with a parser for all HTML there may be, which takes longer than all else that is made of the page.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from ..base.elements import WITHOUT_END, taken_apart
from ..blocks.base import SearchEntry

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_KEPT = {"p", "code", "pre", "li", "ol", "ul", "sub", "sup"}
_NEVER_READ = {"object"}
_LEFT_OUT = re.compile(r"\sdata-search-exclude(?=[\s=/]|$)")
_ID = re.compile(r'\sid="([^"]*)"')
_PERMALINK = ' class="headerlink"'
_ABOVE_ALL_HEADINGS = "hx"
_FIELDS = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}


def search_index(lists: Iterable[str], settings: Mapping[str, object]) -> str:
    """The file with these `lists` of entries, and with the `settings` by which the worker takes words apart."""
    config = _as_json({**settings, "fields": _FIELDS})
    return f'{{"config":{config},"docs":[{",".join(filter(None, lists))}]}}'


def as_listed(entries: Iterable[SearchEntry]) -> str:
    """These `entries` as they stand in the file, next to others."""
    return ",".join(_as_json(entry._asdict()) for entry in entries)


def _as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def entries_of(article: str, url: str, title: str) -> list[SearchEntry]:
    """The entries of a page at the site-relative `url`, whose text is the HTML `article` and whose `title`, as HTML,
    names what stands above its first heading."""
    reader = _Reader()
    for text, slash, tag, attributes in taken_apart(article):
        if text:
            reader.read_text(text)
        if slash:
            reader.end(tag)
        elif tag:
            reader.start(tag, attributes)
            if attributes.endswith("/"):
                reader.end(tag)
    return [
        SearchEntry(
            f"{url}#{section.id}" if section.id else url,
            ("".join(section.title) if section.title else title).strip(),
            "".join(section.text).strip(),
        )
        for section in reader.sections
        if not section.is_left_out
    ]


@dataclass
class _Section:
    """A heading of the page and what follows it."""

    tag: str
    depth: float = 0  # how many elements are open where it begins, itself included
    id: str = ""
    is_left_out: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader:
    """Goes through the tags and texts of a page. What is left out is known by the names of elements alone, as Material
    has it: within such an element, what stands behind another one of its name is read again."""

    def __init__(self) -> None:
        self.sections: list[_Section] = []
        self._open: list[str] = []
        self._in_permalink = 0  # how many elements are open in the sign that links to a heading; none outside of it
        self._skipped = set(_NEVER_READ)
        self._current: _Section | None = None

    @property
    def _section(self) -> _Section:
        """That which gets what is read now."""
        if self._current is None:
            self._begin(_Section(_ABOVE_ALL_HEADINGS))
        assert self._current
        return self._current

    def _begin(self, section: _Section) -> None:
        self._current = section
        self.sections.append(section)

    @property
    def _words(self) -> list[str]:
        """Where the tags go that are read now."""
        return self._section.title if self._section.tag in self._open else self._section.text

    def _is_read(self) -> bool:
        return self._skipped.isdisjoint(self._open)

    def start(self, tag: str, attributes: str) -> None:
        if tag in WITHOUT_END:
            return
        self._open.append(tag)
        is_left_out = _LEFT_OUT.search(attributes) is not None
        if tag in _HEADINGS and (id := _ID.search(attributes)):
            depth = len(self._open)
            if tag != "h1" and not self.sections:
                self._begin(_Section(_ABOVE_ALL_HEADINGS, depth))
            # The heading that a page begins with stands for the page itself.
            self._begin(_Section(tag, depth, unescape(id[1]) if self.sections else "", is_left_out))
        words = self._words
        if is_left_out:
            self._skipped.add(tag)
        elif tag in _KEPT and self._is_read():
            words.append(f"<{tag}>")
        elif _PERMALINK in attributes and not self._in_permalink:
            self._in_permalink = len(self._open)

    def end(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            return
        self._leave_section()
        self._open.pop()
        if len(self._open) < self._in_permalink:
            self._in_permalink = 0
        if tag in self._skipped:
            self._skipped -= {tag} - _NEVER_READ
        elif tag in _KEPT and self._is_read():
            words = self._words
            start = words.index(f"<{tag}>")
            if all(map(str.isspace, words[start + 1 :])):
                del words[start:]  # there was nothing in it
            else:
                words.append(f"</{tag}>")

    def _leave_section(self) -> None:
        """Go on with an earlier section where the element ends in which the heading of this one stood."""
        section, depth = self._section, len(self._open)
        if section.depth > depth:
            for earlier in reversed(self.sections):
                if earlier.depth <= depth:
                    section.depth = math.inf
                    self._current = earlier
                    break

    def read_text(self, source: str) -> None:
        if not self._is_read():
            return
        text = unescape(source)
        if "pre" not in self._open:
            text = " " if text.isspace() else text.replace("\n", " ")
        section = self._section
        if section.tag in self._open:
            if not self._in_permalink:
                section.title.append(escape(text, quote=False))
        elif not text.isspace():
            section.text.append(escape(text, quote=False))
        elif not section.text or not section.text[-1].isspace() or "pre" in self._open:
            section.text.append(text)
