"""Turns the Markdown of a page, with tokens in the places of its blocks, into the inner HTML of the page's article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape

from markupsafe import escape

from ..base.addresses import relative_url
from ..base.matching import leading
from ..base.tokens import TOKEN
from ..base.web_addresses import within
from ..text.page_markdown import PageConverter

_FULL_LINK = re.compile(r'(<a\b[^<>]*? href=")(https:[^"]*)')
_WITHOUT_END = re.compile(r"<(img|br|hr)\b([^<>]*?) ?/>")  # as XHTML, which the converter writes
_PLACE = re.compile(f"<p>({TOKEN})</p>|({TOKEN})")


class Article:
    """The article of the page at `path` in docs and at `url` in the site, which has the absolute address `site_url`."""

    def __init__(self, path: str, url: str, site_url: str) -> None:
        self._path, self._url, self._site_url = path, url, site_url

    def html(
        self,
        markdown: str,
        fragments: Mapping[str, str],
        converter: PageConverter,
        url_of: Callable[[str], str | None],
    ) -> str:
        """The `markdown` as HTML5, with what each token stands for among the `fragments` in its place."""
        html = _WITHOUT_END.sub(r"<\1\2>", converter.html(markdown, self._path, url_of))
        if fragments:
            html = _PLACE.sub(lambda found: fragments.get(found[1] or found[2], found[0]), html)
        return _FULL_LINK.sub(self._link, html)

    def _link(self, found: re.Match[str]) -> str:
        """A link with a full address; one to the site itself leads there wherever the site lies, and is checked."""
        inside = within(unescape(found[2]), self._site_url)
        if inside is None:
            return found[0]
        path = leading("[^?#]*", inside)[0]
        return f"{found[1]}{escape(relative_url(path, self._url) + inside[len(path) :])}"
