"""The explainers of a site → the pages that lead to them, where they are too many for the home page.

There is a list by title, from A to Z, and one for each topic. A list is as many pages as it takes, of a sensible
length: on a phone, a description takes about as much room as three titles. No page has a file in docs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from ..base.addresses import page_url
from ..base.problems import START_OF_FILE
from ..blocks import LIST_OF_EXPLAINERS
from ..model.shapes import Settings
from ..text.placements import Placement
from .held import Held
from .prose import Prose
from .site import Body, Explainer, Listing, Page

MOST_AT_ONCE = 20  # explainers that the home page shows with their descriptions: more of them have lists
FEW = 3  # explainers of each topic that it shows where it does not show all
MOST_AT_LENGTH = 12  # topics of which it shows these: where there are more, each has a line
_MOST_DESCRIBED = 25  # explainers on a page of a topic, with their descriptions: a reader gets to its end on a phone
_MOST_TITLES = 80  # explainers on a page of the list by title: about as long as one of a topic
_MOST_LETTERS = 60  # that lead to the list by title: some scripts have thousands
_DIGITS = "0–9"

_Item = TypeVar("_Item")


class Letter(NamedTuple):
    """What titles begin with, the id of the heading over them, and the number of the first page that has some."""

    name: str
    anchor: str
    page: int


def listings(settings: Settings, explainers: Iterable[Explainer]) -> list[Listing]:
    """The pages of all lists, in order; none where the home page has room for all explainers."""
    by_title = sorted(explainers, key=_place)
    if len(by_title) <= MOST_AT_ONCE:
        return []
    lists = {"": _parted([one.id for one in by_title], _MOST_TITLES)}
    for topic in settings.topics or ():
        names = [one.id for one in by_title if one.about.topic == topic.id]
        lists[topic.id] = _parted(names, _MOST_DESCRIBED) if names else []
    return [
        Listing(topic, number, len(pages), tuple(names))
        for topic, pages in lists.items()
        for number, names in enumerate(pages, 1)
    ]


def page_of(listing: Listing, settings: Settings, explainers: dict[str, Explainer], words: dict[str, str]) -> Page:
    """The page of one part of a list."""
    topic = next((one for one in settings.topics or () if one.id == listing.topic), None)
    name = str(topic.name) if topic else words["all_explainers"]
    first, last = (letter_of(explainers[listing.explainers[end]].about.title) for end in (0, -1))
    description = str(topic.description) if topic else words["all_explainers_about"].format(first=first, last=last)
    title = name
    if listing.number > 1:
        number = words["page_number"].format(number=listing.number, pages=listing.pages)
        title, description = f"{name} ({number})", f"{description} ({number})"
    placement = Placement(LIST_OF_EXPLAINERS.type_name(), (), START_OF_FILE, "")
    body = Held(Body([placement], {}, Prose()))
    return Page(listing.path, page_url(listing.path), None, title, name, description, body, listing=listing)


def by_letter(explainers: Iterable[Explainer]) -> Iterator[tuple[str, list[Explainer]]]:
    """The `explainers`, which are in the order of the list by title, by what their titles begin with."""
    letters: dict[str, list[Explainer]] = {}
    for one in explainers:
        letters.setdefault(letter_of(one.about.title), []).append(one)
    yield from letters.items()


def letters(pages: Iterable[Listing], explainers: dict[str, Explainer]) -> list[Letter]:
    """What the titles on the `pages` of the list by title begin with; of very many, the first of each page."""
    first: dict[str, int] = {}
    for page in pages:
        for name in page.explainers:
            first.setdefault(letter_of(explainers[name].about.title), page.number)
    found = [Letter(letter, anchor_of(letter), number) for letter, number in first.items()]
    if len(found) <= _MOST_LETTERS:
        return found
    return [*{letter.page: letter for letter in reversed(found)}.values()][::-1]


def anchor_of(letter: str) -> str:
    """The id of the heading over the titles that begin with `letter`."""
    plain = "0-9" if letter == _DIGITS else letter.casefold()
    return f"letter-{plain if plain.isascii() else '-'.join(f'{ord(sign):x}' for sign in plain)}"


def letter_of(title: str) -> str:
    """What `title` begins with: a letter, without its accents and in upper case, or any digit."""
    first = _folded(title)[:1]
    return first.upper() if first.isalpha() else _DIGITS


def _folded(title: str) -> str:
    """The title as it is sorted: without accents and cases, and without the signs that it begins with."""
    signs = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return plain.lstrip("".join({sign for sign in plain if not sign.isalnum()})) or plain


def _place(explainer: Explainer) -> tuple[bool, str, str]:
    """Where an explainer stands in lists by title: digits first."""
    title = _folded(explainer.about.title)
    return letter_of(title) != _DIGITS, title, explainer.id


def _parted(items: Sequence[_Item], most: int) -> list[Sequence[_Item]]:
    """The `items` in as few parts of at most `most` as there can be, all of about the same length."""
    parts = -(-len(items) // most)
    size = -(-len(items) // parts)
    return [items[start : start + size] for start in range(0, len(items), size)]
