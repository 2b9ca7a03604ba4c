"""What a node needs, as the code that writes the markup has it, and as the check of what was built has it."""

from __future__ import annotations

import pytest

from distinguo.blocks.graph_nodes import complete
from distinguo.verify.vocabulary import REQUIRED, TYPES

_OTHERS = ("description", "position")  # which the code that writes asks for as well, of some types
_NEVER_WRITTEN = ("ItemList",)  # it stands for the lists that others write


@pytest.mark.parametrize(
    ("type_name", "fact"), [(type_name, fact) for type_name, facts in REQUIRED.items() for fact in facts]
)
def test_what_the_check_would_miss_in_a_node_is_no_node_that_is_written(type_name: str, fact: str) -> None:
    whole = {"@id": "#a", "@type": type_name} | dict.fromkeys((*REQUIRED[type_name], *_OTHERS), "x")
    lacking = {name: value for name, value in whole.items() if name != fact}

    assert complete([whole]) == [whole]
    assert type_name in _NEVER_WRITTEN or not complete([lacking])


@pytest.mark.parametrize(("type_name", "facts"), REQUIRED.items())
def test_what_a_type_needs_is_in_the_vocabulary(type_name: str, facts: tuple[str, ...]) -> None:
    assert {*facts} <= TYPES[type_name].keys()
