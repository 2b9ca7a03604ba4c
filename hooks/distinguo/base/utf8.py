"""Lets Python read and write names and texts as UTF-8, whatever the locale of the system says.

With `LC_ALL=C`, or where UTF-8 mode was switched off, Python takes a name such as `café.md` for one that cannot be
read, and no address can be made of it. The mode is chosen when Python starts, so it has to start again.
"""

from __future__ import annotations

import os
import sys


def ensure() -> None:
    """Start the program that runs anew, in UTF-8 mode, where names of files are read as anything else."""
    if sys.getfilesystemencoding().replace("-", "").lower() == "utf8":
        return
    # What a terminal can show is as it was: it gets plain signs for what it cannot.
    os.environ.setdefault(
        "PYTHONIOENCODING", f"{sys.__stdout__.encoding if sys.__stdout__ else 'ascii'}:backslashreplace"
    )
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
