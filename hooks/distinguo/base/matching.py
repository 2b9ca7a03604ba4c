"""A text and a pattern that is known to match its beginning → the match, never nothing."""

from __future__ import annotations

import re


def leading(pattern: str | re.Pattern[str], text: str, start: int = 0) -> re.Match[str]:
    """What stands at the `start` of the `text`, by a pattern that matches nothing, too, or what was checked before."""
    found = re.compile(pattern).match(text, start)
    assert found, f"{pattern} does not match {text[start:]}"
    return found
