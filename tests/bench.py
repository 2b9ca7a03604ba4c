"""Measures how long MkDocs builds the explainer through Distinguo and as plain Markdown on stock Material.

`make bench` prints the processor time of both and their ratio, for a site of one explainer and one of a hundred,
how many bytes of HTML the explainer's page has, and what a browser loads to show it, request by request.
The plain site holds the same texts with the same links: our pages turned back into Markdown.
"""

from __future__ import annotations

import gzip
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import brotli
from markdownify import ATX, markdownify

from browser import launched
from built_site import served
from conftest import PROJECT, mkdocs_environment

EXPLAINER = "psychological-safety-vs-trust"
RUNS = {1: (5, "at most 1.2"), 100: (3, "below 1.0")}  # for each number of copies: how many runs, and what we aim at

STOCK = """\
site_name: Distinguo
site_url: https://distinguo.example/
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle:
        icon: material/weather-night
        name: Switch to dark colors
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle:
        icon: material/weather-sunny
        name: Switch to light colors
markdown_extensions:
  - tables
  - toc:
      permalink: "¶"
plugins:
  - search
validation:
  links:
    anchors: ignore  # plain Markdown has no ids for its links to single sources
"""


def write_ours(site: Path, copies: int) -> None:
    """The project's site with its explainer `copies` times over, each with an id, a title and questions of its own."""
    content, docs = site / "content", site / "docs"
    shutil.copytree(PROJECT / "content", content)
    shutil.copytree(PROJECT / "docs", docs)
    for number in range(2, copies + 1):
        copy = f"{EXPLAINER}-{number}"
        shutil.copytree(docs / EXPLAINER, docs / copy)
        shutil.copytree(content / EXPLAINER, content / copy)
        for path in (content / copy).iterdir():
            text = path.read_text(encoding="utf-8")
            numbered = re.sub(r"^( *(?:title|question): .*?)(\??\"?)$", rf"\1 {number}\2", text, flags=re.MULTILINE)
            path.write_text(numbered, encoding="utf-8")
    inherit = os.path.relpath(PROJECT / "mkdocs.yml", site)
    (site / "mkdocs.yml").write_text(f"INHERIT: {inherit}\nsite_url: https://distinguo.example/\n", encoding="utf-8")


def write_stock(site: Path, built: Path) -> None:
    """A site of plain Markdown with the texts of the pages in `built`, for Material as it comes."""
    for path in built.rglob("index.html"):
        page = site / "docs" / path.relative_to(built).with_suffix(".md")
        page.parent.mkdir(parents=True)
        page.write_text(markdownify(_article(path), heading_style=ATX), encoding="utf-8")
    (site / "mkdocs.yml").write_text(STOCK, encoding="utf-8")


def _article(path: Path) -> str:
    html = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.DOTALL)[0]
    return re.sub(r'<a class="headerlink".*?</a>', "", html)


def build(site: Path) -> float:
    """Build `site`, and give the seconds of processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = mkdocs_environment()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept from run to run, as on any desk
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=site, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(ours: Path, stock: Path, copies: int, runs: int) -> tuple[float, float]:
    """The median times of our site and the stock one, written into these folders and built by turns."""
    write_ours(ours, copies)
    build(ours)
    write_stock(stock, built=ours / "site")
    times = [(build(ours), build(stock)) for _ in range(runs)]
    return median(time for time, _ in times), median(time for _, time in times)


def size(site: Path) -> int:
    """The bytes of the explainer's page in `site`."""
    return (site / "site" / EXPLAINER / "index.html").stat().st_size


def weigh(site: Path) -> list[tuple[str, int, int, int]]:
    """What a browser asks for when it opens the explainer in `site`: the path, and its bytes raw, gzipped, brotlied."""
    with served(site / "site") as address, launched() as browser, browser.new_page() as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(f"{address}{EXPLAINER}/", wait_until="networkidle")
        paths = [url.removeprefix(address) for url in dict.fromkeys(asked) if url.startswith(address)]
    files = [site / "site" / (path + "index.html" if path.endswith("/") else path) for path in paths]
    bodies = [file.read_bytes() for file in files]
    return [
        (path, len(body), len(gzip.compress(body, 9)), len(brotli.compress(body)))
        for path, body in zip(paths, bodies, strict=True)
    ]


def print_weights(name: str, weights: list[tuple[str, int, int, int]]) -> None:
    print(f"\n{name}, before a reader touches anything{'raw':>28}{'gzip':>10}{'brotli':>10}")
    total = ("in all", *(sum(weight[column] for weight in weights) for column in (1, 2, 3)))
    for path, raw, gzipped, brotlied in [*weights, total]:
        print(f"  {path:60}{raw:>10,}{gzipped:>10,}{brotlied:>10,}")


def main() -> None:
    print("copies   ours s  stock s  ratio  aim           ours bytes  stock bytes")
    for copies, (runs, aim) in RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            ours, stock = Path(folder) / "ours", Path(folder) / "stock"
            our_time, stock_time = compare(ours, stock, copies, runs)
            times = f"{our_time:7.2f}  {stock_time:7.2f}  {our_time / stock_time:5.2f}  {aim:12}"
            print(f"{copies:6}  {times}  {size(ours):10,}  {size(stock):11,}", flush=True)
            if copies == 1:
                weights = {"Our page": weigh(ours), "The same text on stock Material": weigh(stock)}
    for name, requests in weights.items():
        print_weights(name, requests)


if __name__ == "__main__":
    main()
