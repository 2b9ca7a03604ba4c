"""Work that is spread over the cores gives what it gives on one."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from threading import Event, Thread

import pytest

from distinguo.base import cores
from distinguo.base.cores import ShareLostError, spread


@pytest.fixture(autouse=True)
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 3)


def _with_process(share: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), [2 * number for number in share]


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 59, 60, 61, 1000])
def test_results_come_in_the_order_of_the_items(number: int) -> None:
    results = [*spread(_with_process, range(number), least=10)]
    assert [one for _, part in results for one in part] == [2 * one for one in range(number)]


def test_as_many_processes_work_as_there_are_cores() -> None:
    processes = {process for process, _ in spread(_with_process, range(1000), least=10)}
    assert len(processes) == 3
    assert os.getpid() not in processes


@pytest.mark.parametrize("number", [1, 9, 19])
def test_little_work_is_done_here(number: int) -> None:
    assert {process for process, _ in spread(_with_process, range(number), least=10)} == {os.getpid()}


def test_work_is_done_here_while_other_threads_run() -> None:
    is_over = Event()
    other = Thread(target=is_over.wait)
    other.start()
    try:
        assert {process for process, _ in spread(_with_process, range(1000), least=10)} == {os.getpid()}
    finally:
        is_over.set()
        other.join()


class _WithHandleError(Exception):
    def __init__(self) -> None:
        super().__init__("it holds a function")
        self.handle = lambda: None


@pytest.mark.parametrize(
    ("error", "told", "words"),
    [
        (ValueError("seven"), ValueError, "^seven$"),
        (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
        (SystemExit(3), SystemExit, "^3$"),
        (_WithHandleError(), RuntimeError, "^_WithHandleError: it holds a function$"),
    ],
    ids=str,
)
def test_an_exception_is_raised_here(error: BaseException, told: type[BaseException], words: str) -> None:
    def work(share: Sequence[int]) -> int:
        if 500 in share:
            raise error
        return len(share)

    with pytest.raises(told, match=words):
        list(spread(work, range(1000), least=10))


def test_a_process_that_is_killed_is_told() -> None:
    def work(share: Sequence[int]) -> int:
        if 500 in share:
            os.kill(os.getpid(), signal.SIGKILL)
        return len(share)

    with pytest.raises(ShareLostError, match=r"^A part of the work was ended from outside$"):
        list(spread(work, range(1000), least=10))


def test_nothing_goes_on_when_nobody_wants_more_results() -> None:
    results = spread(lambda share: (os.getpid(), signal.pause() if share[0] else None), range(1000), least=10)
    process, _ = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
