"""Builds a site aside, checks it, and puts it in the place of the published one in a single step.

    sources ── make, check, compress ── .publishing/next ── fsync ── exchange ── site/

`site/` is one complete, checked version at every moment, whatever fails and whenever it is killed: nothing is written
into it. What an earlier run left in `.publishing/` is cleared by the next one, which also brings the site back where a
run ended between the two renames of a system without an exchange. Nothing is ever cleared but what publishing makes,
by its name, and nothing behind a link.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..base.own_files import everything_in, is_link, is_link_here, is_ours_to_clear, link_on_the_way, why_kept
from ..base.problems import visible

SITE = "site"
WORKPLACE = ".publishing"  # beside the site, so that both lie in one file system
_NEXT, _OLD, _LOCK, _IGNORED = "next", "old", "lock", ".gitignore"  # all that publishing makes in it
_FOLDERS = (_NEXT, _OLD)
_FOLDER, _FILE = 0o755, 0o644  # the modes of what is published: hosts may run as anybody
EPOCH = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253402300799  # of the year 9999, the last one that dates can have
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_NO_SUCH_CALL = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)  # the kernel or the file system has none

_New = tuple[str, int, bool]  # a path, its mode, whether it is a folder


class NotPublishedError(Exception):
    """Why nothing was published, in words for whoever asked for it."""


def publish(root: Path, make: Callable[[Path], str], say: Callable[[str], None]) -> None:
    """Publish the site in the folder `root`.

    `make` makes the whole site in an empty folder and checks it; it gives what there is to say of it, for `say`, or
    raises `NotPublishedError`. Where anything fails, the published site is as it was.
    """
    if fault := epoch_fault():
        raise NotPublishedError(fault)
    workplace, site = root / WORKPLACE, root / SITE
    with _plain_sentences():
        _refuse_strange(root)
        with _locked(workplace):
            _tidy(workplace, site)
            if left := _left(workplace):
                reason = f"{WORKPLACE}/{left[0]}, which an earlier run left, cannot be removed"
                raise NotPublishedError(f"Nothing was published: {reason}.")
            staging = workplace / _NEXT
            try:
                staging.mkdir()
                if told := make(staging):
                    say(told)
                _settle(staging, _new_in(staging, site, root))
                _refuse_strange(root)
                _switch(staging, site, workplace / _OLD)
            finally:
                _tidy(workplace, site)
    if _left(workplace):
        say(f"The site is published; what it replaced could not be removed from {WORKPLACE}/.")


def epoch_fault() -> str:
    """What is wrong with the moment that the environment says for the build; nothing where it can be used."""
    epoch = os.environ.get(EPOCH)
    if epoch is None or (epoch.isascii() and epoch.isdigit() and int(epoch[:20]) <= _LAST_SECOND):
        return ""
    typed = visible(epoch[:40])
    return f"{EPOCH} should be a number of seconds since 1970, such as 1767225600, not “{typed}”; nothing was built."


@contextmanager
def _plain_sentences() -> Iterator[None]:
    """What the system refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        place = f" ({visible(os.fsdecode(error.filename))})" if error.filename else ""
        raise NotPublishedError(f"Nothing was published: {error.strerror or error}{place}.") from error


@contextmanager
def _locked(workplace: Path) -> Iterator[None]:
    """Hold the site's lock: only one process publishes at a time. The system takes it from whoever dies."""
    workplace.mkdir(exist_ok=True)
    not_behind_a_link = getattr(os, "O_NOFOLLOW", 0)
    with suppress(FileExistsError):
        ignored = os.open(workplace / _IGNORED, os.O_WRONLY | os.O_CREAT | os.O_EXCL | not_behind_a_link, 0o644)
        os.write(ignored, b"*\n")
        os.close(ignored)
    lock = os.open(workplace / _LOCK, os.O_RDWR | os.O_CREAT | not_behind_a_link, 0o644)
    try:
        if not _lock(lock):
            raise NotPublishedError("This site is being published by another run; this one did nothing.")
        yield
    finally:
        os.close(lock)


def _lock(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only Windows has it

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - and this only the others

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise
        return False
    return True


def _refuse_strange(root: Path) -> None:
    """What is not as publishing leaves it is not touched, and nothing that links lead to."""
    workplace, site = root / WORKPLACE, root / SITE
    for path in (workplace, *(workplace / name for name in (*_FOLDERS, _LOCK, _IGNORED))):
        name = path.relative_to(root).as_posix()
        is_folder = path == workplace or path.name in _FOLDERS
        if is_link(path):
            raise NotPublishedError(
                f"{name} is a link, and what lies behind it may not be of this site; nothing was published. "
                "Take the link away."
            )
        if path.exists() and not (path.is_dir() if is_folder else path.is_file()):
            what = "folder" if is_folder else "plain file"
            raise NotPublishedError(f"{name} is no {what}; nothing was published. Move it away.")
    reason, help = why_kept(site, root)
    if reason:
        name = f"{SITE}/" if site.is_dir() and not is_link(site) else SITE
        raise NotPublishedError(f"{name} {reason}; nothing was published. {help}")


def _new_in(staging: Path, site: Path, root: Path) -> list[_New]:
    """What is new in `staging`: everything but files that have been taken over from the published `site`.

    What the builder made is all its own: who opens a file to others does so to no file elsewhere. So there is no link,
    and no file with a second name but its name in the published site.
    """
    new: list[_New] = []
    link = link_on_the_way(staging, root)
    for entry in everything_in(staging) if link is None else ():
        found = entry.stat(follow_symlinks=False)
        is_folder = stat.S_ISDIR(found.st_mode)
        is_published = found.st_nlink > 1 and not is_folder and _is_same(found, entry.path, staging, site)
        if is_link_here(entry) or (found.st_nlink > 1 and not is_folder and not is_published):
            link = Path(entry.path)
            break
        if not is_published or stat.S_IMODE(found.st_mode) != _FILE:
            new.append((entry.path, stat.S_IMODE(found.st_mode), is_folder))
    if link:
        raise NotPublishedError(
            f"{visible(link.relative_to(root).as_posix())} is a link, and a site has none; nothing was published."
        )
    return [(os.fspath(staging), stat.S_IMODE(os.lstat(staging).st_mode), True), *new]


def _is_same(found: os.stat_result, path: str, staging: Path, site: Path) -> bool:
    """Whether what was `found` at a `path` in `staging` is the very file that the published `site` has there."""
    try:
        return os.path.samestat(found, os.lstat(f"{site}{path.removeprefix(os.fspath(staging))}"))
    except OSError:
        return False


def _tidy(workplace: Path, site: Path) -> None:
    """Bring back a site that was moved aside by a run that could not put another into its place; clear the rest."""
    if is_link(workplace):
        return
    old = workplace / _OLD
    if is_ours_to_clear(old) and not site.exists() and not is_link(site):
        os.rename(old, site)
    for name in _FOLDERS:
        _clear(workplace, name)


def _clear(workplace: Path, name: str) -> None:
    """Remove the folder of this `name`, if it is one that publishing made.

    Where the system can, it is reached from the workplace held open: a link that takes its place now leads nowhere.
    """
    if not is_ours_to_clear(workplace / name):
        return
    if not shutil.rmtree.avoids_symlink_attacks:
        shutil.rmtree(workplace / name, ignore_errors=True)
        return
    with suppress(OSError):
        place = os.open(workplace, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            shutil.rmtree(name, ignore_errors=True, dir_fd=place)
        finally:
            os.close(place)


def _left(workplace: Path) -> list[str]:
    """The folders of publishing's own that are still there."""
    return [name for name in _FOLDERS if (workplace / name).exists()]


def _settle(folder: Path, new: list[_New]) -> None:
    """Let every host read what is `new` in the `folder`, and have the disk hold it before anybody is led to it."""
    for path, mode, is_folder in new:
        wanted = _FOLDER if is_folder else _FILE
        if mode != wanted:
            os.chmod(path, wanted)
    if not _flush_all(folder):
        for path, _, is_folder in new:
            _flush(path, is_folder)


def _flush_all(folder: Path) -> bool:
    """Have the disk hold all that its file system was given (Linux); whether the system could.

    It is as good as a flush of each file, which would wait for the disk a thousand times.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        synchronize = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return False
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if synchronize(place) == 0:
            return True
    finally:
        os.close(place)
    if (number := ctypes.get_errno()) in _NO_SUCH_CALL:
        return False
    raise OSError(number, os.strerror(number), str(folder))


def _flush(path: str | Path, is_folder: bool) -> None:
    if is_folder and os.name != "posix":
        return  # which opens no folders
    file = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _switch(staging: Path, site: Path, old: Path) -> None:
    """Put `staging` into the place of `site`: at once where the system can, else by two renames."""
    if not site.exists():
        os.rename(staging, site)
    elif not _exchange(staging, site):
        os.rename(site, old)
        os.rename(staging, site)
    with suppress(OSError):  # the new site is in its place already
        _flush(site.parent, True)
        _flush(staging.parent, True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in a single step (Linux); whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_SUCH_CALL:
        return False
    raise OSError(number, os.strerror(number), str(other))
