"""The files of an explainer → one digest, which tells when something of it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..base.digests import digest
from ..site.docs_files import files_below
from ..site.site import Page


class Units:
    """The digests of what is read as one: the files of an explainer with those of its pages, a page that belongs to
    none, or what is made of no file. `root` is the folder of the site; `known` are the digests of explainers that were
    taken when these were read.
    """

    def __init__(self, root: Path, known: Mapping[str, str]) -> None:
        self._root, self._known = root, known
        self._of_explainer = cache(self._digest_of_explainer)

    def digest(self, page: Page) -> str:
        """The digest of the unit that `page` belongs to."""
        if page.explainer:
            return self._of_explainer(page.explainer.id)
        # Of what was read: the file may have been saved again since.
        return digest([page.title, page.short_title, page.description, page.pieces])

    def _digest_of_explainer(self, name: str) -> str:
        if known := self._known.get(name):
            return known
        content = sorted((self._root / "content" / name).glob("*.yml"))
        pages = [path for path in files_below(self._root / "docs" / name) if path.suffix == ".md"]
        return _digest([*content, *pages])


def _digest(files: list[Path]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode(errors="surrogatepass") + content)
    return found.hexdigest()
