"""What must not change unnoticed → short fingerprints in content/fingerprints, and what has changed since.

The files are written by `distinguo fingerprint`, one for each explainer, and read and checked with the rest of the
content. An explainer's date says when its text last changed, so the text does not change without the date; others link
to it and to its questions, so none of their names goes without a word. A questionnaire's saved answers mean what was
asked, so the questions do not change without a new revision. An explainer's file does not lie in its own folder: when
that is gone, it tells what was there.
"""

from __future__ import annotations

from .before import OLD_FILE, OldFingerprints, by_explainer
from .changes import check_questionnaires, gone_names, warn_of_changes, warn_of_old_file
from .taking import text_of
from .writing import FOLDER, file_of, is_ours, renew

__all__ = [
    "FOLDER",
    "OLD_FILE",
    "OldFingerprints",
    "by_explainer",
    "check_questionnaires",
    "file_of",
    "gone_names",
    "is_ours",
    "renew",
    "text_of",
    "warn_of_changes",
    "warn_of_old_file",
]
