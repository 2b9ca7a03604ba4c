"""How the files that a site holds beside its pages may end: what is not here has no place in one."""

from __future__ import annotations

from pathlib import PurePosixPath

from .written_files import DOMAIN_FILE

ENDINGS = frozenset({
    "avif", "csv", "docx", "epub", "gif", "html", "ico", "jpeg", "jpg", "json", "mp3", "mp4", "odp", "ods", "odt",
    "pdf", "png", "pptx", "svg", "txt", "vtt", "webm", "webmanifest", "webp", "woff2", "xlsx", "xml", "zip",
})  # fmt: skip
BITMAPS = ("avif", "gif", "ico", "jpeg", "jpg", "png", "webp")
IMAGES = frozenset({*BITMAPS, "svg"})  # what browsers show as an image


def has_known_ending(docs_path: str) -> bool:
    """Whether a file of docs is copied into the site, by how its name ends."""
    ending = PurePosixPath(docs_path).suffix.removeprefix(".")
    return docs_path == DOMAIN_FILE or (ending.lower() in ENDINGS and ending.lower() != "html") or ending == "html"
