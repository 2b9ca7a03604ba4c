"""Every page of every site in a real browser: phone and wide screen, light and dark, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Locator, expect
from playwright.sync_api import Page as Tab

from built_site import BuiltSite, find, words
from conftest import MEASURES, NAMES

PHONE, WIDE = 390, 1280
HEIGHT = 800


class Reader(NamedTuple):
    """How somebody reads a site."""

    site: str
    width: int
    scheme: Literal["light", "dark"]
    has_scripts: bool

    def __str__(self) -> str:
        return f"{self.site}, {self.width} px, {self.scheme}, {'with' if self.has_scripts else 'without'} scripts"


@dataclass(frozen=True)
class View:
    """What a reader's browser made of one page."""

    path: str
    hidden_pixels: int  # how far the page can be scrolled sideways
    start_is_visible: bool
    hidden_answers: list[str]


@dataclass
class Visit:
    """What a reader saw of a whole site, and what the browser asked for and complained of meanwhile."""

    address: str
    views: list[View] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")


READERS = [Reader(*one) for one in product(NAMES, (PHONE, WIDE), ("light", "dark"), (True, False))]


@pytest.fixture(scope="module", params=READERS, ids=str)
def visit(
    request: pytest.FixtureRequest, browser: Browser, addresses: dict[str, str], sites: dict[str, BuiltSite]
) -> Visit:
    """A visit to every page of a site."""
    reader: Reader = request.param
    visit = Visit(addresses[reader.site])
    viewport = {"width": reader.width, "height": HEIGHT}
    with browser.new_context(
        viewport=viewport, color_scheme=reader.scheme, java_script_enabled=reader.has_scripts
    ) as context:
        context.on("request", lambda asked: visit.asked.append(asked.url))
        context.on("console", visit.note_message)
        context.on("weberror", lambda raised: visit.complaints.append(str(raised.error)))
        tab = context.new_page()
        for page in sites[reader.site].pages.values():
            visit.views.append(_view(tab, visit.address, page.path))
    return visit


def _view(tab: Tab, address: str, path: str) -> View:
    tab.goto(address + path)
    return View(path, **tab.evaluate(_VIEW))


# What the browser tells of a page, all at once.
_VIEW = """() => {
  const isHidden = (one) => !(one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth && one.offsetHeight)
  const page = document.scrollingElement
  const answers = [...document.querySelectorAll(".faq__answer")]
  return {
    hidden_pixels: page.scrollWidth - page.clientWidth,
    start_is_visible: ["article h1", "article p"].every((start) => !isHidden(document.querySelector(start))),
    hidden_answers: answers.filter(isHidden).map((one) => one.innerText),
  }
}"""


def test_no_page_scrolls_sideways(visit: Visit) -> None:
    assert {view.path: view.hidden_pixels for view in visit.views if view.hidden_pixels} == {}


def test_the_heading_and_the_first_paragraph_can_be_seen(visit: Visit) -> None:
    assert [view.path for view in visit.views if not view.start_is_visible] == []


def test_every_answer_can_be_seen(visit: Visit) -> None:
    assert {view.path: view.hidden_answers for view in visit.views if view.hidden_answers} == {}


def test_nothing_is_asked_of_another_host(visit: Visit) -> None:
    assert visit.asked
    assert [url for url in visit.asked if not url.startswith((visit.address, "data:"))] == []


def test_the_browser_has_nothing_to_complain_of(visit: Visit) -> None:
    assert visit.complaints == []


def _open(browser: Browser, width: int = WIDE, scheme: Literal["light", "dark"] = "light") -> Tab:
    return browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)


def _background(tab: Tab) -> str:
    return tab.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")


def test_colors_can_be_switched_and_stay_switched(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        tab.goto(address)
        light = _background(tab)
        tab.get_by_title("Switch to dark colors").click()
        expect(tab.locator("body")).not_to_have_css("background-color", light)
        dark = _background(tab)

        tab.reload()

        assert _background(tab) == dark


def test_who_prefers_dark_colors_gets_them(browser: Browser, address: str) -> None:
    with _open(browser, scheme="light") as light, _open(browser, scheme="dark") as dark:
        light.goto(address)
        dark.goto(address)

        assert _brightness(_background(dark)) < 100 < _brightness(_background(light))


def _brightness(color: str) -> float:
    """The mean of the three channels of `rgb(255, 255, 255)`, 0 to 255."""
    channels = [int(channel) for channel in color.removeprefix("rgb(").removesuffix(")").split(",")]
    return sum(channels) / len(channels)


def test_on_a_phone_each_cell_of_a_comparison_says_what_it_belongs_to(
    browser: Browser, site: BuiltSite, address: str
) -> None:
    with _open(browser, PHONE) as tab:
        for page in site.pages.values():
            tab.goto(address + page.url)
            assert tab.evaluate(_CELLS_WITHOUT_LABEL) == [], page.path


# A label is text of the cell, or what the style sheet writes before it.
_CELLS_WITHOUT_LABEL = """() => {
  const cells = [...document.querySelectorAll(".comparison table > tbody > tr > :not(:first-child)")]
  return cells.filter((cell) => {
    const label = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent.trim()
    const before = getComputedStyle(cell, "::before")
    const written = before.display === "none" || before.visibility === "hidden" ? "" : before.content
    return !(written + cell.innerText).includes(label)
  }).map((cell) => cell.innerText)
}"""


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_address_of_a_question_opens_the_page_at_it(
    browser: Browser, site: BuiltSite, address: str, width: int
) -> None:
    with _open(browser, width) as tab:
        for page in site.pages.values():
            for heading in (heading for faq in page.find(".faq") for heading in find(faq, "h3")):
                tab.goto("about:blank")
                tab.goto(f"{address}{page.url}#{heading.get('id')}")
                question = tab.get_by_role("heading", name=words(heading))

                expect(question).to_be_in_viewport(ratio=1)
                assert question.evaluate(_IS_ON_TOP), words(heading)


# Whether nothing lies over the beginning of an element, the header for example.
_IS_ON_TOP = """
element => {
  const box = element.getBoundingClientRect()
  return element.contains(document.elementFromPoint(box.left + 2, box.top + 2))
}
"""


# Search


def test_search_costs_nothing_until_it_is_opened(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        tab.goto(address)
        assert [url for url in asked if "search" in url] == []

        with tab.expect_request("**/search_index.json"):
            tab.get_by_role("button", name="Search").click()


def _search(tab: Tab, words: str) -> Locator:
    """Open search by its key and type; gives the links that it finds."""
    tab.keyboard.press("/")
    tab.get_by_label("What are you looking for?").fill(words)
    return tab.locator(".search__results a")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("time frame", "psychological-safety-vs-trust/#comparison-time-frame"),
        ("challenger safety", "four-stages-of-psychological-safety/#stages-challenger"),
        ("leader inclusiveness", "start-building-psychological-safety/#definitions-leader-inclusiveness"),
        ("afraid to speak", "psychological-safety-vs-trust/#faq-trusted-boss-silent-team"),
    ],
)
def test_search_lands_on_the_exact_row_definition_or_question(
    browser: Browser, addresses: dict[str, str], words: str, place: str
) -> None:
    with _open(browser, PHONE) as tab:
        tab.goto(addresses["distinguo"])
        expect(_search(tab, words).first).to_have_attribute("href", f"./{place}")

        tab.keyboard.press("Enter")

        tab.wait_for_url(addresses["distinguo"] + place)
        expect(tab.get_by_role("dialog")).to_be_hidden()


def test_the_arrow_keys_walk_through_what_search_finds(browser: Browser, addresses: dict[str, str]) -> None:
    with _open(browser) as tab:
        tab.goto(addresses["distinguo"])
        found = _search(tab, "trust")
        expect(found.nth(1)).to_be_visible()

        tab.keyboard.press("ArrowDown")
        expect(found.first).to_be_focused()
        tab.keyboard.press("ArrowDown")
        expect(found.nth(1)).to_be_focused()
        tab.keyboard.press("Escape")
        expect(tab.get_by_role("dialog")).to_be_hidden()


def test_search_says_when_it_finds_nothing(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        tab.goto(address)
        _search(tab, "xyzzyxyzzy")

        expect(tab.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing found")


# What the browser keeps


def test_nothing_is_stored_until_the_reader_chooses_colors(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        tab.goto(address)
        _search(tab, "trust")
        expect(tab.get_by_role("dialog").get_by_role("status")).not_to_be_empty()

        assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_choice_that_agrees_with_the_system_is_forgotten(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        tab.goto(address)
        tab.get_by_role("button", name="Switch to dark colors").click()
        assert tab.evaluate("({...localStorage})") == {"scheme": "dark"}

        tab.get_by_role("button", name="Switch to light colors").click()

        assert tab.evaluate("({...localStorage})") == {}


# The keyboard


@pytest.mark.parametrize("width", [320, WIDE])
def test_every_stop_of_the_tab_key_can_be_seen(browser: Browser, address: str, site: BuiltSite, width: int) -> None:
    """Nothing covers what has the focus, from the first stop of a page to its last (WCAG 2.4.11)."""
    with _open(browser, width) as tab:
        tab.add_init_script(path=MEASURES)
        for page in site.pages.values():
            tab.goto(address + page.path)
            stops = tab.evaluate("measure.stops()")
            tab.evaluate("measure.noteStops()")
            for _ in range(stops):
                tab.keyboard.press("Tab")
            assert tab.evaluate("noted") == {"stops": stops, "hidden": []}, page.path
            assert tab.evaluate("measure.isLastStop()"), page.path


def test_everything_that_takes_the_focus_says_what_it_is(browser: Browser, address: str, site: BuiltSite) -> None:
    with _open(browser) as tab:
        tree = tab.context.new_cdp_session(tab)
        for page in site.pages.values():
            tab.goto(address + page.path)
            assert _nameless(tree) == [], page.path

        _search(tab, site.home.texts("h1")[0])
        expect(tab.get_by_role("dialog").get_by_role("status")).not_to_be_empty()
        assert _nameless(tree) == []


def _nameless(tree: CDPSession) -> list[str]:
    """The roles of what takes the focus and has no name for a screen reader."""
    nodes = tree.send("Accessibility.getFullAXTree")["nodes"]
    only_by_script = {"main", "status", "RootWebArea"}  # no stops of the Tab key
    seen = [node for node in nodes if not node["ignored"] and node["role"]["value"] not in only_by_script]
    assert any(_takes_focus(node) for node in seen)
    return [node["role"]["value"] for node in seen if _takes_focus(node) and not node["name"]["value"].strip()]


def _takes_focus(node: dict[str, Any]) -> bool:
    return any(one["name"] == "focusable" and one["value"]["value"] for one in node["properties"])


@pytest.mark.parametrize(("width", "is_spaced"), [(320, False), (320, True), (WIDE, False)])
def test_a_finger_hits_what_it_aims_at(
    browser_of_fonts: Browser, address: str, site: BuiltSite, width: int, is_spaced: bool
) -> None:
    """Targets are large enough, or far enough from others, unless they stand in a sentence (WCAG 2.5.8)."""
    with _open(browser_of_fonts, width) as tab:
        tab.add_init_script(path=MEASURES)
        for page in site.pages.values():
            tab.goto(address + page.path)
            tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            if is_spaced:
                tab.evaluate("measure.spaceOut()")
            assert tab.evaluate("measure.smallTargets(document.body)") == [], page.path

        found = _search(tab, site.home.texts("h1")[0])
        expect(found.first).to_be_visible()
        assert tab.get_by_role("dialog").evaluate("measure.smallTargets") == []


def test_the_first_stop_leads_past_the_header(browser: Browser, address: str) -> None:
    with _open(browser) as tab:
        tab.goto(address)
        tab.keyboard.press("Tab")
        expect(tab.get_by_role("link", name="Skip to the content")).to_be_focused()
        tab.keyboard.press("Enter")

        expect(tab.locator("main")).to_be_focused()


def test_the_contents_list_shows_where_one_is(browser: Browser, addresses: dict[str, str]) -> None:
    with _open(browser) as tab:
        tab.goto(f"{addresses['distinguo']}psychological-safety-vs-trust/")
        tab.get_by_role("navigation", name="On this page").get_by_role("link", name="Sources").click()

        expect(tab.locator(".contents [aria-current]")).to_have_text("Sources")


# The meaning of a term, and copying

MEANING = "Being ready to let something that matters to you depend on someone, because you expect it to go well."


@pytest.fixture
def term(browser: Browser, addresses: dict[str, str]) -> Iterator[Locator]:
    """A term in the text, far from its definition, in the wide view."""
    with _open(browser) as tab:
        tab.goto(f"{addresses['distinguo']}psychological-safety-vs-trust/#section-differ")
        yield tab.locator("p > .term").get_by_text("Trust", exact=True)


def test_the_pointer_brings_up_what_a_term_means(term: Locator) -> None:
    tip = term.page.get_by_role("tooltip")
    expect(tip).to_be_hidden()

    term.hover()
    expect(tip).to_have_text(MEANING)
    tip.hover()
    expect(tip).to_be_visible()
    term.page.mouse.move(2, 2)

    expect(tip).to_be_hidden()


def test_the_focus_brings_it_up_and_escape_sends_it_away(term: Locator) -> None:
    tip = term.page.get_by_role("tooltip")
    term.page.keyboard.press("Tab")
    term.focus()
    expect(tip).to_be_visible()
    expect(term).to_have_accessible_description(MEANING)

    term.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    term.page.keyboard.press("Enter")
    expect(term.page).to_have_url(re.compile("#definitions-trust$"))


def test_a_first_tap_brings_it_up_and_a_second_follows_the_link(browser: Browser, addresses: dict[str, str]) -> None:
    with browser.new_context(has_touch=True, viewport={"width": PHONE, "height": 800}) as context:
        tab = context.new_page()
        tab.goto(f"{addresses['distinguo']}psychological-safety-vs-trust/#section-differ")
        term = tab.locator("p > .term").get_by_text("Trust", exact=True)

        term.tap()
        expect(tab.get_by_role("tooltip")).to_have_text(f"{MEANING}Tap again to go to the definition.")
        expect(tab).to_have_url(re.compile("#section-differ$"))

        term.tap()
        expect(tab).to_have_url(re.compile("#definitions-trust$"))


def test_the_citation_and_the_address_of_a_heading_can_be_copied(browser: Browser, addresses: dict[str, str]) -> None:
    page = f"{addresses['distinguo']}psychological-safety-vs-trust/"
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = context.new_page()
        tab.goto(page)
        tab.get_by_role("button", name="Copy").click()
        expect(tab.locator("#said")).to_have_text("Copied")
        assert "Psychological safety vs. trust" in tab.evaluate("navigator.clipboard.readText()")

        tab.locator("#faq-trusted-boss-silent-team .headerlink").click()

        assert tab.evaluate("navigator.clipboard.readText()") == f"{page}#faq-trusted-boss-silent-team"


def test_the_answer_can_be_read_on_a_phone_without_scrolling(
    browser_of_fonts: Browser, site: BuiltSite, address: str
) -> None:
    with browser_of_fonts.new_context(viewport={"width": 390, "height": 844}) as context:
        tab = context.new_page()
        for page in (page for page in site.pages.values() if page.find(".key-points__answer")):
            tab.goto(address + page.path)
            expect(tab.locator(".key-points__answer")).to_be_in_viewport(ratio=1)


# The content security policy


def test_the_policy_lets_everything_work_and_nothing_foreign_in(browser: Browser, addresses: dict[str, str]) -> None:
    with _open(browser) as tab:
        broken: list[str] = []
        tab.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
        tab.goto(f"{addresses['distinguo']}psychological-safety-vs-trust/")
        tab.get_by_role("button", name="Switch to dark colors").click()
        tab.reload()
        assert tab.evaluate("document.documentElement.dataset.scheme") == "dark"
        expect(_search(tab, "trust").first).to_be_visible()
        assert broken == []

        tab.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")

        assert tab.evaluate("window.ran") is None
        assert "Content Security Policy" in broken[0]
