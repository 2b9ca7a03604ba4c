"""The examples in the folders of all block types: their documentation, and what many tests are made of."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from distinguo.blocks import FOLDER, TYPES
from example_site import DEFINITIONS


class Example(NamedTuple):
    type_name: str
    name: str
    files: dict[str, str]
    html: str | None
    part: str | None
    problems: str | None


def _examples() -> list[Example]:
    """The examples in the folders of all block types; each is a file of content, a page, and what comes of them.

    That is the `html` of the block, a `part` of it where all of it would be long, or `problems`.
    """
    found = []
    for type_name, block in TYPES.items():
        for entry in yaml.safe_load((FOLDER / type_name / "examples.yml").read_text(encoding="utf-8")):
            files = {"content/example/definitions.yml": DEFINITIONS} if entry.get("with_definitions") else {}
            files |= entry.get("files", {})
            if "content" in entry:
                files[f"content/example/{block.slug()}.yml"] = entry["content"]
            if "explainer" in entry:
                files["content/example/explainer.yml"] = entry["explainer"]
            page = entry.get("page", f"{{{{ {type_name}() }}}}\n")
            if "definitions.yml" in "".join(files) and "definitions(" not in page:
                page += "\n{{ definitions() }}\n"
            if "-200" in "".join([*files.values(), page]) and "sources(" not in page:
                page += "\n{{ sources() }}\n"
            files["docs/index.md" if entry.get("on_home_page") else "docs/example/index.md"] = page
            found.append(Example(type_name, entry["name"], files, *map(entry.get, ("html", "part", "problems"))))
    return found


EXAMPLES = _examples()
DRAWN = [example for example in EXAMPLES if example.html is not None or example.part is not None]
REFUSED = [example for example in EXAMPLES if example.problems is not None]
