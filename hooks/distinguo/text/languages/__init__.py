"""The words that templates put on the page: one file per language, chosen by the site's `language`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from ...base.problems import Problem
from ..nodes import Mapping, Scalar, read_yaml

FOLDER = Path(__file__).parent


def available() -> list[str]:
    """The codes of the languages that have a file."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def words(language: str) -> dict[str, str]:
    """The words of `language`, by the names that templates use. A faulty file is a `ValueError`."""
    return _words_of(FOLDER / f"{language}.yml")


@lru_cache
def _words_of(path: Path) -> dict[str, str]:
    problems: list[Problem] = []
    root = read_yaml(path.read_text(encoding="utf-8"), path.name, problems)
    if problems or not isinstance(root, Mapping):
        raise ValueError("\n".join(map(str, problems)) or f"{path.name} should be a group of fields")
    return {key.text: value.text for key, value in root.entries if isinstance(value, Scalar)}


def long_date(day: date, words: dict[str, str]) -> str:
    """`day` as the language writes it in full: November 24, 2026."""
    return words["date"].format(day=day.day, month=words["months"].split()[day.month - 1], year=day.year)
