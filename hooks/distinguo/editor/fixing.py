"""Turns proved fixes into edited files: only what a fix names changes, and no file is ever half written."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..base import own_files
from ..base.problems import Fix, Problem, Span

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Edit:
    """A file of the site in `root` as it was when its problems were found, those whose fixes go together, each with its
    fix, and the bytes these make."""

    root: Path
    path: Path
    before: bytes
    fixes: tuple[tuple[Problem, Fix], ...]
    after: bytes


def edits_for(problems: Iterable[Problem], root: Path) -> list[Edit]:
    """The edits that mend what can be mended now, one for each file.

    Each fix was proved by itself. So of several that touch the same line only the first is taken; the others are
    for the next round, when the file has been checked again.
    """
    by_file: dict[str, list[tuple[Problem, Fix]]] = defaultdict(list)
    for problem in sorted(problems, key=lambda one: one.order):
        fix = problem.fix
        if fix and not any(_touch(fix.span, other.span) for _, other in by_file[problem.file]):
            by_file[problem.file].append((problem, fix))
    edits = []
    for file, chosen in by_file.items():
        before = (root / file).read_bytes()
        after = mended(before, [fix for _, fix in chosen])
        if after != before:
            edits.append(Edit(root, root / file, before, tuple(chosen), after))
    return edits


def mended(data: bytes, fixes: Iterable[Fix]) -> bytes:
    """The bytes of a file with `fixes` made, which do not touch each other; all other bytes are as they were."""
    text = data.decode("utf-8")
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]
    for fix in sorted(fixes, key=lambda fix: fix.span, reverse=True):
        start = starts[fix.span.line - 1] + fix.span.column - 1
        end = starts[fix.span.end_line - 1] + fix.span.end_column - 1
        text = text[:start] + fix.text + text[end:]
    return (mark + text).encode("utf-8")


def before_and_after(edit: Edit, fix: Fix) -> tuple[str, str]:
    """The lines that one `fix` touches, as they are and as they will be."""
    first, last = fix.span.line - 1, fix.span.end_line
    before, after = _lines(edit.before), _lines(mended(edit.before, [fix]))
    return "\n".join(before[first:last]), "\n".join(after[first : last + len(after) - len(before)])


def write(edit: Edit) -> str:
    """Put the edited bytes in place of the file at once; gives the reason where that cannot be done."""
    try:
        own_files.refuse_links([edit.path], edit.root)
        if edit.path.read_bytes() != edit.before:
            return "it has been changed meanwhile"
        if not os.access(edit.path, os.W_OK):
            return "it is write-protected"
        own_files.write(edit.path, edit.after, edit.root)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _touch(one: Span, other: Span) -> bool:
    return one.line <= other.end_line and other.line <= one.end_line


def _lines(data: bytes) -> list[str]:
    return re.split("\r\n|\r|\n", data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK))
