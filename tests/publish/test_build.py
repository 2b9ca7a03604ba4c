"""A build as a whole: it fails cleanly, keeps what was there, and lets nothing from content act as code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest

from conftest import PROJECT, SITES, mkdocs_environment, run_mkdocs
from distinguo.host.program import main
from distinguo.publish.build import Build
from distinguo.publish.packing import pack
from example_site import DEFINITIONS, SOUND, write_site

HOSTILE = "</title></h1><script>alert('x')</script> \"q\" & 'é' {{ 7 * 7 }} {% raw %} <!-- --> 🎭"


def _site(folder: Path, **files: str | None) -> Path:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: https://examples.example/\n"
    return write_site(folder, **{"mkdocs.yml": inherit, **files})


def _texts(html: str, tag: str) -> list[str]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [" ".join("".join(element.itertext()).split()) for element in tree.iter(tag)]


def test_mistakes_are_one_report_and_leave_the_old_site_alone(tmp_path: Path) -> None:
    site = _site(tmp_path)
    assert run_mkdocs(site, "build", "--strict").returncode == 0
    before = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
    (site / "content/example/explainer.yml").write_text("titel: Left\n", encoding="utf-8")

    failed = run_mkdocs(site, "build", "--strict")

    assert failed.returncode == 1
    assert "Error: There is no field called `titel`\n  at content/example/explainer.yml:1:1\n" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == before


def test_warnings_are_reported_and_the_site_is_built(tmp_path: Path) -> None:
    site = _site(tmp_path, **{"content/example/key-points.yml": "answer: Yes.\npoints: [One, Two]\n"})

    built = run_mkdocs(site, "build", "--strict")

    assert built.returncode == 0
    assert "Warning: No page places this block\n  at content/example/key-points.yml:1:1" in built.stderr


def test_what_a_new_explainer_still_lacks_is_told_once(tmp_path: Path) -> None:
    site = _site(tmp_path)
    assert main(["new", "ours-and-theirs", "--site", str(site)]) == 0
    about = site / "content/ours-and-theirs/explainer.yml"
    about.write_text(about.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")

    problems = Build(site, "https://examples.example/").problems

    assert len(problems) == len({*problems}) > 10


def test_a_broken_link_in_prose_fails_the_build(tmp_path: Path) -> None:
    site = _site(tmp_path, **{"docs/example/index.md": "See [that](../nowhere.md).\n"})

    assert run_mkdocs(site, "build").returncode == 1


def test_a_link_to_a_section_of_a_block_is_known_to_mkdocs(tmp_path: Path) -> None:
    files = {
        "content/example/definitions.yml": DEFINITIONS,
        "docs/example/index.md": "See [left](#definitions-left).\n\n{{ definitions() }}\n",
    }

    assert run_mkdocs(_site(tmp_path, **files), "build").returncode == 0


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site in which every text tries to become code."""
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = quoted.replace("</h1><script>alert(''x'')</script>", "").replace("</title>", "").replace("<!-- -->", "< b")
    files = {
        "content/site.yml": SOUND["content/site.yml"]
        .replace("name: Examples", "name: '<b>Sides</b> & \"more\"'")
        .replace("name: The examples", f"name: {quoted[:70]}'"),
        "content/sources.yml": f"- id: one-2001\n  authors: {quoted}\n  year: 2001\n  title: {quoted}\n",
        "content/example/explainer.yml": (
            f"title: {quoted}\n"
            f"description: 'This description tries to leave its place \"><script>alert(1)</script> & more'\n"
            "published: 2026-01-02\nupdated: 2026-02-03\nnext_review: 2027-02-03\n"
        ),
        "content/example/definitions.yml": DEFINITIONS.replace("name: Left", f"name: {quoted[:60]}'"),
        "content/example/comparison.yml": (
            f"caption: {quoted}\nconcepts: [left, right]\nrows:\n  - id: a\n    aspect: '<b>Side</b>'\n"
            f"    cells:\n      left: {text}\n      right: {text}\n    evidence: '<script>1</script>'\n"
            "    sources: [one-2001]\n"
        ),
        "content/example/faq.yml": (f"questions:\n  - id: config\n    question: {quoted[:-1]}?'\n    answer: {text}\n"),
        "docs/example/index.md": (
            "{{ definitions() }}\n\n{{ comparison() }}\n\n{{ faq() }}\n\n## __config\n\n{{ sources() }}\n"
        ),
    }
    site = _site(tmp_path_factory.mktemp("hostile"), **files)
    built = run_mkdocs(site, "build", "--strict")
    assert built.returncode == 0, built.stderr
    return site / "site"


def test_no_text_becomes_a_script(hostile: Path) -> None:
    for page in hostile.rglob("*.html"):
        scripts = _texts(page.read_text(encoding="utf-8"), "script")
        assert not [script for script in scripts if script.startswith("alert") or script == "1"], page


def test_a_hostile_title_is_read_as_it_was_typed(hostile: Path) -> None:
    html = (hostile / "example/index.html").read_text(encoding="utf-8")

    assert _texts(html, "h1") == [HOSTILE]
    assert _texts(html, "title") == [HOSTILE]


def test_a_hostile_name_of_the_site_is_read_as_it_was_typed(hostile: Path) -> None:
    html = (hostile / "index.html").read_text(encoding="utf-8")

    assert _texts(html, "title") == ['Home of the examples - <b>Sides</b> & "more"']


def test_a_hostile_description_stays_in_its_place(hostile: Path) -> None:
    html = (hostile / "example/index.html").read_text(encoding="utf-8")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    described = [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "description"]

    assert described == ['This description tries to leave its place "><script>alert(1)</script> & more']


def test_braces_in_yaml_come_out_as_braces(hostile: Path) -> None:
    html = (hostile / "example/index.html").read_text(encoding="utf-8")

    assert all("{{ 7 * 7 }} {% raw %}" in cell for cell in _texts(html, "td"))


def test_a_heading_cannot_take_the_id_of_the_theme(hostile: Path) -> None:
    tree = html5lib.parse((hostile / "example/index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    (article,) = tree.iter("article")
    ids = [element.get("id") for element in article.iter() if element is not article and element.get("id")]

    assert "section-__config" in ids
    assert [
        name for name in ids if not re.match("(section|block|cite|definitions|comparison|faq|sources)-", name)
    ] == []


def test_the_core_reads_checks_and_draws_every_site_without_mkdocs() -> None:
    program = """
import sys
from pathlib import Path

class NoMkDocs:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("mkdocs", "material", "properdocs"):
            raise ImportError(f"{name} cannot be imported here")

sys.meta_path.insert(0, NoMkDocs())
sys.path.insert(0, sys.argv[1])
import distinguo

for root in sys.argv[2:]:
    site, pages, problems = distinguo.build(Path(root), "https://site.example/")
    told = distinguo.report(problems, Path(root))
    print(told, sum(len(page.html) for page in pages.values()) > 1000)
"""
    command = [sys.executable, "-c", program, str(PROJECT / "hooks"), *map(str, SITES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout == "No problems. True\n" * len(SITES), done.stderr


@pytest.mark.parametrize(
    ("choice", "promise"), [("true", "max-age=63072000; includeSubDomains\n"), ("false", "max-age=63072000\n")]
)
def test_the_owner_decides_whether_subdomains_are_promised_https(tmp_path: Path, choice: str, promise: str) -> None:
    settings = SOUND["content/site.yml"] + f"https_on_subdomains: {choice}\n"
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://a.example/\n"
    site = write_site(tmp_path, **{"content/site.yml": settings, "mkdocs.yml": inherit})

    assert run_mkdocs(site, "build").returncode == 0
    assert promise in (site / "site/_headers").read_text(encoding="utf-8")


# MkDocs in a process that has what a machine has of its own, and a site should not.
_ELSEWHERE = """
import datetime, os, random, sys, time

later, umask, order = (int(one) for one in sys.argv.pop(1).split(","))
os.umask(umask)
now = time.time
time.time = lambda: now() + later

class Elsewhen(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=later)

class Shuffled(list):
    def __init__(self, listed):
        super().__init__(listed)
        random.Random(order).shuffle(self)
    def __enter__(self): return iter(self)
    def __exit__(self, *error): pass
    def __next__(self): return self.pop() if self else next(iter(()))
    def close(self): pass

datetime.datetime = Elsewhen
if order:
    for name in ("listdir", "scandir"):
        setattr(os, name, lambda *arguments, listed=getattr(os, name): Shuffled(listed(*arguments)))
from mkdocs.__main__ import cli
cli()
"""
_YEAR = 365 * 24 * 3600
_BARE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
# The folder of the site; seconds later, the umask and the order of folders (0: as they come); and the environment.
_VARIATIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "the same again": ("site", "0,18,0", {}),
    "another path": ("eine Kopie, größer", "0,18,0", {}),
    "next year": ("site", f"{_YEAR},18,0", {}),
    "long ago": ("site", f"{-50 * _YEAR},18,0", {}),
    "after 2038": ("site", f"{15 * _YEAR},18,0", {}),
    "a time in the environment": ("site", "0,18,0", {"SOURCE_DATE_EPOCH": "86400"}),
    "far east": ("site", "0,18,0", {"TZ": "Pacific/Kiritimati"}),
    "far west": ("site", "0,18,0", {"TZ": "Pacific/Niue"}),
    "no language": ("site", "0,18,0", _BARE),
    "Turkish": ("site", "0,18,0", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "a closed umask": ("site", "0,63,0", {}),
    "hash seed 0": ("site", "0,18,0", {"PYTHONHASHSEED": "0"}),
    "hash seed 7": ("site", "0,18,0", {"PYTHONHASHSEED": "7"}),
    "optimized": ("site", "0,18,0", {"PYTHONOPTIMIZE": "1"}),
    "folders in another order": ("site", "0,18,1", {}),
    "folders in a third order": ("site", "0,18,2", {}),
    "all at once": ("eine Kopie, größer", f"{_YEAR},63,3", {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "3"}),
}


def _rebuilt(site: Path, output: Path, machine: str, environment: dict[str, str]) -> dict[str, bytes]:
    """What is in `output` when `site` has been built on such a machine, and compressed."""
    command = [sys.executable, "-c", _ELSEWHERE, machine, "build", "--strict", "--site-dir", str(output)]
    done = subprocess.run(
        command, cwd=site, env=mkdocs_environment() | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pack(output)
    return _contents(output)


def test_a_rebuild_on_another_machine_changes_no_byte(built: dict[str, Path], tmp_path: Path) -> None:
    first = shutil.copytree(built["distinguo"], tmp_path / "first")
    pack(first)

    assert _rebuilt(PROJECT, tmp_path / "second", f"{_YEAR},63,1", _BARE) == _contents(first)


def _small_site(folder: Path) -> Path:
    """A small site with pages, blocks, sheets and old addresses."""
    about = SOUND["content/example/explainer.yml"]
    files = {
        "content/example/explainer.yml": f"{about}aliases: [sides, left-and-right]\n",
        "content/example/definitions.yml": DEFINITIONS,
        "content/example/faq.yml": "questions: [{id: why, question: Why is left not right?, answer: Because.}]\n",
        "content/another/explainer.yml": about.replace("Left vs.", "Étoiles vs."),
        "content/another/definitions.yml": DEFINITIONS,
        "docs/example/index.md": "{{ definitions() }}\n\n{{ faq() }}\n",
        "docs/another/index.md": "{{ definitions() }}\n",
        **{f"docs/{name}.md": _PAGE.format(name) for name in ("about", "privacy", "terms")},
    }
    return _site(folder, **files)


_PAGE = """\
---
title: The page {0}
description: A page of a small site, which is there because several pages have an order.
---

Words.
"""


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = _small_site(tmp_path_factory.mktemp("first"))
    return _rebuilt(site, site / "site", "0,18,0", {})


@pytest.mark.parametrize("variation", _VARIATIONS)
def test_the_same_sources_give_the_same_bytes(variation: str, first_build: dict[str, bytes], tmp_path: Path) -> None:
    name, machine, environment = _VARIATIONS[variation]
    site = _small_site(tmp_path / name)

    assert _rebuilt(site, site / "site", machine, environment) == first_build


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
