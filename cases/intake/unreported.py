"""Words that the review reports no longer: entered from a finding, taken back from the list. A name given at
intake is always reported.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.entities import as_found
from cases.intake.review import RawReview
from cases.models import AnonymityReview, RawAccess, RawCase, UnreportedWord
from cases.sealed import note_access, seal

__all__ = ["report_again", "report_no_longer"]


@transaction.atomic
def report_no_longer(*, raw: RawCase, review: RawReview, mark: str, reason: str, user: Any) -> UnreportedWord:
    """The words of a finding are an ordinary word, in this library and from now on.

    Raises ``ValueError`` for a name given at intake, for anything that is no supposed name, and without a
    reason.
    """
    row = review.row(mark)
    if row is None:
        raise ValueError(_("Diesen Fund gibt es nicht mehr. Bitte die Seite neu laden."))
    if not row.may_be_unreported:
        raise ValueError(
            _(
                "„Nie wieder melden“ gibt es nur für Wörter, die keine Namen sind. Was bei der Aufnahme"
                " genannt wurde, und Zahlen, Daten oder Privates werden immer gemeldet."
            )
        )
    if reason not in AnonymityReview.Reason.values:
        raise ValueError(_("Bitte einen Grund wählen, warum die Stelle bleiben darf."))
    note_access(raw=raw, user=user, action=RawAccess.Action.REVIEWED)
    return UnreportedWord.objects.create(
        sealed_word=seal(as_found(row.forms)), kind=row.kind, reason=reason, added_by=user
    )


@transaction.atomic
def report_again(*, word: UnreportedWord, user: Any) -> None:
    """Take an entry back; who entered it and when stays written."""
    UnreportedWord.objects.filter(pk=word.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=user)
