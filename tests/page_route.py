"""The way of a page through the check and through MkDocs, in this process: what it costs, and what comes of it."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from material.plugins.search.plugin import SearchIndex
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import distinguo
from conftest import PROJECT, mkdocs_environment
from distinguo.base.problems import Problem
from distinguo.drawing.drawings import Drawings
from distinguo.host.plugin import DistinguoPlugin
from distinguo.output import security
from distinguo.publish.build import Content
from distinguo.publish.plan import plan_of
from distinguo.site import loading
from distinguo.site.site import Site
from distinguo.verify.built import Built
from distinguo.verify.left_over import check_left_over
from distinguo.verify.links import check_addresses
from distinguo.verify.page import ParsedPage, read_page
from distinguo.verify.tags import check_tags
from example_site import write_site

PAGE = "example/index.md"
FILE = f"docs/{PAGE}"
_URL = "https://examples.example/"
_SHELL = "<!doctype html><html lang=en><title>x</title><body><article>{}</article></body></html>"


class Passed(NamedTuple):
    """What became of a page: its problems, its HTML if it was built, and the processor time of both."""

    problems: list[Problem]
    html: str
    seconds: float


class Route:
    """A sound site in `folder`, one page of which can hold anything."""

    def __init__(self, folder: Path) -> None:
        self._root = write_site(folder)
        (folder / "mkdocs.yml").write_text(
            f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: {_URL}\n", encoding="utf-8"
        )
        self._plugin = DistinguoPlugin()
        self._config = self._sound_config()

    def _sound_config(self) -> MkDocsConfig:
        logging.getLogger("mkdocs").setLevel(logging.ERROR)
        with patch.dict(os.environ, mkdocs_environment()):
            config = load_config(str(self._root / "mkdocs.yml"))
        site, pages, _ = distinguo.build(self._root, _URL)
        return self._plugin._with_content(config, Content(site, pages, _URL))

    def take(self, data: bytes | str) -> Passed:
        """Check a page of these bytes and, if it may be published, build it."""
        (self._root / FILE).write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        start = time.process_time()
        problems = self._checked()
        html = ""
        if not any(not problem.is_warning for problem in problems):
            html = self._built(self._config)
        return Passed(problems, html, time.process_time() - start)

    def _checked(self) -> list[Problem]:
        site, problems = loading.load(self._root)
        self._loaded: Site | None = site
        distinguo.report(problems, self._root)
        return problems

    def _built(self, config: MkDocsConfig) -> str:
        """What MkDocs' build does with the page, and the check of what was built."""
        drawn = dict(Drawings(self._loaded, _URL, self._root).pages())
        self._plugin._with_content(config, Content(self._loaded, drawn, _URL))
        page = Page(None, File(PAGE, config.docs_dir, config.site_dir, use_directory_urls=True), config)
        files = Files([page.file])
        page.markdown = self._plugin.on_page_markdown("", page, config, files)
        page.render(config, files)
        page.content = self._plugin.on_page_content(page.content, page, config, files)
        index = SearchIndex(lang=["en"], separator="", pipeline=[], fields={})
        index.add_entry_from_context(page)
        index.generate_search_index(None)
        html = security.with_policy(_SHELL.format(page.content))
        parsed = ParsedPage("example/index.html", html)
        self._plugin._write_twin(parsed, page, config)
        read = read_page(parsed)
        planned = plan_of(self._loaded, drawn, Path(config.docs_dir))
        built = Built(self._root, planned, frozenset(), {read.path: html}, {read.url: read}, {})
        for rule in (check_left_over, check_tags, check_addresses):
            for _ in rule(built):
                pass
        return page.content
