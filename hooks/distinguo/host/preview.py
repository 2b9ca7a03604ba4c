"""Lends MkDocs' builder to the core's preview, and turns what goes wrong in a build into problems for the editor."""

from __future__ import annotations

import copy
import hashlib
import logging
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import RLock

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.theme import Theme

from ..base.cache import Cache
from ..base.commands import Commands
from ..base.problems import START_OF_FILE, Problem, Span, report
from ..drawing.missing import MissingTemplateError
from ..editor.preview import Place, Result, Server, end_as_by_ctrl_c, go_on_to_the_end
from ..editor.preview.showing import HERE
from ..publish.build import Build, Content
from ..publish.earlier import EarlierPages
from ..publish.making import PagesOnDemand, Shell
from ..site.links import BROKEN_LINK
from ..site.mkdocs_settings import PROJECT, read_settings
from . import SHELL

_CODE = Path(__file__).parents[1]
_READ_AT_THE_START = ("mkdocs.yml", "requirements.txt", "pyproject.toml")
_WITHOUT_RELOADING = HERE / "without_reloading"
_ABOUT_LINKS = "structure.pages"  # the part of MkDocs that warns of links; the check has told of them, with places


class Preview:
    """The preview of one site, from MkDocs' start to its end.

    MkDocs builds once before there is a server, and gives up where that fails. So its first build makes no pages;
    the server makes them, and lives on whatever happens.
    """

    def __init__(self) -> None:
        end_as_by_ctrl_c()
        self.commands = Commands()  # as messages are to name them
        self._content: Content | None = None
        self._later: PagesOnDemand | None = None
        self._lock = RLock()  # what reads and draws keeps much that two threads cannot use at once
        self._heard = _Heard()
        self._take_over_the_log()

    @property
    def content(self) -> Content | None:
        """What MkDocs is to make pages of; nothing in its first build."""
        return self._content

    def without_pages(self, config: MkDocsConfig) -> MkDocsConfig:
        """The settings of a build that makes a single page, for who asks MkDocs for a preview without reloading."""
        nothing = copy.copy(config)
        nothing.docs_dir = str(_WITHOUT_RELOADING / "docs")
        nothing.theme = Theme(name=None, custom_dir=str(_WITHOUT_RELOADING), static_templates=["404.html"])
        nothing.plugins = type(config.plugins)()
        return nothing

    def with_pages(self, config: MkDocsConfig) -> MkDocsConfig:
        """The settings of a build into the folder that the server waits for, which warnings do not stop."""
        self._take_over_the_log()  # by now MkDocs counts the warnings there, if it is strict
        config.site_dir = str(self._folder)
        return config

    def server(self, mkdocs_server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> Server:
        """The server that takes the place of MkDocs' own, and watches all that a site is made of."""
        mkdocs_server.server_close()
        assert config.site_url, "MkDocs has put the address of the preview there"
        self._root, self._address, self._builder = Path(config.config_file_path).parent, config.site_url, builder
        self._cache = Cache.of(self._root)
        self._earlier = EarlierPages(self._cache, self._address)
        host, port = config.dev_addr
        server = Server(Place(host, port, mkdocs_server.mount_path, Path(mkdocs_server.root)), self._build)
        settings = [folder / name for folder in (self._root, PROJECT) for name in _READ_AT_THE_START]
        for path in (config.docs_dir, self._root / "content", _CODE, SHELL, *settings):
            server.watch(str(path))
        self._code = settings
        self._code_at_the_start = self._fingerprints()
        return server

    def show(self, content: Content, shell: Shell, folder: Path) -> None:
        """Make of the `content` in `folder` what somebody asks for."""
        self._later = PagesOnDemand(content, shell, folder, self._lock)

    def tidy(self) -> None:
        """Before MkDocs removes its folder: nothing is to keep it from that."""
        go_on_to_the_end()

    def _build(self, folder: Path) -> Result:
        """What comes of the files as they are, with the pages in `folder`; whatever goes wrong is a part of it."""
        self._folder = folder
        try:
            os.chdir(self._root)  # it may be another folder by now, at the same place
            with self._lock:
                return self._result(*self._built())
        except (Exception, SystemExit) as error:
            return self._result(False, self._reasons(error), may_pass=isinstance(error, OSError))
        finally:
            self._cache.save()

    def _built(self) -> tuple[bool, list[Problem]]:
        """Whether there are new pages, and all problems."""
        self._heard.messages.clear()
        settings = read_settings(self._root).problems
        build = Build(self._root, self._address, drafts=True, cache=self._cache)
        if settings or not build.is_sound:
            return False, [*settings, *build.problems]
        self._content = build.content(self._earlier, is_checked=False)  # pages are shown as they are
        self._builder()
        told_of_links = any(problem.code == BROKEN_LINK for problem in build.problems)
        return True, [*build.problems, *self._heard.problems(but=_ABOUT_LINKS if told_of_links else "")]

    def _reasons(self, error: BaseException) -> list[Problem]:
        """What MkDocs said before it gave up, or the exception itself."""
        said = self._heard.problems() if isinstance(error, Abort) else []
        return said or [_failure(error, self._root)]

    def _result(self, has_pages: bool, problems: list[Problem], *, may_pass: bool = False) -> Result:
        said = report(problems, self._root, commands=self.commands) if problems else ""
        later = self._later if has_pages else None
        return Result(has_pages, problems, said, self._changed_code(), may_pass, later)

    def _take_over_the_log(self) -> None:
        """Hear what MkDocs says, and be the only one to hear it."""
        for host in ("mkdocs", "properdocs"):
            logging.getLogger(host).handlers = [self._heard]

    def _fingerprints(self) -> dict[Path, str]:
        """A fingerprint of every file that MkDocs and Python read once, at the start."""
        fingerprints = {}
        for path in (*self._code, *_CODE.rglob("*.py")):
            with suppress(OSError):  # not every site has all of them, and one may go while we look
                fingerprints[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return fingerprints

    def _changed_code(self) -> list[str]:
        before, now = self._code_at_the_start, self._fingerprints()
        return sorted({_name(path, self._root) for path in before | now if before.get(path) != now.get(path)})


class _Heard(logging.Handler):
    """Keeps what MkDocs warns of, for the overlay; the terminal has lines of our own."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[tuple[str, str]] = []  # each with the part of MkDocs that said it

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append((record.name, record.getMessage().strip()))

    def problems(self, but: str = "") -> list[Problem]:
        """What MkDocs warned of, each thing once, `but` what one part of it did."""
        messages = dict.fromkeys(text for part, text in self.messages if not but or not part.endswith(but))
        return [Problem("mkdocs.yml", START_OF_FILE, text, code="warning-of-mkdocs") for text in messages]


def _failure(error: BaseException, root: Path) -> Problem:
    """An exception as a problem: as MkDocs words it, or at the line of our code or template that it comes from."""
    if isinstance(error, SystemExit | MkDocsException):
        return Problem("mkdocs.yml", START_OF_FILE, str(error), code="failed-build")
    if isinstance(error, OSError):
        title = f"The pages could not be built: {error.strerror or error}"
        if error.filename:
            title += f" ({_name(Path(os.fsdecode(error.filename)), root)})"
        help = "The content is not at fault. The preview tries it again every few seconds, and after every change."
        return Problem("mkdocs.yml", START_OF_FILE, title, help=help, code="failed-build")
    frames = traceback.extract_tb(error.__traceback__)
    last = next((frame for frame in reversed(frames) if _is_ours(Path(frame.filename))), frames[-1])
    line = last.lineno or 1
    reason = str(error) if isinstance(error, MissingTemplateError) else f"{type(error).__name__}: {error}"
    title = f"The pages could not be built: {reason}"
    help = "The content is not at fault. Undo the last change to the code or a template, or report these lines."
    return Problem(_name(Path(last.filename), root), Span(line, 1, line, 1), title, help=help, code="failed-build")


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(PROJECT) and "site-packages" not in file.parts and file != Path(__file__)


def _name(path: Path, root: Path) -> str:
    """A file as editors know it: as seen from the site, else from the project."""
    folder = next((folder for folder in (root, PROJECT) if path.is_relative_to(folder)), path.parent)
    return path.relative_to(folder).as_posix()
