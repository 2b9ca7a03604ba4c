"""Measures how long it takes to read a megabyte of content, as a ratio to PyYAML's C loader; for `make bench`."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from distinguo.site.file_readers import read_file
from distinguo.site.found import Found
from distinguo.text import rich_text
from large_site import write_large_site

RUNS = 5
_SHORT = """\
  - id: question-{n}
    question: Is it {n} of {explainer}?
    answer: Yes, {n}.
"""


def write_like_ours(site: Path) -> None:
    """The project's own explainer, many times over."""
    write_large_site(site, "large", 24)


def write_short_fields(site: Path) -> None:
    """Questions and answers of a few words each: what many small fields cost."""
    for explainer in range(360):
        file = site / "content" / f"e{explainer}" / "faq.yml"
        file.parent.mkdir(parents=True)
        entries = "".join(_SHORT.format(n=n, explainer=explainer) for n in range(1, 41))
        file.write_text(f"questions:\n{entries}", encoding="utf-8")


def least(work: Callable[[], None]) -> float:
    """The seconds of processor time of the fastest of some runs."""
    times = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def read(site: Path, files: list[str]) -> None:
    """Read and check these files of a site, with nothing remembered from the run before."""
    rich_text.parse.cache_clear()
    found = Found(site)
    for file in files:
        read_file(file, found)
    assert not found.problems, found.problems[0]


def main() -> None:
    print("To read content          bytes   ours ms  CSafeLoader ms  ratio  aim")
    for name, write in (("like ours", write_like_ours), ("of many short fields", write_short_fields)):
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            write(site)
            paths = sorted(site.glob("content/*/*.yml"))
            files, texts = [path.relative_to(site).as_posix() for path in paths], [path.read_bytes() for path in paths]
            loaded = least(lambda texts=texts: [yaml.load(text, yaml.CSafeLoader) for text in texts])
            ours = least(lambda site=site, files=files: read(site, files))
        times = f"{ours * 1000:8.0f}  {loaded * 1000:14.0f}  {ours / loaded:5.2f}"
        print(f"{name:20}  {sum(map(len, texts)):9,}  {times}  at most 3")


if __name__ == "__main__":
    main()
