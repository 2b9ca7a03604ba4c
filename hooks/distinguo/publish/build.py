"""Reads, checks and draws a site: its folder → drawn pages, and every problem."""

from __future__ import annotations

from pathlib import Path

from ..base.problems import Problem
from ..drawing.drawing import DrawnPage, draw_site
from ..drawing.drawn_links import check_drawn_links
from ..site.links import PASSABLE
from ..site.loading import load
from ..site.site import Site


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
