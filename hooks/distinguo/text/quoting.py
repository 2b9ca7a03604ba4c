"""A text as an editor typed it → the same in quotes, so that YAML reads it as a text."""

from __future__ import annotations


def quoted(text: str) -> str:
    """`text` in the quotes that leave it easiest to read; one that has its closing quote already gets the other."""
    if text.endswith('"') and text.count('"') == 1 and not text[-2:-1].isdigit():  # as in 12"
        text = text[:-1]
    if '"' in text or "\\" in text:
        if "'" not in text:
            return f"'{text}'"
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
