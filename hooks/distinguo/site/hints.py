"""Warns of what is sound and was hardly meant so: a block that no page places, words that a file came with …"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from ..base.problems import START_OF_FILE, Span, shown
from ..blocks import LIST_OF_EXPLAINERS
from ..fields import Located
from ..text.rich_text import RichText
from .found import Found
from .samples import sample_texts
from .titles import MOST_IN_RESULTS


def warn_alone(found: Found) -> None:
    """What the files of one explainer or page show by themselves."""
    warn_of_unplaced_blocks(found)
    warn_of_long_titles(found)
    warn_of_sample_texts(found)


def warn_of_bare_home_page(found: Found) -> None:
    """An explainer that the home page does not list is found by search alone."""
    if found.explainers and not found.pages["index.md"].lists_explainers:
        help = f"Write {LIST_OF_EXPLAINERS.placement()} on a line of its own."
        title = "The home page does not list the explainers"
        reading = found.reading("docs/index.md")
        reading.problem("bare-home-page", START_OF_FILE, "", title, help, is_warning=True)


def warn_of_unused_topics(found: Found) -> None:
    """A topic that no explainer has is shown nowhere; one that only a draft has is waiting for it."""
    if found.drafts:
        return
    used = {explainer.about.topic for explainer in found.explainers.values()}
    for topic in (found.settings and found.settings.topics) or ():
        if topic.id not in used:
            title = f"No explainer has the topic `{topic.id}`, so it is shown nowhere"
            help = f"Write `topic: {topic.id}` into an explainer.yml, or take the topic out."
            reading = found.reading("content/site.yml")
            reading.problem("unused-topic", topic.id.span, f"topics › {topic.id}", title, help, is_warning=True)


def warn_of_unplaced_blocks(found: Found) -> None:
    """A block that no page places is written in vain."""
    placed = {id(block) for page in found.unsure_pages() for block in page.blocks}
    for explainer in found.unsure_explainers():
        for block in (block for block in explainer.all_blocks() if id(block) not in placed):
            title = f"No page places the block `{block.id}`" if block.id else "No page places this block"
            help = f"Write {block.placement(block.id or '')} on a line of its own in docs/{explainer.id}/index.md."
            reading = found.reading(explainer.file_of(block))
            span = block.id.span if block.id else START_OF_FILE
            reading.problem("unplaced-block", span, "", title, help, is_warning=True)


def warn_of_sample_texts(found: Found) -> None:
    """What an explainer that is no draft still says in the words that its files came with."""
    samples = sample_texts()
    help = "Put your own words in its place, or write `draft: true` in explainer.yml until you have."
    for explainer in found.unsure_explainers():
        if explainer.about.draft:
            continue
        files: list[tuple[str, object]] = [(f"content/{explainer.id}/explainer.yml", explainer.about)]
        files += [(explainer.file_of(block), block) for block in explainer.all_blocks()]
        for file, record in files:
            reading = found.reading(file)
            for text, span in _texts(record):
                if text in samples:
                    title = f"This is still the text that the file came with: “{shown(text)}”"
                    reading.problem("sample-text", span, "", title, help, is_warning=True)
    for page in found.unsure_pages():
        if page.explainer and not page.explainer.about.draft:
            lines = (line for piece in page.pieces if isinstance(piece, str) for line in piece.split("\n"))
            if any(line in samples for line in lines) or any(title in samples for title in page.sections.values()):
                title = "This page still has the words that it came with"
                found.reading(f"docs/{page.path}").problem(
                    "sample-text", START_OF_FILE, "", title, help, is_warning=True
                )


def _texts(value: object) -> Iterator[tuple[str, Span]]:
    """The texts in a record and its parts, each with its place; a place that is not known is the file's start."""
    if isinstance(value, RichText):
        yield " ".join(value.plain().split()), START_OF_FILE
    elif isinstance(value, Located):
        yield value, value.span
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _texts(getattr(value, one.name))


def warn_of_long_titles(found: Found) -> None:
    """A title that search results cut; a sheet's is shown by none."""
    for page in found.unsure_pages():
        typed = page.title
        if page.sheet or not isinstance(typed, Located) or len(typed) <= MOST_IN_RESULTS:
            continue
        file = f"content/{page.own.id}/explainer.yml" if page.is_first else f"docs/{page.path}"
        title = f"`title` has {len(typed)} characters; search results show about {MOST_IN_RESULTS}"
        help = "Shorten it, or see that its beginning says what the page is about."
        found.reading(file).problem("long-title", typed.span, "title", title, help, is_warning=True)
