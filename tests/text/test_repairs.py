"""One slip of the pen in content that was right: one message, on its line, and its fix gives back what was there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import distinguo
from distinguo.site.found import Found
from distinguo.site.loading import load
from example_site import DEFINITIONS, write_site

URL = "https://examples.example/"
FAQ = """\
questions:
  - id: why-left
    question: Why is left not right?
    answer: >-
      Because the heart is there. It beats
      a little faster.
    more: section-sides
  - id: why-right
    question: Why is right not left?
    answer: |
      Because:

      - it is the other side
      - it has no heart
"""
FILES = {
    "content/example/definitions.yml": DEFINITIONS,
    "content/example/faq.yml": FAQ,
    "docs/example/index.md": "## Sides {#section-sides}\n\n{{ definitions() }}\n\n{{ faq() }}\n",
}


def slips(line: str) -> Iterator[tuple[str, str]]:
    """What an editor may do to a line with a field, each with its name."""
    indent, dash, name, value = re.fullmatch(r"( *)((?:- )?)([a-z_]+):(.*)", line).groups()
    if len(name) > 2:
        yield "a letter left out", f"{indent}{dash}{name[:-1]}:{value}"
    yield "no colon", f"{indent}{dash}{name}{value}"
    if value:
        yield "no space after the colon", f"{indent}{dash}{name}:{value.strip()}"
    if dash:
        yield "no space after the dash", f"{indent}-{name}:{value}"
    if indent:
        yield "one space too few", line[1:]
        yield "one space too many", f" {line}"
        yield "a Tab", re.sub("^ +", lambda spaces: "\t" * (len(spaces[0]) // 2), line)


def _all_slips() -> Iterator[tuple[str, int, str, str]]:
    for file in ("content/example/definitions.yml", "content/example/faq.yml"):
        for number, line in enumerate(FILES[file].splitlines(), 1):
            if re.match(r" *(?:- )?[a-z_]+:", line):
                for name, changed in slips(line):
                    yield file, number, name, changed


@pytest.mark.parametrize(("file", "number", "name", "changed"), [*_all_slips()])
def test_a_slip_is_one_problem_on_its_line_and_its_fix_takes_it_back(
    file: str, number: int, name: str, changed: str, tmp_path: Path
) -> None:
    lines = FILES[file].split("\n")
    slipped = [*lines[: number - 1], changed, *lines[number:]]

    _, problems = load(write_site(tmp_path, **{**FILES, file: "\n".join(slipped)}))

    assert [(problem.file, problem.span.line) for problem in problems] == [(file, number)]
    assert problems[0].fix.applied_to(slipped) == lines


def test_a_repaired_file_is_read_to_its_end(tmp_path: Path) -> None:
    """Mistakes behind one that YAML cannot read are told in the same run."""
    faq = FAQ.replace("Why is left not right?", "*Why* is left not right?").replace("id: why-right", "id: Why right")

    _, problems = load(write_site(tmp_path, **{**FILES, "content/example/faq.yml": faq}))

    assert [problem.code for problem in problems] == ["needs-quotes", "not-an-id"]


def test_what_is_wrong_elsewhere_is_no_reason_to_drop_a_fix(tmp_path: Path) -> None:
    files = {**FILES, "content/example/definitions.yml": DEFINITIONS.replace("  example:", "  exmple:")}
    files["content/example/faq.yml"] = FAQ.replace("section-sides", "section-side")

    _, problems = load(write_site(tmp_path, **files))

    assert [(problem.code, problem.fix is not None) for problem in problems] == [
        ("unknown-field", True),
        ("unknown-field", True),
        ("no-such-name", True),
    ]


def test_a_fix_that_would_bring_another_problem_is_not_offered(tmp_path: Path) -> None:
    """Renamed to the nearest option, it would place the same block twice."""
    files = {**FILES, "docs/example/index.md": f"{FILES['docs/example/index.md']}\n{{{{ fag() }}}}\n"}

    _, problems = load(write_site(tmp_path, **files))

    assert [(problem.label, problem.fix) for problem in problems] == [("did you mean `faq`?", None)]


def test_the_site_is_read_once(tmp_path: Path) -> None:
    """A file that changes while it is checked is still reported as one state of it."""
    site = write_site(tmp_path, **FILES)
    found = Found(site)
    distinguo.site.loading._read_content(found, drafts=True)
    (site / "content/example/faq.yml").write_text("gone", encoding="utf-8")

    assert found.typed["content/example/faq.yml"] == FAQ
