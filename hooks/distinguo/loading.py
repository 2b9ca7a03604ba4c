"""Reads a site's folder — content/**.yml and docs/**.md — into a checked `Site`, or into all its problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import fingerprints, languages
from .addresses import is_identifier, page_url
from .blocks import FILES
from .blocks.base import ContentBlock
from .checking import (
    Found,
    check_docs_files,
    check_explainers,
    check_placements,
    check_references,
    warn_of_bare_home_page,
    warn_of_long_titles,
    warn_of_unplaced_blocks,
)
from .fields import INVALID, Reading, read_record, refuse_repeated
from .fingerprints import Fingerprints
from .model import CONTENT_FILES, About, Explainer, Page, Settings, Site
from .pages import read_page
from .problems import START_OF_FILE, Problem, did_you_mean, lines
from .reading import Sequence, read_text, read_yaml
from .sheets import sheet_path, sheets_from

_SOURCES = "content/sources.yml"


def load(root: Path, *, drafts: bool = False, renewing: bool = False) -> tuple[Site | None, list[Problem]]:
    """The site in the folder `root` and every problem in it; no site where one of them is an error.

    `drafts` keeps explainers marked `draft: true` in the site, for a preview; `renewing` passes over what a renewal
    of the fingerprints mends.
    """
    found = Found(root)
    _read_settings(found)
    _read_sources(found)
    _read_fingerprints(found)
    _read_explainers(found)
    if not drafts:
        _leave_out_drafts(found)
    _read_pages(found)
    _add_sheets(found)
    check_explainers(found)
    check_placements(found)
    check_references(found)
    check_docs_files(found)
    recorded, explainers = found.fingerprints, found.explainers.values()
    # In a file with mistakes, what changed is mostly the mistake.
    faulty = {problem.file for problem in found.problems if not problem.is_warning}
    changed = fingerprints.check_questionnaires(explainers, recorded, renewing=renewing)
    found.problems += [problem for problem in changed if problem.file not in faulty]
    if found.settings is None or any(not problem.is_warning for problem in found.problems):
        return None, found.problems
    warn_of_unplaced_blocks(found)
    warn_of_bare_home_page(found)
    warn_of_long_titles(found)
    if not renewing:
        found.problems += fingerprints.warn_of_questionnaires(explainers, recorded)
        found.problems += fingerprints.warn_of_explainers(explainers, found.pages.values(), recorded)
    site = Site(found.settings, found.sources, found.explainers, found.drafts, found.pages, recorded, found.image_files)
    return site, found.problems


def _read(path: Path, found: Found, explainer: str = "") -> tuple[Any, Reading]:
    """The root node of a YAML file (`INVALID` where there is none to check) and the reading it belongs to."""
    reading = found.reading(path.relative_to(found.root).as_posix(), explainer)
    text = read_text(path, reading.file, found.problems)
    if text is None:
        return INVALID, reading
    before = len(found.problems)
    node = read_yaml(text, reading.file, found.problems)
    if node is None and len(found.problems) == before:
        reading.problem(START_OF_FILE, "", "This file is empty")
    return (INVALID if node is None else node), reading


def _read_settings(found: Found) -> None:
    path = found.root / "content" / "site.yml"
    if not path.exists():
        help = "It holds the site's name, language, publisher, colors, logo, favicon, license and report address."
        return found.missing("content/site.yml", help)
    node, reading = _read(path, found)
    settings = INVALID if node is INVALID else read_record(Settings, node, "", reading)
    if settings is INVALID:
        return
    if settings.language not in languages.available():
        title = f"There are no words for the language “{settings.language}”"
        help = f"Languages with words: {', '.join(languages.available())}"
        reading.problem(settings.language.span, "language", title, help)
        return
    found.settings = settings


def _read_sources(found: Found) -> None:
    path = found.root / _SOURCES
    if not path.exists():
        return
    node, reading = _read(path, found)
    sources = INVALID if node is INVALID else CONTENT_FILES[_SOURCES].read(node, "source", reading)
    if sources is not INVALID:
        found.sources = {source.id: source for source in sources}


def _read_fingerprints(found: Found) -> None:
    path = found.root / fingerprints.FILE
    if not path.exists():
        return
    node, reading = _read(path, found)
    read = INVALID if node is INVALID else read_record(Fingerprints, node, "", reading)
    if read is not INVALID:
        found.fingerprints = read


def _read_explainers(found: Found) -> None:
    for folder in sorted(path for path in (found.root / "content").glob("*") if path.is_dir()):
        if is_identifier(folder.name):
            _read_explainer(folder, found)
        else:
            help = "Use lower-case letters, digits and single hyphens; the name is part of the address."
            reading = found.reading(folder.relative_to(found.root).as_posix())
            reading.problem(START_OF_FILE, "", f"A folder cannot be called “{folder.name}”", help)


def _read_explainer(folder: Path, found: Found) -> None:
    allowed = ["explainer.yml", *FILES]
    about, blocks = INVALID, {}
    if not (folder / "explainer.yml").exists():
        file = f"content/{folder.name}/explainer.yml"
        found.missing(file, "Every explainer has an explainer.yml with its title, description and dates.")
    for path in sorted(folder.iterdir()):
        if path.name not in allowed:
            help = lines(did_you_mean(path.name, allowed), f"Files allowed here: {', '.join(allowed)}")
            reading = found.reading(path.relative_to(found.root).as_posix())
            reading.problem(START_OF_FILE, "", f"Explainers have no file called {path.name}", help)
            continue
        node, reading = _read(path, found, folder.name)
        if path.name == "explainer.yml":
            about = INVALID if node is INVALID else read_record(About, node, "", reading)
        elif node is not INVALID:
            blocks[FILES[path.name].type_name()] = _read_blocks(FILES[path.name], node, reading)
    if about is not INVALID:
        found.explainers[folder.name] = Explainer(folder.name, about, blocks)


def _read_blocks(shape: type[ContentBlock], node: Any, reading: Reading) -> list[ContentBlock]:
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
    if len(sound) > 1:
        refuse_repeated(sound, "", reading)
        refuse_repeated([entry for block in sound for entry in block.entries()], "", reading)
    return sound


def _leave_out_drafts(found: Found) -> None:
    """Forget the drafts, and what is wrong with them: an unfinished explainer does not hold up the others."""
    found.drafts = frozenset(name for name, explainer in found.explainers.items() if explainer.about.draft)
    found.explainers = {name: one for name, one in found.explainers.items() if name not in found.drafts}
    folders = tuple(f"content/{name}/" for name in found.drafts)
    found.problems[:] = [problem for problem in found.problems if not problem.file.startswith(folders)]
    found.references[:] = [reference for reference in found.references if reference.explainer not in found.drafts]


def _read_pages(found: Found) -> None:
    docs = found.root / "docs"
    for path in sorted(docs.rglob("*.md")):
        docs_path = path.relative_to(docs).as_posix()
        folder = docs_path.partition("/")[0] if "/" in docs_path else ""
        if folder and folder not in found.explainers and (found.root / "content" / folder).is_dir():
            continue  # a draft, or an explainer whose explainer.yml has been refused
        reading = found.reading(f"docs/{docs_path}", folder if folder in found.explainers else "")
        text = read_text(path, reading.file, found.problems)
        if text is not None:
            found.pages[docs_path] = read_page(docs_path, text, found.explainers.get(folder), reading)
    if not (docs / "index.md").exists():
        found.missing("docs/index.md", "Every site has a home page.")


def _add_sheets(found: Found) -> None:
    """Give every explainer its sheets: pages without a file in docs."""
    words = languages.words(found.settings.language) if found.settings else {}
    for explainer in found.explainers.values() if words else ():
        for sheet in sheets_from(explainer.blocks):
            path = sheet_path(explainer.id, sheet)
            if path in found.pages:
                help = "Give your page another name: the site makes this one by itself, from the explainer's content."
                found.reading(f"docs/{path}").problem(START_OF_FILE, "", f"{path} is the place of a sheet", help)
            title = f"{words[sheet]}: {explainer.about.title}"
            found.pages[path] = Page(
                path, page_url(path), explainer, title, words[sheet], explainer.about.description, [], {}, sheet
            )
