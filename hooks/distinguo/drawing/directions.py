"""Turns the HTML of a page into the same, with words that run from right to left set apart from those beside them.

Otherwise a browser takes the year, the brackets or the colon behind such a name for a part of it, and shows them on
its other side. A block that begins with such words, and is mostly of them, reads from right to left as a whole; but
code never does.
"""

from __future__ import annotations

import re
from html import unescape
from unicodedata import bidirectional

from ..base.elements import WITHIN_A_LINE

_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_ANY = re.compile(f"[{_LETTER}]")
_RUN = re.compile(rf"[{_LETTER}](?:[{_LETTER}\s\d.,:;'’–\u200c\u200d-]*[{_LETTER}])?")
_OPAQUE = r"<(script|style|title|textarea|svg)\b.*?</\1\s*>|<!.*?>"
_TAG = r"""<(/?)([a-zA-Z][\w-]*)(?:"[^"]*"|'[^']*'|[^>"'])*>"""
_MARKUP = re.compile(f"{_OPAQUE}|{_TAG}", re.DOTALL)


def with_directions(html: str) -> str:
    """The page `html` with its right-to-left words in `<bdi>`, and with `dir` on blocks of them."""
    if not _ANY.search(html):
        return html
    parts: list[str] = []
    opening, texts = -1, []  # the places in `parts` of the tag that began the block, and of the block's texts
    end = 0
    for found in _MARKUP.finditer(html):
        texts.append(len(parts))
        parts += [html[end : found.start()], found[0]]
        end = found.end()
        if found[3] and found[3].lower() not in WITHIN_A_LINE:
            _set_apart(parts, opening, texts)
            opening, texts = (-1 if found[2] else len(parts) - 1), []
    return "".join(parts) + html[end:]


def _set_apart(parts: list[str], opening: int, texts: list[int]) -> None:
    words = unescape("".join(parts[place] for place in texts))
    if not _ANY.search(words):
        return
    if opening >= 0 and not parts[opening].startswith("<pre") and _runs_left(words):
        if " dir=" not in parts[opening]:
            parts[opening] = re.sub(r"^<[\w-]+", r'\g<0> dir="rtl"', parts[opening])
        return
    for place in texts:
        parts[place] = _RUN.sub(r"<bdi>\g<0></bdi>", parts[place])


def _runs_left(words: str) -> bool:
    """Whether the first of the letters, and most of them, run from right to left."""
    letters = [direction for direction in map(bidirectional, words) if direction in ("L", "R", "AL")]
    return letters[:1] not in ([], ["L"]) and 2 * letters.count("L") < len(letters)
