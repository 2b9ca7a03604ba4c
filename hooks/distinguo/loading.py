"""Reads a site's folder — content/**.yml and docs/**.md — into a checked `Site`, or into all its problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import languages, placements
from .addresses import is_identifier, is_safe_address, page_url
from .blocks import FILES, TYPES
from .blocks.base import Block, ContentBlock
from .fields import INVALID, ListOf, Reading, Record, Reference, read_record, refuse_repeated
from .model import About, Explainer, Page, PageHead, Settings, Site, Source
from .placements import Placement
from .problems import START_OF_FILE, Problem, Span, did_you_mean
from .reading import Sequence, read_text, read_yaml, split_front_matter

# Inline placements, each with the fewest and the most texts it takes.
INLINE = {"term": (1, 2), "cite": (1, 20), "explainer": (1, 2)}

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)(?:[ \t]+\{:?[ \t]*#([^\s}]+)[^}]*\})?[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTE_ID = re.compile(r"\{:?[^{}\n]*#([^\s{}]+)[^{}\n]*\}")
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HTML = re.compile(r"<(?:/?([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>|!--)")
_LINK = re.compile(r"(!?)\[([^\[\]]*)\](?:\(\s*<?([^)\s>]*)|:[ \t]*(\S+))")


@dataclass
class _Found:
    """What has been read so far, sound or not: checks across files use whatever there is."""

    problems: list[Problem] = field(default_factory=list)
    references: list[tuple[str, str | None, Reference]] = field(default_factory=list)  # file, explainer, what
    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    explainers: dict[str, Explainer] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    broken: set[str] = field(default_factory=set)  # files whose content could not be understood
    pages: dict[str, Page] = field(default_factory=dict)


def load(root: Path, *, drafts: bool = False) -> tuple[Site | None, list[Problem]]:
    """The site in the folder `root` and every problem in it; no site where one of them is an error.

    `drafts` keeps explainers marked `draft: true` in the site, for a preview.
    """
    found = _Found()
    _read_settings(root, found)
    _read_sources(root, found)
    _read_explainers(root, found)
    if not drafts:
        _leave_out_drafts(found)
    _read_pages(root, found)
    _check_placements(found)
    _check_references(root, found)
    if found.settings is None or any(not problem.is_warning for problem in found.problems):
        return None, found.problems
    _warn_of_unplaced(found)
    return Site(found.settings, found.sources, found.explainers, found.drafts, found.pages), found.problems


def _read(root: Path, path: Path, found: _Found, explainer: str | None = None) -> tuple[Any, Reading]:
    """The root node of a YAML file (`INVALID` where there is none to check) and the reading it belongs to."""
    reading = _Reading(path.relative_to(root).as_posix(), explainer, found)
    text = read_text(path, reading.file, found.problems)
    if text is None:
        return INVALID, reading
    before = len(found.problems)
    node = read_yaml(text, reading.file, found.problems)
    if node is None and len(found.problems) == before:
        reading.problem(START_OF_FILE, "", "This file is empty")
    return (INVALID if node is None else node), reading


class _Reading(Reading):
    """A reading whose references are kept with the file and the explainer they stand in."""

    def __init__(self, file: str, explainer: str | None, found: _Found) -> None:
        super().__init__(file, found.problems)
        self.explainer, self._found = explainer, found

    def keep_references(self) -> None:
        self._found.references += ((self.file, self.explainer, reference) for reference in self.references)


def _read_settings(root: Path, found: _Found) -> None:
    node, reading = _read(root, root / "content" / "site.yml", found)
    settings = INVALID if node is INVALID else read_record(Settings, node, "", reading)
    reading.keep_references()
    if settings is INVALID:
        return
    if settings.language not in languages.available():
        title = f"There are no words for the language “{settings.language}”"
        help = f"Languages with words: {', '.join(languages.available())}"
        reading.problem(settings.language.span, "language", title, help)
        return
    found.settings = settings


def _read_sources(root: Path, found: _Found) -> None:
    path = root / "content" / "sources.yml"
    if not path.exists():
        return
    node, reading = _read(root, path, found)
    sources = INVALID if node is INVALID else ListOf(Record(Source), most=1000).read(node, "source", reading)
    reading.keep_references()
    if sources is INVALID or len(sources) < len(getattr(node, "items", ())):
        found.broken.add(reading.file)
    if sources is not INVALID:
        found.sources = {source.id: source for source in sources}


def _read_explainers(root: Path, found: _Found) -> None:
    content = root / "content"
    for folder in sorted(path for path in content.glob("*") if path.is_dir()):
        name = folder.relative_to(root).as_posix()
        if not is_identifier(folder.name):
            help = "Use lower-case letters, digits and single hyphens; the name is part of the address."
            found.problems.append(Problem(name, START_OF_FILE, f"A folder cannot be called “{folder.name}”", help=help))
            continue
        _read_explainer(root, folder, found)


def _read_explainer(root: Path, folder: Path, found: _Found) -> None:
    allowed = ["explainer.yml", *FILES]
    about, blocks = INVALID, {}
    if not (folder / "explainer.yml").exists():
        file = f"{folder.relative_to(root).as_posix()}/explainer.yml"
        help = "Every explainer has an explainer.yml with its title, description and dates."
        found.problems.append(Problem(file, START_OF_FILE, "This file is missing", help=help))
    for path in sorted(folder.iterdir()):
        if path.name not in allowed:
            title = f"Explainers have no file called {path.name}"
            help = "\n".join(
                filter(None, [did_you_mean(path.name, allowed), f"Files allowed here: {', '.join(allowed)}"])
            )
            found.problems.append(Problem(path.relative_to(root).as_posix(), START_OF_FILE, title, help=help))
            continue
        node, reading = _read(root, path, found, folder.name)
        if node is INVALID:
            found.broken.add(reading.file)
        elif path.name == "explainer.yml":
            about = read_record(About, node, "", reading)
        else:
            blocks[FILES[path.name].type_name()] = _read_blocks(FILES[path.name], node, reading, found)
        reading.keep_references()
    if about is not INVALID:
        found.explainers[folder.name] = Explainer(folder.name, about, blocks)


def _read_blocks(shape: type[ContentBlock], node: Any, reading: Reading, found: _Found) -> list[ContentBlock]:
    """The blocks of one file: a single one, or a list of several that each have an id."""
    if isinstance(node, Sequence):
        blocks = [read_record(shape, item, f"block {n}", reading) for n, item in enumerate(node.items, 1)]
        for block, item in zip(blocks, node.items, strict=True):
            if block is not INVALID and block.id is None:
                help = "Add a line: id: a-name-of-your-own"
                reading.problem(item.span, "", "A file with several blocks gives each of them an `id`", help)
    else:
        blocks = [read_record(shape, node, "", reading)]
    sound = [block for block in blocks if block is not INVALID]
    if len(sound) < len(blocks):
        found.broken.add(reading.file)
    if len(sound) > 1:
        refuse_repeated(sound, "", reading)
        refuse_repeated([entry for block in sound for entry in block.entries()], "", reading)
    return sound


def _leave_out_drafts(found: _Found) -> None:
    found.drafts = frozenset(name for name, explainer in found.explainers.items() if explainer.about.draft)
    found.explainers = {name: one for name, one in found.explainers.items() if name not in found.drafts}


def _read_pages(root: Path, found: _Found) -> None:
    docs = root / "docs"
    for path in sorted(docs.rglob("*.md")):
        docs_path = path.relative_to(docs).as_posix()
        folder = docs_path.partition("/")[0] if "/" in docs_path else None
        if folder and folder not in found.explainers and (root / "content" / folder).is_dir():
            continue  # a draft, or an explainer whose explainer.yml has been refused
        file = f"docs/{docs_path}"
        text = read_text(path, file, found.problems)
        if text is not None:
            found.pages[docs_path] = _read_page(docs_path, file, text, found.explainers.get(folder or ""), found)
    if "index.md" not in found.pages and not any(problem.file == "docs/index.md" for problem in found.problems):
        help = "Every site has a home page, docs/index.md."
        found.problems.append(Problem("docs/index.md", START_OF_FILE, "This file is missing", help=help))


def _read_page(path: str, file: str, text: str, explainer: Explainer | None, found: _Found) -> Page:
    front_matter, body, first_line = split_front_matter(text)
    reading = Reading(file, found.problems)
    is_first_page = explainer is not None and path == f"{explainer.id}/index.md"
    title = short_title = description = ""
    if is_first_page:
        title = short_title = explainer.about.title
        description = explainer.about.description
        if front_matter is not None:
            help = f"Its title and description stand in content/{explainer.id}/explainer.yml."
            reading.problem(START_OF_FILE, "", "An explainer's first page has no lines between ---", help)
    elif front_matter is None:
        help = "Begin with a line ---, then title: … and description: …, then a line ---."
        reading.problem(START_OF_FILE, "", "This page has no title and description", help)
    else:
        node = read_yaml(front_matter, file, found.problems, first_line=2)
        head = INVALID if node is None else read_record(PageHead, node, "", reading)
        if head is not INVALID:
            title, description = head.title, head.description
            short_title = head.short_title or head.title
    pieces = placements.find(body, file, found.problems, first_line)
    prose = _Prose(body, first_line, reading)
    _check_prose(prose)
    return Page(path, page_url(path), explainer, title, short_title, description, pieces, _sections(prose))


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
    for found in _ATTRIBUTE_ID.finditer(prose.text):
        if not (found[1].startswith("section-") and is_identifier(found[1])):
            help = f"Ids begin with “section-”: {{#section-{found[1].strip('_').lower()}}}"
            prose.refuse(found, 1, f"A section cannot have the id `{found[1]}`", help)
    return sections


def _check_prose(prose: _Prose) -> None:
    """No HTML, no image from elsewhere or without a description, no link that is not a safe one."""
    told: set[str] = set()
    for found in _HTML.finditer(prose.text):
        if not (found[0].startswith("</") and found[1] in told):
            help = "Use Markdown; what a page needs beyond it is a block."
            prose.refuse(found, 0, f"HTML such as {found[0]} cannot stand in a page", help)
            told.add(found[1])
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
            prose.refuse(
                found,
                group,
                f"A link cannot go to “{target}”",
                "A link goes to an https: or mailto: address, or to a page.",
            )


def _check_references(root: Path, found: _Found) -> None:
    """Every name that something refers to exists. Where the file that should hold it is broken, that is told there."""
    for file, explainer, reference in found.references:
        if reference.kind == "file":
            if not (root / "docs" / reference.name).is_file():
                title = f"There is no file docs/{reference.name}"
                found.problems.append(Problem(file, reference.span, title, reference.path))
            continue
        known, home = _known(reference.kind, explainer, found)
        if reference.name not in known and not (home & found.broken):
            title = f"There is no {reference.kind} called `{reference.name}`"
            help = "\n".join(filter(None, [did_you_mean(reference.name, known), _where(reference.kind, known)]))
            if reference.kind == "explainer" and reference.name in found.drafts:
                help = "It is a draft, and drafts are left out of the published site."
            found.problems.append(Problem(file, reference.span, title, reference.path, help))


def _known(kind: str, explainer: str | None, found: _Found) -> tuple[list[str], set[str]]:
    """The names of one kind, and the files they stand in."""
    if kind == "source":
        return list(found.sources), {"content/sources.yml"}
    if kind == "explainer":
        return list(found.explainers), set()
    if kind == "term":
        own = list(_concepts(found.explainers.get(explainer or "")))
        others = [f"{one.id}/{name}" for one in found.explainers.values() for name in _concepts(one)]
        unique = [name.partition("/")[2] for name in others]
        return own + [name for name in unique if unique.count(name) == 1] + others, {
            f"content/{name}/definitions.yml" for name in found.explainers
        }
    if kind == "concept":
        return list(_concepts(found.explainers.get(explainer or ""))), {f"content/{explainer}/definitions.yml"}
    sections = [
        anchor
        for page in found.pages.values()
        if page.explainer and page.explainer.id == explainer
        for anchor in page.anchors()
    ]
    return sections, {file for file in found.broken if file.startswith(f"content/{explainer}/")}


def _concepts(explainer: Explainer | None) -> Iterator[str]:
    for block in explainer.blocks.get("definitions", ()) if explainer else ():
        yield from (concept.id for concept in block.entries())


def _where(kind: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if kind == "source":
        return "Sources stand in content/sources.yml."
    return f"There are: {', '.join(names)}" if names else ""


def _check_placements(found: _Found) -> None:
    for page in found.pages.values():
        reading = Reading(f"docs/{page.path}", found.problems)
        on_page: list[Block] = []
        for piece in page.pieces:
            if not isinstance(piece, Placement):
                continue
            if piece.name in TYPES:
                block = _check_block(piece, page, reading, found)
                if block in on_page:
                    reading.problem(piece.span, "", f"{{{{ {piece.name}(…) }}}} places the same block a second time")
                if block:
                    on_page.append(block)
            elif piece.name in INLINE:
                _check_inline(piece, page, reading, found)
            else:
                title = f"There is no placement called `{piece.name}`"
                known = [*TYPES, *INLINE]
                help = "\n".join(filter(None, [did_you_mean(piece.name, known), f"There are: {', '.join(known)}"]))
                reading.problem(piece.span, "", title, help)
    for explainer in found.explainers.values():
        if f"{explainer.id}/index.md" not in found.pages:
            file = f"docs/{explainer.id}/index.md"
            help = f"The explainer content/{explainer.id} needs a page that places its blocks."
            found.problems.append(Problem(file, START_OF_FILE, "This file is missing", help=help))


def _warn_of_unplaced(found: _Found) -> None:
    placed = {id(block) for page in found.pages.values() for block in page.blocks()}
    for explainer in found.explainers.values():
        for block in (block for blocks in explainer.blocks.values() for block in blocks):
            if id(block) not in placed:
                file = f"content/{explainer.id}/{block.slug()}.yml"
                call = f'{block.type_name()}("{block.id}")' if block.id else f"{block.type_name()}()"
                title = "No page places this block" if not block.id else f"No page places the block `{block.id}`"
                help = f"Write {{{{ {call} }}}} on a line of its own in docs/{explainer.id}/index.md."
                span = block.id.span if block.id else START_OF_FILE
                found.problems.append(Problem(file, span, title, help=help, is_warning=True))


def _check_block(placement: Placement, page: Page, reading: Reading, found: _Found) -> Block | None:
    shape = TYPES[placement.name]
    call = f"{{{{ {placement.name}() }}}}"
    if not placement.stands_alone:
        help = "Leave an empty line before and after it, and nothing beside it."
        reading.problem(placement.span, "", f"{call} should stand on a line of its own", help)
    if page.explainer is None and shape.needs_explainer:
        help = "Blocks of an explainer go on pages in the folder of its name, such as docs/some-explainer/index.md."
        title = f"{call} cannot be placed here: the page belongs to no explainer"
        reading.problem(placement.span, "", title, help)
        return None
    if len(placement.arguments) > (1 if issubclass(shape, ContentBlock) else 0):
        reading.problem(placement.span, "", f"{call} has too many texts in its brackets")
        return None
    block = page.block_at(placement)
    if block is None and f"content/{page.explainer.id}/{shape.slug()}.yml" not in found.broken:
        _tell_missing_block(placement, page, shape, reading)
    return block


def _tell_missing_block(placement: Placement, page: Page, shape: type[Block], reading: Reading) -> None:
    file = f"content/{page.explainer.id}/{shape.slug()}.yml"
    blocks = page.explainer.blocks.get(placement.name)
    if blocks is None:
        reading.problem(placement.span, "", f"There is no file {file} to draw {placement.name} from")
        return
    names = [block.id for block in blocks if block.id]
    help = "\n".join(
        filter(None, [did_you_mean("".join(placement.arguments), names), f"There are: {', '.join(names)}"])
    )
    if placement.arguments:
        title = f"{file} has no block called `{placement.arguments[0]}`"
    else:
        title = f'{file} holds several blocks; say which one, as in {{{{ {placement.name}("{names[0]}") }}}}'
    reading.problem(placement.span, "", title, help)


def _check_inline(placement: Placement, page: Page, reading: Reading, found: _Found) -> None:
    least, most = INLINE[placement.name]
    if not least <= len(placement.arguments) <= most:
        title = f"{{{{ {placement.name}(…) }}}} takes {least} to {most} texts in quotes, not {len(placement.arguments)}"
        reading.problem(placement.span, "", title)
        return
    kind = "source" if placement.name == "cite" else placement.name
    names = placement.arguments if kind == "source" else placement.arguments[:1]
    explainer = page.explainer.id if page.explainer else None
    found.references += ((reading.file, explainer, Reference(kind, name, placement.span, "")) for name in names)
