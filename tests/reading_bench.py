"""Measures how long the check takes for a megabyte of content, as a ratio to PyYAML's C loader; for `make bench`."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from conftest import PROJECT
from distinguo.site import loading
from distinguo.site.found import Found
from distinguo.text import rich_text

EXPLAINER = "psychological-safety-vs-trust"
SIZE = 1_000_000  # bytes
RUNS = 5
_SHORT = """\
  - id: question-{n}
    question: Is it {n} of {copy}?
    answer: Yes, {n}.
"""


def write_like_ours(content: Path, number: int) -> None:
    """The files of our own explainer, with words of their own, so that nothing remembered of one helps another."""
    own = f"{chr(97 + number % 26)}{chr(97 + number // 26)}e"
    for path in (PROJECT / "content" / EXPLAINER).iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name != "explainer.yml":
            text = re.sub(r" (?:the|an?|is) ", f" {own} ", text)
        (content / path.name).write_text(text, encoding="utf-8")


def write_short_fields(content: Path, number: int) -> None:
    """Questions and answers of a few words each: what many small fields cost."""
    shutil.copy(PROJECT / "content" / EXPLAINER / "explainer.yml", content)
    entries = "".join(_SHORT.format(n=n, copy=number) for n in range(1, 41))
    (content / "faq.yml").write_text(f"questions:\n{entries}", encoding="utf-8")


def write_site(site: Path, write: Callable[[Path, int], None]) -> list[bytes]:
    """A site with a megabyte of content, explainer by explainer; gives what its files hold."""
    content = site / "content"
    content.mkdir()
    for name in ("site.yml", "sources.yml"):
        shutil.copy(PROJECT / "content" / name, content)
    size = number = 0
    while size < SIZE:
        folder = content / f"e{number}"
        folder.mkdir()
        write(folder, number)
        size += sum(path.stat().st_size for path in folder.iterdir())
        number += 1
    return [path.read_bytes() for path in content.rglob("*.yml")]


def least(work: Callable[[], None]) -> float:
    """The seconds of processor time of the fastest of some runs."""
    times = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def check(site: Path) -> None:
    """Read and check the content of `site`, with nothing remembered from the run before."""
    rich_text.parse.cache_clear()
    found = Found(site)
    loading._read_content(found, drafts=True)
    problems = [problem for problem in found.problems if not problem.is_warning]
    if problems:
        raise AssertionError(problems[0])


def main() -> None:
    print("a megabyte of content    files   ours ms  CSafeLoader ms  ratio  aim")
    for name, write in (("like ours", write_like_ours), ("many short fields", write_short_fields)):
        with tempfile.TemporaryDirectory() as folder:
            texts = write_site(Path(folder), write)
            loaded = least(lambda texts=texts: [yaml.load(text, yaml.CSafeLoader) for text in texts])
            checked = least(lambda site=Path(folder): check(site))
        times = f"{len(texts):5}  {checked * 1000:8.0f}  {loaded * 1000:14.0f}  {checked / loaded:5.2f}"
        print(f"{name:23}  {times}  at most 3")


if __name__ == "__main__":
    main()
