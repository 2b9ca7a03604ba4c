"""Lets MkDocs make a site, or show its preview, in this process: what it says comes back as values and exceptions."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from ..base.commands import Commands
from ..drawing.missing import MissingTemplateError
from ..publish.build import Content, NotMadeError
from .plugin import DistinguoPlugin

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's own switch for the banner that it prints otherwise


class MkDocs:
    """The site generator that every site is made with."""

    def make(self, content: Content, root: Path, folder: Path) -> str:
        with _heard() as said:
            try:
                config = load_config(str(root / "mkdocs.yml"), strict=True, site_dir=str(folder))
                with _plugin(config.plugins).given(content):
                    config.plugins.on_startup(command="build", dirty=False)
                    build(config)
            except (NotMadeError, MissingTemplateError, OSError):
                raise
            except Abort as error:  # what is wrong has been said
                raise NotMadeError("\n\n".join(said) or str(error)) from error
            except MkDocsException as error:
                raise NotMadeError("\n\n".join([*said, str(error)])) from error
            except Exception as error:
                reason = f"the build broke off ({type(error).__name__}: {error})"
                raise NotMadeError("\n\n".join(said), reason) from error
        return "\n".join(said)

    def serve(self, root: Path, commands: Commands) -> None:
        from mkdocs.commands.serve import serve  # noqa: PLC0415 - who only makes a site starts faster without

        # What MkDocs says before the preview has taken over; and its settings are the way to the plugin.
        logging.getLogger("mkdocs").addHandler(logging.StreamHandler())
        serve(str(root / "mkdocs.yml"), extra={"commands": commands})


def _plugin(plugins: dict[str, object]) -> DistinguoPlugin:
    plugin = plugins.get("distinguo")
    if not isinstance(plugin, DistinguoPlugin):
        raise NotMadeError("mkdocs.yml does not have the plugin `distinguo`: without it there would be no pages.")
    return plugin


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile, in its words."""
    said: list[str] = []

    class _Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log, listener = logging.getLogger("mkdocs"), _Listener(logging.WARNING)
    before, propagates = log.handlers, log.propagate
    log.handlers, log.propagate = [listener], False
    try:
        yield said
    finally:
        log.handlers, log.propagate = before, propagates
