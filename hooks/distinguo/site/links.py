"""Checks where the links and images in the prose of pages lead: read pages and the files of docs → problems."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ..base.problems import MOST_TOLD, Fix, Span, choices, did_you_mean, nearest, shown
from ..base.web_addresses import AddressFault, link_fault
from ..fields import Reading
from .found import Aim, Found
from .prose import TypedLink
from .site import Page

_WHERE_LINKS_GO = (
    'A link goes to an https: or mailto: address, or to a page; {{ explainer("…") }} links to an explainer.'
)
# What keeps a site from being published, and nobody from seeing it in the preview.
BROKEN_LINK, ORPHAN, OWN_ADDRESS = "broken-link", "orphan", "no-such-address"
PASSABLE = (BROKEN_LINK, ORPHAN, OWN_ADDRESS)
# A letter as HTML writes it, such as &amp;, in the path of an address.
_ENTITY_IN_PATH = re.compile(r"(?:\\.|[^?#&)\s]|&(?!#?\w+;))*&#?\w+;")
_IMAGES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def check_links(pages: Iterable[Page], found: Found) -> None:
    """Every link and image of the `pages` leads somewhere, and is one that a page can have."""
    places = Targets(found)
    for page in pages:
        reading, before = found.reading(f"docs/{page.path}"), len(found.problems)
        for link in _links_on(page):
            if _leads_inside(link, reading):
                _check_inside(link, page, reading, places)
            if len(found.problems) - before >= MOST_TOLD:
                break


def aims_of(found: Found) -> list[Aim] | None:
    """What the pages of one part, which has been read into `found`, link to that others must have; nothing where a link
    is wrong by itself."""
    aims: dict[Aim, None] = {}
    before = len(found.problems)
    for page in found.pages.values():
        reading = found.reading(f"docs/{page.path}")
        for link in (link for link in _links_on(page) if _leads_inside(link, reading)):
            path, _, fragment = link.target.partition("#")
            path = unquote(path.partition("?")[0])
            if path.startswith(("/", "\\")) or "\\" in path or _is_in_letters_of_html(link, reading):
                return None
            aim = Aim(_aim(page, path), fragment)
            if not (aim.path in found.pages and _has(found.pages[aim.path], aim)):
                aims[aim] = None
    return [*aims] if len(found.problems) == before else None


def _is_in_letters_of_html(link: TypedLink, reading: Reading) -> bool:
    typed = reading.raw(link.span)
    return not typed.startswith(link.target) and _ENTITY_IN_PATH.match(typed) is not None


def _has(page: Page, aim: Aim) -> bool:
    return not aim.fragment or aim.fragment in page.ids


def _links_on(page: Page) -> Iterable[TypedLink]:
    return {link.span: link for link in page.prose.links}.values()  # several may have one by reference


def _leads_inside(link: TypedLink, reading: Reading) -> bool:
    """Whether a link leads to something of the site; what is wrong with it, whatever is there, is told."""
    return _image_leads_inside(link, reading) if link.is_image else _link_leads_inside(link, reading)


def _is_elsewhere(target: str) -> bool:
    return target.startswith("//") or ":" in target


def _image_leads_inside(image: TypedLink, reading: Reading) -> bool:
    if not image.words:
        help = f"Write what it shows between the brackets: ![what it shows]({image.target})"
        title = f"The image {shown(image.target)} has no alternative text"
        reading.problem("no-alternative-text", _whole_image(image, reading), "", title, help)
    path = posixpath.basename(urlsplit(image.target).path) if not _is_elsewhere(image.target) else ""
    if _is_elsewhere(image.target):
        help = "Put the image beside the page; a reader's browser asks no other site for anything."
        title = f"An image cannot come from “{shown(image.target)}”"
        reading.problem("unsafe-image", image.span, "", title, help)
    elif not path.lower().endswith(_IMAGES):
        help = f"Write the name of its file between the round brackets. It ends with one of: {', '.join(_IMAGES)}"
        title = f"“{shown(image.target)}” is no image" if image.target else "This image says no file"
        reading.problem("unsafe-image", image.span, "", title, help)
    else:
        return True
    return False


def _whole_image(image: TypedLink, reading: Reading) -> Span:
    """The image from its first sign to its last, where it is written on one line."""
    line, start, _, end = image.span
    typed = reading.line(line)
    opened = typed.rfind("![", 0, start - 1)
    closed = typed.find(")", end - 1)
    is_whole = opened >= 0 and "](" in typed[opened : start - 1] and closed >= 0
    return Span(line, opened + 1, line, closed + 2) if is_whole else image.span


def _link_leads_inside(link: TypedLink, reading: Reading) -> bool:
    if _is_elsewhere(link.target):
        if fault := link_fault(link.target):
            _tell_unsafe(link, fault, reading)
    elif not link.target:
        title = f"The link “{shown(link.words)}” says no address" if link.words else "This link says no address"
        reading.problem("empty-link", link.span, "", title, "Write it between the round brackets: [words](other.md)")
    elif not link.words:
        help = f"Write them between the square brackets: [words]({link.target})"
        reading.problem("empty-link", link.span, "", f"The link to “{shown(link.target)}” has no words", help)
    else:
        return True
    return False


def _tell_unsafe(link: TypedLink, fault: AddressFault, reading: Reading) -> None:
    """Tell what is wrong with an address, at the part that is wrong."""
    line, column, *_ = link.span
    typed = reading.raw(link.span)
    before = link.target.removesuffix(typed)  # what Markdown puts before an address between < and > of its own accord
    is_as_typed = before in ("", "mailto:")
    start, end = (column + max(0, part - len(before)) for part in (fault.start, fault.end))
    span = Span(line, start, line, end) if is_as_typed else link.span
    title = fault.said_of(f"A link cannot go to “{shown(typed if is_as_typed else link.target)}”")
    fix = Fix(link.span, fault.meant.removeprefix(before)) if fault.meant and is_as_typed else None
    reading.problem("unsafe-link", span, "", title, fault.help or _WHERE_LINKS_GO, fix=fix)


def _check_inside(link: TypedLink, page: Page, reading: Reading, places: Targets) -> None:
    """Tell a link to a page, a section or a file of the site that is not there."""
    path, _, fragment = link.target.partition("#")
    path = unquote(path.partition("?")[0])
    aim = _aim(page, path)
    if aim in places.names and "\\" in path:
        title = f"An address has slashes and no backslashes: “{shown(link.target)}”"
        _tell(link, title, "Write / in their place.", _from(page, aim) + _behind_path(link.target), reading)
    elif aim in places.names and _is_in_letters_of_html(link, reading):
        title = "A link names a file in its own letters, and not as HTML writes them"
        reading.problem(BROKEN_LINK, link.span, "", title, f"Write {shown(link.target)} there.")
    elif aim in places.names and not path.startswith(("/", "\\")):
        target = places.pages.get(aim)
        if target and fragment and not places.has(target, fragment):
            _tell_no_section(link, page, target, reading, places)
    elif not places.is_told(aim):
        _tell_no_page(link, aim, page, reading, places)


def _tell_no_page(link: TypedLink, aim: str, page: Page, reading: Reading, places: Targets) -> None:
    near = places.near(page, aim, link)
    mended = _from(page, near) + _behind_path(link.target) if near else ""
    help = "" if near else "A link names the file as seen from this one, such as other.md or ../folder/page.md."
    title = f"There is no {'image' if link.is_image else 'page or file'} docs/{shown(aim)}"
    if link.target.startswith(("/", "\\")):
        title = f"A link within the site cannot begin with a slash: “{shown(link.target)}”"
    elif link.words.startswith("^"):
        title = "Pages have no footnotes, and readers would get this one as a link that leads nowhere"
        help = 'Write the note into the text; a source is cited by {{ cite("some-source") }}.'
    elif aim.startswith(".."):
        title, help = f"“{shown(link.target)}” leads out of docs", "What is not in docs is not published."
    elif places.is_of_draft(aim):
        title, mended = f"docs/{shown(aim)} is not published", ""
        help = "It belongs to a draft, and drafts are left out of the published site."
    elif places.is_folder(aim):
        title = f"“{shown(link.target)}” is a folder, and a link names a file"
    _tell(link, title, help, mended, reading)


def _tell_no_section(link: TypedLink, page: Page, target: Page, reading: Reading, places: Targets) -> None:
    path, _, fragment = link.target.partition("#")
    where = "this page" if target is page else f"docs/{target.path}"
    near = places.near_id(target, fragment)
    known = choices(name for name in target.ids if name.startswith(("section-", "block-")))
    help = "" if near else known or "It has no section that a link can lead to."
    title = f"Nothing on {where} has the id `{shown(fragment)}`"
    _tell(link, title, help, f"{path}#{near}" if near else "", reading)


def _aim(page: Page, path: str) -> str:
    """The path in docs that `path` has as seen from `page`; the page itself for an empty one."""
    if not path:
        return page.path
    path = path.replace("\\", "/")
    folder = "" if path.startswith("/") else posixpath.dirname(page.path)
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))


def _from(page: Page, path: str) -> str:
    """How a link on the `page` names the file of docs at `path`."""
    return posixpath.relpath(path, posixpath.dirname(page.path) or ".")


def _behind_path(target: str) -> str:
    return target[len(target.partition("#")[0].partition("?")[0]) :]


def _tell(link: TypedLink, title: str, help: str, mended: str, reading: Reading) -> None:
    is_as_typed = reading.raw(link.span) == link.target
    fix = Fix(link.span, mended) if mended and is_as_typed and " " not in mended else None
    reading.problem(BROKEN_LINK, link.span, "", title, help, label=did_you_mean(mended), fix=fix)


class Targets:
    """The pages and files that links can lead to, by their paths in docs, and the ids on the pages."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self.pages = found.pages
        self.names = {*found.pages, *found.files}

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """The earlier names of explainers, each with that of today."""
        explainers = self._found.explainers
        return {
            alias: explainer.id
            for explainer in explainers.values()
            for alias in explainer.about.aliases or ()
            if alias not in explainers
        }

    @cached_property
    def _folders(self) -> set[str]:
        return {"."} | {folder for name in self.names for folder in _folders_above(name)}

    @cached_property
    def _broken(self) -> set[str]:
        return self._found.broken()

    def has(self, page: Page, id: str) -> bool:
        """Whether something on the `page` has the `id`, or may have it when the mistakes told elsewhere are mended."""
        if id in page.ids or f"docs/{page.path}" in self._broken:
            return True
        own = f"content/{page.explainer.id}/" if page.explainer else ""
        is_of_block = not id.startswith("section-")
        return bool(own) and is_of_block and any(file.startswith(own) for file in self._broken)

    def near_id(self, page: Page, typed: str) -> str:
        """The id on the `page` that `typed` was to be: the same as it is today, or the one that is most like it."""
        for old, today in page.explainer.moved_anchors if page.explainer else ():
            if typed == old:
                return today
        ids = page.ids
        section = f"section-{typed.lower()}"
        if section in ids:
            return section
        return nearest(typed, ids) if self._found.may_compare(len(ids)) else ""

    def near(self, page: Page, aim: str, link: TypedLink) -> str:
        """The page or file that a link to `aim` was probably to lead to."""
        path = link.target.partition("#")[0].partition("?")[0]
        from_page = posixpath.normpath(posixpath.join(page.url, unquote(path)))
        home, _, rest = aim.partition("/")
        guesses = [*_forms(aim), *_forms(from_page), f"{self._renamed.get(home, home)}/{rest or 'index.md'}"]
        for guess in guesses:
            if guess in self.names and not (link.is_image and guess in self.pages):
                return guess
        if not self._found.may_compare(len(self.names)):
            return ""
        known = [name for name in self.names if name.endswith(".md") != link.is_image]
        folder, name = posixpath.split(aim)
        namesakes = [one for one in known if posixpath.basename(one).lower() == name.lower()]
        if namesakes:
            return nearest(aim, namesakes) or (namesakes[0] if len(namesakes) == 1 else "")
        beside = {_stem(one): one for one in known if posixpath.dirname(one) == folder}
        return beside.get(nearest(_stem(name), beside), "")

    def are_there(self, aims: Iterable[Aim]) -> bool:
        """Whether there is all that the links of a part lead to."""
        return all(
            aim.path in self.names and (aim.path not in self.pages or _has(self.pages[aim.path], aim)) for aim in aims
        )

    def is_folder(self, path: str) -> bool:
        return path in self._folders

    def is_of_draft(self, path: str) -> bool:
        home = path.partition("/")[0]
        explainer = self._found.explainers.get(home)
        return home in self._found.drafts or bool(explainer and explainer.about.draft)

    def is_told(self, path: str) -> bool:
        """Whether what is wrong with a file is told at the file: it is there, and was not read."""
        home = path.partition("/")[0]
        content = self._found.root / "content"
        is_unread = home not in self._found.explainers and (content / home / "explainer.yml").is_file()
        return f"docs/{path}" in self._broken or ("/" in path and is_unread and not self.is_of_draft(path))


def _folders_above(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _forms(path: str) -> list[str]:
    """What the file of the page at an address may be called."""
    stem = path.removesuffix(".html").removesuffix("/")
    return [path, f"{stem}.md", posixpath.normpath(f"{stem}/index.md")]
