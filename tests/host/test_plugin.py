"""The plugin of MkDocs, where a site is built by MkDocs' own command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from distinguo.drawing import drawing
from example_site import write_site


def test_a_template_that_is_not_there_ends_the_build_with_what_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in drawing._TEMPLATES:
        shutil.copytree(folder, tmp_path / "templates", dirs_exist_ok=True)
    (tmp_path / "templates/explainers/template.html").unlink()
    monkeypatch.setattr(drawing, "_TEMPLATES", [tmp_path / "templates"])
    config = load_config(str(write_site(tmp_path / "site") / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)

    with pytest.raises(PluginError) as end:
        config.plugins.on_config(config)

    assert str(end.value) == ("The block type `explainers` cannot be drawn: there is no explainers/template.html.")
