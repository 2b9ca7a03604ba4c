"""The JSON-LD of every page, as a search engine reads it: whole, true to what the page shows, safe in every text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml

import distinguo
from built_site import NOT_FOUND, BuiltSite, Page, find, has_class, words, words_of_html
from conftest import NAMES, PROJECT, SITES, run_mkdocs
from example_site import DEFINITIONS, SOUND, write_site

Node = dict[str, Any]
SOURCES = dict(zip(NAMES, SITES, strict=True))
MIDNIGHT = "T00:00:00+00:00"
PLAIN_TEXTS = ("name", "headline", "description", "text")


@pytest.fixture
def settings(name: str) -> Node:
    """What the owner of the site wrote in content/site.yml."""
    return yaml.safe_load((SOURCES[name] / "content/site.yml").read_text(encoding="utf-8"))


def _scripts(page: Page) -> list[str]:
    return ["".join(script.itertext()) for script in page.find("script") if script.get("type") == "application/ld+json"]


def _graph(page: Page) -> list[Node]:
    (script,) = _scripts(page)
    document = json.loads(script)
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def _nodes(page: Page, *types: str) -> list[Node]:
    return [node for node in _graph(page) if node["@type"] in types]


def _page_node(page: Page) -> Node:
    (node,) = _nodes(page, "FAQPage", "WebPage")
    return node


def _within(value: Any) -> Iterator[Node]:
    """The nodes and references in `value`, those within others included."""
    if isinstance(value, list):
        for item in value:
            yield from _within(item)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _within(inner)


def _marked(site: BuiltSite) -> list[Page]:
    """The pages that search engines are welcome to."""
    return [page for page in site.pages.values() if page.url != NOT_FOUND and not page.find(".sheet")]


def _first_pages(site: BuiltSite, name: str) -> dict[str, Page]:
    """The explainers' first pages, by the explainers' ids."""
    folders = [path.parent.name for path in (SOURCES[name] / "content").glob("*/explainer.yml")]
    return {folder: site.pages[f"{folder}/"] for folder in folders}


def _ids(references: list[Node]) -> list[str]:
    assert all(reference.keys() == {"@id"} for reference in references)
    return [reference["@id"] for reference in references]


def _refers(site: BuiltSite, fragment: str) -> Node:
    return {"@id": f"{site.address}{fragment}"}


# The graph as a whole


def test_every_page_has_one_graph_but_for_those_that_repeat_others(site: BuiltSite) -> None:
    marked = {page.url for page in _marked(site)}

    assert {url: len(_scripts(page)) for url, page in site.pages.items()} == {
        url: int(url in marked) for url in site.pages
    }


def test_every_id_is_defined_once_and_leads_to_its_place(site: BuiltSite) -> None:
    for page in _marked(site):
        defined = [node["@id"] for node in _within(_graph(page)) if "@id" in node and len(node) > 1]
        shared = [f"{site.address}#publisher", f"{site.address}#website"]

        assert len(set(defined)) == len(defined)
        assert defined[:2] == shared
        assert [id for id in defined[2:] if id.partition("#")[0] != page.canonical] == []
        assert {id.partition("#")[2] for id in defined} <= {"", *page.ids}, page.path


def test_every_graph_stands_on_its_own(site: BuiltSite) -> None:
    for page in _marked(site):
        graph = _graph(page)
        referred = [node["@id"] for node in _within(graph) if node.keys() == {"@id"}]

        assert set(referred) <= {node["@id"] for node in graph}, page.path


def test_nothing_in_a_graph_is_empty(site: BuiltSite) -> None:
    for page in _marked(site):
        assert [node for node in _within(_graph(page)) if not all(node.values())] == []


def test_every_marked_text_stands_on_the_page(site: BuiltSite) -> None:
    for page in _marked(site):
        (body,) = page.find("body")
        shown = words(body)
        for node in _within(_graph(page)):
            texts = [node[fact] for fact in PLAIN_TEXTS if fact in node]
            texts = [words_of_html(text) if node["@type"] == "Answer" else " ".join(text.split()) for text in texts]

            assert [text for text in texts if text not in shown] == [], page.path


# The site, the page, and the way to it


def test_the_same_site_and_publisher_stand_on_every_page(site: BuiltSite, settings: Node) -> None:
    for page in _marked(site):
        assert _nodes(page, "Organization", "WebSite") == [
            {"@type": "Organization", "@id": f"{site.address}#publisher", "name": settings["publisher"]["name"]},
            {
                "@type": "WebSite",
                "@id": f"{site.address}#website",
                "url": site.address,
                "name": settings["name"],
                "inLanguage": settings["language"],
                "publisher": _refers(site, "#publisher"),
            },
        ]


def test_every_page_says_what_it_is(site: BuiltSite, settings: Node) -> None:
    for page in _marked(site):
        node = _page_node(page)

        assert node["@type"] == ("FAQPage" if page.find(".faq") else "WebPage")
        assert node["@id"] == node["url"] == page.canonical
        assert [node["name"]] == page.texts("h1")
        assert node["inLanguage"] == settings["language"]
        assert node["isPartOf"] == _refers(site, "#website")
        assert node["publisher"] == _refers(site, "#publisher")


def test_every_page_but_the_home_page_tells_the_way_from_there(site: BuiltSite, settings: Node) -> None:
    assert "breadcrumb" not in _page_node(site.home)
    for page in _marked(site):
        if page is site.home:
            continue
        crumbs = _page_node(page)["breadcrumb"]
        above = [(words(link), site.address + site.target(page, link.get("href", ""))[0]) for link in _part_of(page)]
        steps = [(settings["name"], site.address), *above, (page.texts("h1")[0], None)]

        assert crumbs.keys() == {"@type", "itemListElement"}
        assert [(step["name"], step.get("item")) for step in crumbs["itemListElement"]] == steps
        assert [step["position"] for step in crumbs["itemListElement"]] == list(range(1, len(steps) + 1))
        assert {step["@type"] for step in crumbs["itemListElement"]} == {"ListItem"}


def _part_of(page: Page) -> list[Element]:
    return [link for line in page.find("p.byline") for link in find(line, "a")]


def test_some_page_is_two_steps_from_the_home_page(sites: dict[str, BuiltSite]) -> None:
    page = sites["distinguo"].pages["psychological-safety-vs-trust/self-check/"]

    assert len(_page_node(page)["breadcrumb"]["itemListElement"]) == 3


# Articles


def test_each_explainer_is_an_article_on_its_first_page(name: str, site: BuiltSite, settings: Node) -> None:
    first = _first_pages(site, name)

    assert {page.url for page in _marked(site) if _nodes(page, "Article")} == {page.url for page in first.values()}
    for folder, page in first.items():
        about = yaml.safe_load((SOURCES[name] / "content" / folder / "explainer.yml").read_text(encoding="utf-8"))
        (article,) = _nodes(page, "Article")
        facts = {fact: value for fact, value in article.items() if fact not in ("about", "citation")}

        assert facts == {
            "@type": "Article",
            "@id": f"{page.canonical}#article",
            "headline": about["title"],
            "datePublished": f"{about['published']}{MIDNIGHT}",
            "dateModified": f"{about['updated']}{MIDNIGHT}",
            "author": _refers(site, "#publisher"),
            "publisher": _refers(site, "#publisher"),
            "inLanguage": settings["language"],
            "license": settings["license"]["url"],
            "isPartOf": {"@id": page.canonical},
            **_shared_image(page),
        }


def _shared_image(page: Page) -> Node:
    images = [meta.get("content", "") for meta in page.find("meta") if meta.get("property") == "og:image"]
    return {"image": images[0]} if images else {}


def test_an_article_is_about_the_terms_and_cites_the_sources_of_its_page(name: str, site: BuiltSite) -> None:
    for page in _first_pages(site, name).values():
        (article,) = _nodes(page, "Article")
        terms = [heading.get("id") for term in page.find(".definition") for heading in find(term, "h3")]
        sources = [entry.get("id") for listed in page.find("ol.sources") for entry in listed]

        assert _ids(article["about"]) == [f"{page.canonical}#{id}" for id in terms]
        assert _ids(article.get("citation", [])) == [f"{page.canonical}#{id}" for id in sources]


def test_the_dates_of_article_page_and_site_map_are_the_same(name: str, site: BuiltSite) -> None:
    tree = ElementTree.parse(site.folder / "sitemap.xml").getroot()
    mapped = {entry[0].text: [fact.text for fact in entry[1:]] for entry in tree}

    for page in _marked(site):
        dates = [article["dateModified"] for article in _nodes(page, "Article")]
        assert mapped[page.canonical] == dates
    for page in _first_pages(site, name).values():
        (article,) = _nodes(page, "Article")
        shown = {time.get("datetime") + MIDNIGHT for time in page.find("time")}
        assert {article["datePublished"], article["dateModified"]} <= shown


# Questions and answers


def _pages_with_questions(site: BuiltSite) -> list[Page]:
    return [page for page in site.pages.values() if page.find(".faq")]


def _questions(page: Page) -> list[Node]:
    return [node for node in _nodes(page, "Question") if "#faq-" in node["@id"]]


def test_a_page_with_questions_has_them_all_as_its_main_entity(site: BuiltSite) -> None:
    for page in _marked(site):
        main = _ids(_page_node(page).get("mainEntity", []))

        assert main == [question["@id"] for question in _questions(page)]
        assert len(main) == len(page.find(".faq__entry"))


def test_each_question_is_asked_in_the_same_words_by_page_and_markup(site: BuiltSite) -> None:
    for page in _pages_with_questions(site):
        visible = [words(heading) for entry in page.find(".faq__entry") for heading in find(entry, "h3")]

        assert [question["name"] for question in _questions(page)] == visible


def test_each_question_is_answered_in_the_same_words_by_page_and_markup(site: BuiltSite) -> None:
    for page in _pages_with_questions(site):
        answers = [words_of_html(question["acceptedAnswer"]["text"]) for question in _questions(page)]

        assert answers == page.texts(".faq__answer")


def test_no_question_is_asked_twice_in_the_markup(site: BuiltSite) -> None:
    asked = [node["name"] for page in _marked(site) for node in _nodes(page, "Question")]

    assert sorted(asked) == sorted(set(asked))


def test_the_addresses_of_questions_and_answers_lead_to_them(site: BuiltSite) -> None:
    for page in _pages_with_questions(site):
        headings = [heading.get("id") for entry in page.find(".faq__entry") for heading in find(entry, "h3")]
        answers = [answer.get("id") for answer in page.find(".faq__answer")]

        assert [question["@id"] for question in _questions(page)] == [f"{page.canonical}#{id}" for id in headings]
        assert [question["acceptedAnswer"]["@id"] for question in _questions(page)] == [
            f"{page.canonical}#{id}" for id in answers
        ]


def test_links_in_marked_answers_are_whole_and_lead_somewhere(site: BuiltSite) -> None:
    for page in _pages_with_questions(site):
        for question in _questions(page):
            tree = html5lib.parse(question["acceptedAnswer"]["text"], namespaceHTMLElements=False)
            for link in (anchor.get("href", "") for anchor in tree.iter("a")):
                assert link.startswith(("https://", "mailto:")), link
                assert site.is_outside(link) or site.leads_somewhere(page, link), link


# Definitions, comparisons, sources


def test_each_definition_is_a_term_in_the_words_of_the_page(site: BuiltSite) -> None:
    for page in _marked(site):
        shown = [
            (words(find(term, "h3")[0]), words(find(term, ".definition__short")[0]))
            for term in page.find(".definition")
        ]
        terms = _nodes(page, "DefinedTerm")

        assert [(term["name"], term["description"]) for term in terms] == shown
        assert [term["url"] for term in terms] == [term["@id"] for term in terms]


def test_each_block_of_definitions_is_a_set_of_its_terms(site: BuiltSite) -> None:
    for page in _marked(site):
        sets = _nodes(page, "DefinedTermSet")
        named = [words(heading) for block in page.find(".definitions") for heading in block if heading.tag == "h2"]

        terms = _nodes(page, "DefinedTerm")
        lone = {term["name"] for term in terms for one in sets if one["hasDefinedTerm"] == [{"@id": term["@id"]}]}

        assert len(sets) == len(page.find(".definitions"))
        assert {one["name"] for one in sets} <= {*named, *page.texts("h1"), *lone}
        assert len({one["name"] for one in sets}) == len(sets)
        for term in terms:
            (home,) = [one["@id"] for one in sets if {"@id": term["@id"]} in one["hasDefinedTerm"]]
            assert term["inDefinedTermSet"] == {"@id": home}


def test_each_comparison_is_a_table_about_the_terms_in_its_columns(site: BuiltSite) -> None:
    for page in _marked(site):
        blocks = page.find(".comparison")
        tables = _nodes(page, "Table")
        columns = [[link.get("href") for head in find(block, "thead") for link in find(head, "a")] for block in blocks]

        assert [table["name"] for table in tables] == [words(find(block, "caption")[0]) for block in blocks]
        assert [_ids(table["about"]) for table in tables] == [
            [f"{page.canonical}{address}" for address in column] for column in columns
        ]
        assert [table["isPartOf"] for table in tables] == [{"@id": f"{page.canonical}#article"}] * len(blocks)


def test_each_listed_source_is_a_work_as_the_list_has_it(site: BuiltSite) -> None:
    for page in _marked(site):
        entries = [entry for listed in page.find("ol.sources") for entry in listed]
        works = _nodes(page, "CreativeWork")

        assert [work["name"] for work in works] == [words(find(entry, "cite")[0]) for entry in entries]
        for work, entry in zip(works, entries, strict=True):
            links = [link.get("href") for link in entry if link.tag == "a" and not has_class(link, "citation")]
            years = re.findall(r"\((\d{4})\)", words(entry))[:1]
            assert ([work["url"]] if "url" in work else []) == links
            assert [work["datePublished"]] == years if "datePublished" in work else not years


# Knowledge checks


def test_each_knowledge_check_is_a_quiz_of_its_situations(site: BuiltSite, settings: Node) -> None:
    for page in _marked(site):
        quizzes = _nodes(page, "Quiz")
        situations = [heading.get("id") for one in page.find(".situation") for heading in find(one, "h3")]

        assert len(quizzes) == len(page.find(".knowledge-check"))
        for quiz in quizzes:
            assert _ids(quiz["hasPart"]) == [f"{page.canonical}#{id}" for id in situations]
            assert quiz["isPartOf"] == {"@id": page.canonical}
            assert quiz["inLanguage"] == settings["language"]
            assert [quiz["name"]] == page.texts("h1")


def test_each_situation_is_a_question_with_the_options_and_reasons_of_the_page(site: BuiltSite) -> None:
    for page in _marked(site):
        questions = [node for node in _nodes(page, "Question") if "eduQuestionType" in node]

        assert len(questions) == len(page.find(".situation"))
        for question, shown in zip(questions, page.find(".situation"), strict=True):
            labels = {option.get("data-option"): words(option) for option in find(shown, "li")}
            reasons = {one.get("data-option"): [words(part) for part in one][1:] for one in find(shown, "div")}
            told = {labels[option]: "\n".join(reason) for option, reason in reasons.items()}
            right, *wrong = (
                answer | {"text": words_of_html(answer["text"])}
                for answer in [question["acceptedAnswer"], *question["suggestedAnswer"]]
            )

            assert question["eduQuestionType"] == "Multiple choice"
            assert question["name"] == words(find(shown, "h3")[0])
            assert question["text"] == "\n".join(words(part) for part in shown if part.tag == "p")
            assert right["text"] == labels[shown.get("data-answer")]
            assert [one["text"] for one in wrong] == [label for label in labels.values() if label != right["text"]]
            assert {one["text"]: one["answerExplanation"]["text"] for one in [right, *wrong]} == told
            assert {one["answerExplanation"]["@type"] for one in [right, *wrong]} == {"Comment"}


# Small sites that show one thing


def _built(folder: Path, site_url: str = "https://examples.example/", **files: str | None) -> BuiltSite:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: {site_url}\n"
    done = run_mkdocs(write_site(folder, **{"mkdocs.yml": inherit, **files}), "build", "--strict")
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder / "site")


def _drawn(folder: Path, **files: str | None) -> tuple[list[Node], str]:
    """The graph of the page docs/example/index.md as plain values, and the report."""
    site, pages, problems = distinguo.build(write_site(folder, **files), "https://examples.example/")
    assert site, distinguo.report(problems, folder)
    return pages["example/index.md"].structured_data["@graph"], distinguo.report(problems, folder)


def _types(graph: list[Node]) -> list[str]:
    return [node["@type"] for node in graph if node["@type"] not in ("Organization", "WebSite")]


def _quoted(text: str) -> str:
    """`text` between the double quotes of YAML."""
    return json.dumps(text, ensure_ascii=False)


def _with_answer(answer: str) -> dict[str, str]:
    faq = f"questions:\n  - id: why\n    question: Why is it so?\n    answer: {_quoted(answer)}\n"
    return {"content/example/faq.yml": faq, "docs/example/index.md": "{{ faq() }}\n"}


def _answer(folder: Path, answer: str) -> str:
    graph, _ = _drawn(folder, **_with_answer(answer))
    return graph[-1]["acceptedAnswer"]["text"]


HOSTILE = '</script><script>alert("x")</script> <!-- <script> "\' & &amp; &lt;b&gt; \\" 🎭 ]]>'
CHECK = """\
question: Which side is it?
options:
  - {{id: left, label: {label}}}
  - {{id: right, label: Right}}
situations:
  - id: heart
    title: {title}
    situation: {situation}
    answer: left
    clue: Where it beats.
    reasons:
      left: {reason}
      right: It does not beat there.
    more: section-sides
  - id: nose
    title: The nose
    situation: He touches his nose.
    answer: right
    clue: Where it stands.
    reasons: {{left: It stands in the middle., right: It stands in the middle.}}
    more: section-sides
"""


def test_no_text_can_leave_the_script_that_holds_it(tmp_path: Path) -> None:
    typed = _quoted(HOSTILE)
    short = "</script><!-- <script> &amp; \" ' 🎭"
    in_markdown = "`<!-- <script> </script>` &lt; &amp; \" ' & 🎭 !"
    check = {"title": _quoted(short), "label": _quoted(short), "situation": _quoted(in_markdown)}
    files = {
        "content/site.yml": SOUND["content/site.yml"]
        .replace("name: Examples", f"name: {_quoted(short)}")
        .replace("name: The examples", f"name: {_quoted(short)}"),
        "content/example/explainer.yml": SOUND["content/example/explainer.yml"].replace("Left vs. right", typed),
        "content/example/definitions.yml": DEFINITIONS.replace("name: Left", f'name: {typed[:50]}"').replace(
            "short: The side of the heart.", f"short: {typed}"
        ),
        "content/example/faq.yml": (
            f'questions:\n  - id: why\n    question: {typed[:-1]}?"\n    answer: {_quoted(in_markdown)}\n'
        ),
        "content/example/knowledge-check.yml": CHECK.format(**check, reason=_quoted(in_markdown)),
        "docs/example/index.md": (
            "## Sides {#section-sides}\n\n{{ definitions() }}\n\n{{ faq() }}\n\n{{ knowledge_check() }}\n"
        ),
    }

    site = _built(tmp_path, **files)

    page = site.pages["example/"]
    by_type = {node["@type"]: node for node in reversed(_graph(page))}
    faq, situation = _questions(page)[0], _nodes(page, "Question")[1]
    answer = "<!-- <script> </script> < & \" ' & 🎭 !"
    assert page.parse_errors == []
    assert [script for script in page.texts("script") if script.startswith("alert")] == []
    assert by_type["WebSite"]["name"] == by_type["Organization"]["name"] == short
    assert by_type["FAQPage"]["name"] == by_type["Article"]["headline"] == HOSTILE
    assert by_type["DefinedTerm"]["description"] == HOSTILE
    assert faq["name"] == f"{HOSTILE}?"
    assert words_of_html(faq["acceptedAnswer"]["text"]) == answer
    assert (situation["name"], situation["text"]) == (short, answer)
    assert words_of_html(situation["acceptedAnswer"]["text"]) == short
    assert situation["acceptedAnswer"]["answerExplanation"]["text"] == answer


def test_an_answer_carries_only_the_documented_tags(tmp_path: Path) -> None:
    answer = "A *b* **c** `d` [e](#section-e) [@one-2001].\n\n> f\n\n1. g\n\n![h](assets/logo.svg) and [i](term:left)"
    files = _with_answer(answer) | {
        "content/example/definitions.yml": DEFINITIONS,
        "content/sources.yml": "- id: one-2001\n  authors: One, A.\n  year: 2001\n  title: Sides\n",
        "docs/example/index.md": "## E {#section-e}\n\n{{ definitions() }}\n\n{{ faq() }}\n\n{{ sources() }}\n",
    }
    page = "https://examples.example/example/"

    graph, _ = _drawn(tmp_path, **files)

    (question,) = [node for node in graph if node["@type"] == "Question"]
    assert "".join(question["acceptedAnswer"]["text"].split("\n")) == (
        f'<p>A <em>b</em> <strong>c</strong> d <a href="{page}#section-e">e</a> '
        f'<a href="{page}#sources-one-2001">[1]</a>.</p><p>f</p><ol><li>g</li></ol>'
        f'<p> and <a href="{page}#definitions-left">i</a></p>'
    )


def test_addresses_in_an_answer_are_written_as_on_the_page(tmp_path: Path) -> None:
    answer = _answer(tmp_path, "[a](https://a.example/?b=1&c=2) [d](mailto:d@a.example)")

    assert answer == '<p><a href="https://a.example/?b=1&amp;c=2">a</a> <a href="mailto:d@a.example">d</a></p>'


def test_an_answer_without_words_is_left_out_with_its_question(tmp_path: Path) -> None:
    graph, report = _drawn(tmp_path, **_with_answer("![A logo](assets/logo.svg)"))

    assert _types(graph) == ["WebPage", "Article"]
    assert "mainEntity" not in graph[2]
    assert (
        report
        == """\
Warning: The markup for search engines leaves out a node of type Answer: its `text` is missing
  at docs/example/index.md:1:1   (faq-why › acceptedAnswer)
  = What needs it is left out as well. Markup is made of words, and a picture alone has none.

1 warning in 1 file."""
    )


def test_the_build_says_what_the_markup_leaves_out(tmp_path: Path) -> None:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://a.example/\n"
    files = _with_answer("![A logo](assets/logo.svg)") | {"mkdocs.yml": inherit}

    done = run_mkdocs(write_site(tmp_path, **files), "build", "--strict")

    assert done.returncode == 0
    assert "leaves out a node of type Answer" in done.stderr


def test_a_reason_without_words_is_left_out_and_its_option_stays(tmp_path: Path) -> None:
    image = "'![A logo](assets/logo.svg)'"
    files = {
        "content/example/knowledge-check.yml": CHECK.format(
            title="The heart", label="Left", situation="The doctor listens to it.", reason=image
        ),
        "docs/example/index.md": "## Sides {#section-sides}\n\n{{ knowledge_check() }}\n",
    }

    graph, report = _drawn(tmp_path, **files)

    assert _types(graph) == ["WebPage", "Article", "Quiz", "Question", "Question"]
    assert graph[5]["acceptedAnswer"] == {"@type": "Answer", "text": "Left"}
    assert "(knowledge-check-heart › acceptedAnswer › answerExplanation)" in report
    assert "mainEntity" not in graph[2]


def test_a_text_of_several_paragraphs_is_as_many_lines(tmp_path: Path) -> None:
    files = {
        "content/example/knowledge-check.yml": CHECK.format(
            title="The heart", label="Left", situation='"One *two*three\\n\\n- four\\n- five\\n  six"', reason="So."
        ),
        "docs/example/index.md": "## Sides {#section-sides}\n\n{{ knowledge_check() }}\n",
    }

    graph, _ = _drawn(tmp_path, **files)

    assert graph[5]["text"] == "One twothree\nfour\nfive six"


def test_a_quiz_on_an_explainers_first_page_is_part_of_its_article(tmp_path: Path) -> None:
    files = {
        "content/example/knowledge-check.yml": CHECK.format(title="H", label="L", situation="S", reason="R"),
        "docs/example/index.md": "## Sides {#section-sides}\n\n{{ knowledge_check() }}\n",
    }

    graph, _ = _drawn(tmp_path, **files)

    assert graph[4]["isPartOf"] == {"@id": "https://examples.example/example/#article"}


def test_several_faqs_on_a_page_are_one_faq_in_the_markup(tmp_path: Path) -> None:
    one = "- id: {0}\n  questions:\n    - id: {0}\n      question: Why is it {0}?\n      answer: Because.\n"
    files = {
        "content/example/faq.yml": one.format("first") + one.format("second"),
        "docs/example/index.md": '{{ faq("first") }}\n\n{{ faq("second") }}\n',
    }

    graph, _ = _drawn(tmp_path, **files)

    assert _types(graph) == ["FAQPage", "Article", "Question", "Question"]
    assert _ids(graph[2]["mainEntity"]) == [
        "https://examples.example/example/#faq-first",
        "https://examples.example/example/#faq-second",
    ]


def test_a_table_is_about_no_term_that_stands_on_another_page(tmp_path: Path) -> None:
    files = {
        "content/example/definitions.yml": DEFINITIONS,
        "content/example/comparison.yml": (
            "title: Side by side\ncaption: Sides\nconcepts: [left, right]\nrows:\n  - id: hand\n    aspect: The hand\n"
            "    cells: {left: The one, right: The other}\n    evidence: None\n"
        ),
        "docs/example/index.md": "{{ comparison() }}\n",
        "docs/example/terms.md": (
            "---\ntitle: Terms\ndescription: What the two words mean that this site compares with each other.\n---\n\n"
            "{{ definitions() }}\n"
        ),
    }

    graph, report = _drawn(tmp_path, **files)

    assert _types(graph) == ["WebPage", "Article", "Table"]
    assert graph[-1]["name"] == "Sides"
    assert "about" not in graph[-1]
    assert "about" not in graph[3]
    assert report == "No problems."


def test_a_reviewer_is_named_where_the_page_names_one(tmp_path: Path) -> None:
    reviewer = "reviewer:\n  name: Rosa Reed\n  credentials: Professor of sides\n"
    files = {"content/example/explainer.yml": SOUND["content/example/explainer.yml"] + reviewer}

    silent, _ = _drawn(tmp_path / "silent", **files)
    telling, _ = _drawn(tmp_path / "telling", **files, **{"docs/example/index.md": "{{ review_note() }}\n"})
    nobody, _ = _drawn(tmp_path / "nobody", **{"docs/example/index.md": "{{ review_note() }}\n"})

    assert telling[2]["reviewedBy"] == {"@type": "Person", "name": "Rosa Reed"}
    assert "reviewedBy" not in silent[2]
    assert "reviewedBy" not in nobody[2]


def test_the_publishers_own_address_is_told(tmp_path: Path) -> None:
    publisher = "name: The examples\n  url: https://publisher.example/\n"
    settings = SOUND["content/site.yml"].replace("name: The examples\n", publisher)

    graph, _ = _drawn(tmp_path, **{"content/site.yml": settings})

    assert graph[0]["url"] == "https://publisher.example/"


def test_a_source_is_dated_by_a_year_and_found_at_its_address(tmp_path: Path) -> None:
    entry = "- id: {0}\n  authors: A.\n  year: {1}\n  title: T\n  {2}\n"
    files = {
        "content/sources.yml": entry.format("one-2001", "2001", 'doi: "10.1002/(SICI)1099(200005)21:3<345::AID>3#a"')
        + entry.format("two-2002", "in press", "url: https://two.example/"),
        "docs/example/index.md": '{{ cite("one-2001", "two-2002") }}\n\n{{ sources() }}\n',
    }

    site = _built(tmp_path, **files)

    first, second = _nodes(site.pages["example/"], "CreativeWork")
    links = [link.get("href") for listed in site.pages["example/"].find("ol.sources") for link in find(listed, "a")]
    assert first["datePublished"] == "2001"
    assert first["url"] == "https://doi.org/10.1002/(SICI)1099(200005)21:3%3C345::AID%3E3%23a"
    assert "datePublished" not in second
    assert second["url"] == "https://two.example/"
    assert {first["url"], second["url"]} <= set(links)


def test_below_a_path_every_address_is_whole(tmp_path: Path) -> None:
    site = _built(tmp_path, "https://host.example/some/path/", **_with_answer("See [there](#block-faq)."))

    page = site.pages["example/"]
    addresses = [value for node in _within(_graph(page)) for key, value in node.items() if key in ("@id", "url")]
    assert page.canonical == "https://host.example/some/path/example/"
    assert [one for one in addresses if not one.startswith("https://host.example/some/path/")] == []
    assert _page_node(page)["breadcrumb"]["itemListElement"][0]["item"] == "https://host.example/some/path/"


def test_the_name_of_a_file_may_need_encoding_in_an_address(tmp_path: Path) -> None:
    head = "---\ntitle: About\ndescription: Who writes these examples of sides, and how they come about.\n---\n"
    text = f"{head}\nWe write.\n"

    site = _built(tmp_path, **{"docs/über uns.md": text, "docs/example/más.md": text})

    for page in _marked(site):
        assert _page_node(page)["@id"] == page.canonical
    assert unquote(site.pages["über uns/"].canonical) == "https://examples.example/über uns/"
    assert [link.get("href") for nav in site.pages["example/"].find(".sisters") for link in find(nav, "a")] == [
        "m%C3%A1s/"
    ]


def test_the_day_of_publication_is_shown_where_it_is_marked_up(tmp_path: Path) -> None:
    page = _built(tmp_path).pages["example/"]

    (article,) = _nodes(page, "Article")
    (byline,) = page.texts(".byline")
    assert article["datePublished"] == f"2026-01-02{MIDNIGHT}"
    assert article["dateModified"] == f"2026-02-03{MIDNIGHT}"
    assert byline == "Published January 2, 2026 Updated February 3, 2026 1 min to read"
    assert [time.get("datetime") for time in page.find("time")] == ["2026-01-02", "2026-02-03"]


@pytest.mark.parametrize(
    "address",
    ["http://plain.example/", "https://a.example/?site=1", "https://a.example/#top", "https://a b.example/", '""'],
)
def test_a_site_lies_at_a_whole_https_address(tmp_path: Path, address: str) -> None:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: {address}\n"
    site = write_site(tmp_path, **{"mkdocs.yml": inherit})

    done = run_mkdocs(site, "build")

    assert done.returncode == 1
    assert "The address of the site cannot be “" in done.stderr
    assert "such as https://your-site.example/ or https://host.example/some/path/" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (site / "site").exists()
