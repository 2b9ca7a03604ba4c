"""MkDocs by itself, and ProperDocs, the kept fork of it, make the same site of the same project as `make site`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT, mkdocs_environment
from distinguo.host.mkdocs import MkDocs
from distinguo.publish.build import Build


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_another_host_makes_the_same_files(host: str, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    MkDocs().make(Build(PROJECT, "https://distinguo.example/").content(), PROJECT, ours)

    command = [sys.executable, "-m", host, "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(theirs)]
    done = subprocess.run(command, cwd=PROJECT, env=mkdocs_environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    files = _files(theirs)
    assert files.keys() == _files(ours).keys()
    assert [name for name, data in _files(ours).items() if files[name] != data] == []


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
