"""What the tests share: the sites, each built once per run exactly as `make site` builds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser import FONTS, opened_with
from built_site import BuiltSite, served
from shared import Shared

PROJECT = Path(__file__).parent.parent
PROOF_SITES = sorted(path.parent for path in (PROJECT / "tests" / "sites").glob("*/mkdocs.yml"))
SITES = [PROJECT, *PROOF_SITES]
NAMES = ["distinguo" if site == PROJECT else site.name for site in SITES]
# A message names a command by the name of the program, where the shell finds it by that.
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
# Some tests press Ctrl+C, which a shell has its jobs in the background ignore, and what these start in turn.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which nohup has them ignore; others hang up
MEASURES = PROJECT / "tests" / "measures.js"  # what tests add to a page in the browser to measure it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-pair", action="store_true", help="build every hostile text into every field there is")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what runs leave for later ones out of the user's own cache: that of the tests lasts as long as they do."""
    if not hasattr(config, "workerinput"):  # the processes of one run share it, as those of a user do
        folder = tempfile.TemporaryDirectory(prefix="distinguo-cache-")
        os.environ["XDG_CACHE_HOME"] = folder.name
        config.add_cleanup(folder.cleanup)


def mkdocs_environment() -> dict[str, str]:
    """An environment in which MkDocs says nothing of its successor."""
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}


def run_mkdocs(site: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in the folder of a site."""
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(
        command, cwd=site, env=mkdocs_environment() | environment, capture_output=True, text=True, check=False
    )


def run_python(program: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python `program` in a folder, as the user of it would."""
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=folder, env=mkdocs_environment() | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What is made once per run, however many processes the tests are spread over."""
    ours = tmp_path_factory.getbasetemp()
    return Shared(ours.parent if hasattr(request.config, "workerinput") else ours)


@pytest.fixture(scope="session")
def built(shared: Shared) -> dict[str, Path]:
    """The output folder of every site, by the name of the site's folder; the project's own is `distinguo`."""
    sites = dict(zip(NAMES, SITES, strict=True))
    folders = shared.together(NAMES, lambda name, folder: _built(sites[name], folder))
    return dict(zip(NAMES, folders, strict=True))


@pytest.fixture(scope="session")
def site_below_a_path(shared: Shared) -> BuiltSite:
    """The project's own site, built for an address that does not end with its host."""
    address = "https://host.example/some/path/"
    return BuiltSite(shared.once("below-a-path", lambda folder: _built(PROJECT, folder, SITE_URL=address)))


def _built(site: Path, output: Path, **environment: str) -> Path:
    done = run_mkdocs(site, "build", "--strict", "--site-dir", str(output), **environment)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[str], Browser]]:
    """Gives the browser with each kind of fonts, one of each for each process that tests run in."""
    with sync_playwright() as started, ExitStack() as stack:
        yield cache(lambda fonts: stack.enter_context(opened_with(started, fonts)))


@pytest.fixture(scope="session")
def browser(browsers: Callable[[str], Browser]) -> Browser:
    """The browser with the fonts that most tests use."""
    return browsers("wide")


@pytest.fixture(params=FONTS)
def browser_of_fonts(request: pytest.FixtureRequest, browsers: Callable[[str], Browser]) -> Browser:
    """The browser with wide and with narrow fonts in turn: for what must fit in any."""
    return browsers(request.param)


@pytest.fixture(scope="session")
def addresses(built: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The address of every site, by its name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(folder)) for name, folder in built.items()}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Every site in turn."""
    return request.param


@pytest.fixture(scope="session")
def sites(built: dict[str, Path]) -> dict[str, BuiltSite]:
    """Every site as a reader gets it, by its name."""
    return {name: BuiltSite(folder) for name, folder in built.items()}


@pytest.fixture
def site(name: str, sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites[name]


@pytest.fixture
def address(name: str, addresses: dict[str, str]) -> str:
    return addresses[name]
