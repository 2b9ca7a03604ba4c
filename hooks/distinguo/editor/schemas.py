"""Turns the model into JSON Schemas (draft 7), by which editors complete, explain and check content files.

They are written for the YAML language server. It reads a bare `no` or `12:30` as YAML 1.2 does, and the check takes
every text as typed; so a schema refuses nothing that the check accepts, and leaves to the check what it cannot tell.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from typing import Any

from ..base.addresses import DOCS_FILE, IDENTIFIER, LONGEST_IDENTIFIER
from ..base.web_addresses import IN_ADDRESS
from ..blocks import FILES
from ..fields import (
    Choice,
    Date,
    DocsFile,
    Flag,
    Identifier,
    Kind,
    ListOf,
    Markdown,
    Origin,
    Pattern,
    Record,
    ReferenceTo,
    Shape,
    Text,
    TextsBy,
    WebAddress,
    WholeNumber,
    named_fields,
)
from ..model.shapes import About, Settings, Source
from ..text.nodes import Mapping, Node, Sequence, read_yaml

FOLDER = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"
DIALECT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]

_OURS_IN_SETTINGS = re.compile(rf'"yaml\.schemas": \{{\s*(?:"{re.escape(FOLDER)}/[^"]*": "[^"]*",?\s*)+\}}'.encode())
_ANY_TEXT = ["string", "number", "boolean"]  # what YAML may take a bare text for
_DAY = (
    "[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-9])|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)"  # of any year
)


def files() -> dict[str, str]:
    """The schemas by the names of their files, relative to the site's folder."""
    sources = schema_for(ListOf(Record(Source), most=1000)) | _described(inspect.cleandoc(Source.__doc__ or ""))
    schemas = {"site": _record(Settings), "sources": sources, "explainer": _record(About)}
    schemas |= {block.slug(): _block_or_blocks(block) for block in FILES.values()}
    return {
        f"{FOLDER}/{name}.json": _as_json({"$schema": DIALECT, "title": f"{name}.yml"} | schema)
        for name, schema in schemas.items()
    }


def modeline(file: str) -> str:
    """The comment that leads editors from a content file such as `content/site.yml` to its schema."""
    name = file.rpartition("/")[2].removesuffix(".yml")
    return f"# yaml-language-server: $schema={'../' * file.count('/')}{FOLDER}/{name}.json"


def in_settings(settings: bytes) -> bytes:
    """The `settings` of VS Code; where they lead content files to these schemas, with all that there are today.

    So a file that has no modeline yet is completed and explained, too.
    """
    entries = []
    for file in files():
        name = file.removeprefix(f"{FOLDER}/").removesuffix(".json")
        folder = {"site": "content", "sources": "content/**"}.get(name, "content/*")
        entries.append(f'    "{file}": "**/{folder}/{name}.yml"')
    ours = '"yaml.schemas": {\n' + ",\n".join(entries) + "\n  }"
    return _OURS_IN_SETTINGS.sub(lambda _: ours.encode(), settings)


def _as_json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _block_or_blocks(shape: Shape) -> Schema:
    """What a file holds: one block, or a list of several that each have an `id`."""
    block = _record(shape)
    fields = {name: {"$ref": f"#/properties/{name}"} for name in block["properties"]}
    entry = block | {"properties": fields, "required": ["id", *block["required"]]}
    # No choice between two schemas: the names of fields count for a block alone, `items` for a list alone.
    return block | {"type": ["object", "array"], "items": entry}


def explanation(f: dataclasses.Field[Any]) -> str:
    """What a field is for and how it may look, in words."""
    kind: Kind = f.metadata["kind"]
    about: str = f.metadata["about"]
    if isinstance(kind, Record):
        return about
    wanted = kind.in_words()
    return f"{about}\n\n{wanted[0].upper()}{wanted[1:]}."


def _record(shape: Shape) -> Schema:
    """A group of fields."""
    fields = named_fields(shape)
    return _described(inspect.cleandoc(shape.__doc__ or "")) | {
        "type": "object",
        "properties": {name: _field(f) for name, f in fields.items()},
        "required": [name for name, f in fields.items() if f.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _field(f: dataclasses.Field[Any]) -> Schema:
    """One field: what it is for, what it holds, and how that may look."""
    schema = schema_for(f.metadata["kind"])
    if f.default is not dataclasses.MISSING:  # an optional field may be left empty
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema |= {"type": [*types, "null"]}
    return schema | _described(explanation(f)) | _examples(f.metadata["example"])


def _described(text: str) -> Schema:
    """The words that an editor shows over a name; the model's are Markdown."""
    return {"description": text} | ({"markdownDescription": text} if "`" in text else {})


def _examples(example: str) -> Schema:
    """The example of a field, which stands in the model as one would type it."""
    node = read_yaml(example, "", []) if example.strip("… ") else None
    return {} if node is None else {"examples": [_plain(node)]}


def _plain(node: Node) -> Any:
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    return int(node.text) if node.text.isdecimal() and not node.is_quoted else node.text


def schema_for(kind: Kind) -> Schema:
    """What a field of this `kind` can hold."""
    match kind:
        case Record():
            return _record(kind.shape)
        case ListOf():
            names_differ = {"uniqueItems": True} if isinstance(kind.kind, (Identifier, ReferenceTo, Text)) else {}
            ends = {"minItems": kind.least, "maxItems": kind.most}
            message = {"errorMessage": f"This should be {kind.in_words()}."}
            return {"type": "array", "items": schema_for(kind.kind)} | ends | names_differ | message
        case TextsBy():
            names = {"pattern": _between_spaces(IDENTIFIER)}
            return {"type": "object", "propertyNames": names, "additionalProperties": schema_for(kind.kind)}
    return _text(kind)


def _text(kind: Kind) -> Schema:  # noqa: C901 - one case for each kind
    """What a field of a kind of text can hold."""
    words = kind.in_words()
    types: list[str] = _ANY_TEXT
    more: Schema = {}
    match kind:
        case Text():
            # White space counts as one character, wherever it is, and not at the ends.
            pattern = rf"^\s*(?=\S)(?:\S|\s+(?=\S)){{{kind.least},{kind.most}}}\s*$"
        case Markdown():
            pattern = r"\S"
        case Identifier() | ReferenceTo():
            pattern = rf"^\s*(?=\S{{1,{LONGEST_IDENTIFIER}}}\s*$){IDENTIFIER}\s*$"
            more = {"minimum": 0}
        case Date():
            types, pattern = ["string"], _between_spaces(_DAY)
        case WholeNumber():
            types, pattern = ["integer", "string"], _between_spaces("[0-9]{1,9}")
            more = {"minimum": kind.least, "maximum": kind.most}
        case Flag():
            types, pattern = ["boolean", "string"], _between_spaces("true|false")
        case Choice():
            types, pattern = ["string"], _between_spaces("|".join(kind.words))
            more = {"examples": list(kind.words)}
        case Pattern():
            types, pattern = ["string"], _between_spaces(kind.pattern)
        case DocsFile():
            types, pattern = ["string", "number"], _between_spaces(DOCS_FILE)  # 1.10 could be the name of one
        case Origin():
            types, pattern = ["string"], _between_spaces(f"https://(?:(?![/?#@]){IN_ADDRESS})+")
        case WebAddress():
            ways = {"https": f"https://{IN_ADDRESS}+", "mailto": f"mailto:{IN_ADDRESS}*@{IN_ADDRESS}*"}
            types, pattern = ["string"], _between_spaces("|".join(ways[scheme] for scheme in kind.schemes))
        case _:
            raise TypeError(f"{type(kind).__name__} has no schema")
    return {"type": types, "pattern": pattern, "errorMessage": f"This should be {words}."} | more


def _between_spaces(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"
