"""Turns the Markdown of a YAML field into HTML that is safe wherever it came from.

Admitted are paragraphs, lists, emphasis, `code`, quotations, links, local images with alternative
text, and citations in Pandoc's form, `[@source-id]` or `[@one; @two]`. Links go to `https:` and
`mailto:` addresses, to other explainers (`explainer:some-id`), to definitions (`term:some-id`) and
to sections of the explainer (`#section-some-id`). Everything else is a fault: nothing is dropped silently.

What depends on the page (the number of a citation, the address of a link) stands in the HTML as a
marker until `RichText.html` is told how to resolve it. The markers are private-use characters,
which `characters` refuses in content.
"""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markupsafe import Markup

from ..base.addresses import is_docs_file, is_identifier
from ..base.characters import FEWER_MARKS, TOO_MANY_MARKS, first_refused, stacks
from ..base.characters import name as name_of
from ..base.matching import leading
from ..base.problems import shown
from ..base.web_addresses import link_fault, published
from .markdown_limits import excess

_MARKER = re.compile("\ue000(\\w+) ([^\ue001]*)\ue001")
_CITATION = re.compile(r"\[@([^\[\],]*)\]")
_CITED = r"@[a-z]+(?:-[a-z]+)*-\d{4}[a-z]?(?:-[a-z0-9]+)*"  # a surname, a year, and what else the id may say
BARE_CITATION = re.compile(rf"\({_CITED}(?:; *{_CITED})*\)|(?<![\w\[;.@/-]){_CITED}(?![\w@]|-\w|\.[a-z])")
# What a simple text may hold beside words, the other signs of Markdown, and what its lines may begin with.
_WORDS = r"(?P<words>(?!\s)[^\n<>&*_`\[\]\\]+(?<!\s))"
_SIMPLE_CITATION = re.compile(r"\[@([a-z0-9][\w;@ -]*)\]")
_SIMPLE_LINK = re.compile(rf"\[(?<!!\[)(?P<stars>\*\*?|){_WORDS}(?P=stars)\]\((?P<target>[A-Za-z0-9:/#.%=?@~+-]+)\)")
_SIMPLE_EMPHASIS = re.compile(rf"(?P<stars>\*\*?){_WORDS}(?P=stars)(?!\*)")
_MOST_TOLD = 10  # bare citations of one text: nobody reads on, and each is counted in all that stands before it
_SIGNS = re.compile(r"[<>*_`\[\]\\]")
_AMPERSAND = re.compile("&(?! )")
_FIRST_WORD = re.compile(r"[^\W\d_]|[\"'“(\ue000\ue002]|\d+(?![\d.])")
_OPEN, _CLOSE = "\ue002", "\ue003"  # the brackets of tags that have been drawn, unlike those that were typed
ENTITY = r"&(?:#\d{1,9}|#[xX][0-9a-fA-F]{1,8}|\w{1,40});"
_ENTITY = re.compile(ENTITY)
_ENTITIES_AND_MARKS = re.compile(rf"(?:{ENTITY}|[^\w\s\x00-\u02ff])+")
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


class TextFault(NamedTuple):
    """What is wrong in a text: `words` are those it is about, as typed, `mended` what could stand in their place."""

    code: str
    title: str
    help: str = ""
    is_warning: bool = False
    words: str = ""
    mended: str = ""
    nth: int = 0  # how many times the words stand in the text before
    part: tuple[int, int] | None = None  # where in the words it begins and ends, if it is not all of them
    of_length: bool = False  # whether it is about where the text ends


@dataclass(frozen=True, slots=True)
class RichText:
    """A field's text: its HTML with markers, what it refers to (kind and name), and what is wrong with it."""

    marked_html: str
    references: tuple[tuple[str, str], ...]
    faults: tuple[TextFault, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        return RichText, (self.marked_html, self.references, self.faults)

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


@lru_cache(maxsize=1 << 12)
def parse(text: str, *, inline: bool = False) -> RichText:
    """The field's `text` as `RichText`; `inline` admits one paragraph, whose `<p>` is left out."""
    faults = [*_near_misses(text)] if "@" in text or "{" in text or "&" in text else []
    references: list[tuple[str, str]] = []
    if simple := _simple_html(text, references):
        result = simple
    elif found := excess(text):
        faults.append(TextFault("tangled-text", found.title, found.help))
        result = ""
    else:
        references.clear()
        result = _converter().html(text, faults, references)
    if inline:
        body = result.removeprefix("<p>").removesuffix("</p>")
        if re.search("<(?:p|ul|ol|blockquote)>", body):
            faults.append(TextFault("several-paragraphs", "This text should be a single paragraph", of_length=True))
        result = body
    return RichText(result, tuple(references), tuple(dict.fromkeys(faults)))


def refused_entities(text: str) -> Iterator[tuple[re.Match[str], str, str, str]]:
    """The entities in `text` that stand for what no file may hold, each with the code and words of that and what to
    do."""
    for found in _ENTITY.finditer(text):
        if letter := first_refused(html.unescape(found[0])):
            yield found, "hidden-character", f"{name_of(letter)} cannot stand in a content file", "Delete it."
    for found in _ENTITIES_AND_MARKS.finditer(text) if "&" in text else ():
        stack = next(stacks(html.unescape(found[0])), None) if "&" in found[0] else None
        if stack:
            yield found, "too-many-marks", TOO_MANY_MARKS.format(stack[2] - stack[0]), FEWER_MARKS


def _simple_html(text: str, references: list[tuple[str, str]]) -> str:
    """What the converter makes of a simple text, in a fraction of its time; an empty text where it is not simple.

    A simple text is paragraphs and lists that hold no more Markdown than citations, links and emphasis, as most do.
    """
    if _OPEN in text or _CLOSE in text:
        return ""
    if "[@" in text:
        text = _SIMPLE_CITATION.sub(lambda found: _citation(found[1], references), text)
    if "](" in text:
        text = _SIMPLE_LINK.sub(lambda found: _simple_link(found, references), text)
    if "*" in text:
        text = _SIMPLE_EMPHASIS.sub(_simple_words, text)
    if _SIGNS.search(text) or " \n" in text or _AMPERSAND.search(text):
        return ""
    drawn = _simple_blocks(text) if "\n" in text else _simple_paragraph(text)
    return drawn.replace("&", "&amp;").replace(_OPEN, "<").replace(_CLOSE, ">")


def _simple_link(found: re.Match[str], references: list[tuple[str, str]]) -> str:
    target = found["target"]
    if reference := _reference(target):
        references.append(reference)
    elif link_fault(target):
        return found[0]
    attributes = _attributes(reference) if reference else {"href": target}
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"{_OPEN}a{written}{_CLOSE}{_simple_words(found)}{_OPEN}/a{_CLOSE}"


def _simple_words(found: re.Match[str]) -> str:
    if not found["stars"]:
        return found["words"]
    tag = "em" if found["stars"] == "*" else "strong"
    return f"{_OPEN}{tag}{_CLOSE}{found['words']}{_OPEN}/{tag}{_CLOSE}"


def _simple_blocks(text: str) -> str:
    blocks = re.split("\n\n+", text)
    drawn = [_simple_list(block) if block.startswith("- ") else _simple_paragraph(block) for block in blocks]
    result = "\n".join(drawn) if all(drawn) else ""
    return "" if "</ul>\n<ul>" in result else result  # of two lists, Markdown makes one


def _simple_paragraph(block: str) -> str:
    lines = block.split("\n") if "\n" in block else (block,)
    return f"<p>{block}</p>" if all(map(_FIRST_WORD.match, lines)) else ""


def _simple_list(block: str) -> str:
    if not all(line[:2] in ("- ", "  ") and _FIRST_WORD.match(line, 2) for line in block.split("\n")):
        return ""
    items = block[2:].replace("\n- ", "</li>\n<li>")
    return f"<ul>\n<li>{items}</li>\n</ul>"


def _citation(inside: str, references: list[tuple[str, str]]) -> str:
    """The marks of the sources in a citation, from what stands between its brackets behind the first @."""
    names = [name.strip().removeprefix("@") for name in inside.split(";")]
    references += (("source", name) for name in names)
    return " ".join(_marker("source", name) for name in names)


def _reference(target: str) -> tuple[str, str] | None:
    """The kind and name of what a link refers to in the site."""
    kind, _, name = target.partition(":")
    if name and kind in ("explainer", "term"):
        return kind, name
    return ("section", target[1:]) if target.startswith("#") and is_identifier(target[1:]) else None


def _attributes(reference: tuple[str, str]) -> dict[str, str]:
    """Those of a link to something in the site."""
    kind, name = reference
    address = {"href": _marker(kind, name)}
    return {"class": "term", "data-short": _marker("short", name), **address} if kind == "term" else address


def _near_misses(text: str) -> Iterator[TextFault]:
    """What looks like a placement or a citation and would be printed as it stands."""
    if found := re.search(r"\{\{ *(cite|term|explainer) *\(", text):
        title = f"{{{{ {found[1]}(…) }}}} is for pages; here readers see the braces"
        help = "In YAML, write [@source-id], [words](term:some-id) or [words](explainer:some-id)."
        yield TextFault("placement-in-yaml", title, help, True, found[0])
    for found, code, title, help in refused_entities(text):
        yield TextFault(code, title, help, words=found[0])
    if text.count("@") == text.count("[@") + text.count("; @"):
        return  # all of them are in citations
    outside = re.sub(r"\[@[^\[\]]*\]", lambda found: " " * len(found[0]), text)
    for found in islice(BARE_CITATION.finditer(outside), _MOST_TOLD):
        title = f"Readers see “{found[0]}” as it stands here; a citation has square brackets"
        mended = f"[{found[0].strip('()')}]"
        end = r"(?![\w-])" if found[0][-1].isalnum() else ""  # or the beginning of a longer id would count
        nth = len(re.findall(re.escape(found[0]) + end, text[: found.start()]))
        yield TextFault("bare-citation", title, f"Write {mended}.", True, found[0], mended, nth)


class _Converter(Markdown):
    """Python-Markdown for the few things that a field may hold."""

    faults: list[TextFault]  # what is wrong in the text that is being read, and what it refers to
    referred: list[tuple[str, str]]  # `references` is a name of Python-Markdown's own

    def __init__(self) -> None:
        super().__init__(output_format="html")
        self.preprocessors.deregister("html_block")
        self.parser.blockprocessors.deregister("reference")
        self.inlinePatterns.deregister("automail")
        self.inlinePatterns.register(_RefusedHtml(r"<(?:/?[a-zA-Z][^<>@]*|!--.*?--)>", self), "html", 90)
        self.inlinePatterns.register(Entity(ENTITY, self), "entity", 80)
        self.inlinePatterns.register(_Citation(r"\[@([^\[\]]*)\]", self), "citation", 175)
        self.treeprocessors.register(_Admission(self), "admission", 5)

    def html(self, text: str, faults: list[TextFault], references: list[tuple[str, str]]) -> str:
        """The HTML of a `text`; what is wrong in it and what it refers to are added to the lists."""
        self.reset()
        self.faults, self.referred = faults, references
        return self.convert(text)


@lru_cache
def _converter() -> _Converter:
    return _Converter()


def target_of(link: Element) -> str:
    """Where a `link` leads, as it was typed: until the end, the converter has signs of its own for escaped ones."""
    return UnescapeTreeprocessor().unescape(link.get("href", ""))


def _marker(kind: str, name: str) -> str:
    return f"\ue000{kind} {name}\ue001"


class InlineRule(InlineProcessor, ABC):
    """Puts a text in place of all that its pattern finds within a paragraph."""

    # The same break with the parent class is in the class of Python-Markdown that this one comes from.
    def handleMatch(self, found: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return self.instead_of(found), found.start(), found.end()

    @abstractmethod
    def instead_of(self, found: re.Match[str]) -> str:
        """The text that takes the place of what was found."""


class _RefusedHtml(InlineRule):
    md: _Converter

    def instead_of(self, found: re.Match[str]) -> str:
        help = "Use Markdown: *emphasis*, **strong**, `code`, [words](https://…)."
        tag, told = _tag(found[0]), {_tag(fault.words) for fault in self.md.faults if fault.code == "html"}
        if not (found[0].startswith("</") and tag in told):  # else it is the end of what has been told
            title = f"HTML such as <{tag}> cannot stand in this text"
            self.md.faults.append(TextFault("html", title, help, words=found[0]))
        return found[0]


def _tag(typed: str) -> str:
    """The name of the element that is `typed` as HTML."""
    return leading(r"[\w-]*", typed.lstrip("</"))[0]


class Entity(InlineRule):
    """`&amp;` as the letter that it stands for, but for those that no file may hold: `&#xE000;` stays away."""

    def instead_of(self, found: re.Match[str]) -> str:
        letter = html.unescape(found[0])
        return "" if first_refused(letter) else letter


class _Citation(InlineRule):
    md: _Converter

    def instead_of(self, found: re.Match[str]) -> str:
        if "," in found[1]:
            title = "Several sources in one citation are parted by semicolons"
            mended = f"[{'; '.join('@' + name.strip().removeprefix('@') for name in found[0][1:-1].split(','))}]"
            fault = TextFault("citation-comma", title, "Write [@one; @two].", words=found[0], mended=mended)
            self.md.faults.append(fault)
            return found[0]
        return _citation(found[1], self.md.referred)


class _Admission(Treeprocessor):
    """Refuses elements outside `_ADMITTED`, and turns the targets of links and images into markers."""

    md: _Converter

    def run(self, root: Element) -> None:
        for element in root.iter():
            tag = element.tag
            if element is root:
                continue
            if tag not in _ADMITTED:
                what = _IN_PLAIN_WORDS.get(re.sub(r"\d", "", tag), f"<{tag}>")
                words = (element.text or "").strip().partition("\n")[0]
                self._refuse("not-in-this-text", f"{what} cannot stand in this text", words=words)
            elif tag == "a":
                self._link(element)
            elif tag == "img":
                element.set("src", self._image(element))
            if "title" in element.attrib:
                words = element.attrib.pop("title")
                self._refuse("link-title", f"{_IN_PLAIN_WORDS['a title']} cannot stand in this text", words=words)

    def _link(self, link: Element) -> None:
        target = target_of(link)
        if reference := _reference(target):
            self.md.referred.append(reference)
            link.attrib.update(_attributes(reference))
        elif fault := link_fault(target):
            title = fault.said_of(f"A link cannot go to “{shown(target)}”")
            help = fault.help or "A link goes to an https: or mailto: address, to explainer:…, term:… or #section-…"
            part = (fault.start, fault.end)
            self.md.faults.append(TextFault("unsafe-link", title, help, words=target, mended=fault.meant, part=part))
        else:
            link.set("href", published(target))

    def _image(self, element: Element) -> str:
        target = unquote(element.get("src", ""))
        if not (element.get("alt") or "").strip():
            help = f"Write what it shows between the brackets: ![what it shows]({target})"
            self._refuse("no-alternative-text", f"The image {shown(target)} has no alternative text", help, target)
        if not is_docs_file(target):
            help = "Put the image into the docs folder and name it from there, as in ![a target](assets/target.svg)"
            self._refuse("unsafe-image", f"An image cannot come from “{shown(target)}”", help, target)
            return target
        self.md.referred.append(("file", target))
        return _marker("file", target)

    def _refuse(self, code: str, title: str, help: str = "", words: str = "") -> None:
        self.md.faults.append(TextFault(code, title, help, words=words))
