"""Kills publishes at random moments, and reads the site while others run: `make endurance`.

The published site is one complete version at every moment. Prints how many kills and reads it took, and ends with 1
where a state was bad or a read found nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import Event, Process, Queue
from pathlib import Path
from typing import Any

from conftest import PROJECT
from example_site import SOUND, write_site

PUBLISH = [str(Path(sys.executable).with_name("distinguo")), "publish", "--site"]
ABOUT = "content/example/explainer.yml"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--publishes", type=int, default=15)
    parser.add_argument("--reads", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = _site(Path(folder) / "killed")
        bad = kill(site, given.kills)
    with tempfile.TemporaryDirectory() as folder:
        lost = read_during(_site(Path(folder) / "read"), given.publishes, given.reads)
    return 1 if bad or lost else 0


def kill(site: Path, times: int) -> int:
    """Kill so many publishes; gives how many left a state that is none of the two versions."""
    versions = {_version(site, title) for title in ("Left vs. right", "Right vs. left")}
    quiet = subprocess.DEVNULL
    longest, killed, bad, chance = _time_of_a_publish(site), 0, 0, random.Random(1)
    for number in range(times):
        _write(site, ("Left vs. right", "Right vs. left")[number % 2])
        run = subprocess.Popen([*PUBLISH, str(site)], start_new_session=True, stdout=quiet, stderr=quiet)
        try:
            run.wait(chance.uniform(0, longest * 1.1))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            killed += 1
        bad += _state(site / "site") not in versions
    last = subprocess.run([*PUBLISH, str(site)], capture_output=True, check=False).returncode
    left = sorted(path.name for path in (site / ".publishing").iterdir() if path.is_dir())
    print(
        f"{times} publishes, {killed} of them killed: {bad} bad states; the next run ended with {last} and left {left}"
    )
    return bad + last + len(left)


def read_during(site: Path, publishes: int, least: int) -> int:
    """Read the site in two processes during so many publishes and at least so many reads; gives how many found less."""
    _version(site, "Left vs. right")
    names = [path.relative_to(site).as_posix() for path in sorted((site / "site").rglob("*.html"))]
    ended, results = Event(), Queue()
    readers = [Process(target=_read, args=(site, names, ended, results, least // 2)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(publishes):
        _write(site, ("Left vs. right", "Right vs. left")[number % 2])
        subprocess.run([*PUBLISH, str(site)], check=True, capture_output=True)
    ended.set()
    counts = [results.get() for _ in readers]
    for reader in readers:
        reader.join()
    reads, lost = (sum(one) for one in zip(*counts, strict=True))
    print(f"{reads:,} reads during {publishes} publishes: {lost} missing or empty")
    return lost


def _read(site: Path, names: list[str], ended: Any, results: Any, least: int) -> None:
    reads = lost = 0
    while reads < least or not ended.is_set():
        for name in names:
            reads += 1
            try:
                lost += not (site / name).read_bytes().rstrip().endswith(b"</html>")
            except OSError:
                lost += 1
    results.put((reads, lost))


def _site(folder: Path) -> Path:
    inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n"
    return write_site(folder, **{"mkdocs.yml": inherit})


def _write(site: Path, title: str) -> None:
    (site / ABOUT).write_text(SOUND[ABOUT].replace("Left vs. right", title), encoding="utf-8")


def _version(site: Path, title: str) -> str:
    _write(site, title)
    subprocess.run([*PUBLISH, str(site)], check=True, capture_output=True)
    return _state(site / "site")


def _time_of_a_publish(site: Path) -> float:
    start = time.monotonic()
    subprocess.run([*PUBLISH, str(site)], check=True, capture_output=True)
    return time.monotonic() - start


def _state(folder: Path) -> str:
    """One hash over the names and bytes of all files in `folder`."""
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            state.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
