"""What the gate says of a follow-up and of entry phrases, and what follow-ups say of the outcome.
Both stand beside the consented body: they never take a case off, but they may not narrow the municipality
down either.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.gate.profile_rules import profile_problems
from cases.models import CaseClearance, CaseFollowUp, CasePage
from cases.sections import CaseText
from knowledge.base import LibraryPage

__all__ = ["follow_up_changed", "objections", "objections_to_words", "public_outcome"]


def objections(follow_up: CaseFollowUp) -> list[str]:
    """Why it may not stand beside its case, as sentences: the case was taken back, or with these words too
    few municipalities fit the profile.
    """
    case = CasePage.objects.get(pk=follow_up.case_id)
    text = CaseText.of(case)
    return _objections(case, text, text.with_told(follow_up))


def objections_to_words(page: LibraryPage, words: Sequence[str]) -> list[str]:
    """The same for entry phrases."""
    case = CasePage.objects.get(pk=page.pk)
    text = CaseText.of(case)
    return _objections(case, text, text.with_phrases(words))


def _objections(case: CasePage, before: CaseText, after: CaseText) -> list[str]:
    if case.is_withdrawn:
        return [_("Der Fall ist zurückgezogen. Zu ihm wird nichts mehr veröffentlicht.")]
    # Whole problems and not their codes: facts that two people let stand are a problem of the same code as
    # these facts and one more.
    known = profile_problems(case, before)
    return [
        f"{problem.field}: {problem.message}"
        for problem in profile_problems(case, after)
        if problem not in known
    ]


def public_outcome(case: CasePage) -> str:
    """The newest outcome that everybody may see: of a follow-up, else the case's own."""
    told = [row for row in case.followups.all() if row.is_shown(inner=False)]
    return max(told, key=lambda row: row.after).status if told else case.outcome


def follow_up_changed(case: CasePage) -> None:
    """Lists print the outcome as the gate stored it."""
    fresh = CasePage.objects.filter(pk=case.pk).first()
    if fresh is not None:
        CaseClearance.objects.filter(case_id=case.pk).update(outcome=public_outcome(fresh))
