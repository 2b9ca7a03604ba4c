"""Who may show the pages in a frame, as the headers of a site say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

import distinguo
from distinguo.output import security
from example_site import SOUND, write_site

MOODLE, ILIAS = "https://moodle.school.example", "https://ilias.school.example:8443"


def _ancestors(*origins: str) -> str:
    policy = security.headers([], frame_ancestors=origins)["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2]


def test_no_site_may_show_a_page_in_a_frame_unless_it_is_named() -> None:
    assert _ancestors() == "'none'"
    assert security.headers([])["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("origins", [(MOODLE,), (MOODLE, ILIAS)])
def test_the_sites_that_are_named_may_show_pages_in_a_frame_and_no_other(origins: tuple[str, ...]) -> None:
    headers = security.headers([], frame_ancestors=origins)

    assert _ancestors(*origins) == " ".join(origins)
    assert "X-Frame-Options" not in headers


@pytest.fixture(scope="module")
def schools() -> Iterator[list[str]]:
    """The origins of two sites, which show at `?address` the page at that address in a frame."""
    frame = b"<body><script>document.body.innerHTML = `<iframe src='${location.search.slice(1)}'>`</script>"
    with _answering(frame, {}) as one, _answering(frame, {}) as other:
        yield [one, other]


@pytest.mark.parametrize(("named", "shown"), [([], [0, 0]), ([0], [1, 0]), ([1], [0, 1]), ([0, 1], [1, 1])])
def test_a_browser_shows_a_page_in_a_frame_of_just_the_sites_that_are_named(
    browser: Browser, schools: list[str], named: list[int], shown: list[int]
) -> None:
    headers = security.headers([], frame_ancestors=[schools[one] for one in named])
    with _answering(b"<p class=page>A page</p>", headers) as site, browser.new_context() as context:
        tab = context.new_page()
        seen = []
        for school in schools:
            tab.goto(f"{school}/?{site}/")
            seen.append(tab.frames[1].locator(".page").count())

    assert seen == shown


@contextmanager
def _answering(body: bytes, headers: dict[str, str]) -> Iterator[str]:
    """The origin of a host that answers everything with the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in ({"Content-Type": "text/html"} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *about: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_itself_says_nothing_of_frames_since_no_browser_would_hear_it() -> None:
    assert "frame-ancestors" not in security.with_policy('<head><meta charset="utf-8"></head>')


def test_as_many_sites_as_may_be_named_stay_within_the_line_that_hosts_read(tmp_path: Path) -> None:
    longest = [f"https://{'a' * 61}{n}.{'b' * 60}.example" for n in range(10)]
    problems = {count: _told(tmp_path / str(count), longest[:count]) for count in (5, 10)}

    assert problems == {
        5: [],
        10: ["`frame_ancestors` has 1399 characters in all; it should have at most 1000"],
    }


def _told(folder: Path, origins: list[str]) -> list[str]:
    settings = f"{SOUND['content/site.yml']}frame_ancestors: [{', '.join(origins)}]\n"
    _, _, problems = distinguo.build(write_site(folder, **{"content/site.yml": settings}), "https://site.example/")
    return [problem.title for problem in problems]


def test_no_header_holds_what_a_file_of_settings_would_misread() -> None:
    page = '<head><script>"; } add_header X-Evil "$host\n#</script></head>'

    for name, value in security.headers(security.script_hashes(page), frame_ancestors=[MOODLE]).items():
        assert not set(value) & set('"$\\\n\r{}#'), name
