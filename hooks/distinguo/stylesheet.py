"""Writes the style sheet of a site: its two colors as Material's custom properties, and the style of each block type.

A color that can be read on white may not be on black, so the dark scheme gets lighter ones of the same hue.
"""

from __future__ import annotations

from pathlib import Path

from .blocks import TYPES
from .colors import readable_on
from .model import Colors

_DARK_BACKGROUND = "#1e2129"  # Material's `slate` scheme
_BLOCKS = Path(__file__).parent / "blocks"


def blocks_css(colors: Colors) -> str:
    """The style sheet of a site with these colors."""
    styles = [_BLOCKS / name / "style.css" for name in TYPES]
    texts = [_colors_css(colors), *(path.read_text(encoding="utf-8") for path in styles if path.exists())]
    return "\n".join(texts)


def _colors_css(colors: Colors) -> str:
    return f"""\
:root {{
  --md-primary-fg-color: {colors.primary};
  --md-primary-fg-color--light: {colors.primary};
  --md-primary-fg-color--dark: {colors.primary};
  --md-primary-bg-color: #fff;
  --md-primary-bg-color--light: #ffffffb3;
  --md-accent-fg-color: {colors.accent};
}}
[data-md-color-scheme="default"] {{
  --md-typeset-a-color: {colors.primary};
  --distinguo-accent: {colors.accent};
}}
[data-md-color-scheme="slate"] {{
  --md-typeset-a-color: {readable_on(_DARK_BACKGROUND, colors.primary)};
  --md-accent-fg-color: {readable_on(_DARK_BACKGROUND, colors.accent)};
  --distinguo-accent: {readable_on(_DARK_BACKGROUND, colors.accent)};
}}
"""
