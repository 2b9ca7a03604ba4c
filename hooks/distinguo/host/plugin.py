"""Translates between MkDocs and the core: MkDocs' events in, the core's checked and drawn pages out."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import material
from markupsafe import escape
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ..base import own_files, utf8
from ..base.addresses import twin_url
from ..base.problems import in_encoding, report, shown
from ..base.written_files import (
    HEADERS,
    LICENSES,
    LLMS,
    MOVED_SCRIPT,
    NGINX,
    REDIRECTS,
    ROBOTS,
    SEARCH_INDEX,
    SITE_MAP,
    STYLESHEET,
)
from ..blocks import TYPES
from ..drawing.contents import Heading
from ..drawing.directions import with_directions
from ..drawing.drawing import DrawnPage, MissingTemplateError
from ..editor.preview import Server
from ..output import crawlers, hosting, licenses, llms_txt, markdown_twins, redirects, security, stylesheet
from ..publish import publishing
from ..publish.build import Build, Content
from ..site.docs_files import is_leftover
from ..site.mkdocs_settings import read_settings
from ..site.moved import moved_addresses
from ..site.titles import browser_title
from ..text import languages
from ..verify.page import ParsedPage
from . import SHELL
from .preview import Preview

_MATERIAL = str(Path(material.__file__).parent / "templates")
_SEARCH_WORKER = "assets/javascripts/workers/search."
_log = logging.getLogger("mkdocs.plugins.distinguo")


# What MkDocs does with each of these classes has no types there.
class DistinguoPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """The plugin `distinguo` of a site's mkdocs.yml.

    Who builds a site in one process hands over what has been read and drawn (`given`); else it is found out here, and
    what was built is checked at the end. MkDocs keeps one plugin for all builds of a process.
    """

    def __init__(self) -> None:
        self._content: Content | None = None
        self._build: Build | None = None  # our own, where nobody has handed over the content
        self._preview: Preview | None = None

    @contextmanager
    def given(self, content: Content) -> Iterator[None]:
        """Let the build of the block make this `content`, and no other one."""
        self._content = content
        try:
            yield
        finally:
            self._content = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        utf8.ensure()
        for host in ("mkdocs", "properdocs"):
            for handler in logging.getLogger(host).handlers:
                handler.addFilter(_printable)
        self._preview = Preview() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what MkDocs builds with. What has not been read, checked and drawn yet is so now: MkDocs empties the
        output folder soon."""
        self._build = None
        if self._preview is None:
            return self._with_content(config, self._content or self._checked(config))
        self._preview.commands = config.extra.get("commands", self._preview.commands)
        if self._preview.content is None:
            return self._preview.without_pages(config)
        return self._with_content(self._preview.with_pages(config), self._preview.content)

    def _checked(self, config: MkDocsConfig) -> Content:
        """The content as it may be published; else the build ends here."""
        if fault := publishing.epoch_fault():
            raise PluginError(fault)
        root = _root(config)
        if fault := _fault_of_output(root, config):
            raise PluginError(fault)
        settings = read_settings(root)
        if settings.problems:
            raise PluginError("The settings have errors; nothing was built.\n\n" + report(settings.problems, root))
        build = Build(root, settings.address)
        try:
            content = build.content
        except MissingTemplateError as error:
            raise PluginError(str(error)) from error
        if content is None:
            raise PluginError("The content has errors; nothing was built.\n\n" + report(build.problems, root))
        if build.problems:
            _log.info("The content has warnings.\n\n%s", report(build.problems, root))
        self._build = build
        return content

    def _with_content(self, config: MkDocsConfig, content: Content) -> MkDocsConfig:
        self._made, settings = content, content.site.settings
        words = languages.words(settings.language)
        config.site_url, config.site_name = content.address, escape(settings.name)
        config.theme.dirs.insert(0, str(SHELL))
        config.theme["language"] = settings.language
        config.theme["logo"], config.theme["favicon"] = settings.logo, settings.favicon
        config.markdown_extensions, config.mdx_configs = [], {}  # it converts no Markdown
        # What the templates of the page shell ask for.
        not_found = escape(browser_title(words["not_found_title"], settings.name))
        config.extra |= {"words": words, "settings": asdict(settings), "not_found_title": not_found}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the sheets, the style sheet, the scripts of blocks and the pages at old addresses; leave out drafts,
        leftovers of programs and unused files of the theme; keep pages in folders out of the navigation."""
        site = self._made.site
        for path, drawn in self._made.pages.items():
            if drawn.is_sheet:
                files.append(File.generated(config, path, content=""))
        for file in list(files):
            is_left_over = file.src_dir == config.docs_dir and any(map(is_leftover, file.src_uri.split("/")))
            if is_left_over or site.leaves_out(file.src_uri) or _is_unused(file, site.settings.language):
                files.remove(file)
            elif "/" in file.src_uri and file.is_documentation_page():
                file.inclusion = InclusionLevel.NOT_IN_NAV
            elif file.src_uri.startswith(_SEARCH_WORKER):
                config.extra["search_worker"] = file.src_uri
        shell = files.get_file_from_path(STYLESHEET)
        assert shell, "the page shell has this style sheet"
        files.remove(shell)
        css = stylesheet.site_css(site.settings.colors, shell.content_string)
        files.append(File.generated(config, STYLESHEET, content=css))
        for url, script in _scripts(self._made.pages.values()):
            files.append(File.generated(config, url, abs_src_path=str(script)))
        moved = redirects.redirect_pages(site, self._made.address)
        for path, html in moved.items():
            files.append(File.generated(config, path, content=security.with_policy(html)))
        if moved:
            files.append(File.generated(config, MOVED_SCRIPT, abs_src_path=str(redirects.SCRIPT_FILE)))
        return files

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        drawn = self._made.pages[page.file.src_uri]
        # MkDocs' templates do not escape what they print.
        page.meta = {
            "title": escape(drawn.title),
            "browser_title": escape(drawn.browser_title),
            "description": escape(drawn.description),
            "share_image": drawn.share_image,
            "twin_url": None if drawn.is_sheet else twin_url(_address(page)),
            "structured_data": drawn.structured_data,
            "is_indexed": not drawn.is_sheet,
            "search": {"exclude": drawn.is_sheet},
            "published": drawn.published,
            "published_in_words": drawn.published and languages.long_date(drawn.published, config.extra["words"]),
            "published_at": drawn.published and drawn.published.for_machines(),
            "updated": drawn.updated,
            "updated_at": drawn.updated and drawn.updated.for_machines(),
            "updated_in_words": drawn.updated and languages.long_date(drawn.updated, config.extra["words"]),
            "reading_minutes": drawn.reading_minutes,
            "sister_pages": drawn.sister_pages,
            "part_of": drawn.part_of,
            "scripts": [url for url in drawn.scripts if url.endswith("/script.js")],
        }
        page.title = escape(drawn.short_title)  # the navigation's name for it
        return ""

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        drawn = self._made.pages[page.file.src_uri]
        page.toc = TableOfContents([_anchor_link(heading) for heading in drawn.contents])
        return drawn.html

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        parsed = ParsedPage(page.file.dest_uri, security.with_policy(with_directions(output)))
        self._write_twin(parsed, page, config)
        if self._preview is None:  # which shows pages as they are
            self._made.read_pages.add(parsed)
        return parsed.source

    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        return security.with_policy(output) if template_name.endswith(".html") else output

    def on_post_build(self, config: MkDocsConfig) -> None:
        self._complete_search(config)
        site = Path(config.site_dir)
        pages = (path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")))
        settings = self._made.site.settings
        headers = security.headers(
            pages,
            frame_ancestors=settings.frame_ancestors or (),
            https_on_subdomains=bool(settings.https_on_subdomains),
        )
        moved = moved_addresses(self._made.site)
        path = urlsplit(self._made.address).path
        files = {
            HEADERS: hosting.headers_file(headers, path),
            REDIRECTS: hosting.redirects_file(moved, path),
            NGINX: hosting.nginx_conf(headers, moved, path),
            ROBOTS: crawlers.robots_txt(settings.crawlers, self._made.address),
            LLMS: llms_txt.llms_txt(self._made.site, self._made.address),
            LICENSES: licenses.licenses_txt(site),
        }
        for name, text in files.items():
            if text:
                (site / name).write_text(text, encoding="utf-8", newline="\n")
        (site / f"{SITE_MAP}.gz").unlink(missing_ok=True)  # it holds the time of the build, and nothing asks for it
        if self._build and (problems := self._build.check(site)):
            raise PluginError(f"The built site has errors.\n\n{report(problems, self._build.root, site)}")

    def _write_twin(self, parsed: ParsedPage, page: Page, config: MkDocsConfig) -> None:
        drawn = self._made.pages[page.file.src_uri]
        if drawn.is_sheet:
            return
        article = parsed.tree.css_first("article")
        assert article, "the page shell puts the text of each page into an article"
        text = markdown_twins.twin(article, drawn, _address(page), self._made.site.settings)
        path = Path(config.site_dir, f"{page.file.dest_uri}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _complete_search(self, config: MkDocsConfig) -> None:
        """Add to the search index what has an address of its own and no heading: the rows of comparisons."""
        path = Path(config.site_dir) / SEARCH_INDEX
        index = json.loads(path.read_text(encoding="utf-8"))
        for page in self._made.pages.values():
            index["docs"] += [entry._asdict() for entry in page.search_entries]
        path.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")

    # What takes the place of MkDocs' own server is none of its kind: it has the three methods that MkDocs calls.
    def on_serve(  # type: ignore[override]
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer | Server:
        return self._preview.server(server, config, builder) if self._preview else server

    def on_shutdown(self) -> None:
        if self._preview:
            self._preview.tidy()


def _root(config: MkDocsConfig) -> Path:
    """The folder of the site."""
    return Path(str(config.config_file_path)).parent


def _address(page: Page) -> str:
    """The full address of a page."""
    assert page.canonical_url, "MkDocs knows it, since it knows that of the site"
    return page.canonical_url


def _fault_of_output(root: Path, config: MkDocsConfig) -> str:
    """Why MkDocs must not empty the folder that it is to build into, as it would; nothing where it may."""
    folder = Path(config.site_dir)
    name = shown(Path(os.path.relpath(folder, root)).as_posix(), 500)
    sources = [root / "content", *map(Path, (config.docs_dir, *config.theme.dirs)), SHELL, Path(__file__).parents[1]]
    whole = folder.resolve()
    if any(whole == one or one in whole.parents for one in (source.resolve() for source in sources)):
        reason, help = "is where the sources of the site lie", "Say another folder as site_dir."
    elif whole == root.resolve() or whole in root.resolve().parents:
        reason, help = "holds the site's own folder", "Say another folder as site_dir."
    else:
        reason, help = own_files.why_kept(folder, root)
    return f"{name} {reason}; nothing was built. {help}" if reason else ""


def _printable(record: logging.LogRecord) -> bool:
    """Let what MkDocs says reach a terminal as all that we say does: it names files and quotes pages."""
    record.msg, record.args = in_encoding(record.getMessage(), sys.stderr.encoding if sys.stderr else None), ()
    return True


def _scripts(pages: Iterable[DrawnPage]) -> Iterator[tuple[str, Path]]:
    """The scripts of blocks that the `pages` need, by their addresses relative to the site."""
    needed = {url for page in pages for url in page.scripts}
    scripts = (one for block in TYPES.values() for one in block.scripts().items())
    return ((url, path) for url, path in scripts if url in needed)


def _is_unused(file: File, language: str) -> bool:
    """Whether `file` is one of Material's own that no page loads: we use its search worker and its words."""
    if file.src_dir != _MATERIAL:
        return False
    # The worker speaks English by itself, and asks for no more.
    of_language = () if language == "en" else ("lunr.stemmer.support", f"lunr.{language}.")
    return file.src_uri.endswith(".map") or not (
        file.src_uri.startswith(_SEARCH_WORKER) or Path(file.src_uri).name.startswith(of_language)
    )


def _anchor_link(heading: Heading) -> AnchorLink:
    link = AnchorLink(heading.title, heading.id, heading.level)
    link.children = [_anchor_link(child) for child in heading.children]
    return link
