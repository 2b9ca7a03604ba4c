"""Checks what only shows when everything has been read: what has been found of a site → its problems across files.

Of a part that was kept, nothing is to be told that it shows by itself, and what is large in it need not be at hand. So
a check either asks for what is small, or looks through the parts alone that may have something wrong (`unsure_pages`);
what makes others doubtful stands in `loading`.
"""

from __future__ import annotations

from collections.abc import Iterable

from .aliases import check_aliases
from .first_pages import check_explainers
from .found import Found
from .hints import (
    warn_of_bare_home_page,
    warn_of_long_titles,
    warn_of_sample_texts,
    warn_of_unplaced_blocks,
    warn_of_unused_topics,
)
from .links import check_links
from .placing import check_placements
from .publishable import check_docs_files
from .questions import check_questions
from .references import check_references
from .site import Page
from .sources import check_sources


def check(found: Found) -> None:
    """Tell everything that is wrong across the files."""
    check_explainers(found)
    check_pages(found.unsure_pages(), found)
    check_sources(found)
    check_questions(found)
    check_docs_files(found)
    check_aliases(found)


def check_pages(pages: Iterable[Page], found: Found) -> None:
    """Tell what is wrong with placements and links on these `pages`, and with every reference that was read."""
    check_placements(pages, found)
    check_references(found)
    check_links(pages, found)


def warn(found: Found) -> None:
    """Warn of what is sound and was hardly meant so."""
    warn_of_unused_topics(found)
    warn_of_unplaced_blocks(found)
    warn_of_bare_home_page(found)
    warn_of_long_titles(found)
    warn_of_sample_texts(found)
