"""What the pages of a site are drawn with: the templates of blocks and sheets, and the converter of Markdown.

Who only asks for what is kept of drawn pages needs none of it, so it is loaded where the first page is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import jinja2
from markupsafe import Markup

from .. import blocks
from ..base.cache import Cache
from ..base.compiled_templates import CompiledTemplates
from ..site import sheets
from ..text import languages
from ..text.page_markdown import PageConverter
from ..text.rich_text import RichText
from .missing import MissingTemplateError

_FOLDERS = [blocks.FOLDER, sheets.FOLDER]


class Tools:
    """The tools for pages in a language with these `words`; templates that have been compiled lie in the `cache`."""

    def __init__(self, words: dict[str, str], cache: Cache) -> None:
        self.converter = PageConverter(words["table"], words["permalink"])
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_FOLDERS),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=CompiledTemplates(cache),
            auto_reload=False,
        )
        self._environment.globals["words"] = words
        self._environment.filters["long_date"] = partial(languages.long_date, words=words)
        self._environment.filters["rich"] = _rich
        self._environment.filters["uncited"] = RichText.without_citations

    def rendered(self, template: str, of: str, values: Mapping[str, Any]) -> str:
        """What the `template` makes of the `values`; `of` is what it belongs to."""
        try:
            return self._environment.get_template(template).render(values).strip()
        except jinja2.TemplateNotFound as missing:
            raise MissingTemplateError(of, template, str(missing.name)) from missing


@jinja2.pass_context
def _rich(context: jinja2.runtime.Context, text: RichText) -> Markup:
    return text.html(context["page"].resolve)
