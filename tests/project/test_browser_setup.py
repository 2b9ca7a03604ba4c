"""Which browser the tests take, on machines that have one, can install one, or can do neither."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import FONTS, install, install_engines, install_fonts, only_fonts, system_browser

SCRIPT = Path(__file__).parents[1] / "browser.py"
DEBIAN = {"apt-get": "/usr/bin/apt-get"}


class Machine:
    """A machine with `programs` on its path. The commands that `work` succeed; all are written down, none is run."""

    def __init__(self, programs: dict[str, str], works: str = "") -> None:
        self.programs, self.works = dict(programs), works
        self.commands: list[str] = []

    def run(self, *command: str) -> bool:
        line = " ".join(command).removeprefix(f"{sys.executable} -m ")
        self.commands.append(line)
        succeeds = bool(self.works) and line.startswith(self.works)
        if succeeds and line.startswith("apt-get install"):
            self.programs[command[-1]] = f"/usr/bin/{command[-1]}"
        return succeeds

    def install(self, *, is_root: bool) -> str:
        return install(self.programs.get, self.run, is_root=is_root)


SHELL = "chromium-headless-shell"
GETTING_SHELL = ["apt-get update -q", f"apt-get install -q -y --no-install-recommends {SHELL}"]
GETTING_PLAYWRIGHTS = "playwright install --only-shell chromium"
OTHERS = ["chromium", "chromium-browser", "google-chrome"]


@pytest.mark.parametrize("others", [[], OTHERS])
def test_a_shell_of_the_system_is_taken_before_others(others: list[str]) -> None:
    machine = Machine({**DEBIAN, **{name: f"/opt/{name}" for name in (*others, SHELL)}})

    assert machine.install(is_root=True) == f"/opt/{SHELL}"
    assert machine.commands == []


@pytest.mark.parametrize("name", OTHERS)
def test_who_cannot_have_the_shell_takes_a_browser_of_the_system(name: str) -> None:
    machine = Machine({**DEBIAN, name: f"/opt/{name}"}, works="playwright")

    assert machine.install(is_root=False) == f"/opt/{name}"
    assert machine.commands == []
    assert machine.install(is_root=True) == f"/opt/{name}"
    assert machine.commands == GETTING_SHELL


def test_chromium_comes_before_chrome() -> None:
    programs = {"google-chrome": "/usr/bin/google-chrome", "chromium": "/usr/bin/chromium"}

    assert system_browser(programs.get) == "/usr/bin/chromium"


def test_without_a_browser_of_the_system_the_tests_take_playwrights_own() -> None:
    assert system_browser(DEBIAN.get) is None


@pytest.mark.parametrize("others", [[], OTHERS])
def test_root_on_debian_gets_debians_package(others: list[str]) -> None:
    machine = Machine({**DEBIAN, **{name: f"/opt/{name}" for name in others}}, works="apt-get")

    assert machine.install(is_root=True) == f"/usr/bin/{SHELL}"
    assert machine.commands == GETTING_SHELL


def test_a_list_of_packages_that_cannot_be_renewed_is_used_as_it_is() -> None:
    machine = Machine(DEBIAN, works="apt-get install")

    assert machine.install(is_root=True) == f"/usr/bin/{SHELL}"


def test_who_is_not_root_gets_playwrights_own() -> None:
    machine = Machine(DEBIAN, works="playwright")

    assert machine.install(is_root=False) == "Playwright's own Chromium"
    assert machine.commands == [GETTING_PLAYWRIGHTS]


def test_root_without_apt_get_gets_playwrights_own() -> None:
    machine = Machine({}, works="playwright")

    assert machine.install(is_root=True) == "Playwright's own Chromium"
    assert machine.commands == [GETTING_PLAYWRIGHTS]


def test_where_debians_package_cannot_be_had_playwrights_own_is_taken() -> None:
    machine = Machine(DEBIAN, works="playwright")

    assert machine.install(is_root=True) == "Playwright's own Chromium"
    assert machine.commands == [*GETTING_SHELL, GETTING_PLAYWRIGHTS]


def test_who_can_have_no_browser_is_told_what_to_do() -> None:
    machine = Machine(DEBIAN)

    with pytest.raises(SystemExit) as stopped:
        machine.install(is_root=True)

    assert stopped.value.code == (
        "There is no browser for the tests, and none could be installed. "
        f"Install Chromium (on Debian, as root: apt-get install {SHELL}), then run make test again."
    )


class Engines:
    """A machine with these `programs`, on which the packages can be had that it `offers`."""

    def __init__(self, *programs: str, offers: tuple[str, ...] = ()) -> None:
        self.programs, self.offers = {"apt-get", *programs}, offers
        self.commands: list[str] = []

    def find(self, name: str) -> str | None:
        return name if name in self.programs else None

    def run(self, *command: str) -> bool:
        self.commands.append(" ".join(command))
        self.programs |= {PROGRAMS[package] for package in command if package in self.offers}
        return True

    def install(self, *, is_root: bool) -> str:
        return install_engines(self.find, self.run, is_root=is_root)


PROGRAMS = {"firefox-esr": "firefox-esr", "webkit2gtk-driver": "WebKitWebDriver", "xvfb": "Xvfb"}


@pytest.mark.parametrize("firefox", ["firefox", "firefox-esr"])
def test_engines_that_are_there_are_used_as_they_are(firefox: str) -> None:
    machine = Engines(firefox, "WebKitWebDriver", "Xvfb")

    assert machine.install(is_root=True) == "Firefox and WebKit"
    assert machine.commands == []


def test_root_on_debian_gets_what_is_missing_of_the_engines() -> None:
    machine = Engines("Xvfb", offers=tuple(PROGRAMS))

    assert machine.install(is_root=True) == "Firefox and WebKit"
    assert machine.commands == [
        "apt-get update -q",
        "apt-get install -q -y --no-install-recommends firefox-esr webkit2gtk-driver",
    ]


@pytest.mark.parametrize(
    ("machine", "is_root", "packages"),
    [
        (Engines("firefox", offers=tuple(PROGRAMS)), False, "webkit2gtk-driver xvfb"),
        (Engines("WebKitWebDriver", "Xvfb"), True, "firefox-esr"),
    ],
    ids=["who is not root", "root on a machine without network"],
)
def test_who_cannot_have_the_engines_is_told_what_to_install(machine: Engines, is_root: bool, packages: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        machine.install(is_root=is_root)

    assert stopped.value.code == (
        "The tests open pages in Firefox and WebKit, too, and something of these is missing. "
        f"Install it (on Debian, as root: apt-get install {packages}), then run make test again."
    )


class Fonts:
    """A machine with the fonts of these `families`, on which all packages can be had that it `offers`."""

    def __init__(self, *families: str, offers: tuple[str, ...] = ()) -> None:
        self.families, self.offers = {*families}, offers
        self.commands: list[str] = []

    def run(self, *command: str) -> bool:
        self.commands.append(" ".join(command))
        self.families |= {family for family, package in FONTS.values() if package in command and package in self.offers}
        return True

    def install(self, *, is_root: bool) -> str:
        return install_fonts(self.families.__contains__, DEBIAN.get, self.run, is_root=is_root)


PACKAGES = tuple(package for _, package in FONTS.values())


def test_fonts_that_are_there_are_used_as_they_are() -> None:
    machine = Fonts("DejaVu Sans", "Roboto Condensed")

    assert machine.install(is_root=True) == "DejaVu Sans and Roboto Condensed"
    assert machine.commands == []


def test_root_on_debian_gets_the_fonts_that_are_missing() -> None:
    machine = Fonts("DejaVu Sans", offers=PACKAGES)

    assert machine.install(is_root=True) == "DejaVu Sans and Roboto Condensed"
    assert machine.commands == [
        "apt-get update -q",
        "apt-get install -q -y --no-install-recommends fontconfig fonts-roboto-unhinted",
    ]


@pytest.mark.parametrize(
    ("machine", "is_root", "told"),
    [
        (Fonts("DejaVu Sans", offers=PACKAGES), False, ("Roboto Condensed", "fontconfig fonts-roboto-unhinted")),
        (Fonts(), True, ("DejaVu Sans and Roboto Condensed", "fontconfig fonts-dejavu-core fonts-roboto-unhinted")),
    ],
    ids=["who is not root", "root on a machine without network"],
)
def test_who_cannot_have_the_fonts_is_told_which_to_install(
    machine: Fonts, is_root: bool, told: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        machine.install(is_root=is_root)

    assert stopped.value.code == (
        f"The tests need the fonts {told[0]}. "
        f"Install them (on Debian, as root: apt-get install {told[1]}), then run make test again."
    )


@pytest.mark.parametrize("kind", FONTS)
def test_a_browser_sees_one_family_alone(kind: str, browsers: Callable[[str], Browser]) -> None:
    with browsers(kind).new_page() as tab:
        devtools = tab.context.new_cdp_session(tab)
        devtools.send("DOM.enable")
        devtools.send("CSS.enable")
        for family in ("sans-serif", "system-ui", "Arial", "Liberation Sans", "Georgia"):
            tab.set_content(f"<p style='font-family: {family}'>Psychological safety</p>")
            root = devtools.send("DOM.getDocument")["root"]["nodeId"]
            text = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "p"})["nodeId"]
            (font,) = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": text})["fonts"]
            assert font["familyName"].startswith(FONTS[kind][0].split()[0]), family


@pytest.mark.parametrize("kind", FONTS)
def test_the_fonts_are_found_where_the_system_is_told_to_show_others(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = tmp_path / "fonts.conf"
    nothing.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(nothing))

    with only_fonts(kind) as environment:
        assert "<dir>" in Path(environment["FONTCONFIG_FILE"]).read_text(encoding="utf-8")


def test_the_command_says_which_browser_is_used(tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)

    done = subprocess.run(
        [sys.executable, SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines()[0] == f"The tests use {chromium}", done.stderr


def test_the_command_fails_where_there_is_no_browser(tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "file" / "folder")}
    (tmp_path / "file").touch()

    done = subprocess.run([sys.executable, SCRIPT], env=nowhere, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "There is no browser for the tests, and none could be installed." in done.stderr
