"""Turns the path of a request into a file of what was built, by the names that were there after the build.

A name that was not there leads nowhere, whatever it is made of. One that was and cannot be read any more tells that
somebody has cleared the folder, as systems do with their temporary files.
"""

from __future__ import annotations

import mimetypes
import os
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Pages:
    """What was built into `folder`: its files, by their names relative to it, with forward slashes."""

    folder: Path
    names: frozenset[str]

    @classmethod
    def of(cls, folder: Path) -> Pages:
        below = (Path(top, name) for top, _, names in os.walk(folder) for name in names)
        return cls(folder, frozenset(file.relative_to(folder).as_posix() for file in below))

    def named(self, path: str) -> str | None:
        """The file that the `path` of an address below the site's own leads to."""
        name = f"{path}index.html" if not path or path.endswith("/") else path
        return name if name in self.names else None

    def is_folder(self, path: str) -> bool:
        """Whether `path` leads to a page as soon as a slash is put behind it."""
        return f"{path}/index.html" in self.names

    def are_whole(self) -> bool:
        return all((self.folder / name).is_file() for name in self.names)


def content_type(name: str) -> str:
    kind = _KINDS.guess_type(f"/{name}", strict=False)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
