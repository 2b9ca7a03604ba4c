"""Checks what only shows when everything has been read: that names lead somewhere and placements place something."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..base.file_endings import IMAGES
from ..base.problems import MOST_TOLD, START_OF_FILE, Fix, Problem, Related, Span, choices, nearest, shown
from ..blocks import FILES, TYPES
from ..blocks.base import Block
from ..fields import Located, Reading, Reference
from ..model.recorded import Fingerprints
from ..model.shapes import Settings, ShareImage, Source
from ..text.placements import INLINE, Placement
from ..text.rich_text import RichText
from . import docs_files
from .file_contents import check_contents
from .fingerprints import gone_names
from .samples import sample_texts
from .share_images import ImageFile, fault_on_pages, read_image
from .site import Explainer, Page
from .titles import MOST_IN_RESULTS


@dataclass
class Found:
    """What has been read, sound or not: checks across files use whatever there is."""

    root: Path
    typed: dict[str, str] = field(default_factory=dict)  # what was read of each file, as it is
    texts: dict[str, str] = field(default_factory=dict)  # what was read of it without hidden characters
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    explainers: dict[str, Explainer] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    pages: dict[str, Page] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # of docs, without leftovers, links and those of drafts
    fingerprints: Fingerprints | None = None
    image_files: dict[str, ImageFile] = field(default_factory=dict)

    def broken(self) -> set[str]:
        """The files with mistakes: what they were to define may be missing, and that is no mistake of others."""
        return {problem.file for problem in self.problems if not problem.is_warning}

    def without_page(self) -> set[str]:
        """The explainers that no page belongs to: nothing of them can be linked to."""
        return {name for name in self.explainers if f"{name}/index.md" not in self.pages}

    def without_explainer(self) -> set[str]:
        """The folders of docs whose first page is written as that of an explainer that is not there."""
        pages = (page for page in self.pages.values() if page.explainer is None and not page.title)
        folders = {page.path.removesuffix("/index.md") for page in pages if page.path.endswith("/index.md")}
        return {folder for folder in folders if "/" not in folder}

    def reading(self, file: str, explainer: str = "") -> Reading:
        """A reading of `file` that adds to what has been found."""
        return Reading(file, self.problems, self.references, explainer, self.texts.get(file, ""))

    def missing(self, file: str, help: str) -> None:
        self.problems.append(Problem(file, START_OF_FILE, "This file is missing", help=help, code="missing-file"))


def check_placements(found: Found) -> None:
    """Every placement is known, stands where it can, and says which block it places."""
    lost = found.without_explainer()
    for page in found.pages.values():
        reading = found.reading(f"docs/{page.path}", page.explainer.id if page.explainer else "")
        is_lost = page.path.partition("/")[0] in lost
        placed: dict[tuple[str, str | None], Span] = {}
        before = len(found.problems)
        for piece in (piece for piece in page.pieces if isinstance(piece, Placement)):
            if len(found.problems) - before >= MOST_TOLD:
                break
            if is_lost and (piece.name == "term" or (piece.name in TYPES and TYPES[piece.name].needs_explainer)):
                continue  # the folder's name is the mistake to mend first
            if piece.name in INLINE:
                _check_inline(piece, reading)
            elif piece.name not in TYPES:
                _tell_unknown_placement(piece, reading)
            elif block := _check_block(piece, page, reading, found):
                key = (piece.name, getattr(block, "id", None))
                if key in placed:
                    related = (Related(placed[key], "first one"),)
                    title = f"{{{{ {piece.name}(…) }}}} places the same block a second time"
                    reading.problem("placed-twice", piece.span, "", title, label="second one", related=related)
                placed.setdefault(key, piece.span)


def check_references(found: Found) -> None:
    """Every name that something refers to exists; where its own file is broken, that has been told there."""
    broken = found.broken()
    names, told = _Names(found), Counter[str]()
    renamed = {(problem.file, problem.span) for problem in found.problems if problem.code == "unknown-name"}
    for reference in found.references:
        file = reference.reading.file
        if reference.reading.explainer and reference.reading.explainer not in found.explainers:
            continue  # its explainer.yml is broken: that is the mistake to mend first
        if (file, reference.span) in renamed or told[file] >= MOST_TOLD:
            continue  # told already, as what it is
        before = len(found.problems)
        if reference.kind == "file":
            _check_file(reference, found)
        else:
            _check_reference(reference, names, broken, found)
        told[file] += len(found.problems) - before


def _check_file(reference: Reference, found: Found) -> None:
    if reference.name not in found.files or reference.name.endswith(".md"):
        title = f"There is no file docs/{reference.name}"
        reference.reading.problem("no-such-file", reference.place, reference.path, title)


def _check_reference(reference: Reference, names: _Names, broken: set[str], found: Found) -> None:
    if reference.kind == "explainer" and reference.name == reference.reading.explainer and reference.path:
        title = f"`{reference.name}` is this explainer itself"
        reference.reading.problem("refers-to-itself", reference.place, reference.path, title)
    known = names.known(reference)
    if reference.name in known or names.homes(reference) & broken or names.is_told(reference):
        return
    name = names.today(reference)
    if name in known:
        fix = Fix(reference.place, name) if reference.place.line == reference.place.end_line else None
        title = f"`{shown(reference.name)}` is now called `{name}`"
        reference.reading.problem("earlier-name", reference.place, reference.path, title, fix=fix)
    elif gone := names.gone(reference):
        _tell_gone(reference, *gone)
    else:
        _tell_unknown(reference, name, known, found)


def check_explainers(found: Found) -> None:
    """Every explainer has a page, in a folder of the same name."""
    missing = sorted(found.without_page())
    first_pages = {f"docs/{folder}/index.md" for folder in found.without_explainer()}
    headless = [one for one in found.problems if one.code == "no-head" and one.file in first_pages]
    if len(missing) == 1 and len(headless) == 1:
        _tell_two_names(missing[0], headless[0], found)
        return
    for name in missing:
        help = f"The explainer content/{name} needs a page that places its blocks."
        help += f"\nIf you have renamed its folder, rename the one in docs to {name} as well."
        found.missing(f"docs/{name}/index.md", help)


def _tell_two_names(name: str, headless: Problem, found: Found) -> None:
    """Tell that an explainer without a page and a first page without an explainer are probably the same."""
    found.problems.remove(headless)
    content, docs = f"content/{name}", headless.file.removesuffix("/index.md")
    title = f"Both folders of an explainer have the same name, and here are {content} and {docs}"
    help = f"Rename one of them. Where the name is a new one, write the earlier one into {content}/explainer.yml: "
    help += "aliases: [earlier-name].\n"
    help += f"If they are no pair, {content} needs a page docs/{name}/index.md, and {headless.file} begins with a "
    help += "line ---, then title: … and description: …, then a line ---."
    found.reading(headless.file).problem("two-names", START_OF_FILE, "", title, help)


def check_aliases(found: Found) -> None:
    """Every earlier name of an explainer or a question leads to it alone, and nothing of today has it."""
    names = {name: f"the folder content/{name}" for name in (*found.explainers, *found.drafts)}
    others = [name for name in _first_steps(found.root / "docs") if name not in {*names, *found.without_explainer()}]
    names |= {name: f"docs/{name}" for name in others}
    _check_aliases([_of_explainer(explainer, found) for explainer in found.explainers.values()], names)
    for explainer in found.explainers.values():
        questions = _of_questions(explainer, found)
        _check_aliases(questions, {question.name: f"the question `{question.name}`" for question in questions})


class _Named(NamedTuple):
    """An explainer or a question: its name of today, its earlier ones, and where they were typed."""

    name: str
    aliases: Sequence[Located]
    reading: Reading
    path: str


def _of_explainer(explainer: Explainer, found: Found) -> _Named:
    reading = found.reading(f"content/{explainer.id}/explainer.yml")
    return _Named(explainer.id, explainer.about.aliases or (), reading, "aliases")


def _of_questions(explainer: Explainer, found: Found) -> list[_Named]:
    named = []
    for block in explainer.blocks_that_keep_names():
        reading = found.reading(f"content/{explainer.id}/{block.slug()}.yml")
        named += [_Named(one.id, one.aliases or (), reading, f"{one.id} › aliases") for one in block.entries()]
    return named


def _check_aliases(all_named: Iterable[_Named], names: dict[str, str]) -> None:
    """Tell which aliases are one of the `names` of today, each with what has it, or stand twice."""
    first: dict[str, tuple[_Named, Located]] = {}
    for named in all_named:
        for alias in named.aliases:
            other, place = first.setdefault(alias, (named, alias))
            related: tuple[Related, ...] = ()
            if alias == named.name:
                title, help = f"`{alias}` is the name of today, and no earlier one", "Leave it out."
            elif alias in names:
                title = f"The earlier name `{alias}` is that of {names[alias]} today"
                help = "An address leads to one place. Leave it out, or give the other another name."
            elif place is not alias:
                title = f"The earlier name `{alias}` is one of `{other.name}`, too"
                help = "An address leads to one place. Leave it out in one of the two."
                related = (Related(place.span, "first one"),) if other.reading.file == named.reading.file else ()
            else:
                continue
            named.reading.problem("taken-alias", alias.span, named.path, title, help, related=related)


def _first_steps(docs: Path) -> list[str]:
    """What the addresses of pages and files in docs begin with, in lower case: the names of folders and pages."""
    names = (path.stem if path.suffix == ".md" else path.name for path in docs.iterdir()) if docs.is_dir() else ()
    return sorted({name.casefold() for name in names})


def check_docs_files(found: Found) -> None:
    """The images for shared links are such as networks show, and all files of docs can be published as they are."""
    told = {image.file for image, reading in _share_images(found) if not _check_image(image, reading, found)}
    _check_shown_images(found)
    docs = found.root / "docs"
    files = {path: docs / path for path in found.files}

    def tell(path: str, fault: docs_files.Told) -> None:
        told.add(path)
        found.reading(f"docs/{path}").problem(fault.code, START_OF_FILE, "", fault.title, fault.help)

    for path in files:
        if fault := docs_files.name_fault(path) or docs_files.address_fault(path):
            tell(path, fault)
    sheets = [page.path for page in found.pages.values() if page.sheet]
    docs_files.check_places([path for path in files if path not in told], sheets, tell)
    for path in (path for path in files if path not in told):
        is_page = path.endswith(".md")
        if fault := docs_files.page_fault(path) if is_page else docs_files.ending_fault(path):
            tell(path, fault)
        elif not is_page:
            check_contents(files[path], path, found.reading(f"docs/{path}"))


def _share_images(found: Found) -> Iterator[tuple[ShareImage, Reading]]:
    """Every image for shared links, with a reading of the file that names it."""
    if found.settings and found.settings.image:
        yield found.settings.image, found.reading("content/site.yml")
    for name, explainer in found.explainers.items():
        if explainer.about.image:
            yield explainer.about.image, found.reading(f"content/{name}/explainer.yml")


def _check_shown_images(found: Found) -> None:
    """The logo and the favicon are images, by their names, and not too large; what is in them is checked as in all
    files of docs."""
    settings = found.settings
    for name, file in (("logo", settings.logo), ("favicon", settings.favicon)) if settings else ():
        ending = PurePosixPath(file).suffix.removeprefix(".")
        if file in found.files and not file.endswith(".md") and ending not in IMAGES:
            title = f"`{name}` should be an image, and browsers show no .{ending} as one"
            help = f"Images end with {', '.join(sorted(IMAGES))}."
            found.reading("content/site.yml").problem("no-image", file.span, name, title, help)
        elif file in found.files and (fault := fault_on_pages(found.root / "docs" / file, f"docs/{file}")):
            found.reading("content/site.yml").problem("unfit-image", file.span, name, *fault)


def _check_image(image: ShareImage, reading: Reading, found: Found) -> bool:
    """Tell what is wrong with an image for shared links; gives whether nothing is."""
    path = found.root / "docs" / image.file
    if not path.is_file() or not path.stat().st_size:
        return True  # told where references, and where files of docs are checked
    read = read_image(path, f"docs/{image.file}")
    if isinstance(read, ImageFile):
        found.image_files[image.file] = read
        return True
    title, help = read
    return bool(reading.problem("unfit-image", image.file.span, "image › file", title, help))


def _tell_gone(reference: Reference, kind: str, name: str, where: str) -> None:
    """Tell that something had this `name` when names were last written down; what is like it is something else."""
    title = f"There is no {kind} called `{name}` any more: it was removed or renamed"
    help = f"If you have renamed it, write {where}: aliases: [{name}]. Then this check knows its new name."
    help += "\nIf you have removed it, take this link out, or let it lead elsewhere."
    reference.reading.problem("name-is-gone", reference.place, reference.path, title, help)


def _tell_unknown(reference: Reference, typed: str, known: Collection[str], found: Found) -> None:
    """Tell a name that leads nowhere; what it was to be is like `typed`: the same with the names of today."""
    name = shown(reference.name)
    title = f"There is no {reference.kind} called `{name}`"
    whole = [name for name in known if name.startswith(("section-", "block-"))]  # not single rows and questions
    section = f"section-{reference.name}"
    alike = [name for name in known if ("/" in name) == ("/" in reference.name)]  # `one` only looks like `one/two`
    near = section if section in known else nearest(typed, alike)
    help = "" if near else choices(whole if reference.kind == "section" else known)
    longer = [name for name in known if name.endswith(f"/{reference.name}")]
    if reference.kind == "source":
        help = "" if near else "Sources stand in content/sources.yml; add it there if it is new."
    elif reference.kind == "explainer" and reference.name in found.drafts:
        near, help = "", "It is a draft, and drafts are left out of the published site."
    elif longer:
        title = f"Several explainers define `{name}`; say whose you mean"
        near, help = "", f"Write one of: {', '.join(longer)}"
    reference.reading.suggest("no-such-name", reference.place, reference.path, title, help, near=near)


def warn_of_bare_home_page(found: Found) -> None:
    """An explainer that the home page does not list is found by search alone."""
    if found.explainers and not any(block.lists_explainers for block in found.pages["index.md"].blocks):
        help = "Write {{ explainers() }} on a line of its own."
        title = "The home page does not list the explainers"
        reading = found.reading("docs/index.md")
        reading.problem("bare-home-page", START_OF_FILE, "", title, help, is_warning=True)


def warn_of_unplaced_blocks(found: Found) -> None:
    """A block that no page places is written in vain."""
    placed = {id(block) for page in found.pages.values() for block in page.blocks}
    for explainer in found.explainers.values():
        for block in (block for blocks in explainer.blocks.values() for block in blocks):
            if id(block) in placed:
                continue
            call = f'{block.type_name()}("{block.id}")' if block.id else f"{block.type_name()}()"
            title = f"No page places the block `{block.id}`" if block.id else "No page places this block"
            help = f"Write {{{{ {call} }}}} on a line of its own in docs/{explainer.id}/index.md."
            reading = found.reading(f"content/{explainer.id}/{block.slug()}.yml")
            span = block.id.span if block.id else START_OF_FILE
            reading.problem("unplaced-block", span, "", title, help, is_warning=True)


def warn_of_sample_texts(found: Found) -> None:
    """What an explainer that is no draft still says in the words that its files came with."""
    samples = sample_texts()
    help = "Put your own words in its place, or write `draft: true` in explainer.yml until you have."
    for name, explainer in found.explainers.items():
        if explainer.about.draft:
            continue
        files = [("explainer", explainer.about)]
        files += [(block.slug(), block) for blocks in explainer.blocks.values() for block in blocks]
        for file, record in files:
            reading = found.reading(f"content/{name}/{file}.yml")
            for text, span in _texts(record):
                if text in samples:
                    title = f"This is still the text that the file came with: “{shown(text)}”"
                    reading.problem("sample-text", span, "", title, help, is_warning=True)
    for page in found.pages.values():
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
    for page in found.pages.values():
        if page.sheet or len(page.title) <= MOST_IN_RESULTS:
            continue
        file = f"content/{page.explainer.id}/explainer.yml" if page.is_first else f"docs/{page.path}"
        title = f"`title` has {len(page.title)} characters; search results show about {MOST_IN_RESULTS}"
        help = "Shorten it, or see that its beginning says what the page is about."
        found.reading(file).problem("long-title", page.title.span, "title", title, help, is_warning=True)


def _check_inline(placement: Placement, reading: Reading) -> None:
    least, most, *_ = INLINE[placement.name]
    if not least <= len(placement.arguments) <= most:
        title = f"{{{{ {placement.name}(…) }}}} takes {least} to {most} texts in quotes, not {len(placement.arguments)}"
        reading.problem("wrong-arguments", placement.span, "", title)
    elif placement.name == "cite":
        for name in placement.arguments:
            reading.refer("source", name, placement.span, "", words=name)
    else:
        reading.refer(placement.name, placement.arguments[0], placement.span, "", words=placement.arguments[0])


def _check_block(placement: Placement, page: Page, reading: Reading, found: Found) -> Block | None:
    shape = TYPES[placement.name]
    call = f"{{{{ {placement.name}() }}}}"
    if placement.crowded:
        title = f"{call} needs an empty line {placement.crowded} it"
        if placement.crowded == "beside":
            title = f"{call} should stand on a line of its own"
        help = "A block has an empty line before and after it, and nothing beside it."
        reading.problem("crowded-block", placement.span, "", title, help)
    if page.explainer is None and shape.needs_explainer:
        help = "Blocks of an explainer go on pages in the folder of its name, such as docs/some-explainer/index.md."
        title = f"{call} cannot be placed here: the page belongs to no explainer"
        return reading.problem("no-explainer-here", placement.span, "", title, help)
    if len(placement.arguments) > shape.most_arguments:
        return reading.problem("wrong-arguments", placement.span, "", f"{call} has too many texts in its brackets")
    if shape.argument_kind:
        for name in placement.arguments:
            reading.refer(shape.argument_kind, name, placement.span, "", words=name)
    block = page.block_at(placement)
    is_left_out = shape.is_optional and placement.name not in page.explainer.blocks
    if block is None and not is_left_out and f"content/{page.explainer.id}/{shape.slug()}.yml" not in found.broken():
        _tell_missing_block(placement, page.explainer, reading)
    return block


def _tell_missing_block(placement: Placement, explainer: Explainer, reading: Reading) -> None:
    file = f"content/{explainer.id}/{TYPES[placement.name].slug()}.yml"
    blocks = explainer.blocks.get(placement.name)
    names = [block.id for block in blocks or () if block.id]
    help, near, span = choices(names), "", placement.span
    if blocks is None:
        title = f"There is no file {file} to draw {placement.name} from"
    elif placement.arguments:
        title = f"{file} has no block called `{placement.arguments[0]}`"
        near = nearest(placement.arguments[0], names)
        span = reading.within(span, placement.arguments[0])
    else:
        title = f"{file} holds several blocks; write which one between the brackets, in quotes"
    reading.suggest("no-such-block", span, "", title, help, near=near)


def _tell_unknown_placement(placement: Placement, reading: Reading) -> None:
    known = [*TYPES, *INLINE]
    title, near = f"There is no placement called `{placement.name}`", nearest(placement.name, known)
    help = "" if near else choices(known, most=len(known))
    reading.suggest("no-such-placement", reading.within(placement.span, placement.name), "", title, help, near=near)


def _by_earlier_name(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Earlier names, each with that of today; with several where several say that they had it, which is a mistake."""
    names: dict[str, set[str]] = defaultdict(set)
    for earlier, name in pairs:
        names[earlier].add(name)
    return names


def _moved_anchors(explainer: Explainer) -> Iterator[tuple[str, str]]:
    """The ids that questions had on their page before, each with that of today."""
    for block in explainer.blocks_that_keep_names():
        for question in block.entries():
            yield from ((old, block.entry_anchor(question)) for old in block.old_anchors(question))


class _Names:
    """The names that references may use, by kind, and the files in which they stand."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._concepts: dict[str, dict[str, str]] = {}  # by explainer, each with the id of its definition on a page
        self._terms_of: dict[str, Collection[str]] = {}  # what has been found for each explainer
        for explainer in found.explainers.values():
            defined = ((block, concept) for block in explainer.all_blocks() for concept in block.defines())
            self._concepts[explainer.id] = {concept.id: block.entry_anchor(concept) for block, concept in defined}
        self._anchors: dict[str, set[str]] = defaultdict(set)
        for page in found.pages.values():
            if page.explainer:
                self._anchors[page.explainer.id] |= page.anchors.keys()
        # A term can be linked to where its definition stands on a page.
        self._terms = [
            (explainer, name)
            for explainer, concepts in self._concepts.items()
            for name, anchor in concepts.items()
            if anchor in self._anchors[explainer]
        ]
        self._times_defined = Counter(name for _, name in self._terms)
        self._pageless, self._lost = found.without_page(), found.without_explainer()
        homes = found.explainers.values()
        self._renamed = _by_earlier_name((alias, home.id) for home in homes for alias in home.about.aliases or ())
        self._renamed_anchors = {home.id: _by_earlier_name(_moved_anchors(home)) for home in homes}
        self._gone, self._gone_questions = gone_names(homes, found.drafts, found.fingerprints)

    def known(self, reference: Reference) -> Collection[str]:
        """All names that would do in place of the one in `reference`."""
        match reference.kind:
            case "source":
                return self._found.sources
            case "explainer":
                return self._found.explainers
            case "concept":
                return self._concepts.get(reference.reading.explainer, ())
            case "section":
                return self._anchors[reference.reading.explainer]
        return self._terms_for(reference.reading.explainer)

    def _terms_for(self, own: str) -> Collection[str]:
        """The concepts of the explainer `own`, and those of others.

        Where two others define the same, the name alone will not do: `explainer-id/concept-id`.
        """
        if own not in self._terms_of:
            plain = [name for home, name in self._terms if home == own or self._times_defined[name] == 1]
            self._terms_of[own] = dict.fromkeys([*plain, *(f"{home}/{name}" for home, name in self._terms)])
        return self._terms_of[own]

    def today(self, reference: Reference) -> str:
        """The name in `reference` as it is today, where what has it was renamed."""
        if reference.kind == "section":
            return next(iter(self._anchors_of_today(reference)), reference.name)
        home = self._explainer_in(reference)
        today = next(iter(self._renamed.get(home, ())), home)
        return today + reference.name.removeprefix(home)

    def gone(self, reference: Reference) -> tuple[str, str, str] | None:
        """What was published under the name in `reference` and is gone: kind, name, and where an alias would stand."""
        if (home := self._explainer_in(reference)) in self._gone:
            return "explainer", home, "in its explainer.yml"
        questions = self._gone_questions.get(reference.reading.explainer, ())
        for type in FILES.values() if reference.kind == "section" else ():
            question = reference.name.removeprefix(f"{type.slug()}-")
            if type.keeps_names and question != reference.name and question in questions:
                return "question", question, f"below it in its {type.slug()}.yml"
        return None

    def is_told(self, reference: Reference) -> bool:
        """Whether the mistake is told elsewhere: an explainer has one folder only, or two have had the same name."""
        home = self._explainer_in(reference)
        match reference.kind:
            case "section":
                return reference.reading.explainer in self._pageless or len(self._anchors_of_today(reference)) > 1
            case "term" if not home:
                return any(reference.name in self._concepts[name] for name in self._pageless)
        return home in self._pageless | self._lost or len(self._renamed.get(home, ())) > 1

    def _anchors_of_today(self, reference: Reference) -> Collection[str]:
        """The ids of the questions that had the id in `reference` before."""
        return self._renamed_anchors.get(reference.reading.explainer, {}).get(reference.name, ())

    @staticmethod
    def _explainer_in(reference: Reference) -> str:
        """The explainer that `reference` names, alone or before a slash; an empty text where it names none."""
        home, slash, _ = reference.name.partition("/")
        return home if reference.kind == "explainer" or (reference.kind == "term" and slash) else ""

    def homes(self, reference: Reference) -> set[str]:
        """The files that may be to blame when the name in `reference` is missing."""
        own = f"content/{reference.reading.explainer}"
        if home := self._explainer_in(reference):
            others = self._found.explainers if home in self._gone else ()  # any of them may have it as an alias
            files = {f"content/{name}/explainer.yml" for name in (home, *others)}
            return files | {f"content/{home}/definitions.yml"} if reference.kind == "term" else files
        match reference.kind:
            case "source":
                return {"content/sources.yml"}
            case "concept":
                return {f"{own}/definitions.yml"}
            case "term":
                return {f"content/{name}/definitions.yml" for name in self._found.explainers}
            case "section" if not reference.name.startswith("section-"):  # an id that comes from a block's file
                return {f"{own}/{file}" for file in FILES}
        return set()
