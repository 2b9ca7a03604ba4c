"""The `distinguo` command, as an editor calls it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from conftest import PROJECT
from distinguo.base import own_files
from distinguo.base.problems import Fix, Problem, Related, Span
from distinguo.drawing import tools
from distinguo.editor.machine_reports import github_annotations, github_summary, problems_as_json
from distinguo.host.program import main
from example_site import SOUND, write_site

FAULTY = {"content/example/explainer.yml": "title: Left vs. right\n"}
WARNED = {"content/example/key-points.yml": "answer: Yes.\npoints: [One, Two]\n"}


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
        "Error: `points` is missing\n  at content/draft/key-points.yml:1:1\n  = Add lines such as:\n  = points:\n"
        "  =   - Trust is mostly about a person.\n  =   - Safety is about what a group does.\n"
        "  = The sentences that a reader should take away.\n\n"
        "1 problem in 1 file.\n"
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


# Where the site is.


def test_the_site_is_found_from_a_folder_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path)
    monkeypatch.chdir(tmp_path / "content" / "example")

    assert main(["check"]) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_the_site_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path / "a site", **FAULTY)
    monkeypatch.chdir(tmp_path)

    assert main(["check", "--site", "a site"]) == 1
    assert "\n  at content/example/explainer.yml:1:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("sight", "There is no folder sight.\n"),
        ("empty", "There is no site in empty: a site's folder holds content/ and docs/.\n"),
    ],
)
def test_a_mistyped_site_is_told_in_a_sentence(
    named: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)

    assert main(["check", "--site", named]) == 2
    assert capsys.readouterr().err == says


@pytest.mark.parametrize("target", ["site", "serve", "check"])
def test_make_tells_a_mistyped_site_in_a_sentence(target: str) -> None:
    done = subprocess.run(
        ["make", "--silent", target, "SITE=sight", "--assume-old", ".venv/.ready"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("There is no ")
    assert "cd:" not in done.stderr


@pytest.mark.parametrize(
    "typed",
    ["it's a site", 'quo"te', "-dash", "$(shell touch ran)", "$HOME", "`touch ran`", "a;touch ran", "back\\slash"],
)
def test_make_takes_a_site_as_it_is_typed(typed: str, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/distinguo").symlink_to(Path(sys.executable).parent / "distinguo")
    for name in (".venv/.made", ".venv/.ready", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    write_site(tmp_path / typed)

    done = subprocess.run(
        ["make", "--silent", "check", f"SITE={typed}", "--assume-old", ".venv/.ready"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems.\n", "")
    assert not (tmp_path / "ran").exists()


# The forms of the report.

FULL = Problem(
    "content/a, b/faq.yml",
    Span(3, 5, 3, 12),
    "100% of `x: y` is wrong",
    "questions 1",
    "Write this:\nquestion: …",
    code="unknown-field",
    label="did you mean `question`?",
    related=(Related(Span(1, 1, 1, 4), "first one"),),
    fix=Fix(Span(3, 5, 3, 12), "question"),
)


def _warning(line: int) -> Problem:
    return Problem("content/site.yml", Span(line, 1, line, 2), "Odd", is_warning=True, code="odd")


def test_json_has_everything_that_is_known_of_a_problem() -> None:
    assert json.loads(problems_as_json([_warning(2), FULL])) == {
        "errors": 1,
        "warnings": 1,
        "files": 2,
        "problems": [
            {
                "file": "content/a, b/faq.yml",
                "span": {"line": 3, "column": 5, "end_line": 3, "end_column": 12},
                "severity": "error",
                "code": "unknown-field",
                "title": "100% of `x: y` is wrong",
                "label": "did you mean `question`?",
                "help": "Write this:\nquestion: …",
                "path": "questions 1",
                "related": [{"span": {"line": 1, "column": 1, "end_line": 1, "end_column": 4}, "label": "first one"}],
                "fix": {"span": {"line": 3, "column": 5, "end_line": 3, "end_column": 12}, "text": "question"},
            },
            {
                "file": "content/site.yml",
                "span": {"line": 2, "column": 1, "end_line": 2, "end_column": 2},
                "severity": "warning",
                "code": "odd",
                "title": "Odd",
                "label": "",
                "help": "",
                "path": "",
                "related": [],
                "fix": None,
            },
        ],
    }
    assert problems_as_json([FULL]).isascii()


def test_github_gets_each_problem_on_its_line_with_its_signs_escaped() -> None:
    assert github_annotations([_warning(2), FULL], "a/site") == (
        "::error file=a/site/content/a%2C b/faq.yml,line=3,col=5,endLine=3,endColumn=12,title=unknown-field"
        "::100%25 of `x: y` is wrong. Did you mean `question`?%0AWrite this:%0Aquestion: …\n"
        "::warning file=a/site/content/site.yml,line=2,col=1,endLine=2,endColumn=2,title=odd::Odd"
    )


def test_github_gets_no_columns_of_a_problem_of_several_lines() -> None:
    problem = Problem("content/site.yml", Span(2, 3, 4, 1), "Odd", code="odd")

    assert github_annotations([problem]) == "::error file=content/site.yml,line=2,endLine=4,title=odd::Odd"


@pytest.mark.parametrize(
    ("count", "last"), [(10, "title=odd::Odd"), (11, "title=more-problems::… and 2 more warnings.")]
)
def test_github_gets_no_more_than_it_shows(count: int, last: str) -> None:
    lines = github_annotations([_warning(line) for line in range(1, count + 1)] + [FULL]).splitlines()

    assert len([line for line in lines if line.startswith("::warning ")]) == 10
    assert last in lines[-1]
    assert lines[0].startswith("::error ")


def test_a_summary_shows_the_report_as_it_is() -> None:
    assert github_summary("a ```` b") == "`````text\na ```` b\n`````\n"


def test_check_writes_annotations_and_the_summary_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path / "sites" / "one", **FAULTY)
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.chdir(tmp_path / "sites" / "one")

    assert main(["check", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("line=")[0] for line in lines[:-1]] == [
        "::error file=sites/one/content/example/explainer.yml,"
    ] * (len(lines) - 1)
    assert lines[-1].endswith("in 1 file.")
    assert summary.read_text(encoding="utf-8").startswith("Before.\n```text\nError: ")


def test_check_gives_json_with_the_same_exit_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **FAULTY))

    assert main(["check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["errors"] == len(found["problems"]) > 0
    assert found["problems"][0]["file"] == "content/example/explainer.yml"


def test_strict_lets_warnings_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path, **WARNED))

    assert (main(["check"]), main(["check", "--strict"])) == (0, 1)


# Consoles of all kinds, and an environment without MkDocs.


def _run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = [
        sys.executable,
        "-c",
        "import sys; from distinguo.host.program import main; sys.exit(main())",
        *arguments,
    ]
    return subprocess.run(program, cwd=cwd, env=os.environ | environment, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "utf-8"])
def test_a_console_without_our_signs_gets_plain_ones(encoding: str, tmp_path: Path) -> None:
    write_site(
        tmp_path, **{"content/example/explainer.yml": SOUND["content/example/explainer.yml"] + "draft: “ja”😀\n"}
    )

    done = _run("check", cwd=tmp_path, PYTHONIOENCODING=encoding)

    assert done.returncode == 1
    assert done.stderr == b""
    text = done.stdout.decode(encoding)
    assert "`draft` should be true or false, not" in text
    assert ("“ja”" in text) == (encoding == "utf-8")


def test_nobody_needs_to_read_to_the_end(tmp_path: Path) -> None:
    """As in `distinguo check | head -1`, with more to say than a pipe holds."""
    write_site(
        tmp_path, **{"content/example/faq.yml": "questions:\n" + "  - {id: A, question: B, answer: ''}\n" * 2000}
    )
    program = "import sys; from distinguo.host.program import main; print('ready', flush=True); "
    program += "sys.stdin.read(); sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "check", "--format", "json"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (1, b"")


def test_a_closed_console_changes_no_exit_status(tmp_path: Path) -> None:
    write_site(tmp_path, **FAULTY)
    program = "import sys; sys.stdout = None; from distinguo.host.program import main; sys.exit(main(['check']))"

    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_stream_that_is_closed_is_taken_by_no_file(command: str, closed: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    arguments = [command, "--site", str(tmp_path)]  # from elsewhere: what is read as a stream lies in no folder
    program = f"from distinguo.host.program import main; raise SystemExit(main({arguments}))"

    done = subprocess.run(["sh", "-c", f'"$0" -c "$1" {closed}', sys.executable, program], check=False)

    assert done.returncode == 0
    if command == "publish":
        assert (tmp_path / ".publishing/lock").read_bytes() == b""
        assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--format", "github"],
        ["fix"],
        ["new", "trust"],
        ["schema"],
        ["readability"],
        ["fingerprint"],
        ["clean"],
    ],
    ids=" ".join,
)
def test_no_command_needs_mkdocs(arguments: list[str], tmp_path: Path) -> None:
    write_site(tmp_path)
    program = (
        "import sys\n"
        "class NoMkDocs:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('mkdocs', 'material', 'properdocs'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, NoMkDocs())\n"
        "from distinguo.host.program import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["new", "trust"], ["schema"], ["fingerprint"]], ids=" ".join)
def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "content")

    monkeypatch.setattr(own_files.tempfile, "mkstemp", refuse)

    assert main(arguments) == 1
    assert capsys.readouterr().err == "content cannot be read or written: Permission denied.\n"


@pytest.mark.parametrize(
    ("template", "holds", "told"),
    [
        ("explainers", None, "block type `explainers` cannot be drawn: there is no explainers/template.html."),
        ("handout", None, "sheet `handout` cannot be drawn: there is no handout/template.html."),
        (
            "explainers",
            '{% include "explainers/row.html" %}',
            "block type `explainers` cannot be drawn: explainers/template.html asks for explainers/row.html, "
            "and there is none.",
        ),
        (
            "handout",
            '{% extends "paper.html" %}',
            "sheet `handout` cannot be drawn: handout/template.html asks for paper.html, and there is none.",
        ),
    ],
)
def test_a_template_that_is_not_there_is_told_with_what_needs_it(
    template: str, holds: str | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in tools._FOLDERS:
        shutil.copytree(folder, tmp_path / "templates", dirs_exist_ok=True)
    file = tmp_path / "templates" / template / "template.html"
    file.unlink()
    if holds:
        file.write_text(holds, encoding="utf-8")
    monkeypatch.setattr(tools, "_FOLDERS", [tmp_path / "templates"])
    said = StringIO()
    monkeypatch.setattr(sys, "stderr", said)

    assert main(["check", "--site", str(write_site(tmp_path / "site", **WARNED))]) == 1
    assert said.getvalue() == f"The {told}\n"


# Commands that messages name.


def test_a_message_names_the_command_that_make_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path))

    main(["new", "trust", "--called", 'make {} SITE="a site"'])

    assert capsys.readouterr().out.endswith('then run `make check SITE="a site"`.\n')


@pytest.mark.parametrize(
    ("site", "typed"), [("a site", '"a site"'), ("$(touch ran)", "'$(touch ran)'"), ("a;touch ran", "'a;touch ran'")]
)
def test_without_make_a_message_names_a_command_that_works_as_it_stands(site: str, typed: str, tmp_path: Path) -> None:
    """An editor types what the message says."""
    write_site(tmp_path / site)
    environment = os.environ | {"PATH": os.defpath}
    program = [
        sys.executable,
        "-c",
        f"from distinguo.host.program import main; main(['new', 'trust', '--site', {site!r}])",
    ]
    done = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    named = done.stdout.partition("then run `")[2].partition("`")[0]

    again = subprocess.run(
        named, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert named.endswith(f"distinguo check --site {typed}")
    assert again.stdout == "No problems.\n"
    assert not (tmp_path / "ran").exists()


def test_the_makefile_says_how_to_call_each_command() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")

    assert 'export CALLED := make {}$(if $(filter-out .,$(value SITE)), SITE="$(value SITE)")\n' in text
    for name in ("check", "fix", "new", "fingerprint", "readability", "schema", "clean"):
        assert f"\n{name}: $(READY)" in text
