"""Turns a Markdown file of docs into a `Page`, and tells every mistake in its prose."""

from __future__ import annotations

import re

from . import placements
from .addresses import is_identifier, is_safe_address, page_url
from .fields import INVALID, Reading, read_record
from .model import Explainer, Page, PageHead
from .problems import START_OF_FILE, Span
from .reading import read_yaml, split_front_matter

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)(?:[ \t]+\{:?[ \t]*#([^\s}]+)[^}]*\})?[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"(?<!\{)\{(?::?[ ]*#([^\s{}]+)[ ]*|:[^{}\n]*|[^{}\n]*[#=][^{}\n]*|[ ]*\.\w[^{}\n]*)\}(?!\})")
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HTML = re.compile(r"<(?:/?([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>|!--)")
_ONE_BRACE = re.compile(r"(?<!\{)\{ *[a-z_]+ *\([^(){}\n]*\) *\}(?!\})")
_PANDOC_CITATION = re.compile(r"\[@[\w-]+(?: *[;,] *@?[\w-]+)*\]")
_LINK = re.compile(r"(!?)\[([^\[\]]*)\](?:\(\s*<?([^)\s>]*)|:[ \t]*(\S+))")


def read_page(path: str, text: str, explainer: Explainer | None, reading: Reading) -> Page:
    """The page at `path` in docs with the given `text`; its mistakes are told to `reading`."""
    front_matter, body, first_line = split_front_matter(text)
    title, short_title, description = _head(path, front_matter, explainer, reading)
    pieces = placements.find(body, reading.file, reading.problems, first_line)
    prose = _Prose(body, first_line, reading)
    _check_html(prose)
    _check_links(prose)
    _check_near_placements(prose)
    return Page(path, page_url(path), explainer, title, short_title, description, pieces, _sections(prose))


def _head(path: str, front_matter: str | None, explainer: Explainer | None, reading: Reading) -> tuple[str, str, str]:
    """The page's title, its name in the navigation and its description: from explainer.yml or from its own head."""
    if explainer and path == f"{explainer.id}/index.md":
        if front_matter is not None:
            help = f"Its title and description stand in content/{explainer.id}/explainer.yml."
            reading.problem(START_OF_FILE, "", "An explainer's first page has no lines between ---", help)
        return explainer.about.title, explainer.about.title, explainer.about.description
    if front_matter is None:
        help = "Begin with a line ---, then title: … and description: …, then a line ---."
        reading.problem(START_OF_FILE, "", "This page has no title and description", help)
        return "", "", ""
    node = read_yaml(front_matter, reading.file, reading.problems, first_line=2)
    head = INVALID if node is None else read_record(PageHead, node, "", reading)
    return ("", "", "") if head is INVALID else (head.title, head.short_title or head.title, head.description)


class _Prose:
    """The Markdown of a page with its code blanked out, and the places of what is found in it."""

    def __init__(self, body: str, first_line: int, reading: Reading) -> None:
        self.text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)
        self._first_line, self._reading = first_line, reading

    def refuse(self, found: re.Match[str], group: int, title: str, help: str = "") -> None:
        start, end = found.span(group)
        line = self.text.count("\n", 0, start) + self._first_line
        column = start - self.text.rfind("\n", 0, start)
        self._reading.problem(Span(line, column, line, column + end - start), "", title, help)


def _sections(prose: _Prose) -> dict[str, str]:
    """The headings with a lasting id; mistakes in headings and ids are told."""
    sections: dict[str, str] = {}
    for heading in _HEADING.finditer(prose.text):
        if len(heading[1]) == 1:
            help = "Start headings with ## here; the page's title is its only first-level heading."
            prose.refuse(heading, 1, "A page has one title, and it does not stand in the text", help)
        if "{{" in heading[2]:
            prose.refuse(heading, 2, "A heading cannot hold a placement", "Write the words themselves.")
        if heading[3] in sections:
            prose.refuse(heading, 3, f"Two headings have the id `{heading[3]}`")
        elif heading[3]:
            sections[heading[3]] = re.sub(r"[*_`\\]", "", heading[2])
    for found in _ATTRIBUTES.finditer(prose.text):
        if found[1] is None:
            help = "Only the id of a section can: {#section-some-words}"
            prose.refuse(found, 0, f"{found[0]} cannot stand in a page", help)
        elif not (found[1].startswith("section-") and is_identifier(found[1])):
            help = f"Ids begin with “section-”: {{#section-{found[1].strip('_').lower()}}}"
            prose.refuse(found, 1, f"A section cannot have the id `{found[1]}`", help)
    return sections


def _check_html(prose: _Prose) -> None:
    told: set[str] = set()
    for found in _HTML.finditer(prose.text):
        if not (found[0].startswith("</") and found[1] in told):
            help = "Use Markdown; what a page needs beyond it is a block."
            prose.refuse(found, 0, f"HTML such as {found[0]} cannot stand in a page", help)
            told.add(found[1])


def _check_near_placements(prose: _Prose) -> None:
    """What looks like a placement or a citation and would be read as plain words."""
    for found in _ONE_BRACE.finditer(prose.text):
        prose.refuse(found, 0, "A placement has two braces on each side", f"Write {{{found[0]}}}.")
    for found in _PANDOC_CITATION.finditer(prose.text):
        names = ", ".join(f'"{name}"' for name in re.findall(r"@([\w-]+)", found[0]))
        prose.refuse(found, 0, f"{found[0]} is for YAML", f"In a page, write {{{{ cite({names}) }}}}.")


def _check_links(prose: _Prose) -> None:
    """No image from elsewhere or without a description, no link that is not a safe one."""
    for found in _LINK.finditer(prose.text):
        group = 3 if found[3] is not None else 4
        target = found[group]
        is_elsewhere = target.startswith("//") or ":" in target
        if found[1] and not found[2].strip():
            help = f"Write what it shows between the brackets: ![what it shows]({target})"
            prose.refuse(found, 0, f"The image {target} has no alternative text", help)
        if found[1] and is_elsewhere:
            help = "Put the image beside the page; a reader's browser asks no other site for anything."
            prose.refuse(found, group, f"An image cannot come from “{target}”", help)
        elif is_elsewhere and not is_safe_address(target, ("https", "mailto")):
            help = (
                'A link goes to an https: or mailto: address, or to a page; {{ explainer("…") }} links to an explainer.'
            )
            prose.refuse(found, group, f"A link cannot go to “{target}”", help)
