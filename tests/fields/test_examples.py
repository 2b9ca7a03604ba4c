"""What an editor is shown to type where a field has no example of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from distinguo.fields import Flag, ListOf, Record, Text, field, named_fields, whole_example


@dataclass(frozen=True, kw_only=True)
class _Event:
    day: str = field(Text(), "When.", example="today")
    what: str = field(Text(), "What.", example="Rain")


@dataclass(frozen=True, kw_only=True)
class _Diary:
    text: str = field(Text(), "A text.")
    told: bool = field(Flag(), "Yes or no.")
    texts: list[str] = field(ListOf(Text()), "Several texts.")
    event: _Event = field(Record(_Event), "A group.")
    events: list[_Event] = field(ListOf(Record(_Event)), "Several groups.")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("text", "text: …"),
        ("told", "told: true"),
        ("texts", "texts:\n  - …"),
        ("event", "event:\n  day: today\n  what: Rain"),
        ("events", "events:\n  - day: today\n    what: Rain"),
    ],
)
def test_a_field_without_an_example_shows_its_form(name: str, typed: str) -> None:
    fields: Any = named_fields(_Diary)

    assert whole_example(name, fields[name]) == typed
