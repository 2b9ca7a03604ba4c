"""Takes files over from the published site into the one that is to replace it, so that they need not be made anew.

    site/page/index.html ── has the digest ── .publishing/next/page/index.html     one file with two names

A file is taken over where its bytes have the digest that is remembered of it. Where that can be it gets a second name:
it lies on the disk already, and may be read by all, so publishing neither writes nor flushes it again. The first name
goes with the site that is replaced. Whoever changes a published file where it lies changes its digest, and the next run
makes it anew.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..base.digests import digest_of

_AS_PUBLISHED = stat.S_IFREG | 0o644
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Published:
    """The published site in the folder `site`, for the new one in the folder `staging`."""

    def __init__(self, site: Path, staging: Path) -> None:
        self._site, self._staging = os.fspath(site), os.fspath(staging)
        self._folders: dict[str, bool] = {}

    def take_over(self, path: str, digest: str) -> bool:
        """Put the published file at `path` into the new site, if it is a plain file with this `digest`.

        Gives whether it was one. There is no file at `path` in the new site before that, and its folders are made.
        """
        if not self._has_folder(os.path.dirname(path)):
            return False
        old, new = f"{self._site}/{path}", f"{self._staging}/{path}"
        return _is_linked(old, new, digest) or _is_copied(old, new, digest)

    def take_over_all(self, digests: Mapping[str, str]) -> bool:
        """Put all files of the `digests` into the new site, which are by their paths, or none where one is another."""
        taken: list[str] = []
        for path, digest in digests.items():
            if not self.take_over(path, digest):
                for one in taken:
                    os.unlink(f"{self._staging}/{one}")
                return False
            taken.append(path)
        return True

    def _has_folder(self, folder: str) -> bool:
        """Whether the `folder` is one of the published site, with no link on the way; then it is made in the new."""
        known = self._folders.get(folder)
        if known is None:
            is_in_one = not folder or self._has_folder(os.path.dirname(folder))
            known = self._folders[folder] = is_in_one and _is_folder(f"{self._site}/{folder}".rstrip("/"))
            if known:
                with suppress(FileExistsError):
                    os.mkdir(f"{self._staging}/{folder}")
        return known


def _is_linked(old: str, new: str, digest: str) -> bool:
    """Give the file `old` the name `new` as well, and hold what has that name to the `digest`."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):  # there is none, or the file system has no second names
        return False
    body = _bytes_of(new, is_settled=True)
    if body is not None and digest_of(body) == digest:
        return True
    os.unlink(new)
    return False


def _is_copied(old: str, new: str, digest: str) -> bool:
    """Write what the file `old` holds to `new`, if it has the `digest`."""
    body = _bytes_of(old)
    if body is None or digest_of(body) != digest:
        return False
    with open(new, "xb") as file:
        file.write(body)
    return True


def _bytes_of(path: str, *, is_settled: bool = False) -> bytes | None:
    """What the plain file at `path` holds; nothing where there is none, or it `is_settled` and not as publishing leaves
    it: open to all, ours alone, and with no third name, so that nobody changes it from elsewhere."""
    try:
        file = os.open(path, _READ)
    except OSError:
        return None
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or (is_settled and not _is_settled(found)):
            return None
        body = os.read(file, found.st_size + 1)
        return body if len(body) == found.st_size else None  # else somebody writes to it
    finally:
        os.close(file)


def _is_settled(found: os.stat_result) -> bool:
    is_ours = sys.platform == "win32" or found.st_uid == os.geteuid()
    return found.st_mode == _AS_PUBLISHED and found.st_nlink == 2 and is_ours


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
