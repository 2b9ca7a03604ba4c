"""What the head of a page tells search engines, networks that show its link, and other programs."""

from __future__ import annotations

import struct
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

import distinguo
from built_site import NOT_FOUND, BuiltSite, Page, words
from conftest import NAMES, PROJECT, SITES, run_mkdocs
from distinguo.site.titles import browser_title
from example_site import SOUND, write_site

SOURCES = dict(zip(NAMES, SITES, strict=True))
INDEXED = "max-image-preview:large, max-snippet:-1"
PROPERTIES = ("title", "description", "url", "site_name", "type")
OF_AN_IMAGE = ("", ":type", ":width", ":height", ":alt")


def _facts(page: Page) -> dict[str, str]:
    """What the page's `<meta>` elements say, by their names; none says a thing twice."""
    metas = [(meta.get("property") or meta.get("name"), meta.get("content")) for meta in page.find("meta")]
    named = [(name, content or "") for name, content in metas if name]
    assert [name for name, count in Counter(name for name, _ in named).items() if count > 1] == [], page.path
    return dict(named)


def _links(page: Page) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in page.find("link")}


def _pages(site: BuiltSite) -> list[Page]:
    return [page for url, page in site.pages.items() if url != NOT_FOUND]


def _is_indexed(page: Page) -> bool:
    return page.path != NOT_FOUND and not page.find(".sheet")


def _settings(name: str) -> dict[str, Any]:
    return yaml.safe_load((SOURCES[name] / "content/site.yml").read_text(encoding="utf-8"))


def _about(name: str, page: Page) -> dict[str, Any]:
    """What explainer.yml says of the explainer that the page belongs to; nothing for other pages."""
    path = SOURCES[name] / "content" / page.url.partition("/")[0] / "explainer.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if page.url and path.is_file() else {}


def test_no_tag_is_without_a_value(site: BuiltSite) -> None:
    for page in site.pages.values():
        values = [*_facts(page).values(), *_links(page).values()]

        assert [value for value in values if not value.strip() or value == "None"] == [], page.path


def test_every_page_can_be_shared(site: BuiltSite, name: str) -> None:
    for page in _pages(site):
        facts = _facts(page)

        assert {f"og:{property}" for property in PROPERTIES} <= facts.keys()
        assert [facts["og:title"]] == page.texts("h1")
        assert facts["og:description"] == page.description
        assert facts["og:site_name"] == _settings(name)["name"]


def test_the_addresses_for_machines_are_whole_and_agree(site: BuiltSite) -> None:
    for page in _pages(site):
        facts = _facts(page)

        assert facts["og:url"] == page.canonical == site.address + page.url
        assert facts.get("og:image", site.address).startswith(site.address)


def test_below_a_path_the_addresses_for_machines_are_whole_too(site_below_a_path: BuiltSite) -> None:
    address = "https://host.example/some/path/"
    for page in _pages(site_below_a_path):
        facts, links = _facts(page), _links(page)

        assert facts["og:url"] == links["canonical"] == address + page.url
        assert facts["og:image"] == f"{address}assets/share.png"
        assert links.get("alternate") == (f"{address}{page.url}index.html.md" if _is_indexed(page) else None)


def test_search_engines_may_show_all_of_what_they_may_show_at_all(site: BuiltSite) -> None:
    robots = {page.path: _facts(page)["robots"] for page in site.pages.values()}

    assert robots == {page.path: INDEXED if _is_indexed(page) else "noindex" for page in site.pages.values()}


def test_the_page_for_lost_readers_says_nothing_to_networks(site: BuiltSite) -> None:
    lost = site.pages[NOT_FOUND]

    assert set(_facts(lost)) == {"viewport", "robots"}
    assert set(_links(lost)) == {"icon", "stylesheet"}


# Times


def test_explainers_are_articles_with_the_dates_of_their_yaml(site: BuiltSite, name: str) -> None:
    for page in _pages(site):
        facts, about = _facts(page), _about(name, page)
        times = {key: facts.get(f"article:{key}_time") for key in ("published", "modified")}
        if page.url.count("/") == 1 and about:
            assert facts["og:type"] == "article"
            assert times == {
                "published": f"{about['published']}T00:00:00+00:00",
                "modified": f"{about['updated']}T00:00:00+00:00",
            }
        else:
            assert facts["og:type"] == "website"
            assert set(times.values()) == {None}


def test_the_site_map_says_the_same_times(site: BuiltSite) -> None:
    prefix = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = ElementTree.parse(site.folder / "sitemap.xml").iter(f"{prefix}url")
    mapped = {entry.findtext(f"{prefix}loc"): entry.findtext(f"{prefix}lastmod") for entry in entries}

    assert any(mapped.values())
    assert mapped == {
        page.canonical: _facts(page).get("article:modified_time") for page in _pages(site) if _is_indexed(page)
    }


def test_the_day_of_publication_and_the_day_of_change_are_two(tmp_path: Path) -> None:
    inherit = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_url: https://a.example/\n"
    folder = write_site(tmp_path, **{"mkdocs.yml": inherit})
    assert run_mkdocs(folder, "build", "--strict").returncode == 0

    facts = _facts(BuiltSite(folder / "site").pages["example/"])

    assert facts["article:published_time"] == "2026-01-02T00:00:00+00:00"
    assert facts["article:modified_time"] == "2026-02-03T00:00:00+00:00"
    assert "<lastmod>2026-02-03T00:00:00+00:00</lastmod>" in (folder / "site/sitemap.xml").read_text(encoding="utf-8")


# Titles


@pytest.mark.parametrize(
    ("title", "name", "shown"),
    [
        ("Left vs. right", "Examples", "Left vs. right - Examples"),
        ("x" * 54, "Examples", f"{'x' * 54} - Examples"),
        ("x" * 55, "Examples", "x" * 55),
        ("Examples", "Examples", "Examples"),
    ],
)
def test_the_name_of_the_site_stands_behind_a_title_that_leaves_it_room(title: str, name: str, shown: str) -> None:
    assert browser_title(title, name) == shown


def test_titles_in_the_browser_follow_the_rule(site: BuiltSite, name: str) -> None:
    site_name = _settings(name)["name"]
    for page in site.pages.values():
        assert page.title == browser_title(words(page.find("h1")[0]), site_name)


# Images


def test_an_image_is_shown_with_its_type_size_and_words(site: BuiltSite, name: str) -> None:
    for page in _pages(site):
        facts = _facts(page)
        image = _about(name, page).get("image") or _settings(name).get("image")
        told = {key: value for key, value in facts.items() if key.startswith("og:image")}
        if image is None:
            assert told == {}
            assert facts["twitter:card"] == "summary"
            continue
        file = (site.folder / image["file"]).read_bytes()
        assert facts["twitter:card"] == "summary_large_image"
        assert set(told) == {f"og:image{part}" for part in OF_AN_IMAGE}
        assert told["og:image"] == site.address + image["file"]
        assert told["og:image:alt"] == image["alt"]
        assert (told["og:image:width"], told["og:image:height"]) == tuple(map(str, struct.unpack(">II", file[16:24])))
        assert told["og:image:type"] == "image/png"


def test_some_pages_have_an_image_and_some_have_none(built: dict[str, Path]) -> None:
    cards = {_facts(page)["twitter:card"] for folder in built.values() for page in _pages(BuiltSite(folder))}

    assert cards == {"summary", "summary_large_image"}


def _png(width: int, height: int) -> bytes:
    """The beginning of a PNG file of this size, which is all that is read of it."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)


def _jpeg(width: int, height: int) -> bytes:
    start_of_frame = struct.pack(">BBHBHHB", 0xFF, 0xC0, 17, 8, height, width, 3) + b"\x01\x11\x00" * 3
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + start_of_frame + b"\xff\xd9"


def _webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def _with_image(folder: Path, file: str, content: bytes) -> Path:
    """A site whose settings name an image."""
    settings = f"{SOUND['content/site.yml']}image:\n  file: assets/{file}\n  alt: Two sides\n"
    site = write_site(folder, **{"content/site.yml": settings})
    (site / "docs/assets" / file).write_bytes(content)
    return site


@pytest.mark.parametrize(
    ("file", "content", "type", "size"),
    [
        ("a.png", _png(1200, 630), "image/png", (1200, 630)),
        ("a.png", _png(2000, 1000), "image/png", (2000, 1000)),
        ("a.jpg", _jpeg(1200, 1200), "image/jpeg", (1200, 1200)),
        ("a.jpeg", _jpeg(1300, 700), "image/jpeg", (1300, 700)),
        ("a.webp", _webp(1600, 800), "image/webp", (1600, 800)),
        ("a.webp", _webp(4096, 4096), "image/webp", (4096, 4096)),
        ("a.jpg", _jpeg(1200, 630).ljust(5_000_000), "image/jpeg", (1200, 630)),
    ],
)
def test_images_that_networks_show_are_taken(
    tmp_path: Path, file: str, content: bytes, type: str, size: tuple[int, int]
) -> None:
    _, pages, problems = distinguo.build(_with_image(tmp_path, file, content), "https://a.example/b/")

    assert problems == []
    image = pages["index.md"].share_image
    assert image == (f"https://a.example/b/assets/{file}", "Two sides", (type, *size))


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("a.svg", b"<svg/>", "docs/assets/a.svg is not a PNG, JPEG or WebP image"),
        ("a.gif", b"GIF89a\xb0\x04\x76\x02\x00\x00\x00", "docs/assets/a.gif is not a PNG, JPEG or WebP image"),
        ("a.png", _jpeg(1200, 630), "docs/assets/a.png is not a PNG, JPEG or WebP image"),
        ("a.png", _png(1200, 630)[:10], "docs/assets/a.png is not a PNG, JPEG or WebP image"),
        ("a.jpg", b"no image", "docs/assets/a.jpg is not a PNG, JPEG or WebP image"),
        (
            "a.png",
            _png(1199, 630),
            "docs/assets/a.png is 1199 pixels wide and 630 high; it should be at least 1200 wide and 630 high",
        ),
        (
            "a.png",
            _png(1200, 629),
            "docs/assets/a.png is 1200 pixels wide and 629 high; it should be at least 1200 wide and 630 high",
        ),
        (
            "a.png",
            _png(1200, 1201),
            "docs/assets/a.png is 1200 pixels wide and 1201 high; "
            "it should be at least as wide as high, and at most twice as wide",
        ),
        (
            "a.png",
            _png(60000, 30000),
            "docs/assets/a.png is 60000 pixels wide and 30000 high; it should be at most 4096 wide and 4096 high",
        ),
        (
            "a.webp",
            _webp(4097, 4000),
            "docs/assets/a.webp is 4097 pixels wide and 4000 high; it should be at most 4096 wide and 4096 high",
        ),
        ("a.jpg", _jpeg(1200, 630).ljust(5_000_001), "docs/assets/a.jpg has 5.1 MB; it should have at most 5"),
        (
            "a.png",
            _png(2001, 1000),
            "docs/assets/a.png is 2001 pixels wide and 1000 high; "
            "it should be at least as wide as high, and at most twice as wide",
        ),
    ],
)
def test_other_images_are_refused_in_plain_words(tmp_path: Path, file: str, content: bytes, said: str) -> None:
    site, _, (problem,) = distinguo.build(_with_image(tmp_path, file, content), "https://a.example/")

    assert site is None
    told = distinguo.report([problem], tmp_path).splitlines()
    assert told[:2] == [f"Error: {said}", "  at content/site.yml:15:9   (image › file)"]


@pytest.mark.parametrize("name", ["logo", "favicon"])
@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "a.png",
            _png(60000, 30000),
            " is 60000 pixels wide and 30000 high; it should be at most 4096 wide and 4096 high",
        ),
        ("a.webp", _webp(2, 4097), " is 2 pixels wide and 4097 high; it should be at most 4096 wide and 4096 high"),
        ("a.jpg", _jpeg(20, 20).ljust(1_000_001), " has 1.1 MB; it should have at most 1"),
        ("a.svg", SOUND["docs/assets/logo.svg"].encode().ljust(1_000_001), " has 1.1 MB; it should have at most 1"),
    ],
)
def test_what_every_page_loads_is_not_too_large(
    tmp_path: Path, name: str, file: str, content: bytes, said: str
) -> None:
    settings = SOUND["content/site.yml"].replace(f"{name}: assets/logo.svg", f"{name}: assets/{file}")
    site = write_site(tmp_path, **{"content/site.yml": settings})
    (site / "docs/assets" / file).write_bytes(content)

    _, _, problems = distinguo.build(site, "https://a.example/")

    (problem,) = [problem for problem in problems if problem.code == "unfit-image"]
    assert (problem.file, problem.path, problem.title) == ("content/site.yml", name, f"docs/assets/{file}{said}")
    assert problem.help == "Every page loads it, on every phone. Save it smaller: some hundred pixels are enough."


def test_the_image_of_an_explainer_stands_on_all_its_pages_and_no_other(tmp_path: Path) -> None:
    site = _with_image(tmp_path, "site.png", _png(1200, 630))
    (site / "docs/assets/own.png").write_bytes(_png(1400, 700))
    about = f"{SOUND['content/example/explainer.yml']}image:\n  file: assets/own.png\n  alt: Its own\n"
    (site / "content/example/explainer.yml").write_text(about, encoding="utf-8")
    page = "---\ntitle: More of the example\ndescription: A further page of the explainer, with its image too.\n---\n"
    (site / "docs/example/more.md").write_text(page, encoding="utf-8")

    _, pages, _ = distinguo.build(site, "https://a.example/")

    assert {path: page.share_image.url.rpartition("/")[2] for path, page in pages.items()} == {
        "index.md": "site.png",
        "example/index.md": "own.png",
        "example/more.md": "own.png",
    }
