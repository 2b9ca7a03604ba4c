"""Finds the browser that the tests open pages in, and installs one where there is none.

It is the system's Chromium; else Debian's package, which takes root; else Playwright's own. Nothing is
asked of the network where a browser is there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import playwright.sync_api

Find = Callable[[str], str | None]
Run = Callable[..., bool]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    # No test touches the network, not even one that finds a page asking for something there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_NO_BROWSER = (
    "There is no browser for the tests, and none could be installed. "
    "Install Chromium (on Debian, as root: apt-get install chromium), then run make test again."
)


def _runs_well(*command: str) -> bool:
    return subprocess.run(command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode == 0


def system_browser(find: Find = shutil.which) -> str | None:
    """The path of the system's Chromium, or `None`, with which Playwright takes its own."""
    return next(filter(None, map(find, _NAMES)), None)


def install(find: Find, run: Run, *, is_root: bool) -> str:
    """Install a browser where there is none; what comes back says which one the tests use."""
    if not system_browser(find) and is_root and find("apt-get"):
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium")
    if path := system_browser(find):
        return path
    if run(sys.executable, "-m", "playwright", "install", "chromium"):
        return "Playwright's own Chromium"
    sys.exit(_NO_BROWSER)


def installed(program: str, package: str) -> str:
    """The path of a `program` that a test or the audit needs, installed from Debian's `package` where it is missing."""
    if not shutil.which(program):
        install_from_debian(package)
    path = shutil.which(program)
    if path is None:
        sys.exit(f"{program} is needed here. Install it (on Debian, as root: apt-get install {package}).")
    return path


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
def launched() -> Iterator[playwright.sync_api.Browser]:
    """The browser, without a window, until the block ends."""
    with playwright.sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=system_browser(), args=_ARGUMENTS)
        yield opened
        opened.close()


if __name__ == "__main__":
    print("The tests use", install(shutil.which, _runs_well, is_root=os.geteuid() == 0))
