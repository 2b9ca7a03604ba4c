"""Two sites below different paths of one host: what a browser keeps of one is neither read nor deleted by the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Page as Tab

from built_site import served
from conftest import run_mkdocs
from self_check_site import SELF_CHECK, site_with_self_check

KEPT = "[localStorage, sessionStorage].flatMap((kept) => Object.keys(kept))"
OTHER_QUESTIONS = SELF_CHECK.replace("revision: 1", "revision: 2")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host with the same site at `/`, `/one/` and `/two/`, and one with other questions at `/other/`."""
    folder = tmp_path_factory.mktemp("host")
    for name, content in {"": SELF_CHECK, "other": OTHER_QUESTIONS}.items():
        sources = site_with_self_check(tmp_path_factory.mktemp("sources"), content)
        done = run_mkdocs(sources, "build", "--strict", "--site-dir", str(folder / name))
        assert done.returncode == 0, done.stderr
    for name in ("one", "two"):
        shutil.copytree(folder, folder / name, ignore=lambda at, names: {"other", "one", "two"} & {*names})
    with served(folder) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        yield context


@pytest.fixture
def tab(context: BrowserContext) -> Tab:
    return context.new_page()


def _open(tab: Tab, host: str, path: str) -> None:
    tab.goto(f"{host}{path}example/check/")
    expect(tab.get_by_role("button", name="See my result")).to_be_visible()


def _answers(tab: Tab) -> int:
    return tab.locator("[data-statement] :checked").count()


def _answer(tab: Tab) -> None:
    tab.locator('[name="self-check--l1"][value="2"]').check()
    tab.get_by_label("Keep my answers on this device").check()


PATHS = [("one/", "two/"), ("one/", "other/"), ("other/", "one/"), ("", "one/"), ("one/", ""), ("", "other/")]


@pytest.mark.parametrize(("own", "other"), PATHS)
def test_answers_are_not_read_or_deleted_by_a_visit_to_the_other_site(
    tab: Tab, host: str, own: str, other: str
) -> None:
    _open(tab, host, own)
    _answer(tab)
    kept = tab.evaluate(KEPT)

    _open(tab, host, other)

    assert _answers(tab) == 0
    expect(tab.get_by_role("status").first).to_be_empty()
    assert tab.evaluate(KEPT) == kept
    _open(tab, host, own)
    assert _answers(tab) == 1


@pytest.mark.parametrize(("own", "other"), PATHS)
def test_who_deletes_answers_deletes_those_of_that_site_alone(tab: Tab, host: str, own: str, other: str) -> None:
    for path in (own, other):
        _open(tab, host, path)
        _answer(tab)

    tab.get_by_role("button", name="Delete my answers").locator("visible=true").first.click()

    assert _answers(tab) == 0
    _open(tab, host, own)
    assert _answers(tab) == 1
    _open(tab, host, other)
    assert _answers(tab) == 0


def test_what_a_site_keeps_begins_with_its_path(tab: Tab, host: str) -> None:
    _open(tab, host, "one/")
    _answer(tab)
    tab.get_by_role("button", name="Switch to dark colors").click()

    keys = tab.evaluate(KEPT)
    assert len(keys) == 3
    assert [key for key in keys if not key.startswith("one/")] == []


@pytest.mark.parametrize(("own", "other"), PATHS)
def test_colors_are_chosen_for_one_site(tab: Tab, host: str, own: str, other: str) -> None:
    scheme = "document.documentElement.dataset.scheme"
    tab.goto(host + own)
    tab.get_by_role("button", name="Switch to dark colors").click()

    tab.goto(host + other)
    assert tab.evaluate(scheme) == ""
    for name in ("Switch to dark colors", "Switch to light colors"):
        tab.get_by_role("button", name=name).click()

    tab.goto(f"{host}{own}example/check/")
    assert tab.evaluate(scheme) == "dark"
