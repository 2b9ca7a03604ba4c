"""The reference for editors: what it says of a field, whether every field is there, and whether its examples work."""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import pytest
import yaml

import distinguo
from block_examples import DRAWN
from built_site import BuiltSite, Page, find, words
from conftest import SITES
from distinguo.blocks import FILES
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
    named_fields,
    whole_example,
)
from distinguo.model.shapes import About
from distinguo.site.site import CATALOG
from distinguo.text import rich_text
from distinguo.text.nodes import Mapping, read_yaml
from distinguo.text.placements import INLINE
from example_site import SOUND, write_site

# The files that editors write, by `faq` for faq.yml: of two with one name, that of the site.
PATHS = {Path(path).stem.strip("<>"): path for path in [*CATALOG.files][::-1] if "/fingerprints/" not in path}
BY_COMMAND = "fingerprints"  # the one kind of file that no editor writes
PATHS |= {BY_COMMAND: "content/fingerprints/<explainer>.yml"}


@pytest.fixture(scope="module")
def page(built: dict[str, Path]) -> Page:
    return BuiltSite(built["distinguo"]).pages["reference/"]


@pytest.fixture(scope="module")
def by_id(page: Page) -> dict[str, Element]:
    return {element.attrib["id"]: element for element in page.tree.iter() if "id" in element.attrib}


# What it says.


# A field as the page shows it: its name, what it is for, what it takes where it has no fields, and how one types it.
ROWS = """\
site-language
    language required
    The language of the site; the words around your texts are in it.
    A language code such as en.
    language: en
site-colors-primary
    primary required
    The color of the header and of links, dark enough for white text on it.
    A color such as #1d4f5c.
    primary: "#1d4f5c"
site-publisher
    publisher required
    Who publishes the site.
site-logo
    logo required
    The logo in the header, in white or in a light color.
    The path of a file in the folder docs.
    logo: assets/logo.svg
site-report
    report required
    Where readers report a mistake: a mail address or a page.
    A full address that starts with https: or mailto:.
    report: mailto:mistakes@example.org
site-crawlers-training
    training optional
    Those that collect texts to train AI models. false takes the site out of no search.
    true or false.
sources-published-in
    published_in optional
    The journal with volume and pages, or the publisher.
    Markdown of at most 120 words, in one paragraph.
    published_in: "*Academy of Management Review*, 20(3), 709-734"
sources-doi
    doi optional
    The DOI alone, without an address before it.
    A DOI such as 10.1111/peps.12183.
    doi: 10.5465/amr.1995.9508080335
explainer-published
    published required
    The day of first publication.
    A date, year first.
    published: 2026-11-24
explainer-related
    related optional
    The explainers to read next, by the names of their folders.
    A list of at most 6 entries, each the id of an explainer.
    related: [four-stages-of-psychological-safety]
comparison-concepts
    concepts required
    The concepts in the order of the columns, by their ids in definitions.yml.
    A list of 2 to 5 entries, each the id of a concept.
    concepts: [psychological-safety, trust]
comparison-rows
    rows required
    The rows of the table.
    A list of at most 100 entries, each a group of fields.
comparison-rows-cells
    cells required
    One short text for each concept of the table, by the concept's id.
    name: value lines, each value Markdown of at most 30 words, in one paragraph.
    cells:
      psychological-safety: Mostly now and soon.
      trust: It grows over months.
cases-cases-levels
    levels required
    Whether each of the two concepts is high or low in this case, by the concept's id.
    name: value lines, each value one of high, low.
    levels:
      trust: low
      psychological-safety: high
self-check-scale
    scale required
    The frequencies to answer with, lowest first.
    A list of 3 to 7 entries, each a text of at most 24 characters.
    scale: [Never, Rarely, Sometimes, Often, Always]
self-check-revision
    revision required
    A number that goes up when the meaning of a statement or of the scale changes.
    A whole number from 1 to 1000.
    revision: 1
self-check-dimensions-choose-subject-choices-label
    label required
    The answer as readers see it.
    A text of at most 60 characters.
    label: My team lead
faq-questions
    questions required
    The questions, most asked first.
    A list of at most 40 entries, each a group of fields.
faq-questions-question
    question required
    The question as a reader would ask it, with a question mark at its end.
    A text of 8 to 150 characters.
    question: Can one exist without the other?
faq-questions-more
    more optional
    The section that says more, by its id: what stands behind # in its address.
    The id of a section.
    more: section-relate
faq-questions-aliases
    aliases optional
    Earlier ids of the question, so that old links still lead to it.
    A list of at most 20 entries, each an id: lower-case words joined by hyphens.
    aliases: [one-without-the-other]
key-points-points
    points required
    The sentences that a reader should take away.
    A list of 2 to 7 entries, each Markdown of at most 45 words, in one paragraph.
    points:
      - Trust is mostly about a person.
      - Safety is about what a group does.
fingerprints-text
    text optional
    The fingerprint of what its pages say.
    A fingerprint.
    text: 0a1b2c3d4e5f
fingerprints-questionnaires-name
    name required
    Its block type and, where it has one, its id.
    The name of a questionnaire.
    name: self-check
page-short-title
    short_title optional
    Its name in the navigation, where the title is too long for that.
    A text of at most 30 characters.
    short_title: Home
"""


@pytest.mark.parametrize(("anchor", "shown"), re.findall(r"^(\S+)\n((?: {4}.+\n)+)", ROWS, re.MULTILINE))
def test_a_field_is_shown_with_what_it_is_for_what_it_takes_and_how_one_types_it(
    anchor: str, shown: str, by_id: dict[str, Element]
) -> None:
    name, told = by_id[f"field-reference-{anchor}"][:2]
    lines = [words(name), *map(words, find(told, "p")), *("".join(code.itertext()) for code in find(told, "pre"))]

    assert "\n".join(lines) == textwrap.dedent(shown).strip()


@pytest.mark.parametrize(
    ("stem", "purpose", "facts"),
    [
        (
            "faq",
            "Short answers to the questions that readers really ask.",
            ["Where it stands: content/<explainer>/faq.yml", "Placed by: {{ faq() }}"],
        ),
        (
            "sources",
            "A bibliography: each source has an id to cite it by. Pages cite the site's, and those of their explainer.",
            ["Where it stands: content/sources.yml, content/<explainer>/sources.yml"],
        ),
    ],
)
def test_a_file_is_shown_with_its_purpose_its_place_and_what_places_it(
    stem: str, purpose: str, facts: list[str], page: Page
) -> None:
    section = _section(page, stem)

    assert purpose in words(section)
    assert [words(fact) for fact in find(find(section, ".field-reference__facts")[0], "li")] == facts


@pytest.mark.parametrize(
    ("name", "typed", "about", "facts"),
    [
        (
            "faq",
            "{{ faq() }}",
            "Short answers to the questions that readers really ask.",
            "On a page of an explainer. Drawn from: faq.yml",
        ),
        (
            "sources",
            "{{ sources() }}",
            "The list of the sources cited on the page, from the site's sources.yml and that of the explainer.",
            "On any page.",
        ),
        (
            "term",
            '{{ term("trust", "trusting somebody") }}',
            "A link to a definition, which shows the concept's short as well. "
            "A second text gives the link other words.",
            "On any page.",
        ),
    ],
)
def test_a_placement_is_shown_as_typed_with_what_it_draws_and_where(
    name: str, typed: str, about: str, facts: str, by_id: dict[str, Element]
) -> None:
    row = by_id[f"field-reference-placements-{name}"]

    assert [words(part) for part in (row[0], *find(row, "p"))] == [typed, about, facts]


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
        (ListOf(Record(About), most=40), "a list of at most 40 entries, each a group of fields"),
        (TextsBy(Choice("high", "low")), "`name: value` lines, each value one of `high`, `low`"),
    ],
)
def test_a_kind_says_in_words_what_it_takes(kind: Kind, said: str) -> None:
    assert kind.in_words() == said


# Whether all is there that editors use.


@pytest.mark.parametrize("stem", PATHS)
def test_every_field_that_a_site_or_an_example_uses_is_on_the_page(stem: str, by_id: dict[str, Element]) -> None:
    form = {"page": "*.md", BY_COMMAND: "fingerprints/*.yml"}.get(stem, f"{stem}.yml")
    contents = (_content(name, text) for name, text in _texts() if Path(name).match(form))
    fields = {anchor for one in contents for anchor in _used(one, f"field-reference-{stem}", by_id)}

    assert fields
    assert sorted(fields - by_id.keys()) == []


def _texts() -> Iterator[tuple[str, str]]:
    """The files of the sites and of the examples of blocks, each with its name."""
    for path in (path for site in SITES for folder in ("content", "docs") for path in (site / folder).rglob("*.*")):
        if path.suffix in (".md", ".yml"):
            yield f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8")
    for example in DRAWN:
        yield from example.files.items()


def _content(name: str, text: str) -> Any:
    if name.endswith(".md"):
        text = re.match("---\n(.*?)^---\n|", text, re.DOTALL | re.MULTILINE)[1] or "{}"
    return yaml.safe_load(text)


def _used(content: Any, within: str, by_id: dict[str, Element]) -> Iterator[str]:
    """The ids that the page should have for the fields in `content`: not for names that editors choose."""
    if isinstance(content, list):
        for item in content:
            yield from _used(item, within, by_id)
    elif isinstance(content, dict) and not (within in by_id and "name: value" in _row_takes(by_id[within])):
        for name, value in content.items():
            anchor = f"{within}-{name}".replace("_", "-")
            yield anchor
            yield from _used(value, anchor, by_id)


def _row_takes(element: Element) -> str:
    return " ".join(words(line) for line in find(element, ".field-reference__takes"))


def test_every_placement_that_a_site_or_an_example_uses_is_on_the_page(by_id: dict[str, Element]) -> None:
    pages = "".join(text for name, text in _texts() if name.endswith(".md"))
    placed = {name.replace("_", "-") for name in re.findall(r"\{\{ (\w+)\(", pages)}

    assert placed
    assert sorted(name for name in placed if f"field-reference-placements-{name}" not in by_id) == []


# Whether what it shows to be copied works.


def _section(page: Page, stem: str) -> Element:
    (section,) = [one for one in find(page.article, "section") if one[0].attrib.get("id") == f"field-reference-{stem}"]
    return section


def _example(page: Page, stem: str) -> str | None:
    """What the page shows to be copied of a file."""
    shown = ["".join(code.itertext()) for code in find(_section(page, stem), ".field-reference__example")]
    return shown[0] if shown else None


def test_every_file_that_an_editor_writes_has_an_example_to_copy(page: Page) -> None:
    assert [stem for stem in PATHS if _example(page, stem) is None] == [BY_COMMAND]


@pytest.mark.parametrize("stem", [stem for stem in PATHS if stem != BY_COMMAND])
def test_what_it_shows_to_be_copied_is_valid_as_it_stands(stem: str, page: Page, tmp_path: Path) -> None:
    """Beside the other files of a new explainer with every block."""
    copied = _example(page, stem)
    files = starters.files("example", [shape.slug() for shape in FILES.values()], date.today())
    path = PATHS[stem].replace("<explainer>", "example").replace("<page>", "about")
    texts = {"docs/assets/favicon.svg": SOUND["docs/assets/logo.svg"]} | files
    texts[path] = copied + "\n" + ("draft: true\n" if stem == "explainer" else "")

    _, _, problems = distinguo.build(write_site(tmp_path, **texts), "https://examples.example/", drafts=True)

    assert [problem.title for problem in problems if problem.code not in ("uncited-source", "empty-page")] == []


class Documented(NamedTuple):
    """A field of the model: its name in YAML, and what the model says of it."""

    name: str
    field: dataclasses.Field[Any]


def _documented(shape: type) -> Iterator[Documented]:
    for name, field in named_fields(shape).items():
        yield Documented(name, field)
        if inner := _shape_in(field.metadata["kind"]):
            yield from _documented(inner)


def _shape_in(kind: Kind) -> type | None:
    while isinstance(kind, ListOf):
        kind = kind.kind
    return kind.shape if isinstance(kind, Record) else None


FIELDS = {stem: [*_documented(_shape_in(CATALOG.files[path]))] for stem, path in PATHS.items()}
EVERY_FILE = pytest.mark.parametrize("stem", FIELDS)


@EVERY_FILE
def test_every_field_is_explained_in_sentences(stem: str) -> None:
    abouts = [one.field.metadata["about"] for one in FIELDS[stem]]

    assert [one for one in abouts if not one.endswith(".") or rich_text.parse(one, inline=True).faults] == []


@EVERY_FILE
def test_every_field_has_an_example_that_is_valid(stem: str) -> None:
    """But for those whose words or fields show enough."""
    faults = []
    for one in FIELDS[stem]:
        kind, example = one.field.metadata["kind"], one.field.metadata["example"]
        if not (isinstance(kind, Flag) or _shape_in(kind)):
            faults += [(one.name, code) for code in _faults(one, as_typed(one.name, example))]

    assert faults == []


@EVERY_FILE
def test_what_a_message_shows_of_a_missing_field_is_valid(stem: str) -> None:
    """But for the number of entries: one shows how the others look."""
    missing = [one for one in FIELDS[stem] if is_required(one.field)]
    faults = [(one.name, code) for one in missing for code in _faults(one, whole_example(one.name, one.field))]

    assert [fault for fault in faults if fault[1] != "wrong-number"] == []


def _faults(one: Documented, typed: str) -> list[str]:
    """The codes of the errors in a field that is `typed` so."""
    reading = Reading("example.yml", [], [])
    node = read_yaml(f"{typed}\n", reading.file, reading.problems)
    assert isinstance(node, Mapping)
    ((name, value),) = node.entries
    assert name.text == one.name
    one.field.metadata["kind"].read(value, one.name, reading)
    return [problem.code for problem in reading.problems if not problem.is_warning]


@pytest.mark.parametrize("inline", INLINE.values(), ids=INLINE)
def test_the_example_of_a_placement_in_a_sentence_has_as_many_texts_as_it_takes(inline: Any) -> None:
    assert inline.least <= len(re.findall('"[^"]+"', inline.example)) <= inline.most
