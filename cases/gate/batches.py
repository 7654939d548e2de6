"""Cases come out in mixed batches and in no other way: the date a reader sees is the one of the batch, and a
batch holds cases of several meetings. Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.gate.clearance import problems
from cases.models import CaseClearance, CasePage, Problem
from knowledge.base import Switch
from knowledge.contributions import waiting_records
from knowledge.models import LibraryPage

__all__ = [
    "TAKEN_BACK",
    "batch_date",
    "batch_of",
    "ready_cases",
    "released_together",
    "unmixed",
    "waits_for_batch",
]

TAKEN_BACK = Q(tombstone__isnull=False, tombstone__reopened_on=None)
"""Cases whose case giver has taken them back and not come back since."""

LEAST_CASES, LEAST_MEETINGS = 3, 2
BATCH_MONTHS = (3, 9)


_together = Switch("released_together")


def released_together() -> AbstractContextManager[None]:
    """Cases that become live in here come out together: a batch, or the content a library opens with."""
    return _together.on()


def waits_for_batch(case: LibraryPage, *, is_read: bool | None = None) -> list[Problem]:
    """Why a case that nothing else keeps back does not come out now: alone it would tell by its day when it
    was consulted. What readers see already, ``is_read`` where that is known, may be corrected at any time.
    """
    if _together:
        return []
    if is_read is None:
        is_read = CaseClearance.objects.filter(case_id=case.pk, case__live=True).exists()
    if is_read:
        return []
    return [Problem("batch", _("Gemischte Veröffentlichung"), ready_words())]


def ready_words() -> str:
    """What becomes of a case that was approved, as a sentence."""
    return _(
        "Der Text ist geprüft und freigegeben, also bereit für die nächste gemischte Veröffentlichung. Er"
        " erscheint mit ihr, zusammen mit Fällen anderer Treffen: Allein würde sein Tag verraten, wann er"
        " beraten wurde."
    )


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


def batch_of(cases: Sequence[CasePage]) -> list[CasePage]:
    """Which of these ready cases come out now: all, or without the new ones where those are too few to hide
    each other. What readers know already does not wait for them.
    """
    new = {pk for pk, (_meeting, is_new) in _meetings_of(cases).items() if is_new}
    known = [case for case in cases if case.pk not in new]
    return known if unmixed(cases) and not unmixed(known) else list(cases)


def _meetings_of(cases: Sequence[CasePage]) -> dict[int, tuple[int | None, bool]]:
    """The meeting of each case by its id, and whether nobody ever read it."""
    stored = CasePage.objects.filter(pk__in=[case.pk for case in cases])
    rows = stored.values_list("pk", "meeting_link__meeting", "first_published_at")
    return {pk: (meeting, published is None) for pk, meeting, published in rows}


def unmixed(cases: Sequence[CasePage]) -> str:
    """Why these cases are no mixed batch, as a sentence; empty when they are one. A case that was read once
    is known and hides no new one. Without a case what was accepted about enough records is one by itself.
    """
    if not cases and len(waiting_records()) >= LEAST_CASES:
        return ""
    if len(cases) < LEAST_CASES:
        return _("Eine Veröffentlichung braucht mindestens %(least)s Fälle, bereit sind %(count)s.") % {
            "least": LEAST_CASES,
            "count": len(cases),
        }
    meetings = _meetings_of(cases)
    new = {pk: meeting for pk, (meeting, is_new) in meetings.items() if is_new}
    if 0 < len(new) < LEAST_CASES:
        return _(
            "Neue Fälle darunter: %(count)s; was schon einmal zu lesen war, verbirgt sie nicht. Bitte warten,"
            " bis mindestens %(least)s neue Fälle bereit sind."
        ) % {"least": LEAST_CASES, "count": len(new)}
    hiding = set(new.values()) if new else {meeting for meeting, _is_new in meetings.values()}
    if len(hiding) >= LEAST_MEETINGS:
        return ""
    if new:
        return _(
            "Alle neuen Fälle stammen aus demselben Treffen. Bitte mit Fällen anderer Treffen zusammen"
            " veröffentlichen."
        )
    return _(
        "Alle Fälle stammen aus demselben Treffen. Bitte mit Fällen anderer Treffen zusammen veröffentlichen."
    )
