"""Turns a built site into licenses.txt: the works of others that it holds, and on what terms.

The words of a license are those that come with the work itself.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

_HEADER = """\
# What this site is made with, and on what terms

On what terms you may use its texts stands at the foot of each page. What its authors did not write is this:
"""


class _Work(NamedTuple):
    """A work of others: who made it, where, on what terms, and the files of the site that hold it, as a pattern."""

    name: str
    copyright: str
    address: str
    license: str
    files: str


_WORKS = [
    _Work(
        "Distinguo: the look and the scripts of the pages",
        "Copyright (c) 2026 The Distinguo project",
        "",
        "MIT",
        "assets/**/*.[cj]s*",
    ),
    _Work(
        "Material for MkDocs: the search worker",
        "Copyright (c) 2016-2025 Martin Donath <martin.donath@squidfunk.com>",
        "https://squidfunk.github.io/mkdocs-material/",
        "MIT",
        "assets/javascripts/workers/*.js",
    ),
    _Work(
        "Lunr: in the search worker",
        "Copyright (C) 2020 Oliver Nightingale",
        "https://lunrjs.com/",
        "MIT",
        "assets/javascripts/workers/*.js",
    ),
    _Work(
        "Lunr Languages: search in languages other than English",
        "Copyright 2014 Mihai Valentin, 2010 Oleg Mazko",
        "https://github.com/MihaiValentin/lunr-languages",
        "Mozilla Public License 1.1, https://www.mozilla.org/MPL/1.1/",
        "assets/javascripts/lunr/**/*.js",
    ),
    _Work(
        "Material Design Icons: the signs in the header of each page",
        "Copyright the Pictogrammers and their contributors",
        "https://pictogrammers.com/library/mdi/",
        "Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0",
        "404.html",
    ),
]


def licenses_txt(site: Path) -> str:
    """The file for the built site in the folder `site`."""
    works = [work for work in _WORKS if any(site.glob(work.files))]
    entries = [
        "\n".join(filter(None, [f"## {work.name}", work.copyright, work.address, work.license])) for work in works
    ]
    return "\n\n".join([_HEADER.rstrip(), *entries, f"## MIT\n{_mit()}"]) + "\n"


def _mit() -> str:
    """The words of the license MIT, as Material comes with them, without its line of copyright."""
    text = metadata.distribution("mkdocs-material").read_text("licenses/LICENSE") or ""
    return re.sub(r"\ACopyright .*\n+", "", text).strip()
