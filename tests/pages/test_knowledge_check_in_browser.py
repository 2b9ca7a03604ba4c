"""The knowledge check in a real browser: with a mouse, by keyboard alone, without scripts, and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from built_site import served
from conftest import PROJECT, run_mkdocs
from example_site import write_site

CHECK = """\
question: Which side is it?
options:
  - {id: left, label: Left}
  - {id: right, label: Right}
  - {id: neither, label: Neither}
situations:
  - id: heart
    title: The heart
    situation: The doctor listens to the *heart*.
    answer: left
    clue: Where the heart beats.
    reasons:
      left: It beats there.
      right: Hardly anyone's beats there [@one-2001].
      neither: It is on a side.
    more: section-sides
  - id: nose
    title: The nose
    situation: He touches his nose.
    answer: neither
    clue: Where the nose stands.
    reasons:
      left: It stands in the middle, not left.
      right: It stands in the middle, not right.
      neither: It stands in the middle.
    more: section-middle
  - id: liver
    title: The liver
    situation: She holds her liver.
    answer: right
    clue: Where the liver lies.
    reasons:
      left: Only its tip lies there.
      right: Most of it lies there.
      neither: No, on a side.
    more: section-sides
"""
PAGE = """\
## Sides {#section-sides}

{{ knowledge_check() }}

## The middle {#section-middle}

## Sources {#section-sources}

{{ sources() }}
"""
REASONS = {
    "The heart": {
        "Left": "It beats there.",
        "Right": "Hardly anyone's beats there [1].",
        "Neither": "It is on a side.",
    },
    "The nose": {
        "Left": "It stands in the middle, not left.",
        "Right": "It stands in the middle, not right.",
        "Neither": "It stands in the middle.",
    },
    "The liver": {"Left": "Only its tip lies there.", "Right": "Most of it lies there.", "Neither": "No, on a side."},
}
ANSWERS = {"The heart": "Left", "The nose": "Neither", "The liver": "Right"}
CLUES = {
    "The heart": "Where the heart beats.",
    "The nose": "Where the nose stands.",
    "The liver": "Where the liver lies.",
}


# What brings any page with a knowledge check, just loaded, into each of its states.


def _check(situation: Locator, *, agrees: bool) -> None:
    """Choose what the page has, or something else, and press the button."""
    pages_own = f"[value='{situation.get_attribute('data-answer')}']"
    situation.locator(f"input{pages_own}" if agrees else f"input:not({pages_own})").first.check()
    situation.get_by_role("button", name="Check").click()


def _check_all(tab: Tab, *, missed: int) -> None:
    """Check every situation, the first `missed` ones with an option that is not the page's."""
    for number, situation in enumerate(tab.locator(".situation").all()):
        _check(situation, agrees=number >= missed)


def untouched(tab: Tab) -> None:
    """Nothing chosen."""


def no_choice(tab: Tab) -> None:
    """Checked without a choice."""
    tab.locator(".situation button").first.click()


def one_agreed(tab: Tab) -> None:
    """One situation as the page has it, its other reasons unfolded."""
    situation = tab.locator(".situation").first
    _check(situation, agrees=True)
    for summary in situation.locator("summary").all():
        summary.click()


def one_missed(tab: Tab) -> None:
    """One situation missed."""
    _check(tab.locator(".situation").first, agrees=False)


def end_with_two_missed(tab: Tab) -> None:
    """All checked, two of them missed."""
    _check_all(tab, missed=2)


def end_with_none_missed(tab: Tab) -> None:
    """All checked as the page has them."""
    _check_all(tab, missed=0)


STATES: tuple[Callable[[Tab], None], ...] = (
    untouched,
    no_choice,
    one_agreed,
    one_missed,
    end_with_two_missed,
    end_with_none_missed,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a knowledge check, built."""
    files = {
        "mkdocs.yml": f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n",
        "content/example/knowledge-check.yml": CHECK,
        "docs/example/index.md": PAGE,
    }
    site = write_site(tmp_path_factory.mktemp("knowledge-check"), **files)
    done = run_mkdocs(site, "build", "--strict")
    assert done.returncode == 0, done.stderr
    return site / "site"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as home:
        yield f"{home}example/"


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """A phone that has just loaded the page."""
    with browser.new_page(viewport={"width": 390, "height": 800}) as opened:
        opened.goto(address)
        yield opened


@pytest.fixture
def tab_without_scripts(browser: Browser, address: str) -> Iterator[Tab]:
    with browser.new_page(java_script_enabled=False) as opened:
        opened.goto(address)
        yield opened


def _situation(tab: Tab, title: str) -> Locator:
    return tab.locator(".situation", has=tab.get_by_role("heading", name=title))


def _answer(tab: Tab, title: str, option: str) -> Locator:
    """Choose an option and press the button; gives the situation."""
    situation = _situation(tab, title)
    situation.get_by_label(option).check()
    situation.get_by_role("button", name="Check").click()
    return situation


def _button(tab: Tab, title: str) -> Locator:
    return _situation(tab, title).get_by_role("button", name="Check")


def _feedback(situation: Locator) -> Locator:
    return situation.locator(".situation__feedback")


def _lines(place: Locator) -> list[str]:
    return [line.strip() for line in place.inner_text().splitlines() if line.strip()]


# What is said of an answer


def test_nothing_is_told_before_the_reader_has_predicted(tab: Tab) -> None:
    shown = tab.locator("article").inner_text()

    assert [text for reasons in REASONS.values() for text in reasons.values() if text in shown] == []
    assert [clue for clue in CLUES.values() if clue in shown] == []
    assert "Answer" not in shown


def test_an_answer_like_the_pages_gets_its_reason_and_the_clue(tab: Tab) -> None:
    situation = _answer(tab, "The heart", "Left")

    assert _lines(_feedback(situation)) == [
        "Yes", "Left", "It beats there.", "What decides: Where the heart beats.", "More: Sides",
    ]  # fmt: skip


def test_another_answer_gets_its_own_reason_the_clue_and_then_the_pages_answer(tab: Tab) -> None:
    situation = _answer(tab, "The nose", "Right")

    assert _lines(_feedback(situation)) == [
        "Not quite",
        "Right", "It stands in the middle, not right.",
        "What decides: Where the nose stands.",
        "This page says:", "Neither", "It stands in the middle.",
        "More: The middle",
    ]  # fmt: skip
    expect(_feedback(situation).get_by_role("link")).to_have_attribute("href", "#section-middle")


def test_the_reasons_for_the_other_options_can_be_unfolded(tab: Tab) -> None:
    situation = _answer(tab, "The nose", "Right")
    situation.get_by_text("Why not the others").click()

    assert _lines(situation.locator("details")) == ["Why not the others", "Left", "It stands in the middle, not left."]


def test_a_second_answer_takes_the_place_of_the_first(tab: Tab) -> None:
    _answer(tab, "The nose", "Right")
    situation = _answer(tab, "The nose", "Neither")

    assert _lines(_feedback(situation))[:3] == ["Yes", "Neither", "It stands in the middle."]
    expect(situation.locator("details")).to_have_count(1)


def test_a_verdict_goes_when_another_option_is_chosen(tab: Tab) -> None:
    situation = _answer(tab, "The nose", "Right")
    expect(_feedback(situation)).to_be_in_viewport(ratio=0.5)
    situation.get_by_label("Left").check()

    assert _lines(_feedback(situation)) == []
    expect(situation.locator("details")).to_be_hidden()
    expect(tab.locator(".knowledge-check__progress")).to_contain_text("0 of")


def test_what_is_said_appears_in_a_status_that_was_there_from_the_start(tab: Tab) -> None:
    situation = _situation(tab, "The heart")
    hint, feedback = situation.get_by_role("status").element_handles()

    _button(tab, "The heart").click()
    assert hint.inner_text() == "Choose an answer first."
    _answer(tab, "The heart", "Left")

    assert feedback.inner_text().startswith("Yes")
    assert hint.inner_text() == ""


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_no_text_stands_on_the_page_twice(tab: Tab, reach: Callable[[Tab], None]) -> None:
    reach(tab)

    article = tab.locator("article").text_content() or ""
    texts = [text for reasons in REASONS.values() for text in reasons.values()] + list(CLUES.values())
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert {text: article.count(text) for text in texts if article.count(text) != 1} == {}
    assert sorted(set(ids)) == sorted(ids)


def test_without_a_choice_the_reader_is_told_so_beside_the_options(tab: Tab) -> None:
    choice = tab.get_by_role("group", name="Which side is it?").first
    _button(tab, "The heart").click()

    expect(choice).to_have_accessible_description("Choose an answer first.")
    expect(_button(tab, "The heart")).to_be_focused()
    expect(_feedback(_situation(tab, "The heart"))).to_be_empty()
    _situation(tab, "The heart").get_by_label("Right").check()
    expect(choice).to_have_accessible_description("")
    expect(tab.get_by_text("Choose an answer first.")).to_have_count(0)


# The end


def test_the_end_says_how_many_agree_and_leads_to_the_missed_ones_and_their_sections(tab: Tab) -> None:
    for title, option in {"The heart": "Left", "The nose": "Left", "The liver": "Left"}.items():
        expect(tab.get_by_role("heading", name="How it went")).to_be_hidden()
        _answer(tab, title, option)

    result = tab.locator(".knowledge-check__result")
    expect(result).to_contain_text("You and this page agree on 1 of 3.")
    assert [(link.inner_text(), link.get_attribute("href")) for link in result.get_by_role("link").all()] == [
        ("The nose", "#knowledge-check-nose"),
        ("The middle", "#section-middle"),
        ("The liver", "#knowledge-check-liver"),
        ("Sides", "#section-sides"),
    ]


def test_whoever_checks_the_last_one_is_led_to_the_end(tab: Tab) -> None:
    for title, option in {"The heart": "Left", "The liver": "Left", "The nose": "Left"}.items():
        _answer(tab, title, option)
    _feedback(_situation(tab, "The nose")).get_by_role("link", name="see how it went").click()

    expect(tab.get_by_role("heading", name="How it went")).to_be_in_viewport()
    expect(tab.get_by_role("link", name="see how it went")).to_have_count(1)


def test_before_the_end_the_page_tells_how_many_are_checked(tab: Tab) -> None:
    expect(tab.get_by_text("0 of 3 checked")).to_be_visible()
    _answer(tab, "The liver", "Left")

    expect(tab.get_by_text("1 of 3 checked")).to_be_visible()


def test_where_all_agree_there_is_nothing_to_try_again(tab: Tab) -> None:
    end_with_none_missed(tab)

    expect(tab.get_by_text("You and this page agree on 3 of 3.")).to_be_visible()
    expect(tab.get_by_text("Worth another look")).to_be_hidden()
    expect(tab.get_by_role("button", name="Try the missed ones again")).to_be_hidden()


def test_trying_again_clears_the_missed_ones_only(tab: Tab) -> None:
    for title, option in {"The nose": "Left", "The liver": "Left", "The heart": "Left"}.items():
        _answer(tab, title, option)
    tab.get_by_role("button", name="Try the missed ones again").click()

    expect(tab.get_by_role("heading", name="The nose")).to_be_focused()
    expect(tab.get_by_role("heading", name="The nose")).to_be_in_viewport()
    assert _lines(_feedback(_situation(tab, "The heart")))[0] == "Yes"
    expect(_situation(tab, "The heart").get_by_label("Left")).to_be_checked()
    for title in ("The nose", "The liver"):
        expect(_situation(tab, title).locator(":checked")).to_have_count(0)
        expect(_feedback(_situation(tab, title))).to_be_empty()
        expect(_situation(tab, title).locator("details")).to_be_hidden()
    expect(tab.get_by_text("1 of 3 checked")).to_be_visible()
    expect(tab.get_by_role("heading", name="How it went")).to_be_hidden()
    expect(tab.get_by_role("link", name="see how it went")).to_have_count(0)

    for title in ("The nose", "The liver"):
        _answer(tab, title, ANSWERS[title])

    expect(tab.get_by_text("You and this page agree on 3 of 3.")).to_be_visible()


def test_starting_again_clears_everything(tab: Tab) -> None:
    end_with_two_missed(tab)
    tab.get_by_role("button", name="Start again").click()

    expect(tab.get_by_role("heading", name="The heart")).to_be_focused()
    expect(tab.locator(":checked")).to_have_count(0)
    expect(tab.locator(".situation__feedback:empty")).to_have_count(3)
    expect(tab.get_by_text("0 of 3 checked")).to_be_visible()


# The keyboard


def _press_tab_until(tab: Tab, place: Locator) -> None:
    for _ in range(20):
        if place.evaluate("one => one === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    expect(place).to_be_focused()


def test_by_keyboard_alone_to_the_end_and_through_the_missed_one(tab: Tab) -> None:
    tab.get_by_role("heading", name="Sides").get_by_role("link").focus()
    for title, downs in {"The heart": 0, "The nose": 1, "The liver": 1}.items():
        situation = _situation(tab, title)
        _press_tab_until(tab, situation.get_by_label("Left"))
        tab.keyboard.press("Space")
        for _ in range(downs):
            tab.keyboard.press("ArrowDown")
        expect(situation.locator(":checked")).to_be_focused()
        expect(_feedback(situation)).to_be_empty()
        _press_tab_until(tab, _button(tab, title))
        tab.keyboard.press("Enter")
        expect(_feedback(situation)).not_to_be_empty()
        expect(_button(tab, title)).to_be_focused()
    again = tab.get_by_role("button", name="Try the missed ones again")
    _press_tab_until(tab, again)
    tab.keyboard.press("Space")
    expect(tab.get_by_role("heading", name="The nose")).to_be_focused()

    tab.keyboard.press("Tab")  # the heading's own link
    _press_tab_until(tab, _situation(tab, "The nose").get_by_label("Left"))
    for _ in range(2):
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")

    expect(tab.get_by_text("You and this page agree on 3 of 3.")).to_be_visible()
    expect(_situation(tab, "The nose").get_by_label("Neither")).to_be_focused()


@pytest.mark.parametrize("key", ["/", "n", "p", ",", "."])
def test_a_key_pressed_while_choosing_is_no_shortcut_of_the_page(tab: Tab, address: str, key: str) -> None:
    tab.evaluate("document.addEventListener('keydown', () => (window.wasHeard = true))")
    for place in (_situation(tab, "The heart").get_by_label("Left"), _button(tab, "The heart")):
        place.focus()
        tab.keyboard.press(key)

        expect(place).to_be_focused()
    assert tab.evaluate("window.wasHeard") is None
    assert tab.url == address


def test_on_a_phone_everything_to_press_is_44_pixels_high(tab: Tab) -> None:
    end_with_two_missed(tab)
    targets = tab.locator(".situation label, .knowledge-check button, .situation summary").all()

    assert len(targets) > 9
    assert [one.inner_text() for one in targets if (one.bounding_box() or {"height": 0})["height"] < 44] == []


# Sources


def test_a_source_leads_back_to_the_situation_whose_answer_cites_it_while_that_is_hidden(tab: Tab) -> None:
    back = tab.locator(".sources__back a")
    back.click()
    expect(tab.get_by_role("heading", name="The heart")).to_be_in_viewport()

    _answer(tab, "The heart", "Right")
    back.click()

    expect(tab.get_by_text("Hardly anyone's beats there")).to_be_in_viewport()


# Without scripts, and on paper


def test_without_scripts_each_situation_is_complete(tab_without_scripts: Tab) -> None:
    for title, reasons in REASONS.items():
        situation = _situation(tab_without_scripts, title)
        assert situation.get_by_role("listitem").all_inner_texts() == ["Left", "Right", "Neither"]
        situation.get_by_text("Answer", exact=True).click()
        lines = _lines(situation.locator("details"))

        assert lines[:4] == [
            "Answer", ANSWERS[title], reasons[ANSWERS[title]], f"What decides: {CLUES[title]}",
        ]  # fmt: skip
        assert set(lines) >= set(reasons.values())


def test_without_scripts_there_is_nothing_that_does_nothing(tab_without_scripts: Tab) -> None:
    article = tab_without_scripts.locator("article")

    expect(article.locator("button, input, label, [role=status]")).to_have_count(0)
    assert "checked" not in article.inner_text()


# Whether an element takes up room and is not within what is folded away.
_UNSEEN = """texts => texts.filter((text) => ![...document.querySelectorAll("article *")].some((element) =>
  element.childElementCount < 2 && element.textContent.includes(text) && element.checkVisibility() &&
  element.getBoundingClientRect().height > 0))"""
_TOP = "element => element.getBoundingClientRect().top"


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_on_paper_nothing_is_lost_and_nothing_is_left_to_press(tab: Tab, reach: Callable[[Tab], None]) -> None:
    reach(tab)
    tab.emulate_media(media="print")

    reasons = [text.removesuffix(" [1].") for reasons in REASONS.values() for text in reasons.values()]
    assert tab.evaluate(_UNSEEN, [*reasons, *CLUES.values(), *REASONS, "Left", "Right", "Neither"]) == []
    assert [button.inner_text() for button in tab.locator("article button").all() if button.is_visible()] == []


def test_on_paper_the_answers_stand_after_all_situations(tab: Tab) -> None:
    one_agreed(tab)
    tab.emulate_media(media="print")

    tops = {title: _situation(tab, title).locator("fieldset").evaluate(_TOP) for title in REASONS}
    answers = {title: tab.get_by_text(CLUES[title]).evaluate(_TOP) for title in CLUES}
    assert tops["The heart"] < answers["The heart"] < tops["The nose"] < tops["The liver"]
    assert tops["The liver"] < answers["The nose"] < answers["The liver"]


# What the page costs and keeps


def test_nothing_is_asked_for_or_kept_while_the_reader_answers(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        no_choice(tab)
        end_with_two_missed(tab)
        tab.get_by_role("button", name="Try the missed ones again").click()
        end_with_none_missed(tab)
        tab.get_by_role("button", name="Start again").click()

        assert asked == []
        assert tab.url == address
        assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        assert context.cookies() == []
        assert tab.evaluate("indexedDB.databases()") == []

        tab.reload()
        expect(tab.locator(":checked")).to_have_count(0)


def test_its_script_is_loaded_where_it_is_used_and_all_scripts_together_stay_small(
    browser: Browser, address: str, folder: Path
) -> None:
    loaded: dict[str, list[str]] = {}
    with browser.new_page() as tab:
        for url in (address, address.removesuffix("example/")):
            loaded[url] = []
            tab.goto(url)
            urls = tab.evaluate("[...document.scripts].map((script) => script.src).filter(Boolean)")
            loaded[url] = [one.removeprefix(address.removesuffix("example/")) for one in urls]

    with_check, home = loaded.values()
    assert with_check == ["assets/site.js", "assets/knowledge-check/script.js"]
    assert home == ["assets/site.js"]
    assert sum((folder / name).stat().st_size for name in with_check) < 25_000


def test_search_finds_each_situation_and_none_of_the_words_on_its_buttons(folder: Path) -> None:
    index = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: entry["text"] for entry in index["docs"]}

    assert "The doctor listens to the" in texts["example/#knowledge-check-heart"]
    assert [text for text in texts.values() if "Choose an answer" in text or "Try the missed" in text] == []
