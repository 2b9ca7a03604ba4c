"""What a page says where a part of it does not come: blocked, lost or cut off on the way, or opened from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

EXPLAINER = "psychological-safety-vs-trust/"
NO_SEARCH = "Search could not be loaded. Look whether you are online, then load the page again."
NO_SEARCH_ON_DISK = (
    "Search does not work on a page that was opened from a file. It works where the site has its address on the web."
)
NO_PROGRAM = (
    "The program of this check could not be loaded, so it gives no result here. "
    "All that it says can be read and printed all the same."
)
NO_PROGRAM_ON_DISK = (
    "This page was opened from a file, where the check gives no result. It does where the site has its address on the "
    "web. All that it says can be read and printed here too."
)
CHECKS = {
    "self-check": f"{EXPLAINER}self-check/",
    "knowledge-check": f"{EXPLAINER}knowledge-check/",
}

Answer = Callable[[Route], None]
LOST: dict[str, Answer] = {
    "blocked": lambda route: route.abort("blockedbyclient"),
    "offline": lambda route: route.abort("internetdisconnected"),
    "not there": lambda route: route.fulfill(status=404, content_type="text/html", body="<!doctype html><p>Not found"),
    "another page": lambda route: route.fulfill(content_type="text/html", body="<!doctype html><p>Sign in first"),
}
NO_INDEX: dict[str, Answer] = LOST | {
    "cut off": lambda route: route.fulfill(content_type="application/json", body='{"config":{"lang":["en"]},"docs":[{'),
    "empty": lambda route: route.fulfill(content_type="application/json", body=""),
    "of another shape": lambda route: route.fulfill(content_type="application/json", body='{"docs": null}'),
    "nothing": lambda route: route.fulfill(content_type="application/json", body="null"),
}
NO_SEARCHING = [
    *[("search/search_index.json", how, answer) for how, answer in NO_INDEX.items()],
    *[("assets/search.js", how, answer) for how, answer in LOST.items()],
    *[("assets/javascripts/workers/*", how, answer) for how, answer in LOST.items()],
]


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A tab in which no error may go unhandled."""
    with browser.new_page() as tab:
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        yield tab
        assert errors == []


def _expect_no_search(tab: Tab, told: str) -> None:
    tab.get_by_role("button", name="Search").click()
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text(told)
    expect(dialog.get_by_label("What are you looking for?")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(
    ("part", "answer"), [pytest.param(part, answer, id=f"{part}, {how}") for part, how, answer in NO_SEARCHING]
)
def test_search_says_that_it_could_not_be_loaded(
    tab: Tab, addresses: dict[str, str], part: str, answer: Answer
) -> None:
    tab.goto(addresses["distinguo"])
    tab.route(f"**/{part}", answer)

    _expect_no_search(tab, NO_SEARCH)


def test_search_works_when_the_index_comes_the_second_time(tab: Tab, addresses: dict[str, str]) -> None:
    tab.goto(addresses["distinguo"])
    tab.route("**/search_index.json", LOST["offline"])
    _expect_no_search(tab, NO_SEARCH)
    tab.unroute("**/search_index.json")

    tab.get_by_role("button", name="Search").click()
    tab.get_by_label("What are you looking for?").fill("trust")

    expect(tab.locator(".search__results a").first).to_be_visible()


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
@pytest.mark.parametrize("check", CHECKS)
def test_a_check_says_that_its_program_did_not_come(
    tab: Tab, addresses: dict[str, str], check: str, answer: Answer
) -> None:
    tab.route(f"**/assets/{check}/script.js", answer)
    tab.goto(addresses["distinguo"] + CHECKS[check])

    expect(tab.locator(check).get_by_text(NO_PROGRAM)).to_be_visible()


@pytest.mark.parametrize("path", CHECKS.values(), ids=CHECKS)
def test_a_check_that_works_says_nothing_of_its_program(tab: Tab, addresses: dict[str, str], path: str) -> None:
    tab.goto(addresses["distinguo"] + path, wait_until="networkidle")

    expect(tab.locator(".no-program")).to_have_count(0)


def test_copying_says_where_it_is_not_allowed(tab: Tab, addresses: dict[str, str]) -> None:
    tab.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no'))")
    tab.goto(addresses["distinguo"] + EXPLAINER)
    tab.get_by_role("button", name="Copy").click()

    expect(tab.locator("#said")).to_have_text("Not copied; your browser does not allow it")


# Opened from disk


def _from_disk(built: dict[str, Path], path: str) -> str:
    return (built["distinguo"] / path / "index.html").as_uri()


def test_search_on_a_page_from_disk_says_why_it_does_not_work(tab: Tab, built: dict[str, Path]) -> None:
    tab.goto(_from_disk(built, EXPLAINER))

    _expect_no_search(tab, NO_SEARCH_ON_DISK)


def test_a_self_check_from_disk_is_a_worksheet_and_says_why(tab: Tab, built: dict[str, Path]) -> None:
    tab.goto(_from_disk(built, CHECKS["self-check"]))

    expect(tab.locator("self-check").get_by_text(NO_PROGRAM_ON_DISK)).to_be_visible()
    expect(tab.get_by_role("heading", name="Score it by hand")).to_be_visible()
    expect(tab.get_by_role("button", name="See my result")).to_be_hidden()


def test_a_knowledge_check_from_disk_has_its_answers_to_unfold_and_says_why(tab: Tab, built: dict[str, Path]) -> None:
    tab.goto(_from_disk(built, CHECKS["knowledge-check"]))

    expect(tab.locator("knowledge-check").get_by_text(NO_PROGRAM_ON_DISK)).to_be_visible()
    tab.get_by_text("Answer", exact=True).first.click()
    expect(tab.locator(".situation__clue").first).to_be_visible()
