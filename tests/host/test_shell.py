"""The page shell, where it is put around pages."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from distinguo.base.cache import Cache
from distinguo.host.mkdocs import MkDocs
from distinguo.publish.build import Build
from example_site import write_site


def test_a_template_that_was_compiled_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, compiled = write_site(tmp_path / "root"), []
    compile = jinja2.Environment._compile
    monkeypatch.setattr(
        jinja2.Environment,
        "_compile",
        lambda self, source, filename: (compiled.append(Path(filename).name), compile(self, source, filename))[1],
    )

    def made(name: str) -> bytes:
        compiled.clear()
        folder = tmp_path / name
        folder.mkdir()
        cache = Cache(tmp_path / "cache")
        (tmp_path / "cache").mkdir(mode=0o700, exist_ok=True)
        MkDocs().make(Build(root, "https://examples.example/", cache=cache).content(), root, folder)
        cache.save()
        return (folder / "index.html").read_bytes()

    first = made("first")
    assert {"main.html", "head.html", "404.html", "sitemap.xml"} <= {*compiled}

    assert made("second") == first
    assert compiled == []
