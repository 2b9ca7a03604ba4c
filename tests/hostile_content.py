"""Hostile texts, and sites that hold one of them in every field, heading and sentence where the check lets it stand.

Each text calls `fired(…)` with a number of its own for each place, so that a browser tells which one ran. The places
are found in the model: a new block type, or a new field, is among them without another line here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import yaml

import distinguo
from block_examples import DRAWN
from conftest import PROJECT, mkdocs_environment
from content_files import ContentFile
from distinguo.blocks import FILES
from distinguo.editor import starters
from distinguo.fields import (
    Kind,
    ListOf,
    Markdown,
    OneText,
    Record,
    ReferenceTo,
    Text,
    TextsBy,
    named_fields,
)
from distinguo.model.shapes import PageHead
from distinguo.site import loading
from distinguo.site.found import Found
from distinguo.site.site import CONTENT_FILES
from example_site import SOUND, write_site

URL = "https://hostile.example/"
SECRET = "The-words-of-a-file-that-is-not-of-the-site"
ENDING = " and some more words, so that it is long enough"
FULL = "full"  # the explainer that has all blocks
PROSE = f"docs/{FULL}/prose.md"


class Payload(NamedTuple):
    """A hostile text, and HTML in which it would run if nobody escaped it; an empty text where none does."""

    text: str
    raw: str


_BODY, _DOUBLE, _SINGLE, _BARE = "{}", '<p title="{}">x</p>', "<p title='{}'>x</p>", "<p title={}>x</p>"
_TITLE, _DATA, _LINK = "<title>{}</title>", '<script type="application/ld+json">"{}"</script>', '<a href="{}">x</a>'
_COMMENT, _STYLE, _RUN = "<!-- {} -->", "<style>{}</style>", "<script>var x = '{}'</script>"

PAYLOADS = {
    "a script": Payload("<script>fired(0)</script>", _BODY),
    "a script with a slash": Payload("<script/x>fired(0)</script>", _BODY),
    "a script in capitals": Payload("<ScRiPt>fired(0)</sCrIpT>", _BODY),
    "an image": Payload("<img src=x onerror=fired(0)>", _BODY),
    "an image that is not closed": Payload("<img src=x onerror=fired(0) x=", f"{_BODY}>"),
    "a drawing": Payload("<svg onload=fired(0)>", _BODY),
    "a drawing with slashes": Payload("<svg/onload=fired(0)//", f"{_BODY}>"),
    "a drawing with a link": Payload("<svg><a href=javascript:fired(0)><text>x</text></a></svg>", _BODY),
    "a formula": Payload("<math><style><img src=x onerror=fired(0)></style></math>", _BODY),
    "a formula that turns": Payload(
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=fired(0)&gt;'>", ""
    ),
    "a noscript that turns": Payload("<noscript><p title='</noscript><img src=x onerror=fired(0)>'>", _BODY),
    "a tag of an odd name": Payload("<x.y onmouseover=fired(0)>x</x.y>", _BODY),
    "a frame": Payload("<iframe src=javascript:parent.fired(0)>", _BODY),
    "a frame of its own": Payload("<iframe srcdoc='<script>parent.fired(0)</script>'>", _BODY),
    "an object": Payload("<object data=javascript:parent.fired(0)>", ""),
    "a form": Payload("<form action=javascript:fired(0)><button>x</button></form>", _BODY),
    "a base": Payload("<base href=https://evil.example/fired(0)/>", ""),
    "a refresh": Payload("<meta http-equiv=refresh content='0;url=https://evil.example/fired(0)'>", ""),
    "a link that opens itself": Payload("<details open ontoggle=fired(0)>", _BODY),
    "a style": Payload("<style>*{background:url('https://evil.example/fired(0)')}</style>", ""),
    "the end of a title": Payload("</title><script>fired(0)</script>", _TITLE),
    "the end of data": Payload("</script><script>fired(0)</script>", _DATA),
    "the end of data as it is counted": Payload("<!--<script>fired(0)</script>-->", ""),
    "the end of a style": Payload("</style><script>fired(0)</script>", _STYLE),
    "the end of a comment": Payload("--><script>fired(0)</script>", _COMMENT),
    "the end of CDATA": Payload("]]><script>fired(0)</script>", _BODY),
    "the end of an article": Payload("</p></article></main><script>fired(0)</script>", _BODY),
    "the end of quotes": Payload('" onmouseover=fired(0) x="', _DOUBLE),
    "the end of single quotes": Payload("' onmouseover=fired(0) x='", _SINGLE),
    "the end of no quotes": Payload("x onmouseover=fired(0)", _BARE),
    "the end of backticks": Payload("`onmouseover=fired(0) x=`", ""),
    "the end of an attribute and a tag": Payload('"><script>fired(0)</script>', _DOUBLE),
    "the end of a text in a script": Payload("'-fired(0)-'", _RUN),
    "the end of data, as JSON": Payload('"},"x":"fired(0)', ""),
    "an address that runs": Payload("javascript:fired(0)", _LINK),
    "an address that runs, in capitals": Payload("JaVaScRiPt:fired(0)", _LINK),
    "an address that runs, with an entity": Payload("java&#115;cript:fired(0)", _LINK),
    "an address that runs, with a colon": Payload("javascript&colon;fired(0)", _LINK),
    "an address that runs, with a tab": Payload("java&#9;script:fired(0)", _LINK),
    "an address that runs, with a control": Payload("&#1;javascript:fired(0)", _LINK),
    "an address that runs, with a line": Payload("javascript://x%0Afired(0)", _LINK),
    "an address that is a page": Payload("data:text/html,<script>fired(0)</script>", ""),
    "an address of Visual Basic": Payload("vbscript:fired(0)", ""),
    "an address of another host": Payload("//evil.example/fired(0)", ""),
    "a link": Payload("[x](javascript:fired(0))", ""),
    "a link with brackets in it": Payload("[a [b] c](javascript:fired(0))", ""),
    "a link in two lines": Payload("[x](\njavascript:fired(0))", ""),
    "a link that stands elsewhere": Payload("[x][r]\n\n[r]:\n  javascript:fired(0)", ""),
    "a link with a title": Payload('[x](https://a.example "fired(0)\\" onmouseover=fired(0) x=\\"")', ""),
    "an image of another host": Payload("![x](https://evil.example/fired(0).png)", ""),
    "a link in code that is none": Payload("\\`[x](javascript:fired(0))\\`", ""),
    "a script in code that is none": Payload("\\`<script>fired(0)</script>\\`", _BODY),
    "a script in a fence that is none": Payload("``` a b c\n<script>fired(0)</script>\n```", _BODY),
    "an image in a fence that is none": Payload("~~~ a b\n\n<img src=x onerror=fired(0)>\n\n~~~", _BODY),
    "a script between two codes": Payload("`a\nb` <script>fired(0)</script> `c`", _BODY),
    "a fence with attributes": Payload('``` { .python onclick="fired(0)" }\nx\n```', ""),
    "attributes": Payload('*x*{ onmouseover="fired(0)" }', ""),
    "attributes with braces": Payload('*x*{ onmouseover="{}fired(0)" }', ""),
    "attributes with too many braces": Payload("*x*{ onmouseover=fired(0)//}}", ""),
    "attributes of a block": Payload("x\n{: onmouseover=fired(0) style=position:fixed }", ""),
    "an instruction": Payload("<?php fired(0) ?>", ""),
    "a template": Payload("{{ 1337*7331 }} fired(0)", ""),
    "a template in signs": Payload("${1337*7331} #{1337*7331} <%= 1337*7331 %> fired(0)", ""),
    "a template that reaches out": Payload("{{ ''.__class__.__mro__ }} fired(0)", ""),
    "a statement": Payload("{% include '../secret.txt' %} fired(0)", ""),
    "a statement that is not closed": Payload("{% raw %} fired(0)", ""),
    "a comment of a template": Payload("{# fired(0) #}", ""),
    "a format": Payload("{0.__class__} {title} %(x)s %s fired(0)", ""),
    "a snippet": Payload('--8<-- "../secret.txt" fired(0)', ""),
    "a comment": Payload("<!-- fired(0)", ""),
    "a start of CDATA": Payload("<![CDATA[ fired(0)", ""),
    "entities": Payload("&lt;script&gt;fired(0)&lt;/script&gt;", ""),
    "entities of entities": Payload("&amp;lt;img src=x onerror=fired(0)&amp;gt;", ""),
    "entities of nothing": Payload("&#0; &#xD800; &#x110000; fired(0)", ""),
    "our own marks": Payload("&#xE000;source x&#xE001; fired(0)", ""),
    "a null": Payload("\0<script>fired(0)</script>", _BODY),
    "a separator of lines": Payload("\u2028fired(0)//", ""),
    "a mark that turns the line": Payload("\u202efired(0)", ""),
    "half a letter": Payload("\ud800fired(0)", ""),
    "lines of a header": Payload("x\r\nX-Evil: fired(0)\r\n\r\n", ""),
    "a setting of a host": Payload("x; } location /evil { return 301 https://evil.example/fired(0); #", ""),
    "a redirect": Payload("x 301\n/* https://evil.example/fired(0) 301", ""),
    "a way out": Payload("../../secret.txt", ""),
    "a way out, encoded": Payload("..%2f..%2fsecret.txt", ""),
    "a way from the root": Payload("/etc/passwd", ""),
    "an address of a file": Payload("file:///etc/passwd", ""),
    "a name that hides another": Payload("__config", ""),
    "a name of every object": Payload("constructor", ""),
    "a prototype": Payload("__proto__", ""),
    "all at once": Payload(
        "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */fired(0) )//"
        "%0D%0A</stYle/</titLe/</teXtarEa/</scRipt/--!><sVg/<sVg/oNloAd=fired(0)//>",
        _BODY,
    ),
}  # fmt: skip

# Where in the Markdown of a page a text can stand.
_PLACES_IN_PROSE = {
    "paragraph": "Words {} words",
    "line": "{}",
    "heading": "## {}",
    "heading with an id": "## {} {{#section-{n}}}",
    "list": "- {}\n- words",
    "table": "| {} | b |\n|---|---|\n| a | {} |",
    "quotation": "> {}",
    "emphasis": "**{}**",
    "words of a link": "[{}](https://hostile.example/)",
    "target of a link": "[words]({})",
    "target that stands elsewhere": "[words][{n}]\n\n[{n}]: {}",
    "words of an image": "![{}](../assets/logo.svg)",
    "target of an image": "![words]({})",
    "code": "``{}``",
    "fence": "~~~\n{}\n~~~",
    "indented": "    {}",
    "id": "## Words {{#{}}}",
    "words of a term": '{{{{ term("first-idea", "{}") }}}}',
    "words of an explainer": '{{{{ explainer("example", "{}") }}}}',
    "name of a placement": "{{{{ {}() }}}}",
}
HEADS = {PROSE: "prose", "docs/about.md": "about"}  # pages with lines between ---
_HEAD = {
    "title": "A page of prose",
    "description": "A page of prose, and who reads it learns what hostile texts are like.",
}


class Place(NamedTuple):
    """Where a text can stand: the file, and the way to the field in the model, or the place in the prose."""

    file: str
    path: str


@dataclass
class Base:
    """A sound site in which every text field of the model is filled in; `data` are its YAML files as values."""

    data: dict[str, Any]
    texts: dict[str, str]
    folder: Path

    @cached_property
    def found(self) -> Found:
        """What is read of it: each process finds it out for itself, since what its pages hold stays in memory."""
        return _found(self.folder)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "found"}

    def slots(self) -> dict[Place, tuple[Kind, list[Any]]]:
        """Every field of the site, with its kind and the steps that lead to it; each field of the model once."""
        slots: dict[Place, tuple[Kind, list[Any]]] = {}
        for file, data in self.data.items():
            for path, steps, kind in _walk(_kind_of(file), data):
                slots.setdefault(Place(_in_model(file), path), (kind, [file, *steps]))
        return slots


def _in_model(file: str) -> str:
    return re.sub(r"^content/[^/]+/", "content/<explainer>/", file)


def _kind_of(file: str) -> Kind:
    return Record(PageHead) if file.endswith(".md") else CONTENT_FILES[_in_model(file)]


def _walk(kind: Kind, node: Any, path: str = "", steps: tuple[Any, ...] = ()) -> Iterator[tuple[str, list[Any], Kind]]:
    """The fields in `node` that hold one text: the path in the model, the steps to it, and its kind."""
    if isinstance(kind, OneText):
        yield path, list(steps), kind
    elif isinstance(kind, Record) and isinstance(node, list):  # a file with several blocks
        for number, item in enumerate(node):
            yield from _walk(kind, item, path, (*steps, number))
    elif isinstance(kind, Record):
        for name, one in named_fields(kind.shape).items():
            if name in node:
                yield from _walk(one.metadata["kind"], node[name], f"{path} › {name}".strip(" ›"), (*steps, name))
    elif isinstance(kind, ListOf | TextsBy):
        keys = range(len(node)) if isinstance(kind, ListOf) else node
        for key in keys:
            yield from _walk(kind.kind, node[key], path, (*steps, key))


def text_fields() -> set[Place]:
    """Every field of the model that holds words of an editor."""
    files = {**CONTENT_FILES, **{file: Record(PageHead) for file in HEADS}}
    return {Place(file, path) for file, kind in files.items() for path in _words_in(kind)}


def _words_in(kind: Kind, path: str = "") -> Iterator[str]:
    if isinstance(kind, Text | Markdown):
        yield path
    elif isinstance(kind, Record):
        for name, one in named_fields(kind.shape).items():
            yield from _words_in(one.metadata["kind"], f"{path} › {name}".strip(" ›"))
    elif isinstance(kind, ListOf | TextsBy):
        yield from _words_in(kind.kind, path)


def written(value: Any) -> str:
    """`value` as YAML; what no line can hold is escaped in quotes."""
    try:
        return yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10**6)
    except UnicodeEncodeError:  # half a letter
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10**6)


def _loaded(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def base(folder: Path) -> Base:
    """The site without anything hostile in it, in `folder`."""
    made = starters.files(FULL, [block.slug() for block in FILES.values()], date(2026, 1, 1))
    texts = {**SOUND, **{file: text for file, text in made.items() if file.endswith(".md")}}
    data = {file: _loaded(text) for file, text in (SOUND | made).items() if file.startswith("content/")}
    del data[f"content/{FULL}/explainer.yml"]["draft"]
    source = {"authors": "One, A.", "year": "2001", "title": "Sides"}
    data["content/sources.yml"] = [{"id": "one-2001", **source}]
    data[f"content/{FULL}/sources.yml"] = [{"id": "own-2003", **source}]
    data |= {file: dict(_HEAD) for file in HEADS}
    texts["docs/index.md"] += "\nWords.\n"
    texts[f"docs/{FULL}/index.md"] += '\nWords {{ cite("one-2001", "own-2003") }}.\n'
    _fill(folder, data, texts)
    missing = text_fields() - Base(data, texts, folder).slots().keys()
    for number, example in enumerate(DRAWN):  # what only an example shows, such as fields that exclude each other
        more = {file: _loaded(text) for file, text in example.files.items() if file.startswith("content/example/")}
        shown = Base(more, {}, folder).slots().keys() & missing
        if not shown:
            continue
        name = f"example-{number}"
        renamed = {file.replace("/example/", f"/{name}/"): value for file, value in more.items()}
        pages = {
            file.replace("/example/", f"/{name}/"): text
            for file, text in example.files.items()
            if file.startswith("docs/example/")
        }
        about = f"content/{name}/explainer.yml"
        trial = data | {about: _loaded(SOUND["content/example/explainer.yml"])} | renamed
        _write(folder, trial, texts | pages)
        if distinguo.build(folder, URL)[0]:
            data, texts, missing = trial, texts | pages, missing - shown
    _write(folder, data, texts)
    return Base(data, texts, folder)


def _fill(folder: Path, data: dict[str, Any], texts: dict[str, str]) -> None:
    """Give every record of `data` the fields that it leaves out, where the site stays sound with them."""
    for file, value in data.items():
        for record, name, sample in list(_left_out(_kind_of(file), value)):
            record[name] = sample
            _write(folder, data, texts)
            if not distinguo.build(folder, URL)[0]:
                del record[name]


def _left_out(kind: Kind, node: Any) -> Iterator[tuple[dict[str, Any], str, Any]]:
    if isinstance(kind, ListOf):
        for item in node:
            yield from _left_out(kind.kind, item)
    elif isinstance(kind, Record):
        for name, one in named_fields(kind.shape).items():
            inner = one.metadata["kind"]
            if name in node:
                yield from _left_out(inner, node[name])
            elif name not in ("id", "draft") and (sample := _sample(inner, one.metadata["example"])):
                yield node, name, sample


def _sample(kind: Kind, example: str) -> Any:
    """A value for a field of this `kind`."""
    match kind:
        case ReferenceTo():
            return {
                "explainer": "example",
                "section": "section-start",
                "source": "one-2001",
                "topic": "working-together",
            }.get(kind.kind)
        case ListOf() if isinstance(kind.kind, ReferenceTo):
            return [_sample(kind.kind, "")]
        case Record():
            return {
                name: _sample(f.metadata["kind"], f.metadata["example"]) for name, f in named_fields(kind.shape).items()
            }
        case ListOf() if isinstance(kind.kind, Record):
            return [{**_sample(kind.kind, ""), "id": f"sample-{n}"} for n in range(max(kind.least, 1))]
    return _loaded(example) if example else None


def _write(folder: Path, data: dict[str, Any], texts: dict[str, str]) -> None:
    shutil.rmtree(folder)
    files = dict(texts)
    for file, value in data.items():
        files[file] = (
            f"---\n{written(value)}---\n\n{texts.get(file, 'Words.')}\n" if file.endswith(".md") else written(value)
        )
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', folder)}\nsite_url: {URL}\n"
    write_site(folder, **files | {"mkdocs.yml": inherit, "secret.txt": SECRET})
    shutil.copy(PROJECT / "docs" / "assets" / "share.png", folder / "docs" / "assets" / "share.png")


def _found(root: Path) -> Found:
    found = Found(root)
    loading._read_content(found, drafts=True)
    loading._read_pages(found)
    return found


class Pair(NamedTuple):
    """A payload, by its name, and where it stands."""

    payload: str
    place: Place

    def __str__(self) -> str:
        return f"{self.payload}: {' '.join(self.place)}"


@dataclass
class HostileSite:
    """A site with some payloads in it: the pairs that the check was shown, and the number of each that was built."""

    payloads: list[str]
    folder: Path
    tried: set[Pair] = field(default_factory=set)
    accepted: set[Pair] = field(default_factory=set)
    built: dict[Pair, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def pair(self, number: int) -> str:
        return next((str(pair) for pair, one in self.built.items() if one == number), "nobody")


def hostile_site(sound: Base, payloads: list[str], turn: int, folder: Path) -> HostileSite:
    """The `sound` site with one of these payloads wherever one may stand, built into `folder`/site.

    The check sees each of them in each field. Which one is built there is another one at each turn.
    """
    site = HostileSite(payloads, folder)
    data, words = deepcopy(sound.data), text_fields()
    folder.mkdir(exist_ok=True)
    slots = enumerate(sound.slots().items())
    for nth, (place, (_, steps)) in sorted(slots, key=lambda slot: slot[1][0] not in words):
        fitting = [(name, text) for name in payloads if (text := _fitting(sound, site, Pair(name, place), nth, steps))]
        if not fitting:
            continue
        name, text = fitting[(nth + turn) % len(fitting)]
        kept = deepcopy(data[steps[0]]) if place not in words else None
        _put(data, steps, text)
        if kept is not None and not _is_sound(folder, data, sound.texts):  # a name that others refer to
            data[steps[0]] = kept
        else:
            site.built[Pair(name, place)] = _number(name, nth)
    _build(sound, site, data, _prose(sound, site))
    return site


def _number(name: str, nth: int) -> int:
    """By which number the payload of this name runs in the field or the place in prose that is the `nth`."""
    return 1000 * (1 + list(PAYLOADS).index(name)) + nth


def _fitting(sound: Base, site: HostileSite, pair: Pair, nth: int, steps: list[Any]) -> str | None:
    """The payload as the check lets it stand in a field, if it does."""
    site.tried.add(pair)
    text = _numbered(pair.payload, nth)
    for variant in (text, f"{text}?", f"{text}{ENDING}", f"{text}{ENDING}."):
        trial = deepcopy(sound.data[steps[0]])
        _put(trial, steps[1:], variant)
        whole = f"---\n{written(trial)}---\n\nWords.\n" if steps[0].endswith(".md") else written(trial)
        told = _told(sound.found, site, steps[0], whole)
        if not told:
            site.accepted.add(pair)
            return variant
        if not told & {"wrong-length", "no-question-mark"}:
            return None
    return None


def _numbered(name: str, nth: int) -> str:
    return PAYLOADS[name].text.replace("fired(0)", f"fired({_number(name, nth)})")


def _prose(sound: Base, site: HostileSite) -> dict[Pair, str]:
    """The payloads in prose, as far as the check lets them stand there."""
    prose: dict[Pair, str] = {}
    for nth, (where, frame) in enumerate(_PLACES_IN_PROSE.items(), 500):
        for name in site.payloads:
            pair = Pair(name, Place(PROSE, where))
            site.tried.add(pair)
            words = frame.format(*[_numbered(name, nth)] * 2, n=_number(name, nth))
            together = "\n\n".join((*prose.values(), words))  # each alone, and where one spoils others, without it
            pages = (f"---\n{written(_HEAD)}---\n\n{one}\n" for one in (words, together))
            if not any(_told(sound.found, site, PROSE, page) for page in pages):
                prose[pair] = words
                site.accepted.add(pair)
                site.built[pair] = _number(name, nth)
    return prose


def _is_sound(folder: Path, data: dict[str, Any], texts: dict[str, str]) -> bool:
    _write(folder, data, texts)
    return distinguo.build(folder, URL)[0] is not None


def _put(node: Any, steps: list[Any], value: str) -> None:
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = value


def _told(found: Found, site: HostileSite, file: str, text: str) -> set[str]:
    """The codes of what is wrong with the `file` when it holds `text`."""
    problems = ContentFile(found, file, "").problems(text)
    told = distinguo.report(problems, found.root)
    if "Traceback" in told:
        site.faults.append(f"{site.payloads} in {file}: {told}")
    return {problem.code for problem in problems if not problem.is_warning}


def _build(sound: Base, site: HostileSite, data: dict[str, Any], prose: dict[Pair, str]) -> None:
    """Build the site; of the prose without what the build alone refuses."""
    told = _told_by_build(site, data, sound.texts, prose)
    if not told:
        return
    dead = re.findall("link '(.*?)', (?:it was left|but the target)", told, re.DOTALL)
    led = [*prose.items()]
    led = [(pair, text) for pair, text in led if not ("target" in pair.place.path and any(one in text for one in dead))]
    good = _that_builds(sound, site, led)
    for pair in prose.keys() - good.keys():
        del site.built[pair]
    if told := _told_by_build(site, data, sound.texts, good):
        site.faults.append(f"{site.payloads}: {told}")


def _that_builds(sound: Base, site: HostileSite, prose: list[tuple[Pair, str]]) -> dict[Pair, str]:
    """The part of the prose that an otherwise sound site builds with."""
    if not prose or not _told_by_build(site, sound.data, sound.texts, dict(prose)):
        return dict(prose)
    if len(prose) == 1:
        return {}
    halves = prose[: len(prose) // 2], prose[len(prose) // 2 :]
    return _that_builds(sound, site, halves[0]) | _that_builds(sound, site, halves[1])


def _told_by_build(site: HostileSite, data: dict[str, Any], texts: dict[str, str], prose: dict[Pair, str]) -> str:
    _write(site.folder, data, {**texts, PROSE: "\n\n".join(prose.values())})
    before = _state(site.folder)
    told = built_by_mkdocs(site.folder)
    if _state(site.folder) != before:
        site.faults.append(f"{site.payloads}: the build changed files outside of its folder")
    return told


def _state(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and folder / "site" not in path.parents)
    return {path.name: path.read_bytes() for path in files}


def built_by_mkdocs(folder: Path) -> str:
    """Build the site in `folder` in this process, as the command does; what was told where that fails."""
    import logging  # noqa: PLC0415 - MkDocs takes its time to load, and only builders need it
    from io import StringIO  # noqa: PLC0415

    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    told = StringIO()
    log, handler = logging.getLogger("mkdocs"), logging.StreamHandler(told)
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        with patch.dict(os.environ, mkdocs_environment()):
            build(load_config(str(folder / "mkdocs.yml"), strict=True))
    except (MkDocsException, SystemExit) as error:
        return f"{error}\n{told.getvalue()}"
    finally:
        log.removeHandler(handler)
    return ""
