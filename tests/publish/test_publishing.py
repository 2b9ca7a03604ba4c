"""Publishing: the site is at every moment one complete, checked version, whatever fails and whenever it is killed."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import PROJECT, run_mkdocs
from distinguo.host.program import main
from distinguo.publish import publishing
from distinguo.publish.publishing import NotPublishedError, publish
from example_site import write_site

DISTINGUO = Path(sys.executable).with_name("distinguo")
STAGES = ("on_config", "on_files", "on_nav", "page", "on_post_build")


def state(folder: Path) -> str:
    """One hash over the names, kinds, modes and bytes of everything in `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(folder)} {path.stat().st_mode} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def left_over(root: Path) -> set[str]:
    """What lies in the workplace beside what always does."""
    return {path.name for path in (root / publishing.WORKPLACE).iterdir()} - {"lock", ".gitignore"}


# Pure file work: a site of one file


def new_page(folder: Path) -> str:
    (folder / "index.html").write_text("new", encoding="utf-8")
    return ""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a published site of one page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old", encoding="utf-8")
    return tmp_path


def _page(root: Path) -> str:
    return (root / "site" / "index.html").read_text(encoding="utf-8")


def wrong(folder: Path) -> str:
    raise NotPublishedError("Error: x")


def _publish(root: Path, make: Callable[[Path], str] = new_page) -> list[str]:
    """Publish what `make` makes; what there was to say of it."""
    said: list[str] = []
    publish(root, make, said.append)
    return said


def _refused(root: Path, make: Callable[[Path], str] = new_page) -> str:
    """Why nothing was published, and that the site is as it was."""
    before = state(root / "site")
    with pytest.raises(NotPublishedError) as refused:
        _publish(root, make)
    assert state(root / "site") == before
    return str(refused.value)


@pytest.fixture(params=["at once", "two renames"])
def switch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is replaced as the system can best do it, and as it does where it has no exchange."""
    if request.param == "two renames":
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)


def test_the_new_site_takes_the_place_of_the_old_one(root: Path, switch: None) -> None:
    (root / "site" / "stale.html").write_text("stale", encoding="utf-8")

    assert _publish(root) == []
    assert [path.name for path in (root / "site").iterdir()] == ["index.html"]
    assert _page(root) == "new"
    assert left_over(root) == set()


def test_the_first_site_needs_no_old_one(tmp_path: Path, switch: None) -> None:
    _publish(tmp_path)

    assert _page(tmp_path) == "new"


def test_linux_replaces_the_site_at_once_and_others_by_two_renames(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renames: list[Path] = []
    rename = os.rename
    monkeypatch.setattr(publishing.os, "rename", lambda one, other: (renames.append(other), rename(one, other)))

    _publish(root)

    assert _page(root) == "new"
    assert len(renames) == (0 if sys.platform.startswith("linux") else 2)


def test_every_host_can_read_what_is_published(root: Path) -> None:
    def make(folder: Path) -> str:
        (folder / "a").mkdir()
        (folder / "a" / "b").touch()
        return new_page(folder)

    before = os.umask(0o077)
    try:
        _publish(root, make)
    finally:
        os.umask(before)

    modes = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in (root / "site").rglob("*")}
    assert modes == {"site/index.html": 0o644, "site/a": 0o755, "site/a/b": 0o644}
    assert (root / "site").stat().st_mode & 0o777 == 0o755


class Library:
    """That of the system, whose calls come to nothing, for the reason of this `number`; 0: they do what they do."""

    def __init__(self, number: int, called: list[str]) -> None:
        self._number, self._called = number, called

    def syncfs(self, file: int) -> int:
        return self._answer("syncfs")

    def renameat2(self, *arguments: object) -> int:
        return self._answer("renameat2")

    def _answer(self, call: str) -> int:
        self._called.append(call)
        publishing.ctypes.set_errno(self._number)
        return -1 if self._number else 0


def _with_library(monkeypatch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Let the system be one whose calls give this `number`; gives which are called."""
    called: list[str] = []
    monkeypatch.setattr(publishing.sys, "platform", "linux")
    monkeypatch.setattr(publishing.ctypes, "CDLL", lambda *arguments, **named: Library(number, called))
    return called


@pytest.mark.parametrize("number", [0, *publishing._NO_SUCH_CALL])
def test_what_is_published_is_on_the_disk_first(number: int, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once where the system can, else each for itself."""
    done = _with_library(monkeypatch, number)
    flush, rename = publishing._flush, os.rename
    monkeypatch.setattr(publishing, "_flush", lambda *path: (done.append(Path(path[0]).name), flush(*path)))
    monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    monkeypatch.setattr(publishing.os, "rename", lambda one, other: (done.append("rename"), rename(one, other)))

    _publish(root)

    flushed = ["syncfs", "next", "index.html"] if number else ["syncfs"]
    assert done == [*flushed, "rename", "rename", root.name, publishing.WORKPLACE]


def test_a_disk_that_refuses_what_it_was_given_leaves_the_published_site(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_library(monkeypatch, errno.EIO)

    where = f"{root / publishing.WORKPLACE / 'next'}"
    assert _refused(root) == f"Nothing was published: {os.strerror(errno.EIO)} ({where})."


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotPublishedError("The site is wrong."), "The site is wrong."),
        (
            OSError(errno.ENOSPC, "No space left on device", "a.html"),
            "Nothing was published: No space left on device (a.html).",
        ),
    ],
)
def test_what_cannot_be_made_is_told_in_sentences(error: Exception, reason: str, root: Path, switch: None) -> None:
    def broken(folder: Path) -> str:
        new_page(folder)
        raise error

    assert _refused(root, broken) == reason
    assert left_over(root) == set()
    _publish(root)
    assert _page(root) == "new"


def test_what_there_is_to_say_of_a_site_is_passed_on(root: Path) -> None:
    assert _publish(root, lambda folder: f"{new_page(folder)}Warning: x") == ["Warning: x"]


@pytest.mark.parametrize("step", ["_settle", "_exchange", "_flush_all"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_what_the_system_refuses_is_told_in_a_sentence(
    step: str, number: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(number, os.strerror(number), "index.html")

    with monkeypatch.context() as patched:
        patched.setattr(publishing, step, refuse)
        assert _refused(root) == f"Nothing was published: {os.strerror(number)} (index.html)."
    assert left_over(root) == set()
    _publish(root)
    assert _page(root) == "new"


def test_a_second_rename_that_fails_takes_back_the_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = os.rename

    def refuse_new(one: Path, other: Path) -> None:
        if one.name == "next":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(other))
        rename(one, other)

    monkeypatch.setattr(publishing, "_exchange", lambda *paths: False)
    monkeypatch.setattr(publishing.os, "rename", refuse_new)

    assert _refused(root) == f"Nothing was published: {os.strerror(errno.EBUSY)} ({root / 'site'})."


@pytest.mark.parametrize("number", publishing._NO_SUCH_CALL)
def test_a_file_system_without_an_exchange_gets_two_renames(
    number: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = _with_library(monkeypatch, number)

    _publish(root)

    assert (_page(root), called) == ("new", ["syncfs", "renameat2"])


def test_a_file_that_lies_elsewhere_as_well_is_refused(root: Path) -> None:
    """A second name is a link, too: to open the file to others would open that of somebody else."""
    mine = root / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    mine.chmod(0o600)

    def make(folder: Path) -> str:
        new_page(folder)
        os.link(mine, folder / "a.html")
        return ""

    assert _refused(root, make) == ".publishing/next/a.html is a link, and a site has none; nothing was published."
    assert mine.stat().st_mode & 0o777 == 0o600


def test_a_second_name_of_another_published_file_is_refused(root: Path) -> None:
    def make(folder: Path) -> str:
        new_page(folder)
        os.link(root / "site" / "index.html", folder / "other.html")
        return ""

    assert _refused(root, make) == ".publishing/next/other.html is a link, and a site has none; nothing was published."


# Kills, and others at the same time

KILLED = """
import os, signal, sys
from pathlib import Path
from distinguo.publish import publishing

rename = os.rename

def killed(one, other):
    if one.name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(one, other)

publishing._exchange = lambda *paths: False
os.rename = killed
publishing.publish(Path(sys.argv[1]), lambda folder: str((folder / "index.html").write_text("new") and ""), print)
"""


@pytest.mark.parametrize(("before", "is_missing"), [("site", False), ("next", True)])
def test_a_kill_between_two_renames_is_mended_by_the_next_run(before: str, is_missing: bool, root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(root), before], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (root / "site").exists() is not is_missing
    assert left_over(root) == ({"next", "old"} if is_missing else {"next"})

    with pytest.raises(NotPublishedError):  # the site is back, even where this run fails as well
        _publish(root, wrong)
    assert _page(root) == "old"

    _publish(root)
    assert _page(root) == "new"
    assert left_over(root) == set()


def test_of_two_at_once_one_wins_and_the_other_says_so(root: Path) -> None:
    """While the first one makes its site, a second one starts; the first publishes what that said."""

    def make(folder: Path) -> str:
        with pytest.raises(NotPublishedError) as refused:
            publish(root, new_page, print)
        (folder / "index.html").write_text(str(refused.value), encoding="utf-8")
        return ""

    _publish(root, make)

    assert _page(root) == "This site is being published by another run; this one did nothing."


def _await(pipe: Path) -> None:
    """Return when somebody has opened the `pipe` to write, and fail where nobody does."""
    file = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    poll = select.poll()
    poll.register(file, select.POLLIN | select.POLLHUP)
    try:
        assert poll.poll(60_000), "nobody came"
    finally:
        os.close(file)


# What is not replaced


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda site: (site / ".git").mkdir(), "site/ is a repository of its own (it holds .git), and publishing "),
        (lambda site: (shutil.move(site, f"{site}2"), site.symlink_to(f"{site}2")), "site is no folder, so it cannot "),
        (lambda site: (shutil.rmtree(site), site.write_text("x")), "site is no folder, so it cannot be replaced; "),
    ],
)
def test_what_is_no_folder_of_ours_is_not_replaced(spoil: Callable[[Path], object], reason: str, root: Path) -> None:
    spoil(root / "site")

    assert _refused(root).startswith(reason)


@pytest.mark.parametrize("epoch", ["", "abc", "-5", "1.5", "9" * 12, "9" * 5000, "١٢"])
def test_a_bad_moment_is_refused_before_anything_is_touched(
    epoch: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    assert _refused(root) == (
        "SOURCE_DATE_EPOCH should be a number of seconds since 1970, such as 1767225600, "
        f"not “{epoch[:40]}”; nothing was built."
    )
    assert not (root / publishing.WORKPLACE).exists()


@pytest.mark.parametrize("epoch", ["0", "1767225600", "253402300799"])
def test_a_good_moment_is_taken(epoch: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    _publish(root)

    assert _page(root) == "new"


# The whole command

BREAKING = """
import errno, os, signal, sys
from distinguo.host.plugin import DistinguoPlugin
from distinguo.host.program import main
from distinguo.host.shell import Shell

stage = os.environ.get("STAGE", "on_files")
where = DistinguoPlugin if stage.startswith("on_") else Shell
sound = getattr(where, stage)

def broken(*arguments, **named):
    how = os.environ["HOW"]
    if how == "full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if how == "waits":
        open(os.environ["PIPE"], "w").close()
        signal.pause()
    if how == "damages":
        return sound(*arguments, **named).replace("</body>", "<b></body>")
    raise RuntimeError("broken on purpose")

if "STAGE" in os.environ:
    setattr(where, stage, broken)
sys.exit(main())
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that has been published once, and whose build can be broken at every stage."""
    inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n"
    folder = write_site(tmp_path / "a site", **{"mkdocs.yml": inherit})
    assert _command(folder).returncode == 0
    return folder


def _command(site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Publish the site; where that is to break off at a stage, nothing is known of earlier builds, which took it."""
    command = [sys.executable, "-c", BREAKING, "publish", "--site", str(site)]
    environment |= {"XDG_CACHE_HOME": str(site)} if "STAGE" in environment else {}  # nothing is kept within a site
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)


def test_success_is_one_line(site: Path) -> None:
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    (site / "mkdocs.yml").write_text(settings.replace("examples.example", "examples.example.org"), encoding="utf-8")
    done = _command(site)

    where = os.path.relpath(site / "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"The site is in {where}: 2 pages for https://examples.example.org/, built and checked.\n"


def test_an_address_that_nobody_can_have_is_told(site: Path) -> None:
    before = state(site / "site")
    done = _command(site)

    assert done.returncode == 0
    assert done.stdout.endswith(
        " for https://examples.example/, built and checked.\n"
        "Nobody can have an address that ends in .example: say yours in mkdocs.yml, as site_url.\n"
    )
    assert state(site / "site") == before


def test_what_lies_beside_the_page_of_a_draft_is_not_missed(site: Path) -> None:
    shutil.copytree(site / "content" / "example", site / "content" / "unfinished")
    shutil.copytree(site / "docs" / "example", site / "docs" / "unfinished")
    about = site / "content" / "unfinished" / "explainer.yml"
    about.write_text(f"{about.read_text(encoding='utf-8')}draft: true\n", encoding="utf-8")
    (site / "docs" / "unfinished" / "sketch.png").write_bytes(b"sketch")
    done = _command(site)

    assert (done.returncode, done.stderr) == (0, "")
    assert not (site / "site" / "unfinished").exists()


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_at_any_stage_leaves_the_published_site(stage: str, site: Path) -> None:
    before = state(site / "site")
    broke_off = "the build broke off (RuntimeError: broken on purpose)"
    for how, reason in (("full", "No space left on device"), ("raises", broke_off)):
        failed = _command(site, STAGE=stage, HOW=how)

        assert (failed.returncode, failed.stdout) == (1, "")
        assert failed.stderr.endswith(f"Nothing was published: {reason}.\n")
        assert "Traceback" not in failed.stderr
        assert state(site / "site") == before
        assert left_over(site) == set()


def test_mistakes_in_content_and_in_built_pages_leave_the_published_site(site: Path) -> None:
    before = state(site / "site")
    faq = site / "content/example/faq.yml"
    faq.write_text("x: 1\n", encoding="utf-8")
    wrong_content = _command(site)
    faq.unlink()
    wrong_page = _command(site, STAGE="page", HOW="damages")

    assert "Error: There is no field called `x`" in wrong_content.stderr
    assert "Error: `<b>` is not closed where it should be" in wrong_page.stderr
    assert wrong_content.stderr.startswith("The content has errors; nothing was published.\n\n")
    assert wrong_page.stderr.startswith("The built site has errors; nothing was published.\n\n")
    assert (wrong_content.returncode, wrong_page.returncode) == (1, 1)
    assert state(site / "site") == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_a_build_and_leaves_nothing(number: signal.Signals, site: Path) -> None:
    before = state(site / "site")
    pipe = site / "pipe"
    os.mkfifo(pipe)
    environment = os.environ | {"STAGE": "on_files", "HOW": "waits", "PIPE": str(pipe)}
    command = [sys.executable, "-c", BREAKING, "publish", "--site", str(site)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        _await(pipe)
        running.send_signal(number)
        _, told = running.communicate()

    stopped = "Stopped. site/ is whole: the old site or, if it came in time, the new one.\n"
    assert (running.returncode, told) == (128 + number, stopped if number == signal.SIGINT else "")
    assert state(site / "site") == before
    assert left_over(site) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of two megabytes; none where we may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_published_site(small_disk: Path | None, tmp_path: Path) -> None:
    inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n"
    site = write_site(small_disk or tmp_path / "site", **{"mkdocs.yml": inherit})
    assert _command(site).returncode == 0
    before = state(site / "site")
    for free in (0, 8, 32):  # blocks that are left
        if small_disk:
            blocks = os.statvfs(small_disk)
            (site / "filler").write_bytes(b"x" * blocks.f_frsize * max(blocks.f_bavail - free, 0))
        else:  # the nearest that anybody may do: files that cannot grow
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096 * free, resource.RLIM_INFINITY))

        failed = _command(site, XDG_CACHE_HOME=str(site))  # nothing is kept there, so that all is made anew

        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        (site / "filler").unlink(missing_ok=True)
        assert failed.returncode == 1, free
        assert ("No space left on device" if small_disk else "File too large") in failed.stderr
        assert "Traceback" not in failed.stderr
        assert state(site / "site") == before
        assert left_over(site) == set()
    assert _command(site).returncode == 0


def test_a_bad_moment_stops_a_bare_build_of_mkdocs_as_well(site: Path) -> None:
    before = state(site / "site")
    bare = run_mkdocs(site, "build", "--strict", SOURCE_DATE_EPOCH="soon")

    assert bare.returncode == 1
    assert bare.stderr.startswith("ERROR   -  SOURCE_DATE_EPOCH should be a number of seconds since 1970, such as ")
    assert state(site / "site") == before


def test_a_site_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "--site", str(tmp_path / "sight")]) == 2
    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'sight'}.\n"
