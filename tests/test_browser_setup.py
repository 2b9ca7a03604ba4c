"""Which browser the tests take, on machines that have one, can install one, or can do neither."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from browser import install, system_browser

SCRIPT = Path(__file__).parent / "browser.py"
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
            self.programs["chromium"] = "/usr/bin/chromium"
        return succeeds

    def install(self, *, is_root: bool) -> str:
        return install(self.programs.get, self.run, is_root=is_root)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_of_the_system_is_taken_as_it_is(name: str) -> None:
    machine = Machine({**DEBIAN, name: f"/opt/{name}"})

    assert machine.install(is_root=True) == f"/opt/{name}"
    assert machine.commands == []


def test_chromium_comes_before_chrome() -> None:
    programs = {"google-chrome": "/usr/bin/google-chrome", "chromium": "/usr/bin/chromium"}

    assert system_browser(programs.get) == "/usr/bin/chromium"


def test_without_a_browser_of_the_system_the_tests_take_playwrights_own() -> None:
    assert system_browser(DEBIAN.get) is None


def test_root_on_debian_gets_debians_package() -> None:
    machine = Machine(DEBIAN, works="apt-get")

    assert machine.install(is_root=True) == "/usr/bin/chromium"
    assert machine.commands == [
        "apt-get update -q",
        "apt-get install -q -y --no-install-recommends chromium",
    ]


def test_a_list_of_packages_that_cannot_be_renewed_is_used_as_it_is() -> None:
    machine = Machine(DEBIAN, works="apt-get install")

    assert machine.install(is_root=True) == "/usr/bin/chromium"


def test_who_is_not_root_gets_playwrights_own() -> None:
    machine = Machine(DEBIAN, works="playwright")

    assert machine.install(is_root=False) == "Playwright's own Chromium"
    assert machine.commands == ["playwright install chromium"]


def test_root_without_apt_get_gets_playwrights_own() -> None:
    machine = Machine({}, works="playwright")

    assert machine.install(is_root=True) == "Playwright's own Chromium"
    assert machine.commands == ["playwright install chromium"]


def test_where_debians_package_cannot_be_had_playwrights_own_is_taken() -> None:
    machine = Machine(DEBIAN, works="playwright")

    assert machine.install(is_root=True) == "Playwright's own Chromium"
    assert machine.commands[-1] == "playwright install chromium"


def test_who_can_have_no_browser_is_told_what_to_do() -> None:
    machine = Machine(DEBIAN)

    with pytest.raises(SystemExit) as stopped:
        machine.install(is_root=True)

    assert stopped.value.code == (
        "There is no browser for the tests, and none could be installed. "
        "Install Chromium (on Debian, as root: apt-get install chromium), then run make test again."
    )


def test_the_command_says_in_one_line_which_browser_is_used(tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)

    done = subprocess.run(
        [sys.executable, SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, f"The tests use {chromium}\n"), done.stderr


def test_the_command_fails_where_there_is_no_browser(tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "file" / "folder")}
    (tmp_path / "file").touch()

    done = subprocess.run([sys.executable, SCRIPT], env=nowhere, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "There is no browser for the tests, and none could be installed." in done.stderr
