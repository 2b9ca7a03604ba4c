"""The shapes of what a site is made of, beside the blocks: its settings, sources, explainers and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from ..base.addresses import is_reserved
from ..base.colors import TEXT_CONTRAST, contrast
from ..base.problems import Related
from ..base.web_addresses import host_for_readers
from ..fields import (
    Date,
    Day,
    DocsFile,
    Flag,
    Identifier,
    ListOf,
    Located,
    Markdown,
    Origin,
    Pattern,
    Reading,
    Record,
    ReferenceTo,
    Text,
    WebAddress,
    field,
)
from ..text.rich_text import RichText

# In its address, what is only dots between two slashes would take away the word before it.
_DOI = r"10\.\d{4,9}/(?!(?:\S{0,250}/)?\.{1,2}(?![^/\s]))\S{1,250}"
_COLOR = Pattern(r"#[0-9a-fA-F]{6}", "a color such as #1d4f5c")
_LONGEST_LIST_OF_SITES = 1000  # characters: with what stands before it, Cloudflare Pages reads a line of 2000
_DESCRIPTION = Text(least=50, most=160)


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who publishes the site."""

    name: Located = field(Text(most=80), "The name of the person or organization.", example="The Distinguo project")
    url: Located | None = field(
        WebAddress(), "The address of their own site.", example="https://example.org/", optional=True
    )


@dataclass(frozen=True, kw_only=True)
class Colors:
    """The two colors of the site, as #rrggbb."""

    primary: Located = field(
        _COLOR, "The color of the header and of links, dark enough for white text on it.", example='"#1d4f5c"'
    )
    accent: Located = field(_COLOR, "The color of links under the pointer, of marks and of lines.", example='"#a3401f"')

    def check(self, reading: Reading) -> None:
        for name, color in (("primary", self.primary), ("accent", self.accent)):
            if (ratio := contrast(color, "#ffffff")) < TEXT_CONTRAST:
                wanted = f"it should be at least {TEXT_CONTRAST}"
                title = f"{color} is too light: its contrast with white is {ratio:.1f}; {wanted}"
                reading.problem("too-light", color.span, f"colors › {name}", title, "Take a darker tone of it.")


@dataclass(frozen=True, kw_only=True)
class License:
    """On what terms the texts may be used."""

    name: Located = field(Text(most=60), "The name of the license, as readers see it.", example="CC BY 4.0")
    url: Located = field(
        WebAddress(), "The address of the license's text.", example="https://creativecommons.org/licenses/by/4.0/"
    )


@dataclass(frozen=True, kw_only=True)
class ShareImage:
    """The image that networks show where somebody shares a link to a page."""

    file: Located = field(
        DocsFile(),
        "A PNG, JPEG or WebP file in docs: at least 1200 pixels wide and 630 high, at most twice as wide as high, "
        "at most 4096 pixels each way, and at most 5 MB.",
        example="assets/share.png",
    )
    alt: Located = field(
        Text(most=200), "What the image shows, for people who cannot see it.", example="Two circles that overlap"
    )


@dataclass(frozen=True, kw_only=True)
class Crawlers:
    """Which crawlers robots.txt asks in (`true`, as it is without the line) and which to stay away (`false`)."""

    search: bool | None = field(
        Flag(),
        "Those of search engines and of the search of AI assistants. With `false`, hardly anybody finds the site.",
        optional=True,
    )
    training: bool | None = field(
        Flag(),
        "Those that collect texts to train AI models. `false` takes the site out of no search.",
        optional=True,
    )
    users: bool | None = field(
        Flag(),
        "Those that fetch a page because a person asked an AI assistant about it. They may come in spite of `false`.",
        optional=True,
    )


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What several explainers are about."""

    id: Located = field(
        Identifier(),
        "Its lasting name, by which an explainer.yml names it; a part of an address.",
        example="working-together",
    )
    name: Located = field(Text(most=60), "Its name, as readers see it.", example="Working together")
    description: Located = field(
        _DESCRIPTION,
        "What its explainers are about, for lists and for search results.",
        example="What people in a team owe each other, and what each of the words for it means.",
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What is true of the whole site: its name, its look, who publishes it and on what terms."""

    name: Located = field(
        Text(most=60), "The name of the site, as it stands in the header and in search results.", example="Distinguo"
    )
    language: Located = field(
        Pattern(r"[a-z]{2,3}", "a language code such as en"),
        "The language of the site; the words around your texts are in it.",
        example="en",
    )
    publisher: Publisher = field(Record(Publisher), "Who publishes the site.")
    colors: Colors = field(Record(Colors), "The colors of the site.")
    logo: Located = field(
        DocsFile(), "The logo in the header, in white or in a light color.", example="assets/logo.svg"
    )
    favicon: Located = field(DocsFile(), "The small picture in the browser's tab.", example="assets/favicon.svg")
    license: License = field(Record(License), "On what terms the texts may be used.")
    report: Located = field(
        WebAddress(mail=True),
        "Where readers report a mistake: a mail address or a page.",
        example="mailto:mistakes@example.org",
    )
    topics: list[Topic] | None = field(
        ListOf(Record(Topic), most=40),
        "What the explainers are about, in the order in which the home page shows it. Each explainer.yml names one.",
        optional=True,
    )
    image: ShareImage | None = field(
        Record(ShareImage), "The image that networks show with a link to the site.", optional=True
    )
    crawlers: Crawlers | None = field(
        Record(Crawlers), "Which crawlers are welcome; all of them, where nothing is said.", optional=True
    )
    frame_ancestors: list[Located] | None = field(
        ListOf(Origin(), most=10),
        "The sites that may show pages of this one in a frame, such as a school's Moodle; no site, where nothing is "
        "said. It takes a host that sends headers.",
        example="[https://moodle.school.example]",
        optional=True,
    )
    https_on_subdomains: bool | None = field(
        Flag(),
        "`true` has browsers use https for every subdomain as well. Only if all of them can: it lasts two years.",
        optional=True,
    )

    def check(self, reading: Reading) -> None:
        named = self.frame_ancestors or []
        if (length := len(" ".join(named))) > _LONGEST_LIST_OF_SITES:
            title = f"`frame_ancestors` has {length} characters in all; it should have at most {_LONGEST_LIST_OF_SITES}"
            help = "It becomes a part of a header, and hosts leave out a header that is too long."
            reading.problem("wrong-length", named[0].span, "frame_ancestors", title, help)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A bibliography: each source has an id to cite it by. Pages cite the site's, and those of their explainer."""

    id: Located = field(
        Identifier(),
        "The name to cite it by: surname and year. Others with the same get a letter.",
        example="mayer-1995",
    )
    authors: Located = field(
        Text(most=200),
        "The authors as a bibliography names them.",
        example="Mayer, R. C., Davis, J. H. & Schoorman, F. D.",
    )
    year: Located = field(Text(most=20), "The year of publication.", example="1995")
    title: Located = field(
        Text(most=250),
        "The title of the paper, the book or the page.",
        example="An integrative model of organizational trust",
    )
    published_in: RichText | None = field(
        Markdown(inline=True),
        "The journal with volume and pages, or the publisher.",
        example='"*Academy of Management Review*, 20(3), 709-734"',
        optional=True,
    )
    doi: Located | None = field(
        Pattern(_DOI, "a DOI such as 10.1111/peps.12183"),
        "The DOI alone, without an address before it.",
        example="10.5465/amr.1995.9508080335",
        optional=True,
    )
    url: Located | None = field(
        WebAddress(), "Its address, where there is no DOI.", example="https://example.org/report", optional=True
    )
    note: RichText | None = field(
        Markdown(inline=True, most_words=40),
        "What a reader should know of it: who paid for it, how much of it was read.",
        example="A company's own page, not peer reviewed.",
        optional=True,
    )

    @property
    def address(self) -> str | None:
        """Where it can be found."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()')}" if self.doi else self.url

    @property
    def host(self) -> str:
        """The host of `url`, as the words of the link."""
        return host_for_readers(self.url or "")


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """A person who has checked the explainer."""

    name: Located = field(Text(most=80), "The reviewer's name.", example="A. B. Example")
    credentials: Located = field(
        Text(most=120),
        "What makes this person fit to judge it.",
        example="Professor of psychology at Example University",
    )


@dataclass(frozen=True, kw_only=True)
class About:
    """What is true of the whole explainer: its title, its description and its dates."""

    title: Located = field(
        Text(most=100),
        "The title of the page, as the question it answers.",
        example="What is the difference between trust and safety?",
    )
    description: Located = field(
        _DESCRIPTION,
        "The answer in one sentence, for lists and for search results.",
        example="Trust is about one person; safety is about what a group does when somebody speaks up.",
    )
    published: Day = field(Date(), "The day of first publication.", example="2026-11-24")
    updated: Day = field(Date(), "The day of the last real change. A slip of the pen is none.", example="2026-11-24")
    next_review: Day = field(Date(), "The day by which it will be checked again.", example="2027-11-24")
    reviewer: Reviewer | None = field(
        Record(Reviewer), "The specialist who checked it. Leave it out until there is one.", optional=True
    )
    topic: Located | None = field(
        ReferenceTo("topic"),
        "What it is about: one of the topics in content/site.yml. The home page lists it there.",
        example="working-together",
        optional=True,
    )
    related: list[Located] | None = field(
        ListOf(ReferenceTo("explainer"), most=6),
        "The explainers to read next, by the names of their folders.",
        example="[four-stages-of-psychological-safety]",
        optional=True,
    )
    aliases: list[Located] | None = field(
        ListOf(Identifier(), most=20),
        "Earlier names of its folder, so that old addresses still lead to it. Name them when you rename it.",
        example="[trust-and-safety]",
        optional=True,
    )
    image: ShareImage | None = field(
        Record(ShareImage), "The image that networks show with a link, in place of the site's.", optional=True
    )
    draft: bool | None = field(
        Flag(), "`true` keeps the explainer out of the published site. The preview shows it.", optional=True
    )

    def check(self, reading: Reading) -> None:
        tomorrow = date.today() + timedelta(days=1)  # where some already are
        for name, day in (("published", self.published), ("updated", self.updated)):
            if day > tomorrow:
                help = "Readers and search engines take it for the day of what they read."
                title = f"`{name}` ({day}) lies in the future"
                reading.problem("future-date", day.span, name, title, help, is_warning=True)
        for alias in filter(is_reserved, self.aliases or ()):
            title = f"No explainer was ever called `{alias}`: that name is kept for other things"
            reading.problem("reserved-id", alias.span, "aliases", title, "Leave it out.")
        if self.updated < self.published:
            title = f"`updated` ({self.updated}) lies before `published` ({self.published})"
            related = (Related(self.published.span, "published"),)
            reading.problem("wrong-order", self.updated.span, "updated", title, related=related)
        if self.next_review <= self.updated:
            title = f"`next_review` ({self.next_review}) does not lie after `updated` ({self.updated})"
            related = (Related(self.updated.span, "updated"),)
            reading.problem("wrong-order", self.next_review.span, "next_review", title, related=related)


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """The lines between `---` at the top of a page that is not an explainer's first page."""

    title: Located = field(
        Text(most=100), "The title of the page, its only first-level heading.", example="How we work"
    )
    short_title: Located | None = field(
        Text(most=30),
        "Its name in the navigation, where the title is too long for that.",
        example="Home",
        optional=True,
    )
    description: Located = field(
        _DESCRIPTION,
        "What the page says, for search results.",
        example="How our pages are written and checked, and what nobody has looked at yet.",
    )
