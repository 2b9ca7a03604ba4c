"""What is read of a site with kept parts is what is read of it without: the same values, the same problems."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from distinguo.base.cache import Cache
from distinguo.base.problems import Problem
from distinguo.fields import Day, Located, Number
from distinguo.site import loading, shelf
from distinguo.site.fingerprints import renew
from distinguo.site.loading import load
from distinguo.site.site import Site
from example_site import DEFINITIONS, write_site

FAQ = """\
questions:
  - id: why-{n}
    question: Why is it number {n}?
    answer: Since [left](term:left-{n}) is [not *right*](term:right-{n}), as somebody says [@one-2001].
    aliases: [before-{n}]
  - id: how-{n}
    question: How is it number {n}?
    answer: By [another](explainer:{next}), and by [this](#section-start).
"""
SELF_CHECK = """\
revision: 1
lead: How is it with you?
scale: {lowest: Never, highest: Always, points: 5}
statements:
  - id: t1
    text: I know left from right.
    about: left
results:
  - {from: 1, text: Well.}
"""
PAGE = """\
## A start {{#section-start}}

See {{{{ term("left-{next}") }}}}, {{{{ explainer("{next}", "another") }}}}, [its
start](../{next}/index.md#section-start), [its question](../{next}/index.md#faq-why-{next}), [a
heading](../{next}/index.md#section-another-heading), [the page](../about.md) and
{{{{ cite("one-2001", "two-2002") }}}}.

![A logo](../assets/logo.svg)

## Another heading

{{{{ definitions() }}}}

{{{{ faq() }}}}

{{{{ sources() }}}}
"""
ABOUT = """\
title: Left vs. right, number {n}
description: Left is the side of the heart, right is the other one, and this is number {n}.
published: 2026-01-02
updated: 2026-02-03
next_review: 2027-02-03
aliases: [earlier-{n}]
related: [{next}]
"""
SECOND_PAGE = """\
---
title: A second page of {n}
description: A second page, with some words that say what it is about, of number {n}.
---

## More {{#section-more}}

Back to [the first](index.md#definitions-left-{n}).
"""
NEXT = {"one": "two", "two": "three", "three": "one"}
SITE: dict[str, str | None] = {
    **{
        file.format(n=n): text.format(n=n, next=following)
        for n, following in NEXT.items()
        for file, text in {
            "content/{n}/explainer.yml": ABOUT,
            "content/{n}/definitions.yml": DEFINITIONS.replace("id: left", "id: left-{n}").replace(
                "id: right", "id: right-{n}"
            ),
            "content/{n}/faq.yml": FAQ,
            "docs/{n}/index.md": PAGE,
            "docs/{n}/more.md": SECOND_PAGE,
        }.items()
    },
    "content/example/explainer.yml": None,
    "docs/example/index.md": None,
    "docs/about.md": SECOND_PAGE.format(n="all").replace("index.md#definitions-left-all", "one/index.md"),
    "docs/team/index.md": SECOND_PAGE.format(n="the team").replace("index.md#definitions-left-the team", "../about.md"),
    "content/two/sources.yml": "- id: own-2003\n  authors: Own, C.\n  year: 2003\n  title: A source of its own\n",
}
SOURCES = (
    "- id: one-2001\n  authors: One, A.\n  year: 2001\n  title: Sides\n"
    "- id: two-2002\n  authors: Two, B.\n  year: 2002\n  title: Other sides\n"
)
SITE["content/sources.yml"] = SOURCES
FINGERPRINTS = {
    n: f"# Written by `make fingerprint`\nupdated: 2026-02-03\ntext: {text}\nquestions: [why-{n}, how-{n}]\n"
    for n, text in (("one", "0123456789ab"), ("three", "ba9876543210"))
}


class Edit(NamedTuple):
    """Some words of a file in the place of others."""

    file: str
    before: str
    after: str


class Move(NamedTuple):
    """Another name for a file or folder."""

    before: str
    after: str


TOPIC = "{id: sides, name: Sides, description: What lies on either side of whoever looks at it from somewhere.}"
TOPICS = [Edit("content/site.yml", "language: en", f"language: en\ntopics: [{TOPIC}]")]
Change = Edit | Move | dict[str, str | None]  # or whole files, with nothing in the place of those that go
ONE, TWO = "content/one", "content/two"
CHANGES: dict[str, list[Change]] = {
    "nothing": [],
    "a short meaning": [Edit(f"{TWO}/definitions.yml", "The other side.", "Another side.")],
    "a title": [Edit(f"{TWO}/explainer.yml", "title: Left", "title: Is left")],
    "a long title": [Edit(f"{TWO}/explainer.yml", "title: Left vs. right", f"title: {'Left and right ' * 5}")],
    "a term that others use has another name": [Edit(f"{TWO}/definitions.yml", "left-two", "lift-two")],
    "a term that is defined twice": [Edit(f"{TWO}/definitions.yml", "right-two", "left-three")],
    "a removed question": [Edit(f"{TWO}/faq.yml", FAQ[FAQ.index("  - id: how") :].format(n="two", next="three"), "")],
    "a question with another id": [Edit(f"{TWO}/faq.yml", "id: why-two", "id: why-not")],
    "a question with an earlier id": [
        Edit(f"{TWO}/faq.yml", "id: why-two", "id: why-not"),
        Edit(f"{TWO}/faq.yml", "[before-two]", "[why-two]"),
    ],
    "a question that another asks": [Edit(f"{TWO}/faq.yml", "Why is it number two?", "Why is it number one?")],
    "a question that is asked twice": [Edit(f"{TWO}/faq.yml", "How is it number two?", "Why is it number two?")],
    "an alias that two have": [Edit(f"{TWO}/explainer.yml", "earlier-two", "earlier-one")],
    "an alias that is the name of another": [Edit(f"{TWO}/explainer.yml", "earlier-two", "one")],
    "aliases of questions that clash": [Edit(f"{TWO}/faq.yml", "[before-two]", "[how-two]")],
    "a renamed explainer": [Move("content/two", "content/zwei"), Move("docs/two", "docs/zwei")],
    "a renamed explainer that others know": [
        Move("content/two", "content/zwei"),
        Move("docs/two", "docs/zwei"),
        Edit("content/zwei/explainer.yml", "earlier-two", "two"),
    ],
    "a renamed folder of content": [Move("content/two", "content/zwei")],
    "a renamed folder of docs": [Move("docs/two", "docs/zwei")],
    "a removed explainer": [dict.fromkeys((file for file in SITE if "/two/" in file), None)],
    "a folder of content that is a file": [
        dict.fromkeys((file for file in SITE if file.startswith(TWO)), None),
        {"content/two": "No folder."},
    ],
    "a new file of content": [{f"{ONE}/self-check.yml": SELF_CHECK}],
    "a new file of a wrong name": [{f"{ONE}/fag.yml": "questions: []\n"}],
    "a new folder in content": [{f"{ONE}/more/faq.yml": "questions: []\n"}],
    "a new page": [{"docs/one/new.md": SECOND_PAGE.format(n="one")}],
    "a new page in a folder": [{"docs/one/deep/new.md": SECOND_PAGE.format(n="one").replace("index", "../index")}],
    "a new page of an explainer that is not there": [{"docs/four/index.md": "Words.\n"}],
    "a page without a head": [{"docs/team/index.md": "Words.\n"}],
    "a removed page": [{"docs/about.md": None}],
    "a removed first page": [{"docs/two/index.md": None}],
    "a section with another id": [Edit("docs/two/index.md", "#section-start", "#section-begin")],
    "a heading with other words": [Edit("docs/two/index.md", "## Another heading", "## Other heading")],
    "a block that no page places": [Edit("docs/two/index.md", "{{ faq() }}", "")],
    "a block that is placed twice": [Edit("docs/two/index.md", "{{ faq() }}", "{{ faq() }}\n\n{{ faq() }}")],
    "a block that two pages place": [Edit("docs/two/more.md", "## More", "{{ faq() }}\n\n## More")],
    "a block that is not there": [Edit("docs/two/index.md", "{{ faq() }}", "{{ faq() }}\n\n{{ stages() }}")],
    "a draft": [Edit(f"{TWO}/explainer.yml", "title:", "draft: true\ntitle:")],
    "a draft of which nothing is right": [
        Edit(f"{TWO}/explainer.yml", "title:", "draft: true\ntitle:"),
        {f"{TWO}/faq.yml": "questions: 1\n", "docs/two/index.md": "{{ nothing }}"},
    ],
    "a source": [Edit("content/sources.yml", "Sides", "Two sides")],
    "a source that is gone": [{"content/sources.yml": SOURCES.partition("- id: two")[0]}],
    "no sources": [{"content/sources.yml": None}],
    "a source of its own that others have": [Edit(f"{TWO}/sources.yml", "own-2003", "one-2001")],
    "a source of its own that another cites": [Edit("docs/one/index.md", "one-2001", "own-2003")],
    "a source of its own that it cites": [Edit("docs/two/index.md", "one-2001", "own-2003")],
    "a setting": [Edit("content/site.yml", "name: Examples", "name: Other examples")],
    "a setting that is wrong": [Edit("content/site.yml", "language: en", "language: xx")],
    "topics": [*TOPICS, Edit(f"{TWO}/explainer.yml", "title:", "topic: sides\ntitle:")],
    "a topic that is not there": [*TOPICS, Edit(f"{TWO}/explainer.yml", "title:", "topic: sites\ntitle:")],
    "a logo that is not there": [Edit("content/site.yml", "assets/logo.svg", "assets/mark.svg")],
    "an image that is gone": [Move("docs/assets/logo.svg", "docs/assets/mark.svg")],
    "an image without words": [Edit("docs/two/index.md", "![A logo]", "![]")],
    "a broken file": [{f"{TWO}/faq.yml": "questions:\n  - id: [\n"}],
    "an empty file": [{f"{TWO}/faq.yml": ""}],
    "a broken explainer.yml": [Edit(f"{TWO}/explainer.yml", "published: 2026-01-02", "published: soon")],
    "no explainer.yml": [{f"{TWO}/explainer.yml": None}],
    "a broken site.yml": [{"content/site.yml": "name: [\n"}],
    "a broken sources.yml": [{"content/sources.yml": "- id: 1\n"}],
    "a day in the future": [Edit(f"{TWO}/explainer.yml", "updated: 2026-02-03", "updated: 2526-02-03")],
    "a misspelt field": [Edit(f"{TWO}/faq.yml", "answer: By", "awnser: By")],
    "a misspelt term": [Edit("docs/two/index.md", "left-three", "lefft-three")],
    "an explainer that refers to itself": [Edit(f"{TWO}/explainer.yml", "[three]", "[two]")],
    "a link to nowhere": [Edit("docs/two/index.md", "../three/index.md", "../tree/index.md")],
    "a link with a slash before it": [Edit("docs/two/index.md", "../three/index.md", "/three/index.md")],
    "a link in letters of HTML": [Edit("docs/two/index.md", "../about.md", "../&#97;bout.md")],
    "a link out of docs": [Edit("docs/two/index.md", "../about.md", "../../about.md")],
    "a link to an unsafe place": [Edit("docs/two/index.md", "../about.md", "http://example.org/")],
    "words of a new file": [{"docs/two/more.md": f"{SECOND_PAGE.format(n='two')}\n## Put a first heading here\n"}],
    "a home page that lists nothing": [Edit("docs/index.md", "{{ explainers() }}", "Words.")],
    "fingerprints of all explainers in one file": [{"content/fingerprints.yml": "explainers:\n"}],
    "fingerprints": [{f"content/fingerprints/{n}.yml": text for n, text in FINGERPRINTS.items()}],
    "fingerprints of what is gone": [
        {f"content/fingerprints/{n}.yml": text for n, text in FINGERPRINTS.items()},
        Edit(f"{TWO}/faq.yml", "id: how-two", "id: how-not"),
        dict.fromkeys((file for file in SITE if "/three/" in file), None),
    ],
    "a fingerprint that nobody has written": [{"content/fingerprints/one.yml": "text: 0123456789ab\n"}],
    "a page in a folder of docs called fingerprints": [{"docs/fingerprints/index.md": SECOND_PAGE.format(n="them")}],
    "two files that differ in case": [{"docs/two/More.md": SECOND_PAGE.format(n="two")}],
    "a hidden character": [Edit("docs/two/more.md", "Back", "Back\u200b")],
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, **SITE)


def _change(site: Path, change: Change) -> None:
    if isinstance(change, Edit):
        path = site / change.file
        text = path.read_text(encoding="utf-8")
        assert change.before in text
        path.write_text(text.replace(change.before, change.after), encoding="utf-8")
    elif isinstance(change, Move):
        (site / change.before).rename(site / change.after)
    else:
        for file, new in change.items():
            path = site / file
            if new is None:
                path.unlink()
                for folder in (path.parent, path.parent.parent):
                    if folder.is_dir() and not any(folder.iterdir()):
                        folder.rmdir()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(new, encoding="utf-8")


def _plain(value: Any) -> Any:
    """A value with the places of all that is in it."""
    if isinstance(value, Located | Day | Number):
        return type(value).__name__, str(value), getattr(value, "span", None)
    if isinstance(value, dict):
        return [(_plain(key), _plain(one)) for key, one in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return type(value).__name__, [(one.name, _plain(getattr(value, one.name))) for one in dataclasses.fields(value)]
    return value


def _facts(site: Site | None) -> Iterator[object]:
    """All that a site says to those who draw it."""
    if site is None:
        return
    yield _plain([site.settings, site.sources, site.fingerprints, site.image_files, sorted(site.drafts)])
    for explainer in site.explainers.values():
        yield _plain([explainer.id, explainer.about, explainer.blocks, explainer.sources])
        yield _plain([explainer.types, explainer.moved_anchors, explainer.lasting_names, explainer.questionnaires])
        yield _plain([(one.explainer.id, one.anchor, one.concept) for one in explainer.definitions])
    for page in site.pages.values():
        home = page.explainer.id if page.explainer else None
        yield _plain([page.path, page.url, home, page.title, page.short_title, page.description, page.sheet])
        yield _plain([page.pieces, page.sections, page.prose, page.anchors, sorted(page.ids)])
        yield page.explainer is (site.explainers[home] if home else None)
    yield _plain(renew(site.explainers.values(), site.pages.values(), site.fingerprints))


def _read(site: Path, cache: Cache | None, drafts: bool) -> tuple[list[object], list[Problem]]:
    read, problems = load(site, drafts=drafts, cache=cache)
    return [*_facts(read)], sorted(problems, key=lambda problem: problem.order)


def _check_all_the_same(site: Path, lasting: Cache, drafts: bool) -> None:
    """Read it without a cache, with that of a process that lasts, and with one of a new process, twice."""
    expected = _read(site, None, drafts)
    new = Cache.of(site)
    for cache in (new, lasting, new, lasting):
        assert _read(site, cache, drafts) == expected
        cache.save()


@pytest.mark.parametrize("drafts", [False, True], ids=["without drafts", "with drafts"])
@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_what_is_kept_is_what_is_read(site: Path, changes: list[Change], drafts: bool) -> None:
    lasting = Cache.of(site)
    before = _read(site, lasting, drafts)
    lasting.save()
    texts = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}

    for change in changes:
        _change(site, change)
    _check_all_the_same(site, lasting, drafts)

    for path in [path for path in site.rglob("*") if path.is_file() and path not in texts]:
        path.unlink()
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    _check_all_the_same(site, lasting, drafts)
    assert _read(site, lasting, drafts) == before


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that are read from their files, as they are."""
    names: list[str] = []

    def noted(name: str, *arguments: Any, **others: Any) -> int:
        names.append(name)
        return read_part(name, *arguments, **others)

    read_part = loading.read_part
    monkeypatch.setattr(loading, "read_part", noted)
    monkeypatch.setattr(shelf, "read_part", noted)
    return names


def _kept(site: Path) -> Cache:
    """The cache of a new process, after another has read the site."""
    cache = Cache.of(site)
    assert load(site, cache=cache)[0]
    cache.save()
    return Cache.of(site)


def test_the_site_is_sound(site: Path) -> None:
    assert load(site)[1] == []


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({}, []),
        (Edit("docs/two/more.md", "Back", "And back"), ["two"]),
        (Edit("content/two/faq.yml", "By", "With"), ["two"]),
        (Edit("docs/about.md", "Back", "And back"), [""]),
        (Edit("docs/team/index.md", "Back", "And back"), ["team"]),
        (Edit("content/sources.yml", "Sides", "Two sides"), ["content/sources.yml"]),
        (Edit("docs/two/index.md", "#section-start", "#section-begin"), ["two", "one", "two"]),
        ({"docs/one/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n'}, []),
    ],
)  # fmt: skip
def test_only_what_has_changed_is_read(site: Path, read: list[str], change: Change, parts: list[str]) -> None:
    """And what something is to be told of for the first time."""
    cache = _kept(site)
    read.clear()

    _change(site, change)
    load(site, cache=cache)

    assert read == parts


def test_the_digest_of_what_was_read_tells_when_it_changes(site: Path) -> None:
    """And nothing else does: who keeps what is made of an explainer need not read its files."""
    first, _ = load(site, cache=_kept(site))
    _change(site, Edit("content/two/faq.yml", "By", "With"))
    second, _ = load(site, cache=Cache.of(site))

    assert first and second
    assert {name for name in NEXT if first.digests[name] != second.digests[name]} == {"two"}


def test_what_is_large_is_read_anew_where_it_has_been_lost(site: Path, read: list[str]) -> None:
    cache = _kept(site)
    cache.sweep("large part", [])
    read.clear()

    found, _ = load(site, cache=cache)
    expected, _ = load(site)

    assert found and expected
    assert found.explainers["two"].blocks == expected.explainers["two"].blocks
    assert "two" in read


def test_what_has_changed_meanwhile_is_not_taken_for_what_was_read(site: Path) -> None:
    cache = _kept(site)
    cache.sweep("large part", [])
    found, _ = load(site, cache=cache)
    _change(site, Edit("content/two/faq.yml", "By", "With"))

    assert found
    with pytest.raises(OSError, match="it has changed while it was read"):
        _ = found.explainers["two"].blocks


def test_a_clock_that_is_set_back_is_noticed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = _kept(site)

    class Earlier(shelf.date):  # type: ignore[misc]
        @classmethod
        def today(cls) -> Any:
            return cls(2026, 1, 20)

    monkeypatch.setattr(shelf, "date", Earlier)
    monkeypatch.setattr("distinguo.model.shapes.date", Earlier)

    assert {problem.code for problem in load(site, cache=cache)[1]} == {"future-date"}


def test_what_is_kept_is_small(site: Path) -> None:
    """What stays in memory of each explainer grows neither with its blocks nor with its pages' words."""
    sizes = []
    for words in ("Words. ", "Words. " * 400):
        _change(site, Edit("docs/two/more.md", "Back", f"{words}\n\nBack"))
        found, _ = load(site, cache=_kept(site))
        assert found
        sizes.append(len(pickle.dumps((found.explainers["two"], found.pages["two/more.md"]))))

    assert sizes[1] - sizes[0] < 100
