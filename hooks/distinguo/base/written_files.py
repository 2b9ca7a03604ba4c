"""What a site writes by itself: the path of each such file → what it is made from. There is no other list of them.

Pages and their Markdown twins stand at addresses that the pages of docs have (see `addresses`), and are not listed.
"""

from __future__ import annotations

import re

NOT_FOUND = "404.html"  # the page for whoever comes to an address without a page, at whatever depth
HEADERS = "_headers"
REDIRECTS = "_redirects"
NGINX = "_nginx.conf"
LICENSES = "licenses.txt"
LLMS = "llms.txt"
ROBOTS = "robots.txt"
SEARCH_INDEX = "search/search_index.json"
SITE_MAP = "sitemap.xml"
STYLESHEET = "assets/site.css"
MOVED_SCRIPT = "assets/moved.js"
DOMAIN_FILE = "CNAME"  # which the site does not write: by it an owner tells a host a domain

_POLICY = "It holds the policy that browsers get."
_SCRIPT = "It is a part of what makes the pages work."

# In every site.
ALWAYS = {
    NOT_FOUND: "It tells lost readers that there is no such page, and leads them home.",
    HEADERS: _POLICY,
    NGINX: _POLICY,
    LICENSES: "It names what the site is made of that others wrote.",
    LLMS: "It lists every page with its title and description.",
    ROBOTS: "`crawlers` in content/site.yml says what stands in it.",
    SEARCH_INDEX: "It holds the words of all pages, for the search.",
    SITE_MAP: "It lists the addresses of all pages.",
}
# In sites that have what they are for.
_WHERE_NEEDED = {
    REDIRECTS: "`aliases` in an explainer.yml or a faq.yml say what stands in it.",
    STYLESHEET: "It is made from `colors` in content/site.yml and the styles of the blocks.",
    MOVED_SCRIPT: _SCRIPT,
    **{f"assets/{name}.js": _SCRIPT for name in ("site", "search")},
}
# Names that come with the theme, and change with it, and those of the block types: each has its scripts in one folder.
_BY_FORM = {
    re.compile("assets/javascripts/.*"): "The search has its scripts there.",
    re.compile(r"assets/[a-z-]+/[a-z-]+\.js"): _SCRIPT,
}

WRITTEN = ALWAYS | _WHERE_NEEDED


def made_from(path: str) -> str:
    """What the file at `path` of a built site is, in a sentence; nothing where the site does not write it by itself."""
    by_form = (sentence for form, sentence in _BY_FORM.items() if form.fullmatch(path))
    return WRITTEN.get(path) or next(by_form, "")
