"""Writes the one style sheet of a site: its colors, the look of the page shell, and the style of each block type.

A color that can be read on white may not be on black, so the dark scheme gets lighter ones of the same hue.
"""

from __future__ import annotations

import re

from ..base.colors import readable_on
from ..blocks import TYPES
from ..model.shapes import Colors
from ..site import sheets
from ..site.sheets import SHEETS

_DARK_PAPER = "#1e2129"


def site_css(colors: Colors, shell: str) -> str:
    """The style sheet of a site with these `colors`; `shell` is that of the page shell."""
    folders = [type.folder() for type in TYPES.values()] + [sheets.FOLDER / name for name in SHEETS]
    styles = [folder / "style.css" for folder in folders]
    parts = [path.read_text(encoding="utf-8") for path in styles if path.exists()]
    return _without_comments("\n".join([_colors_css(colors), shell, *parts]))


def _without_comments(css: str) -> str:
    """`css` without comments, indentation and empty lines: readers need none of them."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip()) + "\n"


def _colors_css(colors: Colors) -> str:
    dark = f"""
  color-scheme: dark;
  --text: #d7dae0;
  --paper: {_DARK_PAPER};
  --link: {readable_on(_DARK_PAPER, colors.primary)};
  --accent: {readable_on(_DARK_PAPER, colors.accent)};"""
    return f"""
:root {{
  color-scheme: light;
  --primary: {colors.primary};
  --on-primary: #fff;
  --text: #1f2328;
  --paper: #fff;
  --link: {colors.primary};
  --accent: {colors.accent};
  --serif: ui-serif, "Iowan Old Style", "Palatino Linotype", Georgia, serif;
}}
@media screen and (prefers-color-scheme: dark) {{
  :root:not([data-scheme="light"]) {{{dark}
  }}
}}
@media screen {{
  :root[data-scheme="dark"] {{{dark}
  }}
}}
body {{
  --line: color-mix(in srgb, var(--text) 22%, var(--paper));
  --muted: color-mix(in srgb, var(--text) 78%, var(--paper));
  --tint: color-mix(in srgb, var(--link) 8%, var(--paper));
}}
"""
