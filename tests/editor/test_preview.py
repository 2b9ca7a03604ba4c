"""The preview while somebody edits: good pages, errors over them, and none of it in what is published."""

from __future__ import annotations

import logging
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from conftest import PROJECT, mkdocs_environment
from distinguo.base.problems import Problem, Span
from distinguo.editor.preview import Place, Server
from distinguo.editor.preview.showing import Result, page_without_pages, with_overlay
from distinguo.host import preview
from example_site import SOUND
from previewed import PATIENCE, free_port, previewed, site_to_edit

ABOUT, PAGE = "content/example/explainer.yml", "docs/example/index.md"
MISSPELT = SOUND[ABOUT].replace("title:", "titel:")
FIRST_LINE = "Error: There is no field called `titel`"
WITH_WARNING = {"content/example/key-points.yml": "answer: Yes.\npoints: [One, Two]\n"}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Time for a build on a busy machine, before something is missed in a page."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)  # as it was


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    with browser.new_page() as opened:
        yield opened


def _save(site: Path, name: str, text: str) -> None:
    """Save in one step, as most editors do, so that no half of a file is ever seen."""
    (site / "half-saved").write_text(text, encoding="utf-8")
    (site / "half-saved").replace(site / name)


def _details(tab: Tab) -> Locator:
    return tab.locator("#preview details")


def _report(tab: Tab) -> Locator:
    return tab.locator("#preview .preview__report")


def _article(tab: Tab) -> Locator:
    return tab.locator("article")


def _get(address: str) -> tuple[int, str]:
    """The status and the text of an answer."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_an_error_lies_over_the_last_good_page_until_it_is_mended(tmp_path: Path, tab: Tab, host: str) -> None:
    site = site_to_edit(tmp_path, **{PAGE: "The first text.\n"})
    complaints: list[str] = []  # such as of what the content security policy refuses
    tab.on("console", lambda message: complaints.append(message.text))
    with previewed(site, PROJECT, host) as preview:
        tab.goto(f"{preview.address}example/")
        expect(_article(tab)).to_contain_text("The first text.")
        expect(tab.locator("#preview")).to_be_hidden()

        _save(site, ABOUT, MISSPELT)
        expect(_report(tab)).to_be_visible()
        assert (_report(tab).text_content() or "").splitlines()[0] == FIRST_LINE
        expect(_article(tab)).to_contain_text("The first text.")
        expect(tab.get_by_role("alert")).to_have_text("1 error There is no field called `titel`")

        _save(site, PAGE, "The second text.\n")
        preview.wait_until_said("pages from before.\n\nError: There is no field called `titel`")
        expect(_article(tab)).to_contain_text("The first text.")

        _save(site, ABOUT, SOUND[ABOUT])
        expect(_article(tab)).to_contain_text("The second text.")
        expect(tab.locator("#preview")).to_be_hidden()
        assert complaints == []


def test_the_terminal_says_a_line_for_each_build_and_what_is_wrong(tmp_path: Path) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site) as preview:
        _save(site, ABOUT, MISSPELT)
        preview.wait_until_said("1 problem in 1 file. Run `distinguo fix` to mend it.\n")
        _save(site, ABOUT, SOUND[ABOUT])
        preview.wait_until_said("Run `distinguo fix` to mend it.\n\nBuilt in … s.\n")

    assert preview.said.startswith(
        "Built in … s.\n"
        "Serving on ADDRESS   (Ctrl+C ends it)\n"
        "1 error: the preview keeps the pages from before.\n\n"
        "Error: There is no field called `titel`\n"
        "  at content/example/explainer.yml:1:1\n"
    )


def test_broken_content_at_the_start_is_a_page_at_every_address(tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path, **{ABOUT: MISSPELT})
    with previewed(site) as preview:
        for path in ("", "example/", "example/nothing.html"):
            status, page = _get(preview.address + path)
            assert status == 503 and FIRST_LINE in page
        tab.goto(f"{preview.address}example/")
        expect(tab.get_by_role("heading", level=1)).to_have_text("1 error")
        assert (_report(tab).text_content() or "").splitlines()[0] == FIRST_LINE

        _save(site, ABOUT, SOUND[ABOUT])
        expect(_article(tab)).to_contain_text("Left and right are sides.")
        expect(tab.locator("#preview")).to_be_hidden()


def test_content_that_is_gone_at_the_start_may_come_back(tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path)
    (site / "content").rename(site / "elsewhere")
    with previewed(site) as preview:
        tab.goto(preview.address)
        expect(_report(tab)).to_contain_text("There is no folder `content` here")

        (site / "elsewhere").rename(site / "content")
        expect(_article(tab)).to_contain_text("Left vs. right")


def test_a_broken_link_is_told_at_its_place_and_the_new_text_is_shown(tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site) as preview:
        tab.goto(f"{preview.address}example/")
        _save(site, PAGE, "New text.\n\nSee [that](../nowhere.md), [here](#nope) and [there](/x/).\n")

        expect(_article(tab)).to_contain_text("New text.")
        expect(_report(tab)).to_contain_text("3 problems")
        told = (_report(tab).text_content() or "").splitlines()
        for line in (
            "Error: There is no page or file docs/nowhere.md",
            "  at docs/example/index.md:3:12",
            "Error: Nothing on this page has the id `nope`",
            "  at docs/example/index.md:3:35",
            "Error: A link within the site cannot begin with a slash: “/x/”",
        ):
            assert line in told
        expect(_details(tab)).to_contain_text("You see your text, and it cannot be published like this.")

        _save(site, PAGE, "Mended text.\n")
        expect(_article(tab)).to_contain_text("Mended text.")
        expect(tab.locator("#preview")).to_be_hidden()
        assert "Traceback" not in preview.said


@pytest.mark.parametrize(("but", "told"), [("", ["Mind this.", "Mind that."]), ("structure.pages", ["Mind that."])])
def test_what_mkdocs_warns_of_is_told_once_and_links_only_where_the_check_has_not(but: str, told: list[str]) -> None:
    heard = preview._Heard()
    for part, text in (("pages", "Mind this."), ("pages", "Mind this."), ("files", "Mind that.")):
        heard.emit(logging.LogRecord(f"mkdocs.structure.{part}", logging.WARNING, "", 0, text, (), None))

    assert [(one.file, one.title) for one in heard.problems(but)] == [("mkdocs.yml", text) for text in told]


def test_warnings_are_a_folded_strip(tmp_path: Path, tab: Tab) -> None:
    with previewed(site_to_edit(tmp_path, **WITH_WARNING)) as preview:
        tab.goto(f"{preview.address}example/")

        expect(_details(tab).locator("summary")).to_have_text("1 warning No page places this block")
        expect(_report(tab)).to_be_hidden()
        _details(tab).locator("summary").press("Enter")
        expect(_report(tab)).to_contain_text("Warning: No page places this block")


def test_a_folded_report_stays_folded_until_there_is_something_new_to_tell(tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path, **{ABOUT: SOUND[ABOUT]})
    with previewed(site) as preview:
        tab.goto(f"{preview.address}example/")
        _save(site, ABOUT, MISSPELT)
        expect(tab.get_by_role("alert")).to_have_text("1 error There is no field called `titel`")
        _details(tab).locator("summary").press("Enter")
        expect(_report(tab)).to_be_hidden()

        tab.goto(preview.address)
        expect(_details(tab)).to_be_visible()
        expect(_report(tab)).to_be_hidden()

        _save(site, ABOUT, MISSPELT.replace("published:", "publish:"))
        expect(_report(tab)).to_be_visible()
        expect(_report(tab)).to_contain_text("`publish`")


def test_a_long_report_fits_a_phone_and_leaves_the_page_in_sight(tmp_path: Path, browser: Browser) -> None:
    broken = MISSPELT.replace("updated: 2026-02-03", f"updated: {'soon ' * 60}").replace("next", "nekst")
    site = site_to_edit(tmp_path)
    with previewed(site) as preview, browser.new_page(viewport={"width": 320, "height": 640}) as tab:
        tab.goto(f"{preview.address}example/")
        _save(site, ABOUT, broken)
        expect(_report(tab)).to_be_visible()

        assert tab.evaluate("document.documentElement.scrollWidth") == 320
        expect(tab.locator("h1")).to_be_in_viewport()
        expect(tab.locator(".preview__summary")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_said_of_a_place_is_in_sight_wherever_the_place_is(
    width: int, tmp_path: Path, browser: Browser
) -> None:
    comment = "# a comment that goes on and on, as nobody would have thought it to"
    broken = SOUND[ABOUT].replace("title: Left", f"title: Left {comment}").replace("updated:", "updatde:")
    with (
        previewed(site_to_edit(tmp_path, **{ABOUT: broken})) as preview,
        browser.new_page(viewport={"width": width, "height": 2000}) as tab,
    ):
        tab.goto(preview.address)
        for words in ("YAML reads this as a comment, so readers would not see it", "did you mean `updated`?"):
            box = tab.get_by_text(words, exact=True).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert tab.get_by_text("YAML reads this").evaluate("it => it.scrollWidth <= it.clientWidth")
        carets, label = (tab.get_by_text(words, exact=True).bounding_box() for words in ("^^^^^^^", words))
        assert carets["y"] == label["y"] and carets["x"] < label["x"]  # there is room for this one beside them


@pytest.mark.parametrize("is_long", [False, True], ids=["short page", "long page"])
def test_the_strip_keeps_to_the_bottom_of_the_window_and_hides_nothing(
    is_long: bool, tmp_path: Path, browser: Browser
) -> None:
    page = "A line.\n\n" * (60 if is_long else 1)
    with (
        previewed(site_to_edit(tmp_path, **WITH_WARNING, **{PAGE: page})) as preview,
        browser.new_page(viewport={"width": 390, "height": 844}) as tab,
    ):
        tab.goto(f"{preview.address}example/")
        strip = tab.locator("#preview").bounding_box()
        assert strip["y"] + strip["height"] == 844

        tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert tab.locator("#preview").bounding_box() == strip
        last = tab.get_by_role("link", name="Report a mistake").bounding_box()
        assert last["y"] + last["height"] <= strip["y"]
        tab.emulate_media(media="print")
        assert tab.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"


def test_the_overlay_can_be_read_without_scripts(tmp_path: Path, browser: Browser) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site) as preview, browser.new_page(java_script_enabled=False) as tab:
        _save(site, ABOUT, MISSPELT)
        preview.wait_until_said(FIRST_LINE)
        tab.goto(f"{preview.address}example/")

        expect(_report(tab)).to_contain_text(FIRST_LINE)
        expect(_article(tab)).to_contain_text("Left and right are sides.")


@pytest.fixture
def own_project(tmp_path: Path) -> Path:
    """A copy of the project's code, to be changed by a test."""
    project = tmp_path / "project"
    for name in ("hooks", "overrides"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    shutil.copy(PROJECT / "mkdocs.yml", project)
    return project


def test_changed_code_asks_for_a_restart_until_it_is_as_it_was(own_project: Path, tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path / "site", own_project)
    code = own_project / "hooks/distinguo/host/plugin.py"
    before = code.read_text(encoding="utf-8")
    asked = "hooks/distinguo/host/plugin.py has changed. "
    asked += "Restart the preview: press Ctrl+C in its window and start it again."
    with previewed(site, own_project) as preview:
        tab.goto(f"{preview.address}example/")
        code.write_text(f"{before}\n# One line more.\n", encoding="utf-8")
        expect(tab.locator(".preview__restart")).to_have_text(asked)
        preview.wait_until_said(asked)

        code.write_text(before, encoding="utf-8")
        expect(tab.locator("#preview")).to_be_hidden()

        _save(site, "mkdocs.yml", (site / "mkdocs.yml").read_text(encoding="utf-8") + "\n")
        expect(tab.locator(".preview__restart")).to_contain_text("mkdocs.yml has changed.")


def test_an_error_in_a_template_keeps_the_last_good_page(own_project: Path, tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path / "site", own_project)
    template = own_project / "overrides/404.html"
    before = template.read_text(encoding="utf-8")
    with previewed(site, own_project) as preview:
        tab.goto(f"{preview.address}example/")
        template.write_text(before.replace("| url }}", "| urrl }}"), encoding="utf-8")
        expect(_report(tab)).to_contain_text(
            "The pages could not be built: TemplateAssertionError: No filter named 'urrl'"
        )
        expect(_report(tab)).to_contain_text("at overrides/404.html:6:1")
        expect(_article(tab)).to_contain_text("Left and right are sides.")

        template.write_text(before, encoding="utf-8")
        expect(tab.locator("#preview")).to_be_hidden()
        assert "Traceback" not in preview.said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("theme: [", "A site cannot set `theme`"),
        ("plugins: [nothing-of-this-name]", "A site cannot set `plugins`"),
    ],
)
def test_an_error_in_the_settings_of_mkdocs_keeps_the_last_good_page(
    tmp_path: Path, tab: Tab, line: str, told: str
) -> None:
    site = site_to_edit(tmp_path)
    before = (site / "mkdocs.yml").read_text(encoding="utf-8")
    with previewed(site) as preview:
        tab.goto(f"{preview.address}example/")
        _save(site, "mkdocs.yml", f"{before}{line}\n")
        expect(_report(tab)).to_contain_text(told)
        expect(_report(tab)).to_contain_text("at mkdocs.yml:3:1")
        expect(_article(tab)).to_contain_text("Left and right are sides.")

        _save(site, "mkdocs.yml", before)
        expect(tab.locator("#preview")).to_be_hidden()
        assert "Traceback" not in preview.said


def test_a_rapid_series_of_saves_ends_with_the_last(tmp_path: Path, tab: Tab) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site) as preview:
        tab.goto(f"{preview.address}example/")
        for number in range(200):
            (site / ABOUT).write_text(MISSPELT if number % 2 else SOUND[ABOUT], encoding="utf-8")
            (site / PAGE).write_text(f"Save number {number}.\n", encoding="utf-8")
        _save(site, ABOUT, SOUND[ABOUT])

        expect(_article(tab)).to_contain_text("Save number 199.")
        expect(tab.locator("#preview")).to_be_hidden()


def test_what_is_saved_during_a_build_is_built_after_it(tmp_path: Path) -> None:
    watched = tmp_path / "text.yml"
    built: list[str] = []

    def build(folder: Path) -> Result:
        built.append(watched.read_text(encoding="utf-8"))
        if len(built) < 4:
            _save(tmp_path, "text.yml", f"after build {len(built)}")
        else:
            server.shutdown()
        return Result(has_pages=False)

    (tmp_path / "built").mkdir()
    server = Server(Place("127.0.0.1", free_port(), "/", tmp_path / "built"), build)
    server.watch(str(watched))
    _save(tmp_path, "text.yml", "at the start")
    serving = Thread(target=server.serve, daemon=True)
    serving.start()
    serving.join(PATIENCE)

    assert built == ["at the start", "after build 1", "after build 2", "after build 3"]


def test_the_preview_shows_drafts(tmp_path: Path) -> None:
    draft = {
        "content/draft/explainer.yml": f"{SOUND[ABOUT]}draft: true\n",
        "docs/draft/index.md": "Not yet finished.\n",
    }
    with previewed(site_to_edit(tmp_path, **draft)) as preview:
        assert "Not yet finished." in _get(f"{preview.address}draft/")[1]


def test_every_other_address_is_answered_as_on_a_host(tmp_path: Path) -> None:
    site = site_to_edit(tmp_path, **{"content/secret.txt": "Nobody's business."})
    with previewed(site) as preview:
        assert "Left and right" in _get(f"{preview.address}example")[1]  # by way of example/
        assert _get(f"{preview.address}assets/logo.svg") == (200, SOUND["docs/assets/logo.svg"])
        status, page = _get(f"{preview.address}no/such/page")
        assert status == 404 and "<h1>" in page
        secret = f"{site}/content/secret.txt"
        for path in ("../" * 20 + secret, "%2e%2e/" * 20 + secret, "/" + secret, "a%00b", "_preview/server.py"):
            assert _get(preview.address + path)[0] == 404


def test_a_site_below_a_path_is_previewed_below_it(tmp_path: Path) -> None:
    site = site_to_edit(tmp_path)
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    _save(site, "mkdocs.yml", settings.replace("examples.example/", "examples.example/some/path/"))
    with previewed(site) as preview:
        assert "Left and right" in _get(f"{preview.address}some/path/example/")[1]
        assert "Home of the examples" in _get(preview.address)[1]  # by way of some/path/


def test_a_page_says_when_its_preview_has_ended(tmp_path: Path, tab: Tab) -> None:
    with previewed(site_to_edit(tmp_path)) as preview:
        tab.goto(f"{preview.address}example/")
        with tab.expect_request("**/_preview/news?*"):
            tab.reload()
        preview.process.send_signal(signal.SIGINT)

        assert preview.process.wait(PATIENCE) == 0
        expect(tab.locator("#preview")).to_contain_text("The preview has been stopped")
    assert "Traceback" not in preview.said


def test_a_second_preview_says_what_to_do_about_the_first(tmp_path: Path) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site) as preview:
        port = int(preview.address.rstrip("/").rpartition(":")[2])
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        done = subprocess.run(
            command, cwd=site, env=mkdocs_environment(), capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    assert done.returncode == 1
    assert done.stderr.startswith(f"The preview cannot be served on {preview.address}: Address already in use.\n")
    assert done.stderr.endswith(f"\n    dev_addr: 127.0.0.1:{port + 1}\n")
    assert "Traceback" not in done.stderr


def test_a_preview_that_was_asked_not_to_reload_says_how_to_start_it(tmp_path: Path) -> None:
    with previewed(site_to_edit(tmp_path), PROJECT, "mkdocs", "--no-livereload") as preview:
        preview.wait_until_it_answers()
        status, page = _get(preview.address)

    assert status == 404 and "Start it without <code>--no-livereload</code>" in page


def test_nothing_of_the_preview_is_published(built: dict[str, Path]) -> None:
    for folder in built.values():
        for path in folder.rglob("*"):
            assert "preview" not in path.name
            if path.suffix in (".html", ".css", ".js"):
                assert "_preview" not in path.read_text(encoding="utf-8")


def test_a_build_for_the_host_is_not_touched_by_the_preview_of_a_while_ago(tmp_path: Path) -> None:
    site = site_to_edit(tmp_path)
    with previewed(site):
        pass

    assert not (site / "site").exists()
    assert sorted(path.name for path in site.iterdir()) == ["content", "docs", "mkdocs.yml"]


def test_a_report_is_text_wherever_it_is_shown() -> None:
    problem = Problem("a.yml", Span(1, 1, 1, 2), "<script>alert('title')</script>")
    report = "Error: <b>\n  at a.yml:1:1\n  ┆\n1 │ <script>\n  ┆ ^ & so on\n  = Help"
    result = Result(has_pages=False, problems=[problem], report=report)

    overlay, page = (
        with_overlay(b"<body><p>Page</p></body>", result, "1").decode(),
        page_without_pages(result, "1").decode(),
    )

    assert overlay.startswith("<body><p>Page</p>") and overlay.endswith("</body>")
    assert "&lt;script&gt;alert(&#39;title&#39;)" in overlay
    for text in (overlay, page):
        assert "<script>" not in text
        assert "<strong>Error: &lt;b&gt;\n</strong>" in text
        excerpt = text.partition('<span class="preview__excerpt">')[2].partition("<span>  = Help")[0]
        assert re.sub("</?span[^>]*>", "", excerpt) == "  ┆\n1 │ &lt;script&gt;\n  ┆ ^ &amp; so on\n"
    assert with_overlay(b"no body", result, "1").startswith(b"no body")
