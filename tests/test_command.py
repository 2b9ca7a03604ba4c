"""The `distinguo` command, as an editor calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from distinguo.cli import main
from example_site import SOUND, write_site


def test_check_says_that_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path))

    assert main(["check"]) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_check_fails_where_there_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **{"content/example/explainer.yml": "title: Left vs. right\n"}))

    assert main(["check"]) == 1
    assert "Error: `description` is missing\n  at content/example/explainer.yml:1:1" in capsys.readouterr().out


def test_check_reports_a_warning_and_does_not_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **{"content/example/key-points.yml": "answer: Yes.\npoints: [One, Two]\n"}))

    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("Warning: No page places this block\n")


def test_a_folder_without_content_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["check"]) == 2
    assert capsys.readouterr().err == "There is no site here: a site's folder holds content/ and docs/.\n"


def test_check_looks_at_drafts_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    about = SOUND["content/example/explainer.yml"]
    draft = {
        "content/draft/explainer.yml": f"{about}draft: true\n",
        "content/draft/key-points.yml": "answer: They differ.\n",
        "docs/draft/index.md": "{{ key_points() }}\n",
    }
    monkeypatch.chdir(write_site(tmp_path, **draft))

    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "Error: `points` is missing\n  at content/draft/key-points.yml:1:1\n  = Add these lines:\n  = points:\n"
        "  =   - Trust is mostly about a person.\n  =   - Safety is about what a group does.\n\n"
        "1 error in 1 file.\n"
    )


def test_readability_tells_the_figures_of_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **{"docs/example/index.md": "Left is a side. Right is one too.\n"}))

    assert main(["readability"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines if line.startswith("docs/example")] == [
        ["docs/example/index.md", "8", "4.0"]
    ]


def test_readability_of_a_site_with_mistakes_is_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **{"content/example/explainer.yml": "title: Left vs. right\n"}))

    assert main(["readability"]) == 1
    assert capsys.readouterr().out.endswith("in 1 file.\n")
