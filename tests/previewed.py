"""Runs the preview of a site as `make serve` does, and waits for what it says and shows."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from threading import Condition, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

from conftest import PROJECT, mkdocs_environment
from distinguo.editor.preview import Place, Result, Server
from example_site import write_site

PATIENCE = 30  # seconds, far more than anything takes


def site_to_edit(folder: Path, project: Path = PROJECT, **files: str | None) -> Path:
    """A small site in `folder`, which MkDocs builds with the hooks and templates of `project`."""
    inherit = f"INHERIT: {os.path.relpath(project / 'mkdocs.yml', folder)}\nsite_url: https://examples.example/\n"
    return write_site(folder, **{"mkdocs.yml": inherit, **files})


def free_port() -> int:
    """A port that nobody listens on, out of those that systems never hand out by themselves."""
    while True:
        port = random.randrange(15_000, 30_000)
        with suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port))
            return port


class Preview:
    """A preview that runs: its address, and all that its terminal says."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address
        self._said, self._news = "", Condition()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            with self._news:
                self._said += line
                self._news.notify_all()

    @property
    def said(self) -> str:
        """What the terminal has said so far, without the times of day and how long builds took."""
        without_times = re.sub(r"^\d\d:\d\d:\d\d  ", "", self._said, flags=re.MULTILINE)
        return re.sub(r"Built in [\d.]+ s", "Built in … s", without_times).replace(self.address, "ADDRESS")

    def end(self) -> None:
        """End it as Ctrl+C does, after which it tidies up, and hear it to the end."""
        self.process.send_signal(signal.SIGINT)
        self._listener.join()

    def wait_until_said(self, words: str) -> None:
        with self._news:
            assert self._news.wait_for(lambda: words in self.said, PATIENCE), self.said

    def wait_until_it_answers(self) -> None:
        """Wait for a preview that does not say when it begins."""
        address = urlsplit(self.address)
        for _ in range(PATIENCE * 20):
            with suppress(ConnectionRefusedError), socket.create_connection((address.hostname, address.port)):
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1 / 20)


@contextmanager
def previewed(site: Path, project: Path = PROJECT, host: str = "mkdocs", *options: str) -> Iterator[Preview]:
    """The preview of a `site` until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", host, "serve", "--config-file", "mkdocs.yml", "-a", f"127.0.0.1:{port}", *options]
    environment = mkdocs_environment() | {
        "PYTHONPATH": str(project / "hooks"),
        "PYTHONIOENCODING": "utf-8",
    }
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(command, cwd=site, env=environment, **pipes) as process:
        preview = Preview(process, f"http://127.0.0.1:{port}/")
        try:
            if not options:
                preview.wait_until_said("Serving on")
            yield preview
        finally:
            preview.end()


class Told:
    """A builder that makes `files` in place of a site's pages, and counts how often it was asked to."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.results, self.builds = files, [], 0

    def __call__(self, folder: Path) -> Result:
        self.builds += 1
        result = self.results.pop(0) if self.results else Result(has_pages=True)
        if isinstance(result, Result):
            if result.has_pages:
                write_bytes(folder, self.files)
            return result
        return result(folder)


def write_bytes(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@contextmanager
def served_here(
    folder: Path, build: Callable[[Path], Result], *watched: Path, host: str = "127.0.0.1", path: str = "/"
) -> Iterator[Server]:
    """A preview in this process, whose pages lie in `folder`, from its first build to the end of the block."""
    server = Server(Place(host, 0, path, folder), build)
    for one in watched:
        server.watch(str(one))
    serving = Thread(target=server.serve, daemon=True)
    serving.start()
    try:
        ask(("127.0.0.1", server._listener.server_port), b"HEAD / HTTP/1.0\r\n\r\n")  # it answers after its first build
        yield server
    finally:
        server.shutdown()
        serving.join(PATIENCE)
        assert not serving.is_alive()


class Answer(NamedTuple):
    """What a server said to a request."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: tuple[str, int], request: bytes) -> Answer:
    """The answer to the bytes of one request; a HEAD has no body."""
    with socket.create_connection(address, PATIENCE) as connection:
        connection.sendall(request)
        return heard(connection, request.split(b" ")[0].decode())


def heard(connection: socket.socket, method: str = "GET") -> Answer:
    """The next answer on an open connection."""
    response = HTTPResponse(connection, method=method)
    response.begin()
    body = response.read()
    headers = {name: value for name, value in response.getheaders() if name not in ("Date", "Server")}
    return Answer(response.status, headers, body)
