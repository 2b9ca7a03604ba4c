"""The plugin of MkDocs, where a site is built by MkDocs' own command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from distinguo.drawing import tools
from distinguo.host.program import main
from example_site import SOUND, write_site

ABOUT = """---
title: About us
description: What this site is, who writes it, and how its pages are checked by us.
---

Words.
"""


def test_a_template_that_is_not_there_ends_the_build_with_what_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in tools._FOLDERS:
        shutil.copytree(folder, tmp_path / "templates", dirs_exist_ok=True)
    (tmp_path / "templates/explainers/template.html").unlink()
    monkeypatch.setattr(tools, "_FOLDERS", [tmp_path / "templates"])
    config = load_config(str(write_site(tmp_path / "site") / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)

    with pytest.raises(PluginError) as end:
        config.plugins.on_config(config)

    assert str(end.value) == ("The block type `explainers` cannot be drawn: there is no explainers/template.html.")


def test_a_build_has_nothing_of_an_earlier_one_in_the_same_process(tmp_path: Path) -> None:
    first = write_site(tmp_path / "first")
    second = write_site(
        tmp_path / "second",
        **{"docs/about.md": ABOUT, "docs/index.md": f"{SOUND['docs/index.md']}\n[More](about.md)\n"},
    )
    assert main(["publish", "--site", str(first)]) == 0

    build(load_config(str(second / "mkdocs.yml"), strict=True))
    (second / "docs/about.md").write_text(f"{ABOUT}\n[Nowhere](nothing.md)\n", encoding="utf-8")

    assert (second / "site/about/index.html").is_file()
    with pytest.raises(SystemExit):
        build(load_config(str(second / "mkdocs.yml"), strict=True))
    assert main(["publish", "--site", str(first)]) == 0
