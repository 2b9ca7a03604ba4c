"""`distinguo fix`: what it shows, what it writes, and that it writes nothing else."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from distinguo.base.problems import Fix, Problem, Span
from distinguo.editor import cli, fixing
from distinguo.host.program import main
from example_site import write_site

FAQ = "content/example/faq.yml"
TEXT = """\
# a comment
questions:
  - id: one   # another
    qestion: Is left right?
    answer:   Nothing: at all
"""


def problem(line: int, column: int, length: int, text: str, title: str = "Wrong") -> Problem:
    span = Span(line, column, line, column + length)
    return Problem(FAQ, span, title, code="wrong", fix=Fix(span, text))


SPELLING = problem(4, 5, 7, "question", "There is no field called `qestion`")
QUOTES = problem(5, 15, 15, '"Nothing: at all"', "A text containing “: ” needs quotes")
MENDED = TEXT.replace("qestion", "question").replace("Nothing: at all", '"Nothing: at all"')


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_site(tmp_path, **{FAQ: TEXT}))
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the check tell, each time it is asked, the next of several lists of problems, and then the last again."""

    def tell(*rounds: list[Problem]) -> None:
        answers: Iterator[list[Problem]] = iter(rounds)
        last: list[Problem] = []

        def problems(root: Path, commands: object) -> tuple[list[Problem], bool]:
            nonlocal last
            last = next(answers, last)
            return last, not last

        monkeypatch.setattr(cli, "_problems", problems)

    return tell


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# What changes in a file.


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte-order mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("ending", ["", "\n"], ids=["no final line end", "final line end"])
def test_only_the_place_of_the_repair_changes(line_end: str, mark: bytes, ending: str) -> None:
    def as_bytes(text: str) -> bytes:
        return mark + (text.rstrip("\n") + ending).replace("\n", line_end).encode()

    assert fixing.mended(as_bytes(TEXT), [SPELLING.fix, QUOTES.fix]) == as_bytes(MENDED)


def test_columns_count_characters_whatever_bytes_they_take() -> None:
    fix = problem(1, 9, 1, "x").fix

    assert fixing.mended("😀é\u2003a b c: d".encode(), [fix]) == "😀é\u2003a b cx d".encode()


def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(site: Path) -> None:
    path = site / FAQ
    path.chmod(0o640)
    before = sorted(path.parent.iterdir())
    (edit,) = fixing.edits_for([SPELLING], site)

    assert fixing.write(edit) == ""
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(path.parent.iterdir()) == before


def test_a_file_that_was_saved_meanwhile_is_left_alone(site: Path) -> None:
    (edit,) = fixing.edits_for([SPELLING], site)
    (site / FAQ).write_text("answer: other\n", encoding="utf-8")

    assert fixing.write(edit) == "it has been changed meanwhile"
    assert (site / FAQ).read_text(encoding="utf-8") == "answer: other\n"


def test_a_failure_leaves_the_old_file_and_nothing_else(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (edit,) = fixing.edits_for([SPELLING], site)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    assert fixing.write(edit) == "No space left on device"
    assert (site / FAQ).read_text(encoding="utf-8") == TEXT
    assert sorted(path.name for path in (site / FAQ).parent.iterdir()) == ["explainer.yml", "faq.yml"]


# What the command says and does.


def test_it_shows_each_repair_and_changes_nothing_where_nobody_can_say_yes(
    site: Path, told: Callable[..., None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told([QUOTES, SPELLING])
    monkeypatch.setattr("sys.stdin", io.StringIO())

    assert main(["fix"]) == 1
    assert capsys.readouterr().out == (
        "There is no field called `qestion`\n"
        "  at content/example/faq.yml:4:5\n"
        "  -     qestion: Is left right?\n"
        "  +     question: Is left right?\n"
        "\n"
        "A text containing “: ” needs quotes\n"
        "  at content/example/faq.yml:5:15\n"
        "  -     answer:   Nothing: at all\n"
        '  +     answer:   "Nothing: at all"\n'
        "\n"
        "Nothing was changed. To make these 2 changes, run `distinguo fix --apply`.\n"
    )
    assert (site / FAQ).read_text(encoding="utf-8") == TEXT


def test_it_makes_them_and_says_what_is_left(
    site: Path, told: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    told([QUOTES, SPELLING], [Problem(FAQ, Span(3, 5, 3, 6), "Something else is wrong")])

    assert main(["fix", "--apply"]) == 1
    assert (site / FAQ).read_text(encoding="utf-8") == MENDED
    assert "Something else is wrong" in capsys.readouterr().out.partition('+     answer:   "Nothing: at all"')[2]


def test_it_succeeds_where_nothing_is_left(
    site: Path, told: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    told([SPELLING], [])

    assert main(["fix", "--apply"]) == 0
    assert capsys.readouterr().out.endswith(
        "  +     question: Is left right?\n\nChanged content/example/faq.yml.\n\nNo problems.\n"
    )


@pytest.mark.parametrize(("answer", "text"), [("yes\n", MENDED), ("no\n", TEXT), ("\n", TEXT), ("", TEXT)])
def test_at_a_terminal_it_asks(
    answer: str, text: str, site: Path, told: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told([QUOTES, SPELLING], [])
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stdout", said := io.StringIO())

    assert main(["fix"]) == (0 if text == MENDED else 1)
    assert (site / FAQ).read_text(encoding="utf-8") == text
    assert "Make these 2 changes? Type yes or no: " in said.getvalue()


EXPLAINER = "content/example/explainer.yml"
FILES = {EXPLAINER: "title: one\n", FAQ: "title: two\n", "content/site.yml": "title: three\n"}


def name_of(file: str) -> Problem:
    span = Span(1, 1, 1, 6)
    return Problem(file, span, "There is no field called `title`", fix=Fix(span, "name"))


@pytest.mark.parametrize(
    ("answers", "changed", "asked"),
    [
        ("y\nn\ny\n", [EXPLAINER, "content/site.yml"], 3),
        ("n\nn\nyes\n", ["content/site.yml"], 3),
        ("n\na\n", [FAQ, "content/site.yml"], 2),
        ("a\n", [*FILES], 1),
        ("y\nq\n", [EXPLAINER], 2),
        ("q\n", [], 1),
        ("y\n", [EXPLAINER], 2),  # and then the terminal is closed
        ("\nwhat?\nno\n", [], 3),
    ],
)
def test_of_several_files_each_is_asked_for(
    answers: str, changed: list[str], asked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was refused stays as it is, and is not asked for again in the next round."""
    monkeypatch.chdir(write_site(tmp_path, **FILES))

    def problems(root: Path, commands: object) -> tuple[list[Problem], bool]:
        left = [file for file in FILES if (tmp_path / file).read_text(encoding="utf-8").startswith("title")]
        return [name_of(file) for file in left], not left

    monkeypatch.setattr(cli, "_problems", problems)
    monkeypatch.setattr("sys.stdin", Terminal(answers))
    monkeypatch.setattr("sys.stdout", said := io.StringIO())

    assert main(["fix"]) == (0 if len(changed) == 3 else 1)
    for file, text in FILES.items():
        is_changed = (tmp_path / file).read_text(encoding="utf-8") == text.replace("title", "name")
        assert is_changed == (file in changed), file
    choices = "y for yes, n for no, a for yes to all the rest, q for no to all the rest"
    assert said.getvalue().count(f"Make this change? Type {choices}: ") == min(asked, 2)
    assert said.getvalue().count("Make this change? Type yes or no: ") == (asked == 3)
    assert (f"Changed {', '.join(changed)}.\n" if changed else "Nothing was changed.\n") in said.getvalue()


def test_repairs_of_the_same_line_are_made_one_after_the_other(site: Path, told: Callable[..., None]) -> None:
    name = problem(5, 5, 6, "reply")
    told([QUOTES, name], [problem(5, 14, 15, '"Nothing: at all"')], [])

    (edit,) = fixing.edits_for([QUOTES, name], site)
    assert edit.fixes == ((name, name.fix),)
    assert main(["fix", "--apply"]) == 0
    assert (site / FAQ).read_text(encoding="utf-8").endswith('    reply:   "Nothing: at all"\n')


def test_a_repair_that_never_ends_is_given_up(site: Path, told: Callable[..., None]) -> None:
    told([problem(1, 1, 0, "#")])

    assert main(["fix", "--apply"]) == 1


def test_a_file_that_cannot_be_written_is_named(
    site: Path, told: Callable[..., None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told([SPELLING])
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert main(["fix", "--apply"]) == 1
    assert capsys.readouterr().err == "content/example/faq.yml could not be changed: it is write-protected.\n"
    assert (site / FAQ).read_text(encoding="utf-8") == TEXT


def test_a_site_without_mistakes_needs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_site(tmp_path))

    assert main(["fix"]) == 0
    assert capsys.readouterr().out == "No problems.\n"
