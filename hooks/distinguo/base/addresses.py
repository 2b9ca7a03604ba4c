"""What names and file paths content may use, and where the pages of the site lie."""

from __future__ import annotations

import posixpath
import re
import sys
from urllib.parse import quote

IDENTIFIER = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_IDENTIFIER = re.compile(IDENTIFIER)
LONGEST_IDENTIFIER = 60  # characters: a folder and an address are made of it, and people read both
_LONGEST_PATH = 200  # characters: more, and some systems cannot have such a file
DOCS_FILE = r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.[a-z0-9]+"


def is_identifier(text: str) -> bool:
    """Whether `text` is lower-case letters and digits in words joined by hyphens, at most 60 characters."""
    return len(text) <= LONGEST_IDENTIFIER and _IDENTIFIER.fullmatch(text) is not None


def is_reserved(name: str) -> bool:
    """Whether no explainer can be called `name`: its page would be one that `docs_files` refuses.

    The site puts its own files there, a host its programs, or Windows keeps the name for devices.
    """
    return re.fullmatch("404|assets|search|functions|netlify|con|prn|aux|nul|com[0-9]|lpt[0-9]", name) is not None


def is_docs_file(text: str) -> bool:
    """Whether `text` is a plain relative path that cannot leave the docs folder."""
    return len(text) <= _LONGEST_PATH and re.fullmatch(DOCS_FILE, text) is not None


def page_url(docs_path: str) -> str:
    """The address of a page of docs, relative to the site: `about.md` → `about/`, `index.md` → `` (MkDocs'
    `use_directory_urls`)."""
    stem = quote(docs_path.removesuffix(".md"), errors=sys.getfilesystemencodeerrors())  # no name is beyond an address
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def twin_url(url: str) -> str:
    """The address of the Markdown twin of the page at `url`: `about/` → `about/index.html.md` (https://llmstxt.org/)."""
    return f"{url}index.html.md"


def relative_url(target: str, page: str) -> str:
    """The site-relative address `target` as seen from the page at the site-relative address `page`."""
    if target == page:
        return "./"
    relative = posixpath.relpath(f"/{target}", f"/{page}")
    return f"{relative}/" if target.endswith("/") or not target else relative
