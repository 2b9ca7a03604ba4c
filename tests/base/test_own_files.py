"""Nothing is written, replaced or cleared but what is the site's own: no link leads a command elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PROJECT, run_mkdocs
from distinguo.base import own_files
from distinguo.base.problems import Fix, Problem, Span
from distinguo.editor import fixing
from distinguo.host.program import main
from distinguo.publish import publishing
from distinguo.publish.publishing import NotPublishedError, publish
from example_site import write_site

MISTAKE = {"content/example/key-points.yml": "answer: Yes.\npoints: [One, Two]\npionts: [One]\n"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with a repository, a site in it, and a folder beside it that belongs to somebody else."""
    clone = write_site(tmp_path / "clone", **{"mkdocs.yml": f"INHERIT: {PROJECT / 'mkdocs.yml'}\n"})
    for file in (clone / ".git" / "objects" / "one", clone / "notes" / "mine.txt", tmp_path / "beside" / "mine.txt"):
        file.parent.mkdir(parents=True)
        file.write_text("mine", encoding="utf-8")
    return clone


def everything(folder: Path) -> dict[str, object]:
    """All that lies in `folder` with its bytes, its mode and where it leads; links are not followed."""
    found: dict[str, object] = {}
    for place, folders, files in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *files)):
            content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
            found[path.relative_to(folder).as_posix()] = (content, path.lstat().st_mode)
    return found


def linked(path: Path, target: str) -> None:
    """Put a link into the place of `path`, and what was there beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(path.with_name(f"{path.name}-moved"))
    path.symlink_to(target)


def new_page(folder: Path) -> str:
    (folder / "index.html").write_text("new", encoding="utf-8")
    return ""


def refused(root: Path, make: Callable[[Path], str] = new_page) -> str:
    """Why nothing was published."""
    with pytest.raises(NotPublishedError) as error:
        publish(root, make, lambda told: None)
    return str(error.value)


# Publishing


@pytest.mark.parametrize("target", ["..", ".", "notes", "../beside", ".git", "nowhere", ".publishing"])
@pytest.mark.parametrize(
    "name", [".publishing", ".publishing/next", ".publishing/old", ".publishing/lock", ".publishing/.gitignore", "site"]
)
def test_a_link_in_the_place_of_what_publishing_makes_is_refused_before_anything_is_touched(
    name: str, target: str, clone: Path
) -> None:
    (clone / ".publishing").mkdir()
    linked(clone / name, os.path.join("../" * name.count("/"), target))
    before = everything(clone.parent)

    told = refused(clone)

    assert told.startswith(f"{name} is a link" if name != "site" else "site is no folder, so it cannot be replaced: ")
    assert "nothing was published" in told
    assert everything(clone.parent) == before


@pytest.mark.parametrize("name", [".publishing", ".publishing/next", ".publishing/old"])
def test_a_file_in_the_place_of_a_folder_of_publishing_is_refused(name: str, clone: Path) -> None:
    (clone / name).parent.mkdir(exist_ok=True)
    (clone / name).write_text("mine", encoding="utf-8")
    before = everything(clone.parent)

    assert refused(clone) == f"{name} is no folder; nothing was published. Move it away."
    assert everything(clone.parent) == before


@pytest.mark.parametrize("name", ["lock", ".gitignore"])
def test_a_folder_in_the_place_of_a_file_of_publishing_is_refused(name: str, clone: Path) -> None:
    (clone / ".publishing" / name).mkdir(parents=True)
    before = everything(clone.parent)

    assert refused(clone) == f".publishing/{name} is no plain file; nothing was published. Move it away."
    assert everything(clone.parent) == before


def test_what_others_put_into_the_workplace_stays(clone: Path) -> None:
    for file in (".publishing/notes.txt", ".publishing/mine/notes.txt", ".publishing/.git/HEAD"):
        (clone / file).parent.mkdir(parents=True, exist_ok=True)
        (clone / file).write_text("mine", encoding="utf-8")
    (clone / ".publishing" / "link").symlink_to("..")
    before = everything(clone.parent)

    publish(clone, new_page, lambda told: None)

    after = everything(clone.parent)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {
        f"clone/{name}" for name in (".publishing/.gitignore", ".publishing/lock", "site", "site/index.html")
    }


@pytest.mark.parametrize("name", ["next", "old"])
def test_a_repository_in_a_folder_of_publishing_is_no_left_over(name: str, clone: Path) -> None:
    (clone / ".publishing" / name / "deep" / ".git").mkdir(parents=True)
    (clone / "site").mkdir()
    before = everything(clone / ".publishing" / name)

    told = refused(clone)

    assert told == f"Nothing was published: .publishing/{name}, which an earlier run left, cannot be removed."
    assert everything(clone / ".publishing" / name) == before


@pytest.mark.parametrize(
    "swap",
    [
        "os.rename('.publishing', 'moved'); os.symlink('..', '.publishing')",
        "os.rename('.publishing', 'moved'); os.symlink('notes', '.publishing')",
        "os.rename('.publishing/next', 'moved'); os.symlink('../notes', '.publishing/next')",
        "os.symlink('../notes', '.publishing/old')",
        "os.rename('site', 'moved'); os.symlink('notes', 'site')",
        "os.symlink(os.path.abspath('notes/mine.txt'), os.path.join(sys.argv[1], 'a.html'))",
        "os.symlink(os.path.abspath('notes'), os.path.join(sys.argv[1], 'a'))",
    ],
)
def test_a_link_that_comes_while_the_site_is_built_leads_nobody_astray(swap: str, clone: Path) -> None:
    (clone / "site").mkdir()
    (clone / "site" / "index.html").write_text("old", encoding="utf-8")
    (clone.parent / "next").mkdir()
    (clone.parent / "next" / "mine.txt").write_text("mine", encoding="utf-8")
    (clone / "notes" / "next").mkdir()
    (clone / "notes" / "mine.txt").chmod(0o600)
    before = everything(clone.parent)

    def make(folder: Path) -> str:
        new_page(folder)
        subprocess.run([sys.executable, "-c", f"import os, sys; {swap}", folder], cwd=clone, check=True)
        return ""

    told = refused(clone, make)

    after = everything(clone.parent)
    kept = {name for name in before if not name.startswith("clone/site") or "'site'" not in swap}
    assert "is a link" in told
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert "old" in {path.read_text(encoding="utf-8") for path in clone.glob("*/index.html")}


def test_a_link_that_takes_the_place_of_the_workplace_as_it_is_cleared_leads_nowhere(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last moment there is: all questions have been asked."""
    workplace = clone / ".publishing"
    (workplace / "next").mkdir(parents=True)
    (clone / "notes" / "next").mkdir()
    (clone / "notes" / "next" / "mine.txt").write_text("mine", encoding="utf-8")
    remove = shutil.rmtree

    def late(*arguments: object, **named: object) -> None:
        workplace.rename(clone / "moved")
        workplace.symlink_to("notes")
        remove(*arguments, **named)

    late.avoids_symlink_attacks = True
    monkeypatch.setattr(publishing.shutil, "rmtree", late)
    publishing._clear(workplace, "next")

    assert (clone / "notes" / "next" / "mine.txt").exists()
    assert not (clone / "moved" / "next").exists()


@pytest.mark.parametrize("inside", ["", "uploads", "a b"])
def test_what_is_mounted_in_the_site_is_not_replaced(
    inside: str, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone / "site" / inside).mkdir(parents=True)
    (clone / "site" / inside / "index.html").write_text("mine", encoding="utf-8")
    place = str(clone / "site" / inside).replace(" ", "\\040")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 0:20 / / rw - x x rw\n36 22 98:0 / {place} rw - ext4 /dev/x rw\n", encoding="utf-8")
    monkeypatch.setattr(own_files, "_MOUNTS", mounts)
    before = everything(clone)

    where = f" ({inside})" if inside else ""
    assert refused(clone) == (
        f"site/ holds another disk or folder, which is mounted there{where}; nothing was published. Mount it elsewhere."
    )
    assert everything(clone) == before


@pytest.mark.parametrize("name", [".git", ".hg", "deep/er/.git", ".svn", ".GIT", ".pijul", "_darcs", "_FOSSIL_"])
@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_repository_in_the_site_is_not_replaced(name: str, kind: str, clone: Path) -> None:
    path = clone / "site" / name
    path.parent.mkdir(parents=True)
    (clone / "site" / "index.html").write_text("mine", encoding="utf-8")
    {"folder": path.mkdir, "file": path.touch, "link": lambda: path.symlink_to("nowhere")}[kind]()
    before = everything(clone)

    assert refused(clone).startswith(f"site/ is a repository of its own (it holds {name}), and publishing ")
    assert everything(clone) == before


def test_a_folder_that_was_never_a_built_site_is_not_replaced(clone: Path) -> None:
    (clone / "site").mkdir()
    (clone / "site" / "thesis.odt").write_text("mine", encoding="utf-8")

    assert refused(clone) == (
        "site/ holds files, but no site that was built here, and publishing replaces all of it; "
        "nothing was published. Move it away."
    )
    assert (clone / "site" / "thesis.odt").exists()


# MkDocs run alone, which empties its folder


@pytest.mark.parametrize(
    ("prepare", "name", "reason"),
    [
        (lambda clone: None, "content", "is where the sources of the site lie"),
        (lambda clone: None, "content/example/new", "is where the sources of the site lie"),
        (lambda clone: None, "notes", "holds files, but no site that was built here"),
        (lambda clone: None, ".git", "holds files, but no site that was built here"),
        (lambda clone: None, "../beside", "holds files, but no site that was built here"),
        (lambda clone: (clone.parent / "beside/index.html").touch(), "../beside", "holds files, but no site that was"),
        (lambda clone: linked(clone / "site", ".."), "site", "holds the site's own folder"),
        (lambda clone: linked(clone / "site", "."), "site", "holds the site's own folder"),
        (lambda clone: linked(clone / "site", "content"), "site", "is where the sources of the site lie"),
        (lambda clone: linked(clone / "site", "docs"), "site", "is where the sources of the site lie"),
        (lambda clone: linked(clone / "site", "notes"), "site", "is no folder, so it cannot be replaced: it is a link"),
        (
            lambda clone: linked(clone / "on", "../beside"),
            "on/x",
            "is no folder, so it cannot be replaced: it is a link",
        ),
        (lambda clone: (clone / "site" / ".git").mkdir(parents=True), "site", "is a repository of its own (it holds"),
    ],
)
def test_mkdocs_empties_no_folder_but_that_of_a_built_site(
    prepare: Callable[[Path], object], name: str, reason: str, clone: Path
) -> None:
    with (clone / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"site_dir: {name}\n")
    prepare(clone)
    before = everything(clone.parent)

    done = run_mkdocs(clone, "build", "--strict")

    assert done.returncode == 1
    assert done.stderr.startswith(f"ERROR   -  {name} {reason}")
    assert "; nothing was built. " in done.stderr
    assert everything(clone.parent) == before


# The editor's commands


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["new", "trust"], "docs"),
        (["new", "trust"], ".vscode"),
        (["new", "trust"], ".vscode/schemas"),
        (["schema"], ".vscode"),
        (["schema"], ".vscode/schemas"),
        (["schema"], ".vscode/schemas/faq.json"),
        (["schema"], ".vscode/settings.json"),
    ],
)
def test_a_command_writes_nothing_behind_a_link(
    arguments: list[str], name: str, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = "notes/gone" if name.endswith("schemas") else "notes"
    linked(clone / name, os.path.join("../" * name.count("/"), target))
    before = everything(clone.parent)

    assert main([*arguments, "--site", str(clone)]) == 1
    assert capsys.readouterr().err == (
        f"{name} cannot be read or written: it is a link, and may lead out of the site.\n"
    )
    assert everything(clone.parent) == before


@pytest.mark.parametrize("command", [["check"], ["fix", "--apply"], ["fingerprint"], ["publish"], ["readability"]])
@pytest.mark.parametrize("name", ["content", "docs", "content/example", "docs/example", "content/site.yml"])
def test_no_command_works_on_what_lies_behind_a_link(
    name: str, command: list[str], clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(clone, **MISTAKE)
    path = clone / name
    linked(path, f"{path.name}-moved")
    before = everything(clone.parent)

    assert main([*command, "--site", str(clone)]) == 1
    assert f"  at {name}:1:1\n" in "".join(capsys.readouterr())
    after = everything(clone.parent)
    assert {one: after[one] for one in before} == before
    assert not (clone / "site").exists()


def test_a_file_that_becomes_a_link_before_it_is_mended_is_left(clone: Path) -> None:
    file = "content/example/explainer.yml"
    span = Span(1, 1, 1, 6)
    (edit,) = fixing.edits_for([Problem(file, span, "Wrong", fix=Fix(span, "name"))], clone)
    linked(clone / "content", "content-moved")
    before = everything(clone)

    assert fixing.write(edit) == "it is a link, and may lead out of the site"
    assert everything(clone) == before


def test_a_command_that_fails_leaves_the_old_file_whole(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = clone / "content" / "fingerprints" / "example.yml"
    assert main(["fingerprint", "--site", str(clone)]) == 0
    write_site(clone, **{"docs/example/index.md": "Other words.\n"})
    before = everything(clone)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(own_files.os, "replace", full)

    assert main(["fingerprint", "--site", str(clone)]) == 1
    assert everything(clone) == before


def test_a_new_file_has_the_mode_that_the_system_gives(clone: Path) -> None:
    (clone / "plain").touch()
    main(["new", "trust", "--site", str(clone)])

    assert (clone / "content/trust/explainer.yml").stat().st_mode == (clone / "plain").stat().st_mode


def test_make_clears_no_folder_behind_a_link(tmp_path: Path) -> None:
    """Python empties the folder of an environment that it makes anew."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.txt").touch()
    (tmp_path / ".venv").symlink_to("mine")

    done = subprocess.run(
        ["make", "--silent", ".venv/.made"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert ".venv is a link, and what lies behind it may not be ours to clear. Take the link away." in done.stdout
    assert (tmp_path / "mine" / "mine.txt").exists()


def test_git_takes_up_no_link_in_the_place_of_what_commands_make(tmp_path: Path) -> None:
    shutil.copy(PROJECT / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for name in (".venv", "site", ".publishing", "fuzz-failures"):
        (tmp_path / name).symlink_to("..")

    done = subprocess.run(
        ["git", "status", "--short", "--untracked-files"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "?? .gitignore\n"
