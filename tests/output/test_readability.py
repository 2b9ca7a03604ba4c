"""How texts are measured: syllables, sentences, what counts as prose, and what the editor's table shows."""

from __future__ import annotations

from pathlib import Path

import pytest

import distinguo
from distinguo.drawing.reading_time import prose, words
from distinguo.output.readability import Row, grade_of, masking, measure, sentences, syllables, table
from example_site import DEFINITIONS, write_site

SYLLABLES = {
    1: "a I cat trust Sam through lives moved asked names smoothed team's",
    2: "safety about even people without being status question themselves sometimes café",
    3: "behavior example deliver performance together organize",
    4: "accuracy definition benevolence environment vulnerable accountable 1918",
    5: "psychological imagination opportunity",
    6: "predictability responsibility",
}
# Two sentences, of four and eight words. Syllables: 1 1 1 1, and 3 1 1 2 2 1 2 2.
PASSAGE = "We read the plan. Nobody asked a question before the meeting ended."

FAQ = """\
questions:
  - id: one
    question: Which side is left?
    answer: The side of the heart. The other side is right.
"""


def measured(folder: Path, **files: str) -> dict[str, Row]:
    """The figures of all texts of a small site with these `files`, by their place."""
    site, pages, problems = distinguo.build(write_site(folder, **files), "https://site.example/")
    assert site, distinguo.report(problems, folder)
    return {row.place: row for row in measure(site, pages)}


@pytest.mark.parametrize(("word", "count"), [(word, n) for n, line in SYLLABLES.items() for word in line.split()])
def test_a_word_has_as_many_syllables_as_it_has_when_it_is_said(word: str, count: int) -> None:
    assert syllables(word, "en") == count


def test_the_grade_is_the_one_worked_out_by_hand() -> None:
    by_hand = 0.39 * 6 + 11.8 * 1.5 - 15.59

    assert grade_of(word_count=12, sentence_count=2, syllable_count=18) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(4.45)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One ends here. Another ends here.", 2),
        ('"Can I rely on you?" That is trust.', 2),
        ('"Can I rely on you?" is the question.', 1),
        ("Timothy R. Clark compares trust vs. safety, e.g. in teams.", 1),
        ("Take scale B. It is precise.", 2),
        ("It weighs 512.04 g. The next weighs 3 g.", 2),
        ("A cell without a full stop", 1),
        ("...", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_says_it_ends(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_word_with_a_hyphen_or_an_apostrophe_is_one_word() -> None:
    assert words("One-to-one talks, 7,763 of them: that's “all”.") == [
        "One-to-one", "talks", "7,763", "of", "them", "that's", "all",
    ]  # fmt: skip


def test_prose_is_what_stands_in_paragraphs_items_and_cells() -> None:
    html = """
      <h2>A heading</h2><p>A <em>short</em> paragraph.<br>Its end.</p><hr>
      <ul><li>An item<p>with a paragraph</p></li></ul>
      <table><caption>A caption</caption><tr><th>A label</th><td>A cell</td></tr></table>
    """

    assert prose(html) == ["A short paragraph.Its end.", "An item", "with a paragraph", "A cell"]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>A heading</h3>",
        "<pre><code>code = here</code></pre>",
        '<ol class="sources"><li>Edmondson, A. (1999)</li></ol>',
        '<ul class="review-note"><li>Published today</li></ul>',
        '<p class="faq__more">More: <a href="#there">there</a></p>',
        "<dl><dt>Definition</dt></dl>",
        "<fieldset><legend>Which side is it?</legend><ul><li>Left</li></ul></fieldset>",
        "<details><summary>Answer</summary></details>",
        '<p class="situation__option">Left</p><p class="situation__others">Why not the others</p>',
        '<p class="situation__more">More: <a href="#there">there</a></p>',
        "<template><p>Choose an answer first.</p></template>",
        "<label><input type=radio> Sometimes</label>",
        "<button>See my result</button>",
        "<p>…</p>",
    ],
)
def test_what_is_no_prose_is_left_out(html: str) -> None:
    assert prose(f"<p>Before.</p>{html}<p>After.</p>") == ["Before.", "After."]


def test_a_citation_within_a_sentence_is_not_read_aloud() -> None:
    assert words(prose('<p>It holds <a class="citation" href="#s">[12]</a>.</p>')[0]) == ["It", "holds"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Psychological safety matters.", "concept matters."),
        ("They felt psychologically safe, or psychologically safer.", "They felt concept, or concept."),
        ("Work-life balance counts, and so does work life balance.", "concept counts, and so does concept."),
        ("Emotional intelligence training", "concept"),
        ("Trust and a safe place", "Trust and a safe place"),
        ("Accuracy is more than one accurate reading.", "concept is more than one accurate reading."),
    ],
)
def test_long_terms_and_their_close_forms_are_masked(text: str, masked: str) -> None:
    terms = ["Trust", "Accuracy", "Psychological safety", "Work-life balance", "Emotional intelligence"]
    mask = masking([*terms, "Emotional intelligence training"], "en")

    assert mask(text) == masked


def test_a_site_without_terms_masks_nothing() -> None:
    assert masking([], "en")("Psychological safety") == "Psychological safety"


def test_a_page_has_the_figures_worked_out_by_hand(tmp_path: Path) -> None:
    page = f"## A heading that nobody counts\n\n{PASSAGE}\n"
    row = measured(tmp_path, **{"docs/example/index.md": page})["docs/example/index.md"]

    assert (row.words, row.sentences, row.longest_sentence, row.average_sentence) == (12, 2, 8, 6)
    assert (row.grade, row.grade_in_full) == (pytest.approx(4.45), pytest.approx(4.45))


def test_only_the_masked_grade_spares_the_terms_a_site_defines(tmp_path: Path) -> None:
    files = {
        "content/example/definitions.yml": DEFINITIONS.replace("name: Left", "name: Accuracy"),
        "docs/example/index.md": f"{PASSAGE} Accuracy is asked.\n",
    }
    row = measured(tmp_path, **files)["docs/example/index.md"]

    assert row.grade == pytest.approx(grade_of(15, 3, 18 + 2 + 2))
    assert row.grade_in_full == pytest.approx(grade_of(15, 3, 18 + 4 + 2))


def test_a_page_is_measured_with_its_blocks_in_place(tmp_path: Path) -> None:
    files = {"content/example/faq.yml": FAQ, "docs/example/index.md": f"{PASSAGE}\n\n{{{{ faq() }}}}\n"}
    row = measured(tmp_path, **files)["docs/example/index.md"]

    assert (row.words, row.sentences) == (12 + 10, 2 + 2)


def test_an_answer_has_figures_of_its_own(tmp_path: Path) -> None:
    files = {"content/example/faq.yml": FAQ, "docs/example/index.md": "{{ faq() }}\n"}
    row = measured(tmp_path, **files)["docs/example/index.md#faq-one"]

    assert (row.words, row.sentences) == (10, 2)


def test_a_page_without_prose_has_no_row(tmp_path: Path) -> None:
    assert "docs/example/index.md" not in measured(tmp_path, **{"docs/example/index.md": "## Only a heading\n"})


@pytest.mark.parametrize(
    ("words", "sentences", "grade", "is_too_hard"),
    [
        (190, 10, 9.0, False),
        (200, 10, 8.0, True),
        (100, 10, 9.1, True),
        (99, 10, 9.1, False),
        (40, 2, 3.0, True),
    ],
)
def test_a_text_is_too_hard_beyond_twenty_words_a_sentence_or_grade_nine(
    words: int, sentences: int, grade: float, is_too_hard: bool
) -> None:
    row = Row("docs/index.md", words, sentences, longest_sentence=30, grade=grade, grade_in_full=12.0)

    assert row.is_too_hard is is_too_hard


def test_the_table_shows_every_text_and_marks_the_hard_ones() -> None:
    rows = [
        Row("docs/index.md", 1900, 100, longest_sentence=31, grade=7.96, grade_in_full=10.25),
        Row("docs/about/index.md#faq-why", 60, 2, longest_sentence=32, grade=14.0, grade_in_full=14.0),
    ]

    assert table(rows).splitlines() == [
        "                             words  words a sentence  longest sentence  grade  grade in full",
        "docs/index.md                 1900              19.0                31    8.0           10.2",
        "docs/about/index.md#faq-why     60              30.0                32   14.0           14.0  too hard",
        "",
        "Limits: fewer than 20 words a sentence on average; grade 9, with the defined terms masked, from 100 words on.",
    ]
