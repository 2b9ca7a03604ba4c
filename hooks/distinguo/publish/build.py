"""One build of a site, from its sources to the published folder, each step taken once:

    read ── draw ── make ── check ── compress ── publish

A step gets what the one before it gave. `Build` keeps what has been found out, and hands it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ..base import compressing
from ..base.commands import Commands
from ..base.problems import Problem, report
from ..drawing.drawing import DrawnPage
from ..drawing.drawings import Drawings
from ..drawing.drawn_links import check_drawn_links
from ..site.links import PASSABLE
from ..site.loading import load
from ..site.site import Site
from ..site.tracing import traced
from ..verify.checked import CheckedPage, check_page
from ..verify.page import ParsedPage
from ..verify.verifying import verify
from .made import MadePage
from .plan import plan_of
from .publishing import NotPublishedError, publish


@dataclass(frozen=True)
class Content:
    """A checked site, its drawn pages by their paths in docs, and its absolute address with a slash at its end.

    `checked` are the built pages as far as each can be checked alone, by their paths in the site, which whoever makes
    them does; nothing where nobody is to check them.
    """

    site: Site
    pages: dict[str, DrawnPage]
    address: str
    checked: dict[str, CheckedPage] | None = field(default_factory=dict)

    @property
    def paths(self) -> Iterable[str]:
        """The paths of the pages in docs, sheets included, in the order of the site."""
        return self.pages

    def drawn(self, path: str) -> DrawnPage:
        """The drawn page at this `path`."""
        return self.pages[path]

    def kept(self, path: str, shell: str) -> MadePage | None:
        """The page at this `path` as an earlier build has made it, where its files are in place already: `shell` is the
        digest of what stands around it."""
        return None

    def made(self, path: str, shell: str, parsed: ParsedPage, twin: str, page: MadePage) -> None:
        """Take note of a page that was made anew, and whose files have been written."""
        if self.checked is not None:
            self.checked[parsed.path] = check_page(parsed, self.address)


class Host(Protocol):
    """A site generator: it makes files of drawn pages."""

    def make(self, content: Content, root: Path, folder: Path) -> str:
        """Make the site with this `content`, whose sources lie in `root`, in the empty `folder`; gives what there is to
        say of it. Raises `NotMadeError` with the reason, in words for whoever asked for the site."""

    def serve(self, root: Path, commands: Commands) -> None:
        """Show the preview of the site in the folder `root` until somebody ends it; `commands` are those to name."""


class NotMadeError(Exception):
    """The site generator made nothing: what it said before that, and the reason in a few words, if it has another."""

    def __init__(self, said: str, reason: str = "") -> None:
        super().__init__(said, reason)
        self.said, self.reason = said, reason


class Build:
    """The build of the site in the folder `root` for its `address`; `drafts` keeps explainers marked as drafts."""

    def __init__(self, root: Path, address: str, *, drafts: bool = False) -> None:
        self.root, self.address, self.drafts = root, address, drafts

    @cached_property
    def _read(self) -> tuple[Site | None, list[Problem]]:
        return load(self.root, drafts=self.drafts)

    @cached_property
    def _drawings(self) -> Drawings:
        site = self._read[0]
        assert site, "what has errors is not drawn"
        return Drawings(site, self.address, self.root)

    @cached_property
    def _drawn(self) -> tuple[Content | None, list[Problem]]:
        site, problems = self._read
        if site is None:
            return None, problems
        drawings = self._drawings
        pages = dict(drawings.pages())
        more = [*drawings.problems, *dict.fromkeys(check_drawn_links(drawings))]  # a sheet repeats its page
        passable = PASSABLE if self.drafts else ()
        refuses = any(not problem.is_warning and problem.code not in passable for problem in more)
        return (None if refuses else Content(site, pages, self.address)), problems + more

    @property
    def content(self) -> Content | None:
        """What there is to make: nothing where one of the problems is an error. With drafts, for a preview, a link that
        leads nowhere and a page that none leads to hold up nothing."""
        return self._drawn[0]

    @property
    def problems(self) -> list[Problem]:
        """All problems of the sources and of what was drawn of them."""
        return self._drawn[1]

    def make(self, host: Host, folder: Path) -> str:
        """Let the `host` make the site in `folder`; gives what it says."""
        assert self.content, "what cannot be published is not made"
        return host.make(self.content, self.root, folder)

    def check(self, folder: Path) -> list[Problem]:
        """Everything that is wrong with the site in `folder`, at its places in the sources where these are known."""
        assert self.content, "what cannot be published is not made"
        site = self.content.site
        plan = plan_of(site, self._drawings.facts, self.root / "docs")
        found = verify(folder, plan, self.content.checked)
        return traced(found, site, self.root, folder) if found else []

    def compress(self, folder: Path) -> None:
        """Put the compressed copies beside the texts of the site in `folder`."""
        compressing.compress(folder)

    def publish(self, host: Host, say: Callable[[str], None], commands: Commands) -> None:
        """Take all steps, and put what comes of them in the place of the published site, which stays as it is where
        one of them fails: `NotPublishedError` says why. `say` gets what else there is to say; `commands` are named."""
        publish(self.root, lambda folder: self._finished(host, folder, commands), say)

    def _finished(self, host: Host, folder: Path, commands: Commands) -> str:
        """Make, check and compress the site in `folder`; gives what there is to say of it."""
        told = report(self.problems, self.root, commands=commands)
        if self.content is None:
            raise NotPublishedError(f"The content has errors; nothing was published.\n\n{told}")
        try:
            said = self.make(host, folder)
        except NotMadeError as error:
            last = f"Nothing was published: {error.reason}." if error.reason else "Nothing was published."
            raise NotPublishedError("\n\n".join(filter(None, (error.said, last)))) from error
        if faults := self.check(folder):
            told = report(faults, self.root, folder, commands=commands)
            raise NotPublishedError(f"The built site has errors; nothing was published.\n\n{told}")
        self.compress(folder)
        warned = f"The content has warnings.\n\n{told}" if self.problems else ""
        return "\n\n".join(filter(None, (warned, said)))


def build(
    root: Path, site_url: str, *, drafts: bool = False
) -> tuple[Site | None, dict[str, DrawnPage], list[Problem]]:
    """The site in the folder `root`, its drawn pages by their path in docs, and all problems.

    There is no site where one of the problems holds it up (see `Build.content`). `site_url` is absolute, with a slash
    at its end; `drafts` keeps explainers marked as drafts, for a preview.
    """
    one = Build(root, site_url, drafts=drafts)
    site = one.content.site if one.content else None
    pages = one.content.pages if one.content else {}
    return site, pages, one.problems
