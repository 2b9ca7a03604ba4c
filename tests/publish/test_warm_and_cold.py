"""What earlier runs kept makes a publish faster and changes nothing: no byte of the site, and no word that is said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from changes import CHANGES, ERRORS, UNSEEN, Copy

from distinguo.base.cache import Cache


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, dict[str, bytes]]:
    """The site without a change, published once, and what is published then."""
    folder = tmp_path_factory.mktemp("warm")
    copy = Copy(folder / "a site", folder / "project")
    copy.restore()
    status, told = copy.run("publish")
    assert status == 0, told
    return copy, copy.published()


@pytest.fixture
def warm(unchanged: tuple[Copy, dict[str, bytes]]) -> Copy:
    """The site without a change, where many runs have published others."""
    copy, _ = unchanged
    copy.restore()
    return copy


def cold(copy: Copy, folder: Path) -> tuple[int, str, dict[str, bytes]]:
    """What comes of the sources of a `copy` where no run has been before: its status, what it says, the site."""
    fresh = copy.afresh(folder / "a site")
    fresh.environment["XDG_CACHE_HOME"] = str(folder / "caches")
    return *fresh.run("publish"), fresh.published()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_the_site_that_it_makes_for_the_first_time(
    name: str, unchanged: tuple[Copy, dict[str, bytes]], warm: Copy, tmp_path: Path
) -> None:
    CHANGES[name](warm)
    before = warm.published()

    status, told = warm.run("publish")

    first_status, first_told, first = cold(warm, tmp_path)
    assert (status, told) == (first_status, first_told)
    assert warm.published() == (before if status else first)
    assert status == (1 if name in ERRORS else 0), told
    assert (status == 0 and warm.published() == unchanged[1]) is (name in UNSEEN)


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_mended_is_as_it_was(name: str, unchanged: tuple[Copy, dict[str, bytes]], warm: Copy) -> None:
    CHANGES[name](warm)
    assert warm.run("publish")[0] == 1
    warm.restore()

    assert warm.run("publish")[0] == 0
    assert warm.published() == unchanged[1]


@pytest.mark.parametrize("command", ["check", "check --format json", "readability"])
def test_other_commands_say_the_same(command: str, warm: Copy, tmp_path: Path) -> None:
    CHANGES["a link that leads nowhere"](warm)
    first = warm.afresh(tmp_path / "a site")
    first.environment["XDG_CACHE_HOME"] = str(tmp_path / "caches")

    assert warm.run(command) == warm.run(command) == first.run(command)


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _scramble(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[100::1000] = b"\x5a" * len(body[100::1000])
    file.write_bytes(body)


@pytest.mark.parametrize("damage", [_cut, _scramble, Path.unlink], ids=["cut off", "scrambled", "gone"])
def test_what_was_kept_and_is_damaged_changes_nothing(
    damage: Callable[[Path], object], unchanged: tuple[Copy, dict[str, bytes]], warm: Copy
) -> None:
    folder = Cache.of(warm.site).folder
    assert folder
    for file in folder.glob("*"):
        damage(file)

    status, told = warm.run("publish")

    assert status == 0, told
    assert warm.published() == unchanged[1]


def test_a_site_that_was_moved_is_the_same(
    unchanged: tuple[Copy, dict[str, bytes]], warm: Copy, tmp_path: Path
) -> None:
    """What was published and kept comes along, as a copy of a home does."""
    moved = warm.afresh(tmp_path / "moved")
    if (warm.site / "site").is_dir():
        shutil.copytree(warm.site / "site", moved.site / "site")
    CHANGES["an answer"](moved)
    CHANGES["an answer"](warm)

    assert (moved.run("publish")[0], warm.run("publish")[0]) == (0, 0)
    assert moved.published() == warm.published()
