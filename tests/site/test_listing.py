"""What leads to explainers where they are many: by topic and by title, on pages of a sensible length."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import distinguo
from built_site import BuiltSite, served, words
from conftest import run_mkdocs
from distinguo.site.listing import anchor_of, letter_of
from example_site import SOUND, write_site

URL = "https://examples.example/"
ABOUT, SETTINGS, HOME = "content/example/explainer.yml", "content/site.yml", "docs/index.md"
ABOUT_TOPIC = "Words for where things are, which people mix up when they are in a hurry."


def _topics(*names: str) -> str:
    lines = (f"  - id: {name}\n    name: The {name}\n    description: {ABOUT_TOPIC}\n" for name in names)
    return f"{SOUND[SETTINGS]}topics:\n{''.join(lines)}"


def _explainer(name: str, title: str, topic: str = "") -> dict[str, str]:
    about = SOUND[ABOUT].replace("Left vs. right", title) + (f"topic: {topic}\n" if topic else "")
    return {f"content/{name}/explainer.yml": about, f"docs/{name}/index.md": "Far.\n"}


def _many(count: int, topic: str = "", titles: str = "Sides {:03}") -> dict[str, str]:
    files: dict[str, str] = {}
    for number in range(count):
        files |= _explainer(f"side-{number}", titles.format(number), topic)
    return files


def _told(folder: Path, **files: str) -> str:
    _, _, problems = distinguo.build(write_site(folder, **files), URL)
    return re.sub(r"^ *\d* [│┆].*\n", "", distinguo.report(problems, folder), flags=re.MULTILINE)


def _pages(folder: Path, **files: str) -> dict[str, str]:
    """The HTML of the pages by their paths in docs."""
    site, pages, problems = distinguo.build(write_site(folder, **files), URL)
    assert site, problems
    return {path: pages[path].html for path in pages}


def _links(html: str) -> list[str]:
    return re.findall(r'<a href="([^"#]+)"', html)


# Topics


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {SETTINGS: _topics("places"), **_explainer("far", "Far", "placse"), **_explainer("near", "Near", "places")},
            "Error: There is no topic called `placse`\n"
            "  at content/far/explainer.yml:6:8   (topic)\n"
            "  = Should read:   topic: places\n\n"
            "1 problem in 1 file. Run `distinguo fix` to mend it.",
        ),
        (
            {SETTINGS: _topics("places"), **_explainer("far", "Far", "money"), **_explainer("near", "Near", "places")},
            "Error: There is no topic called `money`\n"
            "  at content/far/explainer.yml:6:8   (topic)\n"
            "  = There are: places\n"
            "  = Topics stand in content/site.yml, as `topics`; add it there if it is new.\n\n"
            "1 problem in 1 file.",
        ),
        (
            _explainer("far", "Far", "money"),
            "Error: There is no topic called `money`\n"
            "  at content/far/explainer.yml:6:8   (topic)\n"
            "  = Topics stand in content/site.yml, as `topics`; add it there if it is new.\n\n"
            "1 problem in 1 file.",
        ),
        (
            {SETTINGS: _topics("places"), **_explainer("far", "Far", "Places")},
            "Error: `topic` should be the id of a topic, not “Places”\n"
            "  at content/far/explainer.yml:6:8   (topic)\n"
            "  = An id is lower-case words joined by hyphens, such as `section-relate` or `mayer-1995`.\n\n"
            "1 problem in 1 file.",
        ),
        (
            {
                SETTINGS: _topics("places").replace("name: The places", "nmae: The places"),
                **_explainer("far", "Far", "places"),
            },
            "Error: There is no field called `nmae`\n"
            "  at content/site.yml:16:5   (topics 1 (places))\n"
            "  = Fields allowed here: id, name, description\n"
            "  = Should read:   name: The places\n\n"
            "1 problem in 1 file. Run `distinguo fix` to mend it.",
        ),
        (
            {SETTINGS: _topics("places", "places"), **_explainer("far", "Far", "places")},
            "Error: “places” is used twice\n"
            "  at content/site.yml:18:9   (topics)\n"
            "  = Give each entry a name of its own.\n\n"
            "1 problem in 1 file.",
        ),
        (
            {SETTINGS: _topics("places", "money"), **_explainer("far", "Far", "places")},
            "Warning: No explainer has the topic `money`, so it is shown nowhere\n"
            "  at content/site.yml:18:9   (topics › money)\n"
            "  = Write `topic: money` into an explainer.yml, or take the topic out.\n\n"
            "1 warning in 1 file.",
        ),
    ],
    ids=["misspelt", "unknown", "none", "no id", "a mistake in its own file", "twice", "unused"],
)
def test_a_topic_is_told(files: dict[str, str], says: str, tmp_path: Path) -> None:
    assert _told(tmp_path, **files) == says


def test_a_topic_that_only_a_draft_has_is_waiting_for_it(tmp_path: Path) -> None:
    files = {SETTINGS: _topics("places")} | _explainer("far", "Far", "places")
    files["content/far/explainer.yml"] += "draft: true\n"

    assert _told(tmp_path, **files) == "No problems."


def test_headings_of_topics_stand_below_those_of_the_page(tmp_path: Path) -> None:
    home = SOUND[HOME].replace("{{", "## What there is {#section-all}\n\n{{")
    files = {SETTINGS: _topics("places"), HOME: home} | _explainer("far", "Far", "places")

    html = _pages(tmp_path, **files)["index.md"]

    assert re.findall(r'<h(\d) id="([^"]+)"', html) == [
        ("2", "section-all"),
        ("3", "topic-places"),
        ("3", "explainers-others"),
    ]


# Lists


def test_twenty_explainers_stand_on_the_home_page_with_their_descriptions(tmp_path: Path) -> None:
    pages = _pages(tmp_path, **_many(19))

    assert sorted(pages) == sorted(["index.md", "example/index.md", *(f"side-{n}/index.md" for n in range(19))])
    assert pages["index.md"].count("<p>Left is the side of the heart") == 20


def test_of_more_it_shows_those_that_it_names_and_leads_to_the_list_by_title(tmp_path: Path) -> None:
    files = _many(20) | {HOME: SOUND[HOME].replace("explainers()", 'explainers("side-7")')}

    pages = _pages(tmp_path, **files)

    assert _links(pages["index.md"]) == ["side-7/", "explainers/"]
    assert re.findall(r'href="([^"]+)">([^<]+)</a></li>', pages["index.md"]) == [
        ("explainers/#letter-l", "L"),
        ("explainers/#letter-s", "S"),
    ]
    assert '<a href="explainers/">All 21 explainers by title</a>' in pages["index.md"]
    assert _links(pages["explainers/index.md"]) == ["../example/", *(f"../side-{n}/" for n in range(20))]
    assert re.findall(r'<h2 id="([^"]+)">(.)', pages["explainers/index.md"]) == [("letter-l", "L"), ("letter-s", "S")]


def test_each_topic_is_shown_with_its_first_explainers_and_leads_to_a_page_of_its_own(tmp_path: Path) -> None:
    files = {SETTINGS: _topics("places")} | _many(20, "places")

    pages = _pages(tmp_path, **files)

    assert _links(pages["index.md"])[:4] == ["side-0/", "side-1/", "side-2/", "topics/places/"]
    assert '<a href="topics/places/">All 20 on “The places”</a>' in pages["index.md"]
    assert f"<p>{ABOUT_TOPIC}</p>" in pages["topics/places.md"]
    assert _links(pages["topics/places.md"]) == [f"../../side-{n}/" for n in range(20)]


def test_an_explainer_leads_to_the_page_of_its_topic(library: BuiltSite) -> None:
    (byline,) = library.pages["side-3/"].find(".byline")

    assert [words(item) for item in byline][-1] == "Part of: The topic-3"
    assert '"../topics/topic-3/"' in (library.folder / "side-3/index.html").read_text(encoding="utf-8")


def test_an_explainer_without_a_topic_or_a_page_of_it_is_part_of_nothing(tmp_path: Path) -> None:
    few = {SETTINGS: _topics("places")} | _explainer("far", "Far", "places")

    for files in (few, _many(20)):
        _, pages, _ = distinguo.build(write_site(tmp_path / str(len(files)), **files), URL)
        assert {page.part_of for page in map(pages.__getitem__, pages)} == {None}


def test_of_many_topics_each_has_a_line(tmp_path: Path) -> None:
    names = [f"topic-{number}" for number in range(13)]
    files = {SETTINGS: _topics(*names)} | _many(20, names[0])
    for name in names:
        files |= _explainer(f"of-{name}", f"Of {name}", name)

    home = _pages(tmp_path, **files)["index.md"]

    assert f'<a href="topics/topic-0/">The topic-0</a> (21)<br>{ABOUT_TOPIC}</li>' in " ".join(home.split())
    assert _links(home) == [*(f"topics/{name}/" for name in names), "explainers/"]


def test_a_long_list_is_several_pages_of_about_the_same_length(tmp_path: Path) -> None:
    files = {SETTINGS: _topics("places")} | _many(170, "places")

    site, pages, _ = distinguo.build(write_site(tmp_path, **files), URL)

    assert site
    lengths = {page.path: len(page.listing.explainers) for page in site.listings if page.listing}
    assert lengths == {
        "explainers/index.md": 57,
        "explainers/2.md": 57,
        "explainers/3.md": 57,
        "topics/places.md": 25,
        **{f"topics/places/{number}.md": 25 for number in range(2, 7)},
        "topics/places/7.md": 20,
    }
    second, html = pages["explainers/2.md"], pages["explainers/2.md"].html
    assert (second.title, second.short_title) == ("All explainers (page 2 of 3)", "All explainers")
    assert second.description == (
        "The explainers on this site in the order of their titles, from S to S. (page 2 of 3)"
    )
    assert second.part_of == ("../", "All explainers")
    assert _links(html)[-3:] == ["../", "./", "../3/"]
    assert '<a href="./" aria-current="page">2</a>' in html
    assert pages["topics/places/7.md"].part_of == ("../", "The places")
    graph = second.structured_data
    assert graph
    (page,) = [node for node in graph["@graph"] if node["@type"] == "WebPage"]
    assert [(step["name"], step.get("item")) for step in page["breadcrumb"]["itemListElement"]] == [
        ("Examples", URL),
        ("All explainers", f"{URL}explainers/"),
        ("All explainers (page 2 of 3)", None),
    ]


def test_a_site_that_lists_no_explainers_has_no_lists(tmp_path: Path) -> None:
    links = "".join(f"[{n}](side-{n}/index.md)\n" for n in range(20))
    home = SOUND[HOME].replace("{{ explainers() }}", f"{links}[left](example/index.md)")

    assert not [path for path in _pages(tmp_path, **_many(20), **{HOME: home}) if path.startswith("explainers")]


@pytest.mark.parametrize(
    ("title", "letter", "anchor"),
    [
        ("Left vs. right", "L", "letter-l"),
        ("left", "L", "letter-l"),
        ("Élan", "E", "letter-e"),
        ("ångström", "A", "letter-a"),
        ("“Trust” in quotes", "T", "letter-t"),
        ("¿Qué?", "Q", "letter-q"),
        ("ß", "S", "letter-s"),
        ("ﬁne", "F", "letter-f"),
        ("2D vs. 3D", "0–9", "letter-0-9"),
        ("٣ things", "0–9", "letter-0-9"),
        ("…", "0–9", "letter-0-9"),
        ("Доверие", "Д", "letter-434"),
        ("ёлка", "Е", "letter-435"),
        ("がくせい", "か", "letter-304b"),
        ("信頼", "信", "letter-4fe1"),
        ("אמון", "א", "letter-5d0"),
        ("Øre", "Ø", "letter-f8"),
    ],
)
def test_a_title_stands_below_its_first_letter(title: str, letter: str, anchor: str) -> None:
    assert (letter_of(title), anchor_of(letter_of(title))) == (letter, anchor)


def test_titles_are_sorted_without_accents_cases_and_the_signs_before_them(tmp_path: Path) -> None:
    titles = ["10 sides", "Eke", "Élan", "“Emu” and emu", "ewe", "Zeal", "Émeu", "Вера"]
    files = _many(13)
    for number, title in enumerate(titles):
        files |= _explainer(f"word-{number}", f"'{title}'")

    html = _pages(tmp_path, **files)["explainers/index.md"]

    shown = [title for title in re.findall(r'href="[^"]+">([^<]+)</a></li>', html) if title in titles]
    assert shown == ["10 sides", "Eke", "Élan", "Émeu", "“Emu” and emu", "ewe", "Zeal", "Вера"]


def test_of_very_many_letters_only_the_first_of_each_page_leads_to_it(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for number in range(100):
        files |= _explainer(f"sign-{number}", chr(0x4E00 + number))

    home = _pages(tmp_path, **files)["index.md"]

    assert re.findall(r'href="([^"]+)">([^<]+)</a></li>', home) == [
        ("explainers/#letter-l", "L"),
        ("explainers/2/#letter-4e32", "串"),
    ]


# Places


@pytest.mark.parametrize(
    ("file", "name"),
    [("docs/explainers.md", "explainers.md"), ("docs/topics/places.md", "topics/places.md")],
)
def test_a_page_in_the_place_of_a_list_is_told(file: str, name: str, tmp_path: Path) -> None:
    page = SOUND[HOME].replace("{{ explainers() }}", "Mine.")
    files = {SETTINGS: _topics("places"), file: page} | _many(20, "places")

    assert _told(tmp_path, **files) == (
        f"Error: docs/{name} is the place of a list of explainers\n"
        f"  at {file}:1:1\n"
        "  = The site makes this one by itself, since it has too many explainers for the home page. Give yours another "
        "name.\n\n"
        "1 problem in 1 file."
    )
    assert "is the place of a list" not in _told(tmp_path / "few", **{SETTINGS: SOUND[SETTINGS], file: page})


def test_an_explainer_in_the_place_of_a_list_is_told(tmp_path: Path) -> None:
    told = _told(tmp_path, **_many(20), **_explainer("explainers", "Explainers"))

    assert "Error: docs/explainers/index.md is the place of a list of explainers\n" in told


def test_an_earlier_name_that_is_the_folder_of_lists_is_told(tmp_path: Path) -> None:
    files = _many(20) | {ABOUT: SOUND[ABOUT] + "aliases: [explainers]\n"}

    assert _told(tmp_path, **files) == (
        "Error: The earlier name `explainers` is that of the lists of explainers today\n"
        "  at content/example/explainer.yml:6:11   (aliases)\n"
        "  = An address leads to one place. Leave it out, or give the other another name.\n\n"
        "1 problem in 1 file."
    )


# What is built


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site of 300 explainers in eight topics, as it is published."""
    folder = tmp_path_factory.mktemp("library")
    topics = [f"topic-{number}" for number in range(8)]
    files = {SETTINGS: _topics(*topics)}
    for number in range(300):
        title = f"{chr(65 + number % 26)} and everybody else {number}, and what the difference is"
        files |= _explainer(f"side-{number}", title, topics[number % 8])
    done = run_mkdocs(write_site(folder, **files), "build", "--strict")
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder / "site")


def test_lists_have_twins_and_stand_in_the_map_and_in_llms_txt_and_not_in_the_search(library: BuiltSite) -> None:
    lists = [url for url in library.pages if url.startswith(("topics/", "explainers/"))]
    read = {name: (library.folder / name).read_text(encoding="utf-8") for name in ("sitemap.xml", "llms.txt")}
    index = (library.folder / "search/search_index.json").read_text(encoding="utf-8")

    assert len(lists) == 4 + 8 * 2
    for url in lists:
        assert f"<loc>{URL}{url}</loc>" in read["sitemap.xml"]
        assert f"({URL}{url}index.html.md): " in read["llms.txt"]
        assert (library.folder / url / "index.html.md").is_file()
        assert f'"location":"{url}' not in index


@pytest.mark.parametrize("url", ["", "explainers/", "explainers/2/", "topics/topic-3/", "topics/topic-3/2/"])
def test_no_such_page_is_longer_than_a_reader_would_scroll(url: str, library: BuiltSite, browser: Browser) -> None:
    with (
        served(library.folder) as address,
        browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False) as tab,
    ):
        tab.goto(f"{address}{url}")

        height, width = tab.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")

    assert height <= 6500
    assert width == 390
