"""Checks that every explainer has a page, in a folder of the same name."""

from __future__ import annotations

from ..base.problems import START_OF_FILE, Problem
from .found import Found


def check_explainers(found: Found) -> None:
    """Every explainer has a page, in a folder of the same name."""
    missing = sorted(found.without_page())
    first_pages = {f"docs/{folder}/index.md" for folder in found.without_explainer()}
    headless = [one for one in found.problems if one.code == "no-head" and one.file in first_pages]
    if len(missing) == 1 and len(headless) == 1:
        _tell_two_names(missing[0], headless[0], found)
        return
    for name in missing:
        help = f"The explainer content/{name} needs a page that places its blocks."
        help += f"\nIf you have renamed its folder, rename the one in docs to {name} as well."
        found.missing(f"docs/{name}/index.md", help)


def _tell_two_names(name: str, headless: Problem, found: Found) -> None:
    """Tell that an explainer without a page and a first page without an explainer are probably the same."""
    found.problems.remove(headless)
    content, docs = f"content/{name}", headless.file.removesuffix("/index.md")
    title = f"Both folders of an explainer have the same name, and here are {content} and {docs}"
    help = f"Rename one of them. Where the name is a new one, write the earlier one into {content}/explainer.yml: "
    help += "aliases: [earlier-name].\n"
    help += f"If they are no pair, {content} needs a page docs/{name}/index.md, and {headless.file} begins with a "
    help += "line ---, then title: … and description: …, then a line ---."
    found.reading(headless.file).problem("two-names", START_OF_FILE, "", title, help)
