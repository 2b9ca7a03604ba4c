"""A checked site → what its pages that list explainers show: all at once, by topic, or page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from ..base.addresses import page_url
from ..site.listing import FEW, MOST_AT_LENGTH, anchor_of, by_letter, letters
from ..site.site import Explainer, Page, Site


class OtherPage(NamedTuple):
    """A page to lead to: its address relative to the site, and its name in lists."""

    url: str
    name: str


class OtherExplainer(NamedTuple):
    """An explainer to lead to, with the pages beside its first one, without those that only repeat it for paper."""

    id: str
    title: str
    description: str
    further: tuple[OtherPage, ...] = ()


class Group(NamedTuple):
    """Explainers below a heading: those of a topic, or those whose titles begin with a letter. The name is empty for
    those that have no topic; `all` is the page that has them all, where these are but the first."""

    id: str
    name: str
    description: str
    explainers: tuple[OtherExplainer, ...]
    size: int
    all: str = ""


class Overview(NamedTuple):
    """What a page shows that leads to all explainers. Where they are many, `letters` lead to the list by title, and
    `explainers` are those alone that the page names."""

    explainers: tuple[OtherExplainer, ...]
    groups: tuple[Group, ...]
    topics: tuple[Group, ...]  # instead of groups, where they are many as well: each has a page, and none an explainer
    letters: tuple[OtherPage, ...]
    all: OtherPage | None  # the list by title
    size: int


class ListPage(NamedTuple):
    """What one page of a list shows: its explainers in groups, and where its other pages and its letters are."""

    groups: tuple[Group, ...]
    letters: tuple[OtherPage, ...]
    pages: tuple[str, ...]  # the addresses of all pages of the list
    number: int


class Lists:
    """What the pages of a `site` show that list explainers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def overview(self, first: Sequence[str]) -> Overview:
        """What leads to all explainers: the `first` ones in their order, the others by title."""
        ordered = self._site.ordered_explainers(first)
        if not self._by_title:
            groups = self._with_topics(ordered)
            return Overview(() if groups else self._described(ordered), groups, (), (), None, len(ordered))
        topics, named = self._topics(ordered), [one for one in ordered if one.id in first]
        lines = tuple(topic._replace(explainers=()) for topic in topics) if len(topics) > MOST_AT_LENGTH else ()
        return Overview(
            explainers=self._described(named),
            groups=() if lines else topics,
            topics=lines,
            letters=self._letters,
            all=OtherPage(self._by_title[0].url, self._by_title[0].title),
            size=len(ordered),
        )

    def page(self, page: Page) -> ListPage:
        """What the `page` of a list shows."""
        listing = page.listing
        assert listing, "only a page of a list is asked for its part of it"
        own = [self._site.explainers[name] for name in listing.explainers]
        urls = tuple(page_url(listing.path_of(number)) for number in range(1, listing.pages + 1))
        if listing.topic:
            lead = page.description if listing.number == 1 else ""
            return ListPage((Group("", "", lead, self._described(own), len(own)),), (), urls, listing.number)
        groups = (
            Group(anchor_of(letter), letter, "", tuple(map(_plain, those)), len(those))
            for letter, those in by_letter(own)
        )
        return ListPage(tuple(groups), self._letters, urls, listing.number)

    def _with_topics(self, ordered: list[Explainer]) -> tuple[Group, ...]:
        """All explainers below their topics, and those that have none; nothing where the site has no topics."""
        homes = [(str(topic.id), topic.name, topic.description) for topic in self._site.settings.topics or ()]
        by_topic = _by_topic(ordered)
        return tuple(
            Group(id, name, description, self._described(by_topic[id]), len(by_topic[id]))
            for id, name, description in (*homes, ("", "", ""))
            if homes and id in by_topic
        )

    def _topics(self, ordered: list[Explainer]) -> tuple[Group, ...]:
        """The topics with the first explainers of each."""
        by_topic, groups = _by_topic(ordered), []
        for topic in self._site.settings.topics or ():
            if own := by_topic.get(topic.id):
                few = tuple(_plain(one) for one in own[:FEW])
                all = self.of_topics[topic.id].url
                groups.append(Group(topic.id, topic.name, topic.description, few, len(own), all))
        return tuple(groups)

    @cached_property
    def _by_title(self) -> list[Page]:
        """The pages of the list by title, in order."""
        return [page for page in self._site.listings if page.listing and not page.listing.topic]

    @cached_property
    def of_topics(self) -> dict[str, OtherPage]:
        """The first pages of the lists by topic, by the ids of the topics."""
        first = ((page, page.listing) for page in self._site.listings if page.listing and page.listing.number == 1)
        return {listing.topic: OtherPage(page.url, page.title) for page, listing in first if listing.topic}

    @cached_property
    def _letters(self) -> tuple[OtherPage, ...]:
        """What titles begin with, each with the address of the first that do."""
        found = letters((page.listing for page in self._by_title if page.listing), self._site.explainers)
        return tuple(OtherPage(f"{self._by_title[one.page - 1].url}#{one.anchor}", one.name) for one in found)

    def _described(self, explainers: Iterable[Explainer]) -> tuple[OtherExplainer, ...]:
        return tuple(
            OtherExplainer(
                id=one.id,
                title=one.about.title,
                description=one.about.description,
                further=tuple(
                    OtherPage(page.url, page.short_title)
                    for page in self._site.pages_of(one)
                    if not (page.is_first or page.sheet)
                ),
            )
            for one in explainers
        )


def _by_topic(explainers: Iterable[Explainer]) -> dict[str, list[Explainer]]:
    """The `explainers` by the ids of their topics; those without one by an empty text."""
    found: dict[str, list[Explainer]] = {}
    for one in explainers:
        found.setdefault(one.about.topic or "", []).append(one)
    return found


def _plain(one: Explainer) -> OtherExplainer:
    return OtherExplainer(one.id, one.about.title, "")
