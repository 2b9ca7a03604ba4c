"""One build of a site, from its sources to the published folder, each step taken once:

    read ── draw ── make ── check ── compress ── publish

A step gets what the one before it gave. `Build` keeps what has been found out, and hands it on.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ..base.cache import Cache
from ..base.commands import Commands
from ..base.problems import Problem, report
from ..drawing.drawing import DrawnPage
from ..drawing.drawings import Drawings, Noted
from ..drawing.drawn_links import check_drawn_links
from ..drawing.facts import PageFacts
from ..site.links import PASSABLE
from ..site.loading import load
from ..site.site import Site
from ..site.tracing import traced
from ..verify.checked import CheckedPage
from ..verify.verifying import verify
from .earlier import EarlierPages
from .made import MadePage
from .packing import pack
from .plan import plan_of
from .published import Published
from .publishing import SITE, NotPublishedError, publish


class Content:
    """A checked site, as whoever makes it gets it: its pages are drawn one by one, when it is their turn.

    What is made is remembered, and what `earlier` builds have made of the same is not made again. `checked` are the
    made pages as far as each can be checked alone, by their paths in the site; with `is_checked` whoever makes them
    does so.
    """

    def __init__(self, drawings: Drawings, earlier: EarlierPages, *, is_checked: bool = True) -> None:
        self.site, self.address, self.cache = drawings.site, drawings.site_url, drawings.cache
        self.is_checked, self.checked = is_checked, PackedPages()
        self._drawings, self._earlier = drawings, earlier

    @property
    def paths(self) -> Collection[str]:
        """The paths of the pages in docs, sheets included, in the order of the site."""
        return self.site.pages

    def drawn(self, path: str) -> DrawnPage:
        """The drawn page at this `path`."""
        return self._drawings.page(path)

    @property
    def facts(self) -> Mapping[str, PageFacts]:
        """The facts of all drawn pages, by their paths."""
        return self._drawings.facts

    def made_earlier(self, path: str, shell: str) -> MadePage | None:
        """The page at this `path` as an earlier build has made it, where its files are in place now: `shell` is the
        digest of what stands around it. Nothing if it has to be drawn to know whether it would be the same."""
        facts = self._drawings.known(path)
        return self._earlier.page(path, f"{facts.digest} {shell}") if facts else None

    def noted(self, path: str) -> Noted | None:
        """What was found out when the page at this `path` was drawn just now."""
        return self._drawings.noted(path)

    def note(self, path: str, noted: Noted) -> None:
        """Take note of what another process has found out of a page when it drew that."""
        self._drawings.note(path, noted)

    def made(self, path: str, shell: str, page: MadePage) -> None:
        """Take note of a page that was drawn and made anew, and whose files have been written."""
        facts = self._drawings.known(path)
        assert facts, "a page that was made has been drawn"
        self._earlier.remember(path, f"{facts.digest} {shell}", page)

    def take(self, page: MadePage) -> MadePage:
        """Take what the check knows of a page that is in its place; gives the rest."""
        if page.checked:
            self.checked.add(page.checked)
        return replace(page, checked=None)


class PackedPages(Mapping[str, CheckedPage]):
    """Checked pages by their paths in the site. Each takes a quarter of the room until somebody asks for it."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}

    def add(self, page: CheckedPage) -> None:
        self._packed[page.path] = pickle.dumps(page)

    def __getitem__(self, path: str) -> CheckedPage:
        page: CheckedPage = pickle.loads(self._packed[path])
        return page

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


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

    def __init__(self, root: Path, address: str, *, drafts: bool = False, cache: Cache | None = None) -> None:
        """What is found out is kept in the `cache`, and what was kept there is not found out again."""
        self.root, self.address, self.drafts, self.cache = root, address, drafts, cache or Cache.none()

    @cached_property
    def _read(self) -> tuple[Site | None, list[Problem]]:
        return load(self.root, drafts=self.drafts, cache=self.cache)

    @cached_property
    def _drawings(self) -> Drawings:
        site = self._read[0]
        assert site, "what has errors is not drawn"
        return Drawings(site, self.address, self.root, self.cache)

    @cached_property
    def _drawn_problems(self) -> list[Problem]:
        if self._read[0] is None:
            return []
        return [*self._drawings.problems, *check_drawn_links(self._drawings)]

    @property
    def is_sound(self) -> bool:
        """Whether none of the problems is an error. With drafts, for a preview, a link that leads nowhere and a page
        that none leads to hold up nothing."""
        passable = PASSABLE if self.drafts else ()
        refuses = any(not problem.is_warning and problem.code not in passable for problem in self._drawn_problems)
        return self._read[0] is not None and not refuses

    @property
    def problems(self) -> list[Problem]:
        """All problems of the sources and of what was drawn of them."""
        return [*dict.fromkeys(self._read[1] + self._drawn_problems)]  # one thing may show in several ways

    @property
    def site(self) -> Site | None:
        """The checked site; nothing where it is not sound."""
        return self._read[0] if self.is_sound else None

    def drawn(self) -> Iterator[tuple[str, DrawnPage]]:
        """All pages by their paths in docs, each drawn when it is its turn."""
        return self._drawings.pages()

    def content(self, earlier: EarlierPages | None = None, *, is_checked: bool = True) -> Content:
        """What there is to make of the pages, but for those that were made `earlier`. Whether the site `is_sound` may
        be asked when it has been made: what shows only when pages are drawn need not hold that up."""
        return Content(self._drawings, earlier or EarlierPages(Cache.none(), self.address), is_checked=is_checked)

    def check(self, folder: Path, checked: Mapping[str, CheckedPage] | None = None) -> list[Problem]:
        """Everything that is wrong with the site in `folder`, at its places in the sources where these are known; of
        pages that have been `checked`, what can be found of each alone is known."""
        site = self._drawings.site
        found = verify(folder, plan_of(site, self._drawings.facts, self.root / "docs"), checked)
        return traced(found, site, self.root, folder) if found else []

    def publish(self, host: Host, say: Callable[[str], None], commands: Commands) -> None:
        """Take all steps, and put what comes of them in the place of the published site, which stays as it is where
        one of them fails: `NotPublishedError` says why. `say` gets what else there is to say; `commands` are named."""
        try:
            publish(self.root, lambda folder: self._finished(host, folder, commands), say)
        finally:
            self.cache.save()

    def _finished(self, host: Host, folder: Path, commands: Commands) -> str:
        """Make, check and compress the site in `folder`; gives what there is to say of it."""
        if self._read[0] is None:
            raise self._refused(commands)
        published = Published(self.root / SITE, folder)
        earlier = EarlierPages(self.cache, self.address, published)
        content = self.content(earlier)
        try:
            said = host.make(content, self.root, folder)
        except NotMadeError as error:
            if not self.is_sound:
                raise self._refused(commands) from error
            last = f"Nothing was published: {error.reason}." if error.reason else "Nothing was published."
            raise NotPublishedError("\n\n".join(filter(None, (error.said, last)))) from error
        if not self.is_sound:
            raise self._refused(commands)
        if faults := self.check(folder, content.checked):
            told = report(faults, self.root, folder, commands=commands)
            raise NotPublishedError(f"The built site has errors; nothing was published.\n\n{told}")
        pack(folder, self.cache, published)
        self._drawings.tidy()
        earlier.tidy(content.paths)
        warned = report(self.problems, self.root, commands=commands) if self.problems else ""
        return "\n\n".join(filter(None, (f"The content has warnings.\n\n{warned}" if warned else "", said)))

    def _refused(self, commands: Commands) -> NotPublishedError:
        told = report(self.problems, self.root, commands=commands)
        return NotPublishedError(f"The content has errors; nothing was published.\n\n{told}")


def build(
    root: Path, site_url: str, *, drafts: bool = False
) -> tuple[Site | None, dict[str, DrawnPage], list[Problem]]:
    """The site in the folder `root`, its drawn pages by their path in docs, and all problems.

    There is no site where one of the problems holds it up (see `Build.is_sound`). `site_url` is absolute, with a slash
    at its end; `drafts` keeps explainers marked as drafts, for a preview.
    """
    one = Build(root, site_url, drafts=drafts)
    return one.site, dict(one.drawn()) if one.site else {}, one.problems
