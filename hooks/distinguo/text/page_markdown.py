"""Turns the Markdown of pages into HTML, by a Python-Markdown that writes no HTML but its own.

What an editor types can then be no tag and no attribute, whatever a check has overlooked: signs of HTML are shown as
they stand. Of attributes there is one, the lasting id of a heading: `## What is trust? {#section-trust}`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from ..base.addresses import IDENTIFIER
from ..base.web_addresses import published
from .rich_text import ENTITY, Entity, target_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What means something within a line: a mark of code, an escape, a link, HTML, an entity, emphasis, a break of the line,
# and what the converter has put in the place of such things already.
_SIGN = re.compile(rf"[`\\\[<&*_{STX}{ETX}]|  \n")
_ID = re.compile(rf"[ \t]*\{{:?[ \t]*#(section-{IDENTIFIER})[ \t]*\}}[ \t#]*\Z")


class PageConverter:
    """Converts the Markdown of one page after the other: `table` is what a screen reader calls a table, and the sign
    beside a heading, which links to it, has the title `permalink`."""

    def __init__(self, table: str, permalink: str) -> None:
        self._markdown = _converter(table, {"permalink": "¶", "permalink_title": permalink})
        self._files = _FileAddresses(self._markdown)
        self._markdown.treeprocessors.register(self._files, "files", 0)  # when escapes are letters again

    def html(self, markdown: str, path: str, url_of: Callable[[str], str | None]) -> str:
        """The HTML of the page at `path` in docs; `url_of` gives the address of a file of docs as seen from the page,
        and nothing where there is no such file."""
        self._files.path, self._files.url_of = path, url_of
        self._markdown.reset()
        return self._markdown.convert(markdown)


def converter() -> Markdown:
    """The converter of pages, without the links beside headings, and with addresses as they were typed."""
    return _converter("", {"permalink": False})


def _converter(table: str, permalinks: dict[str, object]) -> Markdown:
    configs: dict[str, dict[str, object]] = {
        "toc": {"slugify": section_id, **permalinks},
        "tables": {"use_align_attribute": True},  # a style attribute would break the content security policy
    }
    extensions: list[str | Extension] = ["toc", "tables", "fenced_code", PageMarkdown(table)]
    made = Markdown(extensions=extensions, extension_configs=configs)
    write = made.serializer
    made.serializer = lambda element: "" if element.get("class") == "toc" else write(element)  # nobody shows that list
    return made


def section_id(words: str, separator: str) -> str:
    """The id of a heading that has no lasting one: `What is trust?` → `section-what-is-trust`.

    The prefix keeps it apart from every id of the theme and of the blocks, whatever the heading says.
    """
    return f"section-{slugify(words, separator)}"


class PageMarkdown(Extension):
    """No HTML in the text, ids on headings alone, and each table in a box that scrolls where the page is too narrow."""

    def __init__(self, table: str = "") -> None:
        super().__init__()
        self._table = table

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.inlinePatterns.register(Entity(ENTITY, md), "entity", 80)
        md.treeprocessors.register(_PlainTexts(md), "plain_texts", 21)  # before what looks for signs within lines
        md.treeprocessors.register(_Addresses(md), "addresses", 9)
        md.treeprocessors.register(_HeadingIds(md), "heading_ids", 8)  # before the list of contents is made
        md.treeprocessors.register(_WideTables(md, self._table), "wide_tables", 8)


class _PlainTexts(Treeprocessor):
    """Says of texts without any sign of Markdown that they are done: each sign would be looked for in each of them."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _SIGN.search(element.text):
                element.text = AtomicString(element.text)


class _Addresses(Treeprocessor):
    """Addresses as browsers write them, in ASCII."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            typed = target_of(link)
            if (address := published(typed)) != typed:
                link.set("href", address)


class _FileAddresses(Treeprocessor):
    """Addresses in the place of the names of files of docs: `other.md#section-one` → `../other/#section-one`."""

    path = ""
    url_of: Callable[[str], str | None]

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in ("a", "img"):
                key = "href" if element.tag == "a" else "src"
                element.set(key, self._seen_from_page(element.get(key, "")))

    def _seen_from_page(self, typed: str) -> str:
        """An address of a page or a file within the site as browsers follow it; any other stays as it was `typed`."""
        scheme, host, path, query, fragment = urlsplit(typed)
        if scheme or host or not path or typed.startswith(("/", "\\")) or AMP_SUBSTITUTE in typed:
            return typed
        url = self.url_of(posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(path))))
        return typed if url is None else urlunsplit(("", "", url, query, fragment))


class _HeadingIds(Treeprocessor):
    def run(self, root: Element) -> None:
        for heading in (element for element in root.iter() if element.tag in HEADINGS):
            last = heading[-1] if len(heading) else None
            words = (heading.text if last is None else last.tail) or ""
            if found := _ID.search(words):
                heading.set("id", found[1])
                rest = words[: found.start()]
                if last is None:
                    heading.text = rest
                else:
                    last.tail = rest


class _WideTables(Treeprocessor):
    """Puts each table into a box of its own, which takes the focus, so that the arrow keys can scroll it."""

    def __init__(self, md: Markdown, name: str) -> None:
        super().__init__(md)
        self._attributes = {"class": "wide", "role": "group", "aria-label": name, "tabindex": "0"}

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table":
                    box = Element("div", self._attributes)
                    box.tail, child.tail = child.tail, None
                    parent[place] = box
                    box.append(child)
