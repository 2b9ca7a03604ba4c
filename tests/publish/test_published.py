"""What is taken over from the published site: plain files that hold what is remembered of them, and nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from distinguo.base.digests import digest_of
from distinguo.publish import published, publishing
from distinguo.publish.published import Published
from distinguo.publish.publishing import publish

BODY = b"<p>A page</p>"
PATH = "trust/handout/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a published site of one page, in which a new one is made."""
    file = tmp_path / "site" / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(BODY)
    file.chmod(0o644)
    (tmp_path / "next").mkdir()
    return tmp_path


@pytest.fixture(params=["second names", "none"])
def names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """File systems that give files second names, and those that do not."""
    if request.param == "none":

        def refuse(*paths: object, **named: object) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(published.os, "link", refuse)


def _taken(root: Path, body: bytes = BODY, path: str = PATH) -> bytes | None:
    """What is taken over into the new site; nothing where nothing is."""
    is_taken = Published(root / "site", root / "next").take_over(path, digest_of(body))
    file = root / "next" / path
    assert is_taken is file.exists()
    return file.read_bytes() if is_taken else None


def test_a_file_with_the_digest_is_taken_over(root: Path, names: None) -> None:
    assert _taken(root) == BODY


def test_it_is_the_same_file_where_it_can_be(root: Path) -> None:
    _taken(root)

    assert (root / "next" / PATH).samefile(root / "site" / PATH)


def test_a_file_at_the_top_is_taken_over(root: Path, names: None) -> None:
    (root / "site" / "index.html").write_bytes(BODY)

    assert _taken(root, path="index.html") == BODY


@pytest.mark.parametrize("change", [b"", BODY + b" ", b"another"])
def test_a_file_with_other_bytes_is_not(change: bytes, root: Path, names: None) -> None:
    (root / "site" / PATH).write_bytes(change)

    assert _taken(root) is None


def _linked(path: Path) -> None:
    os.rename(path, path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


SPOILT = {
    "there is none": lambda file: file.unlink(),
    "its folder is none": lambda file: (file.unlink(), file.parent.rmdir()),
    "it is a link": _linked,
    "its folder is a link": lambda file: _linked(file.parent),
    "the folder of that is a link": lambda file: _linked(file.parent.parent),
    "it is a folder": lambda file: (file.unlink(), file.mkdir()),
    "its folder is a file": lambda file: (file.unlink(), file.parent.rmdir(), file.parent.write_bytes(BODY)),
    "it is a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "there is no site": lambda file: os.rename(file.parents[2], file.parents[3] / "moved"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_nothing_but_a_plain_file_is_taken_over(spoil: Callable[[Path], object], root: Path, names: None) -> None:
    spoil(root / "site" / PATH)

    assert _taken(root) is None


@pytest.mark.parametrize("mode", [0o600, 0o666, 0o755, 0o444])
def test_a_file_that_is_not_open_as_published_ones_are_is_written_anew(mode: int, root: Path) -> None:
    (root / "site" / PATH).chmod(mode)

    assert _taken(root) == BODY
    assert not (root / "next" / PATH).samefile(root / "site" / PATH)


def test_a_file_with_a_name_elsewhere_is_written_anew(root: Path) -> None:
    """Whoever changes it there does not change what is published."""
    os.link(root / "site" / PATH, root / "mine.html")

    assert _taken(root) == BODY
    assert not (root / "next" / PATH).samefile(root / "mine.html")


def test_a_file_of_somebody_else_is_written_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)

    assert _taken(root) == BODY
    assert not (root / "next" / PATH).samefile(root / "site" / PATH)


def test_a_change_while_it_is_read_is_not_taken_over(root: Path, monkeypatch: pytest.MonkeyPatch, names: None) -> None:
    read = os.read
    monkeypatch.setattr(published.os, "read", lambda file, size: read(file, size)[:-1])

    assert _taken(root) is None


# With all of publishing


def _publish(root: Path, bodies: dict[str, bytes]) -> set[str]:
    """Publish a site of these files, each taken over where it can be; gives which were not."""
    made: set[str] = set()

    def make(folder: Path) -> str:
        site = Published(root / "site", folder)
        for path, body in bodies.items():
            if not site.take_over(path, digest_of(body)):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(body)
                made.add(path)
        return ""

    publish(root, make, print)
    published_ones = {file for file in (root / "site").rglob("*") if file.is_file()}
    assert {file.relative_to(root / "site").as_posix(): file.read_bytes() for file in published_ones} == bodies
    assert {file.stat().st_nlink for file in published_ones} == {1}
    return made


def test_only_what_changed_is_made(tmp_path: Path, names: None) -> None:
    bodies = {"index.html": b"home", PATH: BODY, "trust/index.html": b"trust"}

    assert _publish(tmp_path, bodies) == bodies.keys()
    assert _publish(tmp_path, bodies) == set()
    assert _publish(tmp_path, bodies | {PATH: b"other"}) == {PATH}
    assert _publish(tmp_path, {"index.html": b"home"}) == set()
    assert _publish(tmp_path, bodies) == {PATH, "trust/index.html"}


def test_what_somebody_wrote_into_the_published_site_is_made_anew(tmp_path: Path, names: None) -> None:
    bodies = {"index.html": b"home", PATH: BODY}
    _publish(tmp_path, bodies)
    (tmp_path / "site" / PATH).write_bytes(b"mine")

    assert _publish(tmp_path, bodies) == {PATH}


def test_a_failed_publish_leaves_the_files_that_it_took_over(tmp_path: Path, names: None) -> None:
    bodies = {"index.html": b"home", PATH: BODY}
    _publish(tmp_path, bodies)

    def broken(folder: Path) -> str:
        assert Published(tmp_path / "site", folder).take_over(PATH, digest_of(BODY))
        raise publishing.NotPublishedError("x")

    with pytest.raises(publishing.NotPublishedError):
        publish(tmp_path, broken, print)
    assert _publish(tmp_path, bodies) == set()


def test_what_was_taken_over_is_neither_opened_to_others_nor_flushed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {"index.html": b"home", PATH: BODY}
    _publish(tmp_path, bodies)
    flushed: list[str] = []
    monkeypatch.setattr(publishing, "_flush_all", lambda folder: False)
    monkeypatch.setattr(publishing, "_flush", lambda path, is_folder: flushed.append(Path(path).name))
    _publish(tmp_path, bodies | {"index.html": b"new"})

    assert flushed[:-2] == ["next", "index.html", "trust", "handout"]


KILLED = """
import os, signal, sys
from pathlib import Path
from distinguo.base.digests import digest_of
from distinguo.publish import publishing
from distinguo.publish.published import Published

root, path, moment = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def kill(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def make(folder):
    Published(root / "site", folder).take_over(path, digest_of((root / "site" / path).read_bytes()))
    (folder / "index.html").write_text("new")
    if moment == "made":
        kill()
    return ""

if moment != "made":
    setattr(publishing, moment, kill)
publishing.publish(root, make, print)
"""


@pytest.mark.parametrize("moment", ["made", "_settle", "_exchange", "_flush"])
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one(moment: str, tmp_path: Path) -> None:
    bodies = {"index.html": b"home", PATH: BODY}
    _publish(tmp_path, bodies)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), PATH, moment], check=False)
    assert done.returncode < 0
    is_new = moment == "_flush"  # the last step, when the new site is in its place

    files = {file.relative_to(tmp_path / "site").as_posix(): file for file in (tmp_path / "site").rglob("*.html")}
    assert {path: file.read_bytes() for path, file in files.items()} == bodies | (
        {"index.html": b"new"} if is_new else {}
    )
    assert _publish(tmp_path, bodies) == ({"index.html"} if is_new else set())
