"""Serves a folder with the real nginx, as the settings that a site brings along have it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from browser import install_from_debian, installed

_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_SETTINGS = """\
load_module {brotli};
pid {home}/nginx.pid;
error_log {home}/error.log;
daemon off;
master_process off;
events {{}}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  {temporary}
  server {{
    listen unix:{home}/socket;
    root {root};
    brotli_static on;
    include {settings};
  }}
  server {{
    listen unix:{home}/plain;
    return 301 https://$host$request_uri;
  }}
}}
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Nginx:
    """A running nginx: what it answers.

    It listens at two sockets: `secure` answers as the host does over https, and `plain` as over http.
    """

    def __init__(self, home: str) -> None:
        self.secure, self.plain = f"{home}/socket", f"{home}/plain"

    def get(self, path: str, encodings: str = "") -> Answer:
        """The answer to a browser that asks for `path` and reads these `encodings`."""
        connection = http.client.HTTPConnection("host.example")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(20)
        connection.sock.connect(self.secure)
        connection.putrequest("GET", path, skip_accept_encoding=True)
        if encodings:
            connection.putheader("Accept-Encoding", encodings)
        connection.endheaders()
        answer = connection.getresponse()
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return told


@contextmanager
def nginx_serving(root: Path, settings: Path) -> Iterator[Nginx]:
    """An nginx whose root is `root` and whose server includes the file `settings`."""
    program = installed("nginx", "nginx-light")
    if not _BROTLI.exists():
        install_from_debian("libnginx-mod-http-brotli-static")
    with tempfile.TemporaryDirectory() as home:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {home}/{kind};" for kind in kinds)
        text = _SETTINGS.format(brotli=_BROTLI, home=home, temporary=temporary, root=root, settings=settings)
        Path(home, "nginx.conf").write_text(text, encoding="utf-8")
        command = [program, "-e", f"{home}/error.log", "-c", f"{home}/nginx.conf"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
            try:
                while not _listens(f"{home}/socket"):
                    assert running.poll() is None, running.stderr.read()
                yield Nginx(home)
            finally:
                running.terminate()


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as trial:
        return trial.connect_ex(address) == 0
