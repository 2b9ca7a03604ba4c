"""The tokens that stand in a page for its placements while it is made, and that no built page has."""

from __future__ import annotations

TOKEN = r"placement[0-9a-f]{16}n\d+z"  # what stands in a page's Markdown for a placement
