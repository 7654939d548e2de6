"""Cases come out in mixed batches: the date a reader sees is the one of the batch, and a batch holds cases of
several meetings. Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.gate.clearance import problems
from cases.models import CasePage
from knowledge.contributions import waiting_records

__all__ = ["TAKEN_BACK", "batch_date", "ready_cases", "unmixed"]

TAKEN_BACK = Q(tombstone__isnull=False, tombstone__reopened_on=None)
"""Cases whose case giver has taken them back and not come back since."""

LEAST_CASES, LEAST_MEETINGS = 3, 2
BATCH_MONTHS = (3, 9)


def batch_date(today: date | None = None) -> date:
    """The date of the batch that is current: the first day of the last of ``BATCH_MONTHS`` that came."""
    today = today or timezone.localdate()
    passed = [month for month in BATCH_MONTHS if month <= today.month]
    return date(today.year, passed[-1], 1) if passed else date(today.year - 1, BATCH_MONTHS[-1], 1)


def ready_cases() -> list[CasePage]:
    """Cases off the net that the gate would let through today, each as its newest revision says it; one whose
    revisions were scrubbed, as it stands.
    """
    waiting = CasePage.objects.filter(live=False).exclude(TAKEN_BACK).order_by("pk")
    return [draft for page in waiting if not problems(draft := page.get_latest_revision_as_object())]


def unmixed(cases: Sequence[CasePage]) -> str:
    """Why these cases are no mixed batch, as a sentence; empty when they are one. Without a case what was
    accepted about enough records is one by itself.
    """
    if not cases and len(waiting_records()) >= LEAST_CASES:
        return ""
    if len(cases) < LEAST_CASES:
        return _("Eine Veröffentlichung braucht mindestens %(least)s Fälle, bereit sind %(count)s.") % {
            "least": LEAST_CASES,
            "count": len(cases),
        }
    meetings = set(
        CasePage.objects.filter(pk__in=[case.pk for case in cases]).values_list(
            "meeting_link__meeting", flat=True
        )
    )
    if len(meetings) < LEAST_MEETINGS:
        return _(
            "Alle Fälle stammen aus demselben Treffen. Bitte mit Fällen anderer Treffen zusammen"
            " veröffentlichen."
        )
    return ""
