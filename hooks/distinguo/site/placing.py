"""Checks the placements on pages: each is known, stands where it can, and says which block it places."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.problems import MOST_TOLD, Related, Span, choices, nearest
from ..blocks import TYPES
from ..blocks.base import Block, ContentBlock
from ..fields import Reading
from ..text.placements import INLINE, Placement
from .found import Found
from .site import Explainer, Page


def check_placements(pages: Iterable[Page], found: Found) -> None:
    """Every placement on the `pages` is known, stands where it can, and says which block it places."""
    lost = found.without_explainer()
    for page in pages:
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
                key = (piece.name, block.id if isinstance(block, ContentBlock) else None)
                if key in placed:
                    related = (Related(placed[key], "first one"),)
                    title = f"{{{{ {piece.name}(…) }}}} places the same block a second time"
                    reading.problem("placed-twice", piece.span, "", title, label="second one", related=related)
                placed.setdefault(key, piece.span)


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
    call = shape.placement()
    if placement.crowded:
        title = f"{call} needs an empty line {placement.crowded} it"
        if placement.crowded == "beside":
            title = f"{call} should stand on a line of its own"
        help = "A block has an empty line before and after it, and nothing beside it."
        reading.problem("crowded-block", placement.span, "", title, help)
    if page.explainer is None and shape.needs_explainer:
        help = "Blocks of an explainer go on pages in the folder of its name, such as docs/some-explainer/index.md."
        title = f"{call} cannot be placed here: the page belongs to no explainer"
        reading.problem("no-explainer-here", placement.span, "", title, help)
        return None
    if len(placement.arguments) > shape.most_arguments:
        reading.problem("wrong-arguments", placement.span, "", f"{call} has too many texts in its brackets")
        return None
    if shape.argument_kind:
        for name in placement.arguments:
            reading.refer(shape.argument_kind, name, placement.span, "", words=name)
    block = page.block_at(placement)
    if block is None and issubclass(shape, ContentBlock):
        is_left_out = shape.is_optional and placement.name not in page.own.blocks
        if not is_left_out and page.own.file_of(shape) not in found.broken():
            _tell_missing_block(placement, page.own.file_of(shape), page.own, reading)
    return block


def _tell_missing_block(placement: Placement, file: str, explainer: Explainer, reading: Reading) -> None:
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
