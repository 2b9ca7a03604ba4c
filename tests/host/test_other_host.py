"""ProperDocs, the kept fork of MkDocs, makes the same site of the same project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from built_site import BuiltSite
from conftest import PROJECT, mkdocs_environment


def test_properdocs_finds_the_same_pages_and_blocks(built: dict[str, Path], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, env=mkdocs_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    ours, theirs = BuiltSite(built["distinguo"]), BuiltSite(tmp_path)

    assert theirs.pages.keys() == ours.pages.keys()
    for url, page in ours.pages.items():
        assert _article(theirs.pages[url].html) == _article(page.html), url
        assert theirs.pages[url].title == page.title


def _article(html: str) -> str:
    return html.partition("<article")[2].partition("</article>")[0]
