"""A preview that ends, whenever and however: with nothing left of it, and a plain sentence where it could not begin."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conftest import PROJECT, mkdocs_environment
from distinguo.drawing.missing import MissingTemplateError
from distinguo.editor.preview import nothing_left, server
from distinguo.host.preview import _failure
from previewed import PATIENCE, Preview, Told, free_port, served_here, site_to_edit

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
PROGRAM = Path(sys.executable).with_name("distinguo")
# Sends a signal to itself as soon as a module of this name is asked for.
_INTERRUPTED = """\
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Interrupt())
from distinguo.host.program import main
sys.exit(main(["serve"]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    site = site_to_edit(tmp_path / "site")
    settings = site / "mkdocs.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}dev_addr: 127.0.0.1:{free_port()}\n", encoding="utf-8")
    return site


def _environment(site: Path) -> dict[str, str]:
    return mkdocs_environment() | {"TMPDIR": str(site.parent / "temporary"), "PYTHONIOENCODING": "utf-8"}


def _left(site: Path) -> list[Path]:
    return sorted((site.parent / "temporary").iterdir())


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize(
    "module", ["mkdocs", "mkdocs.commands.serve", "material", "mkdocs.commands.build", "distinguo.host.shell"]
)
def test_nothing_is_left_of_a_preview_that_ends_while_it_starts(
    site: Path, module: str, number: signal.Signals
) -> None:
    code = _INTERRUPTED.format(module=module, number=int(number))

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site,
        env=_environment(site),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode != 0 and "Serving on" not in done.stdout  # it was stopped before
    assert _left(site) == []
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_nothing_is_left_of_a_preview_that_ends_while_it_serves(site: Path, number: signal.Signals) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    with subprocess.Popen([PROGRAM, "serve"], cwd=site, env=_environment(site), **pipes) as process:
        try:
            preview = Preview(process, "no address of interest")
            preview.wait_until_said("Serving on")
            assert len(_left(site)) == 1
            process.send_signal(number)
            process.send_signal(number)  # from somebody who does not wait until it has ended
            process.wait(PATIENCE)
        finally:
            process.kill()
    assert _left(site) == []
    assert "Traceback" not in preview.said


def test_all_temporary_files_of_a_preview_lie_in_one_folder_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = [signal.getsignal(one) for one in SIGNALS]
    try:
        with pytest.raises(KeyboardInterrupt), nothing_left():
            assert [path.parent.parent for path in (Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp()))] == [
                tmp_path
            ] * 2
            os.kill(os.getpid(), signal.SIGTERM)
        with nothing_left():
            shutil.rmtree(tempfile.gettempdir())
    finally:
        for one, handler in zip(SIGNALS, before, strict=True):
            signal.signal(one, handler)

    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_is_kept_from_the_preview_does_not_end_it() -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from distinguo.editor.preview import nothing_left\n"
        "with nothing_left():\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    print('It goes on.')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert done.stdout == "It goes on.\n"


def test_a_preview_without_a_folder_for_temporary_files_says_what_it_needs(site: Path) -> None:
    code = (
        "import sys, tempfile\n"
        "def none():\n    raise FileNotFoundError(2, 'No usable temporary directory found')\n"
        "tempfile.gettempdir = none\n"
        "from distinguo.host.program import main\n"
        "sys.exit(main(['serve']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site, env=_environment(site), capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr == (
        "No folder for temporary files can be written to: make room in one, or name another as TMPDIR.\n"
    )


def test_make_serve_is_the_preview_of_the_program() -> None:
    said = subprocess.run(["make", "-n", "serve"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout

    assert '/distinguo" serve --site="$TYPED_SITE"' in said


@pytest.mark.parametrize(
    ("error", "place", "said"),
    [
        (
            OSError(98, "Address already in use"),
            ("127.0.0.1", 8000),
            "The preview cannot be served on http://127.0.0.1:8000/: Address already in use.\n"
            "Is another preview running? End it with Ctrl+C in its window. Or give this one another number, by a line "
            "in mkdocs.yml:\n    dev_addr: 127.0.0.1:8001",
        ),
        (
            OSError(98, "Address already in use"),
            ("::1", 65535),
            "The preview cannot be served on http://[::1]:65535/: Address already in use.\n"
            "Is another preview running? End it with Ctrl+C in its window. Or give this one another number, by a line "
            'in mkdocs.yml:\n    dev_addr: "[::1]:8000"',
        ),
        (
            OSError(13, "Permission denied"),
            ("127.0.0.1", 80),
            "The preview cannot be served on http://127.0.0.1:80/: Permission denied.\n"
            "Numbers below 1024 are for the administrator of this machine. Give the preview another one, by a line in "
            "mkdocs.yml:\n    dev_addr: 127.0.0.1:8000",
        ),
        (
            OverflowError("bind(): port must be 0-65535."),
            ("127.0.0.1", 70000),
            "The preview cannot be served on http://127.0.0.1:70000/: There is no such port.\n"
            "The numbers end at 65535. Give the preview another one, by a line in mkdocs.yml:\n"
            "    dev_addr: 127.0.0.1:8000",
        ),
        (
            OSError(99, "Cannot assign requested address"),
            ("192.0.2.1", 8000),
            "The preview cannot be served on http://192.0.2.1:8000/: Cannot assign requested address.\n"
            "This machine may not have this address. Give the preview the usual one, by a line in mkdocs.yml:\n"
            "    dev_addr: 127.0.0.1:8000",
        ),
    ],
)
def test_an_address_that_cannot_be_had_is_told_with_another_that_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, place: tuple[str, int], said: str
) -> None:
    def refuse(*given: object) -> None:
        raise error

    monkeypatch.setattr(server, "Listener", refuse)
    with pytest.raises(SystemExit) as refused:
        server.Server(server.Place(*place, "/", tmp_path), Told({}))

    assert str(refused.value) == said


def test_two_previews_never_share_a_port(tmp_path: Path) -> None:
    with served_here(tmp_path / "one", Told({"index.html": b"<body></body>"})) as first:
        taken = first._listener.server_port
        with pytest.raises(SystemExit, match="Address already in use"):
            server.Server(server.Place("127.0.0.1", taken, "/", tmp_path / "two"), Told({}))


def test_a_preview_outlives_its_site_and_its_temporary_folder(site: Path, tmp_path: Path) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    with subprocess.Popen([PROGRAM, "serve"], cwd=tmp_path / "site", env=_environment(site), **pipes) as process:
        try:
            preview = Preview(process, "no address of interest")
            preview.wait_until_said("Serving on")
            site.rename(tmp_path / "away")
            preview.wait_until_said("the preview keeps the pages from before.")
            shutil.rmtree(tmp_path / "temporary")
            shutil.copytree(tmp_path / "away", site)
            preview.wait_until_said("1 problem in 1 file.\n\nBuilt in … s.\n")
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    assert "Traceback" not in preview.said


def test_a_template_that_is_not_there_is_told_with_what_needs_it(tmp_path: Path) -> None:
    with pytest.raises(MissingTemplateError) as missing:
        raise MissingTemplateError("block type `faq`", "faq/template.html", "faq/row.html")

    assert _failure(missing.value, tmp_path).title == (
        "The pages could not be built: The block type `faq` cannot be drawn: faq/template.html asks for faq/row.html, "
        "and there is none."
    )


def test_what_the_system_refuses_is_no_fault_of_the_content(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "index.html"))

    problem = _failure(full, tmp_path / "site")

    assert problem.title == "The pages could not be built: No space left on device (index.html)"
    assert problem.help == (
        "The content is not at fault. The preview tries it again every few seconds, and after every change."
    )
