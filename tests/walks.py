"""The ways of a reader through a site, each told once for every browser engine: what is done, and what comes of it.

A walk raises an `AssertionError` that says in a sentence what a reader should have got.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engines import Tab

PHONE, WIDE = 390, 1280
_MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
_MANY_STOPS = 500  # of the Tab key, more than any page has before what a walk looks for

_SEEN = "(selector) => document.querySelector(selector)?.checkVisibility({ visibilityProperty: true })"
_STORED = "() => [{ ...localStorage }, { ...sessionStorage }, document.cookie]"
_NOTHING = [{}, {}, ""]


def _must(tab: Tab, what: str, found: Any, expected: Any) -> None:
    assert found == expected, f"{tab.engine}: {what}: {found} in place of {expected}"


# Reading


def reading(tab: Tab, page: str) -> None:
    """The page can be read on a phone and on a wide screen, and nothing is cut off."""
    for width in (PHONE, WIDE):
        tab.resize(width)
        tab.open(page)
        for part in ("article h1", "article p"):
            tab.expect(f"{part} can be seen at {width} px on {page}", _SEEN, part)
        tab.run(f"() => {{ {_MEASURES} }}")
        misfits = tab.run("() => measure.misfits(document.querySelector('article'))")
        _must(tab, f"all fits at {width} px on {page}", misfits, [])
        tab.expect(
            f"the page {page} ends where its window ends",
            "() => document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth",
        )


def unfolding(tab: Tab, page: str) -> None:
    """Whatever is folded on the page opens at a tap on its first line, and closes at another."""
    tab.resize(PHONE)
    tab.open(page)
    folded = tab.run(
        """() => [...document.querySelectorAll("details:not([open])")].filter((one) => one.checkVisibility())
          .map((one, place) => (one.dataset.place = place))"""
    )
    for place in folded:
        inside = f"[data-place='{place}'] > :not(summary)"
        tab.tap(f"[data-place='{place}'] > summary")
        tab.expect(f"a tap opens what is folded on {page}", _SEEN, inside)
        tab.tap(f"[data-place='{place}'] > summary")
        tab.expect(f"another tap folds it on {page}", f"(selector) => !({_SEEN})(selector)", inside)


def meanings(tab: Tab, page: str) -> None:
    """The focus brings up what a term means, and Escape sends it away."""
    tab.resize(WIDE)
    tab.open(page)
    _press_tab_until(tab, "a term has the focus", "() => document.activeElement.matches('[data-short]')")
    tab.expect(
        "its meaning is told",
        """() => document.querySelector("#tip:popover-open")?.textContent === document.activeElement.dataset.short""",
    )
    tab.press("Escape")
    tab.expect("Escape sends the meaning away", "() => !document.querySelector('#tip:popover-open')")


def colors(tab: Tab, page: str) -> None:
    """The colors can be switched, and stay so on the next page; this is all that is kept."""
    background = "() => getComputedStyle(document.body).backgroundColor"
    tab.resize(WIDE)
    tab.open(page)
    before = tab.run(background)
    _must(tab, "nothing is kept before", tab.run(_STORED), _NOTHING)
    tab.tap("#scheme-switch")
    tab.expect("the colors change", f"(before) => ({background})() !== before", before)
    tab.open(page)
    tab.expect("the colors stay changed", f"(before) => ({background})() !== before", before)
    _must(tab, "one choice is kept", [len(kept) for kept in tab.run(_STORED)], [1, 0, 0])


def _press_tab_until(tab: Tab, what: str, condition: str) -> None:
    for _ in range(_MANY_STOPS):
        tab.press("Tab")
        if tab.run(condition):
            return
    raise AssertionError(f"{tab.engine}: {what}: the Tab key did not lead there")


# Search


def search(tab: Tab, home: str, words: str, place: str) -> None:
    """By the keyboard alone, the search finds words, leads to their place, and says where it finds nothing."""
    tab.resize(PHONE)
    tab.open(home)
    _open_search(tab)
    tab.type("xyzzyxyzzy")
    nothing = "() => { const { dataset } = document.querySelector('#search'); return dataset.nothing }"
    tab.expect(
        "the search says that it finds nothing",
        f"() => document.querySelector('.search__status').textContent === ({nothing})()",
    )
    tab.press("Escape")
    tab.expect("Escape closes the search", "() => !document.querySelector('#search').open")

    tab.open(home)
    _open_search(tab)
    tab.type(words)
    tab.expect(
        f"what the search finds first for “{words}” is {place}",
        "(address) => document.querySelector('.search__results a')?.href === address",
        home + place,
    )
    tab.press("ArrowDown")
    tab.expect(
        "an arrow key leads to it", "() => document.activeElement === document.querySelector('.search__results a')"
    )
    tab.run(
        """() => {
          document.querySelector(".search__results li").dataset.before = "";
          document.querySelector("#search-words").dispatchEvent(new Event("input"));
        }"""
    )
    tab.expect(
        "results that come late leave the focus where it is",
        """() => !document.querySelector("[data-before]")
          && document.activeElement === document.querySelector(".search__results a")""",
    )
    tab.press("Enter")
    tab.expect(
        f"the Enter key leads to {place}",
        "(address) => location.href === address && !document.querySelector('#search').open",
        home + place,
    )
    _, _, fragment = place.partition("#")
    tab.expect(
        f"{place} can be seen",
        """(id) => {
          const { top, bottom } = (document.getElementById(id) ?? document.querySelector("h1")).getBoundingClientRect()
          return top < innerHeight && bottom > 0
        }""",
        fragment,
    )


def _open_search(tab: Tab) -> None:
    tab.press("/")
    tab.expect("its key opens the search", "() => document.activeElement === document.querySelector('#search-words')")


# The self-check


_AT = """() => {
  const at = document.activeElement
  if (at.matches("self-check [data-do=show]")) return "end"
  const isAnswered = () => document.querySelector(`[name="${CSS.escape(at.name)}"]:checked`)
  if (!at.matches("self-check [type=radio]") || isAnswered()) return ""
  return at.closest("[data-about]") ? "about" : "statement"
}"""
_CHOSEN = "() => document.activeElement.checked"
_TOTALS_OF_SECOND_ANSWERS = """() => {
  const top = Number(document.querySelector("self-check").dataset.options)
  const counted = ({ dataset }) => ("reversed" in dataset ? top - 1 : 2)
  return [...document.querySelectorAll("self-check [data-dimension]")].map((part) =>
    [...part.querySelectorAll("[data-statement]")].map(counted).reduce((sum, one) => sum + one))
}"""
_TOTALS_SHOWN = """() => [...document.querySelectorAll("self-check [data-row]")].map((row) =>
  parseInt(row.querySelector("td").textContent))"""
_ANSWERED = "() => document.querySelectorAll('self-check input[type=radio]:checked').length"


def self_check(tab: Tab, page: str) -> None:
    """By the keyboard alone all statements are answered, the result is shown, and answers stay where it was asked."""
    tab.resize(PHONE)
    tab.open(page)
    _must(tab, "nothing is kept before an answer", tab.run(_STORED), _NOTHING)
    answered = 0
    while (at := _next_question(tab)) != "end":
        tab.press("Space")
        if at == "statement":
            tab.press("ArrowDown")
        tab.expect("a key chooses an answer", _CHOSEN)
        answered += 1
        _must(tab, "no result is shown before it is asked for", tab.run(_SEEN, ".self-check__result"), False)

    tab.press("Enter")
    tab.expect("the result has the focus", "() => document.activeElement.matches('.self-check__result-title')")
    tab.expect("it is told in a sentence", "() => document.querySelector('.self-check__sentence').textContent.trim()")
    tab.expect("it can be seen", _SEEN, ".self-check__sentence")
    _must(tab, "the totals are shown", tab.run(_TOTALS_SHOWN), tab.run(_TOTALS_OF_SECOND_ANSWERS))
    _must(tab, "answers are kept in the tab alone", [len(kept) for kept in tab.run(_STORED)], [0, 1, 0])

    tab.tap("self-check .self-check__keep")
    tab.expect("answers are kept on the device when that is asked for", "() => localStorage.length === 1")
    tab.run("() => sessionStorage.clear()")  # as closing the tab does
    tab.open(page)
    tab.expect("answers are there again", f"(answered) => ({_ANSWERED})() === answered", answered)
    tab.expect("the earlier result is offered", _SEEN, ".self-check__earlier a")

    tab.tap(".self-check__keeping [data-do=delete]")
    tab.expect("answers can be deleted", f"() => ({_ANSWERED})() === 0")
    _must(tab, "nothing is kept after that", tab.run(_STORED), _NOTHING)


def _next_question(tab: Tab) -> str:
    _press_tab_until(tab, "a question without an answer, or the button, has the focus", _AT)
    return tab.run(_AT)


# The knowledge check


_SITUATIONS = """() => [...document.querySelectorAll("knowledge-check .situation")].map((one) =>
  [one.querySelector("h3").id, one.dataset.answer])"""
_REASONS = """(situation) => [...document.querySelectorAll(`${situation} .situation__feedback [data-option]`)]
  .filter((one) => one.checkVisibility()).map((one) => one.dataset.option)"""


def knowledge_check(tab: Tab, page: str) -> None:
    """Each answer gets a reason, one that is not the page's own gets the page's, too, and the end says how it went."""
    tab.resize(PHONE)
    tab.open(page)
    tab.expect("the check has begun", "() => document.querySelector('knowledge-check button')")
    situations = tab.run(_SITUATIONS)
    first, answer = f".situation:has(#{situations[0][0]})", situations[0][1]
    _must(tab, "nothing is told before", tab.run(_REASONS, first), [])
    tab.tap(f"{first} button")
    tab.expect(
        "it says to choose first",
        "(situation) => document.querySelector(`${situation} .situation__hint`).textContent",
        first,
    )
    other = tab.run(
        "(situation, answer) => document.querySelector(`${situation} input:not([value='${answer}'])`).value",
        first,
        answer,
    )
    _check(tab, first, other)
    _must(tab, "another answer gets its reason, and the page's", tab.run(_REASONS, first), [other, answer])
    tab.tap(f"{first} .situation__rest > summary")
    tab.expect("the other reasons unfold", _SEEN, f"{first} .situation__rest .situation__reason")

    for heading, right in situations:
        situation = f".situation:has(#{heading})"
        _check(tab, situation, right)
        _must(tab, "the page's answer gets its reason", tab.run(_REASONS, situation), [right])
    tab.expect("the end says how it went", _SEEN, ".knowledge-check__agreement")
    _must(tab, "nothing is kept", tab.run(_STORED), _NOTHING)


def _check(tab: Tab, situation: str, option: str) -> None:
    tab.tap(f"{situation} input[value='{option}']")
    tab.tap(f"{situation} button")
    tab.expect("a verdict can be seen", _SEEN, f"{situation} .situation__verdict")


# Paper


_FOR_SCREENS = """() => [...document.querySelectorAll(
    "header, nav, button, input:not([type=radio]), dialog, .skip, .headerlink")]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"""


def printing(tab: Tab, page: str) -> None:
    """On paper there is all of the article, what is folded on a screen too, and nothing that can only be pressed."""
    tab.resize(WIDE)
    tab.open(page)
    tab.run(f"() => {{ {_MEASURES} }}")
    tab.print()
    _must(tab, f"no control is printed on {page}", tab.run(_FOR_SCREENS), [])
    lost = tab.run("() => measure.lostOnPaper(document.querySelector('article'))")
    _must(tab, f"all of {page} is printed", lost, [])


def printing_folded(tab: Tab, page: str) -> None:
    """What is folded away on a page is printed all the same."""
    tab.open(page)
    tab.run(f"() => {{ {_MEASURES} }}")
    tab.run(
        "() => { document.querySelector('article').innerHTML = '<details><summary>Ask</summary><p>Say</p></details>' }"
    )
    lost = "() => measure.lostOnPaper(document.querySelector('article'))"
    _must(tab, "the answer is folded away on a screen", tab.run(lost), ["p. “Say”"])
    tab.print()
    _must(tab, "the answer is printed", tab.run(lost), [])


# What nobody should see


def nothing_amiss(tab: Tab, home: str) -> None:
    """What the tab asked for and complained of so far: nothing of another host, and nothing."""
    tab.run("() => 0")  # with its answer comes all that was told before
    assert tab.asked, "nothing was asked for"
    elsewhere = [address for address in tab.asked if not address.startswith((home, "data:"))]
    _must(tab, "no other host is asked for anything", elsewhere, [])
    _must(tab, "nothing is complained of", tab.complaints, [])
