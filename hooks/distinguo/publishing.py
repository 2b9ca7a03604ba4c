"""Builds a site aside, checks it, and puts it in the place of the published one in a single step.

    sources ── builder ── .publishing/next ── check ── fsync ── exchange ── site/

`site/` is one complete, checked version at every moment, whatever fails and whenever it is killed: nothing is written
into it. What an earlier run left in `.publishing/` is cleared by the next one, which also brings the site back where a
run ended between the two renames of a system without an exchange. It knows files and a command, and no MkDocs.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SITE = "site"
WORKPLACE = ".publishing"  # beside the site, so that both lie in one file system
EPOCH = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253402300799  # of the year 9999, the last one that dates can have
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)  # the kernel or the file system has none
_ITS_COURSE = (  # what MkDocs says of a build whatever comes of it
    "INFO    -  Cleaning site",
    "INFO    -  Building documentation",
    "INFO    -  Documentation built",
    "Aborted with a BuildError!",
)
_TRACEBACK = "Traceback (most recent call last):"


class NotPublishedError(Exception):
    """Why nothing was published, in words for whoever asked for it."""


def publish(root: Path, builder: Sequence[str], check: Callable[[Path], str], say: Callable[[str], None]) -> None:
    """Publish the site in the folder `root`.

    `builder` is the command that builds into the folder that is put behind it. `check` says what is wrong with a built
    folder, or nothing; `say` gets what the builder had to say. Where anything fails, the published site is as it was.
    """
    if fault := epoch_fault():
        raise NotPublishedError(fault)
    workplace, site = root / WORKPLACE, root / SITE
    with _plain_sentences(), _locked(workplace) as lock:
        _refuse_strange(site)
        _tidy(workplace, site)
        if left := [path.name for path in workplace.glob("*/")]:
            place = f"{WORKPLACE}/{left[0]}"
            raise NotPublishedError(f"Nothing was published: {place}, which an earlier run left, cannot be removed.")
        staging = workplace / "next"
        try:
            if told := _run(builder, staging, root, lock):
                say(told)
            if report := check(staging):
                raise NotPublishedError(f"The built site has errors; nothing was published.\n\n{report}")
            _settle(staging)
            _switch(staging, site, workplace / "old")
        finally:
            _tidy(workplace, site)
    if any(workplace.glob("*/")):
        say(f"The site is published; what it replaced could not be removed from {WORKPLACE}/.")


def epoch_fault() -> str:
    """What is wrong with the moment that the environment says for the build; nothing where it can be used."""
    epoch = os.environ.get(EPOCH)
    if epoch is None or (epoch.isascii() and epoch.isdigit() and int(epoch[:20]) <= _LAST_SECOND):
        return ""
    return (
        f"{EPOCH} should be a number of seconds since 1970, such as 1767225600, not “{epoch[:40]}”; nothing was built."
    )


@contextmanager
def _plain_sentences() -> Iterator[None]:
    """What the system refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise NotPublishedError(f"Nothing was published: {error.strerror or error}{place}.") from error


@contextmanager
def _locked(workplace: Path) -> Iterator[int]:
    """Hold the site's lock: only one process publishes at a time. The system takes it from whoever dies."""
    workplace.mkdir(exist_ok=True)
    ignored = workplace / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    lock = os.open(workplace / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(lock):
            raise NotPublishedError("This site is being published by another run; this one did nothing.")
        yield lock
    finally:
        os.close(lock)


def _lock(file: int) -> bool:
    try:
        if os.name == "nt":
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


def _refuse_strange(site: Path) -> None:
    """What is no folder of ours is not replaced."""
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise NotPublishedError(f"{SITE} is no folder, so it cannot be replaced; nothing was published. Move it away.")
    if (site / ".git").exists():
        raise NotPublishedError(
            f"{SITE}/ is a repository of its own (it holds .git), and publishing replaces all of it; nothing was "
            "published. Move the repository elsewhere, and copy the published files into it."
        )


def _tidy(workplace: Path, site: Path) -> None:
    """Bring back a site that was moved aside by a run that could not put another into its place; clear the rest."""
    old = workplace / "old"
    if old.is_dir() and not site.exists():
        os.rename(old, site)
    for folder in workplace.glob("*/"):
        shutil.rmtree(folder, ignore_errors=True)


def _run(builder: Sequence[str], staging: Path, root: Path, lock: int) -> str:
    """Let the builder build into `staging`; what it says beside its course."""
    staging.mkdir()
    # The builder holds the lock as well: where we are killed and it lives on, nobody clears the folder that it fills.
    done = subprocess.run(
        [*builder, str(staging)],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        **({"pass_fds": [lock]} if os.name == "posix" else {}),
    )
    text = "\n".join(line for line in done.stdout.splitlines() if not line.startswith(_ITS_COURSE))
    if done.returncode == 0:
        return text
    before, _, traceback = text.partition(_TRACEBACK)
    reason = f"it was ended by signal {-done.returncode}" if done.returncode < 0 else _reason(traceback)
    last = f"Nothing was published: the build broke off ({reason})." if reason else "Nothing was published."
    raise NotPublishedError("\n\n".join(part for part in (before.strip(), last) if part))


def _reason(traceback: str) -> str:
    """The last line of a Python `traceback`, in words where the system refused something."""
    last = next((line for line in reversed(traceback.splitlines()) if line.strip()), "").strip()
    kind, _, words = last.partition("] ")
    return words if kind.startswith("OSError: [Errno") else last


def _settle(folder: Path) -> None:
    """Let every host read the files, and have the disk hold them before anybody is led to them."""
    for path in (folder, *sorted(folder.rglob("*"))):
        path.chmod(0o755 if path.is_dir() else 0o644)
        _flush(path)


def _flush(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
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
        _flush(site.parent)
        _flush(staging.parent)


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
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))
