"""Checks a built folder before it is published: what was planned, and the files → every problem of them.

It reads files, as a host and a browser do, and follows every address by file. It believes nothing of the code that
wrote them; of the content it only knows which pages, ids and questions there should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from ..base.problems import START_OF_FILE, Problem
from .built import Built
from .checked import CheckedPage
from .compressed import check_missing
from .files import check_copies, check_files, check_planned, check_unplanned
from .head import check_entries
from .json_ld import is_full_address
from .links import check_dead_ends, check_orphans
from .markup import check_doubles, check_shared
from .plan import Plan
from .policy import check_headers


def verify(folder: Path, plan: Plan, known: Mapping[str, CheckedPage] | None = None) -> list[Problem]:
    """Everything that is wrong with the site that was built into `folder`. What is `known` of pages, by their path, is
    not found out again, where the files hold these very pages."""
    built = Built(folder, plan, {} if known is None else known)
    problems = [*built.unreadable, *_problems(built)]
    if not built.unreadable:  # else the first of them is the reason for much that would be told of the markup
        problems += check_markup(built)
    return problems


def _problems(built: Built) -> Iterator[Problem]:
    """What is wrong with the files, and with the pages but for their markup."""
    return chain(
        check_files(built),
        check_planned(built),
        check_unplanned(built),
        check_copies(built),
        built.found("compressed"),
        check_missing(built.folder, built.whole),
        built.found("tokens"),
        built.found("braces"),
        built.found("tags"),
        built.found("links"),
        check_dead_ends(built.leads, built.whole),
        built.found("elsewhere"),
        built.found("search"),
        check_orphans(built.followed, built.whole),
        check_headers(built.whole),
        built.found("policy"),
    )


def check_markup(built: Built) -> list[Problem]:
    """Everything that is wrong with the markup and the heads of the pages."""
    if not is_full_address(built.said_address) or not built.said_address.endswith("/"):
        title = "The home page does not say the site's full address"
        help = 'It should have a <link rel="canonical"> to an address that starts with https: and ends with a slash.'
        return [Problem("index.html", START_OF_FILE, title, help=help, code="no-address")]
    return [
        *check_entries(built.whole),
        *built.found("head"),
        *built.found("markup"),
        *check_shared(built.shared),
        *check_doubles(built.asked),
    ]
