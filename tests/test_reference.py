"""The reference for editors has every field that the model reads, says what is true of it, and shows it as typed."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import pytest

import distinguo
from built_site import BuiltSite, Page, find, words
from distinguo.blocks import FILES, TYPES
from distinguo.blocks.base import ContentBlock
from distinguo.editor import starters
from distinguo.fields import (
    Choice,
    Date,
    DocsFile,
    Flag,
    Identifier,
    Kind,
    ListOf,
    Markdown,
    Origin,
    Pattern,
    Reading,
    Record,
    ReferenceTo,
    Text,
    TextsBy,
    WebAddress,
    WholeNumber,
    as_typed,
    is_required,
    whole_example,
)
from distinguo.model.shapes import PageHead
from distinguo.site.site import CONTENT_FILES
from distinguo.text import rich_text
from distinguo.text.nodes import Mapping, read_yaml
from distinguo.text.placements import INLINE
from example_site import SOUND, write_site


class Documented(NamedTuple):
    """A field of the model: the id it should have on the page, its name in YAML, and what the model says of it."""

    anchor: str
    name: str
    owner: type
    field: dataclasses.Field[Any]


def _documented(shape: type, within: str) -> Iterator[Documented]:
    for field in dataclasses.fields(shape):
        if "kind" not in field.metadata:
            continue
        name = field.metadata["key"] or field.name
        anchor = f"{within}-{name}".replace("_", "-")
        yield Documented(anchor, name, shape, field)
        if inner := _records_in(field.metadata["kind"]):
            yield from _documented(inner, anchor)


def _records_in(kind: Kind) -> type | None:
    while isinstance(kind, ListOf):
        kind = kind.kind
    return kind.shape if isinstance(kind, Record) else None


SHAPES = {Path(path).stem: _records_in(kind) for path, kind in CONTENT_FILES.items()} | {"page": PageHead}
FIELDS = [one for stem, shape in SHAPES.items() for one in _documented(shape, f"field-reference-{stem}")]
EVERY_FIELD = pytest.mark.parametrize("documented", FIELDS, ids=lambda one: one.anchor.removeprefix("field-reference-"))


@pytest.fixture(scope="module")
def page(built: dict[str, Path]) -> Page:
    return BuiltSite(built["distinguo"]).pages["reference/"]


@pytest.fixture(scope="module")
def by_id(page: Page) -> dict[str, Element]:
    return {element.attrib["id"]: element for element in page.tree.iter() if "id" in element.attrib}


def test_no_shape_of_the_model_is_left_out() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("distinguo.")]
    classes = {one for module in modules for _, one in inspect.getmembers(module, inspect.isclass)}
    shapes = {
        one
        for one in classes
        if dataclasses.is_dataclass(one) and any("kind" in field.metadata for field in dataclasses.fields(one))
    }

    assert {documented.owner for documented in FIELDS} == shapes - {ContentBlock}


def test_every_file_has_a_part_with_its_purpose(by_id: dict[str, Element], page: Page) -> None:
    shown = words(page.article)
    for path in CONTENT_FILES:
        shape = SHAPES[Path(path).stem]

        assert words(by_id[f"field-reference-{Path(path).stem}"]) == Path(path).name
        assert rich_text.parse(shape.__doc__).plain() in shown
        assert f"Where it stands: {path}" in shown
    for file, shape in FILES.items():
        assert f"content/<explainer>/{file} Placed by: {{{{ {shape.type_name()}() }}}}" in shown


def _example(page: Page, stem: str) -> str | None:
    """What the page shows to be copied of a file."""
    (section,) = [one for one in find(page.article, "section") if one[0].attrib.get("id") == f"field-reference-{stem}"]
    shown = ["".join(code.itertext()) for code in find(section, ".field-reference__example")]
    return shown[0] if shown else None


def test_every_file_that_an_editor_writes_has_an_example_to_copy(page: Page) -> None:
    assert [stem for stem in SHAPES if _example(page, stem) is None] == ["fingerprints"]


@pytest.mark.parametrize("stem", [stem for stem in SHAPES if stem != "fingerprints"])
def test_what_it_shows_to_be_copied_is_valid_as_it_stands(stem: str, page: Page, tmp_path: Path) -> None:
    """Beside the other files of a new explainer with every block."""
    copied = _example(page, stem)
    files = starters.files("example", [shape.slug() for shape in FILES.values()], date.today())
    path = next((path for path in CONTENT_FILES if Path(path).stem == stem), "docs/about.md")
    texts = {"docs/assets/favicon.svg": SOUND["docs/assets/logo.svg"]} | files
    texts |= {path.replace("<explainer>", "example"): copied + "\n" + ("draft: true\n" if stem == "explainer" else "")}

    _, _, problems = distinguo.build(write_site(tmp_path, **texts), "https://examples.example/", drafts=True)

    assert [problem.title for problem in problems if problem.code not in ("uncited-source", "empty-page")] == []


@EVERY_FIELD
def test_every_field_is_on_the_page(documented: Documented, by_id: dict[str, Element]) -> None:
    row = by_id[documented.anchor]
    name, first = row[0], row[1]
    is_required = documented.field.default is dataclasses.MISSING
    about = documented.field.metadata["about"].replace("`", "")
    example = documented.field.metadata["example"]

    assert words(name) == f"{documented.name} {'required' if is_required else 'optional'}"
    assert words(first).startswith(about)
    assert ["".join(code.itertext()) for code in find(first, "pre")] == (
        [as_typed(documented.name, example)] if example else []
    )


@EVERY_FIELD
def test_every_field_without_fields_of_its_own_says_what_it_takes(
    documented: Documented, by_id: dict[str, Element]
) -> None:
    kind = documented.field.metadata["kind"]
    takes = [words(line) for line in find(by_id[documented.anchor][1], ".field-reference__takes")]
    said = kind.in_words()
    sentence = f"{said[0].upper()}{said[1:]}.".replace("`", "")

    assert takes == ([] if isinstance(kind, Record) else [sentence])


@EVERY_FIELD
def test_every_field_is_explained_in_sentences(documented: Documented) -> None:
    about = documented.field.metadata["about"]

    assert about.endswith(".")
    assert rich_text.parse(about, inline=True).faults == ()


@EVERY_FIELD
def test_every_field_that_needs_one_has_an_example_that_is_valid(documented: Documented) -> None:
    kind, example = documented.field.metadata["kind"], documented.field.metadata["example"]
    if isinstance(kind, Flag) or _records_in(kind):
        assert not example
        return
    reading = Reading("example.yml", [], [])

    node = read_yaml(as_typed(documented.name, example) + "\n", reading.file, reading.problems)

    assert isinstance(node, Mapping)
    ((name, value),) = node.entries
    assert name.text == documented.name
    assert kind.read(value, documented.name, reading)
    assert reading.problems == []


REQUIRED = [one for one in FIELDS if is_required(one.field)]


@pytest.mark.parametrize("documented", REQUIRED, ids=lambda one: one.anchor.removeprefix("field-reference-"))
def test_what_a_message_shows_of_a_missing_field_is_valid(documented: Documented) -> None:
    """But for the number of entries: one shows how the others look."""
    reading = Reading("example.yml", [], [])
    node = read_yaml(whole_example(documented.name, documented.field) + "\n", reading.file, reading.problems)

    ((name, value),) = node.entries
    documented.field.metadata["kind"].read(value, documented.name, reading)

    assert name.text == documented.name
    assert {problem.code for problem in reading.problems if not problem.is_warning} <= {"wrong-number"}


def test_every_placement_is_on_the_page_with_what_it_is_for(by_id: dict[str, Element]) -> None:
    abouts = {shape.slug(): (f"{{{{ {name}() }}}}", shape.__doc__) for name, shape in TYPES.items()}
    abouts |= {name: (inline.example, inline.about) for name, inline in INLINE.items()}
    for name, (typed, about) in abouts.items():
        row = by_id[f"field-reference-placements-{name}"]

        assert words(row[0]) == typed
        assert words(row[1]).startswith(about.replace("`", ""))


@pytest.mark.parametrize("inline", INLINE.values(), ids=INLINE)
def test_the_example_of_a_placement_in_a_sentence_has_as_many_texts_as_it_takes(inline: Any) -> None:
    assert inline.least <= len(re.findall('"[^"]+"', inline.example)) <= inline.most


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Text(most=60), "a text of at most 60 characters"),
        (Text(least=50, most=160), "a text of 50 to 160 characters"),
        (Markdown(most_words=90), "Markdown of at most 90 words"),
        (Markdown(inline=True, most_words=30), "Markdown of at most 30 words, in one paragraph"),
        (Identifier(), "an id: lower-case words joined by hyphens"),
        (ReferenceTo("source"), "the id of a source"),
        (ReferenceTo("explainer"), "the id of an explainer"),
        (Date(), "a date, year first"),
        (WholeNumber(least=2, most=100), "a whole number from 2 to 100"),
        (Flag(), "`true` or `false`"),
        (Choice("high", "low"), "one of `high`, `low`"),
        (Pattern("[a-z]", "a letter"), "a letter"),
        (WebAddress(), "a full address that starts with `https:`"),
        (WebAddress(mail=True), "a full address that starts with `https:` or `mailto:`"),
        (Origin(), "the address of a host with nothing behind it, like `https://host.example`"),
        (DocsFile(), "the path of a file in the folder `docs`"),
        (ListOf(Text(most=24), least=3, most=7), "a list of 3 to 7 entries, each a text of at most 24 characters"),
        (ListOf(ReferenceTo("concept"), least=2, most=2), "a list of 2 entries, each the id of a concept"),
        (ListOf(Record(PageHead), most=40), "a list of at most 40 entries, each a group of fields"),
        (TextsBy(Choice("high", "low")), "`name: value` lines, each value one of `high`, `low`"),
    ],
)
def test_a_kind_says_in_words_what_it_takes(kind: Kind, said: str) -> None:
    assert kind.in_words() == said
