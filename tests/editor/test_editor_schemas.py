"""What editors get from the model: schemas that agree with the check, and the settings of VS Code that use them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

import distinguo
from block_examples import DRAWN, Example
from conftest import PROJECT, SITES
from distinguo.base.problems import START_OF_FILE, Problem
from distinguo.blocks import FILES
from distinguo.editor import schemas, starters
from distinguo.editor.preview import server
from distinguo.editor.preview.showing import Result
from distinguo.editor.schemas import modeline, schema_for
from distinguo.fields import (
    INVALID,
    Choice,
    Date,
    DocsFile,
    Flag,
    Identifier,
    Kind,
    ListOf,
    Markdown,
    OneText,
    Pattern,
    Reading,
    Record,
    ReferenceTo,
    Text,
    TextsBy,
    WebAddress,
    WholeNumber,
    named_fields,
)
from distinguo.host.program import main
from distinguo.model.shapes import About, Settings, Source
from distinguo.text.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from example_site import write_site

SCHEMAS = schemas.files()
VALIDATORS = {Path(file).stem: Draft7Validator(json.loads(text)) for file, text in SCHEMAS.items()}
KINDS: dict[str, Kind] = {
    "site": Record(Settings),
    "sources": ListOf(Record(Source), most=1000),
    "explainer": Record(About),
    **{block.slug(): Record(block) for block in FILES.values()},
}
CONTENT = [
    path for site in SITES for path in sorted((site / "content").rglob("*.yml")) if path.parent.name != "fingerprints"
]


def _core(scalar: Scalar) -> Any:  # noqa: PLR0911 - one case for each type
    """A scalar as YAML 1.2 reads it, and with it the language server."""
    text = scalar.text
    if scalar.is_quoted:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.nan", text):
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return _core(node)
        case Sequence():
            return [_plain(item) for item in node.items]
        case Mapping():
            return {key.text: _plain(value) for key, value in node.entries}


def _read(text: str) -> Any:
    problems: list[distinguo.Problem] = []
    node = read_yaml(text, "file.yml", problems)
    assert node and not problems
    return _plain(node)


def _complaints(name: str, content: Any) -> list[str]:
    return [error.message for error in VALIDATORS[name].iter_errors(content)]


# The schemas are right, and where they should be.


@pytest.mark.parametrize("name", VALIDATORS)
def test_every_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(VALIDATORS[name].schema)


def test_the_schemas_are_those_of_today() -> None:
    committed = {
        path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
        for path in (PROJECT / schemas.FOLDER).glob("*")
    }

    assert committed == SCHEMAS, "Run `make schema`."
    settings = (PROJECT / schemas.SETTINGS).read_bytes()
    assert schemas.in_settings(settings) == settings, "Run `make schema`."


# The proof sites have no schemas of their own: the project's settings lead their files to the project's.
@pytest.mark.parametrize(
    "path", [path for path in CONTENT if "tests" not in path.relative_to(PROJECT).parts], ids=lambda path: path.name
)
def test_every_content_file_leads_to_its_schema(path: Path) -> None:
    first_line = path.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first_line)[1]

    assert (path.parent / named).resolve().name == f"{path.stem}.json"
    assert (path.parent / named).exists()


def test_the_way_to_a_schema_is_as_long_as_the_file_is_deep() -> None:
    assert modeline("content/site.yml") == "# yaml-language-server: $schema=../.vscode/schemas/site.json"
    assert modeline("content/a/faq.yml") == "# yaml-language-server: $schema=../../.vscode/schemas/faq.json"


def test_a_field_is_explained_in_the_words_of_the_model() -> None:
    question = VALIDATORS["faq"].schema["properties"]["questions"]["items"]["properties"]["question"]

    assert question["description"] == (
        "The question as a reader would ask it, with a question mark at its end.\n\nA text of 8 to 150 characters."
    )
    assert question["errorMessage"] == "This should be a text of 8 to 150 characters."
    assert question["examples"] == ["Can one exist without the other?"]


# A schema refuses nothing that the check accepts.


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_content_file_passes(path: Path) -> None:
    assert _complaints(path.stem, _read(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("example", DRAWN, ids=lambda example: f"{example.type_name}: {example.name}")
def test_every_sound_example_of_a_block_passes(example: Example) -> None:
    files = {Path(name).stem: text for name, text in example.files.items() if name.startswith("content/")}

    assert {name: found for name, text in files.items() if (found := _complaints(name, _read(text)))} == {}


@pytest.mark.parametrize("slug", [block.slug() for block in FILES.values()])
def test_every_starter_passes(slug: str) -> None:
    files = starters.files("trust", [slug], date(2026, 11, 24))
    contents = {Path(name).stem: _read(text) for name, text in files.items() if name.startswith("content/")}

    assert {name: found for name, content in contents.items() if (found := _complaints(name, content))} == {}


ODD_TEXTS = """\
no|yes|on|true|false|True|null|Null|NULL|~|none|nan|.nan|.inf|7|007|0|-1|+5|1.10|1.0|1e5|1e-5|0x1F|0o17|1_000|12:30|1999
2026-11-24|2026-02-30|2024-02-29|2026-00-10|24.11.2026|trust|Trust|trust-and-safety|a--b|t1|high|low|hihg|#1d4f5c|en
10.1111/peps.12183|10.1234|https://a.example/|https://a.example|http://a.example|https:a|mailto:a@b.example|mailto:a
assets/logo.svg|../logo.svg|logo.svg|a text of several words|Zoë & Søren|😀|=|<<|[]|...""".replace("\n", "|").split("|")


def _model_kinds(kind: Kind) -> Iterator[Kind]:
    """A kind and all that is in it."""
    yield kind
    match kind:
        case Record():
            for f in named_fields(kind.shape).values():
                yield from _model_kinds(f.metadata["kind"])
        case ListOf() | TextsBy():
            yield from _model_kinds(kind.kind)


ONE_TEXT = {
    json.dumps(schema_for(kind)): kind
    for top in KINDS.values()
    for kind in _model_kinds(top)
    if isinstance(kind, OneText)
}


@pytest.mark.parametrize("kind", ONE_TEXT.values(), ids=lambda kind: f"{type(kind).__name__} {vars(kind)}")
def test_no_text_that_the_check_accepts_is_refused(kind: Kind) -> None:
    validator = Draft7Validator(schema_for(kind))
    longest = "x" * getattr(kind, "most", 60) if isinstance(kind, Text) else "x" * 60
    shown = [*ODD_TEXTS, longest, "😀" * len(longest), " ".join("y" * (len(longest) // 2)), "x" * 61, "word " * 400]
    typed = [Scalar(text, START_OF_FILE, is_quoted) for text in shown for is_quoted in (True, False)]
    typed += [Scalar(f" {text}\n", START_OF_FILE, is_quoted=True) for text in shown]
    typed += [Scalar(text.replace(" ", "  \n "), START_OF_FILE, is_quoted=True) for text in shown]

    accepted = []
    for scalar in typed:
        problems: list[distinguo.Problem] = []
        value = kind.read(scalar, "field", Reading("file.yml", problems, []))
        if value is not INVALID and all(problem.is_warning for problem in problems):
            accepted.append(scalar)

    assert accepted
    assert [(one.text, one.is_quoted) for one in accepted if not validator.is_valid(_core(one))] == []


def test_an_optional_field_may_be_left_empty_as_in_the_check() -> None:
    about = _read((PROJECT / "content/psychological-safety-vs-trust/explainer.yml").read_text(encoding="utf-8"))
    optional = [name for name, f in named_fields(About).items() if f.default is None]

    assert len(optional) == 6
    assert _complaints("explainer", about | dict.fromkeys(optional)) == []


def test_a_file_may_hold_a_list_of_blocks_that_have_ids() -> None:
    block = {"answer": "They differ.", "points": ["One", "Two"]}

    assert _complaints("key-points", [block | {"id": "one"}, block | {"id": "two"}]) == []
    assert _complaints("key-points", [block]) == ["'id' is a required property"]
    assert _complaints("key-points", [[block | {"id": "one"}]]) != []


# A schema catches every fault of a single field that it can express.


@dataclass
class Fault:
    name: str
    content: Any


def _faults(value: Any, kind: Kind, where: str) -> Iterator[Fault]:
    """`value`, sound content of this `kind`, with one fault at a time."""
    if isinstance(kind, Record):
        yield Fault(f"{where}: a text", "a text")
        yield Fault(f"{where}: a list", [value])
        yield from _faults_of_fields(value, kind, where)
    elif isinstance(kind, ListOf):
        yield Fault(f"{where}: a text", "a text")
        yield Fault(f"{where}: a group", {"a": "b"})
        yield Fault(f"{where}: too many", [*value] * (kind.most + 1))
        if kind.least:
            yield Fault(f"{where}: too few", value[: kind.least - 1])
        for number, item in enumerate(value):
            for fault in _faults(item, kind.kind, f"{where} {number + 1}"):
                yield Fault(fault.name, [*value[:number], fault.content, *value[number + 1 :]])
    elif isinstance(kind, TextsBy):
        yield Fault(f"{where}: a text", "a text")
        for name, text in value.items():
            others = {key: other for key, other in value.items() if key != name}
            yield Fault(f"{where} › {name}: no id", others | {f"{name} !": text})
            for fault in _faults(text, kind.kind, f"{where} › {name}"):
                yield Fault(fault.name, others | {name: fault.content})
    else:
        yield Fault(f"{where}: a list", [value])
        yield Fault(f"{where}: a group", {"a": value})
        yield Fault(f"{where}: blank", " ")
        yield from (Fault(f"{where}: {wrong!r}", wrong) for wrong in _wrong_texts(kind))


def _faults_of_fields(value: Any, kind: Record, where: str) -> Iterator[Fault]:
    fields = named_fields(kind.shape)
    for name, inner in value.items():
        others = {key: other for key, other in value.items() if key != name}
        path = f"{where} › {name}".removeprefix(" › ")
        yield Fault(f"{path}: misspelt", others | {f"{name}x": inner})
        if fields[name].default is not None:
            yield Fault(f"{path}: missing", others)
            yield Fault(f"{path}: empty", others | {name: None})
        yield Fault(f"{path}: beside one that is not there", value | {f"{name}s-too": inner})
        for fault in _faults(inner, fields[name].metadata["kind"], path):
            yield Fault(fault.name, others | {name: fault.content})


def _wrong_texts(kind: Kind) -> list[Any]:  # noqa: C901, PLR0911 - one case for each kind
    match kind:
        case Text():
            return ["x" * (kind.most + 1), *(["x" * (kind.least - 1)] if kind.least > 1 else [])]
        case Markdown():
            return []
        case Identifier() | ReferenceTo():
            return ["Not an id", "a--b", "x" * 61, -1]
        case Date():
            return ["24.11.2026", "2026-13-01", "2026-02-30", "2026-04-31", 2026]
        case WholeNumber():
            return ["three", kind.most + 1, kind.least - 1, 1.5, True]
        case Flag():
            return ["maybe", "yes", 1]
        case Choice():
            return [f"{kind.words[0]}x", kind.words[0].upper(), True]
        case Pattern():
            return ["not this", 7]
        case WebAddress():
            return ["nowhere", "http://a.example/", "https://", 7]
        case DocsFile():
            return ["../logo.svg", "no file", True]
    raise AssertionError(f"No wrong texts for {kind}")


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_fault_of_a_single_field_is_caught(path: Path) -> None:
    content = _read(path.read_text(encoding="utf-8"))
    kind = KINDS[path.stem]
    if isinstance(content, list) and isinstance(kind, Record):
        kind = ListOf(kind)
    faults = list(_faults(content, kind, ""))

    assert len(faults) >= 20
    # Of a list with too many blocks in it the schema knows nothing, and neither does the check.
    missed = [fault.name for fault in faults if VALIDATORS[path.stem].is_valid(fault.content)]
    assert [name for name in missed if not name.startswith(": ")] == []


# The settings of VS Code.


def _settings(name: str) -> Any:
    return json.loads((PROJECT / ".vscode" / name).read_text(encoding="utf-8"))


def test_vs_code_knows_the_schema_of_every_content_file() -> None:
    listed = _settings("settings.json")["yaml.schemas"]

    assert set(listed) == set(SCHEMAS)
    for path in CONTENT:
        (schema,) = [schema for schema, pattern in listed.items() if _matches(path, pattern)]
        assert Path(schema).stem == path.stem


def _matches(path: Path, pattern: str) -> bool:
    """Whether VS Code finds `path` by the `pattern`: for `**`, no folder will do as well as one."""
    return path.match(pattern) or path.match(pattern.replace("/**/", "/"))


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        pytest.param("{", "}", id="alone"),
        pytest.param('{\r\n  // mine\r\n  "files.eol": "\\n",\r\n  ', ',\r\n  "a": {}\r\n}', id="among others"),
    ],
)
def test_the_command_leads_vs_code_to_the_schemas_of_today(
    head: str, tail: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_site(tmp_path) / schemas.SETTINGS
    path.parent.mkdir()
    one = f'"yaml.schemas": {{"{schemas.FOLDER}/faq.json": "**/content/*/faq.yml"}}'
    path.write_bytes(f"{head}{one}{tail}".encode())

    assert main(["schema", "--site", str(tmp_path)]) == 0

    assert f"Wrote {schemas.SETTINGS}" in capsys.readouterr().out
    after = path.read_bytes().decode()
    assert (after[: len(head)], after[-len(tail) :]) == (head, tail)
    listed = json.loads(f"{{{after[len(head) : -len(tail)]}}}")
    assert listed == {"yaml.schemas": _settings("settings.json")["yaml.schemas"]}
    assert main(["schema", "--site", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "The schemas are as they should be.\n"


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(None, id="none"),
        pytest.param(b"{}", id="without schemas"),
        pytest.param(b'{"yaml.schemas": {"https://a.example/b.json": "c.yml"}}', id="with schemas of somebody else"),
        pytest.param(b'{"yaml.schemas": {}}', id="with no schemas"),
        pytest.param(b"\xff", id="in no encoding"),
    ],
)
def test_the_command_leaves_settings_that_are_not_ours_as_they_are(settings: bytes | None, tmp_path: Path) -> None:
    path = write_site(tmp_path) / schemas.SETTINGS
    if settings is not None:
        path.parent.mkdir()
        path.write_bytes(settings)

    assert main(["schema", "--site", str(tmp_path)]) == 0

    assert (path.read_bytes() if path.exists() else None) == settings


def test_vs_code_recommends_the_extension_for_yaml() -> None:
    assert _settings("extensions.json") == {"recommendations": ["redhat.vscode-yaml"]}


@pytest.mark.parametrize("label", ["Check the content", "Preview the site"])
def test_a_task_of_vs_code_puts_every_message_on_its_line(label: str, tmp_path: Path) -> None:
    (task,) = [task for task in _settings("tasks.json")["tasks"] if task["label"] == label]
    title, place = (re.compile(pattern["regexp"]) for pattern in task["problemMatcher"]["pattern"])
    files = {
        "content/example/explainer.yml": "title: Left vs. right\ndescription: Short.\n",
        "content/example/key-points.yml": "answer: They differ.\npoints: None\n",
    }
    _, _, problems = distinguo.build(write_site(tmp_path, **files), "https://examples.example/")
    lines = distinguo.report(problems, tmp_path).splitlines()

    found = set()
    for first, second in pairwise(lines):
        if (told := title.search(first)) and (at := place.search(second)):
            found.add((told[1], told[2], at[1], int(at[2]), int(at[3])))

    assert len(problems) == 5
    assert found == {
        ("Error", problem.title, problem.file, problem.span.line, problem.span.column) for problem in problems
    }


def test_vs_code_knows_the_line_with_which_the_preview_begins_to_tell_of_a_build() -> None:
    (task,) = [task for task in _settings("tasks.json")["tasks"] if task["label"] == "Preview the site"]
    begins = re.compile(task["problemMatcher"]["background"]["beginsPattern"])
    error, warning = (Problem("a.yml", START_OF_FILE, "Wrong", is_warning=it) for it in (False, True))

    for result in (Result(True), Result(True, [warning]), Result(False, [error]), Result(False, [error, warning] * 2)):
        assert begins.match(f"12:34:56  {server._told(result, 1.0, has_older=True)}")


def test_the_tasks_of_vs_code_call_what_is_there_on_windows_too() -> None:
    for task in _settings("tasks.json")["tasks"]:
        program, _, name = task["command"].partition(" ")
        on_windows = task["windows"]["command"]
        if program == "make":
            assert (name, on_windows) == ("serve", r".venv\Scripts\distinguo serve")
        else:
            assert (program, on_windows) == (".venv/bin/distinguo", rf".venv\Scripts\distinguo {name}")
