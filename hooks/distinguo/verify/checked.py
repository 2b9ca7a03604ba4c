"""Finds out all that the check has to know of a page: a parsed page → small plain facts, which hold for its HTML.

They are found where the page is made, and can be kept. The check believes nothing of whoever made the page: it takes
what is known for a file that holds the very bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..base.digests import digest_of
from .head import check_head
from .json_ld import MarkupFault
from .left_over import check_braces, check_tokens
from .links import Lead, read_links
from .markup import Asked, Shared, read_markup
from .page import ParsedPage, ReadPage, read_page
from .policy import check_policy
from .seen import canonicals
from .tags import check_tags
from .whole import Finding, Ids, in_a_row

_ASSET = re.compile(r"""assets/[^\s"'<>()\\]+""")  # where a site has what its pages need


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What the check knows of the page at `path` of a site with the address `site`, while its HTML has this `digest`.

    `canonical` is the first address that it says is its own. `findings` are told by the name of their rule. `followed`
    are the files and pages that readers can follow links to, `assets` what it names in the folder of that name.
    """

    path: str
    site: str
    digest: str
    canonical: str
    findings: Mapping[str, tuple[Finding, ...]]
    ids: Ids
    leads: tuple[Lead, ...]
    followed: tuple[str, ...]
    assets: tuple[str, ...]
    shared: tuple[Shared, ...]
    asked: tuple[Asked, ...]

    @property
    def url(self) -> str:
        """The page's address relative to the site, as its folder is called."""
        return self.path.removesuffix("index.html")

    def is_of(self, path: str, data: bytes, site: str | None) -> bool:
        """Whether it is the page at `path` with this `data`, of the site with the address `site`, which is the one that
        the page says where none is given."""
        is_there = self.path == path and self.site == (site or site_of(self.canonical))
        return is_there and b"\r" not in data and self.digest == digest_of(data)


_RULES: Mapping[str, Callable[[ReadPage], Iterator[Finding]]] = {
    "tokens": lambda page: check_tokens(page.path, page.source),
    "braces": check_braces,
    "tags": check_tags,
    "policy": check_policy,
    "head": lambda page: (one.of(page.path) if isinstance(one, MarkupFault) else one for one in check_head(page)),
}


def check_page(parsed: ParsedPage, site: str | None) -> CheckedPage:
    """The facts of a page of the site with the address `site`, which is the one that the page says where none is given.
    Its tree serves nobody afterwards: what is not seen is taken out of it."""
    said = next(iter(canonicals(parsed.tree)), "")
    page = read_page(parsed, site or site_of(said))
    links, markup = read_links(page), read_markup(page)
    findings = {name: tuple(rule(page)) for name, rule in _RULES.items()}
    findings |= {"links": tuple(links.problems), "markup": tuple(markup.findings)}
    written, seen = in_a_row(page.ids), in_a_row(page.seen.ids)
    return CheckedPage(
        path=page.path,
        site=page.site,
        digest=digest_of(page.source.encode()),
        canonical=said,
        findings={name: found for name, found in findings.items() if found},
        ids=Ids(page.path, written, written if written == seen else seen),
        leads=tuple(links.leads),
        followed=in_a_row(links.followed),
        assets=in_a_row({*_ASSET.findall(page.source)}),
        shared=tuple(markup.shared),
        asked=tuple(markup.asked),
    )


def site_of(said: str) -> str:
    """The address of the site whose home page says this one; one that no address begins with where it is none."""
    return said if said.endswith("/") else "https://site.invalid/"
