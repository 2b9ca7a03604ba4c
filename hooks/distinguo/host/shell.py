"""Puts drawn pages into the page shell: the templates of `overrides/`, in the environment and with the context that
MkDocs has for templates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jinja2
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from ..base.addresses import twin_url
from ..base.cache import Cache
from ..base.compiled_templates import CompiledTemplates
from ..base.written_files import NOT_FOUND, SITE_MAP, STYLESHEET
from ..drawing.drawing import DrawnPage
from ..model.shapes import Settings
from ..publish.made import MadePage
from ..site.titles import browser_title
from ..text import languages
from . import SHELL, theme

_PAGE = "main.html"


class Shell:
    """The page shell of one site, with its words, its settings and its navigation."""

    def __init__(
        self,
        environment: jinja2.Environment,
        navigation: Navigation,
        config: MkDocsConfig,
        settings: Settings,
        cache: Cache,
    ) -> None:
        """Templates that have been compiled lie in the `cache`."""
        self._environment, self._navigation, self._config, self._settings = environment, navigation, config, settings
        words = languages.words(settings.language)
        environment.loader = jinja2.FileSystemLoader([SHELL, theme.FOLDER])
        environment.bytecode_cache = CompiledTemplates(cache)
        environment.filters["long_date"] = partial(languages.long_date, words=words)
        config.extra |= {
            "words": words,
            "settings": asdict(settings),
            "not_found_title": escape(browser_title(words["not_found_title"], settings.name)),
            "search_worker": theme.search_worker(),
        }

    @cached_property
    def digest(self) -> str:
        templates = {path.name: path.read_text(encoding="utf-8") for path in sorted(SHELL.glob("*.html"))}
        items = [(item.url, item.title) for item in self._navigation.items]
        taken = [templates, items, self._config.site_url, self._config.site_name, {**self._config.extra}]
        return hashlib.sha256(json.dumps(taken, default=str, sort_keys=True).encode()).hexdigest()

    @property
    def style(self) -> str:
        return (SHELL / STYLESHEET).read_text(encoding="utf-8")

    @property
    def search_scripts(self) -> Mapping[str, Path]:
        return {path: theme.FOLDER / path for path in theme.search_scripts(self._settings.language)}

    @property
    def search_settings(self) -> Mapping[str, object]:
        return theme.search_settings(self._environment, self._settings.language)

    def page(self, drawn: DrawnPage) -> str:
        # MkDocs asks a page for its address alone.
        context = get_context(self._navigation, (), self._config, drawn)  # type: ignore[arg-type]
        address = urljoin(self._config.site_url or "", drawn.url)
        template = self._environment.get_template(_PAGE)
        return template.render(context, address=address, twin_address=twin_url(address))

    def not_found(self) -> str:
        # It is shown at any address, so that what it leads to has whole paths.
        base = urlsplit(self._config.site_url or "").path
        context = get_context(self._navigation, (), self._config, base_url=base)
        return self._environment.get_template(NOT_FOUND).render(context)

    def site_map(self, pages: Iterable[MadePage]) -> str:
        return self._environment.get_template(SITE_MAP).render(pages=pages, site=self._config.site_url)
