"""Fingerprints of questionnaires: what the check says of them, and what `distinguo fingerprint` writes and says."""

from __future__ import annotations

from pathlib import Path

import pytest

import distinguo
from distinguo.cli import main
from self_check_site import SELF_CHECK, site_with_self_check

URL = "https://examples.example/"
WRITTEN = """\
# Written by `distinguo fingerprint`; run that instead of editing this. Keep the file with the content.
# It tells when the questions of a questionnaire change and their `revision` does not, and which ids are gone for good.
questionnaires:
  - name: example/self-check
    revision: 1
    wording: {wording}
    ids: [l1, l2, l3, l4, r1, r2, r3, r4, r5]
    retired: []
"""
WITHOUT_R5 = SELF_CHECK.replace("      - {id: r5, text: The right hand finds the switch in the dark.}\n", "")


class Editor:
    """Somebody who works on the self-check of a small site."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = site_with_self_check(folder)
        self.file = folder / "content" / "fingerprints.yml"
        self._capsys = capsys
        monkeypatch.chdir(folder)

    def writes(self, content: str) -> None:
        (self.folder / "content/example/self-check.yml").write_text(content, encoding="utf-8")

    def runs(self, status: int = 0) -> str:
        """What `distinguo fingerprint` says."""
        assert main(["fingerprint"]) == status
        return self._capsys.readouterr().out

    def reads(self) -> str:
        """What the check reports."""
        _, _, problems = distinguo.build(self.folder, URL)
        return distinguo.report(problems)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Editor:
    return Editor(tmp_path, monkeypatch, capsys)


def test_a_new_questionnaire_is_a_warning_until_its_fingerprint_is_taken(editor: Editor) -> None:
    assert editor.reads() == (
        "Warning: The fingerprint of these questions has not been taken\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when they change.\n\n"
        "1 warning in 1 file."
    )

    assert editor.runs() == "example/self-check: new, revision 1.\n"

    assert editor.reads() == "No problems."


def test_the_file_says_who_writes_it_and_stays_as_it_is(editor: Editor) -> None:
    editor.runs()
    written = editor.file.read_text(encoding="utf-8")

    assert editor.runs() == "example/self-check: nothing changed.\n"

    assert editor.file.read_text(encoding="utf-8") == written
    (wording,) = [line.split()[1] for line in written.splitlines() if "wording:" in line]
    assert written == WRITTEN.format(wording=wording)


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
        "1 error in 1 file."
    )


def test_advice_limits_and_titles_change_no_answer(editor: Editor) -> None:
    editor.runs()

    editor.writes(SELF_CHECK.replace("Carry the box", "Lift the box").replace("The left hand\n", "Left\n"))

    assert editor.reads() == "No problems."


def test_a_slip_of_the_pen_is_written_down_under_the_same_revision(editor: Editor) -> None:
    editor.runs()
    editor.writes(SELF_CHECK.replace("opens the door", "opens a door", 1))

    assert editor.runs() == "example/self-check: other words, still revision 1.\n"

    assert editor.reads() == "No problems."


def test_a_new_revision_is_a_warning_until_it_is_written_down(editor: Editor) -> None:
    editor.runs()
    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 2").replace("opens the door", "shuts the door"))

    assert editor.reads() == (
        "Warning: The fingerprint of these questions is still that of revision 1\n"
        "  at content/example/self-check.yml:1:11   (revision)\n"
        "  = Run `distinguo fingerprint`. Until then nothing tells when they change.\n\n"
        "1 warning in 1 file."
    )
    assert editor.runs() == "example/self-check: revision 2 after 1.\n"
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
        "1 error in 1 file."
    )
    assert editor.reads() == told
    assert editor.runs(status=1) == f"{told}\n"
    assert editor.file.read_text(encoding="utf-8") == written


def test_an_id_that_is_gone_is_retired_for_ever(editor: Editor) -> None:
    editor.runs()
    editor.writes(WITHOUT_R5.replace("revision: 1", "revision: 2"))
    assert editor.runs() == "example/self-check: revision 2 after 1; retired r5.\n"
    editor.writes(WITHOUT_R5.replace("revision: 1", "revision: 3"))
    editor.runs()
    assert "ids: [l1, l2, l3, l4, r1, r2, r3, r4]\n    retired: [r5]\n" in editor.file.read_text(encoding="utf-8")

    editor.writes(SELF_CHECK.replace("revision: 1", "revision: 4"))

    told = (
        "Error: The id `r5` belonged to a statement that is gone\n"
        "  at content/example/self-check.yml:29:14   (r5 › id)\n"
        "  = Answers to that one would be taken for answers to this one. Give it an id that is new.\n\n"
        "1 error in 1 file."
    )
    assert editor.reads() == told
    assert editor.runs(status=1) == f"{told}\n"


def test_a_questionnaire_that_is_gone_leaves_its_ids_behind(editor: Editor) -> None:
    editor.runs()
    (editor.folder / "content/example/self-check.yml").unlink()
    (editor.folder / "docs/example/check.md").unlink()
    (editor.folder / "docs/example/index.md").write_text("Sides.\n", encoding="utf-8")

    assert editor.runs() == "example/self-check: retired l1, l2, l3, l4, r1, r2, r3, r4, r5.\n"

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

    assert editor.runs() == "example/self-check/long: new, revision 1.\nexample/self-check/short: new, revision 1.\n"

    assert editor.reads() == "No problems."


def test_a_site_without_questionnaires_gets_no_file(editor: Editor) -> None:
    (editor.folder / "content/example/self-check.yml").unlink()
    (editor.folder / "docs/example/check.md").unlink()
    (editor.folder / "docs/example/index.md").write_text("Sides.\n", encoding="utf-8")

    assert editor.runs() == "There are no questionnaires here.\n"
    assert not editor.file.exists()


def test_a_file_that_cannot_be_read_is_not_written_over(editor: Editor) -> None:
    editor.file.write_text("questionnaires:\n  - name: Hands\n", encoding="utf-8")

    told = editor.runs(status=1)

    assert (
        "Error: `name` should be the name of a questionnaire, not “Hands”\n  at content/fingerprints.yml:2:11" in told
    )
    assert editor.file.read_text(encoding="utf-8") == "questionnaires:\n  - name: Hands\n"
