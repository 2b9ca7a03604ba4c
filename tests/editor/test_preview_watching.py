"""What the preview hears of the files of a site: every save, whatever program makes it, and nothing else."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from watchdog.events import FileSystemEvent
from watchdog.observers.inotify_c import InotifyFD

from distinguo.editor.preview import Result, watching
from distinguo.editor.preview.watching import Watcher
from previewed import PATIENCE, Told, served_here

TEXT = "text: one\n"


class Listening(Watcher):
    """A watcher that keeps what it has heard and said, and how its looks went."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.heard: list[str] = []
        super().__init__(self.said.append)

    def _hear(self, event: FileSystemEvent) -> None:
        self.heard += [Path(str(path)).name for path in (event.src_path, event.dest_path) if path]
        super()._hear(event)

    def tells(self) -> bool:
        """Whether it tells that something has changed."""
        waiting = Thread(target=self.wait, daemon=True)
        waiting.start()
        waiting.join(PATIENCE)
        return not waiting.is_alive()


@contextmanager
def listening(*paths: Path) -> Iterator[Listening]:
    watcher = Listening()
    for path in paths:
        watcher.watch(str(path))
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.end()


@pytest.fixture(autouse=True)
def short_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that save in several steps are none here."""
    monkeypatch.setattr(watching, "_SETTLING", 0.01)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with all that a preview watches: two folders, one of them behind a link, and a file."""
    root = tmp_path / "site"
    for name in ("content/one/a.yml", "content/one/b.yml", "content/two/c.yml", "mkdocs.yml"):
        _write(root / name)
    for name in ("elsewhere/docs/index.md", "elsewhere/shared/part.md", "elsewhere/single.md"):
        _write(tmp_path / name)
    (root / "docs").symlink_to(tmp_path / "elsewhere/docs")
    (tmp_path / "elsewhere/docs/shared").symlink_to("../shared")
    (tmp_path / "elsewhere/docs/single.md").symlink_to(tmp_path / "elsewhere/single.md")
    return root


def _watched(site: Path) -> list[Path]:
    return [site / "content", site / "docs", site / "mkdocs.yml", site / "not-there.txt"]


def _write(path: Path, text: str = TEXT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _over(path: Path) -> None:
    """Save as most editors do: write a file of another name, and put it in the place of the old one."""
    _write(path.with_name(f".{path.name}.new"), "text: two\n")
    path.with_name(f".{path.name}.new").replace(path)


def _as_vim(path: Path) -> None:
    """Vim moves the old file aside, writes the new one and removes the old one."""
    path.replace(path.with_name(f"{path.name}~"))
    _write(path, "text: two\n")
    path.with_name(f"{path.name}~").unlink()


def _with_the_same_stamp(path: Path) -> None:
    """A save in the same moment and of the same length, as far as the file tells."""
    before = path.stat()
    _write(path, "text: six\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _remove_and_write(path: Path) -> None:
    path.unlink()
    _write(path)


def _anew(folder: Path) -> None:
    """Remove a folder and make it anew, as a change of branches does."""
    shutil.rmtree(folder)
    _write(folder / "one/a.yml", "text: two\n")


def _moved(folder: Path) -> None:
    folder.replace(folder.with_name("moved"))


def _swapped(folder: Path) -> None:
    """Put a copy in the place of a folder."""
    shutil.copytree(folder, folder.with_name("copy"), symlinks=True)
    folder.replace(folder.with_name("old"))
    folder.with_name("copy").replace(folder)


def _relinked(link: Path) -> None:
    shutil.copytree(link.resolve(), link.with_name("other"), symlinks=True)
    link.with_name("new-link").symlink_to(link.with_name("other"))
    link.with_name("new-link").replace(link)


SAVES: dict[str, Callable[[Path], None]] = {
    "written in place": lambda site: _write(site / "content/one/a.yml", "text: two\n"),
    "written over": lambda site: _over(site / "content/one/a.yml"),
    "as vim": lambda site: _as_vim(site / "content/one/a.yml"),
    "of the same stamp": lambda site: _with_the_same_stamp(site / "content/one/a.yml"),
    "removed and written": lambda site: _remove_and_write(site / "content/one/a.yml"),
    "removed": lambda site: (site / "content/one/a.yml").unlink(),
    "renamed": lambda site: (site / "content/one/a.yml").rename(site / "content/one/d.yml"),
    "moved in": lambda site: (site / "content/one/a.yml").replace(site / "content/two/a.yml"),
    "moved out": lambda site: (site / "content/one/a.yml").replace(site.parent / "a.yml"),
    "a new file": lambda site: _write(site / "content/one/d.yml"),
    "a new folder": lambda site: _write(site / "content/three/four/d.yml"),
    "a folder renamed": lambda site: _moved(site / "content/one"),
    "a folder removed": lambda site: shutil.rmtree(site / "content/one"),
    "a folder swapped": lambda site: _swapped(site / "content/one"),
    "a folder moved in": lambda site: (site.parent / "elsewhere/shared").replace(site / "content/shared"),
    "the root removed": lambda site: shutil.rmtree(site / "content"),
    "the root renamed": lambda site: _moved(site / "content"),
    "the root made anew": lambda site: _anew(site / "content"),
    "the root swapped": lambda site: _swapped(site / "content"),
    "the site renamed": _moved,
    "the site swapped": _swapped,
    "the settings in place": lambda site: _write(site / "mkdocs.yml", "text: two\n"),
    "the settings over": lambda site: _over(site / "mkdocs.yml"),
    "what was not there": lambda site: _write(site / "not-there.txt"),
    "behind a link": lambda site: _write(site / "docs/index.md", "Two\n"),
    "behind a link, over": lambda site: _over(site / "docs/index.md"),
    "behind a link below": lambda site: _write(site.parent / "elsewhere/shared/part.md", "Two\n"),
    "behind a link to a file": lambda site: _write(site.parent / "elsewhere/single.md", "Two\n"),
    "behind a link to a file, over": lambda site: _over(site.parent / "elsewhere/single.md"),
    "the link led elsewhere": lambda site: _relinked(site / "docs"),
    "the link removed": lambda site: (site / "docs").unlink(),
    "what the link leads to removed": lambda site: shutil.rmtree(site.parent / "elsewhere/docs"),
    "a new link": lambda site: (site / "content/three").symlink_to(site.parent / "elsewhere/shared"),
}


@pytest.fixture(params=["told by the system", "found by looking"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Both ways to know of changes: without a word of the system, the preview looks itself."""
    if request.param == "found by looking":
        _lay_on_a_drive("nfs4", tmp_path, monkeypatch)
    return request.param


def _lay_on_a_drive(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = folder / "mounts"
    mounts.write_text(f"1 0 0:1 / / rw - ext4 /dev/a rw\n2 1 0:2 / {folder} rw - {kind} host:/a rw\n", encoding="utf-8")
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    monkeypatch.setattr(watching, "_SHORTEST_PAUSE", 0.01)
    monkeypatch.setattr(watching, "_LONGEST_LOOK", 1)


@pytest.mark.parametrize("save", SAVES)
def test_every_way_to_save_is_seen(site: Path, way: str, save: str) -> None:
    with listening(*_watched(site)) as watcher:
        SAVES[save](site)

        assert watcher.tells()


@pytest.mark.parametrize(
    "save",
    [
        *("a new folder", "a folder moved in", "a folder swapped", "a folder renamed", "the root made anew"),
        *("the root swapped", "the site swapped", "the link led elsewhere", "a new link", "behind a link, over"),
    ],
)
def test_what_was_put_in_place_is_watched_in_turn(site: Path, way: str, save: str) -> None:
    with listening(*_watched(site)) as watcher:
        SAVES[save](site)
        assert watcher.tells()
        places = {file.resolve() for folder in ("content", "docs") for file in _files(site / folder)}
        for file in sorted(places):
            _write(file, "Three\n")
            assert watcher.tells(), file


def _files(folder: Path) -> Iterator[Path]:
    for top, _, names in os.walk(folder, followlinks=True):
        yield from (Path(top, name) for name in names)


@pytest.mark.parametrize("save", ["the root removed", "the root renamed", "the site renamed", "the link removed"])
def test_what_is_gone_may_come_back(site: Path, way: str, save: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy-of-the-site"
    shutil.copytree(site, copy, symlinks=True)
    with listening(*_watched(site)) as watcher:
        SAVES[save](site)
        assert watcher.tells()
        for name in ("content", "docs"):
            if not (site / name).exists():
                shutil.copytree(copy / name, site / name, dirs_exist_ok=True, symlinks=True)
                assert watcher.tells()
        _write(site / "content/one/a.yml", "Three\n")
        assert watcher.tells()


@pytest.mark.parametrize("name", [".a.yml.swp", "a.yml~", "#a.yml#", "4913", "a.yml.tmp", ".DS_Store", "a.pyc"])
def test_what_programs_keep_for_themselves_is_no_change(site: Path, name: str) -> None:
    with listening(*_watched(site)) as watcher:
        _write(site / "content/one" / name)
        _write(site / "content/__pycache__/a.cpython-311.pyc")
        (site / "content/one" / name).unlink()
        _write(site / "content/one/a.yml", "text: two\n")
        assert watcher.tells()

        assert set(watcher.heard) == {"a.yml"}


def test_reading_is_no_change(site: Path) -> None:
    with listening(*_watched(site)) as watcher:
        for file in (*_files(site / "content"), *_files(site / "docs"), site / "mkdocs.yml"):
            file.read_bytes()
        _write(site / "content/one/a.yml", "text: two\n")
        assert watcher.tells()

        assert set(watcher.heard) == {"a.yml"}


def test_what_happens_beside_a_site_is_no_change(site: Path) -> None:
    with listening(*_watched(site)) as watcher:
        for name in ("README.md", "site/index.html", ".git/index", "content-of-old/a.yml"):
            _write(site / name)
        _write(site / "content/one/a.yml", "text: two\n")
        assert watcher.tells()

        assert set(watcher.heard) == {"a.yml"}


def test_a_system_that_tells_of_reading_is_asked_for_changes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_TELLS_OF_READING", True)
    settled: list[bool] = []
    with listening(*_watched(site)) as watcher:
        look = watcher._looks_new

        def look_and_go_on() -> bool:
            settled.append(look())
            if len(settled) == 1:
                _write(site / "content/one/a.yml", "text: two\n")
            return settled[-1]

        watcher._looks_new = look_and_go_on
        watcher._heard += 1  # as for a file that was read

        assert watcher.tells()
    assert settled == [False, True]


def test_a_thousand_saves_in_a_row_are_one_change(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_SETTLING", 0.5)  # far longer than a busy machine takes from one save to the next
    build = Told({"index.html": b"<body></body>"})
    with served_here(site.parent / "built", build, *_watched(site)) as server:
        version = server.wait_for_news("")
        watcher = server._watcher
        with watcher._news:  # while a check-out of many files goes on, nobody is woken
            for number in range(1000):
                _write(site / f"content/one/{number % 50}.yml", f"text: {number}\n")
        assert server.wait_for_news(version) != version
        server.wait_for_news("")
        assert build.builds == 2


def test_between_changes_nothing_is_looked_at_and_nobody_wakes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    waits: list[float | None] = []
    wait = threading.Condition.wait

    def noted_wait(self: threading.Condition, timeout: float | None = None) -> bool:
        if self is watcher._news:
            waits.append(timeout)
            if len(waits) == 1:
                looks.clear()
                asleep.set()
        return wait(self, timeout)

    for name in ("stat", "lstat", "scandir", "listdir", "walk"):
        call = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *given, _call=call, _name=name, **more: (looks.append(_name), _call(*given, **more))[1]
        )
    asleep = threading.Event()
    with listening(*_watched(site)) as watcher:
        monkeypatch.setattr(threading.Condition, "wait", noted_wait)
        waiting = Thread(target=watcher.wait, daemon=True)
        waiting.start()
        assert asleep.wait(PATIENCE)
        assert (looks, waits) == ([], [None])

        monkeypatch.undo()
        _write(site / "content/one/a.yml", "text: two\n")
        waiting.join(PATIENCE)
        assert not waiting.is_alive()


@pytest.mark.parametrize(
    ("kind", "is_shared"),
    [
        *((kind, True) for kind in ("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "vboxsf", "virtiofs", "drvfs")),
        *((kind, False) for kind in ("ext4", "btrfs", "xfs", "tmpfs", "overlay", "fuseblk", "zfs")),
    ],
)
def test_a_drive_that_others_share_is_looked_at(
    site: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_shared: bool
) -> None:
    _lay_on_a_drive(kind, site.parent, monkeypatch)
    with listening(site / "content") as watcher:
        _write(site / "content/one/a.yml", "text: two\n")
        assert watcher.tells()

        assert (
            watcher.said
            == [
                f"The system cannot tell of changes, since {site}/content lies on a drive that others share ({kind}): "
                "the preview looks for them itself, every second or so."
            ]
            * is_shared
        )


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (
            errno.ENOSPC,
            "other programs watch so many files that there is no room left (fs.inotify.max_user_watches)",
        ),
        (
            errno.EMFILE,
            "other programs watch so many files that there is no room left (fs.inotify.max_user_instances)",
        ),
        (errno.ENOMEM, "its memory is full"),
    ],
)
@pytest.mark.parametrize("method", ["on_thread_start", "__init__"])
def test_a_system_that_can_tell_no_more_is_helped_out(
    site: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str, method: str
) -> None:
    monkeypatch.setattr(watching, "_SHORTEST_PAUSE", 0.01)

    def refuse(*given: object, **more: object) -> None:
        raise OSError(number, os.strerror(number))

    if method == "__init__":
        monkeypatch.setattr(watching.Observer, "__init__", refuse)
    else:
        monkeypatch.setattr("watchdog.observers.inotify.InotifyEmitter.on_thread_start", refuse)
    with listening(*_watched(site)) as watcher:
        _write(site / "content/one/a.yml", "text: two\n")
        assert watcher.tells()

        assert watcher.said == [
            f"The system cannot tell of changes, since {why}: the preview looks for them itself, every second or so."
        ]


def test_no_folder_is_left_out_without_a_word_where_there_is_room_for_some(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library passes over folders below the first that it cannot watch."""
    room = iter(range(6))
    add = InotifyFD.add_callback

    def add_while_there_is_room(self: InotifyFD, *given: object) -> int:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return add(self, *given)

    monkeypatch.setattr(InotifyFD, "add_callback", add_while_there_is_room)
    monkeypatch.setattr(watching, "_SHORTEST_PAUSE", 0.01)
    with listening(site / "content") as watcher:
        assert len(watcher.said) == 0
        for number in range(9):
            _write(site / f"content/more-{number}/a.yml")
        assert watcher.tells()
        assert len(watcher.said) == 1
        _write(site / "content/more-8/a.yml", "text: two\n")
        assert watcher.tells()


def test_looking_takes_no_more_than_its_part_of_a_processor(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _lay_on_a_drive("nfs", site.parent, monkeypatch)
    monkeypatch.setattr(watching, "_LONGEST_LOOK", 1 / 20)
    clock = iter(range(0, 1000, 3))  # every look takes three seconds
    monkeypatch.setattr(watching.time, "monotonic", lambda: next(clock))
    with listening(site / "content") as watcher:
        assert watcher._pause == 60


def test_a_failure_of_the_system_is_tried_again_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("distinguo.editor.preview.server._ANOTHER_TRY", 0.01)
    build = Told({"index.html": b"<body>Built</body>"})
    build.results = [Result(has_pages=False, report="The disk is full.", may_pass=True)] * 5
    with served_here(tmp_path / "built", build) as server:
        version = server.wait_for_news("")
        server.wait_for_news(version)

    assert build.builds == 6
    assert capsys.readouterr().out.count("The disk is full.") == 1
