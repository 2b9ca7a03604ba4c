"""The files of docs → which of them are published, and everything that is wrong with their names and their places.

`file_contents` tells what is wrong with what they hold.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..base.file_endings import ENDINGS, has_known_ending
from ..base.own_files import is_link
from ..base.problems import choices, shown, visible
from ..base.written_files import NOT_FOUND, WRITTEN, made_from

_OF_SYSTEMS = ("Thumbs.db", "desktop.ini", "Icon\r", "4913")  # the last one is Vim's, for a moment
_OF_EDITORS = ("~", ".bak", ".orig", ".rej", ".save", ".swp", ".tmp", ".crswap", "___jb_tmp___", "___jb_old___")

_LONGEST_PATH = 200  # characters: more, and some systems cannot have such a file
_LONGEST_STEP = 200  # bytes: with the endings that the built site adds, more is too much for most systems
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$) *(?:\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*\\#%]')  # for Windows, or in an address
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")  # spaces of other widths among them

# The names by which hosts find their settings and programs: in whatever folder, or only in the first one.
_FOR_HOSTS = ("web.config", "staticwebapp.config.json", "crossdomain.xml", "clientaccesspolicy.xml")
_FOR_HOSTS_AT_THE_ROOT = (
    "200.html", "amplify.yml", "app.yaml", "app.yml", "auth", "caddyfile", "cors", "customhttp.yml", "deno.json",
    "dockerfile", "edgio.config.js", "firebase.json", "fly.toml", "makefile", "netlify.toml", "now.json",
    "package.json", "procfile", "render.yaml", "router", "routes.json", "serve.json", "static.json", "staticfile",
    "vercel.json", "vercel.ts", "wrangler.json", "wrangler.jsonc", "wrangler.toml",
)  # fmt: skip
_FOLDERS_FOR_HOSTS = ("functions", "netlify")

_SCRIPTS = {
    "cgi", "cjs", "htc", "js", "jsm", "jsx", "mjs", "php", "pl", "py", "rb", "sh", "swf", "ts", "tsx", "vbs", "wasm",
}  # fmt: skip
_PAGES_ELSEWHERE = {
    "asp", "aspx", "hta", "htm", "html", "jsp", "jspx", "mht", "mhtml", "php", "phtml", "shtm", "shtml", "stm", "svgz",
    "xht", "xhtm", "xhtml", "xsl", "xslt",
}  # fmt: skip
# Endings by which Apache runs a file wherever they stand in its name: `photo.php.png`.
_RUN_BY_HOSTS = re.compile(r"\.(?:php\d?|phtml|pht|phar|shtml?|f?cgi|pl|aspx?|jspx?|cfm)(?=\.)", re.IGNORECASE)
_PAGE = re.compile(r"(?:[\w-]+(?: [\w-]+)*/)*[\w-]+(?: [\w-]+)*\.md")
_ALSO_INDEX = "README.md"  # which the site generator takes for the first page of its folder
_LOST = NOT_FOUND.removesuffix(".html")
_FOLDERS_OF_THE_SITE = {path.partition("/")[0] for path in WRITTEN if "/" in path}
_BY_CASE = "differ in upper and lower case alone"
_PAGE_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


class Told(NamedTuple):
    """What is wrong with a file: a lasting code, what is wrong in a sentence, and what would mend it."""

    code: str
    title: str
    help: str


def is_leftover(name: str) -> bool:
    """Whether a program put the file there for itself: editors' backups and swap files, what folders look like."""
    return name.startswith((".", "~", "#")) or name.endswith(_OF_EDITORS) or name in _OF_SYSTEMS


def files_below(folder: Path) -> Iterator[Path]:
    """All files in `folder` and the folders in it but links and leftovers, by their paths."""
    return (folder / path for path in paths_below(folder))


def paths_below(folder: Path, inner: str = "") -> Iterator[str]:
    """The paths of the same in `folder`, with forward slashes; only those in its `inner` folder, where one is named."""
    with os.scandir(folder / inner) as found:
        entries = sorted((entry.name + "/" * entry.is_dir(), entry) for entry in found)
    for name, entry in entries:
        path = f"{inner}/{entry.name}" if inner else entry.name
        if is_leftover(entry.name) or is_link(entry):
            continue
        if name.endswith("/") and not name.endswith(".md/"):
            yield from paths_below(folder, path)
        else:
            yield path


# Names


def name_fault(docs_path: str) -> Told | None:
    """Why no file of docs can be called `docs_path`, on every system and with every host."""
    steps = docs_path.split("/")
    if steps[-1].endswith(".md") and not _PAGE.fullmatch(unicodedata.normalize("NFC", docs_path)):
        help = "Use letters, digits, hyphens and single spaces; the name is part of the address."
        return Told("page-name", f"A page cannot be called “{shown(docs_path)}”", help)
    if fault := next((fault for fault in map(_step_fault, steps) if fault), None):
        return fault
    if len(docs_path) > _LONGEST_PATH:
        title = f"The path of this file has {len(docs_path)} characters; some systems have room for {_LONGEST_PATH}"
        return Told("long-path", title, "Give the file, or a folder that it is in, a shorter name.")
    if run := _RUN_BY_HOSTS.search(steps[-1]):
        title = f"Some hosts run every file with {run[0].lower()} in its name as a program: {shown(steps[-1])}"
        return Told("name-for-hosts", title, "Take that ending out of its name.")
    first, last = steps[0].casefold(), steps[-1].casefold()
    is_for_hosts = last in _FOR_HOSTS or (len(steps) == 1 and last in _FOR_HOSTS_AT_THE_ROOT)
    in_their_folder = len(steps) > 1 and first in _FOLDERS_FOR_HOSTS
    if made_from(_folded(docs_path)) or not (is_for_hosts or in_their_folder or _begins_for_hosts(steps)):
        return None
    name = shown(steps[0] if in_their_folder else next((step for step in steps if step[0] == "_"), steps[-1]))
    help = "Hosts find their settings and programs by such names, or hide what is called so. Give it another name; "
    help += "what your host needs goes beside the site, and not into docs."
    return Told("name-for-hosts", f"`{name}` is a name that hosts have a use of their own for", help)


def _begins_for_hosts(steps: list[str]) -> bool:
    return any(step.startswith("_") for step in steps)


def _step_fault(step: str) -> Told | None:
    """What is wrong with the name of one file or folder."""
    help = "Give it a name of letters, digits and hyphens."
    is_plain = step.isascii() and step.isprintable()
    if not is_plain and any(unicodedata.category(character) in _UNSEEN for character in step.replace(" ", "")):
        return Told("unfit-name", f"A name has a character that nobody sees: “{visible(step)}”", help)
    if found := _UNFIT.search(step):
        title = f"`{found[0]}` cannot stand in a name: “{shown(step)}”"
        return Told("unfit-name", title, f"Windows knows no such name, or an address means something by it. {help}")
    if step != step.strip() or step.endswith("."):
        return Told("unfit-name", f"A name neither begins nor ends with a space, nor ends with a dot: “{step}”", help)
    if _DEVICE.fullmatch(step):
        return Told("unfit-name", f"Windows cannot have a file or folder called “{shown(step)}”", help)
    if len(step.encode("utf-8", "replace")) > _LONGEST_STEP:
        return Told("long-path", f"A name is too long: “{shown(step)}”", "Give it a shorter name.")
    return None


def page_fault(docs_path: str) -> Told | None:
    """Why no page can stand at `docs_path`, where no other one does."""
    name = PurePosixPath(docs_path).name
    if name != "index.md" == name.casefold():
        title = f"The first page of a folder is called index.md, and not {name}"
        return Told("page-name", title, "Rename it: at this name it is a page of its own, with an address like it.")
    if name != _ALSO_INDEX:
        return None
    help = "If it is the first page of its folder, call it index.md. If it is for those who work on the site, "
    help += "put it elsewhere than in docs."
    return Told("page-name", f"A page cannot be called {_ALSO_INDEX}", help)


def address_fault(docs_path: str) -> Told | None:
    """Why no page can have the address that one at `docs_path` would have."""
    first = _folded(_place_of(docs_path).partition("/")[0])
    if not docs_path.endswith(".md"):
        return None
    if first == _LOST:
        help = f"The site makes {NOT_FOUND} by itself, for whoever comes to an address without a page. Take yours away."
        return Told("reserved-address", "The page for lost readers is not written in docs", help)
    if first in _FOLDERS_OF_THE_SITE:
        help = "Give it another name, or put it into another folder."
        return Told("reserved-address", f"The site puts files of its own into {first}/: no page can be there", help)
    return None


def is_no_page(docs_path: str) -> bool:
    """Whether what is wrong with a file is that there is a page, so that there is no need to read it."""
    return PurePosixPath(docs_path).name == _ALSO_INDEX or _folded(_place_of(docs_path)) == f"{_LOST}/index.html"


def ending_fault(docs_path: str) -> Told | None:
    """Why a file of docs that is no page cannot be published, by how its name ends."""
    path = PurePosixPath(docs_path)
    ending = path.suffix.lower().removeprefix(".")
    if path.suffix.lower() in _PAGE_ENDINGS:
        title = f"Pages end with .md: {shown(path.name)} is not read"
        return Told("wrong-ending", title, f"Rename it to {shown(path.stem)}.md.")
    if has_known_ending(docs_path):
        return None
    if ending in _SCRIPTS:
        help = "Browsers and hosts run the site's own scripts alone. What readers are to download can lie in a .zip, "
        help += "what they are to read in a .txt."
        return Told("own-script", "A script of your own cannot be published", help)
    if ending == "css":
        help = "The site has one style sheet, made from `colors` in content/site.yml."
        return Told("own-style", "A style sheet of your own cannot be published", help)
    if ending in _PAGES_ELSEWHERE:
        return Told(
            "own-html", f"Files that end with .{ending} cannot be published", "A page is a Markdown file (.md)."
        )
    what = f"Files that end with .{shown(ending)}" if ending else "Files without an ending"
    help = "A site holds pages, images, documents and what these need. Take it out of docs, or put it into a .zip.\n"
    return Told("unknown-ending", f"{what} cannot be published", help + _endings())


def _endings() -> str:
    return choices(ENDINGS - {"html"}, most=len(ENDINGS)).replace("There are:", "Files can end with:")


# Places


class _Place(NamedTuple):
    """A file, as it is called in docs or in the built site; and the file of docs that it comes from, if it does."""

    path: str
    source: str


class _Clash(NamedTuple):
    """A file or folder at `path` that is at the place of the `other`, and the files of docs that they come from."""

    path: str
    other: str
    source: str
    other_source: str


def check_places(docs_paths: Iterable[str], made: Mapping[str, str], tell: Callable[[str, Told], None]) -> None:
    """Tell which of the files of docs stand where another one does, for any system: each with the other.

    `made` are the places of pages without a file, each with what is there: a `sheet` or a `list` of explainers; `tell`
    gets the path of a file with what is wrong with it.
    """
    # The first page of a folder comes first: it is the other one that is out of place.
    paths = sorted(docs_paths, key=lambda path: (path.rpartition("/")[2] != "index.md", path))
    written = {path: help for path in paths if (help := _written_at(path))}
    for path, help in written.items():
        tell(path, Told("written-by-the-site", "The site writes this file by itself", f"Take yours away. {help}"))
    paths = [path for path in paths if path not in written]
    told: set[str] = set()
    for clash in _clashes(_Place(path, path) for path in paths):
        if told.isdisjoint((clash.path, clash.source)):  # not every file of a folder
            tell(clash.source, _alike(clash))
        told |= {clash.path, clash.source}
    for path in paths:
        if path not in told and (folder := _misspelled_folder(path)):
            tell(path, _misspelled(path, folder))
            told.add(path)
    places = [_Place(_place_of(path), "") for path in made]
    lists = {_place_of(path) for path, kind in made.items() if kind == "list"}
    places += [_Place(_place_of(path), path) for path in paths if path not in told]
    for clash in _clashes(places):
        if clash.path not in told:
            tell(clash.source, _place_of_list(clash) if clash.other in lists else _same_place(clash))
            told.add(clash.path)


def _place_of(docs_path: str) -> str:
    """The path that a file of docs has in the built site: `about.md` → `about/index.html`."""
    folder, slash, name = docs_path.rpartition("/")
    if not name.endswith(".md"):
        return docs_path
    stem = "" if name in (_ALSO_INDEX, "index.md") else f"{name.removesuffix('.md')}/"
    return f"{folder}{slash}{stem}index.html"


def _written_at(docs_path: str) -> str:
    """What the site writes at the place of a file of docs, or at that of a folder it is in, in a sentence."""
    place = _folded(_place_of(docs_path))
    folders = (WRITTEN.get(folder, "") for folder in _folders(place))
    return made_from(place) or next(filter(None, folders), "")


def _misspelled_folder(path: str) -> str:
    """The folder of the site that a file of docs would lie in on some systems alone; nothing where it does on all."""
    typed, slash, _ = path.partition("/")
    return _folded(typed) if slash and typed != _folded(typed) in _FOLDERS_OF_THE_SITE else ""


def _misspelled(path: str, folder: str) -> Told:
    title = f"docs/{shown(path.partition('/')[0])} and {folder}/, where the site puts files of its own, {_BY_CASE}"
    return Told("same-place", title, f"To macOS and Windows they are one. Rename yours, or call it {folder}.")


def _clashes(places: Iterable[_Place]) -> Iterator[_Clash]:
    """All places that another one before has, for a system that knows no upper and lower case.

    Two spellings of a folder are one place, too.
    """
    files: dict[str, _Place] = {}
    folders: dict[str, _Place] = {}
    for path, source in places:
        others = [(path, other) for taken in (files, folders) if (other := taken.get(_folded(path)))]
        files.setdefault(_folded(path), _Place(path, source))
        for folder in _folders(path):
            first = folders.setdefault(_folded(folder), _Place(folder, source))
            others += [(folder, first)] if first.path != folder else []
            others += [(folder, files[_folded(folder)])] if _folded(folder) in files else []
        if others:
            mine, other = others[-1]
            yield _Clash(mine, other.path, source, other.source)


def _folders(path: str) -> list[str]:
    folders = []
    while path := path.rpartition("/")[0]:
        folders.append(path)
    return folders


def _folded(path: str) -> str:
    """`path` as systems compare it that know no upper and lower case, and no two ways to write an accent."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _alike(clash: _Clash) -> Told:
    """Two names of docs that only some systems can tell apart."""
    is_only_encoded = unicodedata.normalize("NFC", clash.path) == unicodedata.normalize("NFC", clash.other)
    how = "look the same, and are written in other characters" if is_only_encoded else _BY_CASE
    title = f"docs/{shown(clash.other)} and docs/{shown(clash.path)} {how}"
    return Told("same-place", title, "To macOS and Windows they are one. Rename one of them.")


def _place_of_list(clash: _Clash) -> Told:
    """A file of docs that becomes the same file of the site as a page that lists explainers."""
    help = "The site makes this one by itself, since it has too many explainers for the home page. Give yours another "
    help += "name."
    return Told("place-of-a-list", f"docs/{shown(clash.source)} is the place of a list of explainers", help)


def _same_place(clash: _Clash) -> Told:
    """Two files of docs, or a sheet and a file of docs, that become the same file of the site."""
    if not clash.other_source:
        help = "Give your page another name: the site makes this one by itself, from the explainer's content."
        return Told("place-of-a-sheet", f"{clash.source} is the place of a sheet", help)
    both = f"docs/{shown(clash.other_source)} and docs/{shown(clash.source)}"
    title = f"{both} have the same address, to macOS and Windows"
    if clash.path == clash.other:
        url = clash.path.removesuffix("index.html")
        title = f"{both} are both the page {url}" if url else f"{both} are both the home page"
    return Told("same-place", title, "One would take the place of the other. Rename one of them, or take it away.")
