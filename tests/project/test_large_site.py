"""The large sites on which the cost of many explainers is measured."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from distinguo.host.program import main
from large_site import PROFILES, made_up, write_large_site

COPIES = 3


@pytest.fixture(scope="module", params=PROFILES)
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of each kind, with fingerprints."""
    site = tmp_path_factory.mktemp(request.param) / "site"
    write_large_site(site, request.param, COPIES)
    assert main(["fingerprint", "--site", str(site)]) == 0
    return site


def test_a_large_site_has_no_problem(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--site", str(large)])
    assert capsys.readouterr().out == "No problems.\n"


def test_each_copy_is_an_explainer_of_the_site(large: Path) -> None:
    assert len(list(large.glob("content/*-vs-*/explainer.yml"))) == COPIES


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_call_writes_the_same_bytes(profile: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_large_site(tmp_path / name, profile, COPIES)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "other")


@pytest.mark.parametrize("profile", PROFILES)
def test_more_copies_change_none_of_the_first(profile: str, tmp_path: Path) -> None:
    for name, copies in (("few", 10), ("many", 11)):
        write_large_site(tmp_path / name, profile, copies)
    few, many = _bytes(tmp_path / "few"), _bytes(tmp_path / "many")
    assert few.items() < many.items()


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("explainer.yml", ["title"]),
        ("explainer.yml", ["description"]),
        ("faq.yml", ["questions", "question"]),
        ("faq.yml", ["questions", "answer"]),
        ("definitions.yml", ["concepts", "id"]),
        ("definitions.yml", ["concepts", "name"]),
        ("sources.yml", ["id"]),
        ("sources.yml", ["title"]),
    ],
)
def test_no_two_explainers_say_the_same_in(file: str, path: list[str], large: Path) -> None:
    files = [yaml.safe_load(one.read_bytes()) for one in large.glob(f"content/*/{file}")]
    texts = [text for one in files for text in set(_found(one, path))]
    assert len(texts) >= COPIES - 1
    assert len(set(texts)) == len(texts)


def test_a_hundred_thousand_words_can_be_made_up() -> None:
    assert len({made_up(number) for number in range(100_000)}) == 100_000


def _bytes(site: Path) -> dict[str, bytes]:
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def _found(value: object, path: list[str]) -> list[str]:
    """The texts at a path of fields, through all lists on its way."""
    if isinstance(value, list):
        return [text for one in value for text in _found(one, path)]
    return _found(value[path[0]], path[1:]) if path else [value]
