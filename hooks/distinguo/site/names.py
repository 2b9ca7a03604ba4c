"""The names that references may use, one class per kind: a name that leads nowhere → what it was probably to be."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from ..base.problems import Fix, Span, choices, lines, nearest, shown
from ..blocks import FILES
from ..fields import Reading, Reference
from .fingerprints import gone_names
from .found import Found
from .site import SOURCES, Explainer

_SETTINGS = "content/site.yml"
_DEFINING = [file for file, type in FILES.items() if type.defines_terms]


class Facts:
    """What is known of the names in a site: each is found out once, when the first reference asks for it."""

    def __init__(self, found: Found) -> None:
        self.found, self.broken = found, found.broken()
        self._homes = found.explainers.values()
        self._readings: dict[tuple[str, str], Reading] = {}

    @cached_property
    def pageless(self) -> set[str]:
        return self.found.without_page()

    @cached_property
    def lost(self) -> set[str]:
        return self.found.without_explainer()

    @cached_property
    def concepts(self) -> dict[str, dict[str, str]]:
        """The concepts of each explainer, with the ids of their definitions on a page."""
        return {home.id: {one.concept.id: one.anchor for one in home.definitions} for home in self._homes}

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The ids on the pages of each explainer."""
        anchors: dict[str, set[str]] = defaultdict(set)
        for page in self.found.pages.values():
            if page.explainer:
                anchors[page.explainer.id] |= page.anchors.keys()
        return anchors

    @cached_property
    def renamed(self) -> dict[str, set[str]]:
        """The earlier names of explainers."""
        return _by_earlier_name((alias, home.id) for home in self._homes for alias in home.about.aliases or ())

    @cached_property
    def renamed_anchors(self) -> dict[str, dict[str, set[str]]]:
        """The ids that questions had before, by explainer."""
        return {home.id: _by_earlier_name(home.moved_anchors) for home in self._homes}

    @cached_property
    def gone(self) -> Collection[str]:
        """The explainers that were published and are gone."""
        return self._gone[0]

    @cached_property
    def gone_questions(self) -> Mapping[str, Collection[str]]:
        """The questions that were published and are gone, by explainer."""
        return self._gone[1]

    @cached_property
    def _gone(self) -> tuple[Mapping[str, object], Mapping[str, Collection[str]]]:
        return gone_names(self._homes, self.found.drafts, self.found.fingerprints)

    def reading(self, reference: Reference) -> Reading:
        """A reading of the file of a `reference`, to tell what is wrong with it."""
        file = (reference.file, reference.explainer)
        if file not in self._readings:
            self._readings[file] = self.found.reading(*file)
        return self._readings[file]

    @cached_property
    def files(self) -> frozenset[str]:
        """The files of docs that are no pages."""
        return frozenset(path for path in self.found.files if not path.endswith(".md"))

    @cached_property
    def terms(self) -> dict[str, list[str]]:
        """The concepts whose definitions stand on a page, each with the explainers that define it."""
        terms: dict[str, list[str]] = defaultdict(list)
        for home in self.concepts:
            for name in self.placed_concepts(home):
                terms[name].append(home)
        return terms

    def placed_concepts(self, home: str) -> list[str]:
        """The concepts of an explainer whose definitions stand on a page."""
        anchors = self.anchors[home]
        return [name for name, anchor in self.concepts[home].items() if anchor in anchors]

    @cached_property
    def broken_homes(self) -> set[str]:
        """The explainers whose explainer.yml has mistakes."""
        return {home for home in self._homes_of_files if f"content/{home}/explainer.yml" in self.broken}

    @cached_property
    def unsure_homes(self) -> set[str]:
        """The explainers that have mistakes in a file that defines terms."""
        return {
            home for home in self._homes_of_files if any(f"content/{home}/{one}" in self.broken for one in _DEFINING)
        }

    @property
    def _homes_of_files(self) -> Iterable[str]:
        return (parts[1] for file in self.broken if len(parts := file.split("/")) == 3 and parts[0] == "content")


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
        if self.has(reference.name, reference.explainer) or self.is_in_doubt(reference) or self.is_told(reference):
            return
        name, reading = self.today(reference), self.facts.reading(reference)
        place = reading.place_of(reference)
        if self.has(name, reference.explainer):
            _tell_renamed(reference, name, place, reading)
        elif gone := self.gone(reference):
            _tell_gone(reference, gone, place, reading)
        else:
            known = self.known(reference)
            near, help = self.guess(reference, name, known)
            title = self.title(reference, known)
            reading.suggest("no-such-name", place, reference.path, title, help, near=near)

    def has(self, name: str, explainer: str) -> bool:
        """Whether there is such a `name`, as the files of the `explainer` may use it."""
        return False

    def known(self, reference: Reference) -> Collection[str]:
        """All names that would do in place of the one in `reference`."""
        return ()

    def is_in_doubt(self, reference: Reference) -> bool:
        """Whether a file has mistakes that may be to blame where the name is missing."""
        return False

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

    def has(self, name: str, explainer: str) -> bool:
        home = self.facts.found.explainers.get(explainer)
        return name in self.facts.found.sources or (home is not None and name in home.sources)

    def known(self, reference: Reference) -> Collection[str]:
        home = self._home(reference)
        return ChainMap(home.sources, self.facts.found.sources) if home else self.facts.found.sources

    def is_in_doubt(self, reference: Reference) -> bool:
        home, broken = self._home(reference), self.facts.broken
        return SOURCES in broken or (home is not None and home.sources_file in broken)

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
        return self.facts.found.explainers.get(reference.explainer)

    @cached_property
    def _elsewhere(self) -> dict[str, str]:
        """The sources of single explainers, each with a file in which it stands."""
        homes = self.facts.found.explainers.values()
        return {name: home.sources_file for home in homes for name in home.sources}


class ConceptNames(Names):
    """The concepts that the explainer of the reference defines."""

    def has(self, name: str, explainer: str) -> bool:
        return name in self.facts.concepts.get(explainer, ())

    def known(self, reference: Reference) -> Collection[str]:
        return self.facts.concepts.get(reference.explainer, ())

    def is_in_doubt(self, reference: Reference) -> bool:
        return reference.explainer in self.facts.unsure_homes


class SectionNames(Names):
    """The ids on the pages of the explainer of the reference: those of headings, and of parts of blocks."""

    def has(self, name: str, explainer: str) -> bool:
        return name in self.facts.anchors[explainer]

    def known(self, reference: Reference) -> Collection[str]:
        return self.facts.anchors[reference.explainer]

    def is_in_doubt(self, reference: Reference) -> bool:
        is_of_block = not reference.name.startswith("section-")
        return is_of_block and any(f"content/{reference.explainer}/{file}" in self.facts.broken for file in FILES)

    def is_told(self, reference: Reference) -> bool:
        return reference.explainer in self.facts.pageless or len(self._anchors_of_today(reference)) > 1

    def today(self, reference: Reference) -> str:
        return next(iter(self._anchors_of_today(reference)), reference.name)

    def _anchors_of_today(self, reference: Reference) -> Collection[str]:
        """The ids of the questions that had the id in `reference` before."""
        return self.facts.renamed_anchors.get(reference.explainer, {}).get(reference.name, ())

    def gone(self, reference: Reference) -> Gone | None:
        questions = self.facts.gone_questions.get(reference.explainer, ())
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

    def is_in_doubt(self, reference: Reference) -> bool:
        home, broken = self.home(reference), self.facts.broken_homes
        may_be_renamed = home in self.facts.gone  # then any of the others may have it as an alias
        return home in broken or (may_be_renamed and any(name in self.facts.found.explainers for name in broken))

    def is_told(self, reference: Reference) -> bool:
        home, facts = self.home(reference), self.facts
        return home in facts.pageless or home in facts.lost or len(facts.renamed.get(home, ())) > 1

    def today(self, reference: Reference) -> str:
        home = self.home(reference)
        return next(iter(self.facts.renamed.get(home, ())), home) + reference.name.removeprefix(home)

    def gone(self, reference: Reference) -> Gone | None:
        home = self.home(reference)
        return Gone("explainer", home, "in its explainer.yml") if home in self.facts.gone else None


class ExplainerNames(NamesWithHome):
    """The explainers of the site."""

    def check(self, reference: Reference) -> None:
        if _is_to_itself(reference):
            title, reading = f"`{reference.name}` is this explainer itself", self.facts.reading(reference)
            reading.problem("refers-to-itself", reading.place_of(reference), reference.path, title)
        super().check(reference)

    def has(self, name: str, explainer: str) -> bool:
        return name in self.facts.found.explainers

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
        self._known: tuple[str | None, Collection[str]] = (None, ())  # for the explainer that was asked for last

    def home(self, reference: Reference) -> str:
        return super().home(reference) if "/" in reference.name else ""

    def has(self, name: str, explainer: str) -> bool:
        home, slash, bare = name.rpartition("/")
        homes = self.facts.terms.get(bare, ())
        return home in homes if slash else explainer in homes or len(homes) == 1

    def known(self, reference: Reference) -> Collection[str]:
        """The concepts of the explainer of the reference, and those of others."""
        if self._known[0] != reference.explainer:
            own, terms = reference.explainer, self.facts.terms
            defined = [(home, name) for home in self.facts.concepts for name in self.facts.placed_concepts(home)]
            plain = (name for home, name in defined if home == own or len(terms[name]) == 1)
            names = dict.fromkeys([*plain, *(f"{home}/{name}" for home, name in defined)])
            self._known = (own, names)
        return self._known[1]

    def is_in_doubt(self, reference: Reference) -> bool:
        home, unsure = self.home(reference), self.facts.unsure_homes
        return home in unsure or super().is_in_doubt(reference) if home else bool(unsure)

    def is_told(self, reference: Reference) -> bool:
        if self.home(reference):
            return super().is_told(reference)
        return any(reference.name in self.facts.concepts[name] for name in self.facts.pageless)

    def title(self, reference: Reference, known: Collection[str]) -> str:
        if self._longer(reference.name):
            return f"Several explainers define `{shown(reference.name)}`; say whose you mean"
        return super().title(reference, known)

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        if longer := self._longer(reference.name):
            return Meant("", f"Write one of: {', '.join(longer)}")
        return super().guess(reference, typed, known)

    def _longer(self, name: str) -> list[str]:
        """The terms that are `name` with their explainer before it."""
        return [f"{home}/{name}" for home in self.facts.terms.get(name, ())]


class TopicNames(Names):
    """The topics of the site."""

    @cached_property
    def _topics(self) -> Collection[str]:
        settings = self.facts.found.settings
        return [topic.id for topic in (settings and settings.topics) or ()]

    def has(self, name: str, explainer: str) -> bool:
        return name in self._topics

    def known(self, reference: Reference) -> Collection[str]:
        return self._topics

    def is_in_doubt(self, reference: Reference) -> bool:
        return _SETTINGS in self.facts.broken

    def guess(self, reference: Reference, typed: str, known: Collection[str]) -> Meant:
        near = super().guess(reference, typed, known).near
        help = lines(choices(known), f"Topics stand in {_SETTINGS}, as `topics`; add it there if it is new.")
        return Meant(near, "" if near else help)


class FileNames(Names):
    """The files of docs that are no pages."""

    def check(self, reference: Reference) -> None:
        if not self.has(reference.name, reference.explainer):
            title, reading = f"There is no file docs/{reference.name}", self.facts.reading(reference)
            reading.problem("no-such-file", reading.place_of(reference), reference.path, title)

    def has(self, name: str, explainer: str) -> bool:
        return name in self.facts.files


class AllNames:
    """The names of all kinds, of all that has been `found`."""

    def __init__(self, found: Found) -> None:
        facts = Facts(found)
        self._kinds = {kind: names(facts) for kind, names in KINDS.items()}

    def check(self, reference: Reference) -> None:
        """Tell what is wrong with the name in `reference`."""
        self._kinds[reference.kind].check(reference)

    def are_there(self, names: Iterable[tuple[str, str]], explainer: str) -> bool:
        """Whether there are all the `names`, each after its kind, as the files of the `explainer` may use them."""
        return all(self._kinds[kind].has(name, explainer) for kind, name in names)


def names_of_others(found: Found) -> list[tuple[str, str]] | None:
    """What one part, which has been read into `found`, refers to and others must have; nothing where a reference is
    wrong by itself."""
    if any(map(_is_to_itself, found.references)):
        return None
    own = AllNames(found)
    names = dict.fromkeys((one.kind, one.name, one.explainer) for one in found.references)
    return [(kind, name) for kind, name, explainer in names if not own.are_there([(kind, name)], explainer)]


def _is_to_itself(reference: Reference) -> bool:
    """Whether content names the explainer that it is of, as if that were another; pages may."""
    return reference.kind == "explainer" and reference.name == reference.explainer and bool(reference.path)


def _tell_renamed(reference: Reference, name: str, place: Span, reading: Reading) -> None:
    fix = Fix(place, name) if place.line == place.end_line else None
    title = f"`{shown(reference.name)}` is now called `{name}`"
    reading.problem("earlier-name", place, reference.path, title, fix=fix)


def _tell_gone(reference: Reference, gone: Gone, place: Span, reading: Reading) -> None:
    """Tell that something had the name when names were last written down; what is like it is something else."""
    title = f"There is no {gone.kind} called `{gone.name}` any more: it was removed or renamed"
    help = f"If you have renamed it, write {gone.where}: aliases: [{gone.name}]. Then this check knows its new name."
    help += "\nIf you have removed it, take this link out, or let it lead elsewhere."
    reading.problem("name-is-gone", place, reference.path, title, help)


KINDS: dict[str, type[Names]] = {
    "source": SourceNames,
    "concept": ConceptNames,
    "section": SectionNames,
    "explainer": ExplainerNames,
    "term": TermNames,
    "topic": TopicNames,
    "file": FileNames,
}
