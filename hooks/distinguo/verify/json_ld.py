"""Reads JSON-LD strictly: a script's text → its nodes and values, each with its place, or what is wrong with them.

What a type may hold is told by `vocabulary`, and by nothing that writes the markup.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from ..base.problems import START_OF_FILE, Problem, suggestion
from ..base.web_addresses import is_safe_address
from .vocabulary import CONTEXT, SUPERSEDED, TYPES

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_YEAR = re.compile(r"\d{4}")
_KINDS = {
    "text": "a text",
    "html": "a text",
    "code": "a text",
    "language": "a text",
    "address": "a full address that starts with https:",
    "moment": "a date with time and zone like 2026-11-24T00:00:00+00:00",
    "year": "a year of four digits in quotes",
    "number": "a whole number",
}


class MarkupFault(NamedTuple):
    """What is wrong, and where in the graph."""

    title: str
    path: str = ""
    help: str = ""

    def of(self, file: str) -> Problem:
        """The problem that it is in the built `file`."""
        return Problem(file, START_OF_FILE, self.title, self.path, self.help, code="wrong-markup")


class Value(NamedTuple):
    """A plain value that is of the right kind."""

    path: str
    kind: str
    value: Any


class Reference(NamedTuple):
    """An `{"@id": …}`, and the types that it may lead to."""

    path: str
    id: str
    types: frozenset[str]


@dataclass(frozen=True)
class Node:
    """A node, of the graph or embedded in another one."""

    path: str
    type: str
    id: str  # empty where it has none
    properties: Mapping[str, Any]

    def held(self, name: str) -> list[Any]:
        """The values of the property `name`, one or several, as they stand."""
        value = self.properties.get(name, [])
        return value if isinstance(value, list) else [value]

    def held_ids(self, name: str) -> list[str]:
        """The ids of the nodes that the property `name` holds or refers to."""
        return [str(value["@id"]) for value in self.held(name) if isinstance(value, dict) and "@id" in value]


@dataclass
class Graph:
    """All that a script says, and its faults. What is at fault is not among the nodes, values and references."""

    nodes: list[Node] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    faults: list[MarkupFault] = field(default_factory=list)

    def of_type(self, *types: str) -> list[Node]:
        return [node for node in self.nodes if node.type in types]


def read_graph(script: str) -> Graph:
    """The graph in the text of a `script`."""
    graph = Graph()
    try:
        document = json.loads(script, object_pairs_hook=_without_doubles, parse_constant=_refused)
    except ValueError as error:
        graph.faults.append(MarkupFault(f"The JSON-LD is no strict JSON: {error}"))
        return graph
    if not isinstance(document, dict) or document.keys() != {"@context", "@graph"}:
        graph.faults.append(MarkupFault("The JSON-LD should hold `@context` and `@graph` and nothing else"))
        return graph
    if document["@context"] != CONTEXT:
        graph.faults.append(MarkupFault(f"`@context` should be {CONTEXT}, not {_quoted(document['@context'])}"))
    _read_nodes(document["@graph"], graph)
    return graph


def is_full_address(value: object) -> bool:
    return isinstance(value, str) and is_safe_address(value, ("https",))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if twice:
        raise ValueError(f"`{twice[0]}` stands twice in one object")
    return dict(pairs)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _read_nodes(nodes: object, graph: Graph) -> None:
    """Read the list of `nodes` into `graph`. Where several are of one type, their places tell their fragments, too."""
    nodes = nodes if isinstance(nodes, list) else [nodes]
    types = Counter(str(node.get("@type")) for node in nodes if isinstance(node, dict))
    for number, node in enumerate(nodes, 1):
        if not isinstance(node, dict):
            graph.faults.append(MarkupFault(f"`@graph` should hold nodes, not {_quoted(node)}", f"@graph {number}"))
            continue
        type_name = node.get("@type")
        path = type_name if isinstance(type_name, str) else f"@graph {number}"
        if types[path] > 1:
            _, hash, fragment = str(node.get("@id", "")).partition("#")
            path += f" {hash}{fragment}"
        if "@id" not in node:
            graph.faults.append(MarkupFault("A node of the graph should have an `@id`", path))
        _read_node(node, path, graph)


def _read_node(node: dict[str, Any], path: str, graph: Graph) -> None:
    type_name, id = node.get("@type"), node.get("@id", "")
    if not isinstance(type_name, str) or type_name not in TYPES:
        help = suggestion(type_name, TYPES) if isinstance(type_name, str) else "A node has one type."
        graph.faults.append(
            MarkupFault(f"`@type` should be one that vocabulary.py lists, not {_quoted(type_name)}", path, help)
        )
        return
    if "@id" in node and not is_full_address(id):
        graph.faults.append(MarkupFault(f"`@id` should be {_KINDS['address']}, not {_quoted(id)}", f"{path} › @id"))
        id = ""
    graph.nodes.append(Node(path, type_name, id, node))
    for name, value in node.items():
        if name in ("@id", "@type"):
            continue
        if name in TYPES[type_name]:
            _read_property(name, value, TYPES[type_name][name], path, graph)
        else:
            graph.faults.append(_unknown_property(name, type_name, path))


def _unknown_property(name: str, type_name: str, path: str) -> MarkupFault:
    if name in SUPERSEDED:
        return MarkupFault(f"schema.org has `{SUPERSEDED[name]}` in the place of `{name}`", path)
    owners = sorted(owner for owner, properties in TYPES.items() if name in properties)
    if owners:
        return MarkupFault(f"`{name}` is no property of {type_name}", path, f"These have it: {', '.join(owners)}")
    known = {property for properties in TYPES.values() for property in properties}
    return MarkupFault(f"`{name}` is no property that vocabulary.py lists", path, suggestion(name, known))


def _read_property(name: str, value: object, kinds: frozenset[str], path: str, graph: Graph) -> None:
    """Read one property. Several values stand in a list; plain ones stand alone."""
    types = kinds & TYPES.keys()
    path = f"{path} › {name}"
    if value == []:
        graph.faults.append(MarkupFault(f"`{name}` is an empty list", path, "Leave it out."))
    elif isinstance(value, list) and types:
        for number, item in enumerate(value, 1):
            _read_value(name, item, kinds, f"{path} {number}", graph)
    else:
        _read_value(name, value, kinds, path, graph)


def _read_value(name: str, value: object, kinds: frozenset[str], path: str, graph: Graph) -> None:
    types = kinds & TYPES.keys()
    plain = next((kind for kind in sorted(kinds - types) if _is_of_kind(value, kind)), None)
    if plain:
        graph.values.append(Value(path, plain, value))
    elif types and isinstance(value, dict) and value.keys() == {"@id"}:
        graph.references.append(Reference(path, str(value["@id"]), types))
    elif isinstance(value, dict) and value.get("@type") in (types if isinstance(value.get("@type"), str) else ()):
        _read_node(value, path, graph)
    else:
        graph.faults.append(MarkupFault(f"`{name}` should be {_in_words(kinds)}, not {_quoted(value)}", path))


def _is_of_kind(value: object, kind: str) -> bool:
    if kind == "number":
        return type(value) is int
    tests: dict[str, Callable[[str], object]] = {
        "address": is_full_address,
        "moment": is_moment,
        "year": _YEAR.fullmatch,
    }
    return isinstance(value, str) and bool(tests.get(kind, str.strip)(value))


def is_moment(value: str) -> bool:
    """Whether `value` is a real date with time and zone."""
    try:
        return bool(_MOMENT.fullmatch(value)) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _in_words(kinds: frozenset[str]) -> str:
    types = sorted(kinds & TYPES.keys())
    nodes = [f'a node or an {{"@id": …}} of type {_one_of(types)}'] if types else []
    return " or ".join([*(_KINDS[kind] for kind in sorted(kinds - TYPES.keys())), *nodes])


def _one_of(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _quoted(value: object) -> str:
    """A wrong value in a sentence, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{shortened(text)}”"


def shortened(text: str, most: int = 80) -> str:
    """The beginning of a `text`, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
