"""Turns a text into hashes of its runs of eight words, so that a copied run shows without the original at hand.

    python tests/shingles.py ARTICLE > tests/pages/source-shingles.txt

An article's lines are its paragraphs, and the cells of a table count one by one: no run goes from one to the next.
A hash is the first 16 digits of the SHA-256 of the run: its words in lower case, joined by single spaces.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

LENGTH = 8


def shingles(paragraphs: Iterable[str]) -> dict[str, str]:
    """Every run of eight words in one of the `paragraphs`, by its hash."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        words = re.findall(r"[a-z0-9]+(?:'[a-z]+)*", paragraph.lower().replace("’", "'"))
        for start in range(len(words) - LENGTH + 1):
            run = " ".join(words[start : start + LENGTH])
            found[hashlib.sha256(run.encode()).hexdigest()[:16]] = run
    return found


if __name__ == "__main__":
    print("\n".join(sorted(shingles(re.split(r"[\n|]", Path(sys.argv[1]).read_text(encoding="utf-8"))))))
