"""Turns the title of a page into the one that its `<head>` gives to search results and tabs."""

from __future__ import annotations

MOST_IN_RESULTS = 65  # characters of a title: search results show about so many


def browser_title(title: str, site_name: str) -> str:
    """The title with the name of the site behind it, where both together are short enough to be shown."""
    both = f"{title} - {site_name}"
    return title if title == site_name or len(both) > MOST_IN_RESULTS else both
