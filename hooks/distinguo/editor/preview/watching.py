"""Turns what happens to files into word that there is something new to build: the system tells it, or we look.

What the system tells is a word in passing: after it, all that matters is read anew. So it is enough to hear of a change
at all, and whatever makes the hearing itself doubtful (a folder that was put in place of another) is heard anew first.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from errno import EMFILE, ENFILE, ENOMEM, ENOSPC
from pathlib import Path
from threading import Condition
from typing import NamedTuple

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from ...site.docs_files import is_leftover

Stamp = dict[str, tuple[int, ...]]  # of each file: when it changed, how long it is, and which it is

_SETTLING = 0.1  # seconds without a change after which somebody has finished saving …
_MOST_SETTLING = 20  # … and after so many of them: what never ends is built as it stands
_SHORTEST_PAUSE = 0.5  # seconds between two looks, where the system tells nothing …
_LONGEST_LOOK = 1 / 20  # … and the part of a processor that looking may take: the rest is the editor's
_TELLS_OF_READING = os.name == "nt"  # Windows: then a look decides whether a word of it was of a change
_BEAT = 0.5 if os.name == "nt" else None  # Windows keeps Ctrl+C from who waits without an end
_CHANGES = [
    *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent, events.FileAttribEvent),
    *(events.FileMovedEvent, events.FileDeletedEvent),
    *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
]
_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "drvfs",
    "fuse.",
    "vboxsf",
    "prl_",
    "virtiofs",
    "vmhgfs",
    "afs",
    "ceph",
    "lustre",
)
_NO_ROOM = {
    ENOSPC: "other programs watch so many files that there is no room left (fs.inotify.max_user_watches)",
    EMFILE: "other programs watch so many files that there is no room left (fs.inotify.max_user_instances)",
    ENFILE: "too many files are open on this machine",
    ENOMEM: "its memory is full",
}
_LOOKS_ITSELF = "The system cannot tell of changes, since {}: the preview looks for them itself, every second or so."


class Watcher:
    """Waits until one of its files, or a file below one of its folders, changes or comes or goes."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._paths: list[str] = []
        self._news = Condition()
        self._heard = self._answered = 0  # how often there was news, and how much of that `wait` has told
        self._is_asked = self._is_over = False
        self._places = _Watched()
        self._observer: BaseObserver | None = None
        self._is_doubtful = False  # whether the observer may listen at a folder that is not in its place any more
        self._is_looking = False
        self._seen: object = None  # what the last look found
        self._pause = _BEAT

    def watch(self, path: str) -> None:
        self._paths.append(os.path.abspath(path))

    def start(self) -> None:
        """Listen: whatever changes from now on is told by `wait`."""
        self._listen()
        if _TELLS_OF_READING:
            self._looks_new()

    def wait(self, patience: float | None = None) -> bool:
        """Wait for a change until nobody is saving any more, or for `patience`; it is false once all is over."""
        with self._news:
            if patience is None or self._news.wait_for(self._has_news, patience):
                self._wait_for_a_change()
            self._is_asked = False
        if not self._is_over:
            self._listen()  # before the build: what changes from then on is built after it
        return not self._is_over

    def note(self) -> None:
        """All is to be built again, whether it has changed or not."""
        with self._news:
            self._is_asked = True
            self._heard += 1
            self._news.notify_all()

    def end(self) -> None:
        with self._news:
            self._is_over = True
            self._news.notify_all()
        self._stop_listening()

    def _wait_for_a_change(self) -> None:
        while not self._is_over:
            while not self._news.wait_for(self._has_news, self._pause):
                pass
            self._settle()
            if not _TELLS_OF_READING or self._looks_new() or self._is_asked:
                break

    def _settle(self) -> None:
        """Wait until nobody is saving any more: an editor may write a file in several steps."""
        for _ in range(_MOST_SETTLING):
            self._answered = self._heard
            if self._news.wait_for(lambda: self._is_over, _SETTLING) or not self._has_news():
                break
        self._answered = self._heard

    def _has_news(self) -> bool:
        return self._is_over or self._heard != self._answered or (self._is_looking and self._looks_new())

    def _looks_new(self) -> bool:
        """Whether a look finds other files than the last one."""
        start = time.monotonic()
        places = _places(self._paths)
        before, self._seen = self._seen, (places, _stamp(places))
        if self._is_looking:
            self._pause = max(_SHORTEST_PAUSE, (time.monotonic() - start) / _LONGEST_LOOK)
        return self._seen != before

    def _hear(self, event: events.FileSystemEvent) -> None:
        with self._news:
            self._is_doubtful = self._is_doubtful or event.is_directory
            self._heard += 1
            self._news.notify_all()

    def _listen(self) -> None:
        """Let the system tell of all changes from now on; where it cannot, say so, and look from now on."""
        if self._is_looking:
            return
        places, self._is_doubtful, is_doubtful = _places(self._paths), False, self._is_doubtful
        try:
            if self._observer is None or is_doubtful or places != self._places:
                self._stop_listening()
                self._observer, self._places = _started_observer(), places
                _listen_at(places, self._observer, self._hear)
            _refuse_a_full_system(self._observer)
        except _CannotTellError as cannot:
            self._stop_listening()
            self._say(_LOOKS_ITSELF.format(cannot))
            self._is_looking = True
            self._looks_new()

    def _stop_listening(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join()


class _CannotTellError(Exception):
    """Why the system cannot tell of changes, as the end of a sentence."""


class _Watched(NamedTuple):
    """Where changes show: in `files`, in all that lies below `trees`, and where some names come and go in folders."""

    files: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    lookouts: frozenset[tuple[str, str]] = frozenset()


Hear = Callable[[events.FileSystemEvent], None]


class _Ear(events.FileSystemEventHandler):
    """Hands on what concerns us of what happens in a folder: its `names`, or all that no program keeps for itself."""

    def __init__(
        self, folder: str, names: Iterable[str] | None, hear: Callable[[events.FileSystemEvent], None]
    ) -> None:
        self._folder, self._names, self._hear = folder, names, hear

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        if any(self._concerns(str(path)) for path in (event.src_path, event.dest_path) if path):
            self._hear(event)

    def _concerns(self, path: str) -> bool:
        parts = [part for part in path.removeprefix(self._folder).split(os.sep) if part]
        if self._names is None:
            return not any(map(_is_kept_by_a_program, parts))
        return bool(parts) and parts[0] in self._names


def _started_observer() -> BaseObserver:
    try:
        observer = Observer()
    except OSError as error:
        raise _CannotTellError(_NO_ROOM.get(error.errno or 0, str(error.strerror))) from error
    if isinstance(observer, PollingObserver):
        raise _CannotTellError("it has no means to")
    observer.start()
    return observer


def _listen_at(places: _Watched, observer: BaseObserver, hear: Hear) -> None:
    for path in (*places.trees, *places.files):
        if kind := _remote_kind(path):
            raise _CannotTellError(f"{path} lies on a drive that others share ({kind})")
    names = defaultdict(set)
    for folder, name in places.lookouts:
        names[folder].add(name)
    for folder in places.trees:
        _schedule(observer, _Ear(folder, None, hear), folder, recursive=True)
    for folder, wanted in names.items():
        _schedule(observer, _Ear(folder, wanted, hear), folder, recursive=False)


def _schedule(
    observer: BaseObserver, ear: events.FileSystemEventHandler, folder: str, *, recursive: bool
) -> ObservedWatch | None:
    try:
        return observer.schedule(ear, folder, recursive=recursive, event_filter=_CHANGES)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _CannotTellError(_NO_ROOM[error.errno]) from error
        return None  # it has just gone; the folder above it tells when it comes back


def _refuse_a_full_system(observer: BaseObserver) -> None:
    """Try one folder more: if there is no room for it, some of ours may have found none without a word."""
    with suppress(OSError), tempfile.TemporaryDirectory() as folder:
        if watch := _schedule(observer, events.FileSystemEventHandler(), folder, recursive=False):
            observer.unschedule(watch)


def _places(paths: Iterable[str]) -> _Watched:
    """Where changes of `paths` show, whatever symbolic links lead to them or lie below them."""
    files: set[str] = set()
    trees: set[str] = set()
    lookouts: set[tuple[str, str]] = set()
    seen: set[str] = set()
    left = list(paths)
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        lookouts.update(_lookouts(path))
        real = os.path.realpath(path)
        if real != path:
            left.append(real)
            if os.path.islink(path):  # which may lead to the next link
                left.append(os.path.normpath(os.path.join(os.path.realpath(os.path.dirname(path)), os.readlink(path))))
        elif os.path.isdir(path):
            trees.add(path)
            left += _links_below(path)
        else:
            files.add(path)
    return _Watched(frozenset(files), frozenset(trees), frozenset(lookouts))


def _lookouts(path: str) -> Iterator[tuple[str, str]]:
    """Where it shows that `path`, or the folder that it lies in, goes or comes: the first two folders above that are
    there, and the name in each."""
    found = 0
    while found < 2 and (name := os.path.basename(path)):
        path = os.path.dirname(path)
        if os.path.isdir(path):
            found += 1
            yield os.path.realpath(path), name


def _links_below(folder: str) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if os.path.islink(path := os.path.join(top, name)):
                yield path


def _remote_kind(path: str) -> str:
    """The kind of the drive that `path` lies on, where others may change it without this system's knowledge."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""  # another system than Linux
    best, kind = "", ""
    for line in lines:
        mount, _, drive = line.partition(" - ")
        point = mount.split(" ")[4].replace("\\040", " ")
        if len(point) >= len(best) and f"{path}/".startswith(point.rstrip("/") + "/"):
            best, kind = point, drive.split(" ")[0]
    return kind if kind.startswith(_REMOTE) else ""


def _stamp(places: _Watched) -> Stamp:
    """The stamps of all files there, but for those that programs keep for themselves."""
    below = (os.path.join(top, name) for tree in places.trees for top, _, names in os.walk(tree) for name in names)
    stamp: Stamp = {}
    for file in (*places.files, *below):
        if not _is_kept_by_a_program(os.path.basename(file)):
            with suppress(OSError):  # it has gone meanwhile
                found = os.stat(file)
                stamp[file] = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    return stamp


def _is_kept_by_a_program(name: str) -> bool:
    return is_leftover(name) or name == "__pycache__" or name.endswith(".pyc")
