"""Writes large sites, to see what each further explainer costs: one explainer many times over, each with its own words.

A copy's id, title, concepts, questions and sources are its own: in each of these, a made-up word stands for the longest
word. So does one for a quarter of its other long words, out of a vocabulary that all copies share, in which a few words
are frequent and most are rare. A word is the same in all files of a copy, in ids, too, so that all that leads somewhere
goes on to do so. Each copy also leads to the one before it, and has one of ten topics. The same call always writes the
same bytes.

`python tests/large_site.py small 100 some/folder` writes a site to look at.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cached_property
from itertools import cycle
from pathlib import Path

PROJECT = Path(__file__).parent.parent

# For each kind of large site, what it is made of, and the explainer that is copied. In `small`, that has a page
# of a thousand words; in `large`, it is the project's own, with three pages and eleven blocks.
PROFILES = {
    "small": (PROJECT / "tests" / "short_explainer", "accuracy-vs-precision"),
    "large": (PROJECT, "psychological-safety-vs-trust"),
}

_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvwxyz" for vowel in "aeiou"]
_MADE_UP = len(_SYLLABLES) ** 3  # words that can be made up
_VOCABULARY = 1500  # the last of these, which all copies share
_SHARE = 0.25  # of its long words that a copy takes from there
_LONG = 7  # letters
_TOPICS = 10
_NAMING = 5  # letters of a word that tells one copy from another

_NAMED = re.compile(r"\b(?:id|title|question): \"?([^\"{},\n]+)")
_SOURCE = re.compile(r"(^- id: (\S+)\n(?: .*\n)*)", re.MULTILINE)
_CALLED = re.compile(r"\{\{ (\w+)\(")
_WORD = re.compile(r"[^\W\d_]+")
_TOPIC = """\
  - id: {id}
    name: {name}
    description: "{name}: pairs of words that are easy to mix up, each with what tells one from the other."
"""
_LEAD = """
## What else is easy to mix up? {{#section-else}}

There is {{{{ explainer("{explainer}", "another pair of words") }}}}, and one of them is {{{{ term("{concept}") }}}}.
"""


def write_large_site(folder: Path, profile: str, explainers: int) -> None:
    """Write a site with so many `explainers` into the `folder`."""
    site, name = PROFILES[profile]
    for part in ("content", "docs"):
        # Without fingerprints: `make fingerprint` writes those of all.
        shutil.copytree(site / part, folder / part, ignore=shutil.ignore_patterns("fingerprints*"))
    inherit = os.path.relpath(PROJECT / "mkdocs.yml", folder)
    (folder / "mkdocs.yml").write_text(f"INHERIT: {inherit}\nsite_url: https://large.example/\n", encoding="utf-8")
    original = _Original(folder, name)
    for number in range(2, explainers + 1):
        original.copy(number)
    _share_out(folder, [name, *(original.name_of(number) for number in range(2, explainers + 1))])


def made_up(number: int) -> str:
    """The word with this `number`, out of a million of three syllables. Those of neighboring numbers differ widely."""
    scattered = number * 387_420_489 % _MADE_UP
    return "".join(_SYLLABLES[scattered // len(_SYLLABLES) ** place % len(_SYLLABLES)] for place in range(3))


def _share_out(folder: Path, explainers: list[str]) -> None:
    """Give each of these `explainers` one of some topics in turn."""
    topics = [made_up(_MADE_UP - _VOCABULARY - number) for number in range(1, min(_TOPICS, len(explainers)) + 1)]
    with (folder / "content" / "site.yml").open("a", encoding="utf-8") as file:
        file.write("topics:\n")
        file.writelines(_TOPIC.format(id=topic, name=topic.capitalize()) for topic in topics)
    for explainer, topic in zip(explainers, cycle(topics), strict=False):
        with (folder / "content" / explainer / "explainer.yml").open("a", encoding="utf-8") as file:
            file.write(f"topic: {topic}\n")


class _Original:
    """The explainer called `name` of the site in `folder`, and the words that stand for its own in each copy."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        files = (file for part in ("content", "docs") for file in sorted((folder / part / name).iterdir()))
        self._texts = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}
        self._texts[f"content/{name}/sources.yml"] = self._sources()
        others = [path.name for path in (folder / "content").iterdir() if path.name != name]
        # What other explainers are called, addresses on the web, what editors are told of a file, and words.
        self._parts = re.compile("|".join([*others, r"https?://\S+", "^# yaml.*", _WORD.pattern]), re.MULTILINE)

    def _sources(self) -> str:
        """The sources that the explainer cites, as far as a copy has them for its own: by their longest words."""
        files = self._folder.glob("content/**/sources.yml")
        sources = [source for file in sorted(files) for source in _SOURCE.findall(file.read_text(encoding="utf-8"))]
        cited = set(re.findall(r"[\w-]+", "\n".join(self._texts.values())))
        return "\n".join(text for text, name in sources if name in cited and max(map(len, _words_of(name))) >= _NAMING)

    def name_of(self, number: int) -> str:
        """What the copy with this `number` is called."""
        return self._in(self._words(number), self._name)

    def copy(self, number: int) -> None:
        """Write the copy with this `number`, which leads to the one before it."""
        words, before = self._words(number), self._words(number - 1)
        for path, text in self._texts.items():
            lead = _LEAD.format(explainer=self._in(before, self._name), concept=self._in(before, self._concept))
            file = self._folder / path.replace(self._name, self._in(words, self._name))
            file.parent.mkdir(exist_ok=True)
            file.write_text(self._in(words, text) + (lead if file.name == "index.md" else ""), encoding="utf-8")

    def _in(self, words: dict[str, str], text: str) -> str:
        return self._parts.sub(lambda match: _like(match[0], words.get(match[0].lower(), match[0])), text)

    def _words(self, number: int) -> dict[str, str]:
        """What stands for which word in the copy with this `number`; the first one is the original."""
        if number == 1:
            return {}
        draw = random.Random(number)
        named = {word: made_up(number * len(self._named) + place) for place, word in enumerate(self._named)}
        others = [word for word in self._long if draw.random() < _SHARE]
        return named | dict(zip(others, _vocabulary(draw), strict=False))

    @cached_property
    def _concept(self) -> str:
        """The id of the concept that is defined first."""
        return _NAMED.search(self._texts[f"content/{self._name}/definitions.yml"])[1]

    @cached_property
    def _named(self) -> list[str]:
        """The longest word of each id, title and question."""
        named = {self._name, *(match[1] for text in self._texts.values() for match in _NAMED.finditer(text))}
        free = ([word for word in _words_of(one) if len(word) >= _NAMING and word not in self._fixed] for one in named)
        return sorted({max(words, key=len) for words in free if words})

    @cached_property
    def _long(self) -> list[str]:
        """The other long words, with which there is nothing special about."""
        words = {word for text in self._texts.values() for word in _words_of(text) if len(word) >= _LONG}
        return sorted(words - self._fixed - set(self._named))

    @cached_property
    def _fixed(self) -> set[str]:
        """The words that mean something to the program: the names of fields, of files and of what places a block."""
        schemas = [json.loads(path.read_text(encoding="utf-8")) for path in (PROJECT / ".vscode/schemas").iterdir()]
        names = [name for schema in schemas for name in _fields(schema)]
        names += [Path(path).stem for path in self._texts]
        names += [name for text in self._texts.values() for name in _CALLED.findall(text)]
        return {word for name in names for word in _words_of(name)}


def _vocabulary(draw: random.Random) -> Iterator[str]:
    """Words of the vocabulary that all copies share, each at most once: mostly the frequent ones."""
    drawn = set()
    while len(drawn) < _VOCABULARY:
        rank = int(draw.paretovariate(0.6))
        if rank <= _VOCABULARY and rank not in drawn:
            drawn.add(rank)
            yield made_up(_MADE_UP - rank)


def _words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _fields(schema: object) -> Iterator[str]:
    """The names of all fields in the schema of a file."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for part in schema.values():
            yield from _fields(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _fields(part)


def _like(word: str, other: str) -> str:
    """The `other` word with a capital letter if `word` has one."""
    return other[0].upper() + other[1:] if word[0].isupper() else other


if __name__ == "__main__":
    _, kind, count, target = sys.argv
    write_large_site(Path(target), kind, int(count))
