"""Tells whether a color can be read on another, and finds one that can.

Contrast is WCAG 2.2's ratio (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), 1 to 21.
"""

from __future__ import annotations

TEXT_CONTRAST = 4.5  # the least ratio for text (https://www.w3.org/TR/WCAG22/#contrast-minimum)
ENHANCED_CONTRAST = 7  # what the dark scheme aims at (https://www.w3.org/TR/WCAG22/#contrast-enhanced)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors given as #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(background: str, color: str) -> str:
    """`color`, mixed with as little white as makes it easy to read on a dark `background`."""
    mixed = (_mix(color, "#ffffff", percent) for percent in range(0, 101, 5))
    return next(candidate for candidate in mixed if contrast(candidate, background) >= ENHANCED_CONTRAST)


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color: str) -> float:
    """WCAG 2.2's relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance), 0 to 1."""
    shares = [channel / 255 for channel in _channels(color)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(color: str, other: str, percent: int) -> str:
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{(a * (100 - percent) + b * percent + 50) // 100:02x}" for a, b in pairs)
