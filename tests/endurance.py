"""Publishes the project's site again and again, under kills and under readers, and prints what came of it.

    kills: the process group is killed at a random moment, and what is published then is the old site or the new one;
    reads: processes read pages of the site without a pause while it is published.

`make endurance` takes some minutes. It works on a copy of the project's content in a temporary folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import Event, Process, Queue
from pathlib import Path

PROJECT = Path(__file__).parent.parent
COMMAND = [str(Path(sys.executable).with_name("distinguo")), "publish"]
KILLS, PUBLISHES, READERS, READS = 200, 15, 2, 500_000
READ = ("index.html", "404.html", "assets/site.css", "psychological-safety-vs-trust/index.html", "sitemap.xml")


def state(folder: Path) -> str:
    """One hash over the names and bytes of `folder`; none where there is no such folder."""
    if not folder.is_dir():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = (f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def write_version(site: Path, number: int) -> None:
    """Give the `site` other words on a page, so that each of two versions has a state of its own."""
    text = (PROJECT / "docs/about.md").read_text(encoding="utf-8")
    (site / "docs/about.md").write_text(f"{text}\nVersion {number} of this page.\n", encoding="utf-8")


def publish(site: Path) -> None:
    subprocess.run(COMMAND, cwd=site, check=True, stdout=subprocess.DEVNULL)


def await_end(site: Path) -> None:
    """Return when no killed process holds the lock any more; there is none where it was killed before it made one."""
    lock = site / ".publishing" / "lock"
    if lock.exists():
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)


def kills(site: Path) -> bool:
    """Kill publishes at random moments; whether every state was good and every next run mended what was left."""
    states, times = [], []
    for number in (0, 1):
        write_version(site, number)
        start = time.monotonic()
        publish(site)
        times.append(time.monotonic() - start)
        states.append(state(site / "site"))
    chance = random.Random(8)
    killed, late, seen, bad, failed = 0, 0, Counter(), [], 0
    number = 0
    while killed < KILLS:
        write_version(site, number := 1 - number)
        before = state(site / "site")
        running = subprocess.Popen(COMMAND, cwd=site, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            # Any moment, and most often one near the end, when the site is replaced.
            running.wait(chance.triangular(0, 1.2 * max(times), max(times)))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        status = running.wait()
        await_end(site)
        killed += status == -signal.SIGKILL
        late += status == -signal.SIGKILL and state(site / "site") != before
        failed += status not in (0, -signal.SIGKILL)
        seen[found := state(site / "site")] += 1
        if found not in states:
            bad.append(found)
        if killed % 20 == 0:  # after the others comes one that may be killed as well
            failed += subprocess.run(COMMAND, cwd=site, check=False, stdout=subprocess.DEVNULL).returncode != 0
    failed += subprocess.run(COMMAND, cwd=site, check=False, stdout=subprocess.DEVNULL).returncode != 0
    left = {path.name for path in (site / ".publishing").iterdir()} - {"lock", ".gitignore"}
    is_good = not bad and not failed and not left and state(site / "site") == states[number]
    print(f"{killed} of {sum(seen.values())} publishes killed, {late} of them with the new site in its place;")
    print(f"{len(bad)} bad states ({len(seen)} were seen);")
    print(f"{failed} of the other runs failed, and left over at the end: {', '.join(left) or 'nothing'}.")
    return is_good


def read(site: Path, is_over: Event, counts: Queue) -> None:
    """Read until the publishes are over, and say how many reads there were and how many found nothing."""
    done, wrong = 0, Counter()
    while not is_over.is_set():
        for name in READ * 20:
            done += 1
            try:
                with open(site / "site" / name, "rb") as file:
                    if not file.read().rstrip().endswith((b">", b"}")):
                        wrong["cut or empty"] += 1
            except OSError:
                wrong["missing"] += 1
    counts.put((done, wrong))


def reads(site: Path) -> bool:
    """Read the site while it is published; whether every read found a whole file."""
    is_over, counts = Event(), Queue()
    readers = [Process(target=read, args=(site, is_over, counts)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    publishes = 0
    start = time.monotonic()
    while publishes < PUBLISHES:
        write_version(site, publishes % 2)
        publish(site)
        publishes += 1
    duration = time.monotonic() - start
    is_over.set()
    found = [counts.get() for _ in readers]
    for reader in readers:
        reader.join()
    done = sum(number for number, _ in found)
    wrong = sum((count for _, count in found), Counter())
    print(f"{done:,} reads during {publishes} publishes in {duration:.0f} s: {wrong.total()} wrong {dict(wrong) or ''}")
    return done >= READS and not wrong


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="endurance-") as folder:
        site = Path(folder)
        for name in ("content", "docs"):
            shutil.copytree(PROJECT / name, site / name)
        inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://site.example/\n"
        (site / "mkdocs.yml").write_text(inherit, encoding="utf-8")
        results = [kills(site), reads(site)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
