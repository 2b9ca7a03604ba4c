"""What HTML says of its elements."""

from __future__ import annotations

# The elements that stand within a line (https://html.spec.whatwg.org/#phrasing-content); every other one breaks it.
WITHIN_A_LINE = {
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins",
    "kbd", "label", "mark", "meter", "output", "progress", "q", "s", "samp", "select", "small", "span", "strong", "sub",
    "sup", "svg", "textarea", "time", "u", "var", "wbr",
}  # fmt: skip
