"""Turns saved files into pages in a browser: watches a site, builds it after every change, and serves what is good.

It takes the place of MkDocs' own server, which answers nothing while the last build has failed.
"""

from __future__ import annotations

import shutil
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import EACCES, EADDRINUSE
from io import TextIOWrapper
from pathlib import Path
from threading import Condition
from typing import NamedTuple

from ...base.problems import in_encoding
from .answering import Listener
from .hosts import address_in_the_network, in_address, is_loopback, names_of_this_machine
from .pages import Pages
from .showing import Result, Shown
from .watching import Watcher

Build = Callable[[Path], Result]

_PATIENCE = 25  # seconds that a browser waits for news before it asks again
_MOST_WAITING = 4  # that wait for news: browsers allow a host six requests at once, and a page needs one or two
_ANOTHER_TRY = 5  # seconds after which a build that the system did not allow is tried again
_USUAL = "127.0.0.1:8000"


class Place(NamedTuple):
    """Where a site is served and where its pages are put meanwhile, in a folder that is the server's own."""

    host: str
    port: int
    path: str
    folder: Path


class Server:
    """The preview of one site, as MkDocs wants it: with `watch`, `serve` and `shutdown`."""

    def __init__(self, place: Place, build: Build) -> None:
        self._place, self._build = place, build
        self._watcher = Watcher(_say)
        self._listener = _listener(place, self)
        self._news = Condition()
        self._newest_waiting = 0  # the number of the page that began to wait last
        self._folders = _new_folders(place.folder)
        self.shown = Shown(Result(has_pages=False), None, "")

    def watch(self, path: str) -> None:
        """Build again when the file `path`, or one below it, changes or comes or goes."""
        self._watcher.watch(path)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Build, serve, and build after every change, until somebody presses Ctrl+C."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a window may lack the signs of a report
        self._watcher.start()  # before the build: what is saved meanwhile is built after it
        result = self._rebuild()
        self._listener.start()
        address = self._listener.address
        _say(f"Serving on {address}   (Ctrl+C ends it)")
        if not is_loopback(self._place.host):
            _say(_open_to_others(self._place.host, self._listener.server_port, self._place.path))
        if open_in_browser:
            webbrowser.open(address)
        while self._watcher.wait(_ANOTHER_TRY if result.may_pass else None):
            result = self._rebuild()

    def shutdown(self) -> None:
        self._watcher.end()
        self._listener.close()

    def build_again(self) -> None:
        """Build although nothing has changed: the pages have gone."""
        self._watcher.note()

    def wait_for_news(self, version: str) -> str:
        """The version shown, as soon as it is another than `version`, or after a while.

        Only so many pages wait at once: the one that has waited longest makes room, and asks again a little later.
        """
        with self._news:
            self._newest_waiting += 1
            place = self._newest_waiting
            self._news.notify_all()
            self._news.wait_for(
                lambda: self.shown.version != version or self._newest_waiting >= place + _MOST_WAITING, _PATIENCE
            )
        return self.shown.version

    def _rebuild(self) -> Result:
        start = time.monotonic()
        folder = next(self._folders)
        result = self._build(folder)
        before = self.shown
        pages = (
            Pages.of(folder, result.later) if result.has_pages else before.pages if _are_whole(before.pages) else None
        )
        if pages != before.pages or result != before.result:
            # The clock keeps a page of an earlier run of the preview from taking itself for the newest.
            with self._news:
                self.shown = Shown(result, pages, str(time.time_ns()))
                self._news.notify_all()
        if not (result.may_pass and result == before.result):  # what is tried again and again is told once
            _say(_told(result, time.monotonic() - start, has_older=pages is not None))
        self._tidy(before)
        return result

    def _tidy(self, before: Shown) -> None:
        """Remove older pages; but a page that is being loaded may still need the files of the pages before these."""
        needed = [shown.pages.folder for shown in (self.shown, before) if shown.pages]
        with suppress(OSError):  # the folder may have been cleared away itself
            for old in self._place.folder.iterdir():
                if old not in needed:
                    shutil.rmtree(old, ignore_errors=True)


def _are_whole(pages: Pages | None) -> bool:
    return pages is not None and pages.are_whole()


def _listener(place: Place, preview: Server) -> Listener:
    try:
        return Listener(place.host, place.port, place.path, preview)
    except (OSError, OverflowError) as error:
        host = in_address(place.host)
        why = getattr(error, "strerror", None) or "There is no such port"
        sys.exit(
            f"The preview cannot be served on http://{host}:{place.port}{place.path}: {why}.\n{_way_out(error, place)}"
        )


def _way_out(error: OSError | OverflowError, place: Place) -> str:
    """What to do about an address that the system does not give us."""
    kind = getattr(error, "errno", None)
    host = f"[{place.host}]" if ":" in place.host else place.host
    if kind == EADDRINUSE:
        other = f"{host}:{place.port + 1 if place.port < 65535 else 8000}"
        ask = "Is another preview running? End it with Ctrl+C in its window. Or give this one another number"
    elif kind == EACCES:
        other = f"{host}:8000"
        ask = "Numbers below 1024 are for the administrator of this machine. Give the preview another one"
    elif isinstance(error, OverflowError):
        other = f"{host}:8000"
        ask = "The numbers end at 65535. Give the preview another one"
    else:
        other = _USUAL
        ask = "This machine may not have this address. Give the preview the usual one"
    written = f'"{other}"' if other.startswith("[") else other  # which YAML would take for a list
    return f"{ask}, by a line in mkdocs.yml:\n    dev_addr: {written}"


def _open_to_others(host: str, port: int, path: str) -> str:
    """Who can read the preview beside the editor, and by which addresses, as sentences."""
    own = address_in_the_network() if host in ("0.0.0.0", "::") else host
    hosts = [in_address(one) for one in (own, *names_of_this_machine()) if one]
    ways = " or ".join(f"http://{one}:{port}{path}" for one in hosts)
    return (
        "Everybody in the same network can read it, drafts included.\n"
        f"It answers to the name and the addresses of this machine alone: {ways}"
    )


def _new_folders(parent: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield parent / f"build-{number}"


def _told(result: Result, seconds: float, *, has_older: bool) -> str:
    """One line of what came of a build, then all that is to be told of it."""
    if result.has_pages:
        line = f"Built in {seconds:.1f} s, with {result.count}." if result.count else f"Built in {seconds:.1f} s."
    elif has_older:
        line = f"{result.count}: the preview keeps the pages from before."
    else:
        line = f"{result.count}: there are no pages to show yet."
    report = f"\n{result.report}\n" if result.report else ""
    return "\n".join(part for part in (line, result.restart, report) if part)


def _say(text: str) -> None:
    with suppress(OSError):  # nobody may listen any more
        print(time.strftime("%H:%M:%S"), "", in_encoding(text, sys.stdout.encoding), flush=True)
