"""The self-check in a real browser: answered by keyboard, with gaps, kept and deleted, printed, and without scripts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from zlib import crc32

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Locator, expect
from playwright.sync_api import Page as Tab

from built_site import HEADINGS, BuiltSite, served
from conftest import PROJECT, run_mkdocs
from self_check_site import REVERSED, SELF_CHECK, STATEMENTS, site_with_self_check
from shared import Shared

PHONE, WIDE = 390, 1280
LOWEST, MIDDLE, HIGHEST = 1, 3, 5
CANNOT_SAY = 0
LEFT = [id for id in STATEMENTS if id.startswith("l")]
RIGHT = [id for id in STATEMENTS if id.startswith("r")]
STORED = "({session: {...sessionStorage}, local: {...localStorage}})"
ONE_DIMENSION = re.sub(
    r"    choose_subject:.*?skip[^\n]*\n|  - id: right.*?(?=limits)", "", SELF_CHECK, flags=re.DOTALL
)
ONE_DIMENSION = ONE_DIMENSION.replace("limits:", "    high: Use it.\n    low: Rest it.\nlimits:")


@pytest.fixture(scope="module")
def built_with(shared: Shared) -> Callable[[str], Path]:
    """Gives the output folder of the small site with any self-check, each built once per run."""
    return lambda content: shared.once(
        f"self-check-{crc32(content.encode()):08x}", lambda folder: _built(folder, content)
    )


@pytest.fixture(scope="module")
def site(built_with: Callable[[str], Path]) -> Path:
    """The output folder of the small site."""
    return built_with(SELF_CHECK)


def _built(folder: Path, content: str) -> Path:
    done = run_mkdocs(site_with_self_check(folder, content), "build", "--strict")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield f"{address}example/check/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": WIDE, "height": 800}) as context:
        yield context


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Tab:
    tab = context.new_page()
    tab.goto(address)
    return tab


def _radio(tab: Tab, id: str, answer: int) -> Locator:
    return tab.locator(f'[name="self-check--{id}"][value="{answer}"]')


def _answer(tab: Tab, left: int | None = None, right: int | None = None) -> None:
    """Answer so that each side gets this level: a reversed statement gets the opposite frequency."""
    for ids, level in ((LEFT, left), (RIGHT, right)):
        for id in ids if level is not None else ():
            is_turned = id in REVERSED and level != CANNOT_SAY
            _radio(tab, id, LOWEST + HIGHEST - level if is_turned else level).check()


def _answer_all(tab: Tab, left: int, right: int) -> None:
    tab.get_by_label("My own").check()
    _answer(tab, left, right)


def _press(tab: Tab, name: str) -> None:
    tab.get_by_role("button", name=name).locator("visible=true").first.click()


def _see_result(tab: Tab) -> None:
    _press(tab, "See my result")


def _result(tab: Tab) -> Locator:
    return tab.locator(".self-check__result")


def _sentence(tab: Tab) -> str:
    return tab.locator(".self-check__sentence").inner_text()


def _advice(tab: Tab) -> list[str]:
    """The pieces of advice that are there for the result, folded ones included."""
    return tab.locator(".self-check__piece:visible p:not(.self-check__name)").all_text_contents()


def _unfolded(tab: Tab) -> list[str]:
    return [piece.inner_text() for piece in tab.locator(".self-check__piece p:not(.self-check__name):visible").all()]


def _names(tab: Tab) -> list[str]:
    return tab.locator(".self-check__name:visible").all_inner_texts()


def _numbers(tab: Tab) -> list[list[str]]:
    rows = tab.locator(".self-check__numbers tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def _checked(tab: Tab) -> dict[str, str]:
    script = "inputs => Object.fromEntries(inputs.filter(one => one.checked).map(one => [one.name, one.value]))"
    return tab.locator("self-check input[type=radio]").evaluate_all(script)


# By keyboard


def test_the_keyboard_leads_through_all_statements_to_the_result(tab: Tab) -> None:
    tab.get_by_label("My own").focus()
    tab.keyboard.press("Space")
    for _ in STATEMENTS:
        tab.keyboard.press("Tab")
        if tab.locator(":focus").get_attribute("class") == "headerlink":
            tab.keyboard.press("Tab")
        tab.keyboard.press("Space")
        tab.keyboard.press("ArrowDown")
        expect(_result(tab)).to_be_hidden()
        expect(tab.locator(":focus")).to_be_checked()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="See my result")).to_be_focused()

    tab.keyboard.press("Enter")

    heading = tab.get_by_role("heading", name="Your result")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(tab.locator(".self-check__sentence")).to_be_in_viewport()
    assert set(_checked(tab).values()) == {"own", "2"}


@pytest.mark.parametrize("key", ["ArrowDown", "ArrowUp", "Enter"])
def test_no_key_on_an_answer_shows_a_result_or_moves_on(tab: Tab, address: str, key: str) -> None:
    _answer_all(tab, HIGHEST, HIGHEST)
    _radio(tab, "r5", HIGHEST).focus()

    tab.keyboard.press(key)

    expect(_result(tab)).to_be_hidden()
    expect(tab.locator(".self-check__errors")).to_be_hidden()
    expect(tab.locator(":focus")).to_have_attribute("name", "self-check--r5")
    assert tab.url == address


def test_the_keys_of_the_page_are_not_for_who_is_answering(tab: Tab, address: str) -> None:
    tab.evaluate("window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))")
    _radio(tab, "l1", 2).focus()

    for key in "/np,.":
        tab.keyboard.press(key)

    assert tab.evaluate("heard") == []
    expect(tab.get_by_role("dialog")).to_be_hidden()
    assert tab.url == address


def test_beside_the_statements_the_keys_of_the_page_work(tab: Tab) -> None:
    tab.keyboard.press("/")

    expect(tab.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("width", [320, PHONE])
def test_on_a_phone_every_answer_and_button_is_large_enough_for_a_thumb(
    browser_of_fonts: Browser, address: str, width: int
) -> None:
    with browser_of_fonts.new_page(viewport={"width": width, "height": 800}) as tab:
        tab.goto(address)
        _answer_all(tab, HIGHEST, HIGHEST)
        _see_result(tab)

        targets = tab.locator("self-check :is(label, button):visible").all()

        assert len(targets) > len(STATEMENTS) * 6
        assert [target.inner_text() for target in targets if target.bounding_box()["height"] < 44] == []
        assert tab.evaluate("document.scrollingElement.scrollWidth") == width


# The result


def test_a_clear_result_names_its_place_and_gives_its_advice(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)

    assert _sentence(tab) == "Your answers fit “A sure left hand”. The left hand (My own): high. The right hand: low."
    assert _numbers(tab) == [
        ["The left hand", "20, from 4 of 4 answers", "11–13", "high"],
        ["The right hand", "5, from 5 of 5 answers", "14–16", "low"],
    ]
    assert (_names(tab), _advice(tab)) == (["A sure left hand"], ["Turn around, then push."])
    assert _unfolded(tab) == _advice(tab)
    expect(tab.get_by_text("how strong a hand is")).to_be_visible()
    expect(tab.get_by_text("Near the line, the answers lean")).to_be_hidden()
    expect(tab.get_by_text("You gave the same answer everywhere")).to_be_hidden()


def test_the_result_is_told_in_the_order_sentence_plot_table_advice_limits(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)
    parts = ["sentence", "plot", "numbers", "advice", "limits", "actions"]

    tops = [tab.locator(f".self-check__{part}:visible").first.bounding_box()["y"] for part in parts]

    assert tops == sorted(tops)


@pytest.mark.parametrize(
    ("left", "right", "advice"),
    [
        (MIDDLE, HIGHEST, ["Carry the box.", "Push with the right."]),
        (LOWEST, MIDDLE, ["Push with the right.", "Ask somebody."]),
        (MIDDLE, MIDDLE, ["Carry the box.", "Turn around, then push.", "Push with the right.", "Ask somebody."]),
    ],
)
def test_near_the_line_no_place_is_named_and_the_advice_of_the_neighbors_is_there_to_unfold(
    tab: Tab, left: int, right: int, advice: list[str]
) -> None:
    levels = {LOWEST: "low", MIDDLE: "near the line", HIGHEST: "high"}
    _answer_all(tab, left, right)
    _see_result(tab)

    assert _sentence(tab) == f"The left hand (My own): {levels[left]}. The right hand: {levels[right]}."
    assert (_names(tab), _advice(tab), _unfolded(tab)) == ([], advice, [])
    tab.locator(".self-check__piece:visible summary").first.click()
    assert _unfolded(tab) == advice[:1]
    expect(tab.get_by_text("Near the line, the answers lean")).to_be_visible()


def test_the_dot_stands_where_the_table_says(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, MIDDLE)
    _radio(tab, "r1", HIGHEST).check()
    _see_result(tab)

    (grid,) = tab.locator(".self-check__plot:visible").all()

    dot = grid.locator(".self-check__dot")
    assert (dot.get_attribute("cx"), dot.get_attribute("cy")) == ("100%", "40%")  # 17 of 5 to 25
    band, frame = (
        grid.locator(".self-check__band").first.bounding_box(),
        grid.locator(".self-check__frame").bounding_box(),
    )
    assert (band["x"] - frame["x"]) / frame["width"] == pytest.approx(10 / 24, abs=0.01)
    assert band["width"] / frame["width"] == pytest.approx(4 / 24, abs=0.01)


def test_statements_that_are_left_out_leave_a_strip_and_the_advice_for_the_rest(tab: Tab) -> None:
    tab.get_by_label("Leave these statements out").check()
    expect(_radio(tab, "l1", 1)).to_be_hidden()
    assert tab.locator(".self-check__progress:visible").all_inner_texts() == ["0 of 5 answered"]
    _answer(tab, right=HIGHEST)
    _see_result(tab)

    assert _sentence(tab) == "The left hand: left out. The right hand: high."
    assert _numbers(tab)[0] == ["The left hand", "–", "–", "left out"]
    assert _advice(tab) == ["Carry the box.", "Push with the right."]
    assert _names(tab) == []
    (strip,) = tab.locator(".self-check__plot:visible").all()
    assert strip.locator(".self-check__dot").get_attribute("cx") == "100%"
    assert strip.inner_text().endswith(
        "The right hand. The dot is your result. Between the dashed lines it is near the line."
    )


def test_who_says_that_they_cannot_say_too_often_gets_no_result_and_reads_why(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, CANNOT_SAY)
    expect(tab.get_by_text("9 of 9 answered").first).to_be_visible()
    _see_result(tab)

    assert _sentence(tab) == "The left hand (My own): high. The right hand: no result."
    assert _numbers(tab)[1] == ["The right hand", "0 of 5 answered, 4 needed", "–", "no result"]

    _answer(tab, left=CANNOT_SAY)
    _see_result(tab)

    assert _sentence(tab) == "There are too few answers for a result."
    assert tab.locator(".self-check__plot:visible, .self-check__advice:visible").count() == 0


def test_the_same_answer_everywhere_is_noticed_and_counted(tab: Tab) -> None:
    tab.get_by_label("My own").check()
    for id in STATEMENTS:
        _radio(tab, id, HIGHEST).check()
    _see_result(tab)

    expect(tab.get_by_text("You gave the same answer everywhere")).to_be_visible()
    assert [row[1] for row in _numbers(tab)] == ["16, from 4 of 4 answers", "21, from 5 of 5 answers"]


def test_a_changed_answer_takes_the_old_result_away(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, HIGHEST)
    _see_result(tab)
    _radio(tab, "r1", LOWEST).check()

    expect(_result(tab)).to_be_hidden()
    outdated = tab.locator(".self-check__outdated")
    expect(outdated).to_have_text("You changed an answer. Press “See my result” again.")
    expect(_radio(tab, "r1", LOWEST)).to_be_focused()

    _see_result(tab)

    expect(outdated).to_be_empty()
    assert _numbers(tab)[1][1] == "21, from 5 of 5 answers"


SINGLE_ADVICE = """\
    high: Use the right hand.
    low: Rest the right hand.
"""


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        ({"left": HIGHEST, "right": MIDDLE}, ["Carry the box.", "Turn around, then push."]),
        ({"left": MIDDLE, "right": MIDDLE}, ["Use the right hand.", "Rest the right hand."]),
        ({"right": HIGHEST}, ["Use the right hand."]),
        ({"left": HIGHEST}, ["Carry the box.", "Turn around, then push."]),
    ],
)
def test_the_advice_for_a_dimension_is_for_where_no_place_is_clear(
    browser: Browser, built_with: Callable[[str], Path], answers: dict[str, int], advice: list[str]
) -> None:
    site = built_with(SELF_CHECK.replace("places:\n", f"{SINGLE_ADVICE}places:\n"))
    with served(site) as address, browser.new_page() as tab:
        tab.goto(f"{address}example/check/")
        tab.get_by_label("My own" if "left" in answers else "Leave these statements out").check()
        _answer(tab, **answers)
        _see_result(tab)
        if "right" not in answers:
            tab.get_by_role("button", name="Show the result anyway").click()

        assert _advice(tab) == advice


def test_one_dimension_is_shown_on_a_strip(browser: Browser, built_with: Callable[[str], Path]) -> None:
    with served(built_with(ONE_DIMENSION)) as address, browser.new_page() as tab:
        tab.goto(f"{address}example/check/")
        _answer(tab, left=MIDDLE)
        _see_result(tab)

        assert _sentence(tab) == "The left hand: near the line."
        assert _advice(tab) == ["Use it.", "Rest it."]
        assert tab.locator(".self-check__plot:visible .self-check__dot").get_attribute("cx") == "50%"


# Gaps


def test_gaps_are_told_in_a_summary_with_the_same_words_beside_each_item(tab: Tab, address: str) -> None:
    _answer(tab, left=HIGHEST)
    _answer(tab, right=HIGHEST)
    tab.locator('[name="self-check--r2"]').evaluate_all("radios => radios.forEach(one => (one.checked = false))")
    _see_result(tab)

    summary = tab.locator(".self-check__errors")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert tab.title() == "Error: Check your hands - Examples"
    links = summary.get_by_role("link")
    assert links.all_inner_texts() == [
        "This question has no answer yet: Whose left hand is it?",
        "Statement 6 has no answer yet",
    ]
    assert tab.locator(".self-check__gap:visible").all_inner_texts() == links.all_inner_texts()
    item = tab.get_by_role("group", name="6. The right hand writes a clear word.")
    expect(item).to_have_accessible_description("Statement 6 has no answer yet")
    expect(_result(tab)).to_be_hidden()

    links.last.click()

    expect(_radio(tab, "r2", 1)).to_be_focused()
    expect(item.locator("legend")).to_be_in_viewport()
    tab.keyboard.press("Space")
    assert links.all_inner_texts() == ["This question has no answer yet: Whose left hand is it?"]
    expect(item).to_have_accessible_description("")
    tab.get_by_label("My own").check()
    expect(summary).to_be_hidden()
    assert tab.title() == "Check your hands - Examples"
    assert tab.url == f"{address}#self-check--r2--1"


def test_where_enough_is_answered_the_result_can_be_shown_anyway(tab: Tab) -> None:
    tab.get_by_label("My own").check()
    for id in RIGHT[:3]:
        _radio(tab, id, HIGHEST).check()
    _see_result(tab)
    expect(tab.get_by_role("button", name="Show the result anyway")).to_be_hidden()
    _radio(tab, "r4", LOWEST).check()
    _see_result(tab)

    _press(tab, "Show the result anyway")

    expect(tab.get_by_role("heading", name="Your result")).to_be_focused()
    expect(tab.locator(".self-check__errors")).to_be_hidden()
    assert tab.title() == "Check your hands - Examples"
    assert _numbers(tab) == [
        ["The left hand", "0 of 4 answered, 4 needed", "–", "no result"],
        ["The right hand", "20, from 4 of 5 answers", "11–13", "high"],
    ]


# What is kept, and where


def _key(tab: Tab) -> str:
    return f"example/self-check/{tab.locator('self-check').get_attribute('data-fingerprint')}"


def test_nothing_is_kept_before_the_first_answer(tab: Tab) -> None:
    assert tab.evaluate(STORED) == {"session": {}, "local": {}}


def test_answers_are_kept_in_the_tab_and_nowhere_else(tab: Tab, context: BrowserContext, address: str) -> None:
    _answer_all(tab, HIGHEST, LOWEST)

    kept = tab.evaluate(STORED)
    assert kept["local"] == {}
    assert list(kept["session"]) == [_key(tab)]
    assert json.loads(kept["session"][_key(tab)])["answers"] == _checked(tab)
    assert tab.evaluate("document.cookie") == ""
    assert context.cookies() == []
    expect(tab.get_by_text("Your answers are kept in this tab until you close it.")).to_be_visible()
    other = context.new_page()
    other.goto(address)
    assert _checked(other) == {}


def test_answers_survive_a_reload_a_link_on_the_page_and_the_way_back(tab: Tab, address: str) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    answers = _checked(tab)

    tab.reload()
    assert _checked(tab) == answers
    expect(_result(tab)).to_be_hidden()
    tab.get_by_role("link", name="what is kept", exact=True).click()
    assert tab.url == f"{address}#section-kept"
    assert _checked(tab) == answers
    tab.get_by_role("link", name="the sides").click()
    tab.wait_for_url("**/example/")
    tab.go_back()
    expect(tab.get_by_role("button", name="See my result")).to_be_visible()
    assert _checked(tab) == answers


def test_a_result_is_there_again_after_a_reload_and_takes_no_focus(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)
    sentence = _sentence(tab)

    tab.reload()

    expect(_result(tab)).to_be_visible()
    assert _sentence(tab) == sentence
    assert tab.evaluate("document.activeElement.tagName") == "BODY"
    tab.get_by_role("link", name="Your earlier result is still here").click()
    expect(tab.get_by_role("heading", name="Your result")).to_be_in_viewport()


def test_answers_are_kept_on_the_device_only_while_the_reader_asks_for_it(
    tab: Tab, context: BrowserContext, address: str
) -> None:
    box = tab.get_by_label("Keep my answers on this device")
    _answer_all(tab, HIGHEST, LOWEST)
    box.check()
    expect(tab.get_by_text("Your answers are kept on this device until you delete them.")).to_be_visible()
    answers = _checked(tab)
    assert list(tab.evaluate(STORED)["local"]) == [_key(tab)]

    other = context.new_page()
    other.goto(address)
    assert _checked(other) == answers
    expect(other.get_by_label("Keep my answers on this device")).to_be_checked()
    box.uncheck()

    assert tab.evaluate(STORED)["local"] == {}
    assert _checked(tab) == answers


def test_deleted_answers_are_gone_everywhere(tab: Tab, context: BrowserContext) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    tab.get_by_label("Keep my answers on this device").check()
    _see_result(tab)

    _press(tab, "Delete my answers")

    expect(tab.locator(".self-check__status")).to_have_text("Your answers are deleted.")
    expect(tab.locator(".self-check__status")).to_be_focused()
    expect(_result(tab)).to_be_hidden()
    expect(tab.get_by_label("Keep my answers on this device")).not_to_be_checked()
    assert tab.evaluate(STORED) == {"session": {}, "local": {}}
    assert _checked(tab) == {}
    tab.reload()
    assert _checked(tab) == {}


def test_who_answers_again_starts_from_the_top_and_keeps_whom_it_is_about(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)

    _press(tab, "Answer again")

    expect(_result(tab)).to_be_hidden()
    expect(tab.locator(".self-check__status")).to_be_focused()
    assert _checked(tab) == {"self-check--left--about": "own"}
    expect(tab.get_by_text("0 of 9 answered").first).to_be_visible()


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("revision: 1", "revision: 2", True),
        ("text: The left hand drops what it holds., reverse: true", "text: The left hand drops what it holds.", True),
        ("{id: l3", "{id: l9", True),
        ("The left hand opens the door", "The left hand opens a door", False),
    ],
)
def test_changed_questions_take_no_earlier_answers_and_say_so(
    context: BrowserContext, built_with: Callable[[str], Path], old: str, new: str, is_told: bool
) -> None:
    tab = context.new_page()
    host = "http://hands.example/"

    def serve(folder: Path) -> None:
        tab.unroute_all()
        tab.route(f"{host}**/*", lambda route: route.fulfill(path=_file(folder, route.request.url.removeprefix(host))))
        tab.goto(f"{host}example/check/")

    serve(built_with(SELF_CHECK))
    _answer_all(tab, HIGHEST, LOWEST)
    tab.get_by_label("Keep my answers on this device").check()
    serve(built_with(SELF_CHECK.replace(old, new)))

    told = "The questions changed; your earlier answers were not loaded." if is_told else ""
    expect(tab.locator(".self-check__status")).to_have_text(told)
    assert len(_checked(tab)) == (0 if is_told else 1 + len(STATEMENTS))
    kept = tab.evaluate(STORED)
    assert (kept["session"] == {}, kept["local"] == {}) == (is_told, is_told)


def _file(folder: Path, path: str) -> Path:
    return folder / (path + "index.html" if path.endswith("/") else path)


@pytest.mark.parametrize("broken", ["throw new DOMException('no', 'SecurityError')", "return null"])
def test_a_browser_that_keeps_nothing_breaks_nothing_and_is_told(
    context: BrowserContext, address: str, broken: str
) -> None:
    for kind in ("sessionStorage", "localStorage"):
        context.add_init_script(f"Object.defineProperty(window, '{kind}', {{get() {{ {broken} }}}})")
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(address)
    _answer_all(tab, HIGHEST, LOWEST)
    expect(tab.get_by_text("Not saved: your browser lets this page keep nothing.")).to_be_visible()
    _see_result(tab)

    expect(_result(tab)).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize(
    "kept", ["", "null", "7", "[]", "{", '{"answers": null}', '{"answers": {"self-check--l1": "99"}}']
)
def test_what_others_wrote_into_the_storage_breaks_nothing(tab: Tab, kept: str) -> None:
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [_key(tab), kept])
    tab.reload()
    _answer_all(tab, HIGHEST, HIGHEST)
    _see_result(tab)

    expect(_result(tab)).to_be_visible()
    assert complaints == []


# Nothing leaves the page


def _download(tab: Tab) -> Download:
    with tab.expect_download() as downloaded:
        _press(tab, "Download my answers")
    return downloaded.value


def test_nothing_is_asked_of_any_host_from_the_first_answer_to_the_download(tab: Tab) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    tab.wait_for_load_state("networkidle")
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.evaluate("window.print = () => (window.printed = true)")

    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)
    _press(tab, "Print")
    _download(tab)
    _press(tab, "Delete my answers")

    assert tab.evaluate("window.printed")
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert complaints == []


def test_the_download_holds_every_answer_and_every_total(tab: Tab, tmp_path: Path) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _radio(tab, "r5", CANNOT_SAY).check()
    _see_result(tab)
    today = tab.evaluate("new Date().toLocaleDateString('sv')")

    download = _download(tab)

    assert download.suggested_filename == f"example-self-check-{today}.csv"
    download.save_as(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["Date", "Part", "About", "Statement", "Answer", "Counts as"]
    assert len(rows) == len(STATEMENTS) + 2
    assert rows[1] == [today, "The left hand", "My own", "2. The left hand drops what it holds.", "Never", "5"]
    assert rows[4] == [today, "The left hand", "My own", "Total", "high", "20"]
    assert rows[-2] == [
        today,
        "The right hand",
        "",
        "9. The right hand finds the switch in the dark.",
        "I can't say",
        "",
    ]
    assert rows[-1] == [today, "The right hand", "", "Total", "low", "4"]


# The weight of it


def _script_bytes(page_url: str, site: Path) -> dict[str, int]:
    page = BuiltSite(site).pages[page_url]
    sources = [script.get("src", "") for script in page.find("script") if script.get("src")]
    own = {re.sub(r"^(\.\./)+|^\./", "", source) for source in sources}
    folders = {path.rpartition("/")[0] for path in own if path.endswith("/script.js")}
    own |= {f"{folder}/{path.name}" for folder in folders for path in (site / folder).glob("*.js")}
    return {path: (site / path).stat().st_size for path in own}


def test_all_scripts_of_the_page_weigh_less_than_25_kilobytes(site: Path) -> None:
    sizes = _script_bytes("example/check/", site)

    assert {"assets/site.js", "assets/self-check/script.js", "assets/self-check/scoring.js"} == set(sizes)
    assert sum(sizes.values()) < 25_000


def test_other_pages_do_not_load_it(site: Path) -> None:
    assert set(_script_bytes("example/", site)) == {"assets/site.js"}


# On paper


def test_the_printed_result_has_table_date_and_limits_and_no_buttons(tab: Tab) -> None:
    _answer_all(tab, HIGHEST, LOWEST)
    _see_result(tab)
    tab.emulate_media(media="print")

    today = tab.evaluate("new Date().toLocaleDateString('en', {dateStyle: 'long'})")
    expect(tab.get_by_text(f"From your answers of {today}")).to_be_visible()
    expect(tab.locator(".self-check__numbers")).to_be_visible()
    expect(tab.get_by_text("how strong a hand is")).to_be_visible()
    assert _advice(tab) == ["Turn around, then push."]
    assert tab.locator("self-check :is(button, input):visible").count() == 0
    expect(tab.locator(".self-check__by-hand")).to_be_hidden()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_printed_worksheet_can_be_filled_in_and_scored_by_hand(
    browser: Browser, address: str, has_scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=has_scripts) as context:
        tab = context.new_page()
        tab.goto(address)
        tab.emulate_media(media="print")

        _expect_worksheet(tab)


# Without scripts


@pytest.mark.parametrize("width", [320, WIDE])
def test_without_scripts_the_page_is_a_worksheet_with_no_dead_button(
    browser: Browser, address: str, width: int
) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}) as context:
        tab = context.new_page()
        tab.goto(address)

        _expect_worksheet(tab)


def _expect_worksheet(tab: Tab) -> None:
    assert tab.locator("self-check button:visible").count() == 0
    for number, text in enumerate(STATEMENTS.values(), 1):
        group = tab.get_by_role("group", name=f"{number}. {text}")
        labels = [" ".join(label.split()) for label in group.locator("label:visible").all_inner_texts()]
        assert labels == [
            "Never (1)", "Rarely (2)", "Sometimes (3)", "Often (4)", "Always (5)", "I can't say",
        ]  # fmt: skip
    by_hand = tab.locator(".self-check__by-hand")
    expect(by_hand).to_contain_text("Each answer counts the number behind it: Never 1, Rarely 2,")
    expect(by_hand).to_contain_text(
        "Statements that count the other way round: 8. For these, write 6 minus your number."
    )
    assert by_hand.locator("tbody").last.locator("tr").all_inner_texts() == [
        "Low\t4–10\t5–13", "Near the line\t11–13\t14–16", "High\t14–20\t17–25",
    ]  # fmt: skip
    assert len(_advice(tab)) == 4
    assert _names(tab) == ["Two sure hands", "A sure left hand", "A sure right hand", "Two unsure hands"]
    expect(tab.get_by_text("how strong a hand is")).to_be_visible()


# What other parts of the site make of it


def test_search_finds_the_statements_and_not_their_answers(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    texts = " ".join(entry["text"] for entry in index)

    assert "The left hand drops what it holds." in texts
    assert "Carry the box." in texts
    assert [word for word in ("Rarely (2)", "has no answer yet", "Download my answers") if word in texts] == []


@pytest.mark.parametrize(
    ("title", "levels"), [("", "1 2 2 2 2 3 3 2 2 3 3 3 3 2 2"), ("title: Hands\n", "1 2 3 3 3 3 4 4 3 3 4 4 4 4 3 2")]
)
def test_its_headings_go_below_its_title(built_with: Callable[[str], Path], title: str, levels: str) -> None:
    page = BuiltSite(built_with(title + SELF_CHECK)).pages["example/check/"]

    assert " ".join(element.tag[1] for element in page.article.iter() if element.tag in HEADINGS) == levels
    assert page.parse_errors == []


# Colors


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_result_can_be_seen_in_forced_colors(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(forced_colors="active", color_scheme=scheme) as context:
        tab = context.new_page()
        tab.goto(address)
        _answer_all(tab, MIDDLE, HIGHEST)
        _see_result(tab)
        paper = tab.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")

        dot = tab.locator(".self-check__plot:visible .self-check__dot")
        assert dot.evaluate("dot => getComputedStyle(dot).fill") != paper
        edge = tab.locator(".self-check__plot:visible .self-check__edge").first
        assert edge.evaluate("edge => getComputedStyle(edge).stroke") != paper


def test_its_files_come_with_the_project() -> None:
    assert "blocks/*/*.js" in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
