"""Every page of every site, read in other ways: enlarged, spaced out, in forced colors, without motion, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from browser import FONTS
from built_site import BuiltSite
from conftest import MEASURES, NAMES
from distinguo.base.colors import TEXT_CONTRAST, contrast

WIDE = {"width": 1280, "height": 1024}
ENLARGED = {"width": 320, "height": 256}  # what is left of WIDE at 400 %
PAPER = {"width": 673, "height": 979}  # A4 without its margins, in CSS pixels

Faults = dict[str, list[str]]


def _opened(browser: Browser, viewport: dict[str, int], **options: str) -> Tab:
    tab = browser.new_page(viewport=viewport, **options)
    tab.add_init_script(path=MEASURES)
    return tab


def _visits(tab: Tab, site: BuiltSite, address: str) -> Iterator[str]:
    """Open every page of the site in turn; gives its path."""
    for page in site.pages.values():
        tab.goto(address + page.path)
        yield page.path


def _faults(tab: Tab, site: BuiltSite, address: str, measure: str) -> Faults:
    """What `measure` finds on every page, by the page's path."""
    return {path: found for path in _visits(tab, site, address) if (found := tab.evaluate(measure))}


def _open_details(tab: Tab) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


def _search(tab: Tab, site: BuiltSite) -> Locator:
    """Open search and type words that find something; gives the dialog."""
    tab.keyboard.press("/")
    tab.get_by_label("What are you looking for?").fill(site.home.texts("h1")[0])
    expect(tab.locator(".search__results a").first).to_be_visible()
    return tab.get_by_role("dialog")


# Enlarged to 400 % (WCAG 1.4.10) and with more space between lines, words and letters (1.4.12)


@pytest.mark.parametrize(
    ("viewport", "is_spaced"),
    [
        pytest.param(ENLARGED, False, id="enlarged"),
        pytest.param(WIDE, True, id="spaced out"),
        pytest.param(ENLARGED, True, id="enlarged and spaced out"),
    ],
)
def test_nothing_is_cut_off_or_covered(
    browser_of_fonts: Browser, site: BuiltSite, address: str, viewport: dict[str, int], is_spaced: bool
) -> None:
    with _opened(browser_of_fonts, viewport) as tab:
        for path in _visits(tab, site, address):
            if is_spaced:
                tab.evaluate("measure.spaceOut()")
            assert tab.evaluate("measure.misfits(document.body)") == [], path
            _open_details(tab)
            assert tab.evaluate("measure.misfits(document.body)") == [], f"{path}, all details open"

        # The dialog is the same on every page.
        assert _search(tab, site).evaluate("measure.misfits") == []


# Forced colors


@pytest.fixture(scope="module", params=NAMES)
def forced(
    request: pytest.FixtureRequest, browser: Browser, sites: dict[str, BuiltSite], addresses: dict[str, str]
) -> dict[str, Faults]:
    """What is wrong, by kind, for who chose our light colors and has a system that forces dark ones on every page."""
    site = sites[request.param]
    unseen: Faults = {}
    borderless: Faults = {}
    color_alone: Faults = {}
    with _opened(browser, WIDE, forced_colors="active", color_scheme="dark") as tab:
        tab.add_init_script("localStorage.setItem('scheme', 'light')")
        for path in _visits(tab, site, addresses[request.param]):
            _open_details(tab)
            tab.keyboard.press("Tab")  # whoever uses the keyboard is shown where the focus is
            borderless[path] = _without_border(tab)
            unseen[path] = tab.evaluate("measure.unseenInForcedColors(document.body)")
            tab.keyboard.press("End")
            if tab.locator(".contents").count() and tab.evaluate("document.body.scrollHeight > innerHeight"):
                expect(tab.locator(".contents [aria-current]")).to_be_visible()
            color_alone[path] = tab.evaluate("measure.markedByColorAlone()")
        unseen["search"] = _search(tab, site).evaluate("measure.unseenInForcedColors")
        borderless["search"] = _without_border(tab)
    return {"unseen": unseen, "borderless": borderless, "color alone": color_alone}


def _without_border(tab: Tab) -> list[str]:
    """What has a fill, and no border where fills are taken away."""
    tab.emulate_media(forced_colors="none")
    tab.evaluate("measure.noteFilled()")
    tab.emulate_media(forced_colors="active")
    return tab.evaluate("measure.withoutBorder()")


def _told(faults: Faults) -> Faults:
    return {path: found for path, found in faults.items() if found}


def test_in_forced_colors_texts_drawings_and_the_focus_are_seen(forced: dict[str, Faults]) -> None:
    assert _told(forced["unseen"]) == {}


def test_in_forced_colors_boxes_and_buttons_have_a_border(forced: dict[str, Faults]) -> None:
    assert _told(forced["borderless"]) == {}


def test_the_current_page_and_heading_are_told_by_more_than_color(forced: dict[str, Faults]) -> None:
    assert _told(forced["color alone"]) == {}


# Motion


def test_nothing_moves_for_who_wants_less_motion(browser: Browser, site: BuiltSite, address: str) -> None:
    with _opened(browser, WIDE, reduced_motion="reduce") as tab:
        assert _faults(tab, site, address, "measure.moving()") == {}


def test_using_a_page_moves_nothing_for_who_wants_less_motion(browser: Browser, site: BuiltSite, address: str) -> None:
    (page, *_) = (page for page in site.pages.values() if page.find(".contents"))
    with _opened(browser, WIDE, reduced_motion="reduce") as tab:
        tab.goto(address + page.path)
        tab.evaluate("measure.noteMotion()")
        for _ in range(2):
            tab.locator("#scheme-switch").click()
        _search(tab, site).get_by_role("button", name="Close").click()
        for _ in range(2):
            tab.locator(".contents summary").click()
        tab.locator("article a").first.hover()
        assert tab.evaluate("noted.moved") == []


def test_pages_jump_for_who_wants_less_motion(browser: Browser, site: BuiltSite, address: str) -> None:
    (page, *_) = (page for page in site.pages.values() if page.find(".contents"))
    with _opened(browser, ENLARGED, reduced_motion="reduce") as tab:
        tab.goto(address + page.path)
        tab.evaluate("measure.noteMotion()")
        heights = tab.evaluate("measure.heightsWhileScrolling(() => document.querySelector('.contents a').click())")
        assert len(heights) == 1


def test_nothing_flashes(browser: Browser, site: BuiltSite, address: str) -> None:
    """Not for those either who have not asked for less motion."""
    with _opened(browser, WIDE, reduced_motion="no-preference") as tab:
        assert _faults(tab, site, address, "measure.repeating()") == {}
    kinds = {path.suffix for path in site.folder.rglob("*.*")}
    assert not kinds & {".gif", ".webp", ".apng", ".mp4", ".webm"}


# Paper


@dataclass(frozen=True)
class Print:
    """What a page becomes on paper, for a reader who has chosen dark colors and has search open."""

    path: str
    for_screens: list[str]
    lost_texts: list[str]
    lost_addresses: list[str]
    torn_tables: list[str]
    misfits: list[str]
    paper: str
    inks: list[str]
    margins: list[str]
    height: int
    sheets: int


@pytest.fixture(scope="module", params=product(NAMES, FONTS), ids="-".join)
def prints(
    request: pytest.FixtureRequest,
    browsers: Callable[[str], Browser],
    sites: dict[str, BuiltSite],
    addresses: dict[str, str],
) -> list[Print]:
    """Every page of a site, printed."""
    name, fonts = request.param
    with _opened(browsers(fonts), PAPER) as tab:
        tab.add_init_script("localStorage.setItem('scheme', 'dark')")
        site = sites[name]
        return [_printed(tab, path) for path in _visits(tab, site, addresses[name])]


# What the browser tells of a page on paper, all at once.
_ON_PAPER = """() => {
  const article = document.querySelector("article")
  const forScreens = "header, nav, button, input:not([type=radio]), dialog, .skip, .headerlink"
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true })
  return {
    for_screens: [...document.querySelectorAll(forScreens)].filter(isSeen).map((one) => one.innerText),
    lost_texts: measure.lostOnPaper(article),
    lost_addresses: measure.lostAddresses(article),
    torn_tables: measure.tornTables(article),
    misfits: measure.misfits(article),
    paper: measure.paper(),
    inks: measure.inks(article),
    margins: measure.paperMargins(),
    height: document.body.scrollHeight,
  }
}"""


def _printed(tab: Tab, path: str) -> Print:
    tab.evaluate("document.querySelector('dialog').showModal()")  # as its key does, which also has the index loaded
    tab.emulate_media(media="print")
    told = tab.evaluate(_ON_PAPER)
    sheets = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4")))
    tab.emulate_media(media="screen")  # on which the next page is opened
    return Print(path=path, sheets=sheets, **told)


def test_the_whole_article_is_printed(prints: list[Print]) -> None:
    assert {one.path: one.lost_texts for one in prints if one.lost_texts} == {}


def test_what_is_folded_away_is_printed(browser: Browser, addresses: dict[str, str]) -> None:
    with _opened(browser, PAPER) as tab:
        tab.goto(addresses["distinguo"])
        article = tab.locator("article")
        article.evaluate("all => { all.innerHTML = '<details><summary>Question</summary><p>Answer</p></details>' }")
        assert article.evaluate("measure.lostOnPaper") != []
        tab.emulate_media(media="print")
        assert article.evaluate("measure.lostOnPaper") == []


def test_what_only_serves_the_screen_is_not_printed(prints: list[Print]) -> None:
    assert {one.path: one.for_screens for one in prints if one.for_screens} == {}


def test_print_is_dark_on_white(prints: list[Print]) -> None:
    """Browsers print no fills unless told to, so each text has to be read on white."""
    assert {one.paper for one in prints} == {"#ffffff"}
    faint = {one.path: [ink for ink in one.inks if contrast(ink, "#ffffff") < TEXT_CONTRAST] for one in prints}
    assert _told(faint) == {}


def test_tables_are_printed_whole_with_their_heads_repeated(prints: list[Print]) -> None:
    assert {one.path: one.torn_tables for one in prints if one.torn_tables} == {}


def test_tables_are_printed_from_a_phone_too(browser_of_fonts: Browser, site: BuiltSite, address: str) -> None:
    with _opened(browser_of_fonts, ENLARGED) as tab:
        tab.emulate_media(media="print")
        assert _faults(tab, site, address, "measure.tornTables(document.body)") == {}


def test_addresses_of_other_sites_are_printed(prints: list[Print]) -> None:
    assert {one.path: one.lost_addresses for one in prints if one.lost_addresses} == {}


def test_nothing_runs_off_the_paper(prints: list[Print]) -> None:
    assert {one.path: one.misfits for one in prints if one.misfits} == {}


def test_paper_has_margins_and_no_sheet_is_wasted(prints: list[Print]) -> None:
    assert {tuple(one.margins) for one in prints} == {("20mm", "16mm", "20mm", "16mm")}
    wasted = [one.path for one in prints if not 1 <= one.sheets <= _sheets_enough_for(one)]
    assert wasted == []


def _sheets_enough_for(one: Print) -> float:
    begins_a_new_sheet = "discussion-guide" in one.path  # for its facilitator notes
    return 1.25 * one.height / PAPER["height"] + 1 + begins_a_new_sheet


def test_a_handout_is_one_page(prints: list[Print]) -> None:
    assert {one.path: one.sheets for one in prints if "handout" in one.path and one.sheets != 1} == {}
