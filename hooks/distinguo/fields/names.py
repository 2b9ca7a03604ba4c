"""Names that one file uses in several places → every name without its other half, with two of them, or misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from ..base.problems import Related, choices, did_you_mean, nearest
from .located import Located
from .reading import Reading


def check_cells(
    cells: Collection[Located], wanted: Collection[Located], whose: str, place: Located, reading: Reading
) -> None:
    """Tell which of the `wanted` names have no cell, and which cells have other names.

    `whose` names the owner of the cells in a sentence; `place` is its id.
    """
    path = f"{place} › cells"
    unknown, missing = unmatched(cells, wanted)
    for name, near in unknown:
        title = f"{whose} has a cell for `{name}`, which is not in the table"
        reading.suggest("unknown-name", name.span, path, title, choices(wanted), near=near, may_follow=True)
    for name in missing:
        title = f"{whose} says nothing about `{name}`"
        help = f"Add a line under cells, such as:   {name}: Your text"
        reading.problem("missing-name", next(iter(cells), place).span, path, title, help, may_follow=True)


def unmatched(
    given: Collection[Located], wanted: Collection[Located]
) -> tuple[list[tuple[Located, str]], list[Located]]:
    """The `given` names that are not wanted, each with the wanted one that it was probably to be, if there is one; and
    the `wanted` ones that none was to be."""
    missing = [name for name in wanted if name not in given]
    unknown = []
    for name in (name for name in given if name not in wanted):
        near = nearest(name, missing)
        missing = [other for other in missing if other != near]
        unknown.append((name, near))
    return unknown, missing


def tell_renamed(
    wanted: Collection[Located], used: Sequence[Collection[str]], what: str, path: str, reading: Reading
) -> bool:
    """Whether some of the `wanted` names are misspelt where they are defined: all that use them have the same others.

    Each is told once, there, and not wherever it is used; `what` says what it names.
    """
    if len(used) < 2 or any(set(names) != set(used[0]) for names in used):
        return False
    missing = [name for name in wanted if name not in used[0]]
    others = [str(name) for name in used[0] if name not in wanted]
    if not missing or len(missing) != len(others):
        return False
    help = "The name stands the same wherever it is used: change it back, or change it everywhere."
    for name, near, is_sure in _paired(missing, others):
        title = f"No other place knows the {what} `{name}`; all of them have `{near}`"
        if is_sure:
            reading.suggest("unknown-name", name.span, path, title, help, near=near, may_follow=True)
        else:
            label = did_you_mean(near)
            reading.problem("unknown-name", name.span, path, title, help, label=label, may_follow=True)
    return True


def _paired(names: Sequence[Located], others: Sequence[str]) -> Iterator[tuple[Located, str, bool]]:
    """Each of the `names` with the one of the `others` that it was: the most like it, else the next in order.

    It is sure where they are alike, or where only one is left.
    """
    left, alike = list(others), {}
    for name in names:
        if near := nearest(name, left):
            alike[name] = near
            left.remove(near)
    for name in names:
        yield name, alike.get(name) or left.pop(0), name in alike or len(names) - len(alike) == 1


def refuse_repeated(values: Iterable[Any], path: str, reading: Reading) -> None:
    """Tell every second use of an identifier among `values`: records with an `id`, or identifiers."""
    seen: dict[str, Located] = {}
    for value in values:
        name = value if isinstance(value, Located) else getattr(value, "id", None)
        if isinstance(name, Located) and seen.setdefault(name, name) is not name:
            tell_repeated(seen[name], name, path, reading)


def tell_repeated(
    first: Located, second: Located, path: str, reading: Reading, help: str = "Give each entry a name of its own."
) -> None:
    """Tell that `second` is the name that `first` has already."""
    related = (Related(first.span, "first one"),)
    title = f"“{second}” is used twice"
    reading.problem("repeated-id", second.span, path, title, help, label="second one", related=related)
