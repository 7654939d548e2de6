"""Which facts of a case count: what a person decided about them, and at once what follows from it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.gate.actions import show, take_down
from cases.gate.clearance import standing
from cases.gate.review import objection
from cases.models import CaseFact, CasePage, Problem
from cases.profile import FACT_NAMES, UNTICKED
from cases.sections import CaseText
from knowledge.anonymity.retention import subject_of, trail
from knowledge.guard import finding_mark

__all__ = ["add_fact", "forget_fact", "untick_fact"]


@transaction.atomic
def untick_fact(*, case: CasePage, user: Any, key: str, reason: str) -> list[Problem]:
    """A fact that the text tells does not count, as long as these sentences tell it. ``case`` is the newest
    text.

    Answers why a live case came off, empty where none did. Raises ``ValueError`` for somebody with a hand in
    the text, for a fact the text does not tell and for another reason.
    """
    refused = objection(case, user)
    if refused:
        raise ValueError(refused)
    text = CaseText.of(case)
    if key not in {mention.key for mention in text.fact_mentions} or reason not in UNTICKED:
        raise ValueError(_("Bitte eine Angabe des Textes und einen Grund wählen."))
    mark = finding_mark("fact", text.sentences_telling(key))
    return _decide(case, user, key, counts=False, reason=reason, mark=mark)


@transaction.atomic
def add_fact(*, case: CasePage, user: Any, key: str, reason: str) -> list[Problem]:
    """A fact counts that no word of the text tells. Answers as :func:`untick_fact`.

    Raises ``ValueError`` for a fact the table does not have and for another reason.
    """
    if key not in FACT_NAMES or reason not in set(CaseFact.Reason) - set(UNTICKED):
        raise ValueError(_("Bitte eine Angabe und einen Grund wählen."))
    return _decide(case, user, key, counts=True, reason=reason, mark="")


@transaction.atomic
def forget_fact(*, case: CasePage, user: Any, key: str) -> list[Problem]:
    """Take a decision back. To let an added fact go takes a second person, as unticking does.

    Answers as :func:`untick_fact`. Raises ``ValueError`` for somebody with a hand in the text.
    """
    row = CaseFact.objects.filter(case_id=case.pk, key=key).first()
    if row is None:
        return []
    refused = objection(case, user) if row.counts else ""
    if refused:
        raise ValueError(refused)
    row.delete()
    _note(case, user, key, "zurueckgenommen", row.reason)
    return _judge_anew(case)


def _decide(case: CasePage, user: Any, key: str, *, counts: bool, reason: str, mark: str) -> list[Problem]:
    CaseFact.objects.update_or_create(
        case_id=case.pk,
        key=key,
        defaults={"counts": counts, "reason": reason, "mark": mark, "decided_by": user},
    )
    _note(case, user, key, "zaehlt" if counts else "zaehlt-nicht", reason)
    return _judge_anew(case)


def _note(case: CasePage, user: Any, key: str, decision: str, reason: str) -> None:
    details = {"kind": key, "decision": decision, "reason": str(reason)}
    trail.note(subject=subject_of(case).key, action="angabe", details=details, user=user)


def _judge_anew(case: CasePage) -> list[Problem]:
    live = CasePage.objects.filter(pk=case.pk, live=True, clearance__isnull=False).first()
    if live is None:
        return []
    judgement = standing(live)
    if judgement.problems:
        take_down(case=live, codes=[problem.code for problem in judgement.problems])
    else:
        show(live, judgement)
    return judgement.problems
