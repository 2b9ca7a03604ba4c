"""What a site may say in its mkdocs.yml, and what the check says of all else, before MkDocs reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config.defaults import get_schema

from conftest import PROJECT, run_mkdocs
from distinguo.base.problems import report
from distinguo.host.program import main
from distinguo.site.mkdocs_settings import _FREE, _REFUSED, read_settings
from example_site import SOUND, write_site

SETTINGS = SOUND["mkdocs.yml"]


def _told(folder: Path, settings: str, **environment: str) -> list[str]:
    site = write_site(folder, **{"mkdocs.yml": settings})
    return [f"{one.file}:{one.span.line}:{one.span.column} {one.title}" for one in read_settings(site, environment)[1]]


@pytest.mark.parametrize(
    "line",
    [
        "use_directory_urls: false",
        "markdown_extensions: [admonition]",
        "markdown_extensions:\n  - admonition",
        "mdx_configs: {toc: {permalink: false}}",
        "extra_css: [assets/my.css]",
        "extra_javascript: [assets/my.js]",
        "extra:\n  analytics:\n    provider: google\n    property: G-1",
        "repo_url: https://host.example/repository",
        "edit_uri: edit/main/docs/",
        "theme: readthedocs",
        "theme:\n  name: material\n  palette: {primary: red}",
        "docs_dir: pages",
        "site_dir: public",
        "hooks: [mine.py]",
        "plugins: []",
        "plugins:\n  - search\n  - tags",
        "nav:\n  - Home: index.md",
        "validation: {links: {not_found: ignore}}",
        "strict: false",
        "copyright: Mine",
        "exclude_docs: |\n  *.tmp",
        "not_in_nav: about.md",
        "site_description: Words",
        "site_author: Somebody",
        "google_analytics: [a, b]",
        "remote_branch: gh-pages",
    ],
)
def test_a_setting_that_a_site_cannot_have_is_told_at_its_place(line: str, tmp_path: Path) -> None:
    name = line.partition(":")[0]

    assert _told(tmp_path, f"{SETTINGS}{line}\n") == [f"mkdocs.yml:3:1 A site cannot set `{name}`"]


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "use_directory_urls: true\nstrict: true\nplugins: [distinguo]",
        "site_name: Another\ndev_addr: 127.0.0.1:8001\nwatch: [notes]",
        "# nav: no setting but a remark",
    ],
)
def test_what_changes_nothing_of_the_published_site_is_fine(lines: str, tmp_path: Path) -> None:
    assert _told(tmp_path, f"{SETTINGS}{lines}\n") == []


def test_every_setting_of_mkdocs_is_free_or_refused_with_a_reason() -> None:
    names = {name for name, _ in get_schema()} - {"config_file_path"}

    assert names | {"INHERIT"} == {*_FREE, *_REFUSED}
    assert all(reason.endswith(".") for reason in _REFUSED.values())


def test_the_project_has_its_own_settings(tmp_path: Path) -> None:
    assert read_settings(PROJECT, {}) == ("https://distinguo.example/", [])


def test_the_report_says_why_and_what_a_site_sets(tmp_path: Path) -> None:
    site = write_site(tmp_path, **{"mkdocs.yml": f"{SETTINGS}use_directory_urls: false\nsite_uri: x\n"})

    assert report(read_settings(site, {}).problems, site) == (
        "Error: A site cannot set `use_directory_urls`\n"
        "  at mkdocs.yml:3:1   (use_directory_urls)\n"
        "  ┆\n"
        "3 │ use_directory_urls: false\n"
        "  ┆ ^^^^^^^^^^^^^^^^^^\n"
        "  = The address of every page ends with a slash: only true works. Hosts serve the index.html of a folder at "
        "such an address.\n"
        "  = A site's mkdocs.yml sets INHERIT, site_url, site_name, dev_addr and watch.\n\n"
        "Error: There is no setting called `site_uri`\n"
        "  at mkdocs.yml:4:1   (site_uri)\n"
        "  ┆\n"
        "4 │ site_uri: x\n"
        "  ┆ ^^^^^^^^\n"
        "  = Did you mean `site_url`?\n"
        "  = A site's mkdocs.yml sets INHERIT, site_url, site_name, dev_addr and watch.\n\n"
        "2 problems in 1 file."
    )


@pytest.mark.parametrize(
    ("typed", "environment", "address"),
    [
        ("https://a.example/", {}, "https://a.example/"),
        ("!ENV [SITE_URL, 'https://a.example/']", {}, "https://a.example/"),
        ("!ENV [SITE_URL, 'https://a.example/']", {"SITE_URL": "https://b.example/"}, "https://b.example/"),
        ("!ENV [ONE, SITE_URL, 'https://a.example/']", {"SITE_URL": "https://b.example/"}, "https://b.example/"),
        ("!ENV SITE_URL", {"SITE_URL": "https://b.example/"}, "https://b.example/"),
    ],
)
def test_the_address_is_read_as_mkdocs_reads_it(
    typed: str, environment: dict[str, str], address: str, tmp_path: Path
) -> None:
    site = write_site(tmp_path, **{"mkdocs.yml": f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: {typed}\n"})

    assert read_settings(site, environment) == (address, [])


def test_an_address_may_be_inherited(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", **{"mkdocs.yml": "INHERIT: ../ours.yml\n"})
    (tmp_path / "ours.yml").write_text(f"{SETTINGS}nav: []\n", encoding="utf-8")

    address, problems = read_settings(site, {})

    assert address == "https://examples.example/"
    assert [(one.file, one.title) for one in problems] == [("../ours.yml", "A site cannot set `nav`")]


@pytest.mark.parametrize(
    ("typed", "environment", "place", "words"),
    [
        ("http://a.example/", {}, "2:11", "“http://a.example/”"),
        ("https://a.example/?b", {}, "2:11", "“https://a.example/?b”"),
        ("!ENV [SITE_URL, x]", {"SITE_URL": "nowhere"}, "2:16", "“nowhere”"),
        ("!ENV SITE_URL", {}, "2:16", "“”"),
    ],
)
def test_an_address_that_cannot_be_one_is_told_at_its_place(
    typed: str, environment: dict[str, str], place: str, words: str, tmp_path: Path
) -> None:
    (told,) = _told(tmp_path, f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: {typed}\n", **environment)

    assert told.startswith(f"mkdocs.yml:{place} The address of the site cannot be {words}")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (None, "mkdocs.yml:1:1 This file is missing"),
        ("INHERIT: ../nowhere/mkdocs.yml\n", "mkdocs.yml:1:10 There is no file ../nowhere/mkdocs.yml"),
        ("site_url: https://a.example/\n", "mkdocs.yml:1:1 This file does not inherit the settings of the project"),
        ("- a\n", "mkdocs.yml:1:1 This file should hold settings, such as: site_url: https://your-site.example/"),
    ],
)
def test_a_site_that_does_not_find_the_project_is_told(settings: str | None, told: str, tmp_path: Path) -> None:
    assert _told(tmp_path, settings) == [told]


def test_check_and_publish_and_mkdocs_itself_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path, **{"mkdocs.yml": f"{SETTINGS}markdown_extensions: [admonition]\n"})
    sentence = "Error: A site cannot set `markdown_extensions`\n  at mkdocs.yml:3:1"

    assert main(["check", "--site", str(site)]) == 1
    assert sentence in capsys.readouterr().out
    assert main(["publish", "--site", str(site)]) == 1
    assert sentence in capsys.readouterr().err
    assert not (site / "site").exists()
    done = run_mkdocs(site, "build")
    assert (done.returncode, sentence in done.stderr) == (1, True)
