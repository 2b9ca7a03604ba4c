"""The search index: the same, byte for byte, as that of Material's own plugin, whose worker reads it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from types import SimpleNamespace

import pytest
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from conftest import PROJECT
from distinguo.host import theme
from distinguo.output.search_index import as_listed, entries_of, search_index
from distinguo.publish.build import Build

_TITLE = "Sides & <ends>"

# Each stands for what a page may hold, in the order in which Material's parser comes to it.
ARTICLES = {
    "nothing": "",
    "no heading": "<p>Words.</p>",
    "a heading at the beginning": '<h2 id="a">A</h2>\n<p>Words.</p>',
    "a first heading of the page": '<h1 id="a">A</h1><p>Words.</p><h2 id="b">B</h2><p>More.</p>',
    "a heading without an id": "<p>Before.</p><h3>No id</h3><p>After.</p>",
    "a heading with tags and a permalink": (
        '<p>x</p><h2 id="a">A <em>b</em> <code>c</code><a class="headerlink" href="#a" title="Link">¶</a></h2><p>x</p>'
    ),
    "signs that are escaped": "<p>a &lt;b&gt; &amp;amp; &quot;c&quot; \"d\" 'e' &#39;f&#39; &nbsp;g</p>",
    "an id with a sign": '<p>x</p><h2 id="a&amp;b">A</h2><p>x</p>',
    "white space": "<p>a\n  b</p>\n\n<p>\n</p> <ul>\n  <li>a</li>\n  <li> </li>\n</ul>\n",
    "code": "<pre><code>a\n\n  b &lt;c&gt;\n</code></pre><p>x <code> y </code></p><pre>\n\n</pre>",
    "elements that are not kept": "<div><table><tr><td>a</td><td>b</td></tr></table><dl><dt>c</dt></dl></div>",
    "elements without an end": '<p>a<br>b<img src="a.png" alt="c > d">e<wbr>f</p><hr><p>x<input type="text"></p>',
    "lists in lists": "<ol><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d<sup>1</sup></p></li></ol>",
    "empty elements": "<ul><li></li></ul><p></p><p>a</p><p> </p><ol></ol>",
    "what is left out": "<p>a</p><p data-search-exclude hidden>b</p><p>c</p>",
    "what is left out of its own kind": "<p>a</p><div data-search-exclude>b<div>c</div>d</div>e<p>f</p>",
    "a list that is left out": "<ul><li>a</li></ul><ul data-search-exclude><li>b</li></ul><ul><li>c</li></ul>",
    "a heading that is left out": '<p>a</p><h2 id="b" data-search-exclude>B</h2><p>c</p><h2 id="d">D</h2><p>e</p>',
    "a heading in a box": '<p>a</p><section><h2 id="b">B</h2><p>c</p></section><p>d</p><h2 id="e">E</h2><p>f</p>',
    "a heading in an entry": '<ol><li><h3 id="a">A</h3><p>b</p></li><li><h3 id="c">C</h3><p>d</p></li></ol><p>e</p>',
    "headings in boxes in boxes": (
        '<h2 id="a">A</h2><div><h3 id="b">B</h3><div><h4 id="c">C</h4>x</div>y</div><p>z</p><h2 id="d">D</h2>'
    ),
    "a drawing": '<p>a</p><svg viewBox="0 0 1 1"><path d="M0 0"/><g><text>b</text></g></svg><p>c</p>',
    "scripts and styles": "<p>a</p><script>b < c; '</p>'</script><style>p > a { }</style><p>d</p>",
    "an object": "<p>a</p><object><p>b</p></object><p>c</p>",
    "words in other letters": "<p>שלום <b>עולם</b> — “a” ’ 𝒳</p>",
}


def _as_material_has_it(article: str, url: str, title: str) -> list[dict[str, str]]:
    index = SearchIndex()
    index.add_entry_from_context(SimpleNamespace(meta={"title": title}, content=article, url=url, toc=[], title=""))
    return index.entries


def _as_we_have_it(article: str, url: str, title: str) -> list[dict[str, str]]:
    return [entry._asdict() for entry in entries_of(article, url, title)]


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_has_the_entries_that_material_makes_of_it(name: str) -> None:
    page = ARTICLES[name], "some/page/", escape(_TITLE)

    assert _as_we_have_it(*page) == _as_material_has_it(*page)


def test_so_has_every_page_of_the_projects_own_site() -> None:
    drawn = Build(PROJECT, "https://distinguo.example/").drawn()
    pages = [(page.html, page.url, escape(page.title)) for _, page in drawn]

    assert len(pages) > 10
    for page in pages:
        assert _as_we_have_it(*page) == _as_material_has_it(*page), page[1]


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "he"])
def test_the_worker_takes_words_apart_as_material_has_it_do(language: str, tmp_path: Path) -> None:
    plugin = SearchPlugin()
    plugin.load_config({})
    plugin.on_config(_config(tmp_path, language))
    entries = entries_of("<p>A</p>", "", "A")
    plugin.search_index.entries = [entry._asdict() for entry in entries]

    ours = search_index([as_listed(entries)], theme.search_settings(_config(tmp_path).theme.get_env(), language))

    assert ours == plugin.search_index.generate_search_index(None)


def test_words_of_a_language_that_material_does_not_know_are_taken_apart_as_english_ones(tmp_path: Path) -> None:
    environment = _config(tmp_path).theme.get_env()

    assert theme.search_settings(environment, "xx") == theme.search_settings(environment, "en")


def _config(folder: Path, language: str = "en") -> MkDocsConfig:
    (folder / "docs").mkdir(exist_ok=True)
    settings = f"site_name: a\ntheme: {{name: material, language: {language}}}\nplugins: []\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return load_config(str(folder / "mkdocs.yml"))
