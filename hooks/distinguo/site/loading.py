"""Reads a site's folder — content/**.yml and docs/**.md — into a checked `Site`, or into all its problems."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ..base.addresses import is_identifier, page_url
from ..base.own_files import is_link
from ..base.problems import START_OF_FILE, Problem, lines, nearest, shown
from ..blocks import FILES
from ..text import languages
from . import fingerprints
from .checking import check, check_pages, warn
from .docs_files import files_below, is_leftover
from .file_readers import FILES_OF_THE_SITE, read_file
from .found import Found
from .held import Held
from .links import PASSABLE
from .prose import Prose
from .proving import proved
from .sheets import sheet_path, sheets_from
from .site import Body, Page, Site

_HIDDEN_FOR_READERS = (".well-known", ".htaccess")


def load(root: Path, *, drafts: bool = False, renewing: bool = False) -> tuple[Site | None, list[Problem]]:
    """The site in the folder `root` and every problem in it; no site where one of them is an error.

    `drafts` keeps explainers marked `draft: true` in the site, for a preview, which links that lead nowhere do not
    stop; `renewing` passes over what a renewal of the fingerprints mends.
    """
    found = Found(root)
    _read_content(found, drafts)
    _read_pages(found)
    _add_sheets(found)
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
        found.problems += fingerprints.warn_of_changes(explainers, found.drafts, found.pages.values(), recorded)
    site = Site(
        settings=found.settings,
        sources=found.sources,
        explainers=found.explainers,
        drafts=found.drafts,
        pages=found.pages,
        fingerprints=recorded,
        files=frozenset(found.files),
        image_files=found.image_files,
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


def _read_content(found: Found, drafts: bool) -> None:
    content = found.root / "content"
    if is_link(content):
        _refuse_link("content", found)
        return
    if not content.is_dir():
        help = "It holds what the site says: site.yml, and a folder for each explainer."
        title = "There is no folder `content` here"
        found.problems.append(Problem("content", START_OF_FILE, title, help=help, code="missing-folder"))
        return
    if not _is_there(content / "site.yml"):
        help = "It holds the site's name, language, publisher, colors, logo, favicon, license and report address."
        found.missing("content/site.yml", help)
    for file in (file for file in (*FILES_OF_THE_SITE, fingerprints.OLD_FILE) if _is_there(found.root / file)):
        read_file(file, found)
    _read_fingerprints(found)
    _read_explainers(found, drafts)


def _read_fingerprints(found: Found) -> None:
    folder = found.root / fingerprints.FOLDER
    if is_link(folder) or not folder.is_dir():
        return  # a link is told where the folders of explainers are read
    for path in sorted(folder.iterdir()):
        if not is_leftover(path.name):
            read_file(f"{fingerprints.FOLDER}/{path.name}", found)


def _read_explainers(found: Found, drafts: bool) -> None:
    content = found.root / "content"
    known = [Path(file).name for file in FILES_OF_THE_SITE]
    for path in sorted(content.iterdir()):
        file = path.relative_to(found.root).as_posix()
        if is_leftover(path.name) or path.name in known or file == fingerprints.OLD_FILE:
            continue
        if is_link(path):
            _refuse_link(file, found)
        elif not path.is_dir():
            if path.suffix.lower() in (".yml", ".yaml"):
                _refuse_file(path, known, "The folder content has", found)
        elif file == fingerprints.FOLDER:
            continue
        elif is_identifier(path.name):
            _read_explainer(path, found, drafts)
        else:
            help = "Use lower-case letters, digits and single hyphens; the name is part of the address."
            title = f"A folder cannot be called “{shown(path.name)}”"
            found.reading(file).problem("folder-name", START_OF_FILE, "", title, help)


def _read_explainer(folder: Path, found: Found, drafts: bool) -> None:
    """Read the files of an explainer; of a draft that is left out, no more than that it is one.

    What is wrong with such a one is not told: an unfinished explainer does not hold up the others.
    """
    read = [*FILES, "sources.yml"]
    allowed = ["explainer.yml", *read]
    file, told, referred = f"content/{folder.name}/explainer.yml", len(found.problems), len(found.references)
    if not _is_there(folder / "explainer.yml"):
        found.missing(file, "Every explainer has an explainer.yml with its title, description and dates.")
    else:
        read_file(file, found)
        if found.explainers[folder.name].about.draft and not drafts:
            del found.explainers[folder.name], found.problems[told:], found.references[referred:]
            found.drafts |= {folder.name}
            return
    for path in sorted(folder.iterdir()):
        if path.name in read:
            read_file(f"content/{folder.name}/{path.name}", found)
        elif path.name not in allowed and not is_leftover(path.name):
            _refuse_file(path, allowed, "Explainers have", found)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _refuse_link(file: str, found: Found) -> None:
    title, help = "Symbolic links are not allowed in content", "Put the file or the folder itself here."
    found.reading(file).problem("symbolic-link", START_OF_FILE, "", title, help)


def _refuse_file(path: Path, allowed: list[str], whose: str, found: Found) -> None:
    """Tell a file that nothing reads: its name is misspelt, or it does not belong here."""
    reading = found.reading(path.relative_to(found.root).as_posix())
    near = nearest(path.name, allowed)
    twin = f"{path.name.rpartition('.')[0]}.yml"
    if path.name.lower().endswith((".yaml", ".yml")) and twin in allowed and path.name != twin:
        title = f"Content files end with .yml: {shown(path.name)} is not read"
        is_double = (path.parent / twin).exists()
        help = f"{twin} stands beside it: keep one of the two." if is_double else f"Rename it to {twin}."
        reading.problem("wrong-ending", START_OF_FILE, "", title, help)
        return
    help = lines(f"Did you mean `{near}`?" if near else "", f"Files allowed here: {', '.join(allowed)}")
    reading.problem("unknown-file", START_OF_FILE, "", f"{whose} no file called {shown(path.name)}", help)


def _read_pages(found: Found) -> None:
    docs = found.root / "docs"
    if is_link(docs):
        _refuse_link("docs", found)
        return
    if not docs.is_dir():
        title, help = "There is no folder `docs` here", "It holds the site's pages, such as index.md."
        found.problems.append(Problem("docs", START_OF_FILE, title, help=help, code="missing-folder"))
        return
    _warn_of_hidden_files(docs, found)
    _refuse_links_below(docs, found)
    paths = [path.relative_to(docs).as_posix() for path in files_below(docs)]
    found.files = [path for path in paths if "/" not in path or path.partition("/")[0] not in found.drafts]
    for path in found.files:
        if path.endswith(".md"):
            read_file(f"docs/{path}", found)
    if not _is_there(docs / "index.md"):
        found.missing("docs/index.md", "Every site has a home page.")


def _refuse_links_below(docs: Path, found: Found) -> None:
    """Tell every link in docs, whatever its name: MkDocs follows them all, to wherever they lead.

    It passes over hidden files, so that those may be links: Emacs makes some. Hidden folders it looks through.
    """
    for folder, folders, names in os.walk(docs):
        for path in (Path(folder, name) for name in sorted((*folders, *names))):
            is_hidden = any(part.startswith(".") for part in path.relative_to(docs).parts)
            if is_link(path) and (path.is_dir() or not is_hidden):
                _refuse_link(path.relative_to(found.root).as_posix(), found)


def _warn_of_hidden_files(docs: Path, found: Found) -> None:
    """Tell what is meant for whoever asks the host for it, and is left out: its name begins with a dot."""
    for path in (docs / name for name in _HIDDEN_FOR_READERS if not (docs / name).is_symlink()):
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        if inside and inside[0].is_file():
            title = "Hidden files are not published"
            help = f"What begins with a dot is hidden: {path.name}. Put it on your host, beside the site."
            reading = found.reading(inside[0].relative_to(found.root).as_posix())
            reading.problem("hidden-file", START_OF_FILE, "", title, help, is_warning=True)


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
