"""Reads a site's folder — content/**.yml and docs/**.md — into a checked `Site`, or into all its problems."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from ..base.addresses import is_identifier, page_url
from ..base.cache import Cache
from ..base.own_files import is_link
from ..base.problems import START_OF_FILE, Problem, shown
from ..text import languages
from . import fingerprints
from .checking import check, check_pages, warn
from .docs_files import is_leftover
from .file_readers import FILES_OF_THE_SITE, is_of_content, read_file
from .found import Found, Part, folder_of
from .held import Held
from .links import PASSABLE, Targets
from .listing import listings, page_of
from .names import AllNames
from .parts import is_there, read_part, refuse_file, sound_part
from .prose import Prose
from .proving import proved
from .questions import words_asked
from .sheets import sheet_path, sheets_from
from .shelf import Shelf
from .site import Body, Page, Site

_HIDDEN_FOR_READERS = (".well-known", ".htaccess")


def load(
    root: Path, *, drafts: bool = False, renewing: bool = False, cache: Cache | None = None
) -> tuple[Site | None, list[Problem]]:
    """The site in the folder `root` and every problem in it; no site where one of them is an error.

    `drafts` keeps explainers marked `draft: true` in the site, for a preview, which links that lead nowhere do not
    stop; `renewing` passes over what a renewal of the fingerprints mends. What is sound is kept in the `cache`.
    """
    found, shelf = Found(root), Shelf(root, cache) if cache and cache.folder else None
    _read_content(found, drafts, shelf)
    _read_pages(found, shelf)
    _add_sheets(found)
    _add_lists(found)
    if shelf:
        _look_again(found, drafts)
        shelf.sweep()
    check(found)
    recorded, explainers = found.fingerprints, found.explainers.values()
    # In a file with mistakes, what changed is mostly the mistake.
    faulty = {problem.file for problem in found.problems if not problem.is_warning}
    changed = fingerprints.check_questionnaires(explainers, recorded, renewing=renewing)
    found.problems += [problem for problem in changed if problem.file not in faulty]
    problems = proved(found.problems, found.typed, lambda file, text: _check_alone(file, text, found))
    passable = PASSABLE if drafts else ()
    if found.settings is None or any(not one.is_warning and one.code not in passable for one in problems):
        return None, problems
    found.problems = problems
    warn(found)
    if not renewing:
        found.problems += [fingerprints.warn_of_old_file()] if fingerprints.OLD_FILE in found.typed else []
        texts = {part.explainer: part.text for part in found.sound.values()}
        found.problems += fingerprints.warn_of_changes(explainers, found.drafts, found.pages.values(), texts, recorded)
    site = Site(
        settings=found.settings,
        sources=found.sources,
        explainers=found.explainers,
        drafts=found.drafts,
        pages=found.pages,
        fingerprints=recorded,
        files=frozenset(found.files),
        image_files=found.image_files,
        digests={name: digest for name, digest in found.digests.items() if name in found.explainers},
    )
    return site, found.problems


def _check_alone(file: str, text: str, found: Found) -> list[Problem]:
    """The problems of one file if it held `text`: what it refers to is looked up in all that has been `found`."""
    trial = replace(found, typed={file: text}, texts={}, problems=[], references=[])
    trial.sources, trial.explainers, trial.pages = dict(found.sources), dict(found.explainers), {}
    trial.fingerprints = found.fingerprints and dict(found.fingerprints)
    read_file(file, trial)
    own_pages = [*trial.pages.values()]
    trial.pages = {**found.pages, **trial.pages}
    check_pages(own_pages, trial)
    return trial.problems


def _read_content(found: Found, drafts: bool, shelf: Shelf | None = None) -> None:
    content = found.root / "content"
    if is_link(content):
        _refuse_link("content", found)
        return
    if not content.is_dir():
        help = "It holds what the site says: site.yml, and a folder for each explainer."
        title = "There is no folder `content` here"
        found.problems.append(Problem("content", START_OF_FILE, title, help=help, code="missing-folder"))
        return
    if not is_there(content / "site.yml"):
        help = "It holds the site's name, language, publisher, colors, logo, favicon, license and report address."
        found.missing("content/site.yml", help)
    for file in (file for file in FILES_OF_THE_SITE if is_there(found.root / file)):
        _take_part(file, found, drafts, shelf)
    if is_there(found.root / fingerprints.OLD_FILE):
        read_file(fingerprints.OLD_FILE, found)
    _read_fingerprints(found, shelf)
    _read_explainers(found, drafts, shelf)


def _read_fingerprints(found: Found, shelf: Shelf | None) -> None:
    folder = found.root / fingerprints.FOLDER
    if is_link(folder) or not folder.is_dir():
        return  # a link is told where the folders of explainers are read
    for name in (name for name in sorted(os.listdir(folder)) if not is_leftover(name)):
        _take_part(f"{fingerprints.FOLDER}/{name}", found, True, shelf)


def _take_part(name: str, found: Found, drafts: bool, shelf: Shelf | None) -> None:
    """Add the part of that `name`: as it is kept, where it is sound, or else as it is read."""
    pages = found.pages_typed.get(name, ())
    typed = shelf.typed(name, pages) if shelf else None
    if shelf and typed:
        found.digests[name] = typed.digest
        if part := shelf.part(name, typed):
            _add_sound(name, part, found, drafts)
            return
        if not drafts and shelf.is_draft(name, typed):
            found.drafts |= {name}
            return
    read = Found(found.root, given=typed.files if typed else {})
    in_content = read_part(name, pages, read, drafts)
    if shelf and typed:
        if read.drafts:
            shelf.put_draft(name, typed)
        elif part := sound_part(read):
            shelf.put(name, typed, part, read)
            _add_sound(name, part, found, drafts)
            return
    _add_read(read, in_content, found)


def _add_sound(name: str, part: Part, found: Found, drafts: bool) -> None:
    if part.is_draft and not drafts:
        found.drafts |= {name}
        return
    found.sound[name] = part
    _add(part, found)


def _add_read(read: Found, in_content: int, found: Found) -> None:
    """Add a part with everything that was typed in it, since there may be something to tell of it."""
    _add(read, found)
    found.drafts |= read.drafts
    found.typed |= read.typed
    found.texts |= read.texts
    found.references += read.references
    found.problems += read.problems[:in_content]
    found.of_pages += read.problems[in_content:]


def _add(part: Found | Part, found: Found) -> None:
    found.settings = part.settings or found.settings
    found.sources |= part.sources
    if part.fingerprints is not None:
        found.fingerprints = {} if found.fingerprints is None else found.fingerprints
        found.fingerprints |= part.fingerprints
    found.explainers |= part.explainers
    found.pages |= part.pages


def _look_again(found: Found, drafts: bool) -> None:
    """Read those parts anew that are sound alone and do not go together: so what is wrong is told at its place."""
    while doubtful := _doubtful(found):
        for name in doubtful:
            del found.sound[name], found.digests[name]
            read = Found(found.root)
            in_content = read_part(name, found.pages_typed.get(name, ()), read, drafts)
            _add_read(read, in_content, found)
        _tell_of_pages(found)
        _add_sheets(found)
        _add_lists(found)


def _tell_of_pages(found: Found) -> None:
    found.problems += found.of_pages
    found.of_pages = []


def _doubtful(found: Found) -> list[str]:
    """The sound parts that refer to what is not there, link to it, or ask what is asked elsewhere."""
    names, targets = AllNames(found), Targets(found)
    asked = Counter(words_asked(found.unsure_pages()))
    for part in found.sound.values():
        asked.update(part.questions)
    return [
        name
        for name, part in found.sound.items()
        if not (
            names.are_there(part.names, part.explainer)
            and targets.are_there(part.aims)
            and all(asked[question] == 1 for question in part.questions)
        )
    ]


def _read_explainers(found: Found, drafts: bool, shelf: Shelf | None) -> None:
    content = found.root / "content"
    known = [Path(file).name for file in FILES_OF_THE_SITE]
    with os.scandir(content) as inside:
        entries = sorted(inside, key=lambda entry: entry.name)
    for entry in entries:
        file = f"content/{entry.name}"
        if is_leftover(entry.name) or entry.name in known or file == fingerprints.OLD_FILE:
            continue
        if is_link(entry):
            _refuse_link(file, found)
        elif not entry.is_dir():
            if entry.name.lower().endswith((".yml", ".yaml")):
                refuse_file(found.root / file, known, "The folder content has", found)
        elif file == fingerprints.FOLDER:
            continue
        elif is_identifier(entry.name):
            _take_part(entry.name, found, drafts, shelf)
        else:
            help = "Use lower-case letters, digits and single hyphens; the name is part of the address."
            title = f"A folder cannot be called “{shown(entry.name)}”"
            found.reading(file).problem("folder-name", START_OF_FILE, "", title, help)


def _refuse_link(file: str, found: Found) -> None:
    title, help = "Symbolic links are not allowed in content", "Put the file or the folder itself here."
    found.reading(file).problem("symbolic-link", START_OF_FILE, "", title, help)


def _read_pages(found: Found, shelf: Shelf | None = None) -> None:
    docs = found.root / "docs"
    if is_link(docs):
        _refuse_link("docs", found)
        return
    if not docs.is_dir():
        title, help = "There is no folder `docs` here", "It holds the site's pages, such as index.md."
        found.problems.append(Problem("docs", START_OF_FILE, title, help=help, code="missing-folder"))
        return
    _warn_of_hidden_files(docs, found)
    _refuse_links_below("docs", found)
    found.files = [path for path in found.docs if folder_of(path) not in found.drafts]
    for folder in found.pages_typed:
        if not is_of_content(folder, found.root):  # else it has been read, or refused
            _take_part(folder, found, True, shelf)
    _tell_of_pages(found)
    pages = found.pages
    found.pages = {path: pages[path] for path in found.files if path in pages}
    if not is_there(docs / "index.md"):
        found.missing("docs/index.md", "Every site has a home page.")


def _refuse_links_below(folder: str, found: Found) -> None:
    """Tell every link in docs, whatever its name: MkDocs follows them all, to wherever they lead.

    It passes over hidden files, so that those may be links: Emacs makes some. Hidden folders it looks through.
    """
    try:
        with os.scandir(found.root / folder) as inside:
            entries = sorted(inside, key=lambda entry: entry.name)
    except PermissionError:
        return
    for entry in entries:
        file = f"{folder}/{entry.name}"
        if not is_link(entry):
            continue
        if entry.is_dir() or "/." not in file:
            _refuse_link(file, found)
    for entry in entries:
        if entry.is_dir() and not is_link(entry):
            _refuse_links_below(f"{folder}/{entry.name}", found)


def _warn_of_hidden_files(docs: Path, found: Found) -> None:
    """Tell what is meant for whoever asks the host for it, and is left out: its name begins with a dot."""
    for path in (docs / name for name in _HIDDEN_FOR_READERS if not (docs / name).is_symlink()):
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        if inside and inside[0].is_file():
            title = "Hidden files are not published"
            help = f"What begins with a dot is hidden: {path.name}. Put it on your host, beside the site."
            reading = found.reading(inside[0].relative_to(found.root).as_posix())
            reading.problem("hidden-file", START_OF_FILE, "", title, help, is_warning=True)


def _add_lists(found: Found) -> None:
    """Give the site the pages that list its explainers, where these are too many for the page that leads to them."""
    plain = (page for page in found.pages.values() if page.explainer is None)
    if found.settings is None or not any(page.lists_explainers for page in plain):
        return
    words = languages.words(found.settings.language)
    for listing in listings(found.settings, found.explainers.values()):
        page = page_of(listing, found.settings, found.explainers, words)
        found.pages[page.path] = page


def _add_sheets(found: Found) -> None:
    """Give every explainer its sheets: pages without a file in docs."""
    words = languages.words(found.settings.language) if found.settings else {}
    for explainer in found.explainers.values() if words else ():
        for sheet in sheets_from(explainer.types):
            body = Held(Body([], {}, Prose()))
            path = sheet_path(explainer.id, sheet)
            title = f"{words[sheet]}: {explainer.about.title}"
            found.pages[path] = Page(
                path, page_url(path), explainer, title, words[sheet], explainer.about.description, body, sheet
            )
