"""Where the parts of a site are kept for the next run: the bytes of the files of a part → the part, if it was sound.

The small of all parts is got at once, and stays in memory. The large of a part is got when it is asked for, and only
that of a few stays.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from ..base.cache import Cache
from ..blocks.base import ContentBlock
from ..text.nodes import LARGEST_FILE
from .docs_files import is_leftover, paths_below
from .file_readers import is_of_content
from .found import Found, Part, folder_of
from .parts import Large, large_of, read_part
from .site import Body

_PART, _LARGE, _DRAFT = "part", "large part", "draft"
_MOST_LARGE = 8  # of the parts: pages of one are drawn one after the other


class Typed(NamedTuple):
    """What is typed in the files of a part, by their paths, and a digest of it."""

    digest: str
    files: dict[str, bytes]


class Shelf:
    """Keeps the parts of the site in the folder `root`."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self._root, self._cache = root, cache
        self._is_kept = cache.folder is not None
        self._names: set[str] = set()

    def typed(self, name: str, pages: Iterable[str]) -> Typed | None:
        """What is typed in the part of that `name`; nothing where it is not to be kept."""
        self._names.add(name)
        return _typed(self._root, name, pages) if self._is_kept else None

    def part(self, name: str, typed: Typed) -> Part | None:
        """The part of that `name`, if it has been kept as it is typed now."""
        part = self._cache.get(_PART, name, typed.digest, hold=True)
        if not isinstance(part, Part) or not _is_of_today(part):
            return None
        self._let_go(name, typed.digest, part)
        return part

    def is_draft(self, name: str, typed: Typed) -> bool:
        """Whether the part has been kept as a draft that is left out."""
        return self._cache.get(_DRAFT, name, typed.digest) is True

    def put(self, name: str, typed: Typed, part: Part, found: Found) -> None:
        """Keep a `part` that is sound, and let go what is large in it: it has just been read into `found`."""
        self._cache.put(_LARGE, name, typed.digest, large_of(found))
        self._cache.put(_PART, name, typed.digest, part, hold=True)
        self._let_go(name, typed.digest, part)

    def put_draft(self, name: str, typed: Typed) -> None:
        """Keep that the part is a draft that is left out."""
        self._cache.put(_DRAFT, name, typed.digest, True)

    def sweep(self) -> None:
        """Forget the parts of which nobody has asked."""
        for kind in (_PART, _LARGE, _DRAFT):
            self._cache.sweep(kind, self._names)

    def _let_go(self, name: str, digest: str, part: Part) -> None:
        large = partial(_large, self._cache, self._root, name, digest)
        for explainer in part.explainers.values():
            explainer.held.let_go(partial(_blocks, large))
        for path, page in part.pages.items():
            page.held.let_go(partial(_body, large, path))


def _is_of_today(part: Part) -> bool:
    """Whether no day in it lies in the future, which would be told: the clock may have been set back."""
    tomorrow = date.today() + timedelta(days=1)
    return all(max(one.about.published, one.about.updated) <= tomorrow for one in part.explainers.values())


@lru_cache(maxsize=_MOST_LARGE)
def _large(cache: Cache, root: Path, name: str, digest: str) -> Large:
    """What is large in a part: as it was kept or, where that has been lost, as it is read again."""
    large = cache.get(_LARGE, name, digest)
    if isinstance(large, Large):
        return large
    folder = root / "docs" / name
    found_pages = paths_below(root / "docs", name) if folder.is_dir() else ()
    pages = [path for path in found_pages if path.endswith(".md") and folder_of(path) == name]
    typed = _typed(root, name, pages)
    if typed is None or typed.digest != digest:
        raise OSError(None, "it has changed while it was read", name)
    found = Found(root, given=typed.files)
    read_part(name, pages, found, drafts=True)
    return large_of(found)


def _blocks(large: partial[Large]) -> dict[str, list[ContentBlock]]:
    return large().blocks


def _body(large: partial[Large], path: str) -> Body:
    return large().bodies[path]


def _typed(root: Path, name: str, pages: Iterable[str]) -> Typed | None:
    """What is typed in a part; nothing where some of it is no plain file, or too large, which is to be told."""
    files: dict[str, bytes] = {}
    digest = hashlib.blake2b(digest_size=16)
    try:
        content = [name] if "/" in name else [f"content/{name}/{one}" for one in _names_in(root, name)]
        for file in (*content, *(f"docs/{path}" for path in pages)):
            data = _bytes_of(os.path.join(root, file))
            if data is None:
                return None
            digest.update(f"{file}\0{len(data)}\0".encode(errors="surrogatepass"))
            digest.update(data)
            files[file] = data
    except OSError:
        return None
    return Typed(digest.hexdigest(), files)


def _names_in(root: Path, name: str) -> Collection[str]:
    """What there is in the folder of an explainer in content; nothing where there is no such folder."""
    if not is_of_content(name, root):
        return ()
    return sorted(one for one in os.listdir(os.path.join(root, "content", name)) if not is_leftover(one))


def _bytes_of(file: str) -> bytes | None:
    found = os.lstat(file)
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
        return None
    with open(file, "rb", buffering=0) as opened:
        return opened.read()
