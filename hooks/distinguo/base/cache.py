"""Keeps what was found out for the next run: plain values by kind, name and key, in a folder of the user's own.

    <the user's cache>/distinguo/<digest of the site's folder>/cache.db     SQLite: kind, name → digest, value

What a value depends on stands in its key, but for the code that made it, its templates and the libraries, which are
told apart here. The digest beside the value is taken over all of these. So whatever is damaged, cut off, of another key
or of other code is the same as nothing, and so is what cannot be read or written: without it, a run only takes longer.

Values are pickled, and whoever can write a pickle can run code. So they lie where no repository can bring any along: in
a folder that is outside of the site, that nobody else owns or writes to, and that is no link.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from .own_files import is_link

if TYPE_CHECKING:
    import sqlite3

_PACKAGE = Path(__file__).parent.parent
_SOURCES = (_PACKAGE, _PACKAGE.parent.parent / "overrides")  # the code with its templates and languages; the page shell
_FILE = "cache.db"
_NAME = "site.txt"  # where the site is; once it is gone, what is kept of it goes with it
_FILES = (_FILE, f"{_FILE}-journal", _NAME)  # all that lies in the folder of a site
_DIGEST = 16  # bytes
_MOST_WAITING = 1 << 20  # bytes that wait to be written together: so there are few writes, and memory stays small
_PATIENCE = 2.0  # seconds to wait for the write of another process, which takes milliseconds
_TABLE = "CREATE TABLE entries (kind TEXT, name TEXT, digest BLOB, value BLOB, PRIMARY KEY (kind, name))"

_Entry = tuple[str, str]  # kind and name


class Cache:
    """What is kept of one site.

    What it gives may be shared with others who asked for it, so nobody changes it. Threads may share a cache; several
    processes may use that of one site at once, each by a `Cache` of its own or by a copy of it.
    """

    def __init__(self, folder: Path | None, code: bytes = b"", site: Path | None = None) -> None:
        self._folder, self._site = folder, site
        self._code = hashlib.blake2b(code, digest_size=_DIGEST)
        self._held: dict[_Entry, tuple[str, Any]] = {}
        self._waiting: dict[_Entry, tuple[bytes, bytes]] = {}
        self._size_waiting = 0
        self._database: sqlite3.Connection | None = None
        self._process = os.getpid()  # the one that has opened the table
        self._of_another: sqlite3.Connection | None = None  # where this process began as a copy of that one
        self._is_off = folder is None
        self._lock = RLock()

    @classmethod
    def of(cls, root: Path) -> Cache:
        """The cache of the site in the folder `root`; one that keeps nothing where there is no safe place for it."""
        try:
            site = root.resolve()
            folder = _folder_of(site)
            return cls(folder, _code(), site) if folder else cls.none()
        except (OSError, RuntimeError):  # a folder that leads in circles, a home that nobody knows
            return cls.none()

    @classmethod
    def none(cls) -> Cache:
        """A cache that keeps nothing but what it holds in memory."""
        return cls(None)

    @property
    def folder(self) -> Path | None:
        """Where it lies; nowhere where nothing is kept."""
        return self._folder

    @property
    def is_there(self) -> bool:
        """Whether something is kept on the disk."""
        return self._folder is not None and _is_safe(self._folder) and os.path.lexists(self._folder / _FILE)

    def get(self, kind: str, name: str, key: str, *, hold: bool = False) -> Any | None:
        """What was put by this `kind`, `name` and `key`; nothing where the last of that name had another key.

        With `hold` it stays in memory, for a process that asks again: for what is small, or is in use anyway.
        """
        with self._lock:
            held = self._held.get((kind, name))
            if held and held[0] == key:
                return held[1]
            digest, packed = self._waiting.get((kind, name)) or self._row(kind, name)
            if digest != self._digest(kind, name, key, packed):
                return None
            try:
                value = pickle.loads(packed)
            except Exception:  # which may be any
                return None
            if hold:
                self._held[kind, name] = key, value
            return value

    def put(self, kind: str, name: str, key: str, value: object, *, hold: bool = False) -> None:
        """Keep `value` in the place of what had the same `kind` and `name`."""
        with self._lock:
            self._held.pop((kind, name), None)
            if hold:
                self._held[kind, name] = key, value
            if self._is_off:
                return
            try:
                packed = pickle.dumps(value, 5)
            except RecursionError:  # too deep; it is found out anew each time
                return
            self._waiting[kind, name] = self._digest(kind, name, key, packed), packed
            self._size_waiting += len(packed)
            if self._size_waiting > _MOST_WAITING:
                self._write()

    def sweep(self, kind: str, names: Collection[str]) -> None:
        """Forget all of a `kind` but these `names`."""
        with self._lock:
            wanted = set(names)
            self._held = {entry: value for entry, value in self._held.items() if _stays(entry, kind, wanted)}
            self._waiting = {entry: value for entry, value in self._waiting.items() if _stays(entry, kind, wanted)}
            kept = self._done("SELECT name FROM entries WHERE kind = ?", (kind,))
            if gone := [(kind, name) for (name,) in kept if name not in wanted]:
                self._done_for_each("DELETE FROM entries WHERE kind = ? AND name = ?", gone)

    def save(self) -> None:
        """Write what still waits, and leave the disk alone until somebody asks again."""
        with self._lock:
            self._write()
            self._close()
            self._is_off = self._folder is None

    def clear(self) -> int:
        """Remove everything that is kept; gives how many bytes that were."""
        with self._lock:
            self._close()
            self._held, self._waiting, self._size_waiting = {}, {}, 0
            return self._remove() if self._folder and _is_safe(self._folder) else 0

    def _digest(self, kind: str, name: str, key: str, packed: bytes) -> bytes:
        digest = self._code.copy()
        digest.update("\0".join((kind, name, key, "")).encode(errors="surrogatepass"))
        digest.update(packed)
        return digest.digest()

    def _row(self, kind: str, name: str) -> tuple[bytes, bytes]:
        for digest, packed in self._done("SELECT digest, value FROM entries WHERE kind = ? AND name = ?", (kind, name)):
            if isinstance(packed, bytes):
                return digest, packed
        return b"", b""

    def _write(self) -> None:
        rows = [(*entry, *value) for entry, value in self._waiting.items()]
        self._waiting, self._size_waiting = {}, 0
        if rows:
            self._done_for_each("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)

    def _done(self, statement: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """The rows that a `statement` gives; none where the table cannot be read."""
        try:
            database = self._opened()
            return database.execute(statement, values).fetchall() if database else []
        except Exception as error:  # of SQLite, of the system, or of a damaged table that looked sound
            self._give_up(error)
            return []

    def _done_for_each(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Do all of it or nothing."""
        try:
            if database := self._opened():
                database.execute("BEGIN IMMEDIATE")
                database.executemany(statement, rows)
                database.execute("COMMIT")
        except Exception as error:
            self._give_up(error)

    def _opened(self) -> sqlite3.Connection | None:
        """The table of this version of the code, made anew where it is that of another."""
        if self._process != os.getpid():  # and what another process has open is not to be touched, or closed
            self._process, self._of_another, self._database = os.getpid(), self._database, None
        if self._database or self._is_off or self._folder is None:
            return self._database
        self._is_off = True  # until all of this is done
        import sqlite3  # noqa: PLC0415 - not every Python has it

        if _make(self._folder) and self._site:
            (self._folder / _NAME).write_bytes(os.fsencode(self._site))
            _clear_gone(self._folder.parent)
        file = self._folder / _FILE
        if not _is_safe(self._folder) or not (_is_plain(file) or not os.path.lexists(file)):
            return None
        self._database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA synchronous = OFF")  # a power cut may damage it, and damage is found
        version = int.from_bytes(self._code.digest()[:3]) + 1
        if self._version() != version:
            self._database.execute("BEGIN IMMEDIATE")
            if self._version() != version:  # no other process was faster
                self._database.execute("DROP TABLE IF EXISTS entries")
                self._database.execute(_TABLE)
                self._database.execute(f"PRAGMA user_version = {version}")
            self._database.execute("COMMIT")
        self._is_off = False
        return self._database

    def _version(self) -> int:
        assert self._database, "it is open"
        (number,) = self._database.execute("PRAGMA user_version").fetchone()
        return int(number)

    def _give_up(self, error: Exception) -> None:
        """Do without until the next `save`; begin anew then, unless all that is wrong is that somebody else writes."""
        self._close()
        self._is_off = True
        is_busy = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
        if not is_busy and self._folder and _is_safe(self._folder):
            self._remove()

    def _close(self) -> None:
        if self._database:
            with suppress(Exception):
                self._database.close()
        self._database = None

    def _remove(self) -> int:
        """Remove our files, and the folders where nothing else is in them; gives the size of the files."""
        assert self._folder, "there is something to remove"
        removed = 0
        for path in (self._folder / name for name in _FILES):
            with suppress(OSError):
                size = os.lstat(path).st_size
                os.unlink(path)
                removed += size
        with suppress(OSError):
            os.rmdir(self._folder)
            os.rmdir(self._folder.parent)
        return removed


def _stays(entry: _Entry, kind: str, wanted: set[str]) -> bool:
    return entry[0] != kind or entry[1] in wanted


def _folder_of(root: Path) -> Path | None:
    """The folder for the site in `root`, a whole path without links; none where it would lie in the site."""
    import platformdirs  # noqa: PLC0415 - as late as can be: it takes as long as reading an explainer

    place = platformdirs.user_cache_path("distinguo", appauthor=False)
    folder = place / hashlib.blake2b(os.fsencode(root), digest_size=_DIGEST).hexdigest()
    return folder if place.is_absolute() and not folder.resolve().is_relative_to(root) else None


def _make(folder: Path) -> bool:
    """Make the `folder` and the one around it, for nobody but the user; whether it was not there."""
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    is_new = False
    for one in (folder.parent, folder):
        with suppress(FileExistsError):
            one.mkdir(0o700)
            is_new = True
    return is_new


def _clear_gone(place: Path) -> None:
    """Remove what is kept of sites that are no longer there."""
    for folder in place.iterdir() if _is_own(place) else ():
        with suppress(OSError):
            site = os.fsdecode((folder / _NAME).read_bytes())
            if _is_safe(folder) and not os.path.exists(site):
                Cache(folder).clear()


def _is_safe(folder: Path) -> bool:
    """Whether what lies in `folder` can only be the user's own."""
    return all(_is_own(one) for one in (folder.parent, folder))


def _is_own(folder: Path) -> bool:
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or is_link(folder):
        return False
    return sys.platform == "win32" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _is_plain(file: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except OSError:
        return False


@cache
def _code() -> bytes:
    """A digest of all that makes a value from the same key: our code and templates, Python, and the libraries."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for source in _SOURCES:
        for path in _files_in(os.fspath(source)):
            with open(path, "rb") as file:
                content = file.read()
            digest.update(
                f"{path[len(os.fspath(source)) :]}\0{len(content)}\0".encode(errors="surrogatepass") + content
            )
    libraries = sorted(name for place in sys.path for name in _names_in(place) if name.endswith(".dist-info"))
    digest.update("\0".join((sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION, *libraries)).encode())
    return digest.digest()


def _files_in(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if not entry.is_dir():
            yield entry.path
        elif entry.name != "__pycache__":
            yield from _files_in(entry.path)


def _names_in(folder: str) -> list[str]:
    """The names in a `folder`, such as `brotli-1.2.0.dist-info`: so the versions of libraries cost no reading."""
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []
