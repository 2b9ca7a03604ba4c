"""The editor's command: `distinguo check` and its sisters, for the site in the current folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import build, report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 1 where the content has mistakes, or 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="distinguo", description="Works on the site in the current folder.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("check", help="read all content and report every mistake").set_defaults(run=_check)
    chosen = parser.parse_args(arguments)
    root = Path.cwd()
    if not (root / "content").is_dir():
        print("There is no site here: a site's folder holds content/ and docs/.", file=sys.stderr)
        return 2
    return chosen.run(root)


def _check(root: Path) -> int:
    site, _, problems = build(root, "https://site.example/")
    print(report(problems))
    return 0 if site else 1
