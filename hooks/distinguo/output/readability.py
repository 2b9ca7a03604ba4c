"""Turns the drawn pages of a site into figures of how hard their prose is to read.

The measures are the words in a sentence and the grade of Flesch and Kincaid: the school year whose pupils can
follow a text (Kincaid, J. P., Fishburne, R. P., Rogers, R. L. & Chissom, B. S. 1975. *Derivation of new readability
formulas for Navy enlisted personnel*. Research Branch Report 8-75). The formula was made for English; in another
language its figures compare texts of that language, and are no school years.

A page that explains a long term has to use it, so the grade counts every defined term of more than three syllables,
close forms included, as a word of two ("masked"). The figures of the text in full stand beside it.

Hyphenation alone finds too few syllables: it never parts a single letter from its word (*about*, *idea*). So a word
is broken as a dictionary of hyphenation breaks it, and in each piece the groups of vowels that sound are counted.
In running English that agrees with the CMU Pronouncing Dictionary in 97 of 100 words; the sum is 1 in 100 too low.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyphen

from ..blocks.base import Concept
from ..drawing.drawing import DrawnPage
from ..drawing.reading_time import prose, words
from ..site.site import Page, Site

LONGEST_AVERAGE = 20  # words in a sentence; a text stays below it
HIGHEST_GRADE = 9
SHORTEST_GRADED = 100  # words; in a shorter text a single long word decides the grade

_STAND_IN = "concept"
_LONGEST_UNMASKED = 3  # syllables: a defined term that has more counts as a short word
_ABBREVIATION = re.compile(r"\b(vs|e\.g|i\.e|Dr|Mr|Mrs|Ms|[A-Z]\w+ [A-Z])\.")
_SENTENCE_END = re.compile(r"([.!?]+[\"”’')\]]*)\s+(?=[^\sa-z])")
_SILENT_E = re.compile(r"(?:(?<=[^aeiouyl])e|(?<=[aeiouy]l)e|(?<=[bdfklmnprtvw])es|(?<=th)es|(?<=[^aeiouytd])ed)$")


@dataclass(frozen=True)
class Row:
    """The figures of one text: a page, or an answer on it. `grade` is that of the masked text."""

    place: str
    words: int
    sentences: int
    longest_sentence: int
    grade: float
    grade_in_full: float

    @property
    def average_sentence(self) -> float:
        return self.words / self.sentences

    @property
    def is_too_hard(self) -> bool:
        is_graded = self.words >= SHORTEST_GRADED
        return self.average_sentence >= LONGEST_AVERAGE or (is_graded and self.grade > HIGHEST_GRADE)


def measure(site: Site, pages: dict[str, DrawnPage]) -> list[Row]:
    """A row for each page of `site` that holds prose, and for each answer of its FAQ."""
    language = site.settings.language
    mask = masking([concept.name for concept in _concepts(site)], language)
    rows: list[Row] = []
    for path, page in pages.items():
        if page.is_sheet or page.is_list:
            continue  # it says again what the explainer's page says
        texts = {path: page.html} | {f"{path}#{anchor}": answer for anchor, answer in _read_alone(site.pages[path])}
        rows += (_row(f"docs/{place}", prose(text), mask, language) for place, text in texts.items() if prose(text))
    return rows


def table(rows: Iterable[Row]) -> str:
    """The `rows` in columns, with a mark on each text that is too hard, and the limits below them."""
    lines: list[tuple[str, ...]] = [("", "words", "words a sentence", "longest sentence", "grade", "grade in full", "")]
    for row in rows:
        averages = [f"{figure:.1f}" for figure in (row.average_sentence, row.grade, row.grade_in_full)]
        mark = "too hard" if row.is_too_hard else ""
        lines.append((row.place, str(row.words), averages[0], str(row.longest_sentence), *averages[1:], mark))
    first, *others = (max(map(len, column)) for column in zip(*lines, strict=True))
    text = "".join(
        "  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]).rstrip() + "\n" for line in lines
    )
    return (
        f"{text}\nLimits: fewer than {LONGEST_AVERAGE} words a sentence on average; "
        f"grade {HIGHEST_GRADE}, with the defined terms masked, from {SHORTEST_GRADED} words on."
    )


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, item or cell; a text without a full stop is one, too."""
    lines = _SENTENCE_END.sub(r"\1\n", _ABBREVIATION.sub(r"\1", text)).splitlines()
    return [line for line in lines if words(line)]


def syllables(word: str, language: str) -> int:
    """How many syllables `word` has when it is read aloud. Each digit counts as one: 1918 has four."""
    bare = re.sub(r"['’](?:s|d|m|ll|re|ve)?$", "", word.lower())
    return max(1, sum(_sounded(piece) for piece in re.split(r"[.,-]+", _broken(bare, language))))


def grade_of(word_count: int, sentence_count: int, syllable_count: int) -> float:
    """The grade of Flesch and Kincaid."""
    return 0.39 * word_count / sentence_count + 11.8 * syllable_count / word_count - 15.59


def masking(terms: Iterable[str], language: str) -> Callable[[str], str]:
    """A function that puts a word of two syllables in the place of the long `terms` in a text.

    A close form begins as the term does, each of its words but for the last two letters: *psychologically safe*
    is one of *psychological safety*. Forms of up to three syllables stay as they are.
    """
    patterns = [r"[\s-]+".join(map(_beginning, words(term.replace("-", " ")))) for term in sorted(terms, key=len)]
    if not patterns:
        return str
    pattern = re.compile(rf"\b(?:{'|'.join(reversed(patterns))})\b", re.IGNORECASE)

    def stand_in(found: re.Match[str]) -> str:
        length = sum(syllables(word, language) for word in words(found[0]))
        return _STAND_IN if length > _LONGEST_UNMASKED else found[0]

    return lambda text: pattern.sub(stand_in, text)


def _broken(word: str, language: str) -> str:
    """`word` with hyphens where a line could break; as it is in a language without a dictionary."""
    # British patterns break words by their origin, American ones by their sound.
    name = pyphen.language_fallback("en_US" if language == "en" else language)
    return pyphen.Pyphen(lang=name).inserted(word) if name else word


def _sounded(piece: str) -> int:
    without_accents = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", _SILENT_E.sub("", piece)))
    digits = sum(letter.isdigit() for letter in piece)
    return digits + (len(re.findall("[aeiouy]+", without_accents)) or piece.isalpha())


def _beginning(word: str) -> str:
    return re.escape(word[:-2] if len(word) > 5 else word) + r"\w*"


def _concepts(site: Site) -> Iterator[Concept]:
    for explainer in site.explainers.values():
        for block in explainer.all_blocks():
            yield from block.defines()


def _read_alone(page: Page) -> Iterator[tuple[str, str]]:
    """The texts of a page that many read without the rest: the anchor of each, and its HTML without citations."""
    for block in page.blocks:
        yield from ((anchor, text.html(lambda kind, name: "")) for anchor, text in block.read_alone())


def _row(place: str, texts: list[str], mask: Callable[[str], str], language: str) -> Row:
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    lengths = [len(words(sentence)) for sentence in all_sentences]
    return Row(
        place=place,
        words=sum(lengths),
        sentences=len(lengths),
        longest_sentence=max(lengths),
        grade=_grade([mask(sentence) for sentence in all_sentences], language),
        grade_in_full=_grade(all_sentences, language),
    )


def _grade(all_sentences: list[str], language: str) -> float:
    all_words = [word for sentence in all_sentences for word in words(sentence)]
    return grade_of(len(all_words), len(all_sentences), sum(syllables(word, language) for word in all_words))
