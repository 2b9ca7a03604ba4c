"""What is kept for the next run: it comes back as it was, or not at all, and nobody hears of what is wrong with it."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.base import cache
from distinguo.base.cache import Cache

VALUE = {"title": "Trust and safety", "pages": ["", "handout/"], "day": (2026, 11, 28)}


@dataclass(frozen=True)
class Outline:
    """A value that is an object of ours."""

    title: str
    anchors: tuple[str, ...]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's caches are."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "a site"
    folder.mkdir()
    return folder


def kept(root: Path, value: object = VALUE) -> Path:
    """Keep a value, and others beside it, for the site in `root`; gives the file in which they are."""
    ours = Cache.of(root)
    for number in range(20):
        ours.put("other", f"name-{number}", "key", [number] * 100)
    ours.put("outline", "trust", "key", value)
    ours.save()
    return _file(root)


def found(root: Path) -> object:
    """What another process finds of it."""
    return Cache.of(root).get("outline", "trust", "key")


def _file(root: Path) -> Path:
    folder = Cache.of(root).folder
    assert folder
    return folder / "cache.db"


@pytest.mark.parametrize("value", [VALUE, "", 0, [], b"\0" * 5000, Outline("Größe 😀", ("a", "b"))], ids=repr)
def test_what_was_kept_comes_back(value: object, root: Path) -> None:
    kept(root, value)

    assert found(root) == value


def test_it_is_there_before_it_is_saved(root: Path) -> None:
    ours = Cache.of(root)
    ours.put("outline", "trust", "key", VALUE)

    assert ours.get("outline", "trust", "key") == VALUE
    assert found(root) is None


def test_much_of_it_does_not_wait_in_memory(root: Path) -> None:
    ours = Cache.of(root)
    for number in range(4):
        ours.put("outline", f"name-{number}", "key", b"x" * 600_000)

    assert Cache.of(root).get("outline", "name-1", "key") == b"x" * 600_000


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [("page", "trust", "key"), ("outline", "safety", "key"), ("outline", "trust", "other"), ("outline", "trust", "")],
)
def test_nothing_comes_back_for_another_kind_name_or_key(kind: str, name: str, key: str, root: Path) -> None:
    kept(root)

    assert Cache.of(root).get(kind, name, key) is None


def test_names_and_keys_are_told_apart_wherever_one_of_them_ends(root: Path) -> None:
    ours = Cache.of(root)
    ours.put("outline", "a b", "c", VALUE)

    assert ours.get("outline", "a", "b c") is None


def test_there_is_one_value_of_a_name(root: Path) -> None:
    ours = Cache.of(root)
    ours.put("outline", "trust", "old", 1)
    ours.save()
    ours.put("outline", "trust", "new", 2)
    ours.save()

    assert (ours.get("outline", "trust", "old"), ours.get("outline", "trust", "new")) == (None, 2)


def test_names_may_have_any_characters(root: Path) -> None:
    name = "Größe/../😀\0\udcff"
    ours = Cache.of(root)
    ours.put("outline", "Größe/../😀'\"", name, VALUE)
    ours.save()

    assert Cache.of(root).get("outline", "Größe/../😀'\"", name) == VALUE


def test_what_is_held_is_the_same_object_each_time(root: Path) -> None:
    kept(root)
    ours = Cache.of(root)
    first = ours.get("outline", "trust", "key", hold=True)

    assert first == VALUE
    assert ours.get("outline", "trust", "key") is first
    assert ours.get("outline", "trust", "other") is None


def test_what_is_put_to_be_held_is_the_same_object(root: Path) -> None:
    for ours in (Cache.of(root), Cache.none()):
        ours.put("outline", "trust", "key", VALUE, hold=True)

        assert ours.get("outline", "trust", "key") is VALUE


def test_no_more_than_the_last_of_a_name_is_held(root: Path) -> None:
    ours = Cache.of(root)
    for key in "abc":
        ours.put("outline", "trust", key, VALUE, hold=True)
    ours.put("outline", "trust", "d", VALUE)

    assert not ours._held


def test_names_that_are_gone_are_swept(root: Path) -> None:
    kept(root)
    ours = Cache.of(root)
    ours.put("outline", "waits", "key", 1, hold=True)
    ours.get("outline", "trust", "key", hold=True)
    ours.sweep("outline", ["safety"])
    ours.save()

    for one in (ours, Cache.of(root)):
        assert (one.get("outline", "trust", "key"), one.get("outline", "waits", "key")) == (None, None)
        assert one.get("other", "name-3", "key") == [3] * 100


def test_each_site_has_its_own(root: Path, tmp_path: Path) -> None:
    (tmp_path / "another").mkdir()
    kept(root)

    assert found(tmp_path / "another") is None


def test_a_site_is_the_same_by_whatever_way_it_is_reached(root: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(root)
    kept(root)

    assert found(tmp_path / "way") == VALUE


def test_nothing_is_kept_in_the_site(root: Path) -> None:
    kept(root)

    assert not list(root.iterdir())


def test_clearing_removes_all_of_it_and_tells_how_much_that_was(root: Path, place: Path) -> None:
    size = sum(path.stat().st_size for path in kept(root).parent.iterdir())
    ours = Cache.of(root)
    ours.get("outline", "trust", "key", hold=True)

    assert ours.clear() == size
    assert (ours.get("outline", "trust", "key"), found(root)) == (None, None)
    assert Cache.of(root).clear() == 0 or not list(place.rglob("*"))


def test_clearing_leaves_what_is_not_ours(root: Path) -> None:
    file = kept(root)
    (file.parent / "notes.txt").write_text("x", encoding="utf-8")
    Cache.of(root).clear()

    assert [path.name for path in file.parent.iterdir()] == ["notes.txt"]


def test_what_was_kept_of_a_site_that_is_gone_goes_when_another_comes(tmp_path: Path, place: Path) -> None:
    sites = [tmp_path / name for name in ("Größe 😀", "stays", "new")]
    for site in sites:
        site.mkdir()
    gone, stays = (kept(site).parent for site in sites[:2])
    (place / "distinguo" / "notes").mkdir()
    (place / "distinguo" / "notes.txt").write_text("mine", encoding="utf-8")
    sites[0].rmdir()
    kept(sites[1])
    assert gone.exists()  # nobody looks each time

    new = kept(sites[2]).parent

    assert {path.name for path in (place / "distinguo").iterdir()} == {stays.name, new.name, "notes", "notes.txt"}
    assert found(sites[1]) == VALUE


# What made it

CODE = """
import sys
from pathlib import Path
from distinguo.base import cache
print(cache._code().hex())
"""


@pytest.mark.parametrize(
    "change",
    [
        "hooks/distinguo/base/places.py",
        "hooks/distinguo/blocks/faq/template.html",
        "hooks/distinguo/text/languages/en.yml",
        "overrides/main.html",
        "overrides/assets/site.css",
    ],
)
def test_other_code_finds_nothing(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of each kind, in a tree like ours."""
    sources = tuple(tmp_path / source.relative_to(PROJECT) for source in cache._SOURCES)
    for source in (*sources, (tmp_path / change).parent):
        source.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(cache, "_SOURCES", sources)
    before = cache._code.__wrapped__()
    (tmp_path / change).write_text("one", encoding="utf-8")
    one = cache._code.__wrapped__()
    (tmp_path / change).write_text("two", encoding="utf-8")

    assert len({before, one, cache._code.__wrapped__()}) == 3


def test_the_code_is_the_same_in_every_process_and_for_all_that_python_leaves_beside_it() -> None:
    digests = {
        subprocess.run([sys.executable, "-B", "-c", CODE], capture_output=True, check=True, cwd=folder).stdout
        for folder in (PROJECT, PROJECT / "docs")
    }

    assert digests == {f"{cache._code().hex()}\n".encode()}


@pytest.mark.parametrize("spoil", ["sys.version", "library"])
def test_another_python_or_library_finds_nothing(spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache._code.__wrapped__()
    if spoil == "library":
        (tmp_path / "brotli-99.dist-info").mkdir()
        monkeypatch.syspath_prepend(tmp_path)
    else:
        monkeypatch.setattr(sys, "version", "9.9")

    assert cache._code.__wrapped__() != before


def test_what_other_code_kept_goes_with_all_its_kinds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = kept(root)
    monkeypatch.setattr(cache, "_code", lambda: b"other")
    assert found(root) is None

    with sqlite3.connect(file) as database:
        assert database.execute("SELECT count(*) FROM entries").fetchone() == (0,)
    database.close()
    kept(root)
    assert found(root) == VALUE


def test_to_know_the_code_takes_no_time() -> None:
    start = time.process_time()
    cache._code.__wrapped__()

    assert time.process_time() - start < 0.15  # it takes less than a tenth of that


def test_three_thousand_values_are_read_in_no_time(root: Path) -> None:
    ours = Cache.of(root)
    for number in range(3000):
        ours.put("outline", f"name-{number}", "key", VALUE)
    ours.save()
    start = time.process_time()
    assert all(ours.get("outline", f"name-{number}", "key") for number in range(3000))

    assert time.process_time() - start < 0.6  # it takes less than a tenth of that


# Damage


def _cut(length: float) -> Callable[[Path], object]:
    return lambda file: os.truncate(file, int(file.stat().st_size * length))


def _flipped(at: float) -> Callable[[Path], object]:
    def flip(file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[int(at * (len(content) - 1))] ^= 0xFF
        file.write_bytes(content)

    return flip


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(file: Path) -> None:
    os.rename(file, file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _other_table(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE entries RENAME TO others")
    database.close()


def _other_types(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE entries SET digest = 5, value = 'x'")
    database.close()


DAMAGES = {
    **{f"cut off at {length}": _cut(length) for length in (0, 0.01, 0.5, 0.9)},
    "other bytes": lambda file: file.write_bytes(b"x" * 10_000),
    "a folder in its place": _folder,
    "a link in its place": _link,
    "a pipe in its place": lambda file: (file.unlink(), os.mkfifo(file)),
    "another table": _other_table,
    "other types": _other_types,
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_nothing(damage: Callable[[Path], object], root: Path) -> None:
    file = kept(root)
    damage(file)

    assert found(root) is None
    ours = Cache.of(root)
    ours.put("outline", "trust", "key", VALUE)
    assert ours.get("outline", "trust", "key") in (VALUE, None)
    ours.sweep("outline", ["trust"])
    ours.save()
    ours.clear()


@pytest.mark.parametrize("damage", [one for name, one in DAMAGES.items() if "place" not in name])
def test_after_damage_it_is_kept_anew(damage: Callable[[Path], object], root: Path) -> None:
    damage(kept(root))
    for _ in range(2):
        found(root)
        kept(root)

    assert found(root) == VALUE


@pytest.mark.parametrize("at", [number / 60 for number in range(61)])
def test_a_single_flipped_byte_gives_the_value_or_nothing(at: float, root: Path) -> None:
    _flipped(at)(kept(root))
    ours = Cache.of(root)

    assert ours.get("outline", "trust", "key") in (VALUE, None)
    assert all(ours.get("other", f"name-{n}", "key") in ([n] * 100, None) for n in range(20))
    kept(root)
    kept(root)
    assert found(root) == VALUE


def test_a_value_in_the_place_of_another_is_nothing(root: Path) -> None:
    with sqlite3.connect(kept(root)) as database:
        database.execute("DELETE FROM entries WHERE name = 'trust'")
        database.execute("UPDATE entries SET kind = 'outline', name = 'trust' WHERE name = 'name-3'")
    database.close()

    assert found(root) is None


# Places that will not do


PLACES = {
    "a link in the place of the site's folder": lambda own: (os.rename(own, f"{own}2"), own.symlink_to(f"{own}2")),
    "a link in the place of ours": lambda own: (
        os.rename(own.parent, f"{own.parent}2"),
        own.parent.symlink_to(f"{own.parent}2"),
    ),
    "a file in the place of the folder": lambda own: (os.rename(own, f"{own}2"), own.write_text("x")),
    "a folder that others write to": lambda own: own.chmod(0o770),
    "a folder around it that others write to": lambda own: own.parent.chmod(0o707),
}


@pytest.mark.parametrize("spoil", PLACES.values(), ids=PLACES)
def test_a_folder_that_may_not_be_the_users_own_is_not_used(spoil: Callable[[Path], object], root: Path) -> None:
    own = kept(root).parent
    spoil(own)

    _is_without(root)


def test_a_folder_of_somebody_else_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(root)
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)

    _is_without(root)


def test_the_folders_are_nobody_elses(root: Path) -> None:
    before = os.umask(0)
    try:
        folder = kept(root).parent
    finally:
        os.umask(before)

    assert [one.stat().st_mode & 0o777 for one in (folder, folder.parent)] == [0o700, 0o700]


@pytest.mark.parametrize("inside", ["", ".cache", "content/deep"])
def test_a_cache_in_the_site_is_not_used(inside: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who brings the site along could bring it along, too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / inside))

    assert Cache.of(root).folder is None
    _is_without(root)
    assert not list(root.iterdir())


def test_a_way_into_the_site_is_not_used(root: Path, place: Path) -> None:
    (root / "mine").mkdir()
    place.symlink_to(root / "mine")

    _is_without(root)
    assert not list((root / "mine").iterdir())


def test_where_nobody_has_a_home_nothing_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.chdir(root)

    _is_without(root)
    assert not list(root.iterdir())


def test_where_no_folder_can_be_made_nothing_is_kept(root: Path, place: Path) -> None:
    place.write_text("x", encoding="utf-8")

    _is_without(root)


def test_a_python_without_sqlite_keeps_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)

    _is_without(root)


@pytest.mark.parametrize("number", [0, 4096, 20_000])
def test_a_full_disk_keeps_nothing(number: int, root: Path) -> None:
    """The nearest that anybody may do: files that cannot grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, before[1]))
    try:
        ours = Cache.of(root)
        ours.put("outline", "trust", "key", os.urandom(50_000))
        ours.save()
        assert found(root) is None
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    kept(root)
    assert found(root) == VALUE


def _is_without(root: Path) -> None:
    """Nothing of it is kept or given, and nobody hears of it."""
    ours = Cache.of(root)
    assert ours.get("outline", "trust", "key") is None
    ours.put("outline", "trust", "key", VALUE)
    ours.sweep("outline", [])
    ours.save()
    assert ours.get("outline", "trust", "key") is None
    assert found(root) is None
    assert ours.clear() == 0


# Several at once


def test_two_processes_may_use_it_at_once(root: Path) -> None:
    """Each keeps names of its own again and again, and one that both have; in the end all are there."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom distinguo.base.cache import Cache\n"
        "for round in range(30):\n"
        "    ours = Cache.of(Path(sys.argv[1]))\n"
        "    assert ours.get('outline', 'both', 'key') in (None, 1)\n"
        "    ours.put('outline', 'both', 'key', 1)\n"
        "    for number in range(10):\n"
        "        ours.put('outline', f'{sys.argv[2]}-{number}', 'key', round)\n"
        "    ours.save()\n"
    )
    command = [sys.executable, "-c", program, str(root)]
    running = [subprocess.Popen([*command, name]) for name in "abc"]

    assert [one.wait() for one in running] == [0, 0, 0]
    ours = Cache.of(root)
    assert {ours.get("outline", f"{name}-{number}", "key") for name in "abc" for number in range(10)} == {29}


def test_who_is_kept_waiting_does_without(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.0)
    file = kept(root)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    ours = Cache.of(root)
    ours.put("outline", "trust", "new", 2)

    assert (ours.get("outline", "safety", "key"), found(root)) == (None, None)
    ours.save()
    other.execute("ROLLBACK")
    other.close()
    assert (file.exists(), found(root)) == (True, VALUE)
    assert ours.get("outline", "trust", "key") == VALUE


def test_what_is_cleared_meanwhile_is_nothing(root: Path) -> None:
    kept(root)
    ours = Cache.of(root)
    ours.save()
    Cache.of(root).clear()

    assert ours.get("outline", "trust", "key") is None
    kept(root)
    assert ours.get("outline", "trust", "key") in (VALUE, None)
    ours.save()
    assert ours.get("outline", "trust", "key") == VALUE


KILLED = """
import os, signal, sys
from pathlib import Path
from distinguo.base.cache import Cache

ours = Cache.of(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    ours.put("outline", "trust", "other", os.urandom(500_000))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("number", [1, 3, 4, 9])
def test_a_kill_leaves_what_can_be_read(number: int, root: Path) -> None:
    kept(root)
    subprocess.run([sys.executable, "-c", KILLED, str(root), str(number)], check=False)

    assert found(root) in (VALUE, None)
    assert Cache.of(root).get("other", "name-3", "key") == [3] * 100
    kept(root)
    assert found(root) == VALUE
