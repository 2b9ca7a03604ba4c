"""Translates between MkDocs and the core: MkDocs' events in, the core's checked and drawn pages out."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from ..base import own_files, utf8
from ..base.cache import Cache
from ..base.problems import in_encoding, report, shown
from ..base.written_files import STYLESHEET
from ..drawing.missing import MissingTemplateError
from ..publish import publishing
from ..publish.build import Build, Content
from ..publish.making import make_site
from ..site.docs_files import is_leftover
from ..site.mkdocs_settings import read_settings
from . import SHELL, theme
from .shell import Shell

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from ..editor.preview import Server
    from .preview import Preview

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
        self._preview = _new_preview() if command == "serve" else None

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
        build = Build(root, settings.address, cache=Cache.of(root))
        try:
            is_sound = build.is_sound
        except MissingTemplateError as error:
            raise PluginError(str(error)) from error
        build.cache.save()
        if not is_sound:
            raise PluginError("The content has errors; nothing was built.\n\n" + report(build.problems, root))
        if build.problems:
            _log.info("The content has warnings.\n\n%s", report(build.problems, root))
        self._build = build
        return build.content()

    def _with_content(self, config: MkDocsConfig, content: Content) -> MkDocsConfig:
        self._made, settings = content, content.site.settings
        config.site_url, config.site_name = content.address, escape(settings.name)
        # Material has thousands of files, of which MkDocs would look at each.
        config.theme.dirs = [str(SHELL), *(folder for folder in config.theme.dirs if folder != str(theme.FOLDER))]
        config.theme["language"] = settings.language
        config.theme["logo"], config.theme["favicon"] = settings.logo, settings.favicon
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave to MkDocs the files that it copies, without drafts and leftovers of programs, and the pages that its
        navigation lists."""
        for file in list(files):
            is_left_over = file.src_dir == config.docs_dir and any(map(is_leftover, file.src_uri.split("/")))
            is_in_a_folder = "/" in file.src_uri and file.is_documentation_page()
            is_made_anew = file.src_uri == STYLESHEET
            if is_left_over or is_in_a_folder or is_made_anew or self._made.site.leaves_out(file.src_uri):
                files.remove(file)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages their names in the navigation. They are made as all others are."""
        for page in nav.pages:
            page.title = escape(self._made.site.pages[page.file.src_uri].short_title)
            files.remove(page.file)
        self._navigation = nav
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        self._shell = Shell(env, self._navigation, config, self._made.site.settings, self._made.cache)
        config.theme.static_templates.clear()  # which are made when the pages are
        return env

    def on_post_build(self, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir)
        if self._preview:
            self._preview.show(self._made, self._shell, folder)
            return
        make_site(self._made, self._shell, folder)
        if self._build and (problems := self._build.check(folder, self._made.checked)):
            raise PluginError(f"The built site has errors.\n\n{report(problems, self._build.root, folder)}")

    # What takes the place of MkDocs' own server is none of its kind: it has the three methods that MkDocs calls.
    def on_serve(  # type: ignore[override]
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer | Server:
        return self._preview.server(server, config, builder) if self._preview else server

    def on_shutdown(self) -> None:
        if self._preview:
            self._preview.tidy()


def _new_preview() -> Preview:
    from .preview import Preview  # noqa: PLC0415 - it brings a server, and who only builds starts faster without

    return Preview()


def _root(config: MkDocsConfig) -> Path:
    """The folder of the site."""
    return Path(str(config.config_file_path)).parent


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
