"""Lets every way to end a preview end it as Ctrl+C does, and leaves nothing of it behind."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


def end_as_by_ctrl_c() -> None:
    """From now on, whoever ends the preview by a signal gets the same end: Python unwinds all that it has begun."""
    for one in _SIGNALS:
        if signal.getsignal(one) != signal.SIG_IGN:  # whoever starts us may keep one from us, as `nohup` does
            signal.signal(one, _end)


def go_on_to_the_end() -> None:
    """From now on, nothing keeps the preview from tidying up."""
    for one in _SIGNALS:
        signal.signal(one, signal.SIG_IGN)


@contextmanager
def nothing_left() -> Iterator[None]:
    """Keep all temporary files made meanwhile in a folder that is gone at the end, whenever the end comes."""
    parent = tempfile.gettempdir()
    folder = Path(parent, f"distinguo-preview-{os.getpid()}-{secrets.token_hex(4)}")
    end_as_by_ctrl_c()
    try:
        folder.mkdir(mode=0o700)
        tempfile.tempdir = str(folder)
        yield
    finally:
        go_on_to_the_end()
        tempfile.tempdir = parent
        shutil.rmtree(folder, ignore_errors=True)


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
