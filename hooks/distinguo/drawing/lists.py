"""A checked site → what its pages that list explainers show: all at once, by topic, or page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..base.addresses import page_url
from ..site.listing import FEW, MOST_AT_LENGTH, Letter, anchor_of, by_letter, letters
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


def overview(site: Site, first: Sequence[str]) -> Overview:
    """What leads to all explainers: the `first` ones in their order, the others by title."""
    ordered = site.ordered_explainers(first)
    by_title = [page for page in site.listings if page.listing and not page.listing.topic]
    if not by_title:
        groups = _by_topic(ordered, site)
        return Overview(() if groups else _described(ordered, site), groups, (), (), None, len(ordered))
    named = [one for one in ordered if one.id in first]
    all_page = OtherPage(by_title[0].url, by_title[0].title)
    topics = _topics(ordered, site)
    lines = tuple(topic._replace(explainers=()) for topic in topics) if len(topics) > MOST_AT_LENGTH else ()
    return Overview(_described(named, site), () if lines else topics, lines, _letters(site), all_page, len(ordered))


def _by_topic(ordered: list[Explainer], site: Site) -> tuple[Group, ...]:
    """All explainers with their topics; nothing where the site has none."""
    homes = [(str(topic.id), topic.name, topic.description) for topic in site.settings.topics or ()]
    groups = []
    for id, name, description in (*homes, ("", "", "")) if homes else ():
        own = [one for one in ordered if (one.about.topic or "") == id]
        if own:
            groups.append(Group(id, name, description, _described(own, site), len(own)))
    return tuple(groups)


def _topics(ordered: list[Explainer], site: Site) -> tuple[Group, ...]:
    """The topics with the first explainers of each."""
    first_pages = {page.listing.topic: page for page in site.listings if page.listing and page.listing.number == 1}
    groups = []
    for topic in site.settings.topics or ():
        if page := first_pages.get(topic.id):
            own = [one for one in ordered if one.about.topic == topic.id]
            few = tuple(_plain(one) for one in own[:FEW])
            groups.append(Group(topic.id, topic.name, topic.description, few, len(own), page.url))
    return tuple(groups)


def list_page(site: Site, page: Page) -> ListPage:
    """What the `page` of a list shows."""
    listing = page.listing
    assert listing, "only a page of a list is asked for its part of it"
    own = [site.explainers[name] for name in listing.explainers]
    pages = tuple(page_url(listing.path_of(number)) for number in range(1, listing.pages + 1))
    if listing.topic:
        lead = page.description if listing.number == 1 else ""
        groups: tuple[Group, ...] = (Group("", "", lead, _described(own, site), len(own)),)
    else:
        groups = tuple(
            Group(anchor_of(letter), letter, "", tuple(map(_plain, those)), len(those))
            for letter, those in by_letter(own)
        )
    return ListPage(groups, () if listing.topic else _letters(site), pages, listing.number)


def _letters(site: Site) -> tuple[OtherPage, ...]:
    """What titles begin with, each with the address of the first that do."""
    listed = {page.listing.number: page for page in site.listings if page.listing and not page.listing.topic}
    found: Iterable[Letter] = letters((page.listing for page in listed.values() if page.listing), site.explainers)
    return tuple(OtherPage(f"{listed[one.page].url}#{one.anchor}", one.name) for one in found)


def _plain(one: Explainer) -> OtherExplainer:
    return OtherExplainer(one.id, one.about.title, "")


def _described(explainers: Iterable[Explainer], site: Site) -> tuple[OtherExplainer, ...]:
    return tuple(
        OtherExplainer(
            id=one.id,
            title=one.about.title,
            description=one.about.description,
            further=tuple(
                OtherPage(page.url, page.short_title)
                for page in site.pages_of(one)
                if not (page.is_first or page.sheet)
            ),
        )
        for one in explainers
    )
