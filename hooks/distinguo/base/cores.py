"""Spreads work over the cores of the machine: what is to be done in order → the results in the same order.

A share of the items goes to each of some processes that begin as copies of this one (fork), so that all it knows is
there and only results travel. Where the system has no safe fork, or there is little to do, all is done here.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_SHARES_FOR_EACH = 4  # shares for each core: one that takes longer than the others does not hold up the end for long
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of linux/prctl.h


class ShareLostError(OSError):
    """A process that had a share of the work ended before it was done, as where memory runs out."""


def cores() -> int:
    """How many processes can work at the same time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item], least: int) -> Iterator[_Result]:
    """The results of `work` on one share of the `items` after the other, in their order.

    A share has at least so many items; results and exceptions are pickled. An exception of `work` is raised here, and
    ends what is still going on. Nothing but its result comes back from a share: what `work` changes is lost.
    """
    shares = _shares(items, least)
    if len(shares) < 2 or not _may_fork():
        yield from map(work, shares)
        return
    with _working(work, shares) as results:
        yield from results


def _shares(items: Sequence[_Item], least: int) -> list[Sequence[_Item]]:
    """The `items` in shares of about the same size, with at least so many items in each."""
    most = 1 if cores() == 1 else cores() * _SHARES_FOR_EACH
    number = max(1, min(most, len(items) // least))
    bounds = [len(items) * place // number for place in range(number + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]


def _may_fork() -> bool:
    """Whether a copy of this process can work: on macOS the system's libraries forbid it, Windows has none, and a copy
    would wait forever for what another thread was about to give back."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


@contextmanager
def _working(work: Callable[[Sequence[_Item]], _Result], shares: list[Sequence[_Item]]) -> Iterator[Iterator[_Result]]:
    """The results of all `shares`, as many of which are worked on at a time as there are cores."""
    from multiprocessing import get_context  # noqa: PLC0415 - most runs have too little to do for it

    context = get_context("fork")
    number = min(cores(), len(shares))
    processes, ends = [], []
    try:
        for place in range(number):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work_on, args=(work, shares[place::number], theirs), daemon=True)
            process.start()
            theirs.close()  # so that its end is seen where the process ends
            processes.append(process)
            ends.append(ours)
        yield (_received(ends[place % number]) for place in range(len(shares)))
    finally:
        for process, end in zip(processes, ends, strict=True):
            end.close()
            process.terminate()
            process.join()
            process.close()


def _received(end: Connection) -> Any:
    try:
        is_result, value = end.recv()
    except (EOFError, OSError) as error:
        raise ShareLostError("A part of the work was ended from outside") from error
    if not is_result:
        raise value
    return value


def _work_on(
    work: Callable[[Sequence[_Item]], _Result], shares: Sequence[Sequence[_Item]], end: Connection
) -> NoReturn:
    """Send the result of each share; then end at once, and leave to the first process what is cleared at its end."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    for number, reaction in ((signal.SIGINT, signal.SIG_IGN), (signal.SIGTERM, signal.SIG_DFL)):
        signal.signal(number, reaction)  # a terminal interrupts all of us, and the first process ends the others
    try:
        for share in shares:
            end.send((True, work(share)))
    except BaseException as error:  # the first process raises it
        with suppress(OSError):
            _send_error(error, end)
    finally:
        os._exit(0)


def _send_error(error: BaseException, end: Connection) -> None:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # it cannot travel: its words can
        error = RuntimeError(f"{type(error).__name__}: {error}")
    end.send((False, error))
