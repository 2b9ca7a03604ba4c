"""Turns the Markdown of a YAML field into HTML that is safe wherever it came from.

Admitted are paragraphs, lists, emphasis, `code`, quotations, links, local images with alternative
text, and citations in Pandoc's form, `[@source-id]` or `[@one; @two]`. Links go to `https:` and
`mailto:` addresses, to other explainers (`explainer:some-id`), to definitions (`term:some-id`) and
to sections of the explainer (`#section-some-id`). Everything else is a fault: nothing is dropped silently.

What depends on the page (the number of a citation, the address of a link) stands in the HTML as a
marker until `RichText.html` is told how to resolve it. The markers are private-use characters,
which `reading` refuses in content.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from .addresses import is_docs_file, is_identifier, is_safe_address

_MARKER = re.compile("\ue000(\\w+) ([^\ue001]*)\ue001")
_CITATIONS = re.compile(r"\s*\ue000source [^\ue001]*\ue001")
_ADMITTED = {
    "p": (), "br": (), "em": (), "strong": (), "code": (), "ul": (), "ol": ("start",), "li": (),
    "blockquote": (), "a": ("href",), "img": ("src", "alt"),
}  # fmt: skip
_IN_PLAIN_WORDS = {
    "h": "A heading",
    "hr": "A line across",
    "pre": "A code block (a paragraph that starts with four spaces)",
    "a title": "A link's title",
}

Resolve = Callable[[str, str], str]


class Fault(NamedTuple):
    title: str
    help: str = ""
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class RichText:
    """A field's text: its HTML with markers, what it refers to (kind and name), and what is wrong with it."""

    marked_html: str
    references: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]

    def html(self, resolve: Resolve) -> Markup:
        """The HTML for a page; `resolve(kind, name)` gives a citation's HTML, a link's address, or the short meaning
        of a term."""
        return Markup(_MARKER.sub(lambda found: resolve(found[1], found[2]), self.marked_html))

    def without_citations(self) -> RichText:
        """The same text for a place that has no list of sources."""
        return replace(self, marked_html=_CITATIONS.sub("", self.marked_html))

    def plain(self) -> str:
        """The words alone, without citations."""
        without_markers = _MARKER.sub("", self.marked_html)
        return " ".join(html.unescape(re.sub("<[^>]*>", " ", without_markers)).split())


def parse(text: str, *, inline: bool = False) -> RichText:
    """The field's `text` as `RichText`; `inline` admits one paragraph, whose `<p>` is left out."""
    converter = _converter()
    converter.reset()
    converter.faults, converter.references = [], []
    if found := re.search(r"\{\{ *(cite|term|explainer) *\(", text):
        help = "In YAML, write [@source-id], [words](term:some-id) or [words](explainer:some-id)."
        converter.faults.append(Fault(f"{{{{ {found[1]}(…) }}}} is for pages; here readers see the braces", help, True))
    result = converter.convert(text)
    if inline:
        body = result.removeprefix("<p>").removesuffix("</p>")
        if re.search("<(?:p|ul|ol|blockquote)>", body):
            converter.faults.append(Fault("This text should be a single paragraph"))
        result = body
    return RichText(result, tuple(converter.references), tuple(dict.fromkeys(converter.faults)))


@lru_cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.parser.blockprocessors.deregister("reference")
    converter.inlinePatterns.deregister("automail")
    converter.inlinePatterns.register(_RefusedHtml(r"<(?:/?[a-zA-Z][^<>@]*|!--.*?--)>", converter), "html", 90)
    converter.inlinePatterns.register(_Entity(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);", converter), "entity", 80)
    converter.inlinePatterns.register(_Citation(r"\[@([^\[\]]*)\]", converter), "citation", 175)
    converter.treeprocessors.register(_Admission(converter), "admission", 5)
    return converter


def _marker(kind: str, name: str) -> str:
    return f"\ue000{kind} {name}\ue001"


class _RefusedHtml(InlineProcessor):
    def handleMatch(self, found: re.Match[str], data: str) -> tuple[str, int, int]:
        help = "Use Markdown: *emphasis*, **strong**, `code`, [words](https://…)."
        tag = re.match(r"[\w-]*", found[0].lstrip("</"))[0]
        self.md.faults.append(Fault(f"HTML such as <{tag}> cannot stand in this text", help))
        return found[0], found.start(0), found.end(0)


class _Entity(InlineProcessor):
    def handleMatch(self, found: re.Match[str], data: str) -> tuple[str, int, int]:
        return html.unescape(found[0]), found.start(0), found.end(0)


class _Citation(InlineProcessor):
    def handleMatch(self, found: re.Match[str], data: str) -> tuple[str, int, int]:
        if "," in found[1]:
            help = "Write [@one; @two]."
            self.md.faults.append(Fault("Several sources in one citation are parted by semicolons", help))
            return found[0], found.start(0), found.end(0)
        names = [name.strip().removeprefix("@") for name in found[1].split(";")]
        self.md.references += (("source", name) for name in names)
        return " ".join(_marker("source", name) for name in names), found.start(0), found.end(0)


class _Admission(Treeprocessor):
    """Refuses elements outside `_ADMITTED`, and turns the targets of links and images into markers."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            tag = element.tag
            if element is root:
                continue
            if tag not in _ADMITTED:
                what = _IN_PLAIN_WORDS.get(re.sub(r"\d", "", tag), f"<{tag}>")
                self._refuse(f"{what} cannot stand in this text")
            elif tag == "a":
                self._link(element)
            elif tag == "img":
                element.set("src", self._image(element))
            if "title" in element.attrib:
                del element.attrib["title"]
                self._refuse(f"{_IN_PLAIN_WORDS['a title']} cannot stand in this text")

    def _link(self, link: Element) -> None:
        target = link.get("href", "")
        kind, separator, name = target.partition(":")
        if separator and kind in ("explainer", "term"):
            link.set("href", self._marker(kind, name))
            if kind == "term":
                link.set("class", "term")
                link.set("data-short", _marker("short", name))
        elif target.startswith("#") and is_identifier(target[1:]):
            link.set("href", self._marker("section", target[1:]))
        elif not is_safe_address(target, ("https", "mailto")):
            help = "A link goes to an https: or mailto: address, to explainer:…, term:… or #section-…"
            self._refuse(f"A link cannot go to “{target}”", help)

    def _image(self, element: Element) -> str:
        target = unquote(element.get("src", ""))
        if not (element.get("alt") or "").strip():
            help = f"Write what it shows between the brackets: ![what it shows]({target})"
            self._refuse(f"The image {target} has no alternative text", help)
        if not is_docs_file(target):
            help = "Put the image into the docs folder and name it from there, as in ![a target](assets/target.svg)"
            self._refuse(f"An image cannot come from “{target}”", help)
            return target
        return self._marker("file", target)

    def _marker(self, kind: str, name: str) -> str:
        self.md.references.append((kind, name))
        return _marker(kind, name)

    def _refuse(self, title: str, help: str = "") -> None:
        self.md.faults.append(Fault(title, help))
