"""What is left of a page when its files have been written: the small facts that files of the whole site are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..verify.checked import CheckedPage


@dataclass(frozen=True)
class MadePage:
    """A page whose files have been written. All of it is plain values, so that it can be kept for the next build."""

    url: str  # relative to the site
    is_indexed: bool  # whether search engines may list it
    changed: str  # when it last did, as machines are told; nothing where no reader is told either
    sections: str  # its headings and their texts in the search index, as they stand there
    parts: str  # what else of it search finds
    inline_scripts: list[str]  # the hashes of those that run, for the policy
    files: Mapping[str, str]  # their paths in the site, with the digests of what they hold
    checked: CheckedPage | None  # what the check knows of it; nothing where nobody is to check it
