"""The editor's command: `distinguo check` and its sisters, for the site in the current folder or above it."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TextIO
from urllib.parse import urlsplit

from ..base import own_files, utf8
from ..base.cache import Cache
from ..base.commands import Commands, without_make
from ..base.problems import Problem, in_encoding, report, shown, visible
from ..drawing.missing import MissingTemplateError
from ..output import readability
from ..publish import publishing
from ..publish.build import Build, Host
from ..site import fingerprints
from ..site.loading import load
from ..site.mkdocs_settings import read_settings
from . import fixing, machine_reports, schemas, starters

_ADDRESS = "https://site.example/"  # where the settings have none that will do
_LONGEST_NAME = 500  # characters of the path of a file that is named in full: it can be copied, and a message stays one
_MOST_ROUNDS = 50  # of repairs that wait for others on the same line: where none comes to an end, we do
_CHOICES = "y for yes, n for no, a for yes to all the rest, q for no to all the rest"
_NOBODYS_ADDRESS = "Nobody can have an address that ends in .example: say yours in mkdocs.yml, as site_url."
_NO_TEMPORARY_FOLDER = "No folder for temporary files can be written to: make room in one, or name another as TMPDIR."
_NO_SITE = "There is no site {}: a site's folder holds content/ and docs/."


def main(arguments: Sequence[str] | None, host: Callable[[], Host]) -> int:
    """Run the command that the `arguments` say, or else those that this program was started with.

    The exit status is 0, or 1 where the content has errors, or 2 for a wrong call. `host` gives the site generator,
    for the commands that need one.
    """
    if arguments is None:  # else we are only a part of the program that runs
        utf8.ensure()
        # A run is short, and little of it refers to itself in circles: to look for that would take a third of the time.
        gc.disable()
    _occupy_closed_streams()
    chosen = _parser().parse_args(arguments)
    root = _find_site(chosen.site)
    if root is None:
        if chosen.command == "verify":
            _say("A built folder is checked against the site that it was built from: say --site FOLDER.", sys.stderr)
        return 2
    chosen.host = host
    chosen.commands = Commands(chosen.called) if chosen.called else without_make(chosen.site)
    try:
        run: Callable[[Path, argparse.Namespace], int] = chosen.run
        return run(root, chosen)
    except MissingTemplateError as error:
        _say(f"{error}", sys.stderr)
        return 1
    except OSError as error:
        name = shown(os.fsdecode(error.filename or "A file"), _LONGEST_NAME)
        _say(f"{name} cannot be read or written: {error.strerror or error}.", sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell has it


def _occupy_closed_streams() -> None:
    """A file that is opened gets the lowest number that is free: without this it could be taken for a stream.

    MkDocs, too, takes all files for what is typed in where nothing can be.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - it stays open


class _Parser(argparse.ArgumentParser):
    """One that says everything as we do."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.color = False  # since Python 3.14: it comes with characters that are for terminals alone

    def _print_message(self, message: str, file: object = None) -> None:
        is_asked_for = sys.stdout is not None and file is sys.stdout
        _say(message, sys.stdout if is_asked_for else sys.stderr, end="")

    def error(self, message: str) -> NoReturn:
        super().error(shown(message, _LONGEST_NAME))


def _parser() -> argparse.ArgumentParser:
    site = _Parser(add_help=False)
    site.add_argument("--site", metavar="FOLDER", help="the folder of the site, where it is not this one or above it")
    # How messages name a command, with {} for its name: as it works where `make` was typed.
    site.add_argument("--called", help=argparse.SUPPRESS)
    parser = _Parser(prog="distinguo", description="Works on the site in the current folder.")
    sub = parser.add_subparsers(dest="command", required=True, metavar="command")

    check = sub.add_parser("check", parents=[site], help="read all content and report every problem")
    check.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="the form of the report; for people: text"
    )
    check.add_argument("--strict", action="store_true", help="fail where there are warnings, too")
    check.set_defaults(run=_check)

    fix = sub.add_parser(
        "fix", parents=[site], help="show the repairs that are sure to work, and make those that you agree to"
    )
    fix.add_argument("--apply", action="store_true", help="make them without asking")
    fix.set_defaults(run=_fix)

    new = sub.add_parser("new", parents=[site], help="make the files of a new explainer, ready to be filled in")
    new.add_argument("id", help="its lasting name, such as trust-and-safety: its folder and its address")
    new.add_argument("blocks", nargs="*", metavar="block", help=f"which blocks it has; {', '.join(starters.USUAL)}")
    new.set_defaults(run=_new)

    publish = sub.add_parser("publish", parents=[site], help="build and check the site, then replace the published one")
    publish.set_defaults(run=_publish)

    serve = sub.add_parser("serve", parents=[site], help="show the site while you edit it, drafts included")
    serve.set_defaults(run=_serve)

    verifying = sub.add_parser("verify", parents=[site], help="check a built folder, as `publish` does")
    verifying.add_argument("folder", nargs="?", help=f"the built folder; else {publishing.SITE}/ of the site")
    verifying.set_defaults(run=_verify)

    for name, run, help in (
        ("readability", _readability, "tell how hard each page and each answer is to read"),
        ("fingerprint", _fingerprint, "write down what pages say and questionnaires ask, after a change of theirs"),
        (
            "schema",
            _schema,
            f"write the schemas by which editors complete and explain fields to {schemas.FOLDER}",
        ),
        ("clean", _clean, "forget what earlier runs found out, so that the next one finds out everything anew"),
    ):
        sub.add_parser(name, parents=[site], help=help).set_defaults(run=run)
    return parser


def _find_site(named: str | None) -> Path | None:
    """The folder of the site: the `named` one, or the one that we stand in, however deep."""
    if named is not None:
        folder = Path(named)
        if (folder / "content").is_dir():
            return folder.resolve()
        name = shown(named, _LONGEST_NAME)
        problem = _NO_SITE.format(f"in {name}") if folder.is_dir() else f"There is no folder {name}."
        _say(problem, sys.stderr)
        return None
    here = Path.cwd()
    folders = [here, *here.parents]
    found = next((one for one in folders if (one / "content").is_dir() and (one / "docs").is_dir()), None)
    if found is None and (here / "content").is_dir():
        return here
    if found is None:
        _say(_NO_SITE.format("here"), sys.stderr)
    return found


def _check(root: Path, chosen: argparse.Namespace) -> int:
    """Check the site as it would be published, and its drafts as the preview shows them."""
    problems, is_sound = _problems(root, chosen.commands)
    if chosen.format == "json":
        _say(machine_reports.problems_as_json(problems), for_programs=True)
    elif chosen.format == "github":
        _annotate(problems, root, chosen.commands)
    else:
        _say(report(problems, root, commands=chosen.commands))
    return 0 if is_sound and not (chosen.strict and problems) else 1


def _problems(root: Path, commands: Commands) -> tuple[list[Problem], bool]:
    """Every problem of the site and of its drafts, and whether both can be shown."""
    address, told = read_settings(root)
    cache = Cache.of(root)
    build = Build(root, address or _ADDRESS, cache=cache)
    told = [*told, *build.problems]
    if build.site is None or build.site.drafts:
        told += Build(root, address or _ADDRESS, drafts=True, cache=cache).problems
    cache.save()
    told = [problem.spoken(commands) for problem in dict.fromkeys(told)]
    return told, build.is_sound and all(problem.is_warning for problem in told)


def _annotate(problems: list[Problem], root: Path, commands: Commands) -> None:
    """Print the annotations, and add the whole report to the summary of the run."""
    repository = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    folder = "" if root == repository else Path(os.path.relpath(root, repository)).as_posix()
    text = report(problems, root, commands=commands)
    if annotations := machine_reports.github_annotations(problems, folder):
        _say(annotations, for_programs=True)
    _say(text.rpartition("\n\n")[2])  # the closing count
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(machine_reports.github_summary(text))


def _fix(root: Path, chosen: argparse.Namespace) -> int:
    """Show the proved repairs and make those that are wanted, round by round, until none is left; then say what is."""
    consent, done = _Consent(chosen.apply), 0
    for _ in range(_MOST_ROUNDS):
        problems, is_sound = _problems(root, chosen.commands)
        edits = [edit for edit in fixing.edits_for(problems, root) if edit.path not in consent.refused]
        if not edits or consent.leaves_all:
            break
        if not (chosen.apply or (sys.stdin and sys.stdin.isatty())):
            return _tell_how_to_agree(edits, chosen.site)
        agreed = [edit for number, edit in enumerate(edits, 1) if consent.to(edit, len(edits) - number)]
        failures = {edit.path: reason for edit in agreed if (reason := fixing.write(edit))}
        for path, reason in failures.items():
            _say(f"{_name(path, root)} could not be changed: {reason}.", sys.stderr)
        if failures:
            return 1
        if agreed:
            _say(f"Changed {', '.join(_name(edit.path, root) for edit in agreed)}.\n")
        done += len(agreed)
    else:
        problems, is_sound = _problems(root, chosen.commands)
    if consent.refused and not done:
        _say("Nothing was changed.")
        return 1
    _say(report(problems, root, commands=chosen.commands))
    return 0 if is_sound else 1


class _Consent:
    """Which files somebody at a terminal wants changed: asks about each, until all others are to be taken or left."""

    def __init__(self, takes_all: bool) -> None:
        self.takes_all, self.leaves_all = takes_all, False
        self.refused: set[Path] = set()

    def to(self, edit: fixing.Edit, others: int) -> bool:
        """Show what would change in a file, and ask for it; so many `others` wait for an answer."""
        if self.leaves_all:
            return False
        _show(edit)
        if not self.takes_all:
            _say(f"Make {_these(len(edit.fixes))}? Type {_CHOICES if others else 'yes or no'}: ", end="")
            line = sys.stdin.readline()
            answer = line.strip().lower()
            self.takes_all = answer in ("a", "all")
            self.leaves_all = answer in ("q", "quit") or not line
            if answer not in ("y", "yes", "a", "all"):
                self.refused.add(edit.path)
        return edit.path not in self.refused


def _tell_how_to_agree(edits: list[fixing.Edit], site: str | None) -> int:
    """Show the repairs where nobody can be asked."""
    for edit in edits:
        _show(edit)
    these = _these(sum(len(edit.fixes) for edit in edits))
    _say(f"Nothing was changed. To make {these}, run `{visible(without_make(site).called('fix --apply'))}`.")
    return 1


def _these(changes: int) -> str:
    return "this change" if changes == 1 else f"these {changes} changes"


def _show(edit: fixing.Edit) -> None:
    for problem, fix in edit.fixes:
        before, after = fixing.before_and_after(edit, fix)
        rows = [f"  - {line}" for line in before.split("\n")] + [f"  + {line}" for line in after.split("\n")]
        place = f"  at {visible(problem.file)}:{problem.span.line}:{problem.span.column}"
        _say("\n".join([problem.title, place, *rows, ""]))


def _new(root: Path, chosen: argparse.Namespace) -> int:
    """Write the files of a new explainer and say what comes next."""
    if refusal := starters.refusal(root, chosen.id, chosen.blocks):
        _say(refusal, sys.stderr)
        return 2
    files = starters.files(chosen.id, chosen.blocks or starters.USUAL, date.today())
    if not (root / schemas.FOLDER).exists():
        files |= schemas.files()
    _write(_encoded(files), root)
    _say("\n".join([*(f"Made {name}" for name in files if not name.startswith(schemas.FOLDER)), ""]))
    next_step = f"then run `{visible(chosen.commands.called('check'))}`"
    _say(f"It is a draft: only the preview shows it. Put your texts in place of ours, {next_step}.")
    return 0


def _schema(root: Path, chosen: argparse.Namespace) -> int:
    """Write the schemas anew, with what leads VS Code to them, and say which files changed."""
    files = _encoded(schemas.files())
    own_files.refuse_links((root / name for name in (*files, schemas.SETTINGS)), root)
    if (root / schemas.SETTINGS).is_file():
        files[schemas.SETTINGS] = schemas.in_settings((root / schemas.SETTINGS).read_bytes())
    changed = {
        name: data for name, data in files.items() if not (root / name).is_file() or (root / name).read_bytes() != data
    }
    _write(changed, root)
    _say("\n".join(f"Wrote {name}" for name in changed) or "The schemas are as they should be.")
    return 0


def _publish(root: Path, chosen: argparse.Namespace) -> int:
    """Build, check and replace the published site; whatever ends us before that leaves it as it is."""
    settings = read_settings(root)
    if settings.problems:
        told = report(settings.problems, root, commands=chosen.commands)
        _say(f"The settings have errors; nothing was published.\n\n{told}", sys.stderr)
        return 1
    for name in ("SIGTERM", "SIGHUP"):  # what ends us clears what was made
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    try:
        build = Build(root, settings.address or _ADDRESS, cache=Cache.of(root))
        build.publish(chosen.host(), _say, chosen.commands)
    except publishing.NotPublishedError as error:
        _say(str(error), sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say(f"Stopped. {publishing.SITE}/ is whole: the old site or, if it came in time, the new one.", sys.stderr)
        raise
    site = root / publishing.SITE
    pages, place = len(list(site.rglob("index.html"))), shown(os.path.relpath(site), _LONGEST_NAME)
    address = str(settings.address)
    _say(f"The site is in {place}: {pages} {'page' if pages == 1 else 'pages'} for {address}, built and checked.")
    if (urlsplit(address).hostname or "").endswith(".example"):
        _say(_NOBODYS_ADDRESS)
    return 0


def _serve(root: Path, chosen: argparse.Namespace) -> int:
    """Show the site until somebody ends it, and leave nothing of that behind."""
    from .preview import nothing_left  # noqa: PLC0415 - what it needs would make a check slower to start

    gc.enable()  # this one is long
    try:
        tempfile.gettempdir()
    except OSError:
        _say(_NO_TEMPORARY_FOLDER, sys.stderr)
        return 1
    with nothing_left():
        os.chdir(root)
        chosen.host().serve(root, chosen.commands)
    return 0


def _verify(root: Path, chosen: argparse.Namespace) -> int:
    """Check a built folder by what the content says now."""
    folder = Path(chosen.folder) if chosen.folder else root / publishing.SITE
    if not folder.is_dir():
        _say(f"There is no folder {shown(chosen.folder or os.path.relpath(folder), _LONGEST_NAME)}.", sys.stderr)
        return 2
    build = Build(root, read_settings(root).address or _ADDRESS)
    faults = build.check(folder) if build.is_sound else build.problems
    _say(report(faults, root, folder, commands=chosen.commands))
    return 1 if faults else 0


def _readability(root: Path, chosen: argparse.Namespace) -> int:
    """Print the figures of every text; a site with errors has none yet."""
    build = Build(root, _ADDRESS, drafts=True)
    if build.site is None:
        _say(report(build.problems, root, commands=chosen.commands))
        return 1
    _say(readability.table(readability.measure(build.site, dict(build.drawn()))))
    return 0


def _clean(root: Path, chosen: argparse.Namespace) -> int:
    """Remove what is kept of the site for later runs, and say so."""
    kept = Cache.of(root)
    removed = kept.clear()
    if kept.is_there:
        _say(f"{shown(str(kept.folder), _LONGEST_NAME)} could not be removed.", sys.stderr)
        return 1
    kilobytes = f"{-(-removed // 1024):,} KB"
    _say(f"Removed {kilobytes} that earlier runs had kept." if removed else "Nothing was kept of this site.")
    return 0


def _fingerprint(root: Path, chosen: argparse.Namespace) -> int:
    """Write the fingerprints anew and say what became of them; a site with other errors keeps the old ones."""
    site, problems = load(root, drafts=True, renewing=True)
    if site is None:
        _say(report(problems, root, commands=chosen.commands))
        return 1
    files, done = fingerprints.renew(site.explainers.values(), site.pages.values(), site.fingerprints)
    paths = {name: root / name for name in files}
    _write({name: text.encode() for name, text in files.items() if text and not _holds(paths[name], text)}, root)
    for path in (paths[name] for name, text in files.items() if not text and paths[name].exists()):
        own_files.remove(path, root)
    _say("\n".join(done) or "There is nothing to take fingerprints of: no published explainer and no questionnaire.")
    _move_old_fingerprints(root)
    return 0


def _holds(path: Path, text: str) -> bool:
    """Whether a file has just this text."""
    return path.is_file() and path.read_bytes() == text.encode()


def _move_old_fingerprints(root: Path) -> None:
    """Take away the file that once held all fingerprints, if it was written here: each explainer has its own now."""
    old = root / fingerprints.OLD_FILE
    if not old.exists():
        return
    if fingerprints.is_ours(old.read_text(encoding="utf-8")):
        own_files.remove(old, root)
        _say(f"What {fingerprints.OLD_FILE} held stands in {fingerprints.FOLDER} now, in a file for each explainer.")
    else:
        _say(f"Take {fingerprints.OLD_FILE} away: what it held stands in {fingerprints.FOLDER} now.")


def _name(path: Path, root: Path) -> str:
    return visible(path.relative_to(root).as_posix())


def _encoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


def _write(files: dict[str, bytes], root: Path) -> None:
    """Write all of the `files`, or none where a link is on the way to one of them."""
    own_files.refuse_links((root / name for name in files), root)
    for name, data in files.items():
        own_files.write(root / name, data, root)


def _say(text: str, stream: TextIO | None = None, end: str = "\n", *, for_programs: bool = False) -> None:
    """Print `text` as the stream can carry it; it may be nobody reads on (`| head`)."""
    stream = stream or sys.stdout
    if stream is None:
        return
    try:
        stream.write(in_encoding(text, stream.encoding, for_programs=for_programs) + end)
        stream.flush()
    except OSError:
        # Nothing more can be said, and Python must not try to at its end.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
