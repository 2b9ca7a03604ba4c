"""Hostile texts in every field, in a real browser without the policy: whatever is built with them, nothing runs."""

from __future__ import annotations

import json
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from browser import launched
from built_site import BuiltSite, served
from distinguo.blocks import FILES
from hostile_content import (
    FULL,
    PAYLOADS,
    SECRET,
    HostileSite,
    Place,
    base,
    built_by_mkdocs,
    hostile_site,
    text_fields,
)

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

    def search(self, text: str) -> None:
        """Search for the `text`, and for what all hostile texts hold."""
        self.tab.get_by_role("button", name="Search").click()
        for typed in (text, "fired"):
            self.tab.locator("#search-words").fill(typed)
            expect(self.tab.locator(".search__status")).not_to_be_empty()
        self.tab.locator(".search__results").evaluate(
            "list => list.querySelectorAll('a').forEach((one) => one.focus())"
        )
        self.tab.keyboard.press("Escape")

    def drive(self, folder: Path, text: str) -> Watched:
        """Open every page of the site in `folder`, use it, search for the `text`, and look at it as it is printed."""
        with served(folder) as address:
            self.now = Watched(address)
            for path in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")):
                leads_on = 'http-equiv="refresh"' in (folder / path).read_text(encoding="utf-8")
                (self.follow if leads_on else self.use)(path)
            self.tab.goto(f"{address}{FULL}/")
            for term in self.tab.locator(".term").all()[:2]:
                term.hover()
            self.search(text)
            self.tab.emulate_media(media="print")
            self.tab.locator("body").inner_text()
            self.tab.emulate_media(media="screen")
            self.tab.goto("about:blank")
        return self.now


def _driven(names: list[str], folder: Path) -> list[tuple[HostileSite, Watched]]:
    """A site for each payload of these `names`, checked, built and driven in a browser of its own."""
    driven = []
    with launched() as browser:
        detector = Detector(browser)
        for name in names:
            site = hostile_site(name, folder / str(len(driven)))
            driven.append((site, detector.drive(site.folder / "site", PAYLOADS[name].text.partition("\n")[0])))
    return driven


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[HostileSite, Watched]]:
    """A site for each payload, and what a browser made of it; half of them at a time in each of two processes."""
    halves = [[*PAYLOADS][::2], [*PAYLOADS][1::2]]
    folders = [tmp_path_factory.mktemp("hostile") for _ in halves]
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        return [one for half in processes.map(_driven, halves, folders) for one in half]


@pytest.fixture(scope="module")
def sites(driven: list[tuple[HostileSite, Watched]]) -> list[HostileSite]:
    return [site for site, _ in driven]


@pytest.fixture(scope="module")
def watched(driven: list[tuple[HostileSite, Watched]]) -> dict[str, Watched]:
    """What a browser made of each site, by the name of its payload."""
    return {site.name: watched for site, watched in driven}


@pytest.fixture(scope="module")
def harmless(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Watched]:
    """The same site with nothing hostile in it."""
    folder = base().found.root
    assert built_by_mkdocs(folder) == ""
    return folder / "site", Detector(browser).drive(folder / "site", "hostile")


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


# What the check and the build make of it


def test_every_field_of_every_file_was_tried_with_every_text(sites: list[HostileSite]) -> None:
    fields = text_fields()
    blocks = {place.file for place in fields} & {f"content/<explainer>/{name}" for name in FILES}

    assert {site.name for site in sites} == PAYLOADS.keys()
    assert all(site.tried >= fields for site in sites)
    assert {place.file for place in fields} >= blocks == {f"content/<explainer>/{name}" for name in FILES}


def test_a_good_part_of_all_pairs_was_built_and_driven(sites: list[HostileSite], watched: dict[str, Watched]) -> None:
    tried, built = sum(len(site.tried) for site in sites), sum(len(site.built) for site in sites)

    assert tried >= len(PAYLOADS) * len(text_fields())
    assert built > tried / 3
    assert all(one.pages == len(one.held) + 1 for one in watched.values())  # one of them is a redirect page


def test_every_text_field_was_built_with_a_hostile_text(sites: list[HostileSite]) -> None:
    built: set[Place] = {place for site in sites for place in site.built}

    assert text_fields() - built == set()


def test_most_texts_stand_somewhere(sites: list[HostileSite]) -> None:
    nowhere = {site.name for site in sites if not site.built}

    assert nowhere == {
        "a null", "a separator of lines", "a mark that turns the line", "half a letter",
    }  # fmt: skip


def test_what_is_refused_is_refused_in_words(sites: list[HostileSite]) -> None:
    assert [fault for site in sites for fault in site.faults] == []


# What a browser makes of it


def test_nothing_runs(sites: list[HostileSite], watched: dict[str, Watched]) -> None:
    assert [site.place(number) for site in sites for number in watched[site.name].fired] == []


def test_nothing_else_happens(watched: dict[str, Watched]) -> None:
    assert {name: one.happened for name, one in watched.items() if one.happened} == {}


def test_what_was_built_was_seen(sites: list[HostileSite], watched: dict[str, Watched]) -> None:
    unseen: dict[str, int] = {}
    for site in sites:
        for place, number in site.built.items():
            if number not in watched[site.name].numbers and "fired(0)" in PAYLOADS[site.name].text:
                unseen[" ".join(place)] = unseen.get(" ".join(place), 0) + 1

    assert sum(unseen.values()) < 0.1 * sum(len(site.built) for site in sites), unseen


def test_pages_are_made_of_the_same_as_without_it(harmless: tuple[Path, Watched], watched: dict[str, Watched]) -> None:
    for name, one in watched.items():
        assert one.held.keys() == harmless[1].held.keys(), name
        for path, made in one.held.items():
            sound = harmless[1].held[path]
            assert made["scripts"] == sound["scripts"], (name, path)
            assert set(made["tags"]) - set(sound["tags"]) <= _OF_MARKDOWN, (name, path)
            assert set(made["attributes"]) - set(sound["attributes"]) <= _ATTRIBUTES_OF_MARKDOWN, (name, path)


# What machines make of it


@pytest.mark.parametrize("file", ["_headers", "_redirects", "_nginx.conf", "robots.txt", "sitemap.xml", "licenses.txt"])
def test_settings_of_hosts_and_crawlers_are_those_of_the_harmless_site(
    file: str, sites: list[HostileSite], harmless: tuple[Path, Watched]
) -> None:
    sound = (harmless[0] / file).read_text(encoding="utf-8")
    renamed = sound.replace("/trust-and-safety/", "/constructor/")  # the one that can be an earlier name
    texts = {site.name: (site.folder / "site" / file).read_text(encoding="utf-8") for site in sites}

    assert [name for name, text in texts.items() if text not in (sound, renamed)] == []


def test_markup_search_and_lists_for_machines_stay_whole(
    sites: list[HostileSite], harmless: tuple[Path, Watched]
) -> None:
    lines = (harmless[0] / "llms.txt").read_text(encoding="utf-8").count("\n")
    for site in sites:
        folder = site.folder / "site"
        ElementTree.parse(folder / "sitemap.xml")
        assert json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
        assert (folder / "llms.txt").read_text(encoding="utf-8").count("\n") == lines, site.name
        for page in BuiltSite(folder).pages.values():
            data = [script for script in page.find("script") if script.get("type") == "application/ld+json"]
            assert all(json.loads(script.text or "")["@graph"] for script in data), (site.name, page.path)


def test_markdown_twins_hold_no_html(sites: list[HostileSite]) -> None:
    for site in sites:
        for twin in (site.folder / "site").rglob("*.md"):
            text = re.sub(r"^(```|~~~).*?^\1$", "", twin.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
            text = re.sub(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
            assert not re.search(r"(?<!\\)<(?!https:)[a-zA-Z/!?]", text), (site.name, twin.name)


def test_no_template_is_evaluated_and_no_file_of_others_is_read(sites: list[HostileSite]) -> None:
    for site in sites:
        texts = (path for path in (site.folder / "site").rglob("*") if path.suffix in _TEXTS)
        for file in texts:
            data = file.read_bytes()
            assert b"9801547" not in data, (site.name, file)
            assert SECRET.encode() not in data, (site.name, file)
