"""Hostile texts in every field, in a real browser without the policy: whatever is built with them, nothing runs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from built_site import BuiltSite, served
from distinguo.blocks import FILES
from hostile_content import (
    FULL,
    PAYLOADS,
    SECRET,
    Base,
    HostileSite,
    Pair,
    base,
    built_by_mkdocs,
    hostile_site,
    text_fields,
)
from shared import Shared

# All that a reader can do on a page at once: unfold, point at, focus, choose, press, and follow what is no address.
_USE = """async () => {
  window.print = () => {}
  document.querySelectorAll("details").forEach((one) => { one.open = true })
  for (const one of document.querySelectorAll("*")) {
    for (const kind of ["pointerover", "mouseover", "mouseenter", "mousemove", "focus", "focusin", "toggle"]) {
      one.dispatchEvent(new Event(kind, { bubbles: true }))
    }
    if (one.matches("input[type=radio]")) one.click()
    if (one.matches("a[href]") && !/^(https?|mailto):$/.test(one.protocol ?? ""))
      one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))
  }
  for (const one of document.querySelectorAll("button:not(.header__button):not(.search__close)")) {
    if (!one.closest("[hidden]") && one.dataset.do !== "download") one.click()
  }
  for (const form of document.querySelectorAll("form[action]")) form.requestSubmit()
  await new Promise((done) => setTimeout(done))
}"""
# What it holds: the numbers of what would run, its kinds of elements and attributes, and how many scripts.
_HELD = """() => ({
  numbers: [...document.documentElement.outerHTML.matchAll(/fired\\((\\d+)\\)/g)].map((found) => Number(found[1])),
  tags: [...new Set([...document.querySelectorAll("*")].map((one) => one.localName))],
  attributes: [...new Set([...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()))],
  scripts: document.scripts.length,
})"""
_TEXTS = (".html", ".md", ".json", ".txt", ".xml", ".svg")
# What the Markdown of a text may add to that.
_OF_MARKDOWN = {"a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "strong", "table", "tbody",
                "td", "th", "thead", "tr", "ul", "h2", "div", "nav", "details", "summary"}  # fmt: skip
_ATTRIBUTES_OF_MARKDOWN = {
    "alt",
    "class",
    "data-short",
    "href",
    "id",
    "src",
    "title",
    "open",
    "aria-label",
    "aria-current",
}


@dataclass
class Watched:
    """What happened on a site that should not have, how many pages were opened, and what each of them held."""

    address: str
    fired: list[int] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    pages: int = 0
    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def numbers(self) -> set[int]:
        return {number for held in self.held.values() for number in held["numbers"]}


class Detector:
    """A browser without the policy, which notes all that hostile content could do in it."""

    def __init__(self, browser: Browser) -> None:
        self.now = Watched("")
        self.context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
        self.context.expose_function("fired", self._fire)
        self.tab = self.context.new_page()
        self.context.on("page", lambda tab: self._note(f"opened {tab.url}"))
        self.context.on("dialog", lambda dialog: (self._note(f"said {dialog.message}"), dialog.dismiss()))
        self.context.on("weberror", lambda raised: self._note(f"{raised.page and raised.page.url}: {raised.error}"))
        self.context.on("request", lambda asked: self._ask(asked.url))

    def _fire(self, number: int) -> None:
        self.now.fired.append(number)

    def _note(self, words: str) -> None:
        self.now.happened.append(words)

    def _ask(self, url: str) -> None:
        if not url.startswith((self.now.address, "data:", "blob:", "about:")):
            self._note(f"asked for {url}")

    def use(self, path: str) -> None:
        """Open the page at `path`, and do all that can be done there."""
        self.tab.goto(self.now.address + path)
        here = self.tab.url.partition("#")[0]
        self.now.held[path] = self.tab.evaluate(_HELD)
        self.tab.evaluate(_USE)
        self.now.pages += 1
        if self.tab.url.partition("#")[0] != here:
            self._note(f"{path} went on to {self.tab.url}")

    def follow(self, path: str) -> None:
        """Open the page at `path`, which sends readers on to another page of the site."""
        self.tab.goto(self.now.address + path)
        self.tab.wait_for_url(lambda now: now.startswith(self.now.address) and not now.endswith(path))
        self.now.pages += 1

    def search(self, texts: list[str]) -> None:
        """Search for the `texts`, and for what all hostile texts hold."""
        self.tab.get_by_role("button", name="Search").click()
        for typed in (*texts, "fired"):
            self.tab.locator("#search-words").fill(typed)
            expect(self.tab.locator(".search__status")).not_to_be_empty()
        self.tab.locator(".search__results").evaluate(
            "list => list.querySelectorAll('a').forEach((one) => one.focus())"
        )
        self.tab.keyboard.press("Escape")

    def drive(self, folder: Path, texts: list[str]) -> Watched:
        """Open every page of the site in `folder`, use it, search for the `texts`, and look at it as it is printed."""
        with served(folder) as address:
            self.now = Watched(address)
            for path in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")):
                leads_on = 'http-equiv="refresh"' in (folder / path).read_text(encoding="utf-8")
                (self.follow if leads_on else self.use)(path)
            self.tab.goto(f"{address}{FULL}/")
            for term in self.tab.locator(".term").all()[:2]:
                term.hover()
            self.search(texts)
            self.tab.emulate_media(media="print")
            self.tab.locator("body").inner_text()
            self.tab.emulate_media(media="screen")
            self.tab.goto("about:blank")
        return self.now


Driven = tuple[HostileSite, Watched]
Drive = Callable[[Iterable[str]], list[Driven]]

# Each site holds some payloads; at every further turn, another of them in each field.
_TOGETHER = 6
_GROUPS = [[*PAYLOADS][start :: len(PAYLOADS) // _TOGETHER] for start in range(len(PAYLOADS) // _TOGETHER)]


def _turns(config: pytest.Config) -> dict[str, tuple[list[str], int]]:
    """What stands in each of the sites, by the name of its folder."""
    turns = max(map(len, _GROUPS)) if config.getoption("every_pair") else 1
    return {f"hostile-{group}-{turn}": (_GROUPS[group], turn) for turn in range(turns) for group in range(len(_GROUPS))}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "driven" in metafunc.fixturenames:
        metafunc.parametrize("driven", _turns(metafunc.config), indirect=True, scope="module")


@pytest.fixture(scope="module")
def detector(browser: Browser) -> Iterator[Detector]:
    detector = Detector(browser)
    with detector.context:
        yield detector


@pytest.fixture(scope="module")
def sound(shared: Shared, detector: Detector) -> tuple[Base, Watched]:
    """The site with nothing hostile in it, and what a browser made of it."""

    def make(folder: Path) -> tuple[Base, Watched]:
        site = base(folder)
        assert built_by_mkdocs(folder) == ""
        return site, detector.drive(folder / "site", ["hostile"])

    return shared.once("hostile", make)


@pytest.fixture(scope="module")
def drive(request: pytest.FixtureRequest, shared: Shared, detector: Detector, sound: tuple[Base, Watched]) -> Drive:
    """Gives, for each of these names, the site with its payloads, and what a browser made of it."""
    turns = _turns(request.config)

    def make(name: str, folder: Path) -> Driven:
        payloads, turn = turns[name]
        site = hostile_site(sound[0], payloads, turn, folder)
        return site, detector.drive(folder / "site", [PAYLOADS[one].text.partition("\n")[0] for one in payloads])

    return lambda names: shared.together(names, make)


@pytest.fixture(scope="module")
def driven(request: pytest.FixtureRequest, drive: Drive) -> Driven:
    """A site with some payloads, and what a browser made of it."""
    return drive([request.param])[0]


@pytest.fixture(scope="module")
def all_driven(request: pytest.FixtureRequest, drive: Drive) -> list[Driven]:
    """Every site, and what a browser made of it."""
    return drive(_turns(request.config))


@pytest.fixture
def site(driven: Driven) -> HostileSite:
    return driven[0]


@pytest.fixture
def watched(driven: Driven) -> Watched:
    return driven[1]


@pytest.fixture
def built(driven: Driven) -> Path:
    return driven[0].folder / "site"


@pytest.fixture(scope="module")
def harmless(sound: tuple[Base, Watched]) -> Watched:
    """What a browser made of the site with nothing hostile in it."""
    return sound[1]


@pytest.fixture(scope="module")
def harmless_folder(sound: tuple[Base, Watched]) -> Path:
    return sound[0].folder / "site"


# The detector works


def _opened_raw(browser: Browser, folder: Path, html: str) -> Watched:
    """What happens on a page on which nobody has escaped the `html`."""
    start = "<!doctype html>" if html.startswith("<title>") else "<!doctype html><title>x</title>"
    (folder / "index.html").write_text(start + html.replace("fired(0)", "fired(7)"), encoding="utf-8")
    detector = Detector(browser)
    with served(folder) as address, detector.context:
        detector.now = Watched(address)
        if "evil.example" in html:
            with detector.context.expect_event("requestfailed", lambda asked: "evil.example" in asked.url):
                detector.tab.goto(address, wait_until="commit")
        else:
            detector.use("")
    return detector.now


@pytest.mark.parametrize("name", [name for name, payload in PAYLOADS.items() if payload.raw])
def test_where_nobody_escapes_it_it_runs(name: str, browser: Browser, tmp_path: Path) -> None:
    text, raw = PAYLOADS[name]

    assert set(_opened_raw(browser, tmp_path, raw.replace("{}", text)).fired) == {7}


@pytest.mark.parametrize("name", ["a base", "a refresh", "a style"])
def test_where_nobody_escapes_it_it_asks_another_host(name: str, browser: Browser, tmp_path: Path) -> None:
    html = f"{PAYLOADS[name].text}<p><img src=x>"

    assert any("evil.example" in one for one in _opened_raw(browser, tmp_path, html).happened)


# What a browser makes of a text


def test_nothing_runs(site: HostileSite, watched: Watched) -> None:
    assert [site.pair(number) for number in watched.fired] == []


def test_nothing_else_happens(watched: Watched) -> None:
    assert watched.happened == []


def test_pages_are_made_of_the_same_as_without_it(harmless: Watched, watched: Watched) -> None:
    assert watched.held.keys() == harmless.held.keys()
    for path, made in watched.held.items():
        sound = harmless.held[path]
        assert made["scripts"] == sound["scripts"], path
        assert set(made["tags"]) - set(sound["tags"]) <= _OF_MARKDOWN, path
        assert set(made["attributes"]) - set(sound["attributes"]) <= _ATTRIBUTES_OF_MARKDOWN, path


# What machines make of it


@pytest.mark.parametrize("file", ["_headers", "_redirects", "_nginx.conf", "robots.txt", "sitemap.xml", "licenses.txt"])
def test_settings_of_hosts_and_crawlers_are_those_of_the_harmless_site(
    file: str, built: Path, harmless_folder: Path
) -> None:
    sound = (harmless_folder / file).read_text(encoding="utf-8")
    renamed = sound.replace("/trust-and-safety/", "/constructor/")  # the one that can be an earlier name

    assert (built / file).read_text(encoding="utf-8") in (sound, renamed)


def test_markup_search_and_lists_for_machines_stay_whole(built: Path, harmless_folder: Path) -> None:
    lines = (harmless_folder / "llms.txt").read_text(encoding="utf-8").count("\n")
    ElementTree.parse(built / "sitemap.xml")
    assert json.loads((built / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert (built / "llms.txt").read_text(encoding="utf-8").count("\n") == lines
    for page in BuiltSite(built).pages.values():
        data = [script for script in page.find("script") if script.get("type") == "application/ld+json"]
        assert all(json.loads(script.text or "")["@graph"] for script in data), page.path


def test_markdown_twins_hold_no_html(built: Path) -> None:
    for twin in built.rglob("*.md"):
        text = re.sub(r"^(`{3,}|~~~).*?^\1$", "", twin.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        text = re.sub(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
        assert not re.search(r"(?<!\\)<(?!https:)[a-zA-Z/!?]", text), twin.name


def test_no_template_is_evaluated_and_no_file_of_others_is_read(built: Path) -> None:
    for file in (path for path in built.rglob("*") if path.suffix in _TEXTS):
        data = file.read_bytes()
        assert b"9801547" not in data, file
        assert SECRET.encode() not in data, file


# What was tried


def test_what_is_refused_is_refused_in_words(site: HostileSite) -> None:
    assert site.faults == []


def test_every_field_of_every_file_was_tried_with_every_text(all_driven: list[Driven]) -> None:
    tried: set[Pair] = {pair for site, _ in all_driven for pair in site.tried}

    assert tried >= {Pair(payload, place) for payload in PAYLOADS for place in text_fields()}


def test_fields_of_all_blocks_were_tried() -> None:
    files = {place.file for place in text_fields()}

    assert files >= {f"content/<explainer>/{name}" for name in FILES}


def test_a_good_part_of_what_the_check_lets_stand_was_built_and_driven(
    all_driven: list[Driven], request: pytest.FixtureRequest
) -> None:
    accepted: set[Pair] = {pair for site, _ in all_driven for pair in site.accepted}
    built: set[Pair] = {pair for site, _ in all_driven for pair in site.built}

    assert len(built) > len(accepted) * (0.9 if request.config.getoption("every_pair") else 0.2)
    assert all(watched.pages == len(watched.held) + 1 for _, watched in all_driven)  # one of them is a redirect page


def test_every_text_field_was_built_with_hostile_texts_of_many_kinds(all_driven: list[Driven]) -> None:
    built = Counter(pair.place for site, _ in all_driven for pair in site.built)

    assert {" ".join(place): built[place] for place in text_fields() if built[place] < 5} == {}


def test_most_texts_stand_somewhere(all_driven: list[Driven]) -> None:
    built = {pair.payload for site, _ in all_driven for pair in site.built}

    assert PAYLOADS.keys() - built == {
        "a null", "a separator of lines", "a mark that turns the line", "half a letter",
    }  # fmt: skip


def test_what_was_built_was_seen(all_driven: list[Driven]) -> None:
    built = {pair: number for site, _ in all_driven for pair, number in site.built.items()}
    seen = {number for _, watched in all_driven for number in watched.numbers}
    runs = {pair for pair in built if "fired(0)" in PAYLOADS[pair.payload].text}
    unseen = sorted(str(pair) for pair in runs if built[pair] not in seen)

    assert len(unseen) < 0.1 * len(built), unseen
