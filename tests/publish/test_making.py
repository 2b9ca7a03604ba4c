"""A site is made page by page: what a page is made of tells whether it must be made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from distinguo.base.cache import Cache
from distinguo.host import plugin, shell
from distinguo.host.mkdocs import MkDocs
from distinguo.publish.build import Build
from distinguo.publish.earlier import EarlierPages
from distinguo.publish.made import MadePage
from distinguo.text import languages
from example_site import DEFINITIONS, SOUND, write_site

_ADDRESS = "https://examples.example/"
_FAQ = "questions:\n  - id: one\n    question: Is {} {}?\n    answer: It is.\n"
_HEAD = "---\ntitle: {} of ours\ndescription: What there is to know of this site, its pages and its makers.\n---\n\n"
_FILES = {
    "content/example/key-points.yml": "answer: Both are sides.\npoints: [One, Two]\n",
    "content/example/definitions.yml": DEFINITIONS,
    "content/example/faq.yml": _FAQ.format("left", "right"),
    "docs/example/index.md": "{{ key_points() }}\n\n{{ definitions() }}\n\n{{ faq() }}\n",
    "docs/example/more.md": _HEAD.format("More") + "More words.\n",
    "content/other/explainer.yml": SOUND["content/example/explainer.yml"].replace("Left vs. right", "Up vs. down"),
    "content/other/faq.yml": _FAQ.format("up", "down"),
    "docs/other/index.md": 'Up and {{ term("right", "right") }}.\n\n{{ faq() }}\n',
    "docs/about.md": _HEAD.format("About") + "Words.\n",
    "docs/index.md": f"{SOUND['docs/index.md']}\n[About](about.md)\n",
}
_OF_EXAMPLE = {"example/index.md", "example/more.md", "example/handout.md", "example/discussion-guide.md"}
_OF_OTHER = {"other/index.md", "other/discussion-guide.md"}
_ALL = {"about.md", "index.md", *_OF_EXAMPLE, *_OF_OTHER}


class _Remembering(EarlierPages):
    """Pages that are made once, as long as they would be the same, with their files."""

    def __init__(self) -> None:
        self.cache = Cache.none()  # but for what it holds in memory
        super().__init__(self.cache, "")
        self.folder = Path()
        self.files: dict[str, bytes] = {}
        self.made: list[str] = []  # in the last build

    def page(self, path: str, made_of: str) -> MadePage | None:
        page = super().page(path, made_of)
        for name in page.files if page else ():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(self.files[name])
        return page

    def remember(self, path: str, made_of: str, page: MadePage) -> None:
        super().remember(path, made_of, page)
        self.files |= {name: (self.folder / name).read_bytes() for name in page.files}
        self.made.append(path)


def _built(root: Path, memory: _Remembering | None = None, address: str = _ADDRESS) -> dict[str, bytes]:
    """The files of the site, built with what is in the `memory`."""
    folder = root.parent / "built"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if memory:
        memory.made, memory.folder = [], folder
    build = Build(root, address, cache=memory.cache if memory else None)
    MkDocs().make(build.content(memory), root, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "root", **_FILES)


def _edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _write(file: str, text: str) -> Callable[[Path], None]:
    return lambda root: (root / file).write_text(text, encoding="utf-8") and None


# What changes, and the pages that are another thing then.
CHANGES = {
    "nothing": (lambda root: None, set()),
    "an answer": (
        _edit("content/example/faq.yml", "It is.", "It is not."),
        {"example/index.md", "example/discussion-guide.md"},
    ),
    "a short meaning that another page shows": (
        _edit("content/example/definitions.yml", "short: The other side.", "short: The other one of them."),
        {"example/index.md", "example/handout.md", "other/index.md"},
    ),
    "the title of a page that others link to": (
        _edit("docs/example/more.md", "title: More", "title: Many more"),
        {"index.md", "example/index.md", "example/more.md"},
    ),
    "a page that is gone": (lambda root: (root / "docs/example/more.md").unlink(), {"index.md", "example/index.md"}),
    "a file beside the pages": (_write("docs/assets/notes.txt", "Notes.\n"), set()),
    "the name of a page in the navigation": (
        _edit("docs/about.md", "title: About of ours", "title: About of ours\nshort_title: About"),
        _ALL,
    ),
    "a further page in the navigation": (
        lambda root: [change(root) for change in _FURTHER] and None,
        {*_ALL, "contact.md"},
    ),
    "a setting": (_edit("content/site.yml", "name: The examples", "name: The other examples"), _ALL),
    "the logo": (_edit("content/site.yml", "logo: assets/logo.svg", "logo: assets/icon.svg"), _ALL),
}
_FURTHER = (
    _write("docs/contact.md", _HEAD.format("Contact") + "Words.\n"),
    _edit("docs/about.md", "Words.", "[Contact](contact.md)"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_is_made_again_where_it_would_be_another_one(change: str, root: Path) -> None:
    shutil.copy(root / "docs/assets/logo.svg", root / "docs/assets/icon.svg")
    memory = _Remembering()
    edit, changed = CHANGES[change]
    _built(root, memory)
    assert {*memory.made} == _ALL
    edit(root)

    after = _built(root, memory)

    assert {*memory.made} == changed
    assert after == _built(root)


def test_so_it_is_where_the_shell_is_another_one(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = _Remembering()
    before = _built(root, memory)
    ours = shutil.copytree(shell.SHELL, tmp_path / "shell")
    for module in (plugin, shell):
        monkeypatch.setattr(module, "SHELL", ours)
    for name in ("main.html", "head.html"):
        template = ours / name
        template.write_text(f"{template.read_text(encoding='utf-8')}<!-- -->", encoding="utf-8")

        after = _built(root, memory)

        assert {*memory.made} == _ALL, name
        assert after == _built(root) != before, name


def test_so_it_is_where_the_words_or_the_address_are_others(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = _Remembering()
    before = _built(root, memory)

    elsewhere = _built(root, memory, "https://elsewhere.example/some/path/")
    assert {*memory.made} == _ALL
    assert elsewhere == _built(root, address="https://elsewhere.example/some/path/") != before

    words = {**languages.words("en"), "skip": "Go to the text"}
    monkeypatch.setattr(languages, "words", lambda language: words)
    after = _built(root, memory)
    assert {*memory.made} == _ALL
    assert after == _built(root) != before
