"""Reads a site's mkdocs.yml as text: its settings → the address of the site, and every setting that it cannot have.

A site says in it where the project and where the site lies, and how the preview runs. All else is the same for every
site: it is what the pages are built and checked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..base.problems import START_OF_FILE, Problem, Span, lines, nearest, shown
from ..base.web_addresses import AddressFault, judge_site
from ..text import nodes
from ..text.nodes import Node, Scalar, Sequence

NAME = "mkdocs.yml"
PROJECT = Path(__file__).parents[3]
_MOST_INHERITED = 8  # files, one after the other: they may inherit from each other in a circle
_PLUGIN = "distinguo"
_FREE = ("INHERIT", "site_url", "site_name", "dev_addr", "watch")
_WHERE = "Say in mkdocs.yml, as site_url, where the site will lie: a full address that starts with https: and has "
_WHERE += "nothing behind its path, such as https://your-site.example/ or https://host.example/some/path/."
_IN_SITE_YML = "content/site.yml holds what the site says of itself"
# Why a site cannot have a setting, by its name.
_REFUSED = {
    "copyright": f"{_IN_SITE_YML}: `publisher` and `license`.",
    "docs_dir": "The pages stand in docs.",
    "draft_docs": "`draft: true` in an explainer.yml keeps an explainer out of the published site.",
    "edit_uri": f"{_IN_SITE_YML}: `report` is where readers tell mistakes.",
    "edit_uri_template": f"{_IN_SITE_YML}: `report` is where readers tell mistakes.",
    "exclude_docs": "All of docs is published. What is not to be published belongs elsewhere.",
    "extra": "Pages show nothing of it. They count no readers and ask no other site for anything.",
    "extra_css": f"Every site has the same style sheet. {_IN_SITE_YML}: `colors`, for example.",
    "extra_javascript": "Pages run no scripts but those of their blocks.",
    "extra_templates": "Pages are made of the Markdown files of docs.",
    "google_analytics": "Pages count no readers and ask no other site for anything.",
    "hooks": "The pages are made and checked by the project's own code alone. Take the setting out.",
    "markdown_extensions": "The Markdown of pages is the same on every site; what it lacks is a block.",
    "mdx_configs": "The Markdown of pages is the same on every site; what it lacks is a block.",
    "nav": "The navigation lists the pages that lie directly in docs, each by its `short_title` or its title.",
    "not_in_nav": "The navigation lists the pages that lie directly in docs.",
    "pages": "The pages are the Markdown files of docs.",
    "plugins": "The project's own plugins are all that a site is built and checked with.",
    "remote_branch": "`mkdocs gh-deploy` would publish what nobody has checked.",
    "remote_name": "`mkdocs gh-deploy` would publish what nobody has checked.",
    "repo_name": f"{_IN_SITE_YML}: `report` is where readers tell mistakes.",
    "repo_url": f"{_IN_SITE_YML}: `report` is where readers tell mistakes.",
    "site_author": f"{_IN_SITE_YML}: `publisher`.",
    "site_description": "Each page has its own `description`.",
    "site_dir": "The site is published into the folder site.",
    "strict": "Every warning counts: what is published is sound.",
    "theme": f"Every site has the same pages around its texts. {_IN_SITE_YML}: `colors`, `logo` and `favicon`.",
    "use_directory_urls": "The address of every page ends with a slash: only true works. "
    "Hosts serve the index.html of a folder at such an address.",
    "validation": "Every broken link counts: what is published is sound.",
}


class SiteSettings(NamedTuple):
    """What a mkdocs.yml says: the address of the site, as browsers take it, and what is wrong with the file."""

    address: str
    problems: list[Problem]


class _File(NamedTuple):
    """A mkdocs.yml that was read: its name in messages, its folder, its text, and its settings by name."""

    name: str
    folder: Path
    text: str
    settings: dict[str, tuple[Scalar, Node]]

    @property
    def has_plugin(self) -> bool:
        """Whether it names the plugin that makes the pages."""
        return "plugins" in self.settings and _PLUGIN in repr(_plain(self.settings["plugins"][1]))

    def value(self, name: str, environment: Mapping[str, str]) -> tuple[str, str]:
        """What a setting says, and the variable of the environment that says it, where one does."""
        node = self.settings[name][1]
        names = node.items if isinstance(node, Sequence) else [node]
        texts = [one.text for one in names if isinstance(one, Scalar)]
        line, column, *_ = node.span
        if not self.text.split("\n")[line - 1][: column - 1].rstrip().endswith("!ENV"):
            return " ".join(texts), ""
        default = texts.pop() if isinstance(node, Sequence) and len(texts) > 1 else ""
        variable = next((one for one in texts if one in environment), "")
        return (environment[variable], variable) if variable else (default, "")


def read_settings(root: Path, environment: Mapping[str, str] = os.environ) -> SiteSettings:
    """The settings of the site in the folder `root`; no address where the file cannot be read."""
    problems: list[Problem] = []
    files = _chain(root, environment, problems)
    own = _read(PROJECT / NAME, NAME, [])
    for file in files:
        if file.folder != PROJECT and own:
            problems += _refused(file, own)
    teller = next((file for file in files if "site_url" in file.settings), None)
    if teller is None:
        return SiteSettings("", problems)
    url, variable = teller.value("site_url", environment)
    address = judge_site(url)
    if isinstance(address, AddressFault):
        problems.append(_address_problem(teller, url, variable, address))
        return SiteSettings("", problems)
    return SiteSettings(address.href, problems)


def _chain(root: Path, environment: Mapping[str, str], problems: list[Problem]) -> list[_File]:
    """The mkdocs.yml of the site and those that it inherits, one after the other."""
    files: list[_File] = []
    path, name = root / NAME, NAME
    if not path.exists():
        help = "It says where the project and where the site lies:\n  INHERIT: ../distinguo/mkdocs.yml\n"
        help += "  site_url: https://your-site.example/"
        problems.append(Problem(NAME, START_OF_FILE, "This file is missing", help=help, code="missing-file"))
    while path.exists() and len(files) < _MOST_INHERITED:
        file = _read(path, name, problems)
        if file is None:
            break
        files.append(file)
        if "INHERIT" not in file.settings:
            if file.folder != PROJECT and not file.has_plugin:
                help = "Say where the project lies, such as:   INHERIT: ../distinguo/mkdocs.yml"
                title = "This file does not inherit the settings of the project"
                problems.append(Problem(name, START_OF_FILE, title, help=help, code="no-inherit"))
            break
        target, _ = file.value("INHERIT", environment)
        path = Path(os.path.normpath(file.folder / target))
        name = Path(os.path.relpath(path, root)).as_posix()
        if not path.is_file():
            help = "It is the way from this folder to the project, such as ../distinguo/mkdocs.yml."
            span = file.settings["INHERIT"][1].span
            problems.append(
                Problem(file.name, span, f"There is no file {target}", "INHERIT", help, code="no-such-file")
            )
    return files


def _read(path: Path, name: str, problems: list[Problem]) -> _File | None:
    text = nodes.read_text(path, name, problems)
    if text is None:
        return None
    told: list[Problem] = []
    # The tag would be refused; without it, all else stands where it stood.
    node = nodes.read_yaml(re.sub(r"!ENV(?=\s)", "    ", text), name, told)
    problems += (one for one in told if one.code != "text-lost")  # here, a # behind a value begins a remark
    if node is not None and not isinstance(node, nodes.Mapping):
        title = "This file should hold settings, such as: site_url: https://your-site.example/"
        problems.append(Problem(name, START_OF_FILE, title, code="no-settings"))
        return None
    entries = node.entries if node else []
    return _File(name, path.parent.resolve(), text, {key.text: (key, value) for key, value in entries})


def _refused(file: _File, own: _File) -> list[Problem]:
    """The settings of a file that change what the project's `own` has, or that nothing reads."""
    problems = []
    for name, (key, value) in file.settings.items():
        if name in _FREE or (name in own.settings and _plain(value) == _plain(own.settings[name][1])):
            continue
        if name in _REFUSED:
            title, help = f"A site cannot set `{name}`", _REFUSED[name]
        else:
            near = nearest(name, (*_FREE, *_REFUSED))
            title = f"There is no setting called `{shown(name)}`"
            help = f"Did you mean `{near}`?" if near in _FREE else ""
        help = lines(help, f"A site's mkdocs.yml sets {', '.join(_FREE[:-1])} and {_FREE[-1]}.")
        problems.append(Problem(file.name, key.span, title, name, help, code="no-setting-of-a-site"))
    return problems


def _plain(node: Node) -> object:
    """What a node says, wherever it stands."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(one) for one in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _address_problem(file: _File, url: str, variable: str, fault: AddressFault) -> Problem:
    title = fault.said_of(f"The address of the site cannot be “{shown(url, 200)}”")
    whence = f"It is what {variable} says in the environment." if variable else ""
    span: Span = file.settings["site_url"][1].span
    return Problem(file.name, span, title, "site_url", lines(fault.help, whence, _WHERE), code="site-address")
