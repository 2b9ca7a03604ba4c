"""Publishes the project's site again and again, under kills and under readers, and prints what came of it.

    kills: the process group is killed at a random moment, and what is published then is the old site or the new one;
    reads: processes read pages of the site without a pause while it is published.

Before each publish the sources change. Half of the publishes begin with what earlier runs kept, killed ones included,
the other half with nothing. `make endurance` takes some minutes; with a number behind it, `tests/endurance.py` kills as
many publishes. It works on a copy of the project's content in a temporary folder.
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

from distinguo.base.cache import Cache

PROJECT = Path(__file__).parent.parent
COMMAND = [str(Path(sys.executable).with_name("distinguo")), "publish"]
KILLS, PUBLISHES, READERS, READS = 200, 30, 2, 500_000
VERSIONS = 4
EXPLAINER = "psychological-safety-vs-trust"
READ = ("index.html", "404.html", "assets/site.css", f"{EXPLAINER}/index.html", "sitemap.xml")


def state(folder: Path) -> str:
    """One hash over the names and bytes of `folder`; none where there is no such folder."""
    if not folder.is_dir():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = (f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def write_version(site: Path, number: int) -> None:
    """Give the `site` other words on a page, and a term another meaning that pages show: so each of the `VERSIONS` has
    a state of its own."""
    text = (PROJECT / "docs/about.md").read_text(encoding="utf-8")
    (site / "docs/about.md").write_text(f"{text}\nVersion {number % 2} of this page.\n", encoding="utf-8")
    definitions = f"content/{EXPLAINER}/definitions.yml"
    text = (PROJECT / definitions).read_text(encoding="utf-8")
    start, short, rest = text.partition("    short: ")
    assert short, "each definition has one"
    (site / definitions).write_text(f"{start}{short}{'So, ' * (number // 2)}{rest}", encoding="utf-8")


def next_version(chance: random.Random, number: int) -> int:
    """Another version than that of this `number`."""
    return (number + chance.randrange(1, VERSIONS)) % VERSIONS


def forget(site: Path) -> None:
    """Have the next publish begin with nothing that was kept."""
    Cache.of(site).clear()


def publish(site: Path) -> None:
    subprocess.run(COMMAND, cwd=site, check=True, stdout=subprocess.DEVNULL)


def await_end(site: Path) -> None:
    """Return when no killed process holds the lock any more; there is none where it was killed before it made one."""
    lock = site / ".publishing" / "lock"
    if lock.exists():
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)


def measured(site: Path) -> tuple[list[str], dict[bool, float]]:
    """The state of each version, and the longest time of a publish with what was kept (true) and without (false)."""
    states, times = [], {True: 0.0, False: 0.0}
    for number in range(VERSIONS):
        write_version(site, number)
        forget(site)
        for is_warm in (False, True):
            start = time.monotonic()
            publish(site)
            times[is_warm] = max(times[is_warm], time.monotonic() - start)
            states.append(state(site / "site"))
    assert states[::2] == states[1::2] and len({*states}) == VERSIONS, "what was kept changes nothing"
    return states[::2], times


def kills(site: Path, wanted: int) -> bool:
    """Kill as many publishes as `wanted`; whether every state was good and every next run mended what was left."""
    states, times = measured(site)
    number = VERSIONS - 1
    chance = random.Random(8)
    killed, late, seen, bad, failed = Counter(), 0, Counter(), [], 0
    while killed.total() < wanted:
        write_version(site, number := next_version(chance, number))
        if not (is_warm := chance.random() < 0.5):
            forget(site)
        before = state(site / "site")
        start = time.monotonic()
        running = subprocess.Popen(COMMAND, cwd=site, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            # Any moment, and most often one near the end, when the site is replaced.
            running.wait(chance.triangular(0, 1.2 * times[is_warm], times[is_warm]))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        status = running.wait()
        if status == 0:
            times[is_warm] = time.monotonic() - start  # the machine may have less to do now, or more
        await_end(site)
        killed[is_warm] += status == -signal.SIGKILL
        late += status == -signal.SIGKILL and state(site / "site") != before
        failed += status not in (0, -signal.SIGKILL)
        seen[found := state(site / "site")] += 1
        if found not in (before, states[number]):
            bad.append(found)
        if killed.total() % 20 == 0:  # after the others comes one that may be killed as well
            failed += subprocess.run(COMMAND, cwd=site, check=False, stdout=subprocess.DEVNULL).returncode != 0
    failed += subprocess.run(COMMAND, cwd=site, check=False, stdout=subprocess.DEVNULL).returncode != 0
    left = {path.name for path in (site / ".publishing").iterdir()} - {"lock", ".gitignore"}
    is_good = not bad and not failed and not left and state(site / "site") == states[number]
    runs = sum(seen.values())
    print(f"{killed.total()} of {runs} publishes killed, {killed[True]} of them with what earlier ones had kept,")
    print(f"{late} of them with the new site in its place; {len(bad)} bad states ({len(seen)} were seen);")
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
        write_version(site, publishes % VERSIONS)
        if publishes % 4 < 2:
            forget(site)
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


def main(wanted: int) -> int:
    with tempfile.TemporaryDirectory(prefix="endurance-") as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/caches"
        site = Path(folder, "site of the project")
        for name in ("content", "docs"):
            shutil.copytree(PROJECT / name, site / name)
        inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://site.example/\n"
        (site / "mkdocs.yml").write_text(inherit, encoding="utf-8")
        results = [kills(site, wanted), reads(site)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else KILLS))
