"""Work that is spread over the cores gives what it gives on one.

The tests may run in a process with threads, which is never copied: what is spread over several is so by one of its own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from threading import Event, Thread

import pytest

from conftest import PROJECT, run_python
from distinguo.base import cores
from distinguo.base.cores import spread

_SETUP = """
import os, signal
from distinguo.base import cores
from distinguo.base.cores import spread
cores.cores = lambda: 3
"""


def _said(program: str) -> str:
    """What a `program` prints, which spreads work over three cores."""
    done = run_python(_SETUP + program, PROJECT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _with_process(share: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), [2 * number for number in share]


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 59, 60, 61, 1000])
def test_results_come_in_the_order_of_the_items(number: int) -> None:
    said = _said(f"print(sum(spread(lambda share: [2 * one for one in share], range({number}), least=10), []))")
    assert said == str([2 * one for one in range(number)])


def test_as_many_processes_work_as_there_are_cores() -> None:
    said = _said("print(os.getpid(), *{*spread(lambda share: os.getpid(), range(1000), least=10)})")
    ours, *others = said.split()
    assert len({*others} - {ours}) == 3


@pytest.mark.parametrize("number", [1, 9, 19])
def test_little_work_is_done_here(number: int) -> None:
    assert {process for process, _ in spread(_with_process, range(number), least=10)} == {os.getpid()}


def test_work_is_done_here_while_other_threads_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 3)
    is_over = Event()
    other = Thread(target=is_over.wait)
    other.start()
    try:
        assert {process for process, _ in spread(_with_process, range(1000), least=10)} == {os.getpid()}
    finally:
        is_over.set()
        other.join()


_RAISING = """
class WithHandleError(Exception):
    def __init__(self):
        super().__init__("it holds a function")
        self.handle = lambda: None

def work(share):
    if 500 in share:
        {}
    return len(share)

try:
    list(spread(work, range(1000), least=10))
except BaseException as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("raise ValueError('seven')", "ValueError seven"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise SystemExit(3)", "SystemExit 3"),
        ("raise WithHandleError", "RuntimeError WithHandleError: it holds a function"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "ShareLostError A part of the work was ended from outside"),
    ],
)
def test_an_exception_is_raised_here(how: str, told: str) -> None:
    assert _said(_RAISING.format(how)) == told


_LEAVING = """
results = spread(lambda share: (os.getpid(), signal.pause() if share[0] else None), range(1000), least=10)
process, _ = next(results)
results.close()
try:
    os.kill(process, 0)
except ProcessLookupError:
    print("gone")
"""


def test_nothing_goes_on_when_nobody_wants_more_results() -> None:
    assert _said(_LEAVING) == "gone"
