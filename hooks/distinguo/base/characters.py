"""Turns the bytes of a file into text that holds nothing invisible, and names every character it refuses."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from .places import Places
from .problems import START_OF_FILE, Fix, Problem, Span

# What may be refused, as one search: controls, marks that change the direction of writing, signs without a shape,
# joiners, variation selectors, tags, private use, noncharacters, and separators that only YAML counts as line breaks.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U0010ffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff]"
)
# Marks that stand above, below or across one letter. Biblical Hebrew needs the most: a dot that tells sin from shin,
# one within the letter, a vowel, a meteg and two accents. Tibetan joins up to eight letters below each other, which
# Unicode counts as marks without a combining class. Unicode itself stops at 30 (UAX #15, Stream-Safe Text Format),
# "significantly beyond what is required for any linguistic or technical usage".
MOST_MARKS = 6
_MOST_OF_ALL_KINDS = 10  # of the marks that Unicode counts without a class as well: Tibetan has up to eight
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")
_MOST_TOLD = 1000  # of one file: nobody reads on, and each takes its time
_LINE_BREAKS = "\x0b\x0c\x85\u2028\u2029"  # for some programs, and never for an editor
_JOINERS = "\u200c\u200d"
# The first and last letters of the scripts that need joiners: Arabic and Syriac to Thaana, Indic, Mongolian, Khmer …
_JOINED_SCRIPTS = (("\u0600", "\u08ff"), ("\u0900", "\u0dff"), ("\u1000", "\u109f"), ("\u1780", "\u18af"))
TOO_MANY_MARKS = f"{{}} marks stand on one letter; the most that any script needs is {MOST_MARKS}"
FEWER_MARKS = "They run over the lines above and below. Delete those that are too many."
_HOW_TO_SAVE = (
    "Save it again as UTF-8. In Notepad: File, Save as, Encoding: UTF-8. "
    "In VS Code: click the encoding in the bar below, then Save with Encoding."
)
_MERGE_MARK = re.compile(r"(<{7}|>{7}|\|{7}|={7}$)(?: .*)?")


def decode(data: bytes, file: str, problems: list[Problem]) -> str:
    """The text of a file with plain line ends; another encoding than UTF-8 is told, and read past where it can be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        title = "This file is saved as UTF-16, not as UTF-8"
        problems.append(Problem(file, START_OF_FILE, title, help=_HOW_TO_SAVE, code="wrong-encoding"))
        without_mark = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        text = data.decode("utf-16" if data[:1] in b"\xff\xfe" else without_mark, "replace")
    else:
        text = _decoded(data, file, problems)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str, file: str, problems: list[Problem]) -> str:
    """`text` without the characters and the marks of a merge that cannot stand in content: each of them is told.

    The result has the same lines, so that what else is wrong can be told with it.
    """
    if "<<<<<<<" in text or ">>>>>>>" in text:
        text = _without_conflicts(text, file, problems)
    if _is_plain(text):
        return text
    text = _without_stacks(text, file, problems)
    if not _SUSPECT.search(text):
        return text
    places = Places(text)
    refused = [found for found in _SUSPECT.finditer(text) if not _is_at_home(text, found.start())]
    for found in refused[:_MOST_TOLD]:
        is_between_words = (
            text[found.start() - 1 : found.start()].isalnum() and text[found.end() : found.end() + 1].isalnum()
        )
        problems.append(_refusal(found[0], file, places.span(*found.span()), is_between_words))
    starts = {found.start() for found in refused}
    return "".join(
        (" " if character in _LINE_BREAKS else "") if place in starts else character
        for place, character in enumerate(text)
    )


def _without_stacks(text: str, file: str, problems: list[Problem]) -> str:
    """`text` with no more marks on each letter than a script needs; each letter with more of them is told once."""
    found = [*stacks(text)]
    if not found:
        return text
    places, pieces, position = Places(text), [], 0
    for number, (first, excess, end) in enumerate(found):
        if number < _MOST_TOLD:
            title = TOO_MANY_MARKS.format(end - first)
            fix = Fix(places.span(excess, end), "")
            span = places.span(first, end)
            problems.append(Problem(file, span, title, help=FEWER_MARKS, code="too-many-marks", fix=fix))
        pieces.append(text[position:excess])
        position = end
    return "".join([*pieces, text[position:]])


def _is_plain(text: str) -> bool:
    """Whether `text` is letters and signs of ASCII and line ends, as most is: that is soon known."""
    return text.isascii() and text.replace("\n", "").isprintable()


def first_refused(text: str) -> str:
    """The first character of `text` that `clean` would refuse: escapes in double quotes can bring one in."""
    if _is_plain(text):
        return ""
    return next((found[0] for found in _SUSPECT.finditer(text) if not _is_at_home(text, found.start())), "")


def stacks(text: str) -> Iterator[tuple[int, int, int]]:
    """Where more marks stand on one letter than any script needs: the letter's first mark, the first one too many, and
    the end of all of them."""
    for run in _MAY_BE_MARKS.finditer(text):
        first, combining, of_all_kinds, excess = run.start(), 0, 0, 0
        for place, character in enumerate(run[0] + " ", run.start()):
            if unicodedata.category(character) in ("Mn", "Me"):
                combining += unicodedata.combining(character) > 0
                of_all_kinds += 1
                if not excess and (combining > MOST_MARKS or of_all_kinds > _MOST_OF_ALL_KINDS):
                    excess = place
            elif character not in _JOINERS:
                if excess:
                    yield first, excess, place
                first, combining, of_all_kinds, excess = place + 1, 0, 0, 0


def name(character: str) -> str:
    """The character's number and its name in words."""
    category = unicodedata.category(character)
    known = {"\x85": "next line", "\ufeff": "byte order mark"}.get(character)
    plain = {"Cc": "a control character", "Co": "a private-use character", "Cs": "half a character"}.get(category)
    words = known or plain or unicodedata.name(character, "not a character").lower()
    return f"U+{ord(character):04X} ({words})"


def _decoded(data: bytes, file: str, problems: list[Problem]) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        span = Places(before).span(len(before), len(before) + 1)
        letter = data[error.start : error.start + 1].decode("cp1252", "replace")
        label = f"probably “{letter}”" if letter.isprintable() and letter != "\ufffd" else "this cannot be read"
        title = "This file is not saved as UTF-8"
        problems.append(Problem(file, span, title, help=_HOW_TO_SAVE, code="wrong-encoding", label=label))
        return data.decode("utf-8", _AS_WINDOWS_1252)


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What cannot be read as UTF-8, letter by letter, as Windows saved it for decades."""
    assert isinstance(error, UnicodeDecodeError), "only decoding asks for this"
    text = error.object[error.start : error.end].decode("cp1252", "replace").replace("\ufffd", "?")
    return "".join(letter if letter.isprintable() else "?" for letter in text), error.end


_AS_WINDOWS_1252 = "distinguo-windows-1252"
codecs.register_error(_AS_WINDOWS_1252, _read_as_windows_1252)


def _without_conflicts(text: str, file: str, problems: list[Problem]) -> str:
    """`text` with the first side of every merge conflict; each conflict is told once."""
    lines = text.split("\n")
    marks = [(number, found[1][0]) for number, line in enumerate(lines) if (found := _MERGE_MARK.fullmatch(line))]
    conflicts = [*_conflicts(marks)]
    # Where no conflict is whole, each mark that is left of one is told.
    starts = [start for start, _, _ in conflicts] or [number for number, sign in marks if sign in "<>"]
    for start in starts[:_MOST_TOLD]:
        title = "This file holds a merge conflict: two versions of the same lines"
        help = "Keep the version that is right, and delete the other one and the lines of <<<<<<<, ======= and >>>>>>>."
        span = Span(start + 1, 1, start + 1, len(lines[start]) + 1)
        problems.append(Problem(file, span, title, help=help, code="merge-conflict"))
    left_out = [number for _, middle, end in conflicts for number in range(middle, end + 1)]
    for number in (*starts, *left_out):
        lines[number] = ""
    return "\n".join(lines)


def _conflicts(marks: list[tuple[int, str]]) -> Iterator[tuple[int, int, int]]:
    """The whole conflicts among the `marks`: where each starts, where its first side ends, and where it ends."""
    start: int | None = None
    middle, has_sides = 0, False
    for number, sign in marks:
        if sign == "<":
            start, middle, has_sides = number, 0, False
        elif start is None:
            continue
        elif sign in "|=":
            middle = middle or number
            has_sides = has_sides or sign == "="
        elif has_sides:
            yield start, middle, number
            start = None


def _refusal(character: str, file: str, span: Span, is_between_words: bool) -> Problem:
    if character == "\ufffd":
        title = "“\ufffd” stands where a letter got lost"
        help = "This looks like a broken encoding: write the letter again, and save the file as UTF-8."
        return Problem(file, span, title, help=help, code="lost-letter")
    title = f"{name(character)} cannot stand in a content file"
    fix = Fix(span, " " if character in _LINE_BREAKS and is_between_words else "")
    help = "Delete it; it may be invisible in your editor."
    return Problem(file, span, title, help=help, code="hidden-character", fix=fix)


def _is_at_home(text: str, place: int) -> bool:
    """Whether the suspect character at `place` does what it is for: joins letters or emoji, or varies a sign."""
    character, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if character in _JOINERS and before:
        if any(first <= letter <= last for letter in (before, after) for first, last in _JOINED_SCRIPTS):
            return True
        return character == "\u200d" and _is_emoji(before) and bool(after) and _is_emoji(after)
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return bool(before) and not before.isspace() and not _SUSPECT.match(before)
    if "\U000e0020" <= character <= "\U000e007f":  # the tags of a flag, such as that of Scotland
        return re.search("\U0001f3f4[\U000e0020-\U000e007e]{0,8}$", text[max(0, place - 9) : place]) is not None
    return False


def _is_emoji(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk") or character in "\ufe0f\u2640\u2642"
