"""Paths, nodes and limits → the words for them in a sentence to an editor."""

from __future__ import annotations

from ..text.nodes import Mapping, Node, Scalar, Sequence


def subject(path: str) -> str:
    """What a sentence about the value at `path` begins with: the name of its field."""
    return f"`{path.rpartition(' › ')[2]}`" if path else "This file"


def form(node: Node) -> str:
    """What an editor has typed, to say that it is not what was wanted."""
    return {Scalar: "a text", Sequence: "a list", Mapping: "a group of fields"}[type(node)]


def within(least: int, most: int) -> str:
    """How many there may be."""
    return f"at most {most}" if least <= 1 else f"{least} to {most}"


def with_article(noun: str) -> str:
    """The `noun` with `a` or `an` before it."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
