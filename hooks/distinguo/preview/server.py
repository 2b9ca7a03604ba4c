"""Turns saved files into pages in a browser: watches a site, builds it after every change, and serves what is good.

It takes the place of MkDocs' own server, which answers nothing while the last build has failed.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from ..problems import in_encoding
from .showing import HERE, OWN, Result, page_without_pages, with_overlay

Build = Callable[[Path], Result]
Stamp = dict[str, tuple[int, int, int]]  # of each file: when it changed, how long it is, and which it is

_PAUSE = 0.1  # seconds between two looks at the files
_SETTLING = 0.05  # seconds without a change after which somebody has finished saving …
_MOST_SETTLING = 40  # … and after so many of them, what never ends is built as it stands
_PATIENCE = 25  # seconds that a browser waits for news before it asks again
_KINDS = mimetypes.MimeTypes()  # as Python knows them: on Windows, other programs change what the system says
_OWN_FILES = {"preview.css": "text/css", "preview.js": "text/javascript"}


class Place(NamedTuple):
    """Where a site is served and where its pages are put meanwhile, in a folder that is the server's own."""

    host: str
    port: int
    path: str
    folder: Path

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}{self.path}"


@dataclass(frozen=True)
class Shown:
    """What the browser gets at present: the pages in `folder`, where there are any, and what is to be said of them."""

    result: Result
    folder: Path | None
    version: str  # another one for everything that looks different


class Server:
    """The preview of one site, as MkDocs wants it: with `watch`, `serve` and `shutdown`."""

    def __init__(self, place: Place, build: Build) -> None:
        self._place, self._build = place, build
        self._watched: list[Path] = []
        self._http = _listening(place, self)
        self._answering = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._is_over = Event()
        self._news = Condition()
        self._folders = _new_folders(place.folder)
        self.shown = Shown(Result(has_pages=False), None, "")

    def watch(self, path: str) -> None:
        """Build again when the file `path`, or one below it, changes or comes or goes."""
        self._watched.append(Path(path))

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Build, serve, and build after every change, until somebody presses Ctrl+C."""
        sys.stdout.reconfigure(errors="replace")  # a window may lack the signs of a report
        seen = self._stamp()  # before the build: what is saved meanwhile is built after it
        self._rebuild()
        self._answering.start()
        _say(f"Serving on {self._place.address}   (Ctrl+C ends it)")
        if open_in_browser:
            webbrowser.open(self._place.address)
        while not self._is_over.wait(_PAUSE):
            if self._stamp() != seen:
                seen = self._settled()
                self._rebuild()

    def shutdown(self) -> None:
        self._is_over.set()
        if self._answering.is_alive():
            self._http.shutdown()
        self._http.server_close()

    def wait_for_news(self, version: str) -> str:
        """The version shown, as soon as it is another than `version`, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self.shown.version != version, timeout=_PATIENCE)
        return self.shown.version

    def _rebuild(self) -> None:
        start = time.monotonic()
        folder = next(self._folders)
        result = self._build(folder)
        before = self.shown
        if result.has_pages or result != before.result:
            # The clock keeps a page of an earlier run of the preview from taking itself for the newest.
            shown = Shown(result, folder if result.has_pages else before.folder, str(time.time_ns()))
            with self._news:
                self.shown = shown
                self._news.notify_all()
        # A page that is being loaded may still need the files of the pages before these.
        for old in self._place.folder.iterdir():
            if old not in (self.shown.folder, before.folder):
                shutil.rmtree(old, ignore_errors=True)
        _say(_told(result, time.monotonic() - start, has_older=self.shown.folder is not None))

    def _settled(self) -> Stamp:
        """The stamp of the files once they have stopped changing: an editor may write a file in several steps."""
        stamp = self._stamp()
        for _ in range(_MOST_SETTLING):
            time.sleep(_SETTLING)
            before, stamp = stamp, self._stamp()
            if stamp == before:
                break
        return stamp

    def _stamp(self) -> Stamp:
        return {name: stamp for path in self._watched for name, stamp in _stamps(path)}


class _Http(ThreadingHTTPServer):
    allow_reuse_address = os.name == "posix"  # elsewhere two previews could then share a port
    preview: Server
    place: Place

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in mid-sentence is no mistake of an editor."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if path.startswith(OWN):
            self._answer_own(path.removeprefix(OWN), address.query)
        elif path == "/" != self.server.place.path:
            self._send(302, "text/plain", b"", to=self.server.place.path)
        else:
            self._answer_page(path, self.server.preview.shown)

    def _answer_own(self, name: str, query: str) -> None:
        if name == "news":
            self._send(200, "text/plain", self.server.preview.wait_for_news(query).encode())
        elif name in _OWN_FILES:
            self._send(200, _OWN_FILES[name], (HERE / name).read_bytes())
        else:
            self._send(404, "text/plain", b"")

    def _answer_page(self, path: str, shown: Shown) -> None:
        if shown.folder is None:
            return self._send(503, "text/html", page_without_pages(shown.result, shown.version))
        try:
            file = _file(path, self.server.place.path, shown.folder)
            if file.is_dir() and not path.endswith("/"):
                return self._send(302, "text/plain", b"", to=quote(f"{path}/"))
            file = file / "index.html" if file.is_dir() else file
            status, body = 200, file.read_bytes()
        except (OSError, ValueError):  # there is no such file, or there could be none
            file = shown.folder / "404.html"
            status, body = 404, file.read_bytes()
        kind = _KINDS.guess_type(file.name, strict=False)[0] or "application/octet-stream"
        if kind == "text/html":
            body = with_overlay(body, shown.result, shown.version)
        return self._send(status, kind, body)

    def _send(self, status: int, kind: str, body: bytes, to: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if to:
            self.send_header("Location", to)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what the editor does."""


def _listening(place: Place, preview: Server) -> _Http:
    try:
        http = _Http((place.host, place.port), _Handler)
    except OSError as error:
        sys.exit(
            f"The preview cannot be served on {place.address}: {error.strerror}.\n"
            "Is another preview running? End it with Ctrl+C in its window. Or give this one another number, by a line "
            f"in mkdocs.yml:\n    dev_addr: {place.host}:{place.port + 1}"
        )
    http.preview, http.place = preview, place
    return http


def _new_folders(parent: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield parent / f"build-{number}"


def _file(path: str, site_path: str, folder: Path) -> Path:
    """The file in `folder` that an address with `path` names, whether it is there or not; else a `ValueError`."""
    if not path.startswith(site_path):
        raise ValueError("not of this site")
    file = (folder / path.removeprefix(site_path).lstrip("/")).resolve()
    return folder / file.relative_to(folder.resolve())


def _stamps(path: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The stamps of a file or of all files below a folder, but for those that programs keep for themselves."""
    if path.is_dir():
        files = [os.path.join(top, name) for top, _, names in os.walk(path) for name in names]
    else:
        files = [str(path)]
    for file in files:
        if not os.path.basename(file).startswith(".") and not file.endswith(("~", ".pyc")):
            try:
                found = os.stat(file)
            except OSError:
                continue  # it has gone meanwhile
            yield file, (found.st_mtime_ns, found.st_size, found.st_ino)


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
    print(time.strftime("%H:%M:%S"), "", in_encoding(text, sys.stdout.encoding), flush=True)
