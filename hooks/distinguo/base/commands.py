"""Says how a command is called where this process was started, so that a message names one that works as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

_NAMED = re.compile(r"`distinguo ([a-z]+(?: --[a-z]+)*)`")


class Commands(NamedTuple):
    """How the commands of the program are called where it was started.

    Messages name a command as `distinguo fingerprint`, in backticks; who prints them says it as it works there.
    """

    form: str = "distinguo {}"  # `make {}` where `make` started us, `.venv/bin/distinguo {}` elsewhere

    def called(self, name: str) -> str:
        """The command `name` as it can be typed here: `make fingerprint`, `.venv/bin/distinguo fingerprint`."""
        return self.form.replace("{}", name)

    def spoken(self, text: str) -> str:
        """A `text` of ours with the commands in it as they can be typed here."""
        return _NAMED.sub(lambda found: f"`{self.called(found[1])}`", text)


AS_WRITTEN = Commands()


def without_make(site: str | None = None) -> Commands:
    """How the program is called by itself, for the `site` that `--site` chose."""
    return Commands(f"{_program()} {{}}" + (f" --site {_quoted(site)}" if site else ""))


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
