"""What an editor reads when something is wrong: every case in mistakes.yml, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import distinguo
from example_site import write_site

CASES = yaml.safe_load((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_report_says(case: dict[str, Any], tmp_path: Path) -> None:
    _, _, problems = distinguo.build(write_site(tmp_path, **case["files"]), "https://examples.example/")

    assert distinguo.report(problems) == case["report"].strip()


def test_a_file_in_another_encoding_is_refused_at_its_first_strange_letter(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_bytes("title: x\ndescription: Café".encode("cp1252"))

    _, _, problems = distinguo.build(tmp_path, "https://examples.example/")

    assert "This file is not saved as UTF-8\n  at content/example/explainer.yml:2:17" in distinguo.report(problems)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_text("x" * 300_000, encoding="utf-8")

    _, _, problems = distinguo.build(tmp_path, "https://examples.example/")

    assert "This file has 300000 bytes; the limit is 262144" in distinguo.report(problems)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("answer: secret\n", encoding="utf-8")
    site = write_site(tmp_path / "site")
    (site / "content" / "example" / "key-points.yml").symlink_to(secret)

    _, _, problems = distinguo.build(site, "https://examples.example/")

    assert "Symbolic links are not allowed in content\n  at content/example/key-points.yml:1:1" in distinguo.report(
        problems
    )


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    path = write_site(tmp_path) / "content" / "example" / "explainer.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    _, _, problems = distinguo.build(tmp_path, "https://examples.example/")

    assert problems == []
