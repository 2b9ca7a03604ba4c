"""An XML file or an SVG image of docs → everything in it that a browser would run, show as a page, or load.

It is read event by event, and nothing in it is expanded: entities of a file's own are refused where they are declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from ..base.problems import MOST_TOLD, Span, shown
from ..base.web_addresses import LINKS, is_safe_address

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_EVENTS = "http://www.w3.org/2001/xml-events"
_BASE = "http://www.w3.org/XML/1998/namespace base"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_SHOWN_AS_PAGE = (_XHTML, _SVG, _MATHML, "http://www.w3.org/1999/XSL/Transform")
_ACTIVE = ("script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video", "canvas")
# What beside UTF-8 can be said of a file that holds ASCII alone: browsers read these the same.
_LIKE_ASCII = re.compile(r"us-ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')\s]*)", re.IGNORECASE)
_OF_ITS_OWN = re.compile(r"#|data:(?:image/(?:png|jpeg|gif|webp)|font/|application/(?:x-)?font)", re.IGNORECASE)
# What else in a style loads or runs something.
_LOADING = re.compile(r"@import|image-set\(|\bsrc\(|\bimage\(|expression\(|-moz-binding|behavior\s*:", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*(?:.*?\*/|.*\Z)", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)

_SAVE_PLAINLY = "Save it as a plain SVG: drawing programs have that among their formats (“Plain SVG”, “Optimised SVG”)."


class XmlFault(NamedTuple):
    """What is wrong in the file, at what place, and what would mend it."""

    title: str
    help: str
    span: Span


def svg_faults(data: bytes) -> list[XmlFault]:
    """What a browser would run or load in an SVG image."""
    return _Svg().faults_in(data)


def xml_faults(data: bytes) -> list[XmlFault]:
    """What makes a browser show an XML file as a page instead of a text."""
    return _Xml().faults_in(data)


class _Stop(Exception):
    """What follows cannot be read safely."""


class _Xml:
    """Reads any XML; tells what a browser would take for a page."""

    what, advice = "XML file", "Take it out of this file: a page is a Markdown file of docs."

    def __init__(self) -> None:
        self._faults: list[XmlFault] = []
        self._parser = expat.ParserCreate("utf-8", " ")  # whatever the file says of itself
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.StartElementHandler = self._start

    def faults_in(self, data: bytes) -> list[XmlFault]:
        self._is_ascii = data.isascii()
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            span = Span(error.lineno, error.offset + 1, error.lineno, error.offset + 2)
            title = f"This {self.what} cannot be read from here on"
            self._faults.append(XmlFault(title, "Save it again with the program that made it.", span))
        except _Stop:
            pass
        return self._faults

    def _tell(self, title: str, help: str = "") -> None:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self._faults.append(XmlFault(title, help or self.advice, Span(line, column, line, column + 1)))
        if len(self._faults) >= MOST_TOLD:
            raise _Stop

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        encoding = encoding or "utf-8"
        if encoding.lower() != "utf-8" and not (self._is_ascii and _LIKE_ASCII.fullmatch(encoding)):
            self._tell(f"This {self.what} says that it is in {shown(encoding)}, and is in UTF-8", "Write UTF-8 there.")
            raise _Stop

    def _doctype(self, name: str, system: str | None, public: str | None, has_declarations: int) -> None:
        if has_declarations:
            self._tell(f"This {self.what} declares names of its own (<!DOCTYPE … [ … ]>), which nobody can see through")
            raise _Stop

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            self._tell(f"A browser would load a style sheet for this {self.what}")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace in _SHOWN_AS_PAGE:
            self._tell(f"A browser would not show <{shown(local)}> as text: it would make a page of it")


class _Svg(_Xml):
    """Reads an SVG image; tells what is more than a drawing."""

    what, advice = "SVG image", _SAVE_PLAINLY

    def __init__(self) -> None:
        super().__init__()
        self._is_first = True
        self._style: list[str] = []
        self._in_style = 0
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self._is_first and (namespace, local) != (_SVG, "svg"):
            help = f'An SVG image begins with <svg xmlns="{_SVG}">.'
            self._tell("Browsers do not show this file as an image", help)
            raise _Stop
        self._is_first = False
        if local.lower() in _ACTIVE or namespace in (_XHTML, _MATHML, _EVENTS):
            self._tell(f"An SVG image is a drawing and no program: <{shown(local)}> cannot stand in it")
        self._in_style += local.lower() == "style"
        for attribute, value in attributes.items():
            for title in self._faults_of(local, attribute, value.strip()):
                self._tell(title)

    def _faults_of(self, element: str, attribute: str, value: str) -> Iterator[str]:
        namespace, _, name = attribute.rpartition(" ")
        name = name.lower()
        animated = value.rpartition(":")[2].lower() if name == "attributename" else ""
        if (name.startswith("on") and not namespace) or namespace == _EVENTS or animated.startswith("on"):
            yield f"An SVG image is a drawing and no program: `{shown(name)}` cannot stand in it"
        elif animated in ("href", "src"):
            yield "An address in an SVG image cannot change by itself"
        elif name == "href" and element.lower() == "a":
            if not (value.startswith("#") or is_safe_address(value, LINKS)):
                yield f"A link in an SVG image cannot go to “{shown(value)}”"
        elif name in ("href", "src", "ping") or attribute == _BASE:
            is_picture = element.lower() in ("image", "feimage") and _PICTURE.fullmatch(value)
            if not (value.startswith("#") or is_picture):
                yield f"An SVG image loads nothing from elsewhere: “{shown(value)}” is not in it"
        elif not name.startswith("aria-"):
            yield from _loaded_by_style(value, is_style=name == "style")

    def _text(self, text: str) -> None:
        if self._in_style:
            self._style.append(text)

    def _end(self, name: str) -> None:
        if self._in_style and name.rpartition(" ")[2].lower() == "style":
            self._in_style -= 1
            for title in _loaded_by_style("".join(self._style), is_style=True):
                self._tell(title)
            self._style = []


def _loaded_by_style(text: str, *, is_style: bool) -> Iterator[str]:
    """What a style, or an attribute that may name a part of the drawing, would load."""
    if not any(sign in text for sign in "(@:\\"):
        return
    plain = _CSS_ESCAPE.sub(_unescaped, _CSS_COMMENT.sub("", text)) if is_style or "\\" in text else text
    for address in _URL.findall(plain):
        if not _OF_ITS_OWN.match(address):
            yield f"An SVG image loads nothing from elsewhere: “{shown(address)}” is not in it"
    if is_style and (found := _LOADING.search(plain)):
        yield f"An SVG image loads nothing from elsewhere: `{shown(found[0])}` cannot stand in it"


def _unescaped(found: re.Match[str]) -> str:
    return chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2]
