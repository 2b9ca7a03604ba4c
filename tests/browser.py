"""Finds the browsers that the tests open pages in and the fonts that they show them in, and installs what is missing.

Most tests take Chromium's headless shell, which is Chromium without windows and menus: the same engine, in which a page
takes a third of the time. It is Debian's package, which takes root; else the tests take the system's Chromium; else
Playwright's own shell. On Linux, some take Firefox and WebKit, too. A browser sees one family of fonts, as a machine
does that has no other, so that pages look alike wherever the tests run. Nothing is asked of the network where all is
there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import playwright.sync_api

Find = Callable[[str], str | None]
Run = Callable[..., bool]

_SHELL = "chromium-headless-shell"
_NAMES = (_SHELL, "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    # No test touches the network, not even one that finds a page asking for something there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# The family of fonts that a browser sees, and Debian's package with it: one of wide letters and one of narrow ones.
FONTS = {"wide": ("DejaVu Sans", "fonts-dejavu-core"), "narrow": ("Roboto Condensed", "fonts-roboto-unhinted")}
_FONTS_FILE = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{}
  <cachedir>{}</cachedir>
</fontconfig>
"""
# The programs of the other engines, each by the names that it goes by, and Debian's package with it.
_ENGINES = (
    (("firefox", "firefox-esr"), "firefox-esr"),
    (("WebKitWebDriver",), "webkit2gtk-driver"),
    (("Xvfb",), "xvfb"),  # the screen that WebKit shows itself on
)
_NO_ENGINES = (
    "The tests open pages in Firefox and WebKit, too, and something of these is missing. "
    "Install it (on Debian, as root: apt-get install {packages}), then run make test again."
)
_NO_FONTS = (
    "The tests need the fonts {families}. "
    "Install them (on Debian, as root: apt-get install {packages}), then run make test again."
)
_NO_BROWSER = (
    "There is no browser for the tests, and none could be installed. "
    "Install Chromium (on Debian, as root: apt-get install chromium-headless-shell), then run make test again."
)


def _runs_well(*command: str) -> bool:
    return subprocess.run(command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode == 0


def system_browser(find: Find = shutil.which) -> str | None:
    """The path of the system's Chromium, its shell before others, or `None`, with which Playwright takes its own."""
    return next(filter(None, map(find, _NAMES)), None)


def install(find: Find, run: Run, *, is_root: bool) -> str:
    """Install the shell where there is none; what comes back says which browser the tests use."""
    if not find(_SHELL) and is_root and find("apt-get"):
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", _SHELL)
    if path := system_browser(find):
        return path
    if run(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"):
        return "Playwright's own Chromium"
    sys.exit(_NO_BROWSER)


def install_engines(find: Find, run: Run, *, is_root: bool) -> str:
    """Install what is missing of the other engines; what comes back names them."""
    missing = _missing_engines(find)
    if missing and is_root and find("apt-get"):
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", *missing)
    if missing := _missing_engines(find):
        sys.exit(_NO_ENGINES.format(packages=" ".join(missing)))
    return "Firefox and WebKit"


def _missing_engines(find: Find) -> list[str]:
    """Debian's packages of the programs that are not there under any of their names."""
    return [package for names, package in _ENGINES if not any(map(find, names))]


def _files_of(family: str) -> list[Path]:
    """The files of a family of fonts, as far as the system has them, whatever it is told to show of them."""
    if not shutil.which("fc-list"):
        return []
    command = ["fc-list", "--format", "%{file}\n", f":family={family}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}
    return [Path(line) for line in subprocess.check_output(command, text=True, env=environment).splitlines()]


def install_fonts(has: Callable[[str], object], find: Find, run: Run, *, is_root: bool) -> str:
    """Install the fonts that are missing; what comes back names all that the tests use."""
    families = [family for family, _ in FONTS.values()]
    if not all(map(has, families)) and is_root and find("apt-get"):
        packages = ["fontconfig", *(package for family, package in FONTS.values() if not has(family))]
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", *packages)
    missing = [(family, package) for family, package in FONTS.values() if not has(family)]
    if missing:
        named = " and ".join(family for family, _ in missing)
        sys.exit(_NO_FONTS.format(families=named, packages=" ".join(("fontconfig", *(one for _, one in missing)))))
    return " and ".join(families)


@contextmanager
def only_fonts(kind: str) -> Iterator[dict[str, str]]:
    """The environment in which a program sees one family of `FONTS` alone."""
    family, _ = FONTS[kind]
    with TemporaryDirectory() as folder:
        folders = sorted({f"  <dir>{path.parent}</dir>" for path in _files_of(family)})
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_FONTS_FILE.format("\n".join(folders), folder), encoding="utf-8")
        yield os.environ | {"FONTCONFIG_FILE": str(settings)}


def installed(program: str, package: str) -> str:
    """The path of a `program` that a test or the audit needs, installed from Debian's `package` where it is missing."""
    if not shutil.which(program):
        install_from_debian(package)
    path = shutil.which(program)
    if path is None:
        sys.exit(f"{program} is needed here. Install it (on Debian, as root: apt-get install {package}).")
    return path


def firefox() -> str:
    """The path of Firefox."""
    (names, package), *_ = _ENGINES
    return next(filter(None, map(shutil.which, names)), None) or installed(names[-1], package)


def install_from_debian(package: str) -> None:
    """Install Debian's `package`, where we may."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _runs_well("apt-get", "update", "-q")
        _runs_well("apt-get", "install", "-q", "-y", "--no-install-recommends", package)


def installed_from_npm(home: Path, *packages: str) -> None:
    """Put these `packages` that the audit needs into the folder `home`, where they are not there in these versions."""
    told = home / "packages.txt"
    if told.exists() and told.read_text(encoding="utf-8").split() == [*packages]:
        return
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix", str(home)]
    subprocess.run([installed("npm", "npm"), "install", *options, *packages], check=True)
    told.write_text("\n".join(packages), encoding="utf-8")


@contextmanager
def launched(fonts: str = "wide") -> Iterator[playwright.sync_api.Browser]:
    """The browser, without a window, with one kind of `FONTS`, until the block ends."""
    with playwright.sync_api.sync_playwright() as started, opened_with(started, fonts) as opened:
        yield opened


@contextmanager
def opened_with(started: playwright.sync_api.Playwright, fonts: str) -> Iterator[playwright.sync_api.Browser]:
    """A browser of Playwright as it was `started`, with one kind of `FONTS`."""
    with only_fonts(fonts) as environment:
        opened = started.chromium.launch(executable_path=system_browser(), args=_ARGUMENTS, env=environment)
        yield opened
        opened.close()


if __name__ == "__main__":
    root = os.geteuid() == 0
    print("The tests use", install(shutil.which, _runs_well, is_root=root))
    if sys.platform == "linux":  # where WebKit is a program, and a file of settings says which fonts a program sees
        print("and, for some walks,", install_engines(shutil.which, _runs_well, is_root=root))
        print("with the fonts", install_fonts(_files_of, shutil.which, _runs_well, is_root=root))
