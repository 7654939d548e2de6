"""What moves a contribution: accepted, rejected, put back, released with a batch, forgotten on its day.

Each function is atomic, takes keywords and holds the row it moves. None of them logs a word of a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.contributions.models import Contribution, contribution_models, undecided_until
from knowledge.enums import ContributionState
from knowledge.guard import rules
from search.models import OutdatedRecord

__all__ = [
    "REJECTED_DAYS",
    "accept",
    "forget_old",
    "put_back",
    "recheck",
    "reject",
    "release_waiting",
    "waiting_records",
]

REJECTED_DAYS = 90
"""So long a rejected contribution is kept, so that the decision can be taken back."""


@transaction.atomic
def accept(
    *,
    contribution: Contribution,
    user: Any = None,
    reasons: Mapping[str, str] | None = None,
    at: datetime | None = None,
    public_from: date | None = None,
) -> None:
    """Show a received contribution. ``reasons`` are codes by the mark of a finding that may stand.

    ``at`` and ``public_from`` date what a file brings along. Raises ``ValidationError`` with the sentences of
    what is in the way, ``PermissionDenied`` for whoever entered a text that a second person decides about.
    """
    row = _held(contribution, ContributionState.RECEIVED)
    if row.needs_second_person and user is not None and user.pk == row.submitted_by_id:
        raise PermissionDenied(_("Das haben Sie selbst eingetragen; annehmen muss es eine andere Person."))
    for mark, reason in (reasons or {}).items():
        rules.decide(row, mark=mark, reason=reason, user=user)
    if found := row.open_findings():
        raise rules.PublicTextRefused(found)
    if objections := row.objections():
        raise ValidationError(objections)
    if not row.waits_for_batch and public_from is None:
        public_from = timezone.localdate()
    _move(
        row,
        contribution,
        state=ContributionState.ACCEPTED,
        decided_by=user,
        decided_at=at or timezone.now(),
        public_from=public_from,
        keep_until=None,
        findings=[],
    )


@transaction.atomic
def reject(*, contribution: Contribution, user: Any, reason: str) -> None:
    """Turn a received contribution down; it is deleted after :data:`REJECTED_DAYS`.

    Raises ``ValidationError`` without a reason.
    """
    row = _held(contribution, ContributionState.RECEIVED)
    if not reason.strip():
        raise ValidationError(_("Bitte in einem Satz sagen, warum der Beitrag abgelehnt wird."))
    _move(
        row,
        contribution,
        state=ContributionState.REJECTED,
        decided_by=user,
        decided_at=timezone.now(),
        decision=reason.strip(),
        keep_until=timezone.localdate() + timedelta(days=REJECTED_DAYS),
    )


@transaction.atomic
def put_back(*, contribution: Contribution, user: Any) -> None:
    """Undo a decision: the contribution is received as before, and shown to nobody."""
    row = _held(contribution, ContributionState.ACCEPTED, ContributionState.REJECTED)
    _move(
        row,
        contribution,
        state=ContributionState.RECEIVED,
        decided_by=None,
        decided_at=None,
        decision="",
        public_from=None,
        keep_until=undecided_until(),
    )


def waiting_records() -> set[Any]:
    """The records about which something is accepted that waits for a batch."""
    return {
        row.record
        for model in contribution_models()
        for row in model.objects.waiting().select_related(model.about)
    }


@transaction.atomic
def release_waiting(*, on: date) -> int:
    """Accepted contributions go out with the batch of this date; answers how many."""
    released = 0
    for model in contribution_models():
        rows = list(model.objects.waiting().select_related(model.about))
        model.objects.filter(pk__in=[row.pk for row in rows]).update(public_from=on)
        for record in {row.record for row in rows}:
            record.contributions_changed()
        released += len(rows)
    return released


@transaction.atomic
def recheck() -> int:
    """Take back what the present detector holds for certain; answers how many contributions wait again."""
    taken = 0
    for model in contribution_models():
        for row in model.objects.accepted():
            if any(item.is_certain for item in row.open_findings()):
                put_back(contribution=row, user=None)
                row.save()  # notes what was found
                taken += 1
    return taken


@transaction.atomic
def forget_old() -> int:
    """Delete what was rejected, or never decided about, once its day has come; answers how many."""
    gone = 0
    for model in contribution_models():
        for row in model.objects.filter(keep_until__lt=timezone.localdate()):
            row.delete()
            gone += 1
    return gone


# --------------------------------------------------------------------------- moving


def _held(contribution: Contribution, *states: str) -> Contribution:
    """The stored row, locked. Raises ``ValidationError`` where somebody has decided meanwhile."""
    row: Contribution = type(contribution).objects.select_for_update().get(pk=contribution.pk)
    if row.state not in states:
        raise ValidationError(
            _("Darüber ist inzwischen entschieden: %(state)s.") % {"state": row.get_state_display()}
        )
    return row


def _move(row: Contribution, shown: Contribution, **values: Any) -> None:
    """Write the state, to the row and to the object that the caller holds."""
    for name, value in values.items():
        setattr(row, name, value)
    row.validate_constraints()
    if (
        not type(row)
        .objects.filter(pk=row.pk, row_version=row.row_version)
        .update(**values, row_version=row.row_version + 1)
    ):
        raise OutdatedRecord
    shown.refresh_from_db()
    row.record.contributions_changed()
