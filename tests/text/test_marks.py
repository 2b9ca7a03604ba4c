"""Marks above, below and across letters: as many as a script needs, and not so many that they run over other lines."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from distinguo.base.characters import MOST_MARKS, clean
from distinguo.base.problems import Problem, Span
from distinguo.site.loading import load
from example_site import SOUND, write_site

ABOUT = "content/example/explainer.yml"
ACUTE = "\u0301"
# Words as the scripts that need the most marks have them; the last one is the deepest that Tibetan is known to write.
WRITTEN = {
    "Vietnamese, letter by letter": unicodedata.normalize("NFD", "Người Việt ở Huế"),
    "Hebrew with points": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
    "Hebrew with all that one letter can have": "\u05e9\u05c1\u05bc\u05b8\u05bd\u0591\u05a8",
    "Arabic with vowels": "ٱلْقُرْآنُ ٱلْكَرِيمُ اللّٰهُ",
    "Thai": "ที่นี่ น้ำ ปู่ กิ๊ก",
    "Devanagari": "विश्वास और मनोवैज्ञानिक क्ष्म्य हूँ",
    "Bengali": "বিশ্বাস র্ক্যাঁ",
    "Khmer": "ការទុកចិត្ត ស្ត្រី",
    "Burmese": "ယုံကြည်မှု",
    "Yoruba": "ọ̀rẹ́ ọ̀ṣọ́",
    "the phonetic alphabet": "t̪̰̃ʷ ɔ̝̃ːˑ",
    "emoji": "👩🏽‍🚀 👨‍👩‍👧‍👦 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️ 🇩🇪",
    "Tibetan": "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fbc\u0fbb\u0f82",
}


@pytest.mark.parametrize("words", WRITTEN.values(), ids=WRITTEN)
def test_words_keep_all_the_marks_that_their_script_gives_them(words: str) -> None:
    problems: list[Problem] = []

    assert clean(words, "x.yml", problems) == words
    assert problems == []


@pytest.mark.parametrize("mark", [ACUTE, "\u0336", "\u0489", "\u20dd", "\u0e34", "\u034f", "\u05b4", "\u0330\u0301"])
def test_a_letter_with_more_marks_than_any_script_needs_is_told_once_with_its_place(mark: str) -> None:
    problems: list[Problem] = []

    text = clean(f"One\nWo{mark * 20}rd", "x.yml", problems)

    assert [problem.code for problem in problems] == ["too-many-marks"]
    assert problems[0].span == Span(2, 3, 2, 3 + len(mark * 20))
    assert problems[0].title == f"{len(mark * 20)} marks stand on one letter; the most that any script needs is 6"
    assert text.startswith("One\nWo") and text.endswith("rd") and len(text) <= len("One\nWord") + 10


@pytest.mark.parametrize(("marks", "told"), [(MOST_MARKS, 0), (MOST_MARKS + 1, 1)])
def test_the_limit_is_where_it_is_said_to_be(marks: int, told: int) -> None:
    problems: list[Problem] = []

    clean("e" + ACUTE * marks, "x.yml", problems)

    assert len(problems) == told


def test_a_joiner_between_marks_starts_no_new_letter() -> None:
    problems: list[Problem] = []

    clean("ب" + ("\u0651\u200d" * 9), "x.yml", problems)

    assert [problem.code for problem in problems] == ["too-many-marks"]


STACK = f"Sid{ACUTE * 12}es"
ESCAPES, ENTITIES = "\\u0301" * 12, "&#x301;" * 12
# A file with such a letter, and its text.
TEXTS = {
    "a field": (ABOUT, SOUND[ABOUT].replace("Left vs. right", STACK)),
    "a field with escapes": (ABOUT, SOUND[ABOUT].replace("Left vs. right", f'"Sid{ESCAPES}es"')),
    "a name of a field": (ABOUT, f"{SOUND[ABOUT]}{STACK}: x\n"),
    "a comment": (ABOUT, f"# {STACK}\n{SOUND[ABOUT]}"),
    "a text in Markdown": ("content/example/key-points.yml", f"answer: {STACK}.\npoints: [One., Two.]\n"),
    "a text with entities": ("content/example/key-points.yml", f"answer: Sid{ENTITIES}.\npoints: [One., Two.]\n"),
    "prose": ("docs/example/index.md", f"Words {STACK}.\n"),
    "prose with entities": ("docs/example/index.md", f"Words Sid{ENTITIES}.\n"),
    "prose with both": ("docs/example/index.md", f"Words Sid{ACUTE * 4}{'&#x301;' * 4}.\n"),
    "code": ("docs/example/index.md", f"Words `{STACK}`.\n"),
    "a placement": ("docs/example/index.md", f'Words {{{{ term("left", "{STACK}") }}}}.\n'),
    "the head of a page": ("docs/index.md", SOUND["docs/index.md"].replace("Home of the examples", STACK)),
}


@pytest.mark.parametrize(("file", "text"), TEXTS.values(), ids=TEXTS)
def test_it_is_refused_wherever_it_stands(file: str, text: str, tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{file: text}))

    assert ("too-many-marks", file) in [(problem.code, problem.file) for problem in problems if not problem.is_warning]


@pytest.mark.parametrize("name", [f"docs/{STACK}.md", f"docs/{STACK}/index.md"])
def test_no_page_has_such_a_name(name: str, tmp_path: Path) -> None:
    head = SOUND["docs/index.md"].partition("{{")[0]

    _, problems = load(write_site(tmp_path, **{name: f"{head}Words.\n"}))

    assert "page-name" in {problem.code for problem in problems}


def test_no_explainer_has_such_a_name(tmp_path: Path) -> None:
    _, problems = load(write_site(tmp_path, **{f"content/{STACK}/explainer.yml": SOUND[ABOUT]}))

    assert "folder-name" in {problem.code for problem in problems}


def test_the_marks_that_are_too_many_can_be_taken_away(tmp_path: Path) -> None:
    file, text = TEXTS["a field"]

    _, problems = load(write_site(tmp_path, **{file: text}))
    (problem,) = problems
    mended = "\n".join(problem.fix.applied_to(text.split("\n")))
    _, problems = load(write_site(tmp_path, **{file: mended}))

    assert f"Sid{ACUTE * MOST_MARKS}es" in mended
    assert problems == []
