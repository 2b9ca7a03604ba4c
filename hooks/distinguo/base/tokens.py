"""What stands in a page for its placements while it is made, and what looks like a placement."""

from __future__ import annotations

TOKEN = r"placement[0-9a-f]{16}n\d+z"  # what stands in a page's Markdown for a placement


def with_braces(text: str) -> str:
    """The lines of a `text` in which braces stand as they do in placements; mostly there are none."""
    if "{{" not in text and "{%" not in text:
        return ""
    return "\n".join(line for line in text.split("\n") if "{{" in line or "{%" in line)
