"""What the tests share: the sites, each built once per run exactly as `make site` builds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import launched
from built_site import BuiltSite, served

PROJECT = Path(__file__).parent.parent
PROOF_SITES = sorted(path.parent for path in (PROJECT / "tests" / "sites").glob("*/mkdocs.yml"))
SITES = [PROJECT, *PROOF_SITES]
NAMES = ["distinguo" if site == PROJECT else site.name for site in SITES]
os.environ["DISTINGUO_COMMAND"] = "distinguo {}"  # how messages name a command, whoever runs the tests
# Some tests press Ctrl+C, which a shell has its jobs in the background ignore, and what these start in turn.
signal.signal(signal.SIGINT, signal.default_int_handler)
MEASURES = PROJECT / "tests" / "measures.js"  # what tests add to a page in the browser to measure it


def mkdocs_environment() -> dict[str, str]:
    """The environment that the Makefile gives to MkDocs."""
    return os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "DISTINGUO_HOOKS": str(PROJECT / "hooks" / "site_hooks.py"),
        "DISTINGUO_OVERRIDES": str(PROJECT / "overrides"),
    }


def run_mkdocs(site: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in the folder of a site."""
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(
        command, cwd=site, env=mkdocs_environment() | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The output folder of every site, by the name of the site's folder; the project's own is `distinguo`."""
    outputs: dict[str, Path] = {}
    for name, site in zip(NAMES, SITES, strict=True):
        outputs[name] = tmp_path_factory.mktemp(name)
        done = run_mkdocs(site, "build", "--strict", "--site-dir", str(outputs[name]))
        assert done.returncode == 0, done.stderr
    return outputs


@pytest.fixture(scope="session")
def site_below_a_path(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The project's own site, built for an address that does not end with its host."""
    folder = tmp_path_factory.mktemp("below-a-path")
    address = "https://host.example/some/path/"
    done = run_mkdocs(PROJECT, "build", "--strict", "--site-dir", str(folder), SITE_URL=address)
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of the run."""
    with launched() as opened:
        yield opened


@pytest.fixture(scope="session")
def addresses(built: dict[str, Path]) -> Iterator[dict[str, str]]:
    """The address of every site, by its name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(folder)) for name, folder in built.items()}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Every site in turn."""
    return request.param


@pytest.fixture
def site(name: str, built: dict[str, Path]) -> BuiltSite:
    return BuiltSite(built[name])


@pytest.fixture
def address(name: str, addresses: dict[str, str]) -> str:
    return addresses[name]
