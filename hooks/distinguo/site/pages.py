"""Turns a Markdown file of docs into a `Page`, and tells every problem in its prose."""

from __future__ import annotations

import re

from ..base.addresses import is_identifier, page_url
from ..base.matching import leading
from ..base.places import Places
from ..base.problems import MOST_TOLD, START_OF_FILE, Fix, Related, shown
from ..fields import INVALID, Reading, read_document, read_record
from ..model.shapes import PageHead
from ..text import placements
from ..text.markdown_code import blank, code_blocks, without_code
from ..text.markdown_limits import excess_of_page
from ..text.nodes import split_front_matter
from ..text.rich_text import BARE_CITATION, refused_entities
from .held import Held
from .prose import check_prose, read_prose
from .site import Body, Explainer, Page

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
_HEADING_ID = re.compile(r"[ \t]\{:?[ \t]*#([^\s}]+)[^{}]*\}$")
_IN_BRACES = re.compile(r"(?<!\{)\{([^{}\n]*)\}(?!\})")
_ATTRIBUTES = re.compile(r":?[ ]*#(?P<id>[^\s{}]+)[ ]*|:.*|.*[#=].*|[ ]*\.\w.*")
_HTML = re.compile(r"<(?:/?([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>|!--)")
_ONE_BRACE = re.compile(r"(?<!\{)\{ *[a-z_]+ *\([^(){}\n]*\) *\}(?!\})")
_PANDOC_CITATION = re.compile(r"\[@[\w-]+(?: *[;,] *@?[\w-]+)*\]")


def read_docs_page(path: str, text: str, explainer: Explainer | None, reading: Reading) -> Page:
    """The page at `path` in docs with the given `text`; its problems are told to `reading`."""
    front_matter, body, first_line = split_front_matter(text)
    title, short_title, description = _head(path, front_matter, explainer, reading)
    if not _is_within_limits(body, first_line, reading):
        body = ""  # what else reads it would take long
    body = _with_sound_code(body, first_line, reading)
    pieces = placements.find(body, reading.file, reading.problems, first_line)
    prose = _Prose(body, first_line, reading)
    _check_entities(prose)
    _check_html(prose)
    _check_near_placements(prose)
    read, misplaced = read_prose(body, prose.text, first_line)
    check_prose(read, misplaced, pieces, reading)
    sections = _sections(prose, read.ids)
    return Page(path, page_url(path), explainer, title, short_title, description, Held(Body(pieces, sections, read)))


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


def _is_within_limits(body: str, first_line: int, reading: Reading) -> bool:
    """Whether the page takes no longer to read than a page may; what is too much is told at its place."""
    if found := excess_of_page(body):
        span = Places(body, first_line).span(found.start, found.end)
        reading.problem("tangled-text", span, "", found.title, found.help)
    return found is None


def _with_sound_code(body: str, first_line: int, reading: Reading) -> str:
    """`body` without the blocks of code that never end, or begin with more than a language: these are told."""
    places, faulty = Places(body, first_line), []
    for block in code_blocks(body):
        first = body[block.start : block.first_line_end]
        signs = leading("[`~]+", first)[0]
        span = places.span(block.start, block.first_line_end)
        if not block.is_closed:
            help = f"Close it with a line {signs}, or put a \\ before the first sign where it is to be seen."
            reading.problem("unclosed-code", span, "", "This block of code is never closed", help)
        elif not block.names_a_language:
            help = f"Behind {signs} stands the name of a language in one word, or nothing."
            reading.problem("start-of-code", span, "", f"A block of code cannot begin with “{shown(first)}”", help)
        else:
            continue
        faulty.append(block)
    for block in faulty:
        body = body[: block.start] + blank(body[block.start : block.end]) + body[block.end :]
    return body


class _Prose:
    """The Markdown of a page with its code blanked out, and the places of what is found in it."""

    def __init__(self, body: str, first_line: int, reading: Reading) -> None:
        self.text = without_code(body)
        self._places, self._reading, self._told = Places(body, first_line), reading, 0

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
        self.refuse_at(code, *found.span(group), title, help, mended=mended, is_warning=is_warning)

    def refuse_at(
        self, code: str, start: int, end: int, title: str, help: str, *, mended: str = "", is_warning: bool = False
    ) -> None:
        """The same of the words between two places of the text."""
        self._told += 1
        if self._told <= MOST_TOLD:
            span = self._places.span(start, end)
            fix = Fix(span, mended) if mended and span.line == span.end_line else None
            self._reading.problem(code, span, "", title, help, fix=fix, is_warning=is_warning)

    def refuse_repeated(self, id: str, first: tuple[int, int], second: tuple[int, int]) -> None:
        """Tell that two headings have the same id, which stands at `first` and at `second`."""
        related = (Related(self._places.span(*first), "first one"),)
        title = f"Two headings have the id `{id}`"
        self._reading.problem("repeated-id", self._places.span(*second), "", title, label="second one", related=related)


def _sections(prose: _Prose, ids: set[str]) -> dict[str, str]:
    """The headings with a lasting id, those of which readers get one of the `ids`; problems in ids are told."""
    sections: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    at_headings: set[tuple[int, int]] = set()
    for heading in _HEADING.finditer(prose.text):
        words = heading[2].rstrip(" \t#")
        found = _HEADING_ID.search(words, max(0, words.rfind("{") - 1))
        if not found:
            continue
        id = found[1]
        place = (heading.start(2) + found.start(1), heading.start(2) + found.end(1))
        at_headings.add(place)
        if id in sections:
            prose.refuse_repeated(id, places[id], place)
        elif id not in ids and re.search(r"#section-[a-z0-9-]+[ \t]*\}", found[0]):
            title = f"This line becomes no heading, so nothing has the id `{id}`"
            help = "Write an empty line before it, and let it stand outside of tables, lists and code."
            prose.refuse("no-heading", heading, 0, title, help)
        else:
            places[id] = place
            sections[id] = re.sub(r"[*_`\\]", "", words[: found.start()].rstrip(" \t"))
    _check_attributes(prose, at_headings)
    return sections


def _check_attributes(prose: _Prose, at_headings: set[tuple[int, int]]) -> None:
    """Nothing between braces but the ids of sections, which stand at the places `at_headings`."""
    for braces in _IN_BRACES.finditer(prose.text):
        found = _ATTRIBUTES.fullmatch(braces[1])
        if found is None:
            continue
        if (id := found["id"]) is None:
            help = "Only the id of a section can: {#section-some-words}"
            prose.refuse("attributes-in-prose", braces, 0, f"{shown(braces[0])} cannot stand in a page", help)
            continue
        place = (braces.start(1) + found.start("id"), braces.start(1) + found.end("id"))
        if not (id.startswith("section-") and is_identifier(id)):
            near = f"section-{id.strip('_').lower().removeprefix('section-')}"
            help, near = f"Ids begin with “section-”: {{#{near}}}", near if is_identifier(near) else ""
            prose.refuse_at("section-id", *place, f"A section cannot have the id `{shown(id)}`", help, mended=near)
        elif place not in at_headings:
            help = "It stands at the end of a line that begins with ##."
            prose.refuse("attributes-in-prose", braces, 0, "Only a heading can have the id of a section", help)


def _check_entities(prose: _Prose) -> None:
    """No character that a file may not hold, not even as an entity."""
    for found, code, title, help in refused_entities(prose.text):
        prose.refuse(code, found, 0, title, help)


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
