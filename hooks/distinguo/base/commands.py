"""Says how a command is called where this process was started, so that a message names one that works as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

FORM = "DISTINGUO_COMMAND"  # in the environment: `make {}` where `make` started us, `.venv/bin/distinguo {}` elsewhere


def command(name: str) -> str:
    """The command `name` as it can be typed here: `make fingerprint`, `.venv/bin/distinguo fingerprint`."""
    return (os.environ.get(FORM) or direct("{}")).replace("{}", name)


def direct(name: str, site: str | None = None) -> str:
    """The command `name` as it can be typed here without `make`, for the `site` that `--site` chose."""
    return f"{_program()} {name}" + (f" --site {_quoted(site)}" if site else "")


def remember(site: str | None) -> None:
    """Let `command` speak of the `site` that `--site` chose, where nobody has said yet how commands are called."""
    os.environ.setdefault(FORM, direct("{}", site))


def _program() -> str:
    """The way to the program `distinguo`: its name, where the shell finds it by that, or else its path from here."""
    path = Path(sys.executable).with_name("distinguo.exe" if os.name == "nt" else "distinguo")
    found = shutil.which("distinguo")
    if found and path.exists() and os.path.samefile(found, path):
        return "distinguo"
    try:
        return _quoted(os.path.relpath(path.with_suffix("")))
    except ValueError:  # another drive of Windows
        return _quoted(str(path.with_suffix("")))


def _quoted(path: str) -> str:
    """`path` as a shell takes it for what it is, whatever signs it has that mean something to one."""
    if os.name == "posix" and not re.fullmatch(r"[\w@%+=:,./ -]+", path):
        return shlex.quote(path)
    return f'"{path}"' if " " in path else path
