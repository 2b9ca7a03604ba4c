"""What a site offers to programs beside its pages: robots.txt, llms.txt and the Markdown twins of its pages."""

from __future__ import annotations

import html
import re
from itertools import product
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element

import html5lib
import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

import distinguo
from built_site import NOT_FOUND, BuiltSite, Page, has_class, words_of_html
from conftest import NAMES, PROJECT, SITES, run_mkdocs
from distinguo.model.shapes import Crawlers
from distinguo.output.crawlers import robots_txt
from distinguo.output.markdown_twins import plain, twin
from example_site import SOUND, write_site

SOURCES = dict(zip(NAMES, SITES, strict=True))
CRAWLERS = {
    "search": ["Googlebot", "Bingbot", "OAI-SearchBot", "Claude-SearchBot", "PerplexityBot", "SomeOtherBot"],
    "training": ["GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Applebot-Extended"],
    "users": ["ChatGPT-User", "Claude-User", "Perplexity-User"],
}


def _indexed(site: BuiltSite) -> dict[str, Page]:
    return {url: page for url, page in site.pages.items() if url != NOT_FOUND and not page.find(".sheet")}


# robots.txt


def _rules(text: str) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules


@pytest.mark.parametrize("switches", list(product([True, False, None], repeat=3)))
def test_each_switch_decides_for_its_crawlers_and_no_others(switches: tuple[bool | None, ...]) -> None:
    chosen = dict(zip(CRAWLERS, switches, strict=True))

    text = robots_txt(Crawlers(**chosen), "https://a.example/")

    for kind, names in CRAWLERS.items():
        welcome = {name: _rules(text).can_fetch(name, "https://a.example/page/") for name in names}
        assert set(welcome.values()) == {chosen[kind] is not False}, (kind, welcome)
        assert f"\n# {kind}: {'false' if chosen[kind] is False else 'true'}\n# " in text


def test_without_switches_everybody_is_welcome() -> None:
    assert robots_txt(None, "https://a.example/") == robots_txt(Crawlers(), "https://a.example/")
    assert "Disallow" not in robots_txt(None, "https://a.example/")


def test_what_is_closed_is_this_site_and_not_its_neighbors() -> None:
    chosen = Crawlers(search=False, training=False, users=False)

    rules = _rules(robots_txt(chosen, "https://host.example/some/path/"))

    for name in (name for names in CRAWLERS.values() for name in names):
        assert not rules.can_fetch(name, "https://host.example/some/path/page/")
        assert rules.can_fetch(name, "https://host.example/another/")


def test_the_site_map_is_named_by_its_whole_address(site: BuiltSite, site_below_a_path: BuiltSite) -> None:
    for built in (site, site_below_a_path):
        (named,) = _rules((built.folder / "robots.txt").read_text(encoding="utf-8")).site_maps() or ()

        assert named == f"{built.address}sitemap.xml"


def test_the_switches_stand_in_the_settings(tmp_path: Path) -> None:
    settings = f"{SOUND['content/site.yml']}crawlers:\n  training: false\n"
    inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://a.example/\n"
    site = write_site(tmp_path, **{"content/site.yml": settings, "mkdocs.yml": inherit})

    assert run_mkdocs(site, "build", "--strict").returncode == 0

    rules = _rules((site / "site/robots.txt").read_text(encoding="utf-8"))
    assert not rules.can_fetch("GPTBot", "https://a.example/example/")
    assert rules.can_fetch("Googlebot", "https://a.example/example/")


def test_hosts_are_told_to_keep_the_twins_out_of_search(site: BuiltSite, site_below_a_path: BuiltSite) -> None:
    for built, path in ((site, "/"), (site_below_a_path, "/some/path/")):
        groups = (built.folder / "_headers").read_text(encoding="utf-8").split("\n\n")

        assert [group.splitlines()[0] for group in groups] == [f"{path}*", f"{path}*.md"]
        assert groups[1].splitlines()[1:] == ["  X-Robots-Tag: noindex"]


# llms.txt


def _listed(site: BuiltSite) -> list[tuple[str, str, str, str]]:
    """The lines of llms.txt: their heading, the words and the address of the link, and the note behind it."""
    heading, listed = "", []
    for line in (site.folder / "llms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif heading and line:
            words, address, note = re.fullmatch(r"- \[(.+?)\]\(([^)]+)\): (.+)", line).groups()
            listed.append((heading, words, address, note))
    return listed


def test_llms_txt_begins_with_the_name_and_the_purpose_of_the_site(site: BuiltSite) -> None:
    first, _, second, _, third, *_ = (site.folder / "llms.txt").read_text(encoding="utf-8").splitlines()
    (name,) = {
        meta.get("content") for page in site.pages.values() for meta in page.find("meta") if _is(meta, "og:site_name")
    }

    assert words_of_html(markdown.markdown(first)) == name
    assert words_of_html(markdown.markdown(second)) == site.home.description
    assert second.startswith("> ")
    assert "https://creativecommons.org/licenses/by/4.0/" in third


def _is(meta: Element, property: str) -> bool:
    return meta.get("property") == property


def test_llms_txt_has_one_line_for_each_page(site: BuiltSite) -> None:
    told = {
        address: (words_of_html(markdown.markdown(words)), words_of_html(markdown.markdown(note)))
        for _, words, address, note in _listed(site)
    }

    assert len(told) == len(_listed(site))
    assert told == {
        f"{page.canonical}index.html.md": (page.texts("h1")[0], page.description) for page in _indexed(site).values()
    }


def test_llms_txt_groups_the_pages_by_explainer(site: BuiltSite, name: str) -> None:
    folders = {path.parent.name for path in SOURCES[name].glob("content/*/explainer.yml")}
    groups: dict[str, list[tuple[str, str]]] = {}
    for heading, words, address, _ in _listed(site):
        groups.setdefault(heading, []).append((words, address.removeprefix(site.address)))

    *explainers, about = groups
    for title in explainers:
        (words, first), *_ = groups[title]
        (folder,) = {address.partition("/")[0] for _, address in groups[title]}
        assert (words, first) == (title, f"{folder}/index.html.md")
        assert folder in folders
    assert len(explainers) == len(folders)
    assert about == "About this site"
    assert groups[about][0][1] == "index.html.md"
    assert not {address.partition("/")[0] for _, address in groups[about]} & folders


def test_llms_txt_lists_explainers_as_the_home_page_does(site: BuiltSite) -> None:
    linked = [site.target(site.home, link.get("href", ""))[0] for link in site.home.article.iter("a")]
    listed = [address.removeprefix(site.address).removesuffix("index.html.md") for _, _, address, _ in _listed(site)]

    assert [url for url in listed if url and url in linked] == [url for url in linked if url]


def test_below_a_path_the_addresses_in_llms_txt_are_right(site_below_a_path: BuiltSite) -> None:
    addresses = [address for *_, address, _ in _listed(site_below_a_path)]

    assert addresses
    assert [one for one in addresses if not one.startswith("https://host.example/some/path/")] == []
    assert [one for one in addresses if not _file(site_below_a_path, one).is_file()] == []


def _file(site: BuiltSite, address: str) -> Path:
    return site.folder / address.removeprefix(site.address)


# The Markdown twins


def _twin(site: BuiltSite, page: Page) -> str:
    (address,) = [link.get("href", "") for link in page.find("link") if link.get("type") == "text/markdown"]
    return _file(site, address).read_text(encoding="utf-8")


def test_every_page_has_a_twin_and_sheets_have_none(site: BuiltSite) -> None:
    twins = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.md")}

    assert twins == {f"{url}index.html.md" for url in _indexed(site)}
    for url, page in site.pages.items():
        links = [link for link in page.find("link") if link.get("rel") == "alternate"]
        assert [link.get("href") for link in links] == (
            [f"{site.address}{url}index.html.md"] if url in _indexed(site) else []
        )


def test_a_twin_begins_with_the_title_the_address_the_dates_and_the_license(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        title, facts = _twin(site, page).split("\n\n")[:2]
        dates = [time.text for time in page.find("time")][-3:-1]

        assert words_of_html(markdown.markdown(title)) == page.texts("h1")[0]
        assert facts.startswith(f"- <{page.canonical}>\n")
        assert "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)" in facts
        assert (facts.count("\n") == 3) == bool(page.find("ul.byline"))
        assert all(date in facts for date in dates)


def test_a_twin_says_what_its_page_says_and_nothing_else(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        said = re.findall(r"[^\W_]+", " ".join(_said(page.article)))

        assert re.findall(r"[^\W_]+", _without_marks(_body(site, page))) == said, page.path


def _body(site: BuiltSite, page: Page) -> str:
    """The page's twin without the title and the facts at its top."""
    return _twin(site, page).split("\n\n", maxsplit=2)[2]


def _without_marks(text: str) -> str:
    """The words of Markdown, without what makes lists, headings, tables and links of them."""
    return " ".join(part if n % 2 else _plain_words(part) for n, part in enumerate(_code_apart(text)))


def _plain_words(text: str) -> str:
    text = re.sub(r"^\s*(?:\d+\. |- )?(?:#+ )?", "", text, flags=re.MULTILINE)
    return html.unescape(re.sub(r"\]\([^)]*\)|\\|\*", "", text))


def _code_apart(text: str) -> list[str]:
    """Markdown in pieces: what is no code and what is code, in turn."""
    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "\0\\2\0", text, flags=re.DOTALL).split("\0")


def _without_code(text: str) -> str:
    return "…".join(_code_apart(text)[::2])


def _said(element: Element) -> list[str]:
    """The texts of a page that its twin is to say, in order."""
    if not isinstance(element.tag, str) or _is_left_out(element):
        return []
    unprinted = {"nav": "aria-label", "img": "alt"}.get(element.tag, "")
    texts = [element.get(unprinted, ""), element.text or ""]
    if element.tag == "legend":
        texts[1] = re.sub(r"^\s*\d+\. ", "", texts[1])  # in Markdown, the number makes an entry of a list
    for child in element:
        texts += [*_said(child), child.tail or ""]
    return texts if element.tag not in ("p", "li", "td", "th", "dt", "dd", "div") else [" ", *texts, " "]


def _is_left_out(element: Element) -> bool:
    tags = ("h1", "script", "style", "template", "{http://www.w3.org/2000/svg}svg", "button", "input")
    classes = ("headerlink", "sources__back")
    is_byline = element.tag == "ul" and has_class(element, "byline")
    is_unseen = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    is_control = "data-search-exclude" in element.attrib or element.tag in tags
    return is_byline or is_unseen or is_control or any(has_class(element, name) for name in classes)


def test_a_twin_keeps_headings_tables_and_lists(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        body = _without_code(_body(site, page))
        headings = [f"h{len(level)}" for level in re.findall(r"^ *(?:\d+\. )?(#+) ", body, re.M)]
        rows = [row for row in re.findall(r"^ *\|(.*)", body, re.M) if re.search(r"\w", row)]

        assert headings == [one.tag for one in _shown(page.article, "h2", "h3", "h4", "h5")]
        assert len(rows) == len(_shown(page.article, "tr"))
        assert len(re.findall("^ *:   ", body, re.M)) == len(_shown(page.article, "dd"))
        assert len(re.findall(r"^ *(?:- |\d+\. )", body, re.M)) == len(_shown(page.article, "li")) + len(
            [one for one in _shown(page.article, "legend") if re.match(r"\s*\d", one.text or "")]
        )


def _shown(element: Element, *tags: str) -> list[Element]:
    """The elements of these `tags` that a twin is to hold, in order."""
    if not isinstance(element.tag, str) or _is_left_out(element):
        return []
    found = [element] if element.tag in tags else []
    return found + [one for child in element for one in _shown(child, *tags)]


def test_a_table_in_a_twin_has_its_caption_above(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        for caption in _shown(page.article, "caption"):
            assert f"{plain(' '.join(caption.itertext()))}\n\n| " in _twin(site, page)


def test_every_link_in_a_twin_is_whole_and_leads_somewhere(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        addresses = re.findall(r"\]\(([^)]*)\)", _without_code(_twin(site, page)))

        assert [one for one in addresses if not one.startswith(("https://", "mailto:"))] == []
        assert [one for one in addresses if not (site.is_outside(one) or site.leads_somewhere(page, one))] == []


def test_nothing_of_the_page_as_a_program_is_left_in_a_twin(site: BuiltSite) -> None:
    for page in _indexed(site).values():
        text = _without_code(_twin(site, page).replace(f"<{page.canonical}>", "…"))

        assert re.findall(r"<|¶|\{|Cited at|\n{3}|\S[ \t]+\n", text) == [], page.path


_ARTICLE = """<!doctype html><title>x</title><p>Outside.</p><article>
<h1>Left vs. right</h1>
<ul class="byline"><li>Updated</li></ul>
<nav aria-label="More on this"><ul><li><a href="more/">More</a></li></ul></nav>
<h2 id="section-a">A &lt;b&gt;<a class="headerlink" href="#section-a">¶</a></h2>
<p>See <a href="../b/#c">there</a>, <em>not</em> here<a class="citation" id="cite-x-1" href="#sources-x">[1]</a>.</p>
<p hidden>Unseen.</p><p data-search-exclude>For clicks.</p><button>Press</button><template><p>Later.</p></template>
<svg><text>Drawn.</text></svg><img src="../a.png" alt="A [hand]">
<table><caption>Sides</caption><thead><tr><td></td><th scope="col">L|R</th></tr></thead>
<tbody><tr><th scope="row">a <span class="comparison__evidence">Evidence: b</span></th>
<td><p>c *</p></td></tr></tbody></table>
<dl><div><dt>Side</dt><dd><p>One.</p><p>Two.</p></dd></div></dl>
<form><fieldset><legend>1. Which?</legend><input type="radio"></fieldset></form>
<details><summary>Answer</summary><ol><li>short</li><li><p>long</p><p>er</p></li></ol></details>
<ol class="sources"><li>One (2001). <cite>Sides</cite>. <span class="sources__back">Cited at: 1</span></li></ol>
</article>"""

_TWIN = """# Left vs. right

- <https://a.example/example/>
- Published January 2, 2026
- Updated February 3, 2026
- Texts: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/), The examples

More on this:

- [More](https://a.example/example/more/)

## A &lt;b>

See [there](https://a.example/b/#c), *not* here[1].

![A \\[hand\\]](https://a.example/a.png)

Sides

|  | L\\|R |
| --- | --- |
| a (Evidence: b) | c \\* |

Side
:   One.

    Two.

1. Which?

**Answer**

1. short
2. long

   er

1. One (2001). *Sides*.
"""


def test_an_article_becomes_markdown(tmp_path: Path) -> None:
    site, pages, _ = distinguo.build(write_site(tmp_path), "https://a.example/")

    article = LexborHTMLParser(_ARTICLE).css_first("article")

    assert twin(article, pages["example/index.md"], "https://a.example/example/", site.settings) == _TWIN


@pytest.mark.parametrize(
    ("html", "markdown"),
    {
        "white space that no reader sees": ("<p> a\n  <em> b </em>\n </p>\n<p>c</p>", "a\n *b*\n\nc"),
        "a space that keeps words together": ("<h2>a\u00a0b <b>c</b></h2>", "## a\u00a0b **c**"),
        "a list in a list": ("<ul><li>a<ol start='3'><li>b</li><li>c</li></ol></li></ul>", "- a\n  3. b\n  4. c"),
        "an entry of two paragraphs": ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n\n2. c"),
        "what follows a list": ("<ul><li>a</li></ul><p>b</p>", "- a\n\nb"),
        "a table without a head": (
            "<table><tbody><tr><th>a</th><td>b|c</td></tr></tbody></table>",
            "|  |  |\n| --- | --- |\n| a | b\\|c |",
        ),
        "a list in a cell": (
            "<table><tr><th>a</th></tr><tr><td><ul><li>b</li><li>c</li></ul></td></tr></table>",
            "| a |\n| --- |\n| - b - c |",
        ),
        "a line break": ("<p>a<br>b</p>", "a\nb"),
        "a line break in a heading": ("<h3>a<br>b</h3>", "### a b"),
        "code with a backtick": ("<p><code>a`b</code></p>", "`` a`b ``"),
        "code over several lines": ("<pre><code>a\n\n  *b*\n</code></pre>", "```\na\n\n  *b*\n```"),
        "code with a fence": ("<pre><code>```` a\nb\n````\n</code></pre>", "`````\n```` a\nb\n````\n`````"),
        "a quotation of two paragraphs": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        "a description": ("<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>", "a\n:   b\n\n    c"),
        "words set apart by their direction": ("<p>a <bdi>ثقة</bdi> - b</p>", "a ثقة - b"),
        "words set apart in a link": ("<p><a href='/b'>a <bdi>ثقة</bdi></a></p>", "[a ثقة](https://a.example/b)"),
        "a text around what is left out": ("<p>a<svg><title>x</title></svg> b</p>", "a b"),
        "nothing to emphasize": ("<p>a<em> </em>b</p>", "ab"),
    }.values(),
)
def test_an_element_becomes_what_markdown_has_for_it(tmp_path: Path, html: str, markdown: str) -> None:
    site, pages, _ = distinguo.build(write_site(tmp_path), "https://a.example/")
    article = LexborHTMLParser(f"<article>{html}</article>").css_first("article")

    text = twin(article, pages["example/index.md"], "https://a.example/example/", site.settings)

    assert text.split("\n\n", 2)[2] == f"{markdown}\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & <!-- x -->",
        "*a* _b_ `c` [d](e) ![f](g) \\h",
        "a &lt; b &amp; c & d",
        "# no heading",
        "- no list",
        "> no quote",
        "🎭 “quoted” – ‘it’s’",
    ],
)
def test_a_text_in_a_twin_means_just_its_letters(text: str) -> None:
    (paragraph,) = html5lib.parseFragment(markdown.markdown(plain(text)), namespaceHTMLElements=False)

    assert (paragraph.tag, paragraph.text, len(paragraph)) == ("p", text, 0)
