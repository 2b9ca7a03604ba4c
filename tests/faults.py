"""Every single slip that an editor can make at every field and entry of a content file that was right.

Each fault says on which line it should be told: the line of the slip; of two equal names the second; where a group
stands in the place of a text, the line where it begins; where a field is missing, the first line of what lacks it, or
that of the group that is empty without it. Where one edit takes the slip back, or quotes around the text do, the fault
says what the file would then be. `make fuzz` tries all of them and prints how the check took them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from content_files import ContentFile, content_files, without_repeats
from distinguo.text.quoting import quoted

_LINE = re.compile(r"(?P<indent> *)(?P<dash>(?:- )*)(?:(?P<name>[a-z_][\w-]*):(?: |$))?(?P<value>.*)")
_STARTS = ("*", "&", "!", "[", "`", "@", "%", ">", "{", "| ")


class Fault(NamedTuple):
    """One slip: what the file holds with it, on which line it shows, and the file as an editor may want it back."""

    kind: str
    text: str
    line: int
    mended: str = ""


def faults(text: str) -> Iterator[Fault]:
    """All faults of a file with this `text`."""
    lines = text.split("\n")
    in_texts = {number for extent in _block_texts(lines) for number in extent}
    for number, line in enumerate(lines):
        parts = _LINE.fullmatch(line).groupdict()
        if number in in_texts or line.lstrip().startswith("#") or not (parts["name"] or parts["dash"]):
            continue
        for kind, changed in _on_the_line(line, **parts):
            if changed != line:
                yield Fault(kind, _with(lines, number, changed), number + 1, text)
        for kind, changed, mended in _in_the_text(**parts):
            yield Fault(kind, _with(lines, number, changed), number + 1, _with(lines, number, mended))
        if parts["name"]:
            yield from _of_the_field(lines, number, parts)


def _on_the_line(line: str, indent: str, dash: str, name: str | None, value: str) -> Iterator[tuple[str, str]]:
    """Slips that one edit of the line takes back."""
    start = indent + dash
    if name:
        space = " " if value else ""
        if len(name) > 3:
            yield "two letters swapped", f"{start}{name[0]}{name[2]}{name[1]}{name[3:]}:{space}{value}"
        if len(name) > 2:
            yield "a letter left out", f"{start}{name[:-1]}:{space}{value}"
        yield "no colon", f"{start}{name}{space}{value}"
        if value:
            yield "no space after the colon", f"{start}{name}:{value}"
    if dash:
        yield "no space after the dash", line.replace("- ", "-", 1)
        yield "no dash", line.replace("- ", "  ", 1)
    yield "one space too many", f" {line}"
    if indent:
        yield "one space too few", line[1:]
        yield "a tab", "\t" + line.lstrip(" ")
        yield "no-break spaces", "\u00a0" * len(indent) + line.lstrip(" ")
    if re.fullmatch(r"\"[^\"]*\"|'[^']*'", value):
        yield "a quote not closed", line[:-1]
    if value.startswith("[") and value.endswith("]"):
        yield "a bracket not closed", line[:-1]


def _in_the_text(indent: str, dash: str, name: str | None, value: str) -> Iterator[tuple[str, str, str]]:
    """Changes of a text without quotes that make them necessary; each with the line that has them."""
    if not value or value[0] in "|>[{\"'":
        return
    start = f"{indent}{dash}{name}: " if name else indent + dash
    changes = {f"“{sign.strip()}” first": sign + value for sign in _STARTS}
    changes |= {"a colon in the text": f"Note: {value}", "“ #” in the text": f"{value} # more"}
    for kind, changed in changes.items():
        yield kind, start + changed, f"{start}{quoted(changed)}"
    yield "a quote first", f'{start}"{value}', start + value
    yield "text after the quote", f'{start}"{value}" more', f"{start}{value} more"


def _of_the_field(lines: list[str], number: int, parts: dict[str, str]) -> Iterator[Fault]:
    """The field left out, given twice, without a value, and with a value of another kind."""
    column = len(parts["indent"] + parts["dash"])
    start = parts["indent"] + parts["dash"] + parts["name"]
    end = _field_end(lines, number)
    rest = lines[end:]
    if not parts["dash"]:
        without = [*lines[:number], *rest]
        yield Fault("a field left out", "\n".join(without), _owner_line(without, number, column))
        twice = [*lines[:end], *lines[number:end], *rest]
        yield Fault("a field given twice", "\n".join(twice), end + 1)
    elif rest and len(rest[0]) - len(rest[0].lstrip(" ")) == column and not rest[0].lstrip().startswith("-"):
        with_dash = [*lines[:number], parts["indent"] + parts["dash"] + rest[0].lstrip(" "), *rest[1:]]
        yield Fault("a field left out", "\n".join(with_dash), number + 1)
    yield Fault("a field without a value", "\n".join([*lines[:number], f"{start}:", *rest]), number + 1)
    if parts["value"][:1] not in ("[", ""):
        yield Fault("a list for a text", "\n".join([*lines[:number], f"{start}: [One, Two]", *rest]), number + 1)
        group = [f"{start}:", f"{' ' * column}  one: Two"]
        yield Fault("a group for a text", "\n".join([*lines[:number], *group, *rest]), number + 2)
    else:
        yield Fault("a text for a list or a group", "\n".join([*lines[:number], f"{start}: One", *rest]), number + 1)


def _block_texts(lines: list[str]) -> list[range]:
    """The lines of each text that stands below its field's name, or goes on there."""
    found = []
    for number, line in enumerate(lines):
        parts = _LINE.fullmatch(line)
        if (parts["name"] or parts["dash"]) and parts["value"] and not line.lstrip().startswith("#"):
            if found and number in found[-1]:
                continue
            column = parts.end("dash") if parts["name"] else parts.end("dash") - 1
            found.append(range(number + 1, _extent(lines, number, column)))
    return found


def _field_end(lines: list[str], number: int) -> int:
    """The line after the last one of the field that begins there."""
    parts = _LINE.fullmatch(lines[number])
    return _extent(lines, number, parts.end("dash"), with_dashes=not parts["value"])


def _extent(lines: list[str], number: int, column: int, *, with_dashes: bool = False) -> int:
    end = last = number + 1
    while end < len(lines):
        indent = len(lines[end]) - len(lines[end].lstrip(" "))
        is_entry = with_dashes and indent == column and lines[end].lstrip().startswith("- ")
        if lines[end].strip():
            if indent <= column and not is_entry:
                break
            last = end + 1
        end += 1
    return last


def _owner_line(lines: list[str], number: int, column: int) -> int:
    """The first line of the record whose fields begin in this column, for a field that stood on line `number`."""
    first = None
    for i in range(number - 1, -1, -1):
        parts = _LINE.fullmatch(lines[i])
        if not lines[i].strip() or lines[i].lstrip().startswith("#") or len(parts["indent"]) > column:
            continue
        if parts.end("dash") == column and (parts["name"] or parts["dash"]):
            first = i
            if not parts["dash"]:
                continue
        elif len(parts["indent"]) < column:
            if first is None and not _has_children(lines, i, column):
                return i + 1
            break
        if parts["dash"]:
            break
    if first is None:
        first = next((i for i in range(number, len(lines)) if re.match(r" *[a-z-]", lines[i])), 0)
    return first + 1


def _has_children(lines: list[str], number: int, column: int) -> bool:
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return len(following) - len(following.lstrip(" ")) >= column


def _with(lines: list[str], number: int, line: str) -> str:
    return "\n".join([*lines[:number], line, *lines[number + 1 :]])


@dataclass
class Verdict:
    """How the check took many faults, by their kinds; `misses` are the single ones that it did not take well."""

    refused: Counter[str] = field(default_factory=Counter)
    told_well: Counter[str] = field(default_factory=Counter)
    knowable: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    misses: dict[str, list[str]] = field(default_factory=partial(defaultdict, list))

    def merge(self, other: Verdict) -> None:
        self.refused += other.refused
        self.told_well += other.told_well
        self.knowable += other.knowable
        self.mended += other.mended
        for kind, misses in other.misses.items():
            self.misses[kind] += misses

    def add(self, one: ContentFile, fault: Fault) -> None:
        """Let the check read the file with the `fault`, and count what comes of it."""
        problems = [problem for problem in one.problems(fault.text) if not problem.is_warning]
        if not problems:
            return  # it is right with that, too: a field that need not be there, a text that starts with other signs
        self.refused[fault.kind] += 1
        places = [(problem.span.line, problem.code) for problem in problems]
        if [line for line, _ in places] == [fault.line]:
            self.told_well[fault.kind] += 1
        else:
            self.misses[fault.kind].append(f"{one.file}: line {fault.line} told as {places[:3]}")
        if not fault.mended or not _is_right(one, fault.mended):
            return
        self.knowable[fault.kind] += 1
        fix = problems[0].fix
        if fix and _is_right(one, "\n".join(fix.applied_to(fault.text.split("\n")))):
            self.mended[fault.kind] += 1
        else:
            self.misses[f"{fault.kind}, not mended"].append(f"{one.file}: line {fault.line}, {places[:3]}, {fix}")

    def misses_in_words(self, most: int = 5) -> str:
        """What was not taken well, at `most` so many of each kind."""
        return "\n".join(f"{kind}: {miss}" for kind, misses in self.misses.items() for miss in misses[:most])

    @property
    def share_told_well(self) -> float:
        return self.told_well.total() / self.refused.total()

    @property
    def share_mended(self) -> float:
        return self.mended.total() / self.knowable.total()

    def __str__(self) -> str:
        rows = [f"{'fault':32}{'refused':>9}{'right line, one message':>26}{'knowable':>10}{'mended':>8}"]
        for kind, refused in sorted(self.refused.items()):
            told = f"{self.told_well[kind]:>17,} {self.told_well[kind] / refused:8.1%}"
            rows.append(f"{kind:32}{refused:>9,}{told}{self.knowable[kind]:>10,}{self.mended[kind]:>8,}")
        told = f"{self.told_well.total():>17,} {self.share_told_well:8.1%}"
        knowable = f"{self.knowable.total():>10,}{self.mended.total():>8,} {self.share_mended:.1%}"
        return "\n".join([*rows, f"{'in all':32}{self.refused.total():>9,}{told}{knowable}"])


def _is_right(one: ContentFile, text: str) -> bool:
    return text == one.text or all(problem.is_warning for problem in one.problems(text))


def judged(files: Iterable[ContentFile]) -> Verdict:
    """How the check takes every fault of the `files`."""
    verdict = Verdict()
    for one in files:
        for fault in faults(one.text):
            verdict.add(one, fault)
    return verdict


def main() -> None:
    with TemporaryDirectory() as folder, ProcessPoolExecutor() as processes:
        files = without_repeats(content_files(Path(folder)))
        verdict = Verdict()
        for part in processes.map(judged, ([one] for one in files)):
            verdict.merge(part)
    print(f"{verdict}\n\n{verdict.misses_in_words()}")


if __name__ == "__main__":
    main()
