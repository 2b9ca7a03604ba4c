"""What is said to a terminal or a log: characters that show, line ends that are ours, and names in whatever locale."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from conftest import PROJECT, mkdocs_environment, run_python
from distinguo.base.problems import Fix, Problem, Related, Span, in_encoding, printable, report, shown
from distinguo.editor.machine_reports import github_annotations
from distinguo.host.program import main
from example_site import SOUND, write_site
from previewed import previewed, site_to_edit

# What does something else to a terminal than to show, what turns the order of characters round, what ends a line for
# some program, and what no encoding has. All of ASCII's and Latin-1's controls but the line end, which may be ours.
ACTING = [*map(chr, [*range(10), *range(11, 32), *range(127, 160)])]
ACTING += [*"\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"]
ACTING += ["\ud800", "\udce9", "\U000e0041"]
COMMANDS = ["::error::x", "  ::error::x", "\t::stop-commands::x", "##[error]x", "a ##[group]b", "##vso[task.x a]b"]
_ACTING = re.compile(f"[{re.escape(''.join(ACTING))}]")
_COMMAND = re.compile(r"^\s*::|##[a-z]*\[[a-z.-]+[ \]]", re.MULTILINE)
BYTES = [  # of names of files, as Linux has them
    b"caf\xe9", "café".encode(), b"a\n::error::x", b"a\r::error::x", b"\x1b[31ma", "a\u202eb".encode(),
    "a\u2028::error::b".encode(), b"::error::x", b"##[error]x", "a\x85b".encode(), "\u200b".encode(), b"a:b,c%d",
]  # fmt: skip
PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
CAFE = "---\ntitle: Café\ndescription: Ein Café, an dessen Seite alles hängt, “die” Größe, das Maß, der Spaß.\n---\n"
HOME = SOUND["docs/index.md"] + "\n[Café](café.md)\n"


def is_plain(text: str) -> bool:
    return not _ACTING.search(text) and not _COMMAND.search(text)


@pytest.mark.parametrize("character", ACTING, ids=ascii)
def test_a_character_that_acts_is_a_sign_for_itself(character: str) -> None:
    assert printable(f"a{character}b\nc") in (f"a‹U+{ord(character):04X}›b\nc", "a→b\nc")
    assert character not in shown(f"a{character}b")


def test_characters_that_only_show_stay() -> None:
    text = "Größe “é” é 日本語 עברית 👍🏽 👩\u200d🔬 ❤️ │ ┆ → …\n  indented"

    assert printable(text) == text


@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_a_command_to_a_service_that_builds_sites(command: str) -> None:
    assert is_plain(printable(f"one\n{command}\nthree"))


@pytest.mark.parametrize("words", ["a::b", "one\n- ::b", "##[A link](index.md)", "## [x]", "#[x]"])
def test_what_only_looks_like_a_command_stays(words: str) -> None:
    assert printable(words) == words


@pytest.mark.parametrize("hostile", [*ACTING, "\n::error::x", "\r\n::error::x"], ids=ascii)
@pytest.mark.parametrize("place", ["file", "title", "path", "help", "label", "related", "fix", "excerpt"])
def test_no_part_of_a_problem_brings_in_a_line_end_or_a_character_that_acts(
    place: str, hostile: str, tmp_path: Path
) -> None:
    text = f"a{hostile}b"
    span = Span(1, 1, 1, 3)
    file = text if place == "file" else "site.yml"
    (tmp_path / "site.yml").write_bytes((text if place == "excerpt" else "a: b").encode("utf-8", "surrogatepass"))
    problem = Problem(
        file,
        span,
        text if place == "title" else "Wrong",
        text if place == "path" else "",
        text if place == "help" else "",
        label=text if place == "label" else "",
        related=(Related(span, text if place == "related" else ""),),
        fix=Fix(span, text) if place == "fix" else None,
    )
    told = report([problem], tmp_path) if "\0" not in file else ""

    assert is_plain(told)
    (annotation,) = github_annotations([problem]).split("\n")
    assert not _ACTING.search(annotation)
    assert in_encoding(told, "utf-8").encode("utf-8") == told.encode("utf-8")


def test_github_gets_the_name_of_a_file_by_its_rules() -> None:
    problem = Problem("docs/a\n::b,%\r\x1b.png", Span(1, 1, 1, 1), "Odd", code="odd")

    assert github_annotations([problem]) == (
        "::error file=docs/a%0A%3A%3Ab%2C%25%0D‹U+001B›.png,line=1,col=1,endLine=1,endColumn=1,title=odd::Odd"
    )


@pytest.mark.parametrize("name", BYTES, ids=ascii)
@pytest.mark.parametrize(
    "place",
    ["docs/{}.md", "docs/{}.png", "docs/example/{}.md", "docs/{}/index.md", "content/{}.yml", "content/{}/faq.yml",
     "content/example/{}.yml", "content/{}/"],
)  # fmt: skip
def test_a_name_of_a_file_does_nothing_to_a_report(
    place: str, name: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path)
    path = os.fsencode(tmp_path / place).replace(b"{}", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not place.endswith("/"):
        Path(os.fsdecode(path)).write_bytes(b"x: 1\n")
    else:
        os.mkdir(path)

    for command in (["check"], ["fix"], ["readability"]):
        main([*command, "--site", str(tmp_path)])
        assert is_plain("".join(capsys.readouterr()))
    main(["check", "--format", "json", "--site", str(tmp_path)])
    files = {problem["file"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    main(["check", "--format", "github", "--site", str(tmp_path)])
    for line in capsys.readouterr().out.splitlines():
        assert line.startswith("::error file=") if line.startswith("::") else is_plain(line)
        assert not _ACTING.search(line)
    assert all((tmp_path / file).parent.exists() for file in files)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--site", "a\n::error::x\x1b"],
        ["new", "a\n::error::x\x1b"],
        ["new", "x-y", "a\n::error::x\x1b"],
        ["verify", "a\n::error::x\x1b"],
        ["check", "a\n::error::x\x1b"],
        ["a\n::error::x\x1b"],
        ["check", "--format", "a\n::error::x\x1b"],
        ["check", "--a\n::error::x\x1b"],
    ],
    ids=ascii,
)
def test_what_was_typed_does_nothing_to_what_is_said_of_it(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_site(tmp_path))
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code

    assert status == 2
    assert is_plain("".join(capsys.readouterr()))


def test_what_a_build_says_is_passed_on_plainly(tmp_path: Path) -> None:
    """An event that logs stands for all that others may write to the log."""
    logging = "import logging; from distinguo.host.plugin import DistinguoPlugin as Plugin; "
    logging += "Plugin.on_pre_build = lambda self, **rest: logging.getLogger('mkdocs.x').{}('a\\n::error::x\\x1b[3m'); "
    settings = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://examples.example/\n"
    write_site(tmp_path, **{"mkdocs.yml": settings})

    for level, status, program in (
        ("warning", 1, "import sys; from distinguo.host.program import main; sys.exit(main(['publish']))"),
        ("info", 0, "from mkdocs.__main__ import cli; cli(['build'])"),
    ):
        done = run_python(logging.format(level) + program, tmp_path)
        assert done.returncode == status, done.stderr
        assert "a\n:\\:error::x‹U+001B›[3m" in done.stdout + done.stderr
        assert is_plain(done.stdout + done.stderr)


# Locales without our letters


@pytest.fixture
def cafe(tmp_path: Path) -> Path:
    """A site with letters in the names of its folder and its files, and a picture whose name no encoding has."""
    site = site_to_edit(tmp_path / "Möbel", **{"docs/café.md": CAFE, "docs/index.md": HOME})
    (site / "docs" / "größe.txt").write_text("Größe\n", encoding="utf-8")
    return site


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("check", 0), ("check --format json", 0), ("check --format github", 0), ("fix --apply", 0), ("readability", 0),
        ("fingerprint", 0), ("schema", 0), ("new x-y", 0), ("new ü", 2), ("--help", 0), ("check --hälp", 2),
        ("publish", 0), ("clean", 0),
    ],
)  # fmt: skip
def test_every_command_works_where_the_locale_has_no_letters(command: str, status: int, cafe: Path) -> None:
    program = [sys.executable, "-c", "import sys; from distinguo.host.program import main; sys.exit(main())"]
    environment = mkdocs_environment() | PLAIN
    environment.pop("PYTHONIOENCODING", None)
    done = subprocess.run([*program, *command.split()], cwd=cafe, env=environment, capture_output=True, check=False)

    assert done.returncode == status, done.stderr
    assert (done.stdout + done.stderr).isascii()
    assert b"Traceback" not in done.stderr
    assert (cafe / "site/caf\u00e9/index.html").exists() == (command == "publish")


def test_a_name_that_is_wrong_is_told_where_the_locale_has_no_letters(cafe: Path) -> None:
    (cafe / "docs" / "größe!.md").write_text(CAFE, encoding="utf-8")
    program = [sys.executable, "-c", "import sys; from distinguo.host.program import main; sys.exit(main())", "check"]
    done = subprocess.run(program, cwd=cafe, env=os.environ | PLAIN, capture_output=True, text=True, check=False)

    assert done.stdout.startswith(
        'Error: A page cannot be called "gr\\xf6\\xdfe!.md"\n  at docs/gr\\xf6\\xdfe!.md:1:1\n'
    )


def test_a_part_of_another_program_works_with_names_as_that_has_them(cafe: Path) -> None:
    program = [sys.executable, "-c", "from distinguo.host.program import main; main(['check']); print('alive')"]
    done = subprocess.run(program, cwd=cafe, env=os.environ | PLAIN, capture_output=True, text=True, check=False)

    assert done.stdout.endswith("\nalive\n")
    assert done.stderr == ""


def test_mkdocs_alone_works_where_the_locale_has_no_letters(cafe: Path) -> None:
    environment = mkdocs_environment() | PLAIN
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=cafe, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (cafe / "site/café/index.html").exists()


def test_the_preview_works_where_the_locale_has_no_letters(cafe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)

    with previewed(cafe) as preview, urllib.request.urlopen(f"{preview.address}caf%C3%A9/") as answer:
        assert "<h1" in answer.read().decode()
