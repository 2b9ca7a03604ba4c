"""What leaves a reader's browser and what stays in it, through all that the site can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, expect
from playwright.sync_api import Page as Tab

from built_site import BuiltSite
from conftest import PROJECT

EXPLAINER = "psychological-safety-vs-trust/"
TYPED = "afraid"  # a word that search finds and no address holds

_KEPT = """async () => ({
  local: {...localStorage},
  session: {...sessionStorage},
  cookie: document.cookie,
  databases: (await indexedDB.databases()).map((one) => one.name),
  workers: (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
})"""


@dataclass
class Journey:
    """What a reader's browser asked for, and what it kept at the end."""

    address: str
    requests: list[Request] = field(default_factory=list)
    cookies: list[object] = field(default_factory=list)
    kept: dict[str, object] = field(default_factory=dict)

    def note(self, request: Request) -> None:
        self.requests.append(request)


@pytest.fixture(scope="module")
def journey(browser: Browser, addresses: dict[str, str]) -> Iterator[Journey]:
    """A reader does all that can be done on the site, and leaves with dark colors chosen."""
    journey = Journey(addresses["distinguo"])
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.on("request", journey.note)
        tab = context.new_page()
        tab.goto(journey.address + EXPLAINER)
        _read(tab)
        _search(tab)
        _move_about(tab)
        _choose_colors(tab)
        _print(tab)
        tab.goto(journey.address + "no/such/page")
        tab.go_back()
        _note_what_is_kept(journey, context, tab)
        yield journey


def _read(tab: Tab) -> None:
    """Skip the header, fold the contents and unfold them, and jump to headings, citations and back."""
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()
    for _ in range(2):
        tab.locator(".contents summary").click()
    tab.locator(".contents a").last.click()
    tab.locator("h2 .headerlink").first.click()
    tab.locator(".citation").first.click()
    tab.locator(".sources__back a").first.click()
    for summary in tab.locator("article summary").all():
        summary.click()


def _search(tab: Tab) -> None:
    """Search by button and by key, leave by button and by key, and follow what is found."""
    found = tab.locator(".search__results a")
    tab.get_by_role("button", name="Search").click()
    tab.keyboard.type(TYPED)
    expect(found.first).to_be_visible()
    tab.get_by_role("button", name="Close").click()
    tab.keyboard.press("/")
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    tab.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    place = str(found.first.evaluate("link => link.href"))
    tab.keyboard.press("Enter")
    tab.wait_for_url(place)


def _move_about(tab: Tab) -> None:
    """Follow every link of the header, go back each time, and load the page anew."""
    for number in range(tab.locator(".header a").count()):
        place = tab.url
        tab.locator(".header a").nth(number).click()
        tab.go_back()
        tab.wait_for_url(place)
    tab.reload()


def _choose_colors(tab: Tab) -> None:
    for scheme in ("dark", "light", "dark"):
        tab.get_by_role("button", name=f"Switch to {scheme} colors").click()


def _print(tab: Tab) -> None:
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.pdf()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")


def _note_what_is_kept(journey: Journey, context: BrowserContext, tab: Tab) -> None:
    journey.cookies += context.cookies()
    journey.kept |= tab.evaluate(_KEPT)


def test_everything_is_asked_of_the_site_itself_and_nothing_is_sent(journey: Journey) -> None:
    assert len(journey.requests) > 10
    assert [one.url for one in journey.requests if not one.url.startswith((journey.address, "data:"))] == []
    assert {(one.method, one.post_data) for one in journey.requests} == {("GET", None)}
    assert [one.url for one in journey.requests if "?" in one.url] == []


def test_what_is_typed_stays_with_the_reader(journey: Journey) -> None:
    assert any("search_index.json" in one.url for one in journey.requests)
    sent = [unquote_plus(f"{one.url} {one.headers}").lower() for one in journey.requests]
    assert [one for one in sent if TYPED in one] == []


def test_nothing_is_kept_but_what_the_privacy_page_names(journey: Journey, built: dict[str, Path]) -> None:
    assert journey.cookies == []
    nothing = {"session": {}, "cookie": "", "databases": [], "workers": []}
    assert journey.kept == nothing | {"local": {"scheme": "dark"}}
    assert set(journey.kept["local"]) <= _named_on_the_privacy_page(built)


def _named_on_the_privacy_page(built: dict[str, Path]) -> set[str]:
    return set(BuiltSite(built["distinguo"]).pages["privacy/"].texts("code"))


def test_the_privacy_page_names_what_a_self_check_keeps(
    browser: Browser, addresses: dict[str, str], built: dict[str, Path]
) -> None:
    with browser.new_page() as tab:
        tab.goto(f"{addresses['distinguo']}{EXPLAINER}self-check/")
        tab.get_by_role("radio").first.check()
        tab.get_by_role("checkbox").check()
        keys = tab.evaluate("[sessionStorage, localStorage].map((kept) => Object.keys(kept).join())")

    (name,) = (name for name in _named_on_the_privacy_page(built) if name.endswith("self-check"))
    assert all(re.fullmatch(f"{name}/[0-9a-f]{{12}}", key) for key in keys)


def test_the_privacy_page_names_every_key_that_the_shell_stores_under(built: dict[str, Path]) -> None:
    scripts = [*(PROJECT / "overrides" / "assets").glob("*.js")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    stored = re.findall(r"\bsetItem\(\s*([^,]+?)\s*,", code)
    assert stored and "document.cookie" not in code
    assert {key.strip("\"'`") for key in stored} <= _named_on_the_privacy_page(built)
