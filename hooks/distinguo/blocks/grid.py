"""Entries on a grid of two names, each high or low: where each stands, and every mistake in that told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ..base.problems import Related, nearest
from ..fields import Located, Reading

LEVELS = ("high", "low")

Corner = tuple[str, ...]  # a level for each of the two names, in their order


class Entry(Protocol):
    """What stands on the grid, with its level for each name."""

    @property
    def id(self) -> Located: ...
    @property
    def levels(self) -> Mapping[Located, Located]: ...


def corner(entry: Entry, names: Sequence[Located]) -> Corner:
    """The levels of `entry`, in the order of the `names`."""
    return tuple(entry.levels[name] for name in names)


def check_corners(entries: Sequence[Entry], names: Sequence[Located], kind: str, reading: Reading) -> set[Corner]:
    """Tell which `entries`, each of them a `kind` (`case`, `place`), have other levels than for the two `names`, or
    the same as another one; gives the corners that are taken."""
    taken: dict[Corner, Located] = {}
    for entry in entries:
        if {*entry.levels} != {*names}:
            _tell_wrong_levels(entry, names, kind, reading)
        elif (other := taken.setdefault(corner(entry, names), entry.id)) is not entry.id:
            title = f"The {kind} `{entry.id}` has the same levels as `{other}`"
            help = "Each combination of high and low is there once."
            related = (Related(other.span, "the other one"),)
            reading.problem("same-place", entry.id.span, f"{entry.id} › levels", title, help, related=related)
    return {*taken}


def _tell_wrong_levels(entry: Entry, names: Sequence[Located], kind: str, reading: Reading) -> None:
    unknown = next((name for name in entry.levels if name not in names), None)
    title = f"The {kind} `{entry.id}` should have a level for {' and '.join(names)}"
    near = nearest(unknown, [name for name in names if name not in entry.levels]) if unknown else ""
    span = unknown.span if unknown else entry.id.span
    help = "Write high or low for each of the two."
    reading.suggest("wrong-levels", span, f"{entry.id} › levels", title, help, near=near, may_follow=True)
