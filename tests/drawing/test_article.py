"""The HTML of a page's article: its links to files, its tables and headings, and the blocks in their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from distinguo.base.addresses import relative_url
from distinguo.drawing.drawing import DrawnPage
from distinguo.drawing.drawings import Drawings
from distinguo.site.loading import load
from distinguo.text import languages
from distinguo.text.page_markdown import PageConverter
from example_site import write_site

URL = "https://examples.example/"
FILES = {"index.md", "about.md", "example/index.md", "example/more.md", "example/sheet.pdf", "assets/logo.svg"}
URLS = {"index.md": "", "about.md": "about/", "example/index.md": "example/", "example/more.md": "example/more/"}

# From the page example/more.md: what is typed, and the address that it becomes.
LINKS = {
    "a page beside it": ("[x](index.md)", 'href="../"'),
    "a page in the folder above": ("[x](../about.md)", 'href="../../about/"'),
    "the home page": ("[x](../index.md)", 'href="../../"'),
    "the page itself": ("[x](more.md)", 'href="./"'),
    "a part of the page itself": ("[x](#section-one)", 'href="#section-one"'),
    "a part of another": ("[x](index.md#section-one)", 'href="../#section-one"'),
    "with a query": ("[x](index.md?a=1&b=2#c)", 'href="../?a=1&amp;b=2#c"'),
    "a query alone": ("[x](?a=1)", 'href="?a=1"'),
    "a name with signs": ("[x](%69ndex.md)", 'href="../"'),
    "the long way round": ("[x](../example/./index.md)", 'href="../"'),
    "a file": ("[x](sheet.pdf)", 'href="../sheet.pdf"'),
    "an image": ("![x](../assets/logo.svg)", 'src="../../assets/logo.svg"'),
    "by a reference": ("[x][one]\n\n[one]: index.md", 'href="../"'),
    "no such file": ("[x](other.md)", 'href="other.md"'),
    "an address from the top": ("[x](/about.md)", 'href="/about.md"'),
    "an address elsewhere": ("[x](https://other.example/index.md)", 'href="https://other.example/index.md"'),
    "an address without its scheme": ("[x](//other.example/index.md)", 'href="//other.example/index.md"'),
    "mail": ("[x](mailto:a@b.example)", 'href="mailto:a@b.example"'),
}


def _seen_from_more(path: str) -> str | None:
    return relative_url(URLS.get(path, path), "example/more/") if path in FILES else None


@pytest.mark.parametrize(("typed", "address"), LINKS.values(), ids=LINKS)
def test_a_link_to_a_file_leads_to_its_address(typed: str, address: str) -> None:
    assert address in PageConverter("Table", "Link").html(typed, "example/more.md", _seen_from_more)


def test_a_mail_address_stays_hidden_from_who_collects_them() -> None:
    html = PageConverter("Table", "Link").html("<a@b.example>", "index.md", _seen_from_more)

    assert "a@b" not in html
    assert "&#97;" in html


def test_one_page_leaves_nothing_for_the_next() -> None:
    texts = ["## One\n\n[x][one]\n\n[one]: index.md\n", "## One\n\n[x][one]\n\n```\ncode\n```\n"]
    one = PageConverter("Table", "Link")

    after = [one.html(text, "example/more.md", _seen_from_more) for text in texts]
    alone = [PageConverter("Table", "Link").html(text, "example/more.md", _seen_from_more) for text in texts]
    assert after == alone


def _drawn(root: Path, path: str = "example/index.md", **files: str) -> DrawnPage:
    site, problems = load(write_site(root, **files))
    assert site, problems
    return Drawings(site, URL, root).page(path)


def test_the_article_is_finished_html(tmp_path: Path) -> None:
    block = "answer: Sides.\npoints: [One., Two., Three.]\n"
    page = "Left ![A sign](../assets/logo.svg)\n\n## Sides {#section-sides}\n\n{{ key_points() }}\n"
    drawn = _drawn(tmp_path, **{"content/example/key-points.yml": block, "docs/example/index.md": page})

    link = languages.words("en")["permalink"]
    assert drawn.html.startswith(
        '<p>Left <img alt="A sign" src="../assets/logo.svg"></p>\n<h2 id="section-sides">Sides'
    )
    assert f'<a class="headerlink" href="#section-sides" title="{link}">¶</a></h2>\n<section' in drawn.html
    assert drawn.html.endswith("</section>")


def test_a_page_knows_its_headings_and_how_long_it_takes_to_read(tmp_path: Path) -> None:
    drawn = _drawn(tmp_path, **{"docs/example/index.md": "## One\n\n### Two\n\n" + "word " * 500})

    (heading,) = drawn.contents
    assert (heading.title, [below.title for below in heading.children]) == ("One", ["Two"])
    assert drawn.reading_minutes == 2


def test_a_page_that_is_no_explainers_first_says_no_reading_time(tmp_path: Path) -> None:
    assert _drawn(tmp_path, "index.md").reading_minutes is None
