"""Every kind of change that a site can have between two runs, by what it changes: each a function of the site's copy.

The site is made of two of the tests' own, so that pages show what others say: terms, titles, links, lists.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
_SITES = PROJECT / "tests" / "sites"
ONE, OTHER = "accuracy-vs-precision", "naive-and-novice"
_ADDRESS = "https://measuring.example/"
_LINKS = '\nSee {{ term("precision") }}, [there](../accuracy-vs-precision/index.md#section-dispute).\n'
_FURTHER_PAGE = """\
---
title: Words that go together
description: Which words of these notes are used together, and which of them are not.
---

Of {{ term("precision") }} and {{ term("naive") }}: see [the dispute](accuracy-vs-precision/index.md#section-dispute).
"""
_CALL = "text: Say which of them you are.\nlabel: To the question\nsection: section-question\n"
_KEY_POINTS = "answer: Left is not right.\npoints: [One side, The other side]\n"
_ABOUT = """\
title: Left vs. right
description: Left is the side of the heart, right is the other one, and this is an example.
published: 2026-01-02
updated: 2026-02-03
next_review: 2027-02-03
"""


@dataclass
class Copy:
    """A copy of the site in the folder `site`, made by the copy of the project in the folder `project`."""

    site: Path
    project: Path
    environment: dict[str, str] = field(default_factory=dict)

    def restore(self) -> None:
        """Make the sources of both what they are without a change; what was built and kept stays."""
        self.environment.clear()
        for name in ("hooks", "overrides", "mkdocs.yml"):
            _mirror(PROJECT / name, self.project / name)
        for name in ("content", "docs"):
            _mirror(_SITES / ONE / name, self.site / name, leaves=OTHER)
            _mirror(_SITES / OTHER / name / OTHER, self.site / name / OTHER)
        _write(self.site / "mkdocs.yml", f"INHERIT: {self.project / 'mkdocs.yml'}\nsite_url: {_ADDRESS}\n")
        _add(self.site / "docs" / OTHER / "index.md", _LINKS)
        _add(self.site / "content" / OTHER / "explainer.yml", f"related: [{ONE}]\n")

    def afresh(self, site: Path) -> Copy:
        """The same sources in another folder, of which nothing has been built or kept."""
        for name in ("content", "docs", "mkdocs.yml"):
            _mirror(self.site / name, site / name)
        return Copy(site, self.project, dict(self.environment))

    def run(self, command: str, program: Program | None = None) -> tuple[int, str]:
        """Run a command on the site, by a `program` that is loaded already or by one of its own; gives its exit status
        and what it says."""
        if program:
            return program.run(command, self.site, self.environment)
        with Program(self.project) as own:
            return own.run(command, self.site, self.environment)

    def published(self) -> dict[str, bytes]:
        """The bytes of each file of the published site, by its path."""
        folder = self.site / "site"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


_LOADED = """
import json, os, sys
from distinguo.host import mkdocs, program
for line in sys.stdin:
    command, site, environment, said = json.loads(line)
    if process := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
        continue
    os.chdir(site)
    os.environ.update(environment)
    file = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1), os.dup2(file, 2)
    sys.exit(program.main(command.split()))
"""


class Program:
    """The program of a `project`, loaded once: each command is run by a process of its own that needs no start.

    Sets have another order in each program, as they have whenever a program starts.
    """

    def __init__(self, project: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(project / "hooks")}
        self._loaded = subprocess.Popen(
            [sys.executable, "-c", _LOADED], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._said = tempfile.TemporaryDirectory()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self._loaded.communicate()
        self._said.cleanup()

    def run(self, command: str, site: Path, environment: dict[str, str]) -> tuple[int, str]:
        """Run a `command` in the folder of a `site`; gives its exit status and what it says."""
        said = Path(self._said.name, "said")
        said.unlink(missing_ok=True)
        order = (command, str(site), environment, str(said))
        assert self._loaded.stdin and self._loaded.stdout
        self._loaded.stdin.write(f"{json.dumps(order)}\n")
        self._loaded.stdin.flush()
        status = int(self._loaded.stdout.readline())
        return status, said.read_text(encoding="utf-8")


def _mirror(source: Path, target: Path, leaves: str = "") -> None:
    """Make `target` what `source` is, but for what it has by the name that it `leaves`; what is so already stays."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        wanted = {path.name for path in source.iterdir()} - {"__pycache__"}
        for gone in {path.name for path in target.iterdir()} - wanted - {leaves, "__pycache__"}:
            _remove(target / gone)
        for name in wanted:
            _mirror(source / name, target / name)
    elif not target.is_file() or not filecmp.cmp(source, target, shallow=False):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _add(path: Path, text: str) -> None:
    _write(path, path.read_text(encoding="utf-8") + text)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old}"
    _write(path, text.replace(old, new))


def _in(name: str, old: str, new: str) -> Callable[[Copy], None]:
    """The change of a text in a file of the site."""
    return lambda copy: _replace(copy.site / name, old, new)


def _more(name: str, text: str) -> Callable[[Copy], None]:
    """The change that a text is added to a file of the site, or is a file of its own."""

    def add(copy: Copy) -> None:
        path = copy.site / name
        _add(path, text) if path.exists() else _write(path, text)

    return add


def _without(*names: str) -> Callable[[Copy], None]:
    """The change that files or folders of the site are gone."""

    def remove(copy: Copy) -> None:
        for name in names:
            _remove(copy.site / name)

    return remove


def _code(name: str, old: str, new: str) -> Callable[[Copy], None]:
    """The change of a text in a file of the project."""
    return lambda copy: _replace(copy.project / name, old, new)


def _with_environment(**environment: str) -> Callable[[Copy], None]:
    return lambda copy: copy.environment.update(environment)


def _new_explainer(copy: Copy) -> None:
    _write(copy.site / "content/left-vs-right/explainer.yml", _ABOUT)
    _write(copy.site / "content/left-vs-right/key-points.yml", _KEY_POINTS)
    _write(copy.site / "docs/left-vs-right/index.md", "{{ key_points() }}\n\nLeft and right are sides.\n")


def _new_draft(copy: Copy) -> None:
    _new_explainer(copy)
    _add(copy.site / "content/left-vs-right/explainer.yml", "draft: true\n")


def _renamed_explainer(copy: Copy) -> None:
    for name in ("content", "docs"):
        (copy.site / name / OTHER).rename(copy.site / name / "new-or-naive")
    _add(copy.site / "content/new-or-naive/explainer.yml", f"aliases: [{OTHER}]\n")


def _renamed_page(copy: Copy) -> None:
    folder = copy.site / "docs" / ONE
    (folder / "knowledge-check.md").rename(folder / "try-it.md")


def _renamed_question(copy: Copy) -> None:
    faq = copy.site / "content" / ONE / "faq.yml"
    _replace(faq, "  - id: exam\n", "  - id: in-class\n    aliases: [exam]\n")


def _removed_question(copy: Copy) -> None:
    faq = copy.site / "content" / ONE / "faq.yml"
    before, _, after = faq.read_text(encoding="utf-8").partition("  - id: same-as-trueness\n")
    _write(faq, before + "  - id:" + after.partition("  - id:")[2])


def _removed_block(copy: Copy) -> None:
    _remove(copy.site / "content" / OTHER / "faq.yml")
    _replace(copy.site / "docs" / OTHER / "index.md", "{{ faq() }}\n", "None so far.\n")


def _removed_concept(copy: Copy) -> None:
    """What names it is broken then: its terms on pages of two explainers."""
    file = copy.site / "content" / ONE / "definitions.yml"
    before, _, after = file.read_text(encoding="utf-8").partition("  - id: precision\n")
    _write(file, before + "  - id:" + after.partition("  - id:")[2])


def _other_picture(copy: Copy) -> None:
    """A picture of the same size and another color, where the shared one was."""
    rows = (b"\0" + b"\x20\x40\x60" * 1200) * 630
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1200, 630, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts)
    (copy.site / "docs/assets/share.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def _other_site_url(copy: Copy) -> None:
    _replace(copy.site / "mkdocs.yml", _ADDRESS, f'!ENV [SITE_URL, "{_ADDRESS}"]')
    copy.environment["SITE_URL"] = "https://other.example/"


def _no_text(copy: Copy) -> None:
    (copy.site / "content" / ONE / "faq.yml").write_bytes(b"\xff\xfe\0")


def _touched(copy: Copy) -> None:
    """The same bytes at another time, as after a checkout."""
    for path in (copy.site / "content").rglob("*.yml"):
        os.utime(path, (0, 0))


# What somebody does to the published site. It comes back as it was.


def _published(copy: Copy, ending: str) -> Iterator[Path]:
    yield from sorted((copy.site / "site").rglob(f"*{ending}"))


def _edited_site(copy: Copy) -> None:
    for path in _published(copy, "index.html"):
        _add(path, "<!-- mine -->\n")


def _cut_site(copy: Copy) -> None:
    for path in _published(copy, ".br"):
        os.truncate(path, path.stat().st_size // 2)


def _thinned_site(copy: Copy) -> None:
    for path in [*_published(copy, ".md"), *_published(copy, ".gz")]:
        path.unlink()


def _closed_site(copy: Copy) -> None:
    for path in _published(copy, ".html"):
        path.chmod(0o600)


def _no_site(copy: Copy) -> None:
    _remove(copy.site / "site")


def _mixed_site(copy: Copy) -> None:
    """Each page in the place of another, and files that no site has."""
    pages = [*_published(copy, "index.html")]
    bodies = [page.read_bytes() for page in pages]
    for page, body in zip(pages, bodies[1:] + bodies[:1], strict=True):
        page.write_bytes(body)
    _write(copy.site / "site/mine.html", "mine")


CHANGES: dict[str, Callable[[Copy], None]] = {
    "nothing": lambda copy: None,
    "the times of files": _touched,
    # What other pages show
    "a term's short meaning": _in(
        f"content/{ONE}/definitions.yml", "How close repeated readings are", "How near repeated readings come"
    ),
    "a term's name": _in(f"content/{ONE}/definitions.yml", "name: Precision", "name: Preciseness"),
    "a removed concept": _removed_concept,
    "a title": _in(f"content/{ONE}/explainer.yml", "title: Accuracy vs. precision", "title: Precision vs. accuracy"),
    "a description": _in(f"content/{OTHER}/explainer.yml", "trusts too easily", "believes too easily"),
    "the title of a further page": _in(f"docs/{ONE}/self-check.md", "How do you measure?", "How well do you measure?"),
    "the short title of a further page": _in(
        f"docs/{ONE}/knowledge-check.md", "short_title: Knowledge check", "short_title: Try it"
    ),
    "what is related": _in(f"content/{OTHER}/explainer.yml", f"related: [{ONE}]\n", ""),
    "a heading that others link to": _in(f"docs/{ONE}/index.md", "{#section-dispute}", "{#section-quarrel}"),
    "the words of a heading": _in(f"docs/{ONE}/index.md", "## A worked example", "## An example, worked out"),
    # Texts of one explainer
    "a sentence of a page": _in(f"docs/{ONE}/index.md", "Five readings are few.", "Five readings are not many."),
    "an answer": _in(f"content/{ONE}/faq.yml", "Only in part.", "In part."),
    "a new question": _more(
        f"content/{OTHER}/faq.yml", "  - id: both\n    question: Can one be both?\n    answer: Yes.\n"
    ),
    "a removed question": _removed_question,
    "a renamed question": _renamed_question,
    "a block that is gone": _removed_block,
    "a block that no page places": _in(f"docs/{OTHER}/index.md", "{{ faq() }}\n", ""),
    "a new block": _more(f"content/{OTHER}/call-to-action.yml", _CALL),
    "a source": _in(f"content/{ONE}/sources.yml", "Understanding the meaning of", "On the meaning of"),
    "the order of sources": _in(
        f"docs/{ONE}/index.md", '{{ cite("iso-2023") }}', '{{ cite("menditto-2007") }} {{ cite("iso-2023") }}'
    ),
    "a date": _in(f"content/{ONE}/explainer.yml", "updated: 2026-11-24", "updated: 2026-11-25"),
    "a shared image": _other_picture,
    "a shared image that is gone": _in(
        f"content/{ONE}/explainer.yml",
        "image:\n  file: assets/share.png\n  alt: A target with five shots close together in its middle\n",
        "",
    ),
    "a picture of a page": _in(f"docs/{ONE}/target.svg", "</svg>", "<title>Targets</title></svg>"),
    # Explainers and pages
    "a new explainer": _new_explainer,
    "a new draft": _new_draft,
    "an explainer that becomes a draft": _more(f"content/{OTHER}/explainer.yml", "draft: true\n"),
    "a removed explainer": _without(f"content/{OTHER}", f"docs/{OTHER}"),
    "a renamed explainer": _renamed_explainer,
    "a renamed page": _renamed_page,
    "a page of the navigation": _more("docs/words.md", _FURTHER_PAGE),
    "a page of the navigation that is gone": _without("docs/about.md"),
    "a further page": _more(f"docs/{OTHER}/more.md", _FURTHER_PAGE.replace("(accuracy", "(../accuracy")),
    # Settings and files
    "the name of the site": _in("content/site.yml", "name: Measuring well", "name: To measure well"),
    "the colors": _in("content/site.yml", "#4a2c6b", "#1d4f5c"),
    "the address for mistakes": _in("content/site.yml", "mistakes@", "errors@"),
    "which crawlers are welcome": _more("content/site.yml", "crawlers:\n  training: false\n"),
    "who may show it in a frame": _more("content/site.yml", "frame_ancestors: [https://moodle.school.example]\n"),
    "a file of the assets": _more("docs/assets/notes.txt", "Some notes.\n"),
    "the favicon": _in("docs/assets/favicon.svg", "</svg>", "<title>Icon</title></svg>"),
    "another favicon": _in("content/site.yml", "favicon: assets/favicon.svg", "favicon: assets/logo.svg"),
    "the site's address": _in("mkdocs.yml", "https://measuring.example/", "https://notes.example/some/path/"),
    "SITE_URL": _other_site_url,
    "SOURCE_DATE_EPOCH": _with_environment(SOURCE_DATE_EPOCH="86400"),
    "fingerprints": _without(f"content/fingerprints/{ONE}.yml"),
    # What is wrong, and is told
    "a broken block": _in(f"content/{ONE}/faq.yml", "questions:", "qestions:"),
    "a broken page": _more(f"docs/{ONE}/index.md", "{{ fqa() }}\n"),
    "a link that leads nowhere": _more(f"docs/{OTHER}/index.md", "[nowhere](nowhere.md)\n"),
    "a file that is no text": _no_text,
    # The code
    "the page shell": _code("overrides/main.html", "</body>", "<!-- changed --></body>"),
    "the style of every page": _code("overrides/assets/site.css", "\n}\n", "\n}\n\n.changed {\n  margin: 0;\n}\n"),
    "the template of a block": _code(
        "hooks/distinguo/blocks/definitions/template.html",
        '<section class="definition">',
        '<section class="definition changed">',
    ),
    "the style of a block": _code("hooks/distinguo/blocks/definitions/style.css", "margin: 1.2rem", "margin: 1.3rem"),
    "a language": _code("hooks/distinguo/text/languages/en.yml", "related_pages: Read next", "related_pages: Read on"),
    "a module": _code(
        "hooks/distinguo/output/llms_txt.py", "> {plain(home.description)}", "> So: {plain(home.description)}"
    ),
    # The published site
    "pages of the site, edited": _edited_site,
    "compressed files, cut off": _cut_site,
    "twins and compressed files, gone": _thinned_site,
    "pages that others cannot read": _closed_site,
    "pages that were mixed up": _mixed_site,
    "the whole site, gone": _no_site,
}

# What a program that is loaded already does not see.
CODE = (
    "the page shell",
    "the style of every page",
    "the template of a block",
    "the style of a block",
    "a language",
    "a module",
)
# What is told as an error: nothing is published.
ERRORS = (
    "a removed concept",
    "a heading that others link to",
    "a broken block",
    "a broken page",
    "a link that leads nowhere",
    "a file that is no text",
)
# What no reader sees.
UNSEEN = (
    "nothing",
    "the times of files",
    "a new draft",
    "SOURCE_DATE_EPOCH",
    "fingerprints",
    "pages of the site, edited",
    "compressed files, cut off",
    "twins and compressed files, gone",
    "pages that others cannot read",
    "pages that were mixed up",
    "the whole site, gone",
)
