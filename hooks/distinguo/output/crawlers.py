"""Turns the switches `crawlers` of content/site.yml into robots.txt, the file that asks crawlers in or to stay away.

What a switch does not say is allowed: that is how the web reads a site without the file, and the pages are there to
be read and passed on, on the terms of the license. The names are those that their makers documented in October 2026.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from ..model.shapes import Crawlers


class _CrawlerKind(NamedTuple):
    """One kind of crawlers: the switch, what is said of it in the file, and the names."""

    switch: str
    comments: list[str]
    names: list[str]


_KINDS = [
    _CrawlerKind(
        "search",
        [
            "They find pages for search engines and for the search of AI assistants.",
            "`*` is whoever is not named here or below.",
        ],
        ["*", "Googlebot", "Bingbot", "OAI-SearchBot", "Claude-SearchBot", "PerplexityBot"],
    ),
    _CrawlerKind(
        "training",
        [
            "They collect texts to train AI models. To turn them away takes nothing out of a search:",
            "Google-Extended and Applebot-Extended only name what may be done with a page that was read for search.",
        ],
        ["GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Applebot-Extended"],
    ),
    _CrawlerKind(
        "users",
        ["They fetch a page because a person asked an AI assistant about it, and may do so whatever stands here."],
        ["ChatGPT-User", "Claude-User", "Perplexity-User"],
    ),
]


def robots_txt(crawlers: Crawlers | None, site_url: str) -> str:
    """The file for the site at the absolute `site_url`."""
    lines = [
        "# Which programs are welcome to read this site. The switches are `crawlers` in content/site.yml.",
        "# Crawlers look for this file at the root of a host only, and follow it of their own will.",
    ]
    for switch, comments, names in _KINDS:
        is_welcome = getattr(crawlers, switch, None) is not False
        lines += ["", f"# {switch}: {str(is_welcome).lower()}", *(f"# {comment}" for comment in comments)]
        lines += [f"User-agent: {name}" for name in names]
        lines += [f"{'Allow' if is_welcome else 'Disallow'}: {urlsplit(site_url).path}"]
    return "\n".join([*lines, "", f"Sitemap: {urljoin(site_url, 'sitemap.xml')}", ""])
