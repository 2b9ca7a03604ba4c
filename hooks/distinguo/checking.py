"""Checks what only shows when everything has been read: that names lead somewhere and placements place something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from .blocks import FILES, TYPES
from .blocks.base import Block
from .blocks.definitions import concept_anchor
from .fields import Reading, Reference
from .fingerprints import Fingerprints
from .head import MOST_IN_RESULTS
from .model import Explainer, Page, Settings, ShareImage, Source
from .placements import INLINE, Placement
from .problems import START_OF_FILE, Problem, choices, did_you_mean, lines
from .share_images import ImageFile, read_image

# What the site writes by itself, each with what it is made from.
_WRITTEN = {
    "robots.txt": "`crawlers` in content/site.yml says what stands in it.",
    "llms.txt": "It lists every page with its title and description.",
    "_headers": "It holds the policy that browsers get.",
}


@dataclass
class Found:
    """What has been read, sound or not: checks across files use whatever there is."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    settings: Settings | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    explainers: dict[str, Explainer] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    pages: dict[str, Page] = field(default_factory=dict)
    fingerprints: Fingerprints | None = None
    image_files: dict[str, ImageFile] = field(default_factory=dict)

    def broken(self) -> set[str]:
        """The files with mistakes: what they were to define may be missing, and that is no mistake of others."""
        return {problem.file for problem in self.problems if not problem.is_warning}

    def reading(self, file: str, explainer: str = "") -> Reading:
        """A reading of `file` that adds to what has been found."""
        return Reading(file, self.problems, self.references, explainer)

    def missing(self, file: str, help: str) -> None:
        self.problems.append(Problem(file, START_OF_FILE, "This file is missing", help=help))


def check_placements(found: Found) -> None:
    """Every placement is known, stands where it can, and says which block it places."""
    for page in found.pages.values():
        reading = found.reading(f"docs/{page.path}", page.explainer.id if page.explainer else "")
        placed: set[tuple[str, str | None]] = set()
        for piece in (piece for piece in page.pieces if isinstance(piece, Placement)):
            if piece.name in INLINE:
                _check_inline(piece, reading)
            elif piece.name not in TYPES:
                known = [*TYPES, *INLINE]
                help = lines(did_you_mean(piece.name, known), choices(known, most=len(known)))
                reading.problem(piece.span, "", f"There is no placement called `{piece.name}`", help)
            elif block := _check_block(piece, page, reading, found):
                key = (piece.name, getattr(block, "id", None))
                if key in placed:
                    reading.problem(piece.span, "", f"{{{{ {piece.name}(…) }}}} places the same block a second time")
                placed.add(key)


def check_references(found: Found) -> None:
    """Every name that something refers to exists; where its own file is broken, that has been told there."""
    broken = found.broken()
    names = _Names(found)
    for reference in found.references:
        if reference.explainer and reference.explainer not in found.explainers:
            continue  # its explainer.yml is broken: that is the mistake to mend first
        if reference.kind == "file":
            if not (found.root / "docs" / reference.name).is_file():
                title = f"There is no file docs/{reference.name}"
                found.problems.append(Problem(reference.file, reference.span, title, reference.path))
            continue
        if reference.kind == "explainer" and reference.name == reference.explainer and reference.path:
            title = f"`{reference.name}` is this explainer itself"
            found.problems.append(Problem(reference.file, reference.span, title, reference.path))
        known = names.known(reference)
        if reference.name in known or names.homes(reference) & broken:
            continue
        found.problems.append(_unknown(reference, known, found))


def check_explainers(found: Found) -> None:
    """Every explainer has a page."""
    for name in found.explainers:
        if f"{name}/index.md" not in found.pages:
            found.missing(f"docs/{name}/index.md", f"The explainer content/{name} needs a page that places its blocks.")


def check_docs_files(found: Found) -> None:
    """The images for shared links are such as networks show, and docs holds no file that the site writes itself."""
    if found.settings and found.settings.image:
        _check_image(found.settings.image, found.reading("content/site.yml"), found)
    for name, explainer in found.explainers.items():
        if explainer.about.image:
            _check_image(explainer.about.image, found.reading(f"content/{name}/explainer.yml"), found)
    for name, help in _WRITTEN.items():
        if (found.root / "docs" / name).exists():
            title = "The site writes this file by itself"
            found.reading(f"docs/{name}").problem(START_OF_FILE, "", title, f"Take yours away. {help}")


def _check_image(image: ShareImage, reading: Reading, found: Found) -> None:
    path = found.root / "docs" / image.file
    if not path.is_file():
        return  # told where references are checked
    read = read_image(path, f"docs/{image.file}")
    if isinstance(read, ImageFile):
        found.image_files[image.file] = read
    else:
        title, help = read
        reading.problem(image.file.span, "image › file", title, help)


def _unknown(reference: Reference, known: Collection[str], found: Found) -> Problem:
    title = f"There is no {reference.kind} called `{reference.name}`"
    whole = [name for name in known if name.startswith(("section-", "block-"))]  # not single rows and questions
    help = lines(did_you_mean(reference.name, known), choices(whole if reference.kind == "section" else known))
    longer = [name for name in known if name.endswith(f"/{reference.name}")]
    if reference.kind == "source":
        home = "Sources stand in content/sources.yml; add it there if it is new."
        help = lines(did_you_mean(reference.name, known), home)
    elif reference.kind == "explainer" and reference.name in found.drafts:
        help = "It is a draft, and drafts are left out of the published site."
    elif longer:
        title = f"Several explainers define `{reference.name}`; say whose you mean"
        help = f"Write one of: {', '.join(longer)}"
    return Problem(reference.file, reference.span, title, reference.path, help)


def warn_of_bare_home_page(found: Found) -> None:
    """An explainer that the home page does not list is found by search alone."""
    if found.explainers and not any(block.type_name() == "explainers" for block in found.pages["index.md"].blocks):
        help = "Write {{ explainers() }} on a line of its own."
        title = "The home page does not list the explainers"
        found.reading("docs/index.md").problem(START_OF_FILE, "", title, help, is_warning=True)


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
            reading.problem(block.id.span if block.id else START_OF_FILE, "", title, help, is_warning=True)


def warn_of_long_titles(found: Found) -> None:
    """A title that search results cut; a sheet's is shown by none."""
    for page in found.pages.values():
        if page.sheet or len(page.title) <= MOST_IN_RESULTS:
            continue
        file = f"content/{page.explainer.id}/explainer.yml" if page.is_first else f"docs/{page.path}"
        title = f"`title` has {len(page.title)} characters; search results show about {MOST_IN_RESULTS}"
        help = "Shorten it, or see that its beginning says what the page is about."
        found.reading(file).problem(page.title.span, "title", title, help, is_warning=True)


def _check_inline(placement: Placement, reading: Reading) -> None:
    least, most, *_ = INLINE[placement.name]
    if not least <= len(placement.arguments) <= most:
        title = f"{{{{ {placement.name}(…) }}}} takes {least} to {most} texts in quotes, not {len(placement.arguments)}"
        reading.problem(placement.span, "", title)
    elif placement.name == "cite":
        for name in placement.arguments:
            reading.refer("source", name, placement.span, "")
    else:
        reading.refer(placement.name, placement.arguments[0], placement.span, "")


def _check_block(placement: Placement, page: Page, reading: Reading, found: Found) -> Block | None:
    shape = TYPES[placement.name]
    call = f"{{{{ {placement.name}() }}}}"
    if not placement.stands_alone:
        help = "Leave an empty line before and after it, and nothing beside it."
        reading.problem(placement.span, "", f"{call} should stand on a line of its own", help)
    if page.explainer is None and shape.needs_explainer:
        help = "Blocks of an explainer go on pages in the folder of its name, such as docs/some-explainer/index.md."
        title = f"{call} cannot be placed here: the page belongs to no explainer"
        return reading.problem(placement.span, "", title, help)
    if len(placement.arguments) > shape.most_arguments:
        return reading.problem(placement.span, "", f"{call} has too many texts in its brackets")
    if shape.argument_kind:
        for name in placement.arguments:
            reading.refer(shape.argument_kind, name, placement.span, "")
    block = page.block_at(placement)
    is_left_out = shape.is_optional and placement.name not in page.explainer.blocks
    if block is None and not is_left_out and f"content/{page.explainer.id}/{shape.slug()}.yml" not in found.broken():
        _tell_missing_block(placement, page.explainer, reading)
    return block


def _tell_missing_block(placement: Placement, explainer: Explainer, reading: Reading) -> None:
    file = f"content/{explainer.id}/{TYPES[placement.name].slug()}.yml"
    blocks = explainer.blocks.get(placement.name)
    names = [block.id for block in blocks or () if block.id]
    help = choices(names)
    if blocks is None:
        title = f"There is no file {file} to draw {placement.name} from"
    elif placement.arguments:
        title = f"{file} has no block called `{placement.arguments[0]}`"
        help = lines(did_you_mean(placement.arguments[0], names), help)
    else:
        title = f"{file} holds several blocks; write which one between the brackets, in quotes"
    reading.problem(placement.span, "", title, help)


class _Names:
    """The names that references may use, by kind, and the files in which they stand."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._concepts: dict[str, list[str]] = {}
        for explainer in found.explainers.values():
            blocks = explainer.blocks.get("definitions", ())
            self._concepts[explainer.id] = [concept.id for block in blocks for concept in block.entries()]
        self._anchors: dict[str, set[str]] = defaultdict(set)
        for page in found.pages.values():
            if page.explainer:
                self._anchors[page.explainer.id] |= page.anchors.keys()
        # A term can be linked to where its definition stands on a page.
        self._terms = [
            (explainer, name)
            for explainer, names in self._concepts.items()
            for name in names
            if concept_anchor(name) in self._anchors[explainer]
        ]
        self._times_defined = Counter(name for _, name in self._terms)

    def known(self, reference: Reference) -> Collection[str]:
        """All names that would do in place of the one in `reference`."""
        match reference.kind:
            case "source":
                return self._found.sources
            case "explainer":
                return self._found.explainers
            case "concept":
                return self._concepts.get(reference.explainer, [])
            case "section":
                return self._anchors[reference.explainer]
        return self._terms_for(reference.explainer)

    def _terms_for(self, own: str) -> list[str]:
        """The concepts of the explainer `own`, and those of others.

        Where two others define the same, the name alone will not do: `explainer-id/concept-id`.
        """
        plain = [name for home, name in self._terms if home == own or self._times_defined[name] == 1]
        return plain + [f"{home}/{name}" for home, name in self._terms]

    def homes(self, reference: Reference) -> set[str]:
        """The files that may be to blame when the name in `reference` is missing."""
        own = f"content/{reference.explainer}"
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
