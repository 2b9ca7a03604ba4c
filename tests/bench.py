"""Measures what the commands of editors cost on sites of more and more explainers, and the same texts with other tools.

`make bench` prints seconds of processor time, of the user and of the system and of all child processes, since these
hold on a busy machine, too. What we aim at stands beside them; nothing fails. Each site is measured in a row with its
peers, so that the ratios are of one run. It takes five to ten minutes on two cores, most of them for the thousand.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple

import brotli

from browser import launched
from built_site import served
from large_site import write_large_site
from peers import PEERS, Material, NotToBeHadError, Peer, texts
from previewed import free_port

DISTINGUO = str(Path(sys.executable).with_name("distinguo"))


class Size(NamedTuple):
    """A site to measure, and how many times what is over soon is run; the median counts."""

    profile: str
    explainers: int
    runs: int = 1

    def __str__(self) -> str:
        return f"{self.explainers:,}" + ("" if self.profile == "small" else f" {self.profile}")


ONE, HUNDRED, THOUSAND = Size("small", 1, runs=3), Size("small", 100), Size("small", 1000)
SIZES = (ONE, HUNDRED, THOUSAND, Size("large", 20))

CHECK = "check, the first time"
CHECK_AGAIN = "check, nothing changed"
PUBLISH = "publish, the first time"
PEAK = "  MiB of its largest process"
AGAIN = "publish, nothing changed"
CHANGED = "publish, one answer changed"
START = "preview, started"
SAVE = "preview, one answer saved"
SEEN = "  until the page shows it, by the clock"
IDLE = "preview, ten seconds without a save"
ROWS = (PUBLISH, PEAK, AGAIN, CHANGED, CHECK, CHECK_AGAIN, START, SAVE, SEEN, IDLE)
AIMS = {
    (CHECK, ONE): 0.3,
    (PUBLISH, ONE): 1.0,
    (PUBLISH, HUNDRED): 5,
    (PUBLISH, THOUSAND): 40,
    (PEAK, THOUSAND): 200,
    (CHANGED, HUNDRED): 1.2,
    (CHANGED, THOUSAND): 4,
    (SAVE, HUNDRED): 0.5,
    (SAVE, THOUSAND): 1,
    (IDLE, THOUSAND): 0,
}
Figures = dict[tuple[str, Size], float | str]  # by row and size; or the reason why there is none

_PATIENCE = 600  # seconds in which the preview, which may be building, shows what it is asked for
# Runs a command and prints what it took. The system counts the memory of who starts a process as that of the process,
# so who starts it is small.
_MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=2)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(status)
"""


class Cost(NamedTuple):
    """What a run took: seconds of processor time, and the MiB of its largest process."""

    seconds: float
    memory: float


class BrokenOffError(Exception):
    """A run that failed, with the last of what it said."""


def run(command: list[str], folder: Path, cache: Path) -> Cost:
    """Run a command in a `folder`; what it keeps from one run to the next is in `cache`."""
    measured = [sys.executable, "-IS", "-c", _MEASURED, *command]
    options = {"cwd": folder, "env": _environment(cache), "capture_output": True, "text": True, "errors": "replace"}
    done = subprocess.run(measured, check=False, **options)
    if done.returncode:
        raise BrokenOffError(done.stderr.strip()[-1000:])
    seconds, memory = done.stdout.split()
    return Cost(float(seconds), float(memory) / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _environment(cache: Path) -> dict[str, str]:
    """An environment in which programs keep in `cache` what they keep, and find their own modules compiled."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
    return {**inherited, "HOME": str(cache), "XDG_CACHE_HOME": str(cache), **quiet}


class Ours:
    """Our site of a size, in a new folder, with all that is kept for it."""

    def __init__(self, size: Size, folder: Path) -> None:
        self._runs, self._site, self._cache = size.runs, folder / "ours", folder / "cache"
        write_large_site(self._site, size.profile, size.explainers)
        self._cache.mkdir()
        self._run("fingerprint")
        names = sorted(path.parent.name for path in self._site.glob("content/*/faq.yml"))
        self.page = f"{names[len(names) // 2]}/"
        self._changes = 0

    @property
    def published(self) -> Path:
        return self._site / "site"

    def figures(self) -> Iterator[tuple[str, float]]:
        yield CHECK, median(self._run_anew("check").seconds for _ in range(self._runs))
        costs = [self._run_anew("publish") for _ in range(self._runs)]
        yield PUBLISH, median(cost.seconds for cost in costs)
        yield PEAK, median(cost.memory for cost in costs)
        yield AGAIN, median(self._run("publish").seconds for _ in range(self._runs))
        yield CHANGED, median(self._run_after_a_change("publish").seconds for _ in range(self._runs))
        yield CHECK_AGAIN, median(self._run("check").seconds for _ in range(self._runs))
        if Path("/proc/self/stat").exists():  # on Linux, which tells what a process has taken so far
            with self._previewed() as preview:
                yield START, preview.seconds_in_all()
                saves = [preview.save(self._change) for _ in range(self._runs)]
                yield SAVE, median(save.seconds for save in saves)
                yield SEEN, median(save.until_seen for save in saves)
                yield IDLE, preview.idle()

    def _run(self, command: str) -> Cost:
        return run([DISTINGUO, command], self._site, self._cache)

    def _run_anew(self, command: str) -> Cost:
        shutil.rmtree(self._cache)
        self._cache.mkdir()
        shutil.rmtree(self.published, ignore_errors=True)
        return self._run(command)

    def _run_after_a_change(self, command: str) -> Cost:
        self._change()
        return self._run(command)

    def _change(self) -> str:
        """Change an answer on the `page`; gives words that it has from now on."""
        self._changes += 1
        words = f"This is change {self._changes}."
        file = self._site / "content" / self.page / "faq.yml"
        text = file.read_text(encoding="utf-8")
        changed = re.sub(r"(answer: >-\n +)(?:This is change \d+\. )?", rf"\g<1>{words} ", text, count=1)
        file.write_text(changed, encoding="utf-8")
        return words

    @contextmanager
    def _previewed(self) -> Iterator[Preview]:
        """The preview of the site, which serves it until the block ends."""
        port = free_port()
        with (self._site / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"dev_addr: 127.0.0.1:{port}\n")
        options = {"cwd": self._site, "env": _environment(self._cache), "stdout": subprocess.DEVNULL}
        with subprocess.Popen([DISTINGUO, "serve"], stderr=subprocess.DEVNULL, **options) as process:
            try:
                yield Preview(process, port, self.page)
            finally:
                process.send_signal(signal.SIGINT)


class Save(NamedTuple):
    """What a save took: of processor time until all of it was done, and by the clock until the page showed it."""

    seconds: float
    until_seen: float


class Preview:
    """A preview that runs as a `process`, of which a browser has a page open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, page: str) -> None:
        self._process, self._port, self._page = process, port, f"/{page}"
        while not self._connects():
            if process.poll() is not None:
                raise BrokenOffError("the preview has ended")
            time.sleep(0.1)
        self._look()

    def seconds_in_all(self) -> float:
        """The processor time that the preview has taken once it sleeps, which is when a second takes none."""
        before, now = -1.0, seconds_of(self._process.pid)
        while now > before:
            time.sleep(1)
            before, now = now, seconds_of(self._process.pid)
        return now

    def save(self, change: Callable[[], str]) -> Save:
        """Make a `change`, which gives words that the page has from then on, and wait for them."""
        before, start = self.seconds_in_all(), time.perf_counter()
        words = change()
        self._wait_for_news()
        while words not in self._look():
            if time.perf_counter() > start + _PATIENCE:
                raise BrokenOffError("the preview does not show what was saved")
            self._wait_for_news()
        until_seen = time.perf_counter() - start
        return Save(self.seconds_in_all() - before, until_seen)

    def idle(self) -> float:
        """The seconds of processor time that go by in ten in which nobody does anything."""
        before = self.seconds_in_all()
        time.sleep(10)
        return seconds_of(self._process.pid) - before

    def _connects(self) -> bool:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self._port)):
            return True
        return False

    def _look(self) -> str:
        """Load the page."""
        page = self._asked(self._page)
        self._version = re.search('data-version="(.*?)"', page)[1]
        return page

    def _wait_for_news(self) -> None:
        """Wait until there is something newer than what was loaded, as the page does in a browser."""
        self._asked(f"/_preview/news?{self._version}")

    def _asked(self, path: str) -> str:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)) as connection:
            connection.request("GET", path, headers={"Referer": f"http://127.0.0.1:{self._port}{self._page}"})
            return connection.getresponse().read().decode()


def seconds_of(process: int) -> float:
    """The seconds of processor time that a process and its descendants have taken so far."""
    figures = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # one that has just ended
            figures[int(file.parent.name)] = list(map(int, file.read_text().rpartition(")")[2].split()[1:15]))
    family = {process}
    while more := {child for child, (parent, *_) in figures.items() if parent in family} - family:
        family |= more
    return sum(sum(figures[member][10:14]) for member in family) / os.sysconf("SC_CLK_TCK")


def figures_of_peers(size: Size, published: Path, folder: Path) -> Iterator[tuple[str, float | str]]:
    """What each peer takes for the texts of our site that lies `published`, or the reason why it cannot be said."""
    pages, cache = list(texts(published)), folder / "cache of peers"
    cache.mkdir()
    for peer in PEERS:
        try:
            peer.install()
            sites = (peer.write(pages, folder / f"{peer.name} {number}") for number in range(size.runs))
            yield peer.name, median(_built(peer, site, len(pages), cache) for site in sites)
        except (NotToBeHadError, BrokenOffError) as error:
            yield peer.name, str(error)


def _built(peer: Peer, site: Path, pages: int, cache: Path) -> float:
    """The seconds that a `peer` takes to build a site of so many pages."""
    cost = run(peer.command(), site, cache)
    made = len(list((site / peer.output).rglob("index.html")))
    if made < pages:
        raise BrokenOffError(f"made {made} pages of {pages}")
    return cost.seconds


def weights(site: Path, page: str) -> list[int]:
    """How many files a browser asks for when it opens a `page` of a site, and their bytes raw, gzipped and brotlied."""
    with served(site) as address, launched() as browser, browser.new_page() as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address + page, wait_until="networkidle")
        paths = [url.removeprefix(address) for url in dict.fromkeys(asked) if url.startswith(address)]
    bodies = [(site / (path + "index.html" if path.endswith("/") else path)).read_bytes() for path in paths]
    packings: tuple[Callable[[bytes], bytes], ...] = (bytes, lambda body: gzip.compress(body, 9), brotli.compress)
    return [len(bodies), *(sum(len(packed(body)) for body in bodies) for packed in packings)]


def growth(figures: Figures, row: str) -> str:
    """By how much a thousand explainers cost more than a hundred, beyond what one costs: 1.00 is in proportion."""
    one, hundred, thousand = (figures.get((row, size)) for size in (ONE, HUNDRED, THOUSAND))
    if not all(isinstance(figure, float) for figure in (one, hundred, thousand)) or hundred - one < 0.2:
        return ""
    in_proportion = (THOUSAND.explainers - ONE.explainers) / (HUNDRED.explainers - ONE.explainers)
    return f"{(thousand - one) / (hundred - one) / in_proportion:.2f}"


def shown(figure: float) -> str:
    return f"{figure:.2f}" if figure < 10 else f"{figure:,.1f}" if figure < 100 else f"{figure:,.0f}"


def print_line(name: str, *cells: str) -> None:
    print(f"{name:40}" + "".join(f"{cell:>14}" for cell in cells))


def print_ours(figures: Figures) -> None:
    print("Seconds of processor time, by the number of explainers (and what we aim at)\n")
    print_line("", *map(str, SIZES), "growth (1.15)")
    for row in ROWS:
        cells = (_with_aim(figures.get((row, size)), AIMS.get((row, size))) for size in SIZES)
        print_line(row, *cells, growth(figures, row))


def _with_aim(figure: float | None, aim: float | None) -> str:
    return ("–" if figure is None else shown(figure)) + ("" if aim is None else f" ({aim:g})")


def print_peers(figures: Figures) -> None:
    print("\nThe same texts, a page each, built by others (and how many times that our first publish takes)\n")
    print_line("", *map(str, SIZES), "growth")
    for peer in PEERS:
        cells = (_with_ratio(figures[peer.name, size], figures[PUBLISH, size]) for size in SIZES)
        print_line(peer.name, *cells, growth(figures, peer.name))
    for peer in PEERS:
        for reason in dict.fromkeys(figures[peer.name, size] for size in SIZES):
            if isinstance(reason, str):
                print(f"{peer.name}: {reason}")


def _with_ratio(figure: float | str, ours: float) -> str:
    return "none" if isinstance(figure, str) else f"{shown(figure)} ({shown(ours / figure)}×)"


def main() -> None:
    figures: Figures = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            ours = Ours(size, folder)
            for row, figure in chain(ours.figures(), figures_of_peers(size, ours.published, folder)):
                figures[row, size] = figure
                print(f"{size}: {row}: {figure}", file=sys.stderr, flush=True)  # for who waits for the rest
            if size is ONE:
                built = {"ours": ours.published, Material.name: folder / f"{Material.name} 0" / Material.output}
                pages = {name: weights(site, ours.page) for name, site in built.items() if site.is_dir()}
    print_ours(figures)
    print_peers(figures)
    print("\nWhat a browser loads to show the page of one explainer\n")
    print_line("", "files", "bytes", "gzip", "brotli")
    for name, weight in pages.items():
        print_line(name, *(f"{one:,}" for one in weight))


if __name__ == "__main__":
    main()
