"""A reader's ways through a site, walked in Chromium, in Firefox and in WebKit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import walks
from built_site import BuiltSite, served
from engines import ENGINES, Engine, Tab, started

SUBJECT = "psychological-safety-vs-trust/"


@pytest.fixture(scope="session")
def engines(browser: Browser) -> Iterator[Callable[[str], Engine]]:
    """Gives each engine, started once in each process that tests run in."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(started(name, browser)))


@pytest.fixture
def home(addresses: dict[str, str]) -> str:
    return addresses["distinguo"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Engine:
    """Each engine in turn."""
    return engines(request.param)


@pytest.fixture
def tab(engine: Engine, home: str) -> Iterator[Tab]:
    """A tab of each engine in turn, of which nothing is amiss when a walk has ended."""
    with engine.tab() as opened:
        yield opened
        walks.nothing_amiss(opened, home)


AMISS = """\
<!doctype html>
<html lang="en">
<head>
<title>Amiss</title>
</head>
<script>
console.error("said on the console")
addEventListener("error", () => setTimeout(() => { window.hasThrown = true }, 0))
setTimeout(() => { throw new Error("thrown") }, 0)
</script>
<p>All is amiss here.
<img src="http://elsewhere.example/image.png" alt="">
"""


def test_each_engine_tells_what_is_amiss_on_a_page(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(AMISS, encoding="utf-8")
    with served(tmp_path) as address, engine.tab() as tab:
        tab.open(address)
        tab.expect("the script has thrown", "() => window.hasThrown")

        assert "http://elsewhere.example/image.png" in tab.asked
        assert any("said on the console" in complaint for complaint in tab.complaints)
        assert any("thrown" in complaint for complaint in tab.complaints)


def test_every_page_can_be_read_on_a_phone_and_on_a_wide_screen(
    tab: Tab, home: str, sites: dict[str, BuiltSite]
) -> None:
    for page in sites["distinguo"].pages:
        walks.reading(tab, home + page)


@pytest.mark.parametrize("page", ["", SUBJECT, "editing/"])
def test_what_is_folded_opens(tab: Tab, home: str, page: str) -> None:
    walks.unfolding(tab, home + page)


def test_the_focus_brings_up_what_a_term_means(tab: Tab, home: str) -> None:
    walks.meanings(tab, home + SUBJECT)


def test_colors_can_be_switched(tab: Tab, home: str) -> None:
    walks.colors(tab, home)


def test_the_search_leads_to_the_row_that_it_finds(tab: Tab, home: str) -> None:
    walks.search(tab, home, "time frame", f"{SUBJECT}#comparison-time-frame")


def test_the_self_check_is_answered_by_keyboard_and_kept_where_that_is_asked_for(tab: Tab, home: str) -> None:
    walks.self_check(tab, f"{home}{SUBJECT}self-check/")


def test_the_knowledge_check_gives_reasons(tab: Tab, home: str) -> None:
    walks.knowledge_check(tab, f"{home}{SUBJECT}knowledge-check/")


@pytest.mark.parametrize("page", [SUBJECT, f"{SUBJECT}self-check/", f"{SUBJECT}knowledge-check/", f"{SUBJECT}handout/"])
def test_all_of_a_page_is_printed_but_what_can_only_be_pressed(tab: Tab, home: str, page: str) -> None:
    walks.printing(tab, home + page)


def test_what_is_folded_away_is_printed_all_the_same(tab: Tab, home: str) -> None:
    walks.printing_folded(tab, home)
