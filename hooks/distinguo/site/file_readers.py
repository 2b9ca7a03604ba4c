"""One file of a site → what it adds to what has been found: settings, sources, an explainer, blocks, a page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..base.addresses import is_identifier
from ..base.characters import clean
from ..base.problems import START_OF_FILE
from ..blocks import FILES
from ..blocks.base import ContentBlock
from ..fields import INVALID, Day, Located, Reading, read_document, read_record, refuse_repeated
from ..model.recorded import Fingerprints, Recorded
from ..model.shapes import About, Settings
from ..text import languages
from ..text.nodes import Node, Sequence, read_text
from . import fingerprints
from .docs_files import is_no_page
from .found import Found, folder_of
from .held import Held
from .pages import read_docs_page
from .site import CONTENT_FILES, SOURCES, Explainer

_FINGERPRINTS = f"{fingerprints.FOLDER}/<explainer>.yml"
_STAND_IN = About(
    title=Located("…"),
    description=Located("…"),
    published=Day(2000, 1, 1),
    updated=Day(2000, 1, 1),
    next_review=Day(2000, 1, 1),
)


def is_of_content(folder: str, root: Path) -> bool:
    """Whether a `folder` of docs goes with one of the same name in content."""
    return (
        bool(folder)
        and f"content/{folder}" != fingerprints.FOLDER
        and os.path.isdir(os.path.join(root, "content", folder))
    )


def read_file(file: str, found: Found) -> None:
    """Add what one file holds to what has been `found`."""
    read = _read_old_fingerprints if file == fingerprints.OLD_FILE else _READERS[_kind(file)]
    read(found.root / file, found)


def _kind(file: str) -> str:
    if file.startswith("docs/"):
        return "docs/<page>.md"
    return _FINGERPRINTS if file.startswith(f"{fingerprints.FOLDER}/") else re.sub("/.*/", "/<explainer>/", file)


def _read(path: Path, found: Found, read: Callable[[Node, Reading], Any], explainer: str = "") -> Any:
    """What `read` makes of a YAML file; `INVALID` where it makes nothing of it."""
    file = path.relative_to(found.root).as_posix()
    text = _text(path, file, found)
    return INVALID if text is None else read_document(text, found.reading(file, explainer), read)


def _text(path: Path, file: str, found: Found) -> str | None:
    """The text of a file; `None` where it cannot be read."""
    if file not in found.typed:
        text = read_text(path, file, found.problems, found.given.get(file))
        if text is None:
            return None
        found.typed[file] = text
    found.texts[file] = clean(found.typed[file], file, found.problems)
    return found.texts[file]


def _read_settings(path: Path, found: Found) -> None:
    settings = _read(path, found, _settings)
    if settings is not INVALID:
        found.settings = settings


def _settings(node: Node, reading: Reading) -> Any:
    settings = read_record(Settings, node, "", reading)
    if settings is not INVALID and settings.language not in languages.available():
        title = f"There are no words for the language “{settings.language}”"
        help = f"Languages with words: {', '.join(languages.available())}"
        return reading.problem("no-such-language", settings.language.span, "language", title, help)
    return settings


def _read_sources(path: Path, found: Found) -> None:
    sources = _read(path, found, lambda node, into: CONTENT_FILES[SOURCES].read(node, "source", into))
    if sources is not INVALID:
        found.sources = {source.id: source for source in sources}


def _read_own_sources(path: Path, found: Found) -> None:
    """Read the sources that the pages of one explainer alone can cite."""
    explainer, kind = path.parent.name, CONTENT_FILES["content/<explainer>/sources.yml"]
    sources = _read(path, found, lambda node, into: kind.read(node, "source", into), explainer)
    home = found.explainers.get(explainer)
    if home and sources is not INVALID:
        found.explainers[explainer] = replace(home, sources={source.id: source for source in sources})


def _read_old_fingerprints(path: Path, found: Found) -> None:
    recorded = _read(path, found, lambda node, into: read_record(fingerprints.OldFingerprints, node, "", into))
    if recorded is not INVALID:
        found.fingerprints = fingerprints.by_explainer(recorded) | (found.fingerprints or {})


def _read_fingerprints(path: Path, found: Found) -> None:
    """Read the fingerprints of one explainer; they count more than those of a file for all."""
    file, name = path.relative_to(found.root).as_posix(), path.stem
    text = _text(path, file, found)
    if text is None:
        return
    reading = found.reading(file)
    if not (is_identifier(name) and fingerprints.is_ours(text)):
        title = f"{path.name} was not written by `distinguo fingerprint`"
        help = (
            f"The folder {fingerprints.FOLDER} holds what that command writes, and nothing else. Take the file away, "
        )
        help += "or put it elsewhere. No explainer can be called fingerprints."
        reading.problem("not-a-fingerprint", START_OF_FILE, "", title, help)
        return
    recorded = read_document(text, reading, lambda node, into: read_record(Fingerprints, node, "", into))
    if recorded is not INVALID:
        found.fingerprints = {} if found.fingerprints is None else found.fingerprints
        found.fingerprints[name] = Recorded(Located(name), file, recorded)


def _read_about(path: Path, found: Found) -> None:
    """Read an explainer.yml; what is beside it is added as it is read."""
    explainer = path.parent.name
    about = _read(path, found, lambda node, into: read_record(About, node, "", into), explainer)
    known = found.explainers.get(explainer)
    # With a mistake in it, a stand-in takes its place, so that the rest of the explainer is checked all the same.
    about = _STAND_IN if about is INVALID else about
    found.explainers[explainer] = replace(known, about=about) if known else Explainer(explainer, about, Held({}))


def _read_block_file(path: Path, found: Found) -> None:
    explainer, shape = path.parent.name, FILES[path.name]
    blocks = _read(path, found, lambda node, into: _blocks(shape, node, into), explainer)
    home = found.explainers.get(explainer)
    if home and blocks is not INVALID:
        found.explainers[explainer] = replace(home, held=Held({**home.blocks, shape.type_name(): blocks}))


def _blocks(shape: type[ContentBlock], node: Node, reading: Reading) -> list[ContentBlock]:
    """The blocks of one file: a single one, or a list of several that each have an id."""
    if isinstance(node, Sequence):
        blocks = [read_record(shape, item, f"block {n}", reading) for n, item in enumerate(node.items, 1)]
        for block, item in zip(blocks, node.items, strict=True):
            if block is not INVALID and block.id is None:
                title, help = (
                    "A file with several blocks gives each of them an `id`",
                    "Add a line such as:   id: a-name-of-your-own",
                )
                reading.problem("block-without-id", item.span, "", title, help)
    else:
        blocks = [read_record(shape, node, "", reading)]
    sound = [block for block in blocks if block is not INVALID]
    if len(sound) > 1:
        refuse_repeated(sound, "", reading)
        refuse_repeated([entry for block in sound for entry in block.entries()], "", reading)
    return sound


def _read_page(path: Path, found: Found) -> None:
    docs_path = path.relative_to(found.root / "docs").as_posix()
    file = f"docs/{docs_path}"
    folder = folder_of(docs_path)
    if is_of_content(folder, found.root) and folder not in found.explainers:
        return  # a draft, or an explainer whose explainer.yml has been refused
    if is_no_page(docs_path):
        return  # which is told where the files of docs are checked
    text = _text(path, file, found)
    if text is not None:
        reading = found.reading(file, folder if folder in found.explainers else "")
        found.pages[docs_path] = read_docs_page(docs_path, text, found.explainers.get(folder), reading)


# Every kind of file, by its path in the catalog, with what adds it to what has been found.
_READERS: dict[str, Callable[[Path, Found], None]] = {
    "content/site.yml": _read_settings,
    SOURCES: _read_sources,
    _FINGERPRINTS: _read_fingerprints,
    "content/<explainer>/explainer.yml": _read_about,
    "content/<explainer>/sources.yml": _read_own_sources,
    **{f"content/<explainer>/{name}": _read_block_file for name in FILES},
    "docs/<page>.md": _read_page,
}
FILES_OF_THE_SITE = ["content/site.yml", SOURCES]
