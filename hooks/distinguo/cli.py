"""The editor's command: `distinguo check` and its sisters, for the site in the current folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import build, fingerprints, readability, report
from .loading import load

_ADDRESS = "https://site.example/"  # a check writes no addresses, so any will do


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 1 where the content has mistakes, or 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="distinguo", description="Works on the site in the current folder.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("check", help="read all content and report every mistake").set_defaults(run=_check)
    help = "tell how hard each page and each answer is to read"
    commands.add_parser("readability", help=help).set_defaults(run=_readability)
    help = "write down what pages say and questionnaires ask, after a change of theirs"
    commands.add_parser("fingerprint", help=help).set_defaults(run=_fingerprint)
    chosen = parser.parse_args(arguments)
    root = Path.cwd()
    if not (root / "content").is_dir():
        print("There is no site here: a site's folder holds content/ and docs/.", file=sys.stderr)
        return 2
    return chosen.run(root)


def _check(root: Path) -> int:
    """Check the site as it would be published, and its drafts as the preview shows them."""
    published, _, problems = build(root, _ADDRESS)
    preview, _, with_drafts = build(root, _ADDRESS, drafts=True)
    print(report(dict.fromkeys([*problems, *with_drafts])))
    return 0 if published and preview else 1


def _readability(root: Path) -> int:
    """Print the figures of every text; a site with mistakes has none yet."""
    site, pages, problems = build(root, _ADDRESS, drafts=True)
    if site is None:
        print(report(problems))
        return 1
    print(readability.table(readability.measure(site, pages)))
    return 0


def _fingerprint(root: Path) -> int:
    """Write the fingerprints anew and say what became of them; a site with other mistakes keeps the old ones."""
    site, problems = load(root, drafts=True, renewing=True)
    if site is None:
        print(report(problems))
        return 1
    text, done = fingerprints.renew(site.explainers.values(), site.pages.values(), site.fingerprints)
    if text:
        (root / fingerprints.FILE).write_text(text, encoding="utf-8")
    print("\n".join(done) or "There is nothing to take fingerprints of: no published explainer and no questionnaire.")
    return 0
