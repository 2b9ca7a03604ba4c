"""Every page of every site, as a reader and a search engine get it, beyond what the build itself checks."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import yaml

from built_site import HEADINGS, NOT_FOUND, BuiltSite, Page, addresses, find, words
from conftest import PROJECT, SITES, run_mkdocs

SOURCES = {"distinguo" if site == PROJECT else site.name: site for site in SITES}
BLOCK_TYPES = [path.parent.name.replace("_", "-") for path in (PROJECT / "hooks").rglob("blocks/*/template.html")]
FOR_MACHINES = ("canonical", "alternate")  # what a link in the head is, where no reader follows it


def _build(source: Path, folder: Path, **environment: str) -> BuiltSite:
    done = run_mkdocs(source, "build", "--strict", "--site-dir", str(folder), **environment)
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder)


@pytest.fixture(scope="module", params=SOURCES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def source(name: str) -> Path:
    """The folder that the site is written in."""
    return SOURCES[name]


@pytest.fixture(scope="module")
def site(name: str, sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites[name]


# The pages, and the HTML they are written in


def test_every_page_of_docs_is_published(site: BuiltSite, source: Path) -> None:
    stems = [path.relative_to(source / "docs").with_suffix("").as_posix() for path in (source / "docs").rglob("*.md")]
    urls = {stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/" for stem in stems}

    assert _urls_without_sheets(site) == urls


def test_every_explainer_has_its_sheets_and_leads_to_them(site: BuiltSite, source: Path) -> None:
    for explainer in _explainers(source):
        page = site.pages[explainer]
        for sheet in ("handout/", "discussion-guide/"):
            assert explainer + sheet in {site.target(page, link.get("href", ""))[0] for link in page.find("a")}
            (foot,) = site.pages[explainer + sheet].find(".sheet__foot")
            assert page.canonical in words(foot)


def test_search_engines_are_asked_to_leave_out_what_only_repeats_a_page(site: BuiltSite) -> None:
    left_out = {
        url for url, page in site.pages.items() if any(m.get("content") == "noindex" for m in page.find("meta"))
    }
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    searched = {entry["location"].partition("#")[0] for entry in index["docs"]}

    assert left_out == site.pages.keys() - _urls_without_sheets(site)
    assert not left_out & searched


def _urls_without_sheets(site: BuiltSite) -> set[str]:
    return {url for url, page in site.pages.items() if url != NOT_FOUND and not page.find(".sheet")}


@pytest.mark.parametrize("block_type", BLOCK_TYPES)
def test_every_block_type_is_on_some_page(block_type: str, sites: dict[str, BuiltSite]) -> None:
    pages = [page for site in sites.values() for page in site.pages.values()]

    assert any(page.find(f".{block_type}") for page in pages)


def test_no_page_has_a_mistake_in_its_html(site: BuiltSite) -> None:
    mistakes = {page.path: page.parse_errors for page in site.pages.values() if page.parse_errors}

    assert mistakes == {}


def test_every_id_in_an_article_says_what_it_belongs_to(site: BuiltSite) -> None:
    known = tuple(f"{kind}-" for kind in ("section", "block", "cite", *BLOCK_TYPES))
    inside = [element for page in site.pages.values() for element in page.article.iter() if element is not page.article]
    ids = [element.get("id") for element in inside]

    assert [id for id in ids if id is not None and not id.startswith(known)] == []


# Titles and headings


def test_every_page_has_one_main_heading(site: BuiltSite) -> None:
    titles = {page.path: page.texts("h1") for page in site.pages.values()}

    assert {path: found for path, found in titles.items() if len(found) != 1 or not found[0]} == {}


def test_no_level_of_headings_is_skipped(site: BuiltSite) -> None:
    for page in site.pages.values():
        levels = [0, *(int(element.tag[1]) for element in page.tree.iter() if element.tag in HEADINGS)]

        assert all(below <= above + 1 for above, below in pairwise(levels)), page.path


def test_every_page_has_a_title_of_its_own_in_the_browser(site: BuiltSite) -> None:
    titles = [page.title for page in site.pages.values()]

    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_page_has_the_description_that_its_editor_wrote(site: BuiltSite, source: Path) -> None:
    published = {url: site.pages[url].description for url in _urls_without_sheets(site)}

    assert published == {
        url: _written_description(source, page) for url, page in site.pages.items() if url in published
    }


def _written_description(source: Path, page: Page) -> str:
    stem = page.url.rstrip("/")
    candidates = [source / "docs" / f"{stem}.md", source / "docs" / stem / "index.md"]
    text = next(path.read_text(encoding="utf-8") for path in candidates if path.is_file())
    head = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    about = head[1] if head else (source / "content" / stem / "explainer.yml").read_text(encoding="utf-8")
    return yaml.safe_load(about)["description"]


def test_the_list_of_contents_names_every_section_in_order(site: BuiltSite) -> None:
    for page in site.pages.values():
        headings = [element for element in page.article.iter() if element.tag in HEADINGS and element.get("id")]
        listed = [link for contents in page.find("nav.contents") for link in find(contents, "a")]
        in_contents = dict.fromkeys((link.get("href"), words(link)) for link in listed)

        assert listed or len(headings) < 2, page.path
        if not listed:
            continue
        assert list(in_contents) == [(f"#{heading.get('id')}", words(heading)) for heading in headings], page.path


# Links


def test_the_home_page_leads_to_every_explainer(site: BuiltSite, source: Path) -> None:
    linked = {site.target(site.home, link.get("href", ""))[0] for link in find(site.home.article, "a")}

    assert linked >= _explainers(source)


def _explainers(source: Path) -> set[str]:
    return {f"{path.parent.name}/" for path in source.glob("content/*/explainer.yml")}


def test_the_navigation_is_the_same_on_every_page(site: BuiltSite) -> None:
    home = _navigation(site, site.home)

    assert home
    for page in site.pages.values():
        assert _navigation(site, page) == home, page.path


def _navigation(site: BuiltSite, page: Page) -> list[tuple[str, str]]:
    """The entries of the navigation: their words, and the pages they lead to."""
    (navigation,) = page.find("nav.footer__pages")
    links = [(words(link), link.get("href", "")) for link in find(navigation, "a")]
    return [(label, site.target(page, address)[0]) for label, address in links if not address.startswith("#")]


def test_no_explainer_stands_in_the_navigation(site: BuiltSite, source: Path) -> None:
    in_navigation = {url for _, url in _navigation(site, site.home)}

    assert not in_navigation & _explainers(source)


def test_the_site_map_names_every_page_that_repeats_no_other(site: BuiltSite) -> None:
    assert _mapped(site) == {site.address + url for url in _urls_without_sheets(site)}


def _mapped(site: BuiltSite) -> set[str]:
    tree = ElementTree.parse(site.folder / "sitemap.xml")
    return {element.text or "" for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}


def test_every_page_names_its_own_address(site: BuiltSite) -> None:
    canonical = {url: page.canonical for url, page in site.pages.items() if url != NOT_FOUND}

    assert canonical == {url: site.address + url for url in canonical}


def test_links_within_the_site_hold_wherever_it_lies(site: BuiltSite) -> None:
    bound = [
        f"{page.path}: {address}"
        for page in site.pages.values()
        for element, address in addresses(page.tree)
        if page.path != NOT_FOUND and element.get("rel") not in FOR_MACHINES and not site.is_outside(address)
        if address.startswith(("/", site.address))
    ]

    assert bound == []


def test_below_a_path_every_link_leads_somewhere(site_below_a_path: BuiltSite) -> None:
    assert site_below_a_path.address == "https://host.example/some/path/"
    assert site_below_a_path.dead_ends() == []


def test_the_page_for_lost_readers_leads_to_the_same_places_from_everywhere(site_below_a_path: BuiltSite) -> None:
    lost = site_below_a_path.pages[NOT_FOUND]
    own = [address for _, address in addresses(lost.tree) if not site_below_a_path.is_outside(address)]

    assert own
    assert [address for address in own if not address.startswith(("/some/path/", "#"))] == []


# Citations and their sources


def _citations(page: Page) -> list[tuple[str, str, str]]:
    """The citations on a page in order: their ids, where they lead, and their numbers."""
    links = page.find("a.citation")
    return [(link.get("id", ""), link.get("href", ""), words(link).strip("[]")) for link in links]


def _listed(page: Page) -> list[tuple[str, list[str]]]:
    """The sources listed on a page in order: the address of each, and where its links back lead."""
    entries = [entry for listed in page.find("ol.sources") for entry in listed]
    backs = [[link.get("href", "") for back in find(entry, ".sources__back") for link in back] for entry in entries]
    return [(f"#{entry.get('id')}", back) for entry, back in zip(entries, backs, strict=True)]


def test_each_citation_leads_to_the_source_with_its_number(site: BuiltSite) -> None:
    for page in site.pages.values():
        numbers = {address: str(number) for number, (address, _) in enumerate(_listed(page), 1)}
        wrong = [(id, number) for id, address, number in _citations(page) if numbers.get(address) != number]

        assert wrong == [], page.path


def test_each_source_leads_back_to_each_of_its_citations(site: BuiltSite) -> None:
    for page in site.pages.values():
        citations = {
            source: [f"#{id}" for id, cited, _ in _citations(page) if cited == source] for source, _ in _listed(page)
        }

        assert dict(_listed(page)) == citations, page.path


def test_each_listed_source_is_cited(site: BuiltSite) -> None:
    for page in site.pages.values():
        cited = {address for _, address, _ in _citations(page)}

        assert {address for address, _ in _listed(page)} <= cited, page.path


def test_sources_are_numbered_in_the_order_of_their_first_citation(site: BuiltSite) -> None:
    for page in site.pages.values():
        first = dict.fromkeys(number for _, _, number in _citations(page))

        assert list(first) == [str(number) for number in range(1, len(first) + 1)], page.path


# Comparisons


@pytest.fixture(scope="module")
def tables(site: BuiltSite) -> list[Element]:
    """The comparisons on all pages of a site."""
    blocks = [block for page in site.pages.values() for block in page.find(".comparison")]
    return [table for block in blocks for table in find(block, "table")]


def _rows(table: Element) -> list[Element]:
    return [row for body in find(table, "tbody") for row in body]


def test_each_comparison_says_what_it_compares(tables: list[Element]) -> None:
    captions = [[words(caption) for caption in find(table, "caption")] for table in tables]

    assert [found for found in captions if len(found) != 1 or not found[0]] == []


def test_each_column_and_row_of_a_comparison_has_a_header(tables: list[Element]) -> None:
    for table in tables:
        columns = [(cell.tag, cell.get("scope")) for head in find(table, "thead") for row in head for cell in row]
        row_like_the_others = [("th", "row"), *[("td", None)] * (len(columns) - 1)]

        assert set(columns) == {("th", "col")}
        for row in _rows(table):
            assert [(cell.tag, cell.get("scope")) for cell in row] == row_like_the_others, words(row)


def test_each_cell_of_a_comparison_has_words(tables: list[Element]) -> None:
    assert all(words(cell) for table in tables for row in _rows(table) for cell in row)


def test_each_row_of_a_comparison_says_in_words_how_well_founded_it_is(tables: list[Element]) -> None:
    for row in (row for table in tables for row in _rows(table)):
        (evidence,) = find(row, ".comparison__evidence")

        assert re.search(r": \w+", words(evidence, without="citation")), words(row)


# Drafts


@pytest.fixture(scope="module")
def site_with_a_draft(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The proof site with a second explainer, which is the first one again as a draft."""
    folder = tmp_path_factory.mktemp("with-a-draft")
    shutil.copytree(PROJECT / "tests" / "sites" / "accuracy-vs-precision", folder, dirs_exist_ok=True)
    for part in ("content", "docs"):
        shutil.copytree(folder / part / "accuracy-vs-precision", folder / part / "unfinished")
    with (folder / "content" / "unfinished" / "explainer.yml").open("a", encoding="utf-8") as about:
        about.write("draft: true\n")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("../../..", str(PROJECT)), encoding="utf-8")
    return _build(folder, folder / "site")


def test_a_draft_is_not_published_and_neither_are_its_pictures(site_with_a_draft: BuiltSite) -> None:
    published = [path.relative_to(site_with_a_draft.folder).as_posix() for path in site_with_a_draft.folder.rglob("*")]

    assert "accuracy-vs-precision/target.svg" in published
    assert [path for path in published if "unfinished" in path] == []


@pytest.mark.parametrize("file", ["sitemap.xml", "index.html", "search/search_index.json"])
def test_nothing_tells_of_a_draft(site_with_a_draft: BuiltSite, file: str) -> None:
    text = (site_with_a_draft.folder / file).read_text(encoding="utf-8")

    assert "accuracy-vs-precision" in text
    assert "unfinished" not in text


# What browsers hold the pages to


def test_every_page_names_its_policy_before_anything_it_loads(site: BuiltSite) -> None:
    for page in site.pages.values():
        policies = [meta for meta in page.find("meta") if meta.get("http-equiv") == "Content-Security-Policy"]

        assert len(policies) == 1, page.path
        assert "unsafe" not in policies[0].get("content", "")
        assert page.html.index("Content-Security-Policy") < page.html.index("<link")


def test_the_headers_keep_to_what_hosts_read(site: BuiltSite) -> None:
    headers = (site.folder / "_headers").read_text(encoding="utf-8")

    assert "frame-ancestors 'none'" in headers
    assert "includeSubDomains" not in headers
    assert max(map(len, headers.splitlines())) < 2000  # the longest line that Cloudflare Pages reads
