"""`distinguo clean`: what earlier runs kept of this site is gone, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from distinguo.base import cache
from distinguo.base.cache import Cache
from distinguo.host.program import main
from example_site import write_site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return write_site(tmp_path / "site")


def kept(site: Path) -> Cache:
    """What a run keeps of the `site`."""
    ours = Cache.of(site)
    ours.put("outline", "trust", "key", b"x" * 5000)
    ours.save()
    return ours


def cleaned(site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    return main(["clean", "--site", str(site)]), *capsys.readouterr()


def test_it_says_how_much_was_kept(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = kept(site).folder / "cache.db"
    file.write_bytes(file.read_bytes().ljust(20_000, b"\0"))  # and some bytes are in the file beside it

    assert cleaned(site, capsys) == (0, "Removed 20 KB that earlier runs had kept.\n", "")
    assert not Cache.of(site).is_there


def test_it_says_that_nothing_was_kept(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cleaned(site, capsys) == (0, "Nothing was kept of this site.\n", "")


def test_it_leaves_the_site_and_all_others(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = kept(write_site(tmp_path / "another"))
    kept(site)
    before = {path: path.stat() for path in site.rglob("*")}
    cleaned(site, capsys)

    assert other.get("outline", "trust", "key") == b"x" * 5000
    assert {path: path.stat() for path in site.rglob("*")} == before


def test_it_leaves_what_may_not_be_ours(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = kept(site).folder
    os.rename(folder, folder.with_name("mine"))
    folder.symlink_to("mine")

    assert cleaned(site, capsys) == (0, "Nothing was kept of this site.\n", "")
    assert (folder.with_name("mine") / "cache.db").exists()


def test_it_says_what_could_not_be_removed(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = kept(site).folder

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(cache.os, "unlink", refuse)

    assert cleaned(site, capsys) == (1, "", f"{folder} could not be removed.\n")
