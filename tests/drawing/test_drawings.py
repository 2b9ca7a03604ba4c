"""What is kept of drawn pages: as good as drawing anew, whatever changes, and drawn anew only where it has to be."""

from __future__ import annotations

import gc
import re
import sqlite3
import struct
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import jinja2
import pytest

from conftest import NAMES, SITES
from distinguo.base.cache import Cache
from distinguo.drawing.around import Answers, Around
from distinguo.drawing.drawing import Drawing, DrawnPage
from distinguo.drawing.drawings import Drawings
from distinguo.drawing.drawn_links import check_drawn_links
from distinguo.drawing.facts import facts_of
from distinguo.drawing.tools import Tools
from distinguo.site import listing
from distinguo.site.loading import load
from distinguo.site.site import Site
from distinguo.text import languages
from example_site import DEFINITIONS, SOUND, write_site

URL = "https://examples.example/"
ONE = """\
- id: one-2001
  authors: One, A.
  year: 2001
  title: Sides
"""
TWO = """\
- id: two-2002
  authors: Two, B.
  year: 2002
  title: Other sides
"""
ABOUT = SOUND["content/example/explainer.yml"]


def png(width: int, height: int) -> bytes:
    """The beginning of such an image, which says how large it is."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)


FILES: dict[str, str | None] = {
    "content/site.yml": f"{SOUND['content/site.yml']}image:\n  file: assets/share.png\n  alt: A sign\n",
    "content/sources.yml": ONE + TWO,
    "content/example/explainer.yml": f"{ABOUT}related: [other]\n",
    "content/example/definitions.yml": DEFINITIONS,
    "content/example/sources.yml": "- id: own-2003\n  authors: Own, C.\n  year: 2003\n  title: Own sides\n",
    "content/example/faq.yml": (
        "questions:\n"
        "  - id: same\n    question: Are they the same?\n    answer: No [@one-2001].\n"
        "  - id: else\n    question: What else?\n    answer: It is [below](term:other/below).\n"
        "  - id: who\n    question: Who says so?\n    answer: An [explainer](explainer:other).\n    more: block-faq\n"
    ),
    "content/other/explainer.yml": ABOUT.replace("Left vs. right", "Above vs. below"),
    "content/other/definitions.yml": DEFINITIONS.replace("left", "above")
    .replace("Left", "Above")
    .replace("right", "below")
    .replace("Right", "Below"),
    "content/third/explainer.yml": ABOUT.replace("Left vs. right", "Near vs. far"),
    "docs/index.md": SOUND["docs/index.md"],
    "docs/about.md": "---\ntitle: About\ndescription: Who made all of this, and how it came to be what it is.\n---\n\n"
    'By us, with {{ explainer("third") }}.\n',
    "docs/example/index.md": '{{ definitions() }}\n\n{{ faq() }}\n\n[More](more.md), {{ cite("own-2003") }}'
    " and [about](../about.md).\n\n{{ related_pages() }}\n\n{{ sources() }}\n",
    "docs/example/more.md": "---\ntitle: More\ndescription: What there is to say beside all that, and what is true.\n"
    "---\n\n"
    'What is {{ term("above") }}? Read [of it](../other/index.md#section-why).\n',
    "docs/other/index.md": "## Why {#section-why}\n\n{{ definitions() }}\n",
    "docs/third/index.md": 'Near is far, {{ cite("two-2002") }}, see https://examples.example/.\n\n{{ sources() }}\n',
}


# The pages that a change shows on, in order of their paths.
EXAMPLE = "example/discussion-guide.md example/index.md example/more.md"
WITHOUT_MORE = EXAMPLE.removesuffix(" example/more.md")
OTHER = "other/index.md"
ALL = f"about.md {EXAMPLE} index.md {OTHER} third/index.md"

# What is changed: files, each with a text in it and another in its place; with what the whole file is then where there
# was none; with None where it goes. And the pages that are drawn anew.
_More = str | bytes | None
Edit = tuple[str, str, _More]
FAQ, SITE, THIRD = "content/example/faq.yml", "content/site.yml", "content/third/explainer.yml"
OTHER_ABOUT, OTHER_TERMS = "content/other/explainer.yml", "content/other/definitions.yml"
MORE_PAGE = (
    "---\ntitle: More of it\ndescription: What is near, and is not far from it, on a page of its own.\n---\n\nNear.\n"
)
NEW_ABOUT = ABOUT.replace("Left vs. right", "Now vs. then")
THREE = ONE.replace("one-2001", "three-2003")
CHANGES: dict[str, tuple[list[Edit], str]] = {
    "nothing": ([], ""),
    "a word on a page": ([("docs/about.md", "By us", "By them")], "about.md"),
    "a word on a page of an explainer": ([("docs/example/more.md", "What is", "And what is")], EXAMPLE),
    "an answer": ([(FAQ, "No [@", "Never [@")], EXAMPLE),
    "a question that is gone": (
        [(FAQ, "  - id: else\n    question: What else?\n    answer: It is [below](term:other/below).\n", "")],
        EXAMPLE,
    ),
    "a citation that is gone": ([(FAQ, "No [@one-2001].", "No.")], EXAMPLE),
    "a source that an explainer cites as well": ([(FAQ, "No [@one-2001]", "No [@one-2001; @two-2002]")], EXAMPLE),
    "an earlier name of a question": ([(FAQ, "- id: else\n", "- id: else\n    aliases: [more]\n")], EXAMPLE),
    "the short meaning of a term": (
        [(OTHER_TERMS, "short: The other side.", "short: Beneath it.")],
        f"example/discussion-guide.md example/index.md {OTHER}",
    ),
    "the name of a concept": ([(OTHER_TERMS, "name: Above", "name: High above")], f"example/more.md {OTHER}"),
    "what a definition says at length": ([(OTHER_TERMS, "definition_by: Everyone", "definition_by: Some")], OTHER),
    "a concept with another name": (
        [(OTHER_TERMS, "id: below", "id: beneath"), (FAQ, "other/below", "other/beneath")],
        f"{EXAMPLE} {OTHER}",
    ),
    "a definition that moves to another page": (
        [
            ("docs/other/index.md", "{{ definitions() }}", "[More](more.md)"),
            ("docs/other/more.md", "", f"{MORE_PAGE}\n{{{{ definitions() }}}}\n"),
        ],
        f"example/discussion-guide.md example/index.md example/more.md index.md {OTHER} other/more.md",
    ),
    "a title": ([(OTHER_ABOUT, "Above vs. below", "Up vs. down")], f"example/index.md index.md {OTHER}"),
    "a title that a text names": ([(THIRD, "Near vs.", "Nigh vs.")], "about.md index.md third/index.md"),
    "a title that changes the order of all": ([(THIRD, "Near vs.", "A near")], "about.md index.md third/index.md"),
    "a description": ([(OTHER_ABOUT, "this is an", "that is an")], f"example/index.md index.md {OTHER}"),
    "a date": ([(THIRD, "updated: 2026-02-03", "updated: 2026-02-04")], "third/index.md"),
    "a source": ([("content/sources.yml", "Other sides", "The other sides")], "third/index.md"),
    "where the sources stand": ([("content/sources.yml", "- id: two", "\n\n- id: two")], ""),
    "the order of the sources": ([("content/sources.yml", ONE + TWO, TWO + ONE)], ""),
    "a source that nobody cites": ([("content/sources.yml", "- id: one", f"{THREE}- id: one")], ""),
    "a source of an explainer's own": ([("content/example/sources.yml", "Own sides", "Sides of its own")], EXAMPLE),
    "the name of the site": ([(SITE, "name: Examples", "name: All examples")], ALL),
    "the license": ([(SITE, "CC BY 4.0", "CC BY-SA 4.0")], ALL),
    "an image of another size": ([("docs/assets/share.png", "", png(1300, 650))], ALL),
    "an image of an explainer's own": (
        [
            (THIRD, "published:", "image:\n  file: assets/third.png\n  alt: A sign\npublished:"),
            ("docs/assets/third.png", "", png(1200, 630)),
        ],
        "third/index.md",
    ),
    "a new page of an explainer": (
        [("docs/third/more.md", "", MORE_PAGE)],
        "index.md third/index.md third/more.md",
    ),
    "a new page": ([("docs/more.md", "", MORE_PAGE)], "more.md"),
    "the name of a page in lists": (
        [("docs/example/more.md", "title: More\n", "title: More\nshort_title: Further\n")],
        f"{EXAMPLE} index.md",
    ),
    "a page that is gone": (
        [("docs/example/more.md", "", None), ("docs/example/index.md", "[More](more.md)", "More")],
        f"{WITHOUT_MORE} index.md",
    ),
    "a new explainer": (
        [("content/fourth/explainer.yml", "", NEW_ABOUT), ("docs/fourth/index.md", "", "Now.\n")],
        "fourth/index.md index.md",
    ),
    "an explainer that is gone": (
        [(THIRD, "", None), ("docs/third/index.md", "", None), ("docs/about.md", '{{ explainer("third") }}', "others")],
        "about.md index.md",
    ),
    "an explainer with another name": (
        [
            (THIRD, "", None),
            ("docs/third/index.md", "", None),
            ("docs/about.md", 'explainer("third")', 'explainer("fourth")'),
            (
                "content/fourth/explainer.yml",
                "",
                f"{ABOUT.replace('Left vs. right', 'Near vs. far')}aliases: [third]\n",
            ),
            ("docs/fourth/index.md", "", FILES["docs/third/index.md"]),
        ],
        "about.md fourth/index.md index.md",
    ),
    "an earlier name of an explainer": ([(THIRD, "published:", "aliases: [nearness]\npublished:")], "third/index.md"),
    "a draft": (
        [(THIRD, "published:", "draft: true\npublished:"), ("docs/about.md", '{{ explainer("third") }}', "others")],
        "about.md index.md",
    ),
    "a file to lead to": ([("docs/assets/sheet.svg", "", SOUND["docs/assets/logo.svg"])], ""),
    "the order of a list": ([("docs/index.md", "explainers()", 'explainers("third")')], "index.md"),
    "the id of a section": (
        [
            ("docs/other/index.md", "section-why", "section-reason"),
            ("docs/example/more.md", "section-why", "section-reason"),
        ],
        f"{EXAMPLE} {OTHER}",
    ),
    "what is related": ([("content/example/explainer.yml", "related: [other]", "related: [third]")], EXAMPLE),
    "a link that leads to no page": ([("docs/about.md", "By us", "By [us](https://examples.example/us/)")], "about.md"),
    "a page that no link leads to": ([("docs/index.md", "{{ explainers() }}", '{{ explainer("other") }}')], "index.md"),
    "a list of sources that is gone": ([("docs/third/index.md", "\n{{ sources() }}\n", "")], "third/index.md"),
}
# Those that lists of explainers show.
IN_LISTS = (
    "a title",
    "a title that changes the order of all",
    "a description",
    "a new explainer",
    "an explainer that is gone",
    "an explainer with another name",
    "a draft",
    "the name of a page in lists",
)
TOPIC = "What is on which side of what, and what stands between the two of them."


def _site(root: Path) -> Site:
    site, problems = load(root)
    assert site, problems
    return site


def _edit(root: Path, file: str, before: str, after: _More) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if after is None:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    elif isinstance(after, bytes):
        path.write_bytes(after)
    else:
        text = path.read_text(encoding="utf-8") if before else ""
        assert before in text
        path.write_text(text.replace(before, after) if before else after, encoding="utf-8")


def _found(drawings: Drawings) -> tuple[Any, ...]:
    """All that is found out of the drawn pages, but for the pages themselves."""
    return dict(drawings.facts), drawings.problems, list(check_drawn_links(drawings))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", **{"docs/example/index.md": None, **FILES})
    (root / "docs/assets/share.png").write_bytes(png(1200, 630))
    return root


@pytest.fixture
def cache(tmp_path: Path) -> Callable[[], Cache]:
    """The cache as each run finds it."""
    return lambda: Cache(tmp_path / "cache" / "site")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that have been drawn, by their paths."""
    paths: list[str] = []
    draw = Drawing.draw

    def noted(drawing: Drawing) -> DrawnPage:
        paths.append(drawing.page.path)
        return draw(drawing)

    monkeypatch.setattr(Drawing, "draw", noted)
    return paths


@pytest.mark.parametrize(("edits", "shown_on"), CHANGES.values(), ids=CHANGES)
def test_what_is_kept_is_what_drawing_anew_would_find_after_any_change(
    root: Path, cache: Callable[[], Cache], drawn: list[str], edits: list[Edit], shown_on: str
) -> None:
    kept = cache()
    before = Drawings(_site(root), URL, root, kept)
    assert len(before.facts) == len(ALL.split())
    kept.save()
    for edit in edits:
        _edit(root, *edit)
    drawn.clear()

    now = Drawings(_site(root), URL, root, cache())
    found = _found(now)
    assert sorted(drawn) == sorted(shown_on.split())
    anew = Drawings(_site(root), URL, root)
    assert found == _found(anew)
    assert dict(now.pages()) == dict(anew.pages())


@pytest.mark.parametrize("change", IN_LISTS)
def test_what_is_kept_of_lists_of_explainers_is_what_drawing_anew_would_find(
    root: Path, cache: Callable[[], Cache], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(listing, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(listing, "_MOST_TITLES", 2)
    _edit(root, SITE, "colors:", f"topics:\n  - id: sides\n    name: Sides\n    description: {TOPIC}\ncolors:")
    for file in (OTHER_ABOUT, THIRD):
        _edit(root, file, "published:", "topic: sides\npublished:")
    kept = cache()
    before = Drawings(_site(root), URL, root, kept)
    assert len(before.facts) > len(ALL.split())
    kept.save()
    for edit in CHANGES[change][0]:
        _edit(root, *edit)

    now, anew = Drawings(_site(root), URL, root, cache()), Drawings(_site(root), URL, root)
    assert _found(now) == _found(anew)
    assert dict(now.pages()) == dict(anew.pages())


def test_a_link_to_nothing_leads_to_the_page_as_soon_as_that_is_there(
    root: Path, cache: Callable[[], Cache], drawn: list[str]
) -> None:
    _edit(root, "docs/about.md", "By us", "By [us](us.md)")
    kept = cache()
    hrefs = []
    for text in (None, MORE_PAGE, None):
        if text:
            _edit(root, "docs/us.md", "", text)
        elif hrefs:
            _edit(root, "docs/us.md", "", None)
        drawn.clear()
        site, _ = load(root, drafts=True)
        assert site
        drawings = Drawings(site, URL, root, kept)
        assert "about.md" in drawings.facts
        assert "about.md" in drawn
        hrefs += re.findall('<a href="([^"]*)">us</a>', drawings.page("about.md").html)

    assert hrefs == ["us.md", "../us/", "us.md"]


def test_a_change_that_is_taken_back_leaves_all_as_it_was(
    root: Path, cache: Callable[[], Cache], drawn: list[str]
) -> None:
    kept = cache()
    before = _found(Drawings(_site(root), URL, root, kept))
    for edit in ((SITE, "name: Examples", "name: All examples"), (SITE, "name: All examples", "name: Examples")):
        _edit(root, *edit)
        after = _found(Drawings(_site(root), URL, root, kept))

    assert after == before


def test_whoever_takes_all_pages_has_all_facts_and_draws_each_once(root: Path, drawn: list[str]) -> None:
    drawings = Drawings(_site(root), URL, root)
    pages = dict(drawings.pages())
    _found(drawings)

    assert drawn == list(pages) == list(drawings.site.pages)


def test_of_all_pages_the_last_alone_is_kept(root: Path) -> None:
    drawings = Drawings(_site(root), URL, root)
    pages = [weakref.ref(page) for _, page in drawings.pages()]
    assert len(drawings.facts) == len(pages)

    gc.collect()
    assert [page() is None for page in pages] == [*[True] * (len(pages) - 1), False]


def test_other_code_draws_all_anew(root: Path, tmp_path: Path, drawn: list[str]) -> None:
    for code in (b"code", b"other code"):
        drawn.clear()
        kept = Cache(tmp_path / "cache" / "site", code)
        assert list(Drawings(_site(root), URL, root, kept).facts) == drawn
        kept.save()


def test_templates_are_compiled_once(root: Path, cache: Callable[[], Cache], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = cache()
    pages = dict(Drawings(_site(root), URL, root, kept).pages())
    kept.save()
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_: pytest.fail("a template was compiled"))

    assert dict(Drawings(_site(root), URL, root, cache()).pages()) == pages


def test_another_address_has_facts_of_its_own(root: Path, cache: Callable[[], Cache], drawn: list[str]) -> None:
    kept = cache()
    site = _site(root)
    for url in (URL, "http://127.0.0.1:8000/", URL, "http://127.0.0.1:8000/"):
        drawn.clear()
        assert len(Drawings(site, url, root, kept).facts) == len(site.pages)

    assert drawn == []


def test_pages_that_are_gone_are_forgotten(root: Path, cache: Callable[[], Cache]) -> None:
    kept = cache()
    Drawings(_site(root), URL, root, kept).facts  # noqa: B018
    for edit in CHANGES["a page that is gone"][0]:
        _edit(root, *edit)
    drawings = Drawings(_site(root), URL, root, kept)
    drawings.facts  # noqa: B018
    drawings.tidy()
    kept.save()

    (row,) = sqlite3.connect(kept.folder / "cache.db").execute("SELECT count(*) FROM entries WHERE kind LIKE 'page %'")
    assert row == (len(drawings.site.pages),)


class _Guarded:
    """A site that answers only while a question of a page is noted: see `Around`."""

    def __init__(self, site: Site) -> None:
        self._site, self.is_asked = site, 0

    def __getattr__(self, name: str) -> Any:
        assert self.is_asked, f"`{name}` of the site was read, and nobody took a note of it"
        return getattr(self._site, name)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_reads_the_rest_of_the_site_without_a_note_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = dict(zip(NAMES, SITES, strict=True))[name]
    site = _site(root)
    guarded = _Guarded(site)
    ask = Around._ask

    def noted(around: Around, method: Callable[..., Any], *arguments: str) -> Any:
        guarded.is_asked += 1
        try:
            return ask(around, method, *arguments)
        finally:
            guarded.is_asked -= 1

    monkeypatch.setattr(Around, "_ask", noted)
    tools = Tools(languages.words(site.settings.language), Cache.none())
    answers = Answers(cast("Site", guarded))
    for page in site.pages.values():
        drawing = Drawing(page, Around(site, page, answers), tools, URL)
        facts_of(drawing, drawing.draw(), URL)
        assert [
            value for value in (*vars(drawing).values(), *vars(drawing._around).values()) if isinstance(value, Site)
        ] == []


def test_a_page_that_is_saved_between_reading_and_drawing_is_drawn_again(tmp_path: Path) -> None:
    root, cache = write_site(tmp_path / "root"), Cache.none()
    before, _ = load(root)
    page = root / "docs/index.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nOther words.\n", encoding="utf-8")
    assert before and Drawings(before, "https://examples.example/", root, cache).facts

    after, _ = load(root)

    assert after
    kept = Drawings(after, "https://examples.example/", root, cache).facts
    assert kept == Drawings(after, "https://examples.example/", root).facts
