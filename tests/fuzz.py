"""Damages content files and pages in every way that comes to mind, and sees that check and build take it: `make fuzz`.

Neither ever fails with an exception, neither takes long, and whatever is told has a place in the file and can be
printed. Pages that the check lets pass are built. Prints how many files it tried, how fast, and the slowest; files
that fail are kept in the folder `fuzz-failures`.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import hostile_pages
from conftest import SITES
from content_files import content_files, without_repeats
from distinguo.base.problems import Problem, report
from distinguo.text import rich_text
from page_route import FILE, Route

SLOWEST = 0.25  # seconds of processor time that one file may take
SLOWEST_PAGE = 1.0  # the same of a page, with the build of what is right
FILES_FOR_A_PAGE = 100  # that are tried for each page: a page of the size that is allowed takes as long as so many
KEPT = Path("fuzz-failures")
MOST_SHOWN = 20  # failures
PAGES = [path for site in SITES for path in sorted((site / "docs").rglob("*.md"))]
BATCH = 2000  # files that a process tries before it tells how it went

# What means something to YAML, to Markdown or to the check, and what no editor should have in a file.
SIGNS = [
    ": ", ":", " #", "# ", '"', "'", "\t", "- ", "-", "[", "]", "{", "}", ",", "*", "*a ", "&a ", "!x ", "!!set ", "|",
    ">-", " ", "  ", "\n", " \n", "\n\n", "\r", "\r\n", "@", "`", "%", "\\", "? ", "~", "null", "yes", "0x1F", "1e3",
    ".nan", "2026-02-30", "12:30:45", "=", "<<: *a\n", "---\n", "...\n", "%YAML 3.0\n", "--- !x\n", "<<<<<<< x\n",
    "=======\n", ">>>>>>> y\n", "{{ ", "}}", "{% raw %}", "<b>", "<!--", "</script>", "&lt;", "&#0;", "[@x]",
    "(@mayer-1995)", "[@a, @b]", "![a](b)", "](", "[a](javascript:x)", "term:", "explainer:", '"\\ud800"', '"\\0"',
    '"\\x', "“", "”", "’", "é", "日本語", "e\u0301", "😀", "👨\u200d👩\u200d👧", "\u0000", "\u0007", "\u001b", "\u007f",
    "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2066", "\u2060",
    "\u3164", "\ue000", "\ue001", "\ufdd0", "\ufe0f", "\ufeff", "\ufffd", "\uffff", "\U000e0041", "\U0010ffff",
    "- " * 14, "[" * 14, "{a: " * 14, "> " * 9, "**" * 9, "a: " * 9, "x" * 3000, "[a](" * 9,
]  # fmt: skip
BYTES = [b"\xe9", b"\xff", b"\xc3", b"\x80", b"\0", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\xef\xbb\xbf"]


@dataclass
class Tally:
    """How a batch went."""

    files: int = 0
    unchanged: int = 0  # nothing was told of so many
    codes: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.files += other.files
        self.unchanged += other.unchanged
        self.codes += other.codes
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:5]
        self.failures += other.failures


def damaged(text: str, other: str, chance: random.Random) -> bytes:
    """`text` with one to a few changes; parts of the `other` text may come into it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        (change,) = chance.choices(list(_CHANGES), list(_CHANGES.values()))
        text = change(text, other, chance)
    data = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.05:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(BYTES) + data[place + chance.randrange(2) :]
    if chance.random() < 0.01:
        data = chance.choice(
            (data[: chance.randrange(len(data) + 1)], data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data)
        )
    return data


def _sign(text: str, other: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(SIGNS) + text[place + chance.randrange(2) :]


def _cut(text: str, other: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + text[place + chance.choice((1, 1, 2, 10, 60, 500)) :]


def _character(text: str, other: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    first, last = chance.choice(((0, 0xFF), (0x2000, 0x2100), (0, 0xFFFF), (0x10000, 0x10FFFF)))
    return text[:place] + chr(chance.randint(first, last)) + text[place + 1 :]


def _move(text: str, other: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _indent(text: str, other: str, chance: random.Random) -> str:
    lines = text.split("\n")
    first = chance.randrange(len(lines))
    added = chance.choice((" ", "  ", "   ", "\t", "\u00a0", "- ", "", ""))
    for number in range(first, min(len(lines), first + chance.choice((1, 1, 1, 3, 20)))):
        lines[number] = added + lines[number] if added else lines[number][1:]
    return "\n".join(lines)


def _double(text: str, other: str, chance: random.Random) -> str:
    lines = text.split("\n")
    first = chance.randrange(len(lines))
    part = lines[first : first + chance.choice((1, 1, 2, 8))]
    return "\n".join([*lines[:first], *part * chance.choice((1, 1, 1, 2, 30)), *lines[first:]])


def _splice(text: str, other: str, chance: random.Random) -> str:
    """Lines of another file, or words of it, in the midst of this one."""
    lines, others = text.split("\n"), other.split("\n")
    place, first = chance.randrange(len(lines)), chance.randrange(len(others))
    if chance.random() < 0.5:
        return "\n".join([*lines[:place], *others[first : first + chance.randint(1, 12)], *lines[place:]])
    column = chance.randrange(len(lines[place]) + 1)
    lines[place] = lines[place][:column] + others[first].strip() + lines[place][column:]
    return "\n".join(lines)


def _word(text: str, other: str, chance: random.Random) -> str:
    """The same word is something else wherever it stands."""
    words = text.split()
    return text.replace(chance.choice(words), chance.choice([*words, *SIGNS])) if words else text


_CHANGES = {_sign: 6, _cut: 4, _character: 4, _move: 4, _indent: 4, _double: 2, _splice: 2, _word: 1}  # how often


def complaints(data: bytes, problems: list[Problem]) -> list[str]:
    """What is wrong with the `problems` told of a file of these bytes: they stand outside of it, or say too much."""
    last = len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")) if b"\0" not in data[:4] else 1 << 30
    wrong = []
    for problem in problems:
        span = problem.span
        if not (1 <= span.line <= span.end_line <= last + 1 and span.column >= 1 and span.end_column >= 1):
            wrong.append(f"{problem.code} stands at {span}, in a file of {last} lines")
        if max(map(len, (problem.title, problem.label, problem.path))) > 1000:
            wrong.append(f"{problem.code} says too much: {problem.title[:200]}")
    return wrong


def run(folder: Path, kept: Path, slowest: float, batch: tuple[int, int]) -> Tally:
    """Try one batch: its seed, and how many files. `folder` is for its own use; what fails is put into `kept`."""
    seed, count = batch
    files = without_repeats(content_files(folder / f"{os.getpid()}"))
    rich_text.parse.cache_clear()
    chance, tally = random.Random(seed), Tally()
    scratch = folder / f"scratch-{os.getpid()}"
    for number in range(count):
        one, other = chance.choice(files), chance.choice(files)
        data = damaged(one.text, other.text, chance)
        path = scratch / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        before = time.process_time()
        try:
            problems = one.problems_of_bytes(data)
            report(problems, scratch)
        except Exception:
            tally.failures.append(traceback.format_exc(limit=-4))
            _keep(data, kept / f"{seed}-{number}-raises")
            continue
        taken = time.process_time() - before
        _count(tally, problems, taken, one.file)
        if taken > slowest:
            _keep(data, kept / f"{seed}-{number}-slow")
            tally.failures.append(f"{one.file}: {taken * 1000:.0f} ms ({seed}-{number})")
        if wrong := complaints(data, problems):
            _keep(data, kept / f"{seed}-{number}-places")
            tally.failures += [f"{one.file}: {complaint}" for complaint in wrong]
    return tally


def run_pages(folder: Path, kept: Path, slowest: float, batch: tuple[int, int]) -> Tally:
    """The same for pages: one batch of pages that are made up, and of real ones that are damaged."""
    seed, count = batch
    chance, tally = random.Random(seed), Tally()
    route = Route(folder / f"page-{os.getpid()}-{seed}")
    for number in range(count):
        if chance.random() < 0.7:
            data = hostile_pages.page(chance).encode("utf-8", "surrogatepass")
        else:
            one, other = (chance.choice(PAGES).read_text(encoding="utf-8") for _ in range(2))
            data = damaged(one, other, chance)
        try:
            passed = route.take(data)
        except Exception:
            tally.failures.append(traceback.format_exc(limit=-4))
            _keep(data, kept / f"page-{seed}-{number}-raises")
            continue
        _count(tally, passed.problems, passed.seconds, f"page {seed}-{number}")
        if passed.seconds > slowest:
            _keep(data, kept / f"page-{seed}-{number}-slow")
            tally.failures.append(f"page: {passed.seconds * 1000:.0f} ms ({seed}-{number})")
        told = [problem for problem in passed.problems if problem.file == FILE]
        if wrong := complaints(data, told):
            _keep(data, kept / f"page-{seed}-{number}-places")
            tally.failures += [f"page {seed}-{number}: {complaint}" for complaint in wrong]
    return tally


def _count(tally: Tally, problems: list[Problem], seconds: float, name: str) -> None:
    tally.files += 1
    tally.unchanged += not problems
    tally.codes.update(problem.code for problem in problems)
    tally.slowest = sorted([*tally.slowest, (seconds, name)], reverse=True)[:5]


def _keep(data: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=int, nargs="?", default=1_000_000, help="how many files to damage")
    parser.add_argument("--seed", type=int, default=0, help="where the chances begin; another one, other files")
    given = parser.parse_args()
    total, start = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor() as processes:
        for what, slowest, files in (
            (run, SLOWEST, given.files),
            (run_pages, SLOWEST_PAGE, given.files // FILES_FOR_A_PAGE),
        ):
            size = BATCH if what is run else BATCH // FILES_FOR_A_PAGE
            batches = [(given.seed + n, min(size, files - n * size)) for n in range(-(-files // size))]
            for tally in processes.map(partial(what, Path(folder), KEPT, slowest), batches):
                total.add(tally)
                for failure in tally.failures[: max(0, MOST_SHOWN - len(total.failures) + len(tally.failures))]:
                    print(failure, flush=True)
    seconds = time.monotonic() - start
    told = sum(total.codes.values())
    speed = f"{total.files / seconds:.0f} a second"
    print(f"{total.files:,} files in {seconds:.0f} s, {speed}; {len(total.failures)} failures")
    print(f"{total.unchanged:,} are right as they are; of the others {told:,} problems of {len(total.codes)} kinds")
    print("slowest:", *(f"{seconds * 1000:.0f} ms ({file})" for seconds, file in total.slowest))
    return 1 if total.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
