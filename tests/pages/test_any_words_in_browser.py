"""Pages with whatever words and whatever else an editor can put on them: long, wide, and from right to left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from built_site import BuiltSite, served
from conftest import MEASURES, PROJECT, run_mkdocs
from example_site import DEFINITIONS, write_site
from shared import Shared

WIDTHS = (320, 600, 768, 1024)
EXPLAINER = "psychological-safety-vs-trust/"
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenbeschaffungsvorschriftendurchführung"
ADDRESS = "https://host.example/handbook/chapters/appendix_of_all_the_forms_and_of_those_that_came_later_2026.html"
COLUMNS = ["Acknowledgement", "Characteristically", "Interdisciplinary", "Misunderstanding", "Responsibilities"]


def _misfits(tab: Tab) -> dict[int, list[str]]:
    """What does not fit, by the width of the window."""
    found = {}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        found[width] = tab.evaluate("measure.misfits(document.body)")
    return {width: faults for width, faults in found.items() if faults}


@pytest.fixture
def tab(browser_of_fonts: Browser) -> Iterator[Tab]:
    with browser_of_fonts.new_page() as tab:
        tab.add_init_script(path=MEASURES)
        yield tab


# Long words


@pytest.mark.parametrize("is_spaced", [False, True], ids=["as it is", "spaced out"])
def test_no_page_is_wider_for_words_of_a_hundred_letters(
    tab: Tab, site: BuiltSite, address: str, is_spaced: bool
) -> None:
    for page in site.pages.values():
        tab.goto(address + page.path)
        tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        tab.evaluate("measure.lengthen(document.body)")
        if is_spaced:
            tab.evaluate("measure.spaceOut()")
        assert _misfits(tab) == {}, page.path


def test_no_result_and_nothing_found_is_wider_for_them(tab: Tab, addresses: dict[str, str]) -> None:
    tab.goto(f"{addresses['distinguo']}{EXPLAINER}self-check/")
    for choices in tab.locator("self-check fieldset").all():
        choices.get_by_role("radio").nth(1).check()
    tab.get_by_role("button", name="See my result").click()
    expect(tab.get_by_role("heading", name="Your result")).to_be_visible()
    tab.evaluate("measure.lengthen(document.body)")
    assert _misfits(tab) == {}

    tab.reload()
    tab.keyboard.press("/")
    tab.get_by_label("What are you looking for?").fill("trust")
    expect(tab.locator(".search__results a").first).to_be_visible()
    dialog = tab.get_by_role("dialog")
    dialog.evaluate("measure.lengthen")
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        assert dialog.evaluate("measure.misfits") == [], width


def test_no_sheet_of_paper_is_wider_for_them(tab: Tab, site: BuiltSite, address: str) -> None:
    tab.set_viewport_size({"width": 673, "height": 979})  # A4 without its margins
    tab.emulate_media(media="print")
    for page in (page for page in site.pages.values() if page.find(".sheet")):
        tab.goto(address + page.path)
        tab.evaluate("measure.lengthen(document.querySelector('article'))")
        assert tab.locator("article").evaluate("measure.misfits") == [], page.path


# Text twice as large


def test_text_twice_as_large_fits_on_a_phone(tab: Tab, site: BuiltSite, address: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 800})
    for page in site.pages.values():
        tab.goto(address + page.path)
        tab.evaluate("document.documentElement.style.setProperty('font-size', '250%')")  # it is 125 % by itself
        assert tab.evaluate("measure.misfits(document.body)") == [], page.path


# Drawings, with arrows of every kind and more of them than anybody would draw

_PARTS = ["one", "two", "three", "four"]
_MANY_LINKS = ["one two", "two one", "one four", "four one", "one three", "two four"]
_FOUR = [f"{name} Wwwwwwwwwwwwwwww mmmmm" for name in _PARTS]
_RELATION = "\n".join(
    [
        "caption: How the four bear on each other",
        "parts:",
        *[f"  - {{id: {id}, name: {name}}}" for id, name in zip(_PARTS, _FOUR, strict=True)],
        "links:",
        *[
            f"  - {{from: {start}, to: {end}, label: Wwwwwwwwwwwwwwwwww mmmmmmm, says: It does., evidence: Guess}}"
            for start, end in map(str.split, _MANY_LINKS)
        ],
    ]
)
WIDE_SITE = {
    "content/example/definitions.yml": DEFINITIONS.replace("Your left hand.", f"See <{ADDRESS}>.", 1),
    "content/example/relation.yml": _RELATION,
    "docs/example/index.md": "Left and right are sides.\n\n{{ definitions() }}\n\n{{ relation() }}\n",
    "docs/assets/wide.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="40"/>\n',
    "docs/wide.md": f"""\
---
title: {WORD[:100]}
description: A page with a table, code, an address and a picture that are all wider than it.
---

See <{ADDRESS}>, or {ADDRESS}.

| {" | ".join(COLUMNS)} |
|{" --- |" * len(COLUMNS)}
| {" | ".join(COLUMNS)} |

```
a_line_of_code = of(more, letters, than=any, page="is", wide=True, and_more=of_them, than_that="by", far=True)
```

![A strip](assets/wide.svg)

## {WORD} {{#section-word}}

Here is `{WORD}`.
""",
    "docs/direction.md": """\
---
title: From right to left
description: Names that run from right to left, in sentences that run from left to right.
---

The word ثقة (2020) is old.

أمانة is a word for trust.

## ثقة هي الاستعداد {#section-own}

In code: `name: אמון # 7`.
""",
}


@pytest.fixture(scope="module")
def wide_site(shared: Shared) -> Iterator[str]:
    """The address of a site of wide things."""
    with served(shared.once("wide", _built)) as address:
        yield address


def _built(folder: Path) -> Path:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: https://examples.example/\n"
    write_site(folder, **WIDE_SITE, **{"mkdocs.yml": inherit})
    done = run_mkdocs(folder, "build", "--strict")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.parametrize("is_spaced", [False, True], ids=["as it is", "spaced out"])
def test_a_drawing_holds_its_words_and_its_arrows_cross_none(tab: Tab, wide_site: str, is_spaced: bool) -> None:
    tab.goto(f"{wide_site}example/")
    if is_spaced:
        tab.evaluate("measure.spaceOut()")
    expect(tab.locator(".relation__box")).to_have_text(_FOUR)
    assert _misfits(tab) == {}


def test_an_arrow_ends_at_the_box_that_it_leads_to(tab: Tab, wide_site: str) -> None:
    tab.goto(f"{wide_site}example/")
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.locator(".relation__drawing").evaluate(_TIPS) == _ENDS, width


# The boxes that the heads of arrows touch, each as often as one does.
_TIPS = """drawing => {
  const boxes = [...drawing.querySelectorAll(".relation__box")].map((box) => box.getBoundingClientRect())
  const tips = [...drawing.querySelectorAll("path")].map((head) => {
    const { left, right, top, bottom } = head.getBoundingClientRect()
    return boxes.findIndex((box) =>
      left < box.right + 1 && box.left - 1 < right && top < box.bottom + 1 && box.top - 1 < bottom)
  })
  return tips.sort()
}"""
_ENDS = sorted(_PARTS.index(link.split()[1]) for link in _MANY_LINKS)


# Wide things


def test_whatever_is_wide_stays_within_the_page(tab: Tab, wide_site: str) -> None:
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        for path in ("", "wide/", "example/"):
            tab.goto(wide_site + path)
            assert tab.evaluate("document.scrollingElement.scrollWidth") == width, path
            assert tab.evaluate(_STICKING_OUT) == [], f"{path} at {width}"


# What reaches out of the window, and cannot be scrolled to in a box of its own.
_STICKING_OUT = """() => [...document.querySelectorAll("article *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".wide"))
  .map((element) => element.outerHTML.slice(0, 90))"""


def test_a_wide_table_is_scrolled_by_the_arrow_keys(tab: Tab, wide_site: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.goto(f"{wide_site}wide/")
    table = tab.get_by_role("group", name="Table")
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")

    table.focus()
    expect(table).to_be_focused()
    tab.keyboard.press("ArrowRight")

    expect(table).not_to_have_js_property("scrollLeft", 0)


def test_a_wide_table_is_printed_whole(tab: Tab, wide_site: str) -> None:
    tab.set_viewport_size({"width": 673, "height": 979})
    tab.emulate_media(media="print")
    tab.goto(f"{wide_site}wide/")

    assert tab.locator("article").evaluate("measure.misfits") == []


# From right to left


@pytest.mark.parametrize(
    ("before", "after"),
    [("The word ثقة", "(2020) is old"), ("أمانة", " is a word for"), ("name: אמון", "# 7")],
)
def test_what_follows_a_name_from_right_to_left_stands_behind_it(
    tab: Tab, wide_site: str, before: str, after: str
) -> None:
    tab.goto(f"{wide_site}direction/")
    name, rest = (tab.evaluate(_PLACE_OF, text) for text in (before.rsplit(maxsplit=1)[-1], after))

    assert name["right"] <= rest["left"] + 1
    assert name["top"] < rest["bottom"] and rest["top"] < name["bottom"]  # in the same line


# Where a text is seen first.
_PLACE_OF = """text => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  const ranges = []
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(text)
    if (start < 0) continue
    const range = document.createRange()
    range.setStart(walker.currentNode, start)
    range.setEnd(walker.currentNode, start + text.length)
    ranges.push(range.getBoundingClientRect())
  }
  return ranges[0].toJSON()
}"""


def test_a_heading_from_right_to_left_begins_at_the_right(tab: Tab, wide_site: str) -> None:
    tab.goto(f"{wide_site}direction/")

    expect(tab.locator("#section-own")).to_have_css("direction", "rtl")
