"""Judges the name of a host as readers see it and as browsers look it up: `café.example` → `xn--caf-dma.example`.

A name is held to IDNA 2008 (https://www.rfc-editor.org/rfc/rfc5890) and, so that none passes for another, to what
https://www.unicode.org/reports/tr39/ calls highly restrictive: each part of it is in letters of one script, or in those
that Chinese, Japanese and Korean write together with Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_LONGEST_PART, _LONGEST_NAME = 63, 253  # in octets: https://www.rfc-editor.org/rfc/rfc1035
_ENDING = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_NAME = "Write its name, as in https://host.example/."
# They lead nowhere from elsewhere: RFC 6761, RFC 6762 (appendix G) and RFC 8375.
_OF_ONE_NETWORK = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|test|invalid|home\.arpa)"
)
_WRITTEN_TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
)
_OF_EVERY_SCRIPT = {"COMMON", "INHERITED", "UNKNOWN"}
# A mark across a letter, or a second one on it that Unicode knows no letter for.
_MARKED_TWICE = re.compile("[\u0334-\u0338]|[\u0300-\u036f]{2}")
_DOTLESS = "ı"  # a letter of every other Turkish word


class WrongHostError(Exception):
    """What is wrong with a name: the part of it, a clause that says so, a sentence on what to write, and the name that
    was probably meant."""

    def __init__(self, part: str, reason: str, help: str = _NAME, meant: str = "") -> None:
        super().__init__(reason)
        self.part, self.reason, self.help, self.meant = part, reason, help, meant


@lru_cache(maxsize=1 << 12)
def looked_up(name: str) -> str:
    """The `name` as browsers look it up, in plain letters; `WrongHostError` where no site can have it."""
    mapped = name.lower() if name.isascii() else _mapped(name)
    parts = mapped.split(".")
    _check_dots(name, mapped, parts)
    if _NUMBER.fullmatch(parts[-1]):
        raise WrongHostError(name, f"“{name}” is a number and no name of a host")
    if _OF_ONE_NETWORK.fullmatch(mapped):
        raise WrongHostError(name, f"“{name}” leads nowhere from outside of one computer or network")
    plain = [_plain_part(part, parts[-1]) for part in parts]
    if len(parts) == 1:
        raise WrongHostError(name, f"the name of the host, “{name}”, has no ending such as .org")
    if not _ENDING.fullmatch(plain[-1]):
        raise WrongHostError(parts[-1], f"no name of a host ends in “.{parts[-1]}”")
    if len(".".join(plain)) > _LONGEST_NAME:
        raise WrongHostError(name, f"the name of the host is longer than {_LONGEST_NAME} letters", "Look it up again.")
    return ".".join(plain)


def in_readers_letters(name: str) -> str:
    """The name of a host as readers are shown it: in its own letters, but for parts that would look like others."""
    ending = name.rpartition(".")[2]
    return ".".join(_readable_part(part, ending) for part in name.lower().split("."))


def _mapped(name: str) -> str:
    """The `name` in small letters, where no browser would read other letters in it than it shows."""
    import idna  # noqa: PLC0415 - most names need none of its tables

    typed = unicodedata.normalize("NFC", name.lower())
    try:
        mapped = idna.uts46_remap(name)
    except idna.IDNAError:
        return typed  # whose parts will be refused
    if mapped != typed:
        is_sound = re.fullmatch(r"[\w.-]+", mapped)
        raise WrongHostError(
            name,
            f"browsers read “{mapped}” for the host “{name}”",
            "Write that, if it is what you mean." if is_sound else _NAME,
            mapped if is_sound else "",
        )
    return mapped


def _check_dots(name: str, mapped: str, parts: list[str]) -> None:
    if not mapped.strip("."):
        raise WrongHostError(name, "it names no host")
    if not parts[-1]:
        raise WrongHostError(name, f"the name of the host, “{name}”, ends in a dot", "Leave it out.", name.rstrip("."))
    if "" in parts:
        help = "Write one dot between two words, and none before the first."
        meant = re.sub(r"\.{2,}", ".", name).lstrip(".")
        raise WrongHostError(name, f"there is a dot too many in the name of the host, “{name}”", help, meant)


def _plain_part(part: str, ending: str) -> str:
    """One part of a name in plain letters, as it is looked up."""
    if part.isascii() and not part.startswith("xn--"):
        plain = part
        _check_letters(part)
    else:
        plain, letters = _both_forms(part)
        _check_marks(part, letters)
        _check_scripts(part, letters)
        if part != plain and (other := _looks_like(letters, ending)):
            help = f"If you mean that, write it so. If you mean the other one, write “{plain}”, as browsers show it."
            raise WrongHostError(part, f"“{part}” looks like “{other}” and is not the same", help)
    if len(plain) > _LONGEST_PART:
        reason = f"a part of the name of the host is longer than {_LONGEST_PART} letters"
        raise WrongHostError(part, reason, "Look it up again.")
    return plain


def _check_letters(part: str) -> None:
    help = "It has letters, digits, dots and hyphens."
    if strange := re.search("[^a-z0-9_-]", part):
        raise WrongHostError(strange[0], f"“{strange[0]}” cannot stand in the name of a host", help)
    if part.strip("-") != part:
        reason = f"no part of the name of a host begins or ends with a hyphen, as “{part}” does"
        raise WrongHostError(part, reason, help)


def _both_forms(part: str) -> tuple[str, str]:
    """One part of an international name: as it is looked up, and in its own letters."""
    import idna  # noqa: PLC0415

    try:
        letters = idna.ulabel(part)
        plain = idna.alabel(letters).decode()
        if part.isascii() and plain != part:
            raise idna.IDNAError
    except (idna.IDNAError, UnicodeError):
        reason = f"“{part}” cannot be a part of the name of a host"
        help = "The rules for international names (IDNA) do not allow it. Look it up again."
        raise WrongHostError(part, reason, help) from None
    return plain, letters


def _check_marks(part: str, letters: str) -> None:
    if _MARKED_TWICE.search(letters):
        reason = f"“{part}” has a letter with marks that no language puts on it"
        raise WrongHostError(part, reason, "Write the letter alone, or look the name up again.")


def _check_scripts(part: str, letters: str) -> None:
    """A part of a name has letters of one script, or of those that are written together."""
    by_letter = {letter: script for letter in letters if (script := _script(letter)) not in _OF_EVERY_SCRIPT}
    scripts = Counter(by_letter[letter] for letter in letters if letter in by_letter)
    if len(scripts) <= 1 or any(scripts.keys() <= together for together in _WRITTEN_TOGETHER):
        return
    most = scripts.most_common(1)[0][0]
    letter, script = next((letter, script) for letter, script in by_letter.items() if script != most)
    reason = f"“{letter}” in “{letters}” is {script.capitalize()}, among {most.capitalize()} letters"
    strange = [letter for letter, script in by_letter.items() if script != most]
    is_sound = most == "LATIN" and part == letters and all(one.isalpha() and _plain_twin(one) for one in strange)
    meant = "".join(_plain_twin(one) if one in strange else one for one in letters) if is_sound else ""
    raise WrongHostError(part, reason, f"Write it in {most.capitalize()} letters alone.", meant)


def _looks_like(letters: str, ending: str) -> str:
    """The other name that a part of a name looks like; an empty text where it looks like none, as in its own script."""
    strange = [letter for letter in letters if not letter.isascii()]
    if all(letter == _DOTLESS for letter in strange) or not all(map(_plain_twin, strange)):
        return ""
    ending = _both_forms(ending)[1] if ending.startswith("xn--") else ending
    if {_script(letter) for letter in strange} & {_script(letter) for letter in ending} - {"LATIN"}:
        return ""
    return "".join(map(_plain_twin, letters))


def _script(letter: str) -> str:
    from confusable_homoglyphs import categories  # noqa: PLC0415 - its tables take a third of a second to load

    script: str = categories.alias(letter)
    return script


def _plain_twin(letter: str) -> str:
    """The plain letter, digit or slash that looks like `letter`, or an empty text."""
    if letter.isascii():
        return letter
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415

    twins = [twin["c"].lower() for twin in confusables_data.get(letter, ())]
    return next((twin for twin in twins if re.fullmatch(r"[a-z0-9/\\]", twin)), "")


def _readable_part(part: str, ending: str) -> str:
    if not part.startswith("xn--"):
        return part
    try:
        _, letters = _both_forms(part)
        return part if _looks_like(letters, ending) else letters
    except WrongHostError:
        return part
