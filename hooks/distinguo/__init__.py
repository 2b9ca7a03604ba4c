"""Distinguo's core: structured content in, checked and drawn pages out. It knows YAML and HTML, and no MkDocs.

    content/**.yml ── reading ── fields ──┐
                                          ├─ loading ── Site ── drawing ── Markdown, HTML, JSON-LD
    docs/**.md ──── placements ───────────┘

    built site ─┬── built_pages ── json_ld ── markup_check ─┬── Problems
                └── written_html ─────────────── verifying ─┘

    sources ── site generator ── staging folder ── verifying ── publishing ── site/

`build` reads, checks and draws every page. What the site generator then makes of them is read again from its files
and checked by code that knows nothing of the code that wrote them: `verifying`, with `markup_check` as a part of it.
"""

from __future__ import annotations

from pathlib import Path

from .drawing import DrawnPage, draw_site
from .drawn_links import check_drawn_links
from .links import PASSABLE
from .loading import load
from .problems import Problem, report
from .sites import Site

__all__ = ["DrawnPage", "Problem", "Site", "build", "report"]


def build(
    root: Path, site_url: str, *, drafts: bool = False
) -> tuple[Site | None, dict[str, DrawnPage], list[Problem]]:
    """The site in the folder `root`, its drawn pages by their path in docs, and all problems.

    There is no site where one of the problems is an error. `site_url` is absolute, with a slash at its
    end; `drafts` keeps explainers marked as drafts, for a preview.
    """
    site, problems = load(root, drafts=drafts)
    if site is None:
        return None, {}, problems
    pages, more = draw_site(site, site_url)
    more += dict.fromkeys(check_drawn_links(site, pages, site_url, root))  # a sheet repeats what its page says
    passable = PASSABLE if drafts else ()
    refuses = any(not problem.is_warning and problem.code not in passable for problem in more)
    return (None if refuses else site), pages, problems + more
