"""Turns requests of browsers into the pages as they are shown at present, and lets a page wait for the next ones."""

from __future__ import annotations

import os
import re
import selectors
import socket
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from socketserver import TCPServer
from threading import Thread
from typing import BinaryIO, Protocol
from urllib.parse import quote, unquote, urlsplit

from .hosts import in_address, is_own
from .pages import content_type
from .showing import HERE, OWN, Shown, page_without_pages, with_overlay

_OWN_FILES = {"preview.css": "text/css; charset=utf-8", "preview.js": "text/javascript; charset=utf-8"}
_TEXT = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_USUAL = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOT_MEANT = "This preview answers to its own address alone: {}\n"
_NOT_ASKED = "Only a page of this preview may wait for its changes.\n"
_CLEARED = "This file has been cleared away. The preview is building it anew.\n"


class Preview(Protocol):
    """What there is to answer with."""

    shown: Shown

    def wait_for_news(self, version: str) -> str: ...
    def build_again(self) -> None: ...


class Listener(ThreadingHTTPServer):
    """Takes requests for the site at `path` of an address, each in a thread of its own, until it is closed."""

    allow_reuse_address = os.name == "posix"  # elsewhere two previews could then share a port
    request_queue_size = 128
    timeout = 0  # whoever hung up before being taken is not waited for

    def __init__(self, host: str, port: int, path: str, preview: Preview) -> None:
        self.host, self.path, self.preview = host, path, preview
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self._taking = Thread(target=self._take, daemon=True)
        self._end, self._ended = socket.socketpair()

    @property
    def address(self) -> str:
        return f"http://{in_address(self.host)}:{self.server_port}{self.path}"

    def start(self) -> None:
        self._taking.start()

    def close(self) -> None:
        with suppress(OSError):
            self._end.send(b".")
        if self._taking.is_alive():
            self._taking.join()
        self.server_close()
        self._end.close()
        self._ended.close()

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # not HTTPServer's, which asks the network for this machine's name
        self.server_name, self.server_port = self.host, self.server_address[1]

    def get_request(self) -> tuple[socket.socket, object]:
        try:
            return super().get_request()
        except OSError:
            time.sleep(0.1)  # there may be no room for one more until others have ended
            raise

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in mid-sentence is no mistake of an editor."""

    def _take(self) -> None:
        """Sleep until there is a request, or the end."""
        with selectors.DefaultSelector() as either:
            either.register(self, selectors.EVENT_READ)
            either.register(self._ended, selectors.EVENT_READ)
            while self._ended not in [key.fileobj for key, _ in either.select()]:
                self.handle_request()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # so that a refusal has its number, whatever the request was
    timeout = 30  # seconds in which somebody who has begun to speak, or to listen, goes on
    server: Listener

    def __getattr__(self, name: str) -> object:
        """The standard library looks for a method `do_…` for each of the web's methods: one rule holds for all."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        try:
            address = urlsplit(self.path.encode("latin-1").decode("utf-8", "replace"))
        except ValueError:
            return self._refuse(400, "This is no address.\n")
        named = self.headers.get_all("Host", [])
        if len(named) > 1 or (not named and self.request_version != "HTTP/1.0"):
            return self._refuse(400, "A request names its host, once.\n")
        reached_at = self.connection.getsockname()[0]
        if address.scheme or address.netloc:
            named = [*named, address.netloc if address.scheme == "http" else ""]
        if not all(is_own(host, self.server.host, reached_at) for host in named):
            return self._refuse(421, _NOT_MEANT.format(self.server.address))
        if self.command not in ("GET", "HEAD"):
            return self._refuse(405, "A preview can only be read.\n", {"Allow": "GET, HEAD"})
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what follows is no request
        return self._answer_path(unquote(address.path) or "/", address.query)

    def _answer_path(self, path: str, query: str) -> None:
        if path.startswith(OWN):
            self._answer_own(path.removeprefix(OWN), query)
        elif path != self.server.path and path in ("/", self.server.path.rstrip("/")):
            self._redirect(self.server.path, query)
        else:
            self._answer_page(path, query, self.server.preview.shown)

    def _answer_own(self, name: str, query: str) -> None:
        if name == "news":
            self._answer_news(query)
        elif name in _OWN_FILES:
            self._send(200, _OWN_FILES[name], (HERE / name).read_bytes())
        else:
            self._send(404, _TEXT, b"")

    def _answer_news(self, version: str) -> None:
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site")
        if origin not in (None, f"http://{self.headers.get('Host')}") or site not in (None, "same-origin", "none"):
            return self._refuse(403, _NOT_ASKED)
        preview = self.server.preview
        news = preview.shown.version if self.command == "HEAD" else preview.wait_for_news(version)
        return self._send(200, _TEXT, news.encode())

    def _answer_page(self, path: str, query: str, shown: Shown) -> None:
        pages = shown.pages
        if pages is None:
            return self._send(503, _HTML, page_without_pages(shown.result, shown.version))
        below = path.removeprefix(self.server.path) if path.startswith(self.server.path) else "/"
        name = pages.named(below)
        if name is None and pages.is_folder(below):
            return self._redirect(f"{path}/", query)
        status, name = (200, name) if name else (404, "404.html")
        try:
            file = pages.opened(name)
        except OSError:
            return self._tell_that_it_is_cleared(name, shown)
        with file:
            if not name.endswith(".html"):
                return self._send_file(content_type(name), file)
            return self._send(status, _HTML, with_overlay(file.read(), shown.result, shown.version))

    def _tell_that_it_is_cleared(self, name: str, shown: Shown) -> None:
        self.server.preview.build_again()
        if name.endswith(".html"):
            self._send(503, _HTML, page_without_pages(shown.result, shown.version))
        else:
            self._send(503, _TEXT, _CLEARED.encode())

    def _send_file(self, kind: str, file: BinaryIO) -> None:
        """The file or, as players of films and sounds ask for it, a part of it; nothing that a browser has already."""
        found = os.fstat(file.fileno())
        tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        headers = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": "no-cache"}
        if tag in re.split(r"\s*,\s*", self.headers.get("If-None-Match", "").replace("W/", "")):
            return self._send(304, "", None, headers)
        part = _part(self.headers.get("Range", ""), found.st_size)
        if part is None or self.command == "HEAD" or self.headers.get("If-Range", tag) != tag:
            return self._send(200, kind, file, headers, found.st_size)
        start, end = part
        if start >= end:
            return self._send(416, _TEXT, b"", headers | {"Content-Range": f"bytes */{found.st_size}"})
        file.seek(start)
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.st_size}"
        return self._send(206, kind, file, headers, end - start)

    def _redirect(self, path: str, query: str) -> None:
        address = quote(path) + (f"?{quote(query, safe='=&%+')}" if query else "")
        self._send(302, _TEXT, b"", {"Location": address})

    def _refuse(self, status: int, why: str, headers: dict[str, str] | None = None) -> None:
        self.close_connection = True  # what a request that is refused holds besides is not read
        self._send(status, _TEXT, why.encode(), headers)

    def _send(
        self,
        status: int,
        kind: str,
        body: bytes | BinaryIO | None,
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        headers = _USUAL | (headers or {})
        body = BytesIO(body) if isinstance(body, bytes) else body
        self.send_response(status)
        if body is not None:
            length = len(body.getvalue()) if isinstance(body, BytesIO) else length
            headers |= {"Content-Type": kind, "Content-Length": str(length)}
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        while body is not None and self.command != "HEAD" and length:
            chunk = body.read(min(length, _CHUNK))
            if not chunk:
                self.close_connection = True  # it has become shorter, and the browser waits for more
                break
            self.wfile.write(chunk)
            length -= len(chunk)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what the editor does."""


def _part(range: str, size: int) -> tuple[int, int] | None:
    """The part of a file of that `size` that is asked for: its start and its end; none where it is all of it."""
    match = _RANGE.fullmatch(range.strip())
    if not match or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        return (max(size - int(last), 0), size) if int(last) else (size, size)
    if last and int(last) < int(first):
        return None  # which is no part, and to be passed over
    return int(first), min(int(last) + 1, size) if last else size
