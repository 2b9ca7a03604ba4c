"""The one list of what a site writes by itself, held against what is built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import PROJECT, SITES, run_mkdocs
from distinguo.base.addresses import page_url, twin_url
from distinguo.base.written_files import ALWAYS, WRITTEN, made_from
from distinguo.site.loading import load
from distinguo.site.moved import moved_pages
from example_site import SOUND, write_site


def _unexplained(root: Path, folder: Path) -> list[str]:
    """The files of a built folder that are no page, no twin, no file of docs, and not in the list."""
    site, _ = load(root)
    urls = [page_url(path) for path in site.pages]
    pages = {f"{url}index.html" for url in (*urls, *moved_pages(site))} | {twin_url(url) for url in urls}
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [file for file in files if not (file in pages or (root / "docs" / file).exists() or made_from(file))]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_every_file_of_a_built_site_is_a_page_of_docs_or_in_the_list(site: Path, built: dict[str, Path]) -> None:
    assert _unexplained(site, built["distinguo" if site == PROJECT else site.name]) == []


def test_all_of_the_list_is_written_where_it_is_needed(built: dict[str, Path], tmp_path: Path) -> None:
    """By the site that has all blocks, and by one that has an earlier name."""
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://a.example/\n"
    about = "content/example/explainer.yml"
    site = write_site(tmp_path, **{"mkdocs.yml": inherit, about: f"{SOUND[about]}aliases: [sides]\n"})
    done = run_mkdocs(site, "build", "--strict")
    assert done.returncode == 0, done.stderr

    folders = built["distinguo"], tmp_path / "site"
    assert [file for file in ALWAYS if not all((folder / file).is_file() for folder in folders)] == []
    assert [file for file in WRITTEN if not any((folder / file).is_file() for folder in folders)] == []
    assert _unexplained(site, tmp_path / "site") == []
