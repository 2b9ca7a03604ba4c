"""What HTML says of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

# The elements that stand within a line (https://html.spec.whatwg.org/#phrasing-content); every other one breaks it.
WITHIN_A_LINE = {
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins",
    "kbd", "label", "mark", "meter", "output", "progress", "q", "s", "samp", "select", "small", "span", "strong", "sub",
    "sup", "svg", "textarea", "time", "u", "var", "wbr",
}  # fmt: skip

# The elements that have no end tag (https://html.spec.whatwg.org/#void-elements).
WITHOUT_END = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip

_TAG = re.compile(
    r"""<(?:script|style)\b.*?</(?:script|style)\s*>|<!--.*?-->"""
    r"""|<(/?)([a-zA-Z][^\s/>"']*)((?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL,
)


def taken_apart(html: str) -> Iterator[tuple[str, str, str, str]]:
    """Each text of `html` as it stands, and of the tag behind it: its slash if it ends an element, its name in small
    letters, and its attributes. No tag is behind the last text, a comment, a script or a style."""
    texts = iter(_TAG.split(html))
    for text, slash, name, attributes in zip_longest(texts, texts, texts, texts):
        yield text, slash or "", name.lower() if name else "", attributes or ""
