"""What must not change unnoticed → short fingerprints in content/fingerprints.yml, and what has changed since.

The file is written by `distinguo fingerprint`, and read and checked with the rest of the content. It holds a list for
each of two kinds. An explainer's date says when its text last changed, so the text does not change without the date;
others link to it and to its questions, so none of their names goes without a word. A questionnaire's saved answers
mean what was asked, so the questions do not change without a new revision.
"""

from __future__ import annotations

from .changes import FILE, check_questionnaires, gone_names, warn_of_changes
from .writing import renew

__all__ = ["FILE", "check_questionnaires", "gone_names", "renew", "warn_of_changes"]
