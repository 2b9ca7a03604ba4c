"""A checked site → what one of its pages may ask of it, with a digest of each answer.

A page shows things that are not of its own explainer: sources, terms and titles of others, the list of all. It gets
them here and nowhere else, so it is known what it depends on: while all that it asked has the same answers, and its own
explainer, the settings and the code are the same, it is drawn the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple, TypeVar

from ..base.digests import digest
from ..model.shapes import Settings, Source
from ..site.share_images import ImageFile
from ..site.site import Defined, Definition, Page, Site
from .lists import ListPage, Lists, OtherExplainer, OtherPage, Overview

Question = tuple[str, tuple[str, ...]]  # the name of the method that answers it, and what it is asked with
_Answer = TypeVar("_Answer")


class OtherTerm(NamedTuple):
    """Where a definition stands, and what it says in a sentence: the address of the page relative to the site, and the
    id there."""

    url: str
    anchor: str
    short: str


class Answers:
    """What a site answers to its pages. Each public method is a question; its answer is a value to take a digest of."""

    def __init__(self, site: Site) -> None:
        self._site, self._lists = site, Lists(site)
        self._digests: dict[Question, str] = {}

    def source(self, name: str) -> Source:
        """The source that all pages know as `name`."""
        return self._site.sources[name]

    def has_file(self, path: str) -> bool:
        """Whether there is something at `path` in docs to lead to: a page, a sheet or a file."""
        return path in self._site.pages or path in self._site.files

    def image_file(self, path: str) -> ImageFile:
        """The image for shared links at `path` in docs."""
        return self._site.image_files[path]

    def explainer(self, name: str) -> OtherExplainer:
        """The explainer called `name`."""
        about = self._site.explainers[name].about
        return OtherExplainer(name, about.title, about.description)

    def overview(self, *first: str) -> Overview:
        """What leads to all explainers: the `first` ones in their order, the others by title."""
        return self._lists.overview(first)

    def topic(self, name: str) -> OtherPage | None:
        """The first page that lists the explainers of the topic `name`; nothing where there are no such pages."""
        return self._lists.of_topics.get(name)

    def list_page(self, path: str) -> ListPage:
        """What the page of a list at `path` in docs shows."""
        return self._lists.page(self._site.pages[path])

    def concept(self, name: str) -> Defined:
        """The concept called `name`, or `explainer-id/concept-id`."""
        for found in self._definitions(name):
            return found.concept
        raise LookupError(name)

    def term(self, name: str) -> OtherTerm | None:
        """The definition of `name` that stands on a page; nothing where none does."""
        for home, anchor, concept in self._definitions(name):
            for page in self._site.pages_of(home):
                if anchor in page.anchors:
                    return OtherTerm(page.url, anchor, concept.short)
        return None

    def _definitions(self, name: str) -> Iterator[Definition]:
        home, slash, bare = name.rpartition("/")
        homes = self._site.definitions.get(bare, {})
        return iter(homes.get(home, ())) if slash else chain.from_iterable(homes.values())

    def digest(self, question: Question) -> str:
        """The digest of the answer to a `question`; nothing where there is no answer any more."""
        if question not in self._digests:
            name, arguments = question
            try:
                self._digests[question] = digest(getattr(self, name)(*arguments))
            except LookupError:
                self._digests[question] = ""
        return self._digests[question]


class Around:
    """The site around one page while that is drawn. What the page has `asked` so far is kept, with the digests of the
    answers; its own explainer and the settings are always at hand."""

    def __init__(self, site: Site, page: Page, answers: Answers) -> None:
        self.settings: Settings = site.settings
        self.own_pages = site.pages_of(page.explainer) if page.explainer else [page]
        self.asked: dict[Question, str] = {}
        self._answers = answers

    def source(self, name: str) -> Source:
        return self._ask(self._answers.source, name)

    def has_file(self, path: str) -> bool:
        return self._ask(self._answers.has_file, path)

    def image_file(self, path: str) -> ImageFile:
        return self._ask(self._answers.image_file, path)

    def explainer(self, name: str) -> OtherExplainer:
        return self._ask(self._answers.explainer, name)

    def overview(self, *first: str) -> Overview:
        return self._ask(self._answers.overview, *first)

    def topic(self, name: str) -> OtherPage | None:
        return self._ask(self._answers.topic, name)

    def list_page(self, path: str) -> ListPage:
        return self._ask(self._answers.list_page, path)

    def concept(self, name: str) -> Defined:
        return self._ask(self._answers.concept, name)

    def term(self, name: str) -> OtherTerm | None:
        return self._ask(self._answers.term, name)

    def _ask(self, method: Callable[..., _Answer], *arguments: str) -> _Answer:
        question = (method.__name__, tuple(map(str, arguments)))
        self.asked[question] = self._answers.digest(question)
        return method(*arguments)
