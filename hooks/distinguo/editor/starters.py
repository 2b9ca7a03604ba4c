"""Turns the model into the files of a new explainer: a sound draft in which every field says what it is for.

The values are those of `starter.yml` in the folder of each block type; the comments over them come from the model.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ..base.addresses import is_identifier, is_reserved
from ..base.problems import lines, shown, suggestion
from ..blocks import FILES, TYPES
from ..blocks.base import ContentBlock
from ..fields import Kind, ListOf, Record, ReferenceTo, Shape, named_fields, whole_example
from ..model.shapes import About
from ..site import fingerprints
from ..site.samples import ABOUT, PAGE_START
from ..text.nodes import Mapping, Node, read_yaml
from ..text.nodes import Sequence as ListNode
from .schemas import explanation, modeline

USUAL = tuple(block.slug() for block in FILES.values() if block.is_usual)  # where nobody says which

_WIDTH = 110


def refusal(root: Path, name: str, blocks: Sequence[str]) -> str:
    """Why the site in `root` cannot get an explainer of that `name` with these `blocks`; an empty text if it can."""
    known = [block.slug() for block in FILES.values()]
    for block in blocks:
        if block not in known:
            return lines(
                f"There is no block called `{shown(block)}`.",
                suggestion(block, known),
                f"There are: {', '.join(known)}",
            )
    if not is_identifier(name):
        better = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")
        rule = "Use lower-case letters, digits and single hyphens, at most 60 characters"
        example = f", such as {better}" if better else ""
        return f"An explainer cannot be called “{shown(name)}”. {rule}{example}."
    if is_reserved(name) or f"content/{name}" == fingerprints.FOLDER:
        return f"An explainer cannot be called “{name}”: that name is kept for other things. Choose another one."
    for folder in ("content", "docs"):
        taken = next((path.name for path in _inside(root / folder) if path.stem.lower() == name), None)
        if taken:
            return f"There is already a {folder}/{shown(taken)}. Choose another name."
    return ""


def files(name: str, blocks: Sequence[str], today: date) -> dict[str, str]:
    """The texts of the files of a new explainer called `name`, by their paths in the site's folder.

    Where blocks speak of concepts, what defines these joins them.
    """
    types = [block for block in FILES.values() if block.slug() in blocks]
    if any(_refers_to_concepts(Record(block)) for block in types):
        types = [block for block in FILES.values() if block in types or block.defines_terms]
    about = ABOUT.format(today=today, next_year=today + timedelta(days=365))
    texts = {f"content/{name}/explainer.yml": commented(about, About)}
    texts |= {f"content/{name}/{block.file_name()}": commented(block.starter(), block) for block in types}
    whole = {file: f"{modeline(file)}\n{text}" for file, text in texts.items()}
    return whole | {f"docs/{name}/index.md": _page(types)}


def commented(text: str, shape: Shape) -> str:
    """The YAML in `text`, a record of this `shape`, with comments: what each field is for, and which it leaves out.

    Of several records of one shape only the first has comments.
    """
    root = read_yaml(text, "", [])
    above: dict[int, list[str]] = defaultdict(list)
    for line, comment in _comments(root, Record(shape), set(), len(text.splitlines())):
        above[line].append(comment)
    rows = text.splitlines()
    return (
        "\n".join(row for number in range(1, len(rows) + 2) for row in [*above[number], *rows[number - 1 : number]])
        + "\n"
    )


def _comments(
    node: Node | None, kind: Kind, told: set[Shape], last: int, in_list: bool = False
) -> Iterator[tuple[int, str]]:
    """Comments on the fields in `node`, each with the line above which it goes; `node` ends in the line `last`."""
    if isinstance(kind, ListOf) and isinstance(node, ListNode):
        ends = [item.span.line - 1 for item in node.items[1:]] + [last]
        for item, end in zip(node.items, ends, strict=True):
            yield from _comments(item, kind.kind, told, end, in_list=True)
    elif isinstance(kind, Record) and isinstance(node, Mapping) and kind.shape not in told:
        told.add(kind.shape)
        yield from _comments_on_fields(node, kind.shape, told, last, in_list)


def _comments_on_fields(
    node: Mapping, shape: Shape, told: set[Shape], last: int, in_list: bool
) -> Iterator[tuple[int, str]]:
    fields = dict(named_fields(shape))
    indent = " " * (node.entries[0][0].span.column - 1)
    ends = [key.span.line - 1 for key, _ in node.entries[1:]] + [last]
    for number, ((key, value), end) in enumerate(zip(node.entries, ends, strict=True)):
        is_behind_dash = in_list and number == 0  # then the comment goes above the dash
        f = fields.pop(key.text)
        yield key.span.line, _wrapped(explanation(f), indent[:-2] if is_behind_dash else indent)
        yield from _comments(value, f.metadata["kind"], told, end)
    for name, f in fields.items():
        yield last + 1, _wrapped(explanation(f), indent)
        yield last + 1, textwrap.indent("\n".join(_left_out(name, f)), f"{indent}# ")


def _left_out(name: str, f: dataclasses.Field[Any]) -> list[str]:
    """The lines of a field that the starter does not have, with its example."""
    kind = f.metadata["kind"]
    if isinstance(kind, Record):
        inner = (line for part, one in named_fields(kind.shape).items() for line in _left_out(part, one))
        return [f"{name}:", *(f"  {line}" for line in inner)]
    return whole_example(name, f).split("\n")


def _wrapped(text: str, indent: str) -> str:
    prefix = f"{indent}# "
    words = " ".join(text.split())
    return textwrap.fill(words, _WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False)


def _page(types: Sequence[type[ContentBlock]]) -> str:
    """The Markdown page that places a block of each type, below a heading if it does not open the page."""
    opening = [f"{block.placement()}\n" for block in types if block.opens_new_pages]
    sections = [
        f"## {block.name_in_words()} {{#section-{block.slug()}}}\n\n{block.placement()}\n"
        for block in types
        if not block.opens_new_pages
    ]
    closing = [f"{block.placement()}\n" for block in TYPES.values() if block.ends_new_pages]
    return "\n".join([*opening, PAGE_START, *sections, *closing])


def _refers_to_concepts(kind: Kind) -> bool:
    match kind:
        case Record():
            return any(_refers_to_concepts(f.metadata["kind"]) for f in named_fields(kind.shape).values())
        case ListOf():
            return _refers_to_concepts(kind.kind)
    return isinstance(kind, ReferenceTo) and kind.kind == "concept"


def _inside(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())
