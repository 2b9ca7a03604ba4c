"""Tells which files and folders of a site a command may write, replace or clear, and writes files in one step.

A link may lead anywhere, so nothing is written, replaced or cleared behind one: neither where it is the file or the
folder itself nor where it stands on the way from the site's folder. The way to that folder is for its owner to choose.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .problems import visible

_REPOSITORIES = {".git", ".hg", ".svn", ".bzr", ".jj", ".pijul", ".fslckout", "_fossil_", "_darcs"}
_OF_BARE_ONES = {"HEAD", "objects", "refs"}  # what a repository of Git holds that has no files beside it
_BUILT = ("assets/site.css", "licenses.txt")  # what a site built here has, if half of it is gone
_PUBLISHED = (*_BUILT, "index.html", "404.html")  # and what any has, in the place that is there for it alone
_MOUNTS = Path("/proc/self/mountinfo")  # of Linux: it knows those within one disk as well
_MOVE = "Move it away."
_LINK = "it is a link, and may lead out of the site"


def is_link(path: Path | os.DirEntry[str]) -> bool:
    """Whether `path` only leads to another: a symbolic link, or what Windows calls a junction."""
    is_junction = getattr(os.path, "isjunction", None)  # since Python 3.12
    return path.is_symlink() or bool(is_junction and is_junction(path))


def everything_in(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """All files and folders in `folder`, each folder before what is in it; links are told, and not followed."""
    waiting = [os.fspath(folder)]
    while waiting:
        entries: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as found:  # it may be gone, or be nobody's to read
            entries = sorted(found, key=lambda entry: entry.name)
        yield from entries
        folders = (one.path for one in reversed(entries) if one.is_dir(follow_symlinks=False) and not is_link_here(one))
        waiting += folders


def is_link_here(entry: os.DirEntry[str]) -> bool:
    """What `is_link` says of what was found in a folder, without asking the system again."""
    is_junction = getattr(entry, "is_junction", None)  # since Python 3.12
    return entry.is_symlink() or bool(is_junction and is_junction())


def link_on_the_way(path: Path, root: Path) -> Path | None:
    """The first link on the way from the folder `root`, which may be one, to `path`, which may not."""
    way = root
    for part in path.relative_to(root).parts:
        way = way / part
        if part == ".." or is_link(way):
            return way
    return None


def refuse_links(paths: Iterable[Path], root: Path) -> None:
    """Raise an `OSError` where one of the `paths` leads through a link: nothing may be written there."""
    for path in paths:
        if link := link_on_the_way(path, root):
            raise OSError(errno.ELOOP, _LINK, link.relative_to(root).as_posix())


def write(path: Path, data: bytes, root: Path) -> None:
    """Put `data` into the file at once: whoever reads it gets the old bytes or all of the new."""
    refuse_links([path], root)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def remove(path: Path, root: Path) -> None:
    """Take a file away, and its folder where nothing else is in it."""
    refuse_links([path], root)
    path.unlink()
    with contextlib.suppress(OSError):  # it is not empty
        path.parent.rmdir()


def _umask() -> int:
    """What the system takes from the mode of new files; it can only be asked by being set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def why_kept(folder: Path, root: Path) -> tuple[str, str]:
    """Why `folder` must be left as it is by what would empty or replace it, and what to do; nothing where it may be.

    `root` is the folder of the site, in which `folder` may lie or not. What goes is a built site, or nothing at all.
    """
    if is_link(folder) or (root in folder.parents and link_on_the_way(folder, root)):
        return "is no folder, so it cannot be replaced: it is a link, or behind one", _MOVE
    if not folder.is_dir():
        return ("is no folder, so it cannot be replaced", _MOVE) if folder.exists() else ("", "")
    if mount := _mount_in(folder):
        inside = f" ({visible(mount.relative_to(folder).as_posix())})" if mount != folder else ""
        return f"holds another disk or folder, which is mounted there{inside}", "Mount it elsewhere."
    if repository := next(_repositories_in(folder), None):
        reason = f"is a repository of its own (it holds {visible(repository)}), and publishing replaces all of it"
        return reason, "Move the repository elsewhere, and copy the published files into it."
    marks = _PUBLISHED if folder == root / "site" else _BUILT
    if any(folder.iterdir()) and not any((folder / name).exists() for name in marks):
        return "holds files, but no site that was built here, and publishing replaces all of it", _MOVE
    return "", ""


def is_ours_to_clear(folder: Path) -> bool:
    """Whether `folder` is a real one, with nothing in it that only has its place there."""
    return folder.is_dir() and not is_link(folder) and not _mount_in(folder) and not any(_repositories_in(folder))


def _repositories_in(folder: Path) -> Iterator[str]:
    """The repositories in `folder`, by the paths of what makes them such."""
    bare: dict[str, set[str]] = {}
    for entry in everything_in(folder):
        if entry.name.lower() in _REPOSITORIES:
            yield Path(entry.path).relative_to(folder).as_posix()
        elif entry.name in _OF_BARE_ONES:
            place = os.path.dirname(entry.path)
            names = bare.setdefault(place, set())
            names.add(entry.name)
            if names == _OF_BARE_ONES:
                yield Path(place).relative_to(folder).as_posix()


def _mount_in(folder: Path) -> Path | None:
    """The first place in `folder`, itself included, where something else is mounted."""
    whole = folder.resolve()
    for place in _mounts():
        if place == whole or whole in place.parents:
            return folder / place.relative_to(whole)
    return folder if os.path.ismount(folder) else None


def _mounts() -> Iterator[Path]:
    """Where something is mounted, as far as the system tells."""
    with contextlib.suppress(OSError):
        for line in _MOUNTS.read_bytes().splitlines():
            place = re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), line.split(b" ")[4])
            yield Path(os.fsdecode(place))
