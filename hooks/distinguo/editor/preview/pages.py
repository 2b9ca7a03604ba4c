"""Turns the path of a request into a file of what was built, by the names that were there after the build.

A name that was not there leads nowhere, whatever it is made of. Some stand for pages that are made when somebody asks
for them: of a thousand pages, an editor looks at one. Any other that cannot be read any more tells that somebody has
cleared the folder, as systems do with their temporary files.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

# As Python knows them: on Windows, other programs change what the system says.
_KINDS = mimetypes.MimeTypes()
for _kind, _ending in (
    ("text/javascript", ".js"),
    ("text/javascript", ".mjs"),
    ("text/markdown", ".md"),
    ("text/vtt", ".vtt"),
    ("application/manifest+json", ".webmanifest"),
    ("application/gzip", ".gz"),
    ("image/avif", ".avif"),
    ("image/webp", ".webp"),
    ("image/x-icon", ".ico"),
    ("audio/flac", ".flac"),
    ("audio/mp4", ".m4a"),
    ("audio/ogg", ".oga"),
    ("audio/ogg", ".ogg"),
    ("audio/ogg", ".opus"),
    ("audio/wav", ".wav"),
    ("video/mp4", ".m4v"),
    ("font/otf", ".otf"),
    ("font/ttf", ".ttf"),
    ("font/woff", ".woff"),
    ("font/woff2", ".woff2"),
):
    _KINDS.add_type(_kind, _ending)
_KINDS.encodings_map = {}  # a compressed file is a file of its own


class Later(Protocol):
    """Makes files of a build when somebody asks for them."""

    @property
    def names(self) -> Set[str]:
        """The files that it makes, by their names relative to the folder of the build."""

    def make(self, name: str) -> None:
        """Put the file called `name` into the folder. Raises `OSError` where that cannot be."""


@dataclass(frozen=True)
class Pages:
    """What was built into `folder`: its files, by their names relative to it, with forward slashes; and what makes some
    of them `later`."""

    folder: Path
    names: frozenset[str]
    later: Later | None = None

    @classmethod
    def of(cls, folder: Path, later: Later | None = None) -> Pages:
        names = [*later.names] if later else []
        start = len(os.path.join(folder, ""))
        for top, _, files in os.walk(folder):
            names += (os.path.join(top, name)[start:].replace(os.sep, "/") for name in files)
        return cls(folder, frozenset(names), later)

    def opened(self, name: str) -> BinaryIO:
        """The file called `name`, which is made now if that is its time. Raises `OSError` where it is not there."""
        if self.later and name in self.later.names and not (self.folder / name).exists():
            self.later.make(name)
        return (self.folder / name).open("rb")

    def named(self, path: str) -> str | None:
        """The file that the `path` of an address below the site's own leads to."""
        name = f"{path}index.html" if not path or path.endswith("/") else path
        return name if name in self.names else None

    def is_folder(self, path: str) -> bool:
        """Whether `path` leads to a page as soon as a slash is put behind it."""
        return f"{path}/index.html" in self.names

    def are_whole(self) -> bool:
        made = self.names - self.later.names if self.later else self.names
        return all((self.folder / name).is_file() for name in made)


def content_type(name: str) -> str:
    kind = _KINDS.guess_type(f"/{name}", strict=False)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
