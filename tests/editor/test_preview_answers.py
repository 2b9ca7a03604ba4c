"""What the preview answers to browsers, and to whoever else speaks to it."""

from __future__ import annotations

import os
import select
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest

from distinguo.editor.preview import Result, hosts
from distinguo.editor.preview.pages import content_type
from previewed import PATIENCE, Answer, Told, ask, heard, served_here, write_bytes

FILM = bytes(range(256)) * 4
FILES = {
    "index.html": "<body>Home of the café</body>".encode(),
    "example/index.html": b"<body>Left and right</body>",
    "caf\u00e9/index.html": b"<body>Coffee</body>",
    "404.html": b"<body>There is no such page</body>",
    "assets/film.mp4": FILM,
    "assets/site.js": b"export {};",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    with served_here(tmp_path_factory.mktemp("built"), Told(FILES)) as server:
        yield "127.0.0.1", server._listener.server_port


def _get(address: tuple[str, int], path: str = "/", method: str = "GET", **headers: str) -> Answer:
    lines = {"Host": f"127.0.0.1:{address[1]}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return ask(address, f"{method} {path} HTTP/1.1\r\n{said}\r\n".encode())


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.0.0.1:8000",
            "127.0.0.1:1",
            "localhost",
            "LocalHost:8000",
            "127.1.2.3",
            "127.255.255.254:80",
        ),
        *("[::1]", "[::1]:8000", "[0:0:0:0:0:0:0:1]"),
    ],
)
def test_the_preview_answers_to_its_own_address_and_to_loopback(address: tuple[str, int], host: str) -> None:
    assert _get(address, Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost"),
        *(
            "notlocalhost",
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost:8000@evil.example",
            "a.localhost",
        ),
        *("128.0.0.1", "10.0.0.1", "192.168.1.5", "0.0.0.0", "[::2]", "[::]", "[fe80::1]", "::1", "[::ffff:127.0.0.1]"),
        *(
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "[127.0.0.1]",
            "[::1",
            "localhost:",
            "localhost:x",
        ),
        *(
            "localhost:8000:8000",
            "localhost/",
            "http://localhost",
            "localhost, evil.example",
            "localhost evil.example",
            "",
        ),
        *("l\u00f6calhost", socket.gethostname() + ".evil.example", "%31%32%37.0.0.1", "localhost%00", "*"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/assets/film.mp4", "/_preview/news?1", "/no/such/page"])
def test_nothing_is_told_under_another_name(address: tuple[str, int], host: str, path: str) -> None:
    refused = _get(address, path, Host=host)

    assert refused.status == 421
    assert refused.body.decode() == (f"This preview answers to its own address alone: http://127.0.0.1:{address[1]}/\n")


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\n\r\n", 200),
        ("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n", 200),
        ("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421),
        ("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        ("GET http://127.0.0.1:8000/example/ HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n\r\n", 200),
        ("GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        ("GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
        ("GET http://a@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        ("GET https://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        ("GET file:///etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        ("GET http://[:: HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        ("GET /\\evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        ("GET example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        ("GET /example HTTP/1.1\r\nHost: localhost\r\n\r\n", 302),
        ("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
        ("GET / HTTP/x\r\nHost: localhost\r\n\r\n", 400),
        ("GET / / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /\r\n\r\n", 200),
        ("POST /\r\n\r\n", 400),
        (f"GET /{'a' * 70_000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (f"GET /{'a' * 60_000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'a' * 70_000}\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: a\r\n" * 200 + "\r\n", 431),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else value,
)
def test_a_request_is_read_as_the_standard_has_it(address: tuple[str, int], request_text: str, status: int) -> None:
    assert ask(address, request_text.encode()).status == status


@pytest.mark.parametrize(
    ("request_text", "said"),
    [
        ("GET / HTTP/1.1\r\n\r\n", "A request names its host, once.\n"),
        ("GET http://[:: HTTP/1.1\r\nHost: localhost\r\n\r\n", "This is no address.\n"),
    ],
)
def test_a_request_that_cannot_be_read_is_told_why(address: tuple[str, int], request_text: str, said: str) -> None:
    assert ask(address, request_text.encode()).body.decode() == said


@pytest.mark.parametrize(
    "path", ["/", "/example", "/assets/film.mp4", "/no/such/page", "/_preview/preview.js", "/_preview/x"]
)
def test_head_is_get_without_the_body(address: tuple[str, int], path: str) -> None:
    whole, head = _get(address, path), _get(address, path, "HEAD")

    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")
    assert int(head.headers["Content-Length"]) == len(whole.body)


def test_head_asks_for_news_without_waiting_for_any(address: tuple[str, int]) -> None:
    version = _get(address, "/_preview/news").body.decode()

    head = _get(address, f"/_preview/news?{version}", "HEAD")

    assert head.status == 200 and head.headers["Content-Length"] == str(len(version))


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "BREW"])
@pytest.mark.parametrize("path", ["/", "/example/", "/_preview/news?1", "*"])
def test_a_preview_can_only_be_read(address: tuple[str, int], method: str, path: str) -> None:
    refused = _get(address, path, method, Content_Length="0")

    assert refused.status == 405 and refused.headers["Allow"] == "GET, HEAD"
    assert refused.body.decode() == "A preview can only be read.\n"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_body_of_a_request_is_never_taken_for_the_next_request(address: tuple[str, int], method: str) -> None:
    hidden = b"GET /example/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(address, PATIENCE) as connection:
        head = f"{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(hidden)}\r\n\r\n"
        connection.sendall(head.encode() + hidden)
        assert heard(connection).headers["Connection"] == "close"
        assert _read_to_the_end(connection) == b""


def _read_to_the_end(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 16)
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt", "/..\\secret.txt"),
        *("/%5c..%5csecret.txt", "/assets/%2e%2e%2f%2e%2e%2fsecret.txt", "/%252e%252e/secret.txt", "/secret.txt"),
        *(
            "/index.html%00",
            "/%00",
            "/%ff%fe",
            "/c:/secret.txt",
            "/assets",
            "/assets/",
            "/./index.html",
            "//index.html/",
        ),
        *(
            "/index.html/",
            "/INDEX.HTML",
            "/example/index.html/..",
            "/_preview/",
            "/_preview/server.py",
            "/_preview/../secret.txt",
        ),
    ],
)
def test_only_what_was_built_can_be_had(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("Nobody's business.", encoding="utf-8")
    with served_here(tmp_path / "built", Told(FILES)) as server:
        answer = _get(("127.0.0.1", server._listener.server_port), path)

    assert answer.status == 404
    assert b"business" not in answer.body


@pytest.mark.parametrize("path", ["/caf%C3%A9/", "/café/"])
def test_a_page_may_have_letters_of_any_language_in_its_address(address: tuple[str, int], path: str) -> None:
    assert b"Coffee" in _get(address, path).body


def test_a_page_that_is_not_there_is_answered_by_the_page_for_lost_readers(address: tuple[str, int]) -> None:
    lost = _get(address, "/no/such/page")

    assert lost.status == 404 and b"There is no such page" in lost.body
    assert lost.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-9", 206, FILM[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, FILM[1000:], "bytes 1000-1023/1024"),
        ("bytes=1000-9999", 206, FILM[1000:], "bytes 1000-1023/1024"),
        ("bytes=-24", 206, FILM[1000:], "bytes 1000-1023/1024"),
        ("bytes=-9999", 206, FILM, "bytes 0-1023/1024"),
        ("bytes=0-", 206, FILM, "bytes 0-1023/1024"),
        ("bytes=1024-", 416, None, "bytes */1024"),
        ("bytes=-0", 416, None, "bytes */1024"),
        ("bytes=9-2", 200, FILM, None),
        ("bytes=0-1,5-6", 200, FILM, None),
        ("bytes=-", 200, FILM, None),
        ("bytes=a-b", 200, FILM, None),
        ("pages=1-2", 200, FILM, None),
        (f"bytes={'9' * 5000}-", 200, FILM, None),
        ("", 200, FILM, None),
    ],
)
def test_a_player_gets_the_part_of_a_film_that_it_asks_for(
    address: tuple[str, int], asked: str, status: int, part: bytes | None, told: str | None
) -> None:
    answer = _get(address, "/assets/film.mp4", Range=asked)

    assert (answer.status, answer.headers.get("Content-Range")) == (status, told)
    assert answer.body == (b"" if part is None else part)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_browser_is_not_sent_again_what_it_has(address: tuple[str, int]) -> None:
    tag = _get(address, "/assets/film.mp4").headers["ETag"]

    assert _get(address, "/assets/film.mp4", If_None_Match=tag)[::2] == (304, b"")
    assert _get(address, "/assets/film.mp4", If_None_Match=f'"other", W/{tag}').status == 304
    assert _get(address, "/assets/film.mp4", If_None_Match='"other"').status == 200
    assert _get(address, "/assets/film.mp4", Range="bytes=0-1", If_Range=tag).status == 206
    assert _get(address, "/assets/film.mp4", Range="bytes=0-1", If_Range='"other"').body == FILM


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("example/index.html.md", "text/markdown; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("site.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("site.mjs", "text/javascript; charset=utf-8"),
        ("search_index.json", "application/json"),
        ("app.webmanifest", "application/manifest+json"),
        ("sitemap.xml", "text/xml; charset=utf-8"),
        ("sitemap.xml.gz", "application/gzip"),
        ("logo.svg", "image/svg+xml"),
        ("favicon.ico", "image/x-icon"),
        ("a.png", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("a.mp4", "video/mp4"),
        ("a.webm", "video/webm"),
        ("a.mp3", "audio/mpeg"),
        ("a.ogg", "audio/ogg"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.pdf", "application/pdf"),
        ("a.woff2", "font/woff2"),
        ("a.zip", "application/zip"),
        ("_headers", "application/octet-stream"),
        ("a.nobody-knows", "application/octet-stream"),
    ],
)
def test_a_file_is_sent_as_what_it_is(name: str, kind: str) -> None:
    assert content_type(name) == kind


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example", "Sec_Fetch_Site": "same-origin"}, 403),
    ],
)
def test_only_a_page_of_the_preview_may_wait_for_its_changes(
    address: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    said = {name: value.format(port=address[1]) for name, value in headers.items()}

    answer = _get(address, "/_preview/news?0", **said)

    assert answer.status == status
    assert status == 200 or answer.body == b"Only a page of this preview may wait for its changes.\n"


@pytest.mark.parametrize("path", ["/", "/assets/film.mp4", "/no/such/page", "/_preview/news?0", "/_preview/preview.js"])
def test_no_other_page_may_read_or_show_what_the_preview_sends(address: tuple[str, int], path: str) -> None:
    headers = _get(address, path).headers

    assert not [name for name in headers if name.lower().startswith("access-control")]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_site_below_a_path_is_found_from_above_it(tmp_path: Path) -> None:
    with served_here(tmp_path / "built", Told(FILES), path="/some/path/") as server:
        address = ("127.0.0.1", server._listener.server_port)
        for path, to in (("/", "/some/path/"), ("/some/path", "/some/path/"), ("/some/path/example?a=b", None)):
            answer = _get(address, path)
            assert (answer.status, answer.headers["Location"]) == (302, to or "/some/path/example/?a=b")
        assert _get(address, "/some/path/example/").status == 200
        assert _get(address, "/example/").status == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_preview_for_the_network_answers_to_this_machine_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk.office.example")
    monkeypatch.setattr("distinguo.editor.preview.server.address_in_the_network", lambda: "192.0.2.7")
    with served_here(tmp_path / "built", Told(FILES), host=host) as server:
        port = server._listener.server_port
        assert _get(("127.0.0.1", port)).status == 200
        for name in ("desk", "desk.local", "Desk.office.example", "localhost", f"desk:{port}"):
            assert _get(("127.0.0.1", port), Host=name).status == 200
        for name in ("evil.example", "desk.evil.example", "192.0.2.7", "198.51.100.1"):  # it did not come in at these
            assert _get(("127.0.0.1", port), Host=name).status == 421

    said = [line.partition("  ")[2] or line for line in capsys.readouterr().out.splitlines()]
    assert said[1:] == [
        f"Serving on http://localhost:{port}/   (Ctrl+C ends it)",
        "Everybody in the same network can read it, drafts included.",
        "It answers to the name and the addresses of this machine alone: "
        f"http://192.0.2.7:{port}/ or http://desk.office.example:{port}/ or http://desk:{port}/ or "
        f"http://desk.local:{port}/",
    ]


@pytest.mark.parametrize(
    ("named", "served_on", "reached_at", "is_own"),
    [
        ("192.0.2.7:8000", "192.0.2.7", "192.0.2.7", True),
        ("192.0.2.8", "192.0.2.7", "192.0.2.7", False),
        ("192.0.2.7", "::", "::ffff:192.0.2.7", True),
        ("[2001:db8::7]", "::", "2001:db8::7", True),
        ("[2001:db8::8]", "::", "2001:db8::7", False),
        ("[fe80::7]", "::", "fe80::7%eth0", True),
        ("[::1]:8000", "::1", "::1", True),
        ("evil.example", "::1", "::1", False),
    ],
)
def test_the_address_that_a_request_came_to_may_be_named(
    named: str, served_on: str, reached_at: str, is_own: bool
) -> None:
    assert hosts.is_own(named, served_on, reached_at) == is_own


def test_whoever_hangs_on_keeps_no_page_from_anybody_else(address: tuple[str, int]) -> None:
    version = _get(address, "/_preview/news").body.decode()
    with ExitStack() as open_ones:
        for said in ("", "GET / HT", f"GET /_preview/news?{version} HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /") * 25:
            connection = open_ones.enter_context(socket.create_connection(address, PATIENCE))
            connection.sendall(said.encode())
        assert _get(address, "/example/").status == 200


def test_a_slow_reader_keeps_no_page_from_anybody_else(tmp_path: Path) -> None:
    with served_here(tmp_path / "built", Told(FILES | {"film.mp4": bytes(1 << 26)})) as server:
        address = ("127.0.0.1", server._listener.server_port)
        with socket.create_connection(address, PATIENCE) as slow:
            slow.sendall(b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert slow.recv(8) == b"HTTP/1.1"  # and no more for now
            assert _get(address, "/example/").status == 200


def test_of_many_pages_that_wait_the_first_makes_room(tmp_path: Path) -> None:
    with served_here(tmp_path / "built", Told(FILES)) as server, ExitStack() as open_ones:
        address = ("127.0.0.1", server._listener.server_port)
        version = _get(address, "/_preview/news").body
        waiting = [open_ones.enter_context(socket.create_connection(address, PATIENCE)) for _ in range(5)]
        for one in waiting:
            one.sendall(b"GET /_preview/news?" + version + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")

        answered, _, _ = select.select(waiting, [], [], PATIENCE)
        assert [heard(one).body for one in answered] == [version]


def test_a_preview_ends_although_browsers_wait(tmp_path: Path) -> None:
    with ExitStack() as open_ones:
        with served_here(tmp_path / "built", Told(FILES)) as server:
            address = ("127.0.0.1", server._listener.server_port)
            version = _get(address, "/_preview/news").body
            for said in (b"", b"GET /_preview/news?" + version + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"):
                open_ones.enter_context(socket.create_connection(address, PATIENCE)).sendall(said)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, PATIENCE)


@pytest.mark.parametrize("is_folder_left", [False, True])
def test_pages_that_were_cleared_away_are_built_anew(tmp_path: Path, is_folder_left: bool) -> None:
    folder, build = tmp_path / "temporary" / "built", Told(FILES)
    with served_here(folder, build) as server:
        address = ("127.0.0.1", server._listener.server_port)
        version = _get(address, "/_preview/news").body.decode()
        shutil.rmtree(folder if is_folder_left else folder.parent)
        if is_folder_left:
            folder.mkdir()

        page = _get(address, "/example/")
        assert page.status == 503 and b"The pages are being built, and appear here in a moment." in page.body
        assert _get(address, f"/_preview/news?{version}").body.decode() != version
        assert b"Left and right" in _get(address, "/example/").body
        assert build.builds == 2


def test_a_single_file_that_was_cleared_away_is_built_anew(tmp_path: Path) -> None:
    with served_here(tmp_path / "built", Told(FILES)) as server:
        address = ("127.0.0.1", server._listener.server_port)
        version = _get(address, "/_preview/news").body.decode()
        os.remove(tmp_path / "built/build-1/assets/film.mp4")

        assert _get(address, "/assets/film.mp4")[::2] == (
            503,
            b"This file has been cleared away. The preview is building it anew.\n",
        )
        assert _get(address, f"/_preview/news?{version}").body.decode() != version
        assert _get(address, "/assets/film.mp4").body == FILM


def test_news_reach_all_that_wait(tmp_path: Path) -> None:
    with served_here(tmp_path / "built", Told(FILES)) as server:
        address = ("127.0.0.1", server._listener.server_port)
        version = _get(address, "/_preview/news").body.decode()
        news: list[str] = []
        waiting = [
            Thread(target=lambda: news.append(_get(address, f"/_preview/news?{version}").body.decode()), daemon=True)
            for _ in range(4)
        ]
        for one in waiting:
            one.start()
        server.build_again()
        for one in waiting:
            one.join(PATIENCE)
        assert len(news) == 4 and set(news) == {server.shown.version}


class _MadeLater:
    """Makes a page when somebody asks for it, and counts how often it has."""

    def __init__(self, folder: Path, text: bytes) -> None:
        self.folder, self.text, self.made = folder, text, 0
        self.names = {"later/index.html"}

    def make(self, name: str) -> None:
        self.made += 1
        if not self.text:
            raise OSError("The disk is full")
        write_bytes(self.folder, {name: self.text})


@pytest.fixture
def later(tmp_path: Path) -> _MadeLater:
    return _MadeLater(tmp_path / "built/build-1", b"<html><body>Made later</body></html>")


def test_a_page_is_made_once_when_it_is_asked_for(tmp_path: Path, later: _MadeLater) -> None:
    build = Told(FILES)
    build.results = [Result(has_pages=True, later=later)]
    with served_here(tmp_path / "built", build) as server:
        address = ("127.0.0.1", server._listener.server_port)
        assert _get(address, "/example/").status == 200
        assert later.made == 0
        assert _get(address, "/later").headers["Location"] == "/later/"
        for _ in range(2):
            page = _get(address, "/later/")
            assert page.status == 200 and b"Made later" in page.body
        assert later.made == 1
        assert _get(address, "/later/other.html").status == 404
    assert build.builds == 1


def test_pages_that_nobody_has_asked_for_are_not_taken_for_cleared(tmp_path: Path, later: _MadeLater) -> None:
    build = Told(FILES)
    build.results = [Result(has_pages=True, later=later), Result(has_pages=False, report="A mistake")]
    with served_here(tmp_path / "built", build) as server:
        address = ("127.0.0.1", server._listener.server_port)
        version = _get(address, "/_preview/news").body.decode()
        server.build_again()
        assert _get(address, f"/_preview/news?{version}").body.decode() != version
        assert b"Made later" in _get(address, "/later/").body


def test_what_cannot_be_made_now_is_built_anew(tmp_path: Path, later: _MadeLater) -> None:
    later.text = b""
    build = Told(FILES | {"later/index.html": b"<html><body>Built anew</body></html>"})
    build.results = [Result(has_pages=True, later=later)]
    with served_here(tmp_path / "built", build) as server:
        address = ("127.0.0.1", server._listener.server_port)
        os.remove(tmp_path / "built/build-1/later/index.html")
        version = _get(address, "/_preview/news").body.decode()
        assert _get(address, "/later/").status == 503
        assert _get(address, f"/_preview/news?{version}").body.decode() != version
        assert b"Built anew" in _get(address, "/later/").body
