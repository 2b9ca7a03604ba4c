"""What the texts of our sites keep to: plain to read, in our own words, in one spelling, and nothing unchecked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

import distinguo
from conftest import PROJECT, SITES
from distinguo.output.readability import HIGHEST_GRADE, LONGEST_AVERAGE, Row, measure
from shingles import shingles

OUR_TEXTS = [*(PROJECT / "content").rglob("*.yml"), *(PROJECT / "docs").rglob("*.md")]
ALL_TEXTS = [
    *(PROJECT / "hooks" / "distinguo" / "text" / "languages").glob("*.yml"),
    *(path for site in SITES for path in (site / "content").rglob("*.yml")),
    *(path for site in SITES for path in (site / "docs").rglob("*.md")),
]
INVENTORY_FILE = PROJECT / "tests" / "pages" / "inventory.yml"
INVENTORY = yaml.safe_load(INVENTORY_FILE.read_text(encoding="utf-8"))
SOURCE_SHINGLES = set((PROJECT / "tests" / "pages" / "source-shingles.txt").read_text(encoding="utf-8").split())

# Runs that anyone who writes about the two would write.
COMMON_RUNS = shingles(
    [
        "What is the difference between psychological safety and trust?",
        "how to start building psychological safety in teams",
    ]
)

BRITISH = (
    r"\w*(behaviour|candour|colour|endeavour|favour|flavour|harbour|honour|humour|labour|neighbour|rumour)\w*",
    r"(apolog|author|categor|character|critic|emphas|general|harmon|legitim|marginal|maxim|memor|minim|mobil|normal|"
    r"optim|organ|penal|personal|priorit|random|real|recogn|reorgan|social|special|stabil|standard|stigmat|summar|"
    r"util|visual)is(e|es|ed|er|ers|ing|able|ation|ations)",
    r"(ana|cata|para)lys(e|ed|er|ing)",
    r"(cancel|counsel|fuel|label|level|model|signal|total|travel)(led|ler|lers|ling|lor|lors)",
    r"(acknowledgement|instalment|judgement|enrol(?!l)\w*|fulfil(?!l)\w*|skilful\w*|wilful\w*)s?",
    r"(centi|kilo|milli)?(centre|fibre|litre|metre|theatre)[ds]?",
    r"(ageing|amongst|artefact|cheque|grey|learnt|manoeuvre|maths|practis(e|ed|ing)|programme|storey|towards|whilst)s?",
    r"(defence|licence|offence|pretence|sceptic\w*)s?",
)

# Statements that are wrong, and figures, quotations and DOIs that nobody has checked against their source.
NOT_TO_PRINT = {
    r"31,000|117 samples": "The review by Frazier and others has 136 samples with over 22,000 people.",
    r"Kahn[^.]*shared belief": "The shared belief is Edmondson's, of 1999.",
    r"Edmondson (first )?(coined|invented)": "Rogers, Schein and Bennis, and Kahn came before her.",
    r"1999[^.]*(drug|medication) error": "The study of drug errors is of 1996.",
    r"2006[^.]*(drug|medication) error": "The study of drug errors is of 1996.",
    r"Sinek": "The four stages are Clark's alone.",
    r"\b2\.15\b": "The correlation is -.15: a lost minus sign.",
    r"\b(eight|nine|8|9)[- ]items?\b": "Edmondson's survey has seven items.",
    r"50% fewer|\b(27|40|12)%": "Second-hand modeling, or invented.",
    r"\b85 ?(%|percent)": "It is 34 of 40 people; the share without the number of people says too much.",
    r"3,000 Googlers|300 teams|\+ ?(6|10)%": "Unchecked.",
    r"\balpha\b|\b0?\.82\b|(7|seven)-point": "Unchecked.",
    r"Can I create value|Can I be candid about change": "Quoted from memory.",
    r"Toward a theory of creativity|ISO 45003|Gibson": "Named from memory.",
    r"10\.2307/2666999|10\.5465/(256287|256727|amr\.1998\.926617|amr\.2000\.3707697)": "A DOI from memory.",
    r"10\.1037/0021-9010\.92\.4\.909|10\.1177/0149206312439327|10\.1002/job\.2213": "A DOI from memory.",
    r"10\.1111/1467-6486\.00387|10\.3389/fpsyg\.2020\.01581": "A DOI from memory.",
}


def texts(path: Path, leave_out: tuple[str, ...] = ()) -> list[str]:
    """The texts of a file one by one, as plain words: each YAML value, each paragraph, heading, item and cell."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".yml":
        return [_plain(text) for text in _values(yaml.safe_load(content), leave_out)]
    _, front_matter, body = content.split("---\n", 2) if content.startswith("---\n") else ("", "", content)
    blocks = re.split(r"\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d+\.)[ \t])|\|", body)
    return [_plain(text) for text in [*_values(yaml.safe_load(front_matter), ()), *blocks]]


def _values(node: Any, leave_out: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from () if key in leave_out else _values(value, leave_out)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value, leave_out)
    elif isinstance(node, str):
        yield node


def _plain(markdown: str) -> str:
    without_targets = re.sub(r"\[@[^\]]*\]|\{\{ *cite\(.*?\}\}|\{#.*?\}|\]\([^)]*\)", " ", markdown)
    with_labels = re.sub(r"""\{\{.*?(?:"([^"]*)"|'([^']*)')\) *\}\}""", r"\1\2", without_targets)
    return " ".join(re.sub(r"\{\{.*?\}\}|[*_`#\[]", "", with_labels).split())


def british_words(text: str) -> list[str]:
    return [found[0] for found in re.finditer(rf"\b(?:{'|'.join(BRITISH)})\b", text, re.IGNORECASE)]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    site, pages, problems = distinguo.build(PROJECT, "https://site.example/")
    assert site, distinguo.report(problems, PROJECT)
    return measure(site, pages)


@pytest.fixture(scope="module")
def our_words() -> str:
    return "\n".join(text for path in OUR_TEXTS for text in texts(path))


def test_every_page_is_measured(rows: list[Row]) -> None:
    pages = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs").rglob("*.md")}

    assert {row.place for row in rows if "#" not in row.place} == pages


def test_every_page_reads_at_grade_nine_or_below(rows: list[Row]) -> None:
    pages = [row for row in rows if "#" not in row.place]

    assert [row for row in pages if row.grade > HIGHEST_GRADE] == []


def test_the_average_sentence_of_every_text_is_below_twenty_words(rows: list[Row]) -> None:
    assert [row for row in rows if row.average_sentence >= LONGEST_AVERAGE] == []


def test_every_answer_in_a_faq_has_sixty_words_at_most(built: dict[str, Path]) -> None:
    pages = [page for folder in built.values() for page in folder.rglob("*.html")]
    answers = [answer for page in pages for answer in _faq_answers(page.read_text(encoding="utf-8"))]

    assert answers
    assert [answer for answer in answers if len(answer.split()) > 60] == []


def _faq_answers(html: str) -> Iterator[str]:
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter("div"):
        if element.get("class") == "faq__answer":
            yield re.sub(r"\[\d+\]", "", " ".join(element.itertext()))


@pytest.mark.parametrize("path", ALL_TEXTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_text_is_in_american_spelling(path: Path) -> None:
    names_of_works = ("title", "published_in") if path.name == "sources.yml" else ()

    assert british_words("\n".join(texts(path, names_of_works))) == []


def test_the_list_of_british_forms_tells_them_from_look_alikes() -> None:
    british = "behaviour centre emphasise judgement labelled modelling organisation practising towards whilst"
    american = "analyses behavior catalysis emphasis exercise fulfill level organism practice program promise realist"

    assert british_words(f"{british} {american}") == british.split()


@pytest.mark.parametrize("path", [*OUR_TEXTS, INVENTORY_FILE], ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_run_of_eight_words_comes_from_the_source_article(path: Path) -> None:
    copied = {key: run for key, run in shingles(texts(path)).items() if key in SOURCE_SHINGLES - COMMON_RUNS.keys()}

    assert list(copied.values()) == []


def test_of_the_article_only_the_hashes_of_its_runs_are_kept() -> None:
    lines = (PROJECT / "tests" / "pages" / "source-shingles.txt").read_text(encoding="utf-8").splitlines()

    assert len(lines) > 600
    assert [line for line in lines if not re.fullmatch("[0-9a-f]{16}", line)] == []


def test_a_copied_run_would_be_found_whatever_marks_stand_in_it(tmp_path: Path) -> None:
    article = shingles(["The old mill’s wheel turned, day after day, in cold clear water."])
    page = tmp_path / "page.md"
    page.write_text(
        """The *Old* {{ term("mill", "mill's") }} wheel [turned](https://a.example/b) day {{ cite("x") }} after
        day, in **cold** and so on.""",
        encoding="utf-8",
    )

    assert [run for key, run in shingles(texts(page)).items() if key in article] == [
        "the old mill's wheel turned day after day",
        "old mill's wheel turned day after day in",
        "mill's wheel turned day after day in cold",
    ]


def test_a_run_across_two_paragraphs_items_or_cells_is_no_copy(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("One two three four.\n\n- five six\n- seven\n\n| eight | nine |\n", encoding="utf-8")

    assert texts(page) == ["One two three four.", "- five six", "- seven", "", "eight", "nine", ""]
    assert shingles(texts(page)) == {}


@pytest.mark.parametrize(("pattern", "reason"), NOT_TO_PRINT.items())
def test_nothing_wrong_or_unchecked_is_printed(pattern: str, reason: str) -> None:
    found = [path.name for path in OUR_TEXTS for text in texts(path) if re.search(pattern, text, re.IGNORECASE)]

    assert found == [], reason


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.relative_to(PROJECT).as_posix())
def test_every_source_is_cited_and_nothing_else_is_wrong(site: Path) -> None:
    _, _, problems = distinguo.build(site, "https://site.example/")

    assert distinguo.report(problems, site) == "No problems."


def test_the_inventory_has_each_of_the_articles_points_once() -> None:
    assert [row["id"] for row in INVENTORY] == [f"I-{number:02}" for number in range(1, 85)]


def test_each_point_is_carried_or_corrected() -> None:
    assert {row["how"] for row in INVENTORY} == {"carried", "corrected"}


@pytest.mark.parametrize("row", INVENTORY, ids=lambda row: row["id"])
def test_each_point_of_the_article_stands_where_the_inventory_says(row: dict[str, Any]) -> None:
    carried = "\n".join(texts(PROJECT / row["where"]))

    assert row["terms"]
    assert [term for term in row["terms"] if not re.search(term, carried, re.IGNORECASE)] == [], row["what"]


@pytest.mark.parametrize("row", [row for row in INVENTORY if "never" in row], ids=lambda row: row["id"])
def test_what_research_does_not_bear_out_is_not_said(row: dict[str, Any], our_words: str) -> None:
    assert row["how"] == "corrected"
    assert [term for term in row["never"] if re.search(term, our_words, re.IGNORECASE)] == [], row["what"]
