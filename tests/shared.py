"""Makes what many tests need once per run, in whichever of the run's processes asks for it first."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

T = TypeVar("T")


class Shared:
    """A folder that all processes of a run share, in which each thing is made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, name: str, make: Callable[[Path], T], timeout: float = -1) -> T:
        """What `make` made in a folder of its own; whoever asks while it is being made waits."""
        folder = self.folder / name
        kept = self.folder / f"{name}.kept"
        with FileLock(self.folder / f"{name}.lock", timeout):
            if not kept.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of one that failed
                folder.mkdir()
                made = make(folder)
                kept.write_bytes(pickle.dumps(made))
            return pickle.loads(kept.read_bytes())

    def together(self, names: Iterable[str], make: Callable[[str, Path], T]) -> list[T]:
        """What `make` made for each of these `names`; processes that ask at the same time share the work."""
        names = [*names]
        for name in names:
            try:
                self.once(name, lambda folder, name=name: make(name, folder), timeout=0)
            except Timeout:
                continue  # another process is at it
        return [self.once(name, lambda folder, name=name: make(name, folder)) for name in names]
