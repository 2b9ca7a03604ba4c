"""What one file held for all explainers, as it was once written → the fingerprints of each of them."""

from __future__ import annotations

from dataclasses import dataclass

from ...fields import Date, Day, Identifier, ListOf, Located, Pattern, Record, field
from ...model.recorded import FINGERPRINT, Fingerprints, Recorded, RecordedQuestionnaire

OLD_FILE = "content/fingerprints.yml"


@dataclass(frozen=True, kw_only=True)
class _OldExplainer:
    """What was written down of an explainer."""

    name: Located = field(Identifier(), "The name of the explainer's folder.")
    updated: Day = field(Date(), "The `updated` of its explainer.yml at that time.")
    text: Located = field(FINGERPRINT, "The fingerprint of what its pages say.")
    aliases: list[Located] | None = field(ListOf(Identifier()), "The earlier names of its folder.", optional=True)
    questions: list[Located] | None = field(
        ListOf(Identifier(), most=10_000), "The ids of the questions of its FAQ, earlier ones included.", optional=True
    )


@dataclass(frozen=True, kw_only=True)
class _OldQuestionnaire(RecordedQuestionnaire):
    """What was written down of a questionnaire."""

    name: Located = field(
        Pattern(r"[a-z0-9-]+(?:/[a-z0-9-]+){1,2}", "the name of a questionnaire"), "Its explainer, block type and id."
    )


@dataclass(frozen=True, kw_only=True)
class OldFingerprints:
    """What pages said and questionnaires asked when it was last written down."""

    explainers: list[_OldExplainer] | None = field(
        ListOf(Record(_OldExplainer), most=1000), "An entry for each published explainer.", optional=True
    )
    questionnaires: list[_OldQuestionnaire] | None = field(
        ListOf(Record(_OldQuestionnaire), most=1000), "An entry for each self-check.", optional=True
    )


def by_explainer(old: OldFingerprints) -> dict[str, Recorded]:
    """The same, as it is written down for each explainer now."""
    asked: dict[Located, list[RecordedQuestionnaire]] = {}
    for one in old.questionnaires or ():
        home, _, name = one.name.partition("/")
        values = {**vars(one), "name": Located(name, one.name.span)}
        asked.setdefault(Located(home, one.name.span), []).append(RecordedQuestionnaire(**values))
    recorded = {home: Recorded(home, OLD_FILE, Fingerprints(questionnaires=of_home)) for home, of_home in asked.items()}
    for page in old.explainers or ():
        values = {**vars(page), "questionnaires": asked.get(page.name)}
        del values["name"]
        recorded[page.name] = Recorded(page.name, OLD_FILE, Fingerprints(**values))
    return {str(name): one for name, one in recorded.items()}
