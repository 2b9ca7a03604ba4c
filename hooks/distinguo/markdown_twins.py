"""Turns the finished HTML of a page into its Markdown twin, for readers and programs that want the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from markdownify import ATX, MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

from . import languages
from .blocks import TYPES
from .drawing import DrawnPage
from .model import Settings

# What only works, or only makes sense, on the page itself. The title and the dates stand at the top of the twin.
_LEFT_OUT = (
    "h1, ul.byline, .headerlink, script, style, template, svg, button, input, select, textarea,"
    ' [hidden], [aria-hidden="true"], [data-search-exclude]'
) + "".join(f", .{name}" for block in TYPES.values() for name in block.not_in_twins)
_ASIDES = {name for block in TYPES.values() for name in block.asides}


def twin(html: str, page: DrawnPage, url: str, settings: Settings) -> str:
    """The article in `html`, the whole page at the absolute `url`, as Markdown with the page's facts at its top."""
    article = LexborHTMLParser(html).css_first("article")
    for element in article.css(_LEFT_OUT):
        element.decompose()
    text = _Twin(url).convert(article.html)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\n{3,}", "\n\n", text)
    facts = "\n".join(f"- {fact}" for fact in _facts(page, url, settings))
    return f"# {plain(page.title)}\n\n{facts}\n\n{text.strip()}\n"


def _facts(page: DrawnPage, url: str, settings: Settings) -> Iterator[str]:
    """Where the page stands, from when it is, and on what terms it may be used."""
    words = languages.words(settings.language)
    yield f"<{url}>"
    if page.published and page.updated:
        yield f"{words['published']} {languages.long_date(page.published, words)}"
        yield f"{words['updated']} {languages.long_date(page.updated, words)}"
    license = settings.license
    yield f"{words['license']} [{plain(license.name)}]({license.url}), {plain(settings.publisher.name)}"


def plain(text: str) -> str:
    """`text` as Markdown that means just these letters."""
    text = re.sub(r"([\\`*_\[\]])", r"\\\1", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
    return re.sub(r"^(\s*)([#>+-])(?=\s)", r"\1\\\2", text)


class _Twin(MarkdownConverter):
    """Writes the elements of our pages as Markdown, with absolute addresses."""

    def __init__(self, url: str) -> None:
        super().__init__(heading_style=ATX, bullets="-", autolinks=False)
        self._url = url

    def escape(self, text: str, parent_tags: set[str]) -> str:
        escaped = text if "_noformat" in parent_tags else plain(text)
        return escaped.replace("|", r"\|") if {"td", "th"} & parent_tags else escaped

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if "citation" in el.get("class", ()):
            return text.replace("\\", "")  # [1]: the number of the source in the list at the end
        return f"[{text.strip()}]({urljoin(self._url, el['href'])})" if text.strip() else ""

    def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # Within a line: a line of its own that starts with a tag is HTML to a reader of Markdown, even in code.
        return super().convert_code(el, text if "pre" in parent_tags else " ".join(text.split()), parent_tags)

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"![{plain(el.get('alt', ''))}]({urljoin(self._url, el['src'])})"

    def convert_span(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"({text.strip()})" if _ASIDES.intersection(el.get("class", ())) else text

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        item = super().convert_li(el, text, parent_tags)
        return f"{item}\n" if "\n\n" in item else item  # long entries stand apart

    def convert_nav(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{plain(el['aria-label'])}:\n\n{text.strip()}\n\n"

    def convert_summary(self, el: Any, text: str, parent_tags: set[str]) -> str:
        summary = text.strip()
        return f"\n\n{summary if summary.startswith('#') else f'**{summary}**'}\n\n"

    convert_cite = MarkdownConverter.convert_em
    convert_details = convert_figure = convert_fieldset = convert_form = convert_legend = MarkdownConverter.convert_div
