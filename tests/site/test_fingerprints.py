"""Fingerprints of texts and questions: what the check says, and what `distinguo fingerprint` writes and says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import distinguo
from distinguo.host.program import main
from example_site import DEFINITIONS, SOUND, write_site
from self_check_site import SELF_CHECK, site_with_self_check

URL = "https://examples.example/"
QUESTIONS = "content/example/self-check.yml"
ABOUT = "content/example/explainer.yml"
FILE = "content/fingerprints/example.yml"
WRITTEN = """\
# Written by `make fingerprint` (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It tells when the text of the explainer changes and its `updated` does not; when an address that was published leads
# nowhere any more; when the questions of a questionnaire change and their `revision` does not; and which ids of
# statements are gone for good.
updated: 2026-02-03
text: {text}
questionnaires:
  - name: self-check
    revision: 1
    wording: {wording}
    ids: [l1, l2, l3, l4, r1, r2, r3, r4, r5]
    retired: []
"""
HEADER = WRITTEN.partition("updated:")[0]
OLD = """\
# Written by `make fingerprint` (`distinguo fingerprint`); run that instead of editing this. Keep it with the content.
# It told what it tells today, for all explainers.
explainers:
  - name: example
    updated: 2026-02-03
    text: {text}
    aliases: [sides]
    questions: [why-left]
  - name: other
    updated: 2026-01-01
    text: 0a1b2c3d4e5f
questionnaires:
  - name: example/self-check
    revision: 1
    wording: {wording}
    ids: [l1, l2, l3, l4, r1, r2, r3, r4, r5]
    retired: [l9]
  - name: gone/self-check/long
    revision: 3
    wording: 0a1b2c3d4e5f
    ids: []
    retired: [a1]
"""
EXPLAINER = {
    "content/example/definitions.yml": DEFINITIONS,
    "content/example/comparison.yml": """\
caption: Left and right
concepts: [left, right]
rows:
  - id: heart
    aspect: Heart
    evidence: Anatomy
    cells:
      left: On this side, where most hearts are.
      right: On the other side.
  - id: hand
    aspect: Hand
    evidence: Surveys
    cells:
      left: One in ten.
      right: Nine in ten.
""",
    "docs/example/index.md": """\
Left and right are sides, as {{ term("left") }} tells.

{{ definitions() }}

{{ comparison() }}
""",
    "docs/example/more.md": """\
---
title: More of the sides
short_title: More
description: A page that tells more of the two sides, for those who want to know all of it.
---

More of the same.
""",
}
WITHOUT_R5 = SELF_CHECK.replace("      - {id: r5, text: The right hand finds the switch in the dark.}\n", "")


def _bare(report: str) -> str:
    """A report without the lines that it shows of the files."""
    return re.sub(r"^ *\d* [│┆].*\n", "", report, flags=re.MULTILINE)


class Editor:
    """Somebody who works on a small site with one explainer, `example`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "content" / "fingerprints" / "example.yml"
        self._capsys = capsys
        monkeypatch.chdir(folder)

    def writes(self, content: str, file: str = QUESTIONS) -> None:
        (self.folder / file).write_text(content, encoding="utf-8")

    def replaces(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text
        self.writes(text.replace(old, new), file)

    def runs(self, status: int = 0) -> str:
        """What `distinguo fingerprint` says."""
        assert main(["fingerprint"]) == status
        return self._capsys.readouterr().out

    def reads(self, file: str = "", *, drafts: bool = False) -> str:
        """What the check reports, or what it reports of one file, without the lines that it shows of it."""
        _, _, problems = distinguo.build(self.folder, URL, drafts=drafts)
        told = distinguo.report([problem for problem in problems if problem.file.startswith(file)], self.folder)
        return _bare(told)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Editor:
    """Somebody who works on a site with a self-check."""
    return Editor(site_with_self_check(tmp_path), monkeypatch, capsys)


@pytest.fixture
def writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Editor:
    """Somebody who has written down an explainer of every kind of text."""
    editor = Editor(write_site(tmp_path, **EXPLAINER), monkeypatch, capsys)
    assert editor.runs() == "example: new, updated 2026-02-03.\n"
    assert editor.reads() == "No problems."
    return editor


# Questionnaires


def test_a_new_questionnaire_is_a_warning_until_its_fingerprint_is_taken(editor: Editor) -> None:
    assert editor.reads() == (
        "Warning: The fingerprint of these questions has not been taken\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when they change.\n\n"
        "1 warning in 1 file."
    )

    assert editor.runs() == "example: new, updated 2026-02-03.\nexample/self-check: new, revision 1.\n"

    assert editor.reads() == "No problems."


def test_the_file_says_who_writes_it_and_stays_as_it_is(editor: Editor) -> None:
    editor.runs()
    written = editor.file.read_text(encoding="utf-8")

    assert editor.runs() == "example: nothing changed.\nexample/self-check: nothing changed.\n"

    assert editor.file.read_text(encoding="utf-8") == written
    text, wording = re.findall(r"^ *(?:text|wording): (.*)$", written, re.MULTILINE)
    assert written == WRITTEN.format(text=text, wording=wording)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("opens the door", "opens a door"),
        ("{id: l3", "{id: l9"),
        (", reverse: true}", "}"),
        ("Rarely", "Seldom"),
        ("In the last month", "In the last week"),
        (
            "The left hand writes a clear word.}\n      - {id: l4, text: The left hand finds the switch in the dark.}",
            "The left hand finds the switch in the dark.}\n      - {id: l4, text: The left hand writes a clear word.}",
        ),
    ],
    ids=["text", "id", "reverse", "scale", "period", "order"],
)
def test_what_can_change_the_meaning_of_an_answer_needs_a_new_revision(editor: Editor, old: str, new: str) -> None:
    editor.runs()

    editor.writes(SELF_CHECK.replace(old, new, 1))

    assert editor.reads() == (
        "Error: The questions changed and `revision` is still 1\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = If their meaning changed, write revision: 2. "
        "Then, or if it was only a slip of the pen, run `distinguo fingerprint`.\n\n"
        "1 problem in 1 file."
    )


def test_advice_limits_and_titles_change_no_answer(editor: Editor) -> None:
    editor.runs()

    editor.writes(SELF_CHECK.replace("Carry the box", "Lift the box").replace("The left hand\n", "Left\n"))

    assert editor.reads(QUESTIONS) == "No problems."


def test_a_slip_of_the_pen_is_written_down_under_the_same_revision(editor: Editor) -> None:
    editor.runs()
    editor.writes(SELF_CHECK.replace("opens the door", "opens a door", 1))

    assert editor.runs() == (
        "example: other words, still updated 2026-02-03.\nexample/self-check: other words, still revision 1.\n"
    )

    assert editor.reads() == "No problems."


def test_a_new_revision_is_a_warning_until_it_is_written_down(editor: Editor) -> None:
    editor.runs()
    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 2").replace("opens the door", "shuts the door"))

    assert editor.reads(QUESTIONS) == (
        "Warning: The fingerprint of these questions is still that of revision 1\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when they change.\n\n"
        "1 warning in 1 file."
    )
    assert editor.runs().endswith("\nexample/self-check: revision 2 after 1.\n")
    assert editor.reads() == "No problems."


def test_a_revision_does_not_go_down(editor: Editor) -> None:
    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 3"))
    editor.runs()
    written = editor.file.read_text(encoding="utf-8")
    editor.writes(SELF_CHECK)

    told = (
        "Error: `revision` is 1 and was 3\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = Revisions only go up. If the meaning of the questions changed, write revision: 4\n\n"
        "1 problem in 1 file."
    )
    assert editor.reads() == told
    assert _bare(editor.runs(status=1)) == f"{told}\n"
    assert editor.file.read_text(encoding="utf-8") == written


def test_an_id_that_is_gone_is_retired_for_ever(editor: Editor) -> None:
    editor.runs()
    editor.writes(WITHOUT_R5.replace("revision: 1", "revision: 2"))
    assert editor.runs().endswith("\nexample/self-check: revision 2 after 1; retired r5.\n")
    editor.writes(WITHOUT_R5.replace("revision: 1", "revision: 3"))
    editor.runs()
    assert "ids: [l1, l2, l3, l4, r1, r2, r3, r4]\n    retired: [r5]\n" in editor.file.read_text(encoding="utf-8")

    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 4"))

    told = (
        "Error: The id `r5` belonged to a statement that is gone\n"
        "  at content/example/self-check.yml:29:14   (r5 › id)\n"
        "  = Answers to that one would be taken for answers to this one. Give it an id that is new.\n\n"
        "1 problem in 1 file."
    )
    assert editor.reads() == told
    assert _bare(editor.runs(status=1)) == f"{told}\n"


def test_a_questionnaire_that_is_gone_leaves_its_ids_behind(editor: Editor) -> None:
    editor.runs()
    (editor.folder / "content/example/self-check.yml").unlink()
    (editor.folder / "docs/example/check.md").unlink()
    (editor.folder / "docs/example/index.md").write_text("Sides.\n", encoding="utf-8")

    assert editor.runs().endswith("\nexample/self-check: retired l1, l2, l3, l4, r1, r2, r3, r4, r5.\n")

    assert editor.reads() == "No problems."
    assert "ids: []\n    retired: [l1, l2, l3," in editor.file.read_text(encoding="utf-8")


def test_each_of_several_questionnaires_has_its_own_fingerprint(editor: Editor) -> None:
    def as_entry(id: str, content: str) -> str:
        return f"- id: {id}\n" + "".join(f"  {line}\n" for line in content.splitlines())

    other = SELF_CHECK.replace("id: left\n", "id: third\n").replace("id: right\n", "id: fourth\n")
    other = other.replace("left:", "third:").replace("right:", "fourth:")
    editor.writes(as_entry("short", SELF_CHECK) + as_entry("long", other))
    (editor.folder / "docs/example/check.md").write_text(
        "---\ntitle: Hands\ndescription: Two questionnaires about hands, one below the other.\n---\n\n"
        '{{ self_check("short") }}\n\n{{ self_check("long") }}\n',
        encoding="utf-8",
    )

    assert editor.runs().endswith(
        "\nexample/self-check/long: new, revision 1.\nexample/self-check/short: new, revision 1.\n"
    )

    assert editor.reads() == "No problems."


def test_a_site_with_nothing_but_a_draft_gets_no_file(writer: Editor) -> None:
    writer.file.unlink()
    writer.writes(f"{SOUND[ABOUT]}draft: true\n", ABOUT)

    assert writer.runs() == "There is nothing to take fingerprints of: no published explainer and no questionnaire.\n"
    assert not writer.file.exists()


def test_a_file_that_cannot_be_read_is_not_written_over(editor: Editor) -> None:
    text = f"{HEADER}questionnaires:\n  - name: Hands\n"
    editor.file.parent.mkdir()
    editor.writes(text, FILE)

    told = editor.runs(status=1)

    assert (
        "Error: `name` should be the name of a questionnaire, not “Hands”\n  at content/fingerprints/example.yml:6:11"
        in told
    )
    assert editor.file.read_text(encoding="utf-8") == text


# Explainers


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ABOUT, "title: Left vs. right", "title: Left and right"),
        (ABOUT, "this is an example", "that is an example"),
        ("content/example/comparison.yml", "One in ten", "Two in ten"),
        ("content/example/comparison.yml", "On the other", "On *the* other"),
        ("content/example/definitions.yml", "The other side", "The one where the heart is not"),
        ("docs/example/index.md", "are sides", "are two sides"),
        ("docs/example/index.md", '("left")', '("right")'),
        ("docs/example/index.md", "{{ comparison() }}", "{{ comparison() }}\n\n{{ review_note() }}"),
        ("docs/example/more.md", "title: More of the sides", "title: Still more of the sides"),
        ("docs/example/more.md", "short_title: More", "short_title: Still more"),
        ("docs/example/more.md", "all of it", "everything of it"),
        ("docs/example/more.md", "More of the same", "Less of the same"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_text_that_changes_alone_is_a_warning_at_its_date(writer: Editor, file: str, old: str, new: str) -> None:
    writer.replaces(file, old, new)

    assert writer.reads() == (
        "Warning: The text changed and `updated` is still 2026-02-03\n"
        "  at content/example/explainer.yml:4:10   (updated)\n"
        "  = If that is the day of the change, or if it was only a slip of the pen, run `distinguo fingerprint`. "
        "If not, write the day of the change as `updated` first.\n\n"
        "1 warning in 1 file."
    )
    assert writer.runs() == "example: other words, still updated 2026-02-03.\n"
    assert writer.reads() == "No problems."


def test_a_page_that_comes_or_goes_changes_the_text(writer: Editor) -> None:
    (writer.folder / "docs/example/more.md").unlink()

    assert "The text changed and `updated` is still 2026-02-03" in writer.reads()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (ABOUT, "title: Left vs. right", "# The title\ntitle: 'Left vs. right'  "),
        (ABOUT, "description: Left is the side of the heart,", "description: >-\n  Left is the side\n  of the heart,"),
        (ABOUT, "published: 2026-01-02", "published: 2026-01-03"),
        (ABOUT, "next_review: 2027-02-03", "next_review: 2028-02-03"),
        (ABOUT, "next_review:", "reviewer: {name: Ann, credentials: Left-handed}\nnext_review:"),
        ("content/example/comparison.yml", "On the other side.", '"On the other side."  '),
        ("content/example/comparison.yml", "On the other side.", "|\n        On the\n        other side."),
        ("content/example/comparison.yml", "concepts: [left, right]", "concepts:\n  - left\n\n  - 'right'"),
        ("docs/example/index.md", "Left and right are", "Left and right\nare"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_dates_reviewer_comments_and_layout_are_no_text(writer: Editor, file: str, old: str, new: str) -> None:
    writer.replaces(file, old, new)

    assert writer.reads() == "No problems."


def test_the_revision_of_a_self_check_is_no_text(editor: Editor) -> None:
    editor.runs()
    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 2"))

    assert editor.reads(ABOUT) == "No problems."


def test_a_new_date_with_a_new_text_is_a_warning_until_it_is_written_down(writer: Editor) -> None:
    writer.replaces("docs/example/more.md", "the same", "it")
    writer.replaces(ABOUT, "updated: 2026-02-03", "updated: 2026-03-04")

    assert writer.reads() == (
        "Warning: The fingerprint of this explainer is still that of 2026-02-03\n"
        "  at content/example/explainer.yml:4:10   (updated)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when its text changes.\n\n"
        "1 warning in 1 file."
    )
    assert writer.runs() == "example: other words, updated 2026-03-04 after 2026-02-03.\n"
    assert writer.reads() == "No problems."


def test_a_date_that_moves_alone_is_a_warning(writer: Editor) -> None:
    writer.replaces(ABOUT, "updated: 2026-02-03", "updated: 2026-03-04")

    assert writer.reads() == (
        "Warning: `updated` is 2026-03-04 and the text is that of 2026-02-03\n"
        "  at content/example/explainer.yml:4:10   (updated)\n"
        "  = A date that moves alone is one that search engines stop believing. Write updated: 2026-02-03 again. "
        "If something else has changed, such as a source, run `distinguo fingerprint`.\n\n"
        "1 warning in 1 file."
    )
    assert writer.runs() == "example: the same words, updated 2026-03-04 after 2026-02-03.\n"
    assert writer.reads() == "No problems."


def test_a_new_explainer_is_a_warning_where_others_are_written_down(writer: Editor) -> None:
    writer.file.rename(writer.file.with_name("other.yml"))

    assert writer.reads("content/example/") == (
        "Warning: The fingerprint of this explainer has not been taken\n"
        "  at content/example/explainer.yml:4:10   (updated)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when its text changes.\n\n"
        "1 warning in 1 file."
    )
    assert writer.runs() == "example: new, updated 2026-02-03.\nother: gone.\n"
    assert [path.name for path in writer.file.parent.iterdir()] == ["example.yml"]


def test_a_site_that_keeps_no_fingerprints_is_not_asked_for_them(writer: Editor) -> None:
    writer.file.unlink()

    assert writer.reads() == "No problems."


def test_a_draft_is_left_in_peace_and_keeps_what_was_written_down(writer: Editor) -> None:
    written = writer.file.read_text(encoding="utf-8")
    writer.writes(f"{SOUND[ABOUT]}draft: true\n", ABOUT)
    writer.replaces("docs/example/more.md", "the same", "it")

    assert writer.reads(drafts=True) == "No problems."
    assert writer.runs() == "example: nothing changed.\n"
    assert writer.file.read_text(encoding="utf-8") == written


def test_a_fingerprint_of_an_explainer_that_cannot_be_read_is_told(writer: Editor) -> None:
    writer.writes(f"{HEADER}updated: 2026-02-03\ntext: xyz\n", FILE)

    assert writer.reads() == (
        "Error: `text` should be a fingerprint, not “xyz”\n"
        "  at content/fingerprints/example.yml:6:7   (text)\n\n"
        "1 problem in 1 file."
    )


# A file for each explainer


@pytest.fixture
def old(editor: Editor) -> Editor:
    """Somebody who has the file of before, in which the fingerprints of all explainers stood."""
    editor.runs()
    text, wording = re.findall(r"^ *(?:text|wording): (.*)$", editor.file.read_text(encoding="utf-8"), re.MULTILINE)
    shutil.rmtree(editor.file.parent)
    editor.writes(f"{SOUND[ABOUT]}aliases: [sides]\n", ABOUT)
    editor.writes(OLD.format(text=text, wording=wording), "content/fingerprints.yml")
    return editor


def test_a_file_of_before_still_counts_and_is_a_warning(old: Editor) -> None:
    old.replaces(QUESTIONS, "id: r5", "id: l9")

    assert old.reads() == (
        "Error: The questions changed and `revision` is still 1\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = If their meaning changed, write revision: 2. "
        "Then, or if it was only a slip of the pen, run `distinguo fingerprint`.\n\n"
        "Error: The id `l9` belonged to a statement that is gone\n"
        "  at content/example/self-check.yml:29:14   (l9 › id)\n"
        "  = Answers to that one would be taken for answers to this one. Give it an id that is new.\n\n"
        "2 problems in 1 file."
    )
    old.replaces(QUESTIONS, "id: l9", "id: r5")
    assert old.reads() == (
        "Warning: Fingerprints have a file each now, and this one holds those of all explainers\n"
        "  at content/fingerprints.yml:1:1\n"
        "  = Run `distinguo fingerprint`: it moves them to content/fingerprints.\n\n"
        "Warning: There is no question `why-left` in example any more, and links to it lead nowhere\n"
        "  at content/fingerprints.yml:8:17\n"
        "  = If another has taken its place, write below that one in its faq.yml: aliases: [why-left]. "
        "If none has, run `distinguo fingerprint`.\n\n"
        "Warning: There is no explainer `other` any more, and links to it lead nowhere\n"
        "  at content/fingerprints.yml:9:11\n"
        "  = If another has taken its place, write there, in its explainer.yml: aliases: [other]. "
        "If none has, run `distinguo fingerprint`.\n\n"
        "3 warnings in 1 file."
    )


def test_the_command_moves_a_file_of_before(old: Editor) -> None:
    assert old.runs() == (
        "example: question why-left gone.\n"
        "other: gone.\n"
        "example/self-check: nothing changed.\n"
        "gone/self-check/long: nothing changed.\n"
        "What content/fingerprints.yml held stands in content/fingerprints now, in a file for each explainer.\n"
    )

    assert old.reads() == "No problems."
    assert not (old.folder / "content/fingerprints.yml").exists()
    assert [path.name for path in sorted(old.file.parent.iterdir())] == ["example.yml", "gone.yml"]
    assert "retired: [l9]\n" in old.file.read_text(encoding="utf-8")
    gone = "  - name: self-check/long\n    revision: 3\n    wording: 0a1b2c3d4e5f\n    ids: []\n    retired: [a1]\n"
    assert old.file.with_name("gone.yml").read_text(encoding="utf-8") == f"{HEADER}questionnaires:\n{gone}"


def test_a_file_of_before_that_was_written_by_somebody_else_is_left(old: Editor) -> None:
    path = old.folder / "content/fingerprints.yml"
    text = path.read_text(encoding="utf-8").replace("# Written", "# Gathered")
    old.writes(text, "content/fingerprints.yml")

    assert old.runs().endswith(
        "\nTake content/fingerprints.yml away: what it held stands in content/fingerprints now.\n"
    )

    assert path.read_text(encoding="utf-8") == text
    assert "Fingerprints have a file each now" in old.reads()


def test_the_command_writes_only_the_files_in_which_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {
        "content/more/explainer.yml": SOUND[ABOUT].replace("Left vs.", "Far left vs."),
        "docs/more/index.md": "Far.",
    }
    editor = Editor(write_site(tmp_path, **more), monkeypatch, capsys)
    assert editor.runs() == "example: new, updated 2026-02-03.\nmore: new, updated 2026-02-03.\n"
    before = {path.name: path.stat().st_ino for path in editor.file.parent.iterdir()}
    editor.writes("Quite far.\n", "docs/more/index.md")

    assert editor.runs() == "example: nothing changed.\nmore: other words, still updated 2026-02-03.\n"

    after = {path.name: path.stat().st_ino for path in editor.file.parent.iterdir()}
    assert {name for name in before if after[name] != before[name]} == {"more.yml"}


def test_what_is_as_it_was_is_counted_where_there_is_much_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files: dict[str, str] = {}
    for number in range(22):
        files[f"content/left-{number}/explainer.yml"] = SOUND[ABOUT].replace("Left vs.", f"Left {number} vs.")
        files[f"docs/left-{number}/index.md"] = "Far.\n"
    editor = Editor(write_site(tmp_path, **files), monkeypatch, capsys)
    assert len(editor.runs().splitlines()) == 23

    assert editor.runs() == "23 explainers and questionnaires: nothing changed.\n"
    editor.writes("Quite far.\n", "docs/left-7/index.md")
    assert editor.runs() == "left-7: other words, still updated 2026-02-03.\n22 others: nothing changed.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("example.yml", "updated: 2026-02-03\n"), ("Example 2.yml", WRITTEN), ("notes.txt", "Mine.\n")],
)
def test_what_the_command_has_not_written_is_told_and_left(writer: Editor, name: str, text: str) -> None:
    file = f"content/fingerprints/{name}"
    writer.writes(text, file)

    told = writer.reads()

    assert told == (
        f"Error: {name} was not written by `distinguo fingerprint`\n"
        f"  at {file}:1:1\n"
        "  = The folder content/fingerprints holds what that command writes, and nothing else. Take the file away, or "
        "put it elsewhere. No explainer can be called fingerprints.\n\n"
        "1 problem in 1 file."
    )
    assert _bare(writer.runs(status=1)) == f"{told}\n"
    assert (writer.folder / file).read_text(encoding="utf-8") == text


def test_a_page_in_a_folder_of_docs_of_that_name_is_a_page_like_others(writer: Editor) -> None:
    path = writer.folder / "docs/fingerprints/about.md"
    path.parent.mkdir()
    path.write_text(EXPLAINER["docs/example/more.md"].replace("same.", '{{ cite("one-2001") }}.'), encoding="utf-8")

    assert "There is no source called `one-2001`\n  at docs/fingerprints/about.md:7:" in writer.reads()


def test_the_folder_goes_with_the_last_file(writer: Editor) -> None:
    for folder in ("content/example", "docs/example"):
        shutil.rmtree(writer.folder / folder)

    assert writer.runs() == "example: gone.\n"
    assert not writer.file.parent.exists()
