"""The names that references may use, one class per kind: a name that leads nowhere → what it was probably to be."""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from ..base.problems import Fix, choices, nearest, shown
from ..blocks import FILES
from ..fields import Reference
from .fingerprints import gone_names
from .found import Found
from .site import SOURCES, Explainer

_DEFINING = [file for file, type in FILES.items() if type.defines_terms]


class Facts:
    """What is known of the names in a site: found out once, and asked for each reference."""

    def __init__(self, found: Found) -> None:
        self.found, self.broken = found, found.broken()
        self.pageless, self.lost = found.without_page(), found.without_explainer()
        homes = found.explainers.values()
        self.concepts: dict[str, dict[str, str]] = {}  # by explainer, each with the id of its definition on a page
        for home in homes:
            defined = ((block, concept) for block in home.all_blocks() for concept in block.defines())
            self.concepts[home.id] = {concept.id: block.entry_anchor(concept) for block, concept in defined}
        self.anchors: dict[str, set[str]] = defaultdict(set)  # by explainer, the ids on its pages
        for page in found.pages.values():
            if page.explainer:
                self.anchors[page.explainer.id] |= page.anchors.keys()
        self.renamed = _by_earlier_name((alias, home.id) for home in homes for alias in home.about.aliases or ())
        self.renamed_anchors = {home.id: _by_earlier_name(home.moved_anchors()) for home in homes}
        self.gone, self.gone_questions = gone_names(homes, found.drafts, found.fingerprints)


def _by_earlier_name(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Earlier names, each with that of today; with several where several say that they had it, which is a mistake."""
    names: dict[str, set[str]] = defaultdict(set)
    for earlier, name in pairs:
        names[earlier].add(name)
    return names


class Gone(NamedTuple):
    """What was published under a name and is gone: its kind, the name, and where an alias would stand."""

    kind: str
    name: str
    where: str


class Meant(NamedTuple):
    """What a name that leads nowhere was probably to be (an empty text where nobody knows), and what to do about it."""

    near: str
    help: str


class Names:
    """The names of one kind: which would do in place of that in a reference, and what has become of that one."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def check(self, reference: Reference) -> None:
        """Tell what is wrong with the name in `reference`."""
        known = self.known(reference)
        if reference.name in known or self.files(reference) & self.facts.broken or self.is_told(reference):
            return
        name = self.today(reference)
        if name in known:
            _tell_renamed(reference, name)
        elif gone := self.gone(reference):
            _tell_gone(reference, gone)
        else:
            near, help = self.guess(reference, name, known)
            title = self.title(reference, known)
            reference.reading.suggest("no-such-name", reference.place, reference.path, title, help, near=near)

    def known(self, reference: Reference) -> Collection[str]:
        """All names that would do in place of the one in `reference`."""
        return ()

    def files(self, reference: Reference) -> set[str]:
        """The files that may be to blame where the name is missing."""
        return set()

    def is_told(self, reference: Reference) -> bool:
        """Whether the mistake is told elsewhere: an explainer has one folder only, or two have had the same name."""
        return False

    def today(self, reference: Reference) -> str:
        """The name in `reference` as it is today, where what has it was renamed."""
        return reference.name

    def gone(self, reference: Reference) -> Gone | None:
        """What was published under the name and is gone."""
        return None

    def title(self, reference: Reference, known: Collection[str]) -> str:
        return f"There is no {reference.kind} called `{shown(reference.name)}`"

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        """What the name was to be: one of the `known` ones that is like `typed`, the same with the names of today."""
        alike = [name for name in known if ("/" in name) == ("/" in reference.name)]  # `one` only looks like `one/two`
        near = nearest(typed, alike) if self.facts.found.may_compare(len(alike)) else ""
        return Meant(near, "" if near else choices(known))


class SourceNames(Names):
    """The sources of the site, and those of the explainer of the reference."""

    def known(self, reference: Reference) -> Collection[str]:
        home = self._home(reference)
        return ChainMap(home.sources, self.facts.found.sources) if home else self.facts.found.sources

    def files(self, reference: Reference) -> set[str]:
        home = self._home(reference)
        return {SOURCES, home.sources_file} if home else {SOURCES}

    def title(self, reference: Reference, known: Collection[str]) -> str:
        if reference.name in self._elsewhere:
            return f"The source `{shown(reference.name)}` is one of another explainer"
        return super().title(reference, known)

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        if file := self._elsewhere.get(reference.name):
            return Meant("", f"It stands in {file}. Move it to {SOURCES}, and every page can cite it.")
        near = super().guess(reference, typed, known).near
        home = self._home(reference)
        places = f"{SOURCES} or, for this explainer alone, {home.sources_file}" if home else SOURCES
        return Meant(near, "" if near else f"Sources stand in {places}; add it there if it is new.")

    def _home(self, reference: Reference) -> Explainer | None:
        return self.facts.found.explainers.get(reference.reading.explainer)

    @cached_property
    def _elsewhere(self) -> dict[str, str]:
        """The sources of single explainers, each with a file in which it stands."""
        homes = self.facts.found.explainers.values()
        return {name: home.sources_file for home in homes for name in home.sources}


class ConceptNames(Names):
    """The concepts that the explainer of the reference defines."""

    def known(self, reference: Reference) -> Collection[str]:
        return self.facts.concepts.get(reference.reading.explainer, ())

    def files(self, reference: Reference) -> set[str]:
        return {f"content/{reference.reading.explainer}/{file}" for file in _DEFINING}


class SectionNames(Names):
    """The ids on the pages of the explainer of the reference: those of headings, and of parts of blocks."""

    def known(self, reference: Reference) -> Collection[str]:
        return self.facts.anchors[reference.reading.explainer]

    def files(self, reference: Reference) -> set[str]:
        is_of_block = not reference.name.startswith("section-")
        return {f"content/{reference.reading.explainer}/{file}" for file in FILES if is_of_block}

    def is_told(self, reference: Reference) -> bool:
        return reference.reading.explainer in self.facts.pageless or len(self._anchors_of_today(reference)) > 1

    def today(self, reference: Reference) -> str:
        return next(iter(self._anchors_of_today(reference)), reference.name)

    def _anchors_of_today(self, reference: Reference) -> Collection[str]:
        """The ids of the questions that had the id in `reference` before."""
        return self.facts.renamed_anchors.get(reference.reading.explainer, {}).get(reference.name, ())

    def gone(self, reference: Reference) -> Gone | None:
        questions = self.facts.gone_questions.get(reference.reading.explainer, ())
        for file, type in FILES.items():
            question = reference.name.removeprefix(f"{type.slug()}-")
            if type.keeps_names and question != reference.name and question in questions:
                return Gone("question", question, f"below it in its {file}")
        return None

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        if (section := f"section-{reference.name}") in known:
            return Meant(section, "")
        near = super().guess(reference, typed, known).near
        whole = [name for name in known if name.startswith(("section-", "block-"))]  # not single rows and questions
        return Meant(near, "" if near else choices(whole))


class NamesWithHome(Names):
    """Names that begin with that of an explainer: it may be gone, or have another name today."""

    def home(self, reference: Reference) -> str:
        """The explainer that the reference names; an empty text where it names none."""
        return reference.name.partition("/")[0]

    def files(self, reference: Reference) -> set[str]:
        home = self.home(reference)
        others = self.facts.found.explainers if home in self.facts.gone else ()  # any of them may have it as an alias
        return {f"content/{name}/explainer.yml" for name in (home, *others)}

    def is_told(self, reference: Reference) -> bool:
        home = self.home(reference)
        return home in self.facts.pageless | self.facts.lost or len(self.facts.renamed.get(home, ())) > 1

    def today(self, reference: Reference) -> str:
        home = self.home(reference)
        return next(iter(self.facts.renamed.get(home, ())), home) + reference.name.removeprefix(home)

    def gone(self, reference: Reference) -> Gone | None:
        home = self.home(reference)
        return Gone("explainer", home, "in its explainer.yml") if home in self.facts.gone else None


class ExplainerNames(NamesWithHome):
    """The explainers of the site."""

    def check(self, reference: Reference) -> None:
        if reference.name == reference.reading.explainer and reference.path:
            title = f"`{reference.name}` is this explainer itself"
            reference.reading.problem("refers-to-itself", reference.place, reference.path, title)
        super().check(reference)

    def known(self, reference: Reference) -> Collection[str]:
        return self.facts.found.explainers

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        if reference.name in self.facts.found.drafts:
            return Meant("", "It is a draft, and drafts are left out of the published site.")
        return super().guess(reference, typed, known)


class TermNames(NamesWithHome):
    """The concepts that texts can link to: where two explainers define the same, as `explainer-id/concept-id`."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._known: dict[str, Collection[str]] = {}  # what has been found for each explainer

    def home(self, reference: Reference) -> str:
        return super().home(reference) if "/" in reference.name else ""

    def known(self, reference: Reference) -> Collection[str]:
        """The concepts of the explainer of the reference, and those of others."""
        own = reference.reading.explainer
        if own not in self._known:
            plain = [name for home, name in self._defined if home == own or self._times_defined[name] == 1]
            self._known[own] = dict.fromkeys([*plain, *(f"{home}/{name}" for home, name in self._defined)])
        return self._known[own]

    @cached_property
    def _defined(self) -> list[tuple[str, str]]:
        """Explainer and name of all concepts whose definitions stand on a page."""
        return [
            (explainer, name)
            for explainer, concepts in self.facts.concepts.items()
            for name, anchor in concepts.items()
            if anchor in self.facts.anchors[explainer]
        ]

    @cached_property
    def _times_defined(self) -> Counter[str]:
        return Counter(name for _, name in self._defined)

    def files(self, reference: Reference) -> set[str]:
        home = self.home(reference)
        homes = [home] if home else self.facts.found.explainers
        defining = {f"content/{name}/{file}" for name in homes for file in _DEFINING}
        return super().files(reference) | defining if home else defining

    def is_told(self, reference: Reference) -> bool:
        if self.home(reference):
            return super().is_told(reference)
        return any(reference.name in self.facts.concepts[name] for name in self.facts.pageless)

    def title(self, reference: Reference, known: Collection[str]) -> str:
        if _longer(reference.name, known):
            return f"Several explainers define `{shown(reference.name)}`; say whose you mean"
        return super().title(reference, known)

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        if longer := _longer(reference.name, known):
            return Meant("", f"Write one of: {', '.join(longer)}")
        return super().guess(reference, typed, known)


class FileNames(Names):
    """The files of docs that are no pages."""

    def check(self, reference: Reference) -> None:
        if reference.name not in self.facts.found.files or reference.name.endswith(".md"):
            title = f"There is no file docs/{reference.name}"
            reference.reading.problem("no-such-file", reference.place, reference.path, title)


def _longer(name: str, known: Collection[str]) -> list[str]:
    """Those of the `known` names that are `name` with its explainer before it."""
    return [longer for longer in known if longer.endswith(f"/{name}")]


def _tell_renamed(reference: Reference, name: str) -> None:
    fix = Fix(reference.place, name) if reference.place.line == reference.place.end_line else None
    title = f"`{shown(reference.name)}` is now called `{name}`"
    reference.reading.problem("earlier-name", reference.place, reference.path, title, fix=fix)


def _tell_gone(reference: Reference, gone: Gone) -> None:
    """Tell that something had the name when names were last written down; what is like it is something else."""
    title = f"There is no {gone.kind} called `{gone.name}` any more: it was removed or renamed"
    help = f"If you have renamed it, write {gone.where}: aliases: [{gone.name}]. Then this check knows its new name."
    help += "\nIf you have removed it, take this link out, or let it lead elsewhere."
    reference.reading.problem("name-is-gone", reference.place, reference.path, title, help)


KINDS: dict[str, type[Names]] = {
    "source": SourceNames,
    "concept": ConceptNames,
    "section": SectionNames,
    "explainer": ExplainerNames,
    "term": TermNames,
    "file": FileNames,
}
