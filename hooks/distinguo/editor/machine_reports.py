"""Turns problems into the forms that programs read: JSON, and the annotations and the summary of GitHub Actions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ..base.problems import Problem, visible

MOST_ANNOTATIONS = 10  # of errors, and as many of warnings: GitHub shows no more of one step


def problems_as_json(problems: Iterable[Problem]) -> str:
    """All `problems` as one JSON object, in the order of files and lines. It is plain ASCII.

    `errors`, `warnings` and `files` are counts; `problems` is a list of objects with these members, all of them
    always there:

    - `file`: relative to the site's folder, with forward slashes;
    - `span`: `line`, `column`, `end_line` and `end_column`, from 1, in characters; the end is exclusive;
    - `severity`: `error` or `warning`;
    - `code`: the lasting name of the kind of problem, such as `unknown-field`;
    - `title`, `label`, `help` and `path`: the words of the report; all but `title` may be empty;
    - `related`: other places in the file that belong to the problem, each with a `span` and a `label`;
    - `fix`: `null`, or an edit that was proved to mend it: `text` takes the place of `span`.

    Members may be added; none changes its meaning.
    """
    ordered = sorted(problems, key=lambda problem: problem.order)
    warnings = sum(problem.is_warning for problem in ordered)
    found = {
        "errors": len(ordered) - warnings,
        "warnings": warnings,
        "files": len({problem.file for problem in ordered}),
        "problems": [_as_object(problem) for problem in ordered],
    }
    return json.dumps(found, indent=2)


def github_annotations(problems: Iterable[Problem], folder: str = "") -> str:
    """All `problems` as commands of GitHub Actions, which put each on its line of the change under review.

    `folder` leads from the root of the repository to the site. Where there are more problems than GitHub shows, the
    last annotation says how many more.
    """
    ordered = sorted(problems, key=lambda problem: problem.order)
    lines: list[str] = []
    for kind, is_warning in (("error", False), ("warning", True)):
        found = [problem for problem in ordered if problem.is_warning is is_warning]
        shown = found if len(found) <= MOST_ANNOTATIONS else found[: MOST_ANNOTATIONS - 1]
        lines += [_annotation(kind, problem, folder) for problem in shown]
        if more := len(found) - len(shown):
            lines.append(
                f"::{kind} title=more-problems::… and {more} more {kind}s. The summary of the run has them all."
            )
    return "\n".join(lines)


def github_summary(report: str) -> str:
    """The text of a report as Markdown that shows it as it is."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", report)), default=0))
    return f"{fence}text\n{report}\n{fence}\n"


def _as_object(problem: Problem) -> dict[str, Any]:
    members = asdict(problem) | {"span": problem.span._asdict()}
    members["related"] = [{"span": one.span._asdict(), "label": one.label} for one in problem.related]
    members["fix"] = problem.fix and {"span": problem.fix.span._asdict(), "text": problem.fix.text}
    severity = "warning" if members.pop("is_warning") else "error"
    return {"file": members.pop("file"), "span": members.pop("span"), "severity": severity} | members


def _annotation(kind: str, problem: Problem, folder: str) -> str:
    span = problem.span
    place = {"file": f"{folder}/{problem.file}" if folder else problem.file, "line": span.line}
    if span.line == span.end_line:  # GitHub knows columns within one line only
        place |= {"col": span.column}
        place |= {"endLine": span.end_line, "endColumn": span.end_column}
    else:
        place |= {"endLine": span.end_line}
    properties = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in place.items())
    title = _escaped_property(problem.code)
    return f"::{kind} {properties},title={title}::{_escaped(chr(10).join(_sentences(problem)))}"


def _sentences(problem: Problem) -> Iterator[str]:
    label = problem.label[:1].upper() + problem.label[1:]
    yield f"{problem.title}. {label}" if label else problem.title
    yield from problem.help.splitlines()


def _escaped(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
