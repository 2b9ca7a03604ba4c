"""What earlier runs kept makes a publish faster and changes nothing: no byte of the site, and no word that is said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from changes import CHANGES, CODE, ERRORS, ONE, OTHER, UNSEEN, Copy, Program

from distinguo.base.cache import Cache


@dataclass(frozen=True)
class Unchanged:
    """The site without a change, published once: its copy, what was published, and who publishes it later."""

    copy: Copy
    published: dict[str, bytes]
    later: Program
    first: Program


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unchanged]:
    folder = tmp_path_factory.mktemp("warm")
    copy = Copy(folder / "a site", folder / "project")
    copy.restore()
    with Program(copy.project) as first, Program(copy.project) as later:
        status, told = copy.run("publish", first)
        assert status == 0, told
        yield Unchanged(copy, copy.published(), later, first)


@pytest.fixture
def warm(unchanged: Unchanged) -> Copy:
    """The site without a change, where many runs have published others."""
    unchanged.copy.restore()
    return unchanged.copy


def afresh(copy: Copy, folder: Path) -> Copy:
    """The sources of a `copy` where no run has been before."""
    fresh = copy.afresh(folder / "a site")
    fresh.environment["XDG_CACHE_HOME"] = str(folder / "caches")
    return fresh


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_the_site_that_it_makes_for_the_first_time(
    name: str, unchanged: Unchanged, warm: Copy, tmp_path: Path
) -> None:
    CHANGES[name](warm)
    before = warm.published()
    later, first = (None, None) if name in CODE else (unchanged.later, unchanged.first)

    status, told = warm.run("publish", later)

    fresh = afresh(warm, tmp_path)
    assert (status, told) == fresh.run("publish", first)
    assert warm.published() == (before if status else fresh.published())
    assert status == (1 if name in ERRORS else 0), told
    assert (status == 0 and warm.published() == unchanged.published) is (name in UNSEEN)


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_mended_is_as_it_was(name: str, unchanged: Unchanged, warm: Copy) -> None:
    CHANGES[name](warm)
    assert warm.run("publish", unchanged.later)[0] == 1
    warm.restore()

    assert warm.run("publish", unchanged.later)[0] == 0
    assert warm.published() == unchanged.published


@pytest.mark.parametrize("command", ["check", "check --format json", "readability"])
def test_other_commands_say_the_same(command: str, unchanged: Unchanged, warm: Copy, tmp_path: Path) -> None:
    CHANGES["a link that leads nowhere"](warm)
    first = afresh(warm, tmp_path).run(command, unchanged.first)

    assert warm.run(command, unchanged.later) == first
    assert warm.run(command, unchanged.later) == first


def test_nothing_is_written_anew_but_what_changed(unchanged: Unchanged, warm: Copy) -> None:
    """A page, its twin and its compressed copies are the very files that they were."""
    assert warm.run("publish", unchanged.later)[0] == 0
    before = _files(warm)
    CHANGES["the title of a further page"](warm)
    assert warm.run("publish", unchanged.later)[0] == 0

    pages = {path for path in before if path.rpartition("/")[2].startswith("index.html")}
    new = {path for path, number in _files(warm).items() if before[path] != number}
    assert f"{ONE}/self-check/index.html" in new
    assert pages - new >= {
        f"{folder}index.html{ending}" for folder in ("about/", f"{OTHER}/") for ending in ("", ".md", ".md.br", ".gz")
    }


def _files(copy: Copy) -> dict[str, int]:
    """The number that the file system has given each file of the published site, by its path."""
    folder = copy.site / "site"
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _scramble(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[100::1000] = b"\x5a" * len(body[100::1000])
    file.write_bytes(body)


@pytest.mark.parametrize("damage", [_cut, _scramble, Path.unlink], ids=["cut off", "scrambled", "gone"])
def test_what_was_kept_and_is_damaged_changes_nothing(
    damage: Callable[[Path], object], unchanged: Unchanged, warm: Copy
) -> None:
    folder = Cache.of(warm.site).folder
    assert folder
    for file in folder.glob("*"):
        damage(file)

    status, told = warm.run("publish", unchanged.later)

    assert status == 0, told
    assert warm.published() == unchanged.published


def test_a_site_that_was_moved_is_the_same(unchanged: Unchanged, warm: Copy, tmp_path: Path) -> None:
    """What was published and kept comes along, as a copy of a home does."""
    moved = warm.afresh(tmp_path / "moved")
    if (warm.site / "site").is_dir():
        shutil.copytree(warm.site / "site", moved.site / "site")
    CHANGES["an answer"](moved)
    CHANGES["an answer"](warm)

    assert (moved.run("publish", unchanged.first)[0], warm.run("publish", unchanged.later)[0]) == (0, 0)
    assert moved.published() == warm.published()
