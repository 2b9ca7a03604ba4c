"""Sources stand in one file for the whole site and in one of each explainer: what pages can cite, and what is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import distinguo
from example_site import SOUND, write_site

URL = "https://examples.example/"
SITES, OWN, OTHERS = (f"content/{file}" for file in ("sources.yml", "example/sources.yml", "other/sources.yml"))
INDEX, OTHER = "docs/example/index.md", "docs/other/index.md"
TWO = {
    "content/other/explainer.yml": SOUND["content/example/explainer.yml"].replace("Left vs.", "Far left vs."),
    OTHER: "Far.\n",
}


def _source(*names: str) -> str:
    return "".join(f"- id: {name}\n  authors: One, A.\n  year: 2001\n  title: Of {name}\n" for name in names)


def _citing(*names: str) -> str:
    cited = " ".join('{{ cite("' + name + '") }}' for name in names)
    return f"Left {cited}.\n\n{{{{ sources() }}}}\n"


def _told(folder: Path, **files: str) -> str:
    _, _, problems = distinguo.build(write_site(folder, **files), URL)
    return re.sub(r"^ *\d* [│┆].*\n", "", distinguo.report(problems, folder), flags=re.MULTILINE)


def _titles(folder: Path, page: str, **files: str) -> list[str]:
    """The titles of the sources on a page, in their order."""
    _, pages, problems = distinguo.build(write_site(folder, **files), URL)
    assert problems == []
    return re.findall("<cite>(.*?)</cite>", "".join(pages[page].fragments.values()))


def test_a_page_cites_sources_of_its_explainer_beside_those_of_the_site(tmp_path: Path) -> None:
    files = {SITES: _source("all-2001"), OWN: _source("own-2002"), INDEX: _citing("own-2002", "all-2001")}

    assert _titles(tmp_path, "example/index.md", **files) == ["Of own-2002", "Of all-2001"]


def test_blocks_and_further_pages_cite_them_as_well(tmp_path: Path) -> None:
    files = {
        OWN: _source("own-2002", "own-2003"),
        "content/example/key-points.yml": "answer: Left [@own-2002].\npoints: [One, Two]\n",
        INDEX: "{{ key_points() }}\n\n{{ sources() }}\n",
        "docs/example/more.md": "---\ntitle: More\ndescription: A page that tells more of the two sides of all of us.\n"
        "---\n\n" + _citing("own-2003"),
    }

    assert _titles(tmp_path / "a", "example/index.md", **files) == ["Of own-2002"]
    assert _titles(tmp_path / "b", "example/more.md", **files) == ["Of own-2003"]


def test_two_explainers_can_have_different_sources_of_one_id(tmp_path: Path) -> None:
    files = TWO | {OWN: _source("own-2002"), INDEX: _citing("own-2002"), OTHER: _citing("own-2002")}
    files[OTHERS] = _source("own-2002").replace("Of own", "Quite another")

    assert _titles(tmp_path / "a", "example/index.md", **files) == ["Of own-2002"]
    assert _titles(tmp_path / "b", "other/index.md", **files) == ["Quite another-2002"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param(
            {SITES: _source("one-2001", "two-2002"), OWN: _source("two-2002"), INDEX: _citing("one-2001", "two-2002")},
            "Error: A source `two-2002` stands in content/sources.yml, too, line 5\n"
            "  at content/example/sources.yml:1:7   (two-2002)\n"
            "  = Every page can cite those of content/sources.yml. If both are the same, leave one of them out; if "
            "not, give one another id.\n\n"
            "Error: A source `two-2002` stands in content/example/sources.yml, too, line 1\n"
            "  at content/sources.yml:5:7   (two-2002)\n"
            "  = Every page can cite those of content/sources.yml. If both are the same, leave one of them out; if "
            "not, give one another id.\n\n"
            "2 problems in 2 files.",
            id="that stands in both places",
        ),
        pytest.param(
            {OWN: _source("own-2002") * 2, INDEX: _citing("own-2002")},
            "Error: “own-2002” is used twice\n"
            "  at content/example/sources.yml:5:7   (source)\n"
            "  = Give each entry a name of its own.\n\n"
            "1 problem in 1 file.",
            id="that stands in one file twice",
        ),
        pytest.param(
            TWO | {OTHERS: _source("far-1999"), INDEX: _citing("far-1999"), OTHER: _citing("far-1999")},
            "Error: The source `far-1999` is one of another explainer\n"
            "  at docs/example/index.md:1:15\n"
            "  = It stands in content/other/sources.yml. Move it to content/sources.yml, and every page can cite it."
            "\n\n1 problem in 1 file.",
            id="of another explainer",
        ),
        pytest.param(
            {OWN: _source("own-2002"), INDEX: _citing("own-2002")}
            | {"docs/index.md": SOUND["docs/index.md"] + "\n" + _citing("own-2002")},
            "Error: The source `own-2002` is one of another explainer\n"
            "  at docs/index.md:8:15\n"
            "  = It stands in content/example/sources.yml. Move it to content/sources.yml, and every page can cite it."
            "\n\n1 problem in 1 file.",
            id="of an explainer, on a page of none",
        ),
        pytest.param(
            {INDEX: _citing("nobody-1999")},
            "Error: There is no source called `nobody-1999`\n"
            "  at docs/example/index.md:1:15\n"
            "  = Sources stand in content/sources.yml or, for this explainer alone, content/example/sources.yml; add "
            "it there if it is new.\n\n"
            "1 problem in 1 file.",
            id="that nobody knows",
        ),
        pytest.param(
            {"docs/index.md": SOUND["docs/index.md"] + "\n" + _citing("nobody-1999")},
            "Error: There is no source called `nobody-1999`\n"
            "  at docs/index.md:8:15\n"
            "  = Sources stand in content/sources.yml; add it there if it is new.\n\n"
            "1 problem in 1 file.",
            id="that nobody knows, on a page of no explainer",
        ),
        pytest.param(
            {OWN: _source("sides-2002"), INDEX: _citing("sides-2020")},
            "Error: There is no source called `sides-2020`\n"
            "  at docs/example/index.md:1:15\n"
            '  = Should read:   Left {{ cite("sides-2002") }}.\n\n'
            "1 problem in 1 file. Run `distinguo fix` to mend it.",
            id="that is misspelt",
        ),
        pytest.param(
            {SITES: _source("all-2001"), OWN: _source("own-2002", "own-2003"), INDEX: _citing("own-2003")},
            "Warning: No page cites the source `own-2002`\n"
            "  at content/example/sources.yml:1:7   (own-2002)\n\n"
            "Warning: No page cites the source `all-2001`\n"
            "  at content/sources.yml:1:7   (all-2001)\n\n"
            "2 warnings in 2 files.",
            id="that no page cites",
        ),
        pytest.param(
            TWO | {OWN: _source("own-2002"), OTHERS: _source("own-2002"), OTHER: _citing("own-2002")},
            "Warning: No page cites the source `own-2002`\n"
            "  at content/example/sources.yml:1:7   (own-2002)\n\n"
            "1 warning in 1 file.",
            id="that only a page of another explainer seems to cite",
        ),
        pytest.param(
            {OWN: _source("own-2002").replace("year", "yaer"), INDEX: _citing("own-2002")},
            "Error: There is no field called `yaer`\n"
            "  at content/example/sources.yml:3:3   (source 1 (own-2002))\n"
            "  = Fields allowed here: id, authors, year, title, published_in, doi, url, note\n"
            "  = Should read:   year: 2001\n\n"
            "1 problem in 1 file. Run `distinguo fix` to mend it.",
            id="in a file with a mistake",
        ),
    ],
)
def test_a_source_is_told(files: dict[str, str], says: str, tmp_path: Path) -> None:
    assert _told(tmp_path, **files) == says


@pytest.mark.parametrize("name", ["content/example/sources.yaml", "content/example/source.yml"])
def test_a_file_with_another_name_is_told(name: str, tmp_path: Path) -> None:
    assert "sources.yml" in _told(tmp_path, **{name: _source("own-2002")})


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (
            SITES,
            _source(*(f"one-{number}" for number in range(1001))),
            "Error: `source` has 1001 entries; it should have 1 to 1000\n"
            "  at content/sources.yml:1:1   (source)\n"
            "  = Move sources that one explainer alone cites into a sources.yml in its folder.\n",
        ),
        (
            SITES,
            _source("one-2001").replace("One, A.", "x" * 300_000),
            "Error: This file has 294 KB; the limit is 256\n"
            "  at content/sources.yml:1:1\n"
            "  = Move sources that one explainer alone cites into a sources.yml in its folder.\n",
        ),
        (
            SITES,
            f"- id: one-2001\n  x: [{'1,' * 30_000}]\n",
            "Error: This file holds more than 20000 values\n"
            "  at content/sources.yml:2:39991\n"
            "  = Move sources that one explainer alone cites into a sources.yml in its folder.\n",
        ),
        (
            OWN,
            _source("one-2001").replace("One, A.", "x" * 300_000),
            "Error: This file has 294 KB; the limit is 256\n"
            "  at content/example/sources.yml:1:1\n"
            "  = Move a part of it to another explainer.\n",
        ),
        (
            INDEX,
            "x " * 150_000,
            "Error: This file has 293 KB; the limit is 256\n"
            "  at docs/example/index.md:1:1\n"
            "  = Move a part of it to a page of its own.\n",
        ),
        (
            "content/site.yml",
            SOUND["content/site.yml"] + "# x\n" * 80_000,
            "Error: This file has 313 KB; the limit is 256\n  at content/site.yml:1:1\n  = Take something out of it.\n",
        ),
    ],
    ids=["entries", "bytes", "values", "an explainer's", "a page", "settings"],
)
def test_what_to_do_with_a_file_that_is_too_large_can_be_done(file: str, text: str, says: str, tmp_path: Path) -> None:
    assert says in _told(tmp_path, **{file: text})


def test_more_sources_than_one_file_can_hold_are_sound_where_each_explainer_has_its_own(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for number in range(30):
        names = [f"one-{number}-{source}" for source in range(40)]
        files[f"content/left-{number}/sources.yml"] = _source(*names)
        files[f"docs/left-{number}/index.md"] = _citing(*names)
        about = SOUND["content/example/explainer.yml"].replace("Left vs.", f"Left {number} vs.")
        files[f"content/left-{number}/explainer.yml"] = about

    assert _told(tmp_path, **files) == "No problems."
