"""What new files say until somebody puts words of their own there, and how the check knows it again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..blocks import FILES
from ..text.nodes import Mapping, Node, Scalar, read_yaml
from ..text.nodes import Sequence as ListNode

ABOUT = """\
title: First idea vs. second idea
description: The answer in one sentence. Put your own in place of this one, in 50 to 160 characters.
published: {today}
updated: {today}
next_review: {next_year}
draft: true
"""


PAGE_START = """\
## Put a first heading here {#section-start}

Say what the page is about. Between the blocks you can write as much as you like.
"""


@cache
def sample_texts() -> frozenset[str]:
    """The sentences that new files come with and that nobody means to publish: of five words or more, no questions."""
    texts = [ABOUT, *(block.starter() for block in FILES.values())]
    scalars = [words for text in texts for words in _scalars(read_yaml(text, "", []))]
    prose = [line.removeprefix("## ").partition(" {#")[0] for line in PAGE_START.split("\n")]
    whole = (" ".join(text.split()) for text in [*scalars, *prose])
    return frozenset(text for text in whole if text.count(" ") >= 4 and not text.endswith("?"))


def _scalars(node: Node | None) -> Iterator[str]:
    match node:
        case Mapping():
            yield from (text for _, value in node.entries for text in _scalars(value))
        case ListNode():
            yield from (text for item in node.items for text in _scalars(item))
        case Scalar():
            yield node.text
