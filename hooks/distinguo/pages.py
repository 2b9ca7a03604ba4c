"""Turns a Markdown file of docs into a `Page`, and tells every problem in its prose."""

from __future__ import annotations

import re

from . import placements
from .addresses import is_identifier, page_url
from .fields import INVALID, Reading, read_document, read_record
from .model import PageHead
from .problems import START_OF_FILE, Fix, Related, Span, shown
from .prose import check_prose, read_prose
from .reading import split_front_matter
from .rich_text import BARE_CITATION, TANGLED, is_tangled, refused_entities
from .sites import Explainer, Page

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)(?:[ \t]+\{:?[ \t]*#([^\s}]+)[^}]*\})?[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"(?<!\{)\{(?::?[ ]*#([^\s{}]+)[ ]*|:[^{}\n]*|[^{}\n]*[#=][^{}\n]*|[ ]*\.\w[^{}\n]*)\}(?!\})")
# Code as Markdown has it: an escaped backtick opens none, and no fence has words behind it.
_CODE = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[ ]*[\w#.+-]*[ ]*\n.*?^(?P=fence)[ ]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_HTML = re.compile(r"<(?:/?([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>|!--)")
_ONE_BRACE = re.compile(r"(?<!\{)\{ *[a-z_]+ *\([^(){}\n]*\) *\}(?!\})")
_PANDOC_CITATION = re.compile(r"\[@[\w-]+(?: *[;,] *@?[\w-]+)*\]")


def read_page(path: str, text: str, explainer: Explainer | None, reading: Reading) -> Page:
    """The page at `path` in docs with the given `text`; its problems are told to `reading`."""
    front_matter, body, first_line = split_front_matter(text)
    title, short_title, description = _head(path, front_matter, explainer, reading)
    if is_tangled(_CODE.sub("code", body)):
        reading.problem("tangled-text", Span(first_line, 1, first_line, 1), "", TANGLED)
        body = ""  # what else reads it would take long
    pieces = placements.find(body, reading.file, reading.problems, first_line)
    prose = _Prose(body, first_line, reading)
    _check_entities(prose)
    _check_html(prose)
    _check_near_placements(prose)
    read, misplaced = read_prose(body, prose.text, first_line)
    check_prose(read, misplaced, pieces, reading)
    sections = _sections(prose, read.ids)
    return Page(path, page_url(path), explainer, title, short_title, description, pieces, sections, prose=read)


def _head(path: str, front_matter: str | None, explainer: Explainer | None, reading: Reading) -> tuple[str, str, str]:
    """The page's title, its name in the navigation and its description: from explainer.yml or from its own head."""
    if explainer and path == f"{explainer.id}/index.md":
        if front_matter is not None:
            help = f"Its title and description stand in content/{explainer.id}/explainer.yml."
            title = "An explainer's first page has no lines between ---"
            reading.problem("head-not-wanted", START_OF_FILE, "", title, help)
        return explainer.about.title, explainer.about.title, explainer.about.description
    if front_matter is None:
        title, help = "This page has no title and description", ""
        folder = path.removesuffix("/index.md")
        if folder != path:
            title = f"This page has no title and description, and there is no explainer content/{folder}"
            help = "If you have renamed one of the two folders, rename the other one, too.\n"
        help += "A page of its own begins with a line ---, then title: … and description: …, then a line ---."
        reading.problem("no-head", START_OF_FILE, "", title, help)
        return "", "", ""
    head = read_document(front_matter, reading, lambda node, into: read_record(PageHead, node, "", into), first_line=2)
    return ("", "", "") if head is INVALID else (head.title, head.short_title or head.title, head.description)


class _Prose:
    """The Markdown of a page with its code blanked out, and the places of what is found in it."""

    def __init__(self, body: str, first_line: int, reading: Reading) -> None:
        self.text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)
        self._first_line, self._reading = first_line, reading

    def refuse(
        self,
        code: str,
        found: re.Match[str],
        group: int,
        title: str,
        help: str = "",
        *,
        mended: str = "",
        is_warning: bool = False,
    ) -> None:
        """Tell what is wrong with the words that a `group` of an expression has found."""
        start, end = found.span(group)
        span = Span(*self._place(start), *self._place(end))
        fix = Fix(span, mended) if mended and span.line == span.end_line else None
        self._reading.problem(code, span, "", title, help, fix=fix, is_warning=is_warning)

    def refuse_repeated(self, first: re.Match[str], second: re.Match[str]) -> None:
        """Tell that two headings have the same id."""
        spans = [Span(*self._place(found.start(3)), *self._place(found.end(3))) for found in (first, second)]
        related = (Related(spans[0], "first one"),)
        title = f"Two headings have the id `{second[3]}`"
        self._reading.problem("repeated-id", spans[1], "", title, label="second one", related=related)

    def _place(self, index: int) -> tuple[int, int]:
        return self.text.count("\n", 0, index) + self._first_line, index - self.text.rfind("\n", 0, index)


def _sections(prose: _Prose, ids: set[str]) -> dict[str, str]:
    """The headings with a lasting id, those of which readers get one of the `ids`; problems in ids are told."""
    sections: dict[str, str] = {}
    first: dict[str, re.Match[str]] = {}
    at_headings: set[tuple[int, int]] = set()
    for heading in _HEADING.finditer(prose.text):
        at_headings.add(heading.span(3))
        if heading[3] in sections:
            prose.refuse_repeated(first[heading[3]], heading)
        elif heading[3] and heading[3] not in ids and re.search(r"#section-[a-z0-9-]+[ \t]*\}", heading[0]):
            title = f"This line becomes no heading, so nothing has the id `{heading[3]}`"
            help = "Write an empty line before it, and let it stand outside of tables, lists and code."
            prose.refuse("no-heading", heading, 0, title, help)
        elif heading[3]:
            first[heading[3]] = heading
            sections[heading[3]] = re.sub(r"[*_`\\]", "", heading[2])
    for found in _ATTRIBUTES.finditer(prose.text):
        if found[1] is None:
            help = "Only the id of a section can: {#section-some-words}"
            prose.refuse("attributes-in-prose", found, 0, f"{shown(found[0])} cannot stand in a page", help)
        elif not (found[1].startswith("section-") and is_identifier(found[1])):
            near = f"section-{found[1].strip('_').lower().removeprefix('section-')}"
            help, near = f"Ids begin with “section-”: {{#{near}}}", near if is_identifier(near) else ""
            prose.refuse("section-id", found, 1, f"A section cannot have the id `{shown(found[1])}`", help, mended=near)
        elif found.span(1) not in at_headings:
            help = "It stands at the end of a line that begins with ##."
            prose.refuse("attributes-in-prose", found, 0, "Only a heading can have the id of a section", help)
    return sections


def _check_entities(prose: _Prose) -> None:
    """No character that a file may not hold, not even as an entity."""
    for found, name in refused_entities(prose.text):
        prose.refuse("hidden-character", found, 0, f"{name} cannot stand in a content file", "Delete it.")


def _check_html(prose: _Prose) -> None:
    told: set[str] = set()
    for found in _HTML.finditer(prose.text):
        if not (found[0].startswith("</") and found[1] in told):
            help = "Use Markdown; what a page needs beyond it is a block."
            prose.refuse("html", found, 0, f"HTML such as {shown(found[0])} cannot stand in a page", help)
            told.add(found[1])


def _check_near_placements(prose: _Prose) -> None:
    """What looks like a placement or a citation and would be read as plain words."""
    for found in _ONE_BRACE.finditer(prose.text):
        title = "A placement has two braces on each side"
        prose.refuse("one-brace", found, 0, title, f"Write {{{found[0]}}}.", mended=f"{{{found[0]}}}")
    for found in _PANDOC_CITATION.finditer(prose.text):
        names = ", ".join(f'"{name}"' for name in re.findall(r"@([\w-]+)", found[0]))
        call = f"{{{{ cite({names}) }}}}"
        title = f"{shown(found[0])} is for YAML"
        prose.refuse("citation-of-yaml", found, 0, title, f"In a page, write {call}.", mended=call)
    for found in BARE_CITATION.finditer(_PANDOC_CITATION.sub(lambda cited: " " * len(cited[0]), prose.text)):
        names = ", ".join(f'"{name}"' for name in re.findall(r"@([\w-]+)", found[0]))
        call, title = (
            f"{{{{ cite({names}) }}}}",
            f"Readers see “{found[0]}” as it stands here; a citation is a placement",
        )
        prose.refuse("bare-citation", found, 0, title, f"Write {call}.", mended=call, is_warning=True)
