"""Reads a built folder as a reader gets it: its pages as parsed HTML, with their ids, words and links.

It knows HTML and the addresses of a site, and nothing of the code that wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as SENTENCES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NOT_FOUND = "404.html"  # the page for whoever comes to an address without a page, at whatever depth


def has_class(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def find(root: Element, selector: str) -> list[Element]:
    """The elements within `root` of a tag, a class or both: `li`, `.faq`, `ol.sources`."""
    tag, _, name = selector.partition(".")
    return [element for element in root.iter(tag or None) if not name or has_class(element, name)]


def words(element: Element, without: str = "headerlink") -> str:
    """The text of an element, its white space folded; what has the class `without` is left out."""

    def parts(inner: Element) -> Iterator[str]:
        if isinstance(inner.tag, str) and not has_class(inner, without):
            yield inner.text or ""
            for child in inner:
                yield from parts(child)
                yield child.tail or ""

    return " ".join("".join(parts(element)).split())


def words_of_html(html: str) -> str:
    """The text of a piece of HTML, its white space folded."""
    return words(html5lib.parse(html, namespaceHTMLElements=False))


def addresses(root: Element) -> Iterator[tuple[Element, str]]:
    """Every address within `root` that a reader can follow or a browser loads, with the element that names it."""
    for element in root.iter():
        for attribute in ("href", "src", "poster", "data", "action"):
            if attribute in element.attrib:
                yield element, element.attrib[attribute]
        for candidate in element.get("srcset", "").split(","):
            if candidate.strip():
                yield element, candidate.split()[0]


class Page:
    """One page: the path of its file in the folder, its address relative to the site, and what it holds."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.path = file.relative_to(folder).as_posix()
        self.url = self.path.removesuffix("index.html")
        self.html = file.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.tree: Element = parser.parse(self.html)
        self.parse_errors = [f"{place}: {SENTENCES[name] % values}" for place, name, values in parser.errors]

    def find(self, selector: str) -> list[Element]:
        return find(self.tree, selector)

    def texts(self, selector: str) -> list[str]:
        return [words(element) for element in self.find(selector)]

    @property
    def article(self) -> Element:
        (article,) = self.find("article")
        return article

    @property
    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.tree.iter() if "id" in element.attrib]

    @property
    def title(self) -> str:
        return " ".join(self.texts("title"))

    @property
    def description(self) -> str | None:
        return next((meta.get("content") for meta in self.find("meta") if meta.get("name") == "description"), None)

    @property
    def canonical(self) -> str | None:
        return next((link.get("href") for link in self.find("link") if link.get("rel") == "canonical"), None)


class BuiltSite:
    """A built folder: its pages by their address relative to the site, and the site's own absolute address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        pages = [Page(folder, file) for file in sorted(folder.rglob("*.html"))]
        self.pages = {page.url: page for page in pages}
        self.home = self.pages[""]
        self.address = self.home.canonical or ""

    def is_outside(self, address: str) -> bool:
        """Whether an address names another host, or a mailbox."""
        parts = urlsplit(address)
        return bool(parts.scheme or parts.netloc) and not address.startswith(self.address)

    def target(self, page: Page, address: str) -> tuple[str, str]:
        """The address relative to the site and the fragment that `address` leads to from `page`."""
        absolute, _, fragment = urljoin(self.address + page.url, address).partition("#")
        return unquote(absolute.partition("?")[0].removeprefix(self.address)), unquote(fragment)

    def leads_somewhere(self, page: Page, address: str) -> bool:
        """Whether there is a file at an address of this site, and in it the id that the fragment names."""
        url, fragment = self.target(page, address)
        if url in self.pages:
            return not fragment or fragment in self.pages[url].ids
        return not fragment and bool(url) and (self.folder / url).is_file()

    def dead_ends(self) -> list[str]:
        """The addresses of this site, on all its pages, that lead nowhere."""
        return [
            f"{page.path}: {address}"
            for page in self.pages.values()
            for _, address in addresses(page.tree)
            if not self.is_outside(address) and not self.leads_somewhere(page, address)
        ]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what goes wrong is seen in the browser."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder)) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # how soon it hears that it is to end
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
