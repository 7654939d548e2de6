"""What moves a question to a case giver: planned, sent on its day, answered once, forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CaseFollowUp, CaseMeeting, CasePage, FollowUpLink
from knowledge.enums import ContributionOrigin, FollowUpAfter, Outcome
from knowledge.guard import SealError, open_sealed, reseal, seal
from knowledge.jobs import hourly
from search.models import mailbox_of
from search.public_forms import absolute, send

__all__ = [
    "OFFERED",
    "VALID",
    "answer",
    "ask_due",
    "end_questions",
    "forget_addresses",
    "open_links",
    "own_links",
    "plan_follow_ups",
    "reseal_addresses",
]

VALID = timedelta(days=90)
"""So long a link can be answered after its day."""

OFFERED = (Outcome.IMPLEMENTED, Outcome.STARTED, Outcome.CHANGED, Outcome.FAILED, Outcome.ABANDONED)
"""What the mail offers, each as a link of its own."""


@transaction.atomic
def plan_follow_ups(*, case: CasePage, email: str, user: Any) -> list[FollowUpLink]:
    """Ask this address after 6, 12 and 24 months, counted from the meeting, or from today where none is
    known. What is over is not asked; what is planned already gets the new address.

    Raises ``ValidationError`` for a case that was taken back.
    """
    if case.is_withdrawn:
        raise ValidationError(_("Der Fall ist zurückgezogen; es wird nicht mehr gefragt."))
    link = CaseMeeting.objects.select_related("meeting").filter(case=case).first()
    start = (link.meeting.date if link and link.meeting.date else None) or timezone.localdate()
    planned = []
    for after in FollowUpAfter.values:
        due: date = start + relativedelta(months=after)
        if due + VALID < timezone.localdate():
            continue
        row, _created = FollowUpLink.objects.get_or_create(
            case=case,
            after=after,
            defaults={"due_on": due, "expires_on": due + VALID, "created_by": user},
        )
        if row.sent_at is None:
            FollowUpLink.objects.filter(pk=row.pk).update(sealed_email=seal(email))
        planned.append(row)
    return planned


def ask_due() -> int:
    """Send the questions whose day has come; returns their number. Safe to run twice, also at the same
    time: a row is marked and its mail written in one transaction.
    """
    today = timezone.localdate()
    due = FollowUpLink.objects.filter(sent_at=None, used_at=None, due_on__lte=today, expires_on__gte=today)
    sent = 0
    for pk in list(due.exclude(sealed_email="").values_list("pk", flat=True)):
        with transaction.atomic():
            if not due.filter(pk=pk).update(sent_at=timezone.now()):
                continue
            _mail(FollowUpLink.objects.select_related("case").get(pk=pk))
        sent += 1
    return sent


def _mail(row: FollowUpLink) -> None:
    address = absolute(reverse("follow_up", args=[row.token]))
    send(
        to=str(open_sealed(row.sealed_email)),
        language="de",
        template="cases/mail/follow_up.txt",
        context={
            "title": row.case.title,
            "after": row.get_after_display(),
            "until": row.expires_on,
            "address": address,
            "choices": [(outcome.label, f"{address}?stand={outcome.value}") for outcome in OFFERED],
        },
        end_url="",
        message_id=f"nachfrage.{row.key}",
    )


@transaction.atomic
def answer(*, link: FollowUpLink, status: str, text: str, effects: str, cost_band: str) -> CaseFollowUp:
    """The case giver says what became of it: received, and shown once an editor has accepted it. The address
    is forgotten.

    Raises ``ValidationError`` for a link that is over or used, and for what does not fit.
    """
    if not link.use():
        raise ValidationError(_("Dieser Link ist nicht mehr offen."))
    told = CaseFollowUp(
        case_id=link.case_id,
        after=link.after,
        status=status,
        text=text,
        effects=effects,
        cost_band=cost_band,
        origin=ContributionOrigin.LINK,
    )
    told.full_clean()
    told.save()
    FollowUpLink.objects.filter(pk=link.pk).update(sealed_email="")
    link.refresh_from_db()
    return told


def own_links(*, mailboxes: frozenset[str]) -> list[FollowUpLink]:
    """Sent questions that wait for an answer of whoever has one of these mailboxes."""
    return [row for row in open_links(mailboxes=mailboxes) if row.sent_at and not row.closed]


def open_links(*, mailboxes: frozenset[str]) -> list[FollowUpLink]:
    """Questions to these mailboxes, sent or planned, that nobody answered. Addresses are sealed, so the open
    rows are looked through one by one; there are few. What no key opens is nobody's.
    """
    if not mailboxes:
        return []
    waiting = FollowUpLink.objects.filter(used_at=None).exclude(sealed_email="").select_related("case")
    return [row for row in waiting.order_by("expires_on") if _mailbox(row) in mailboxes]


def _mailbox(row: FollowUpLink) -> str:
    try:
        return mailbox_of(str(open_sealed(row.sealed_email)))
    except SealError:
        return ""


def end_questions(*, mailboxes: frozenset[str]) -> None:
    """Nobody is asked there any more: the addresses are forgotten, and links that were sent are closed."""
    keys = [row.pk for row in open_links(mailboxes=mailboxes)]
    FollowUpLink.objects.filter(pk__in=keys).update(sealed_email="")


def forget_addresses() -> int:
    """Addresses whose link is over are forgotten; answers how many."""
    over = FollowUpLink.objects.filter(expires_on__lt=timezone.localdate()).exclude(sealed_email="")
    return over.update(sealed_email="")


@transaction.atomic
def reseal_addresses() -> int:
    """Seal every address anew with the first key; answers how many. Raises ``SealError``."""
    rows = list(FollowUpLink.objects.select_for_update().exclude(sealed_email=""))
    for row in rows:
        FollowUpLink.objects.filter(pk=row.pk).update(sealed_email=reseal(row.sealed_email))
    return len(rows)


@hourly
def look_back() -> None:
    """What a worker does every hour."""
    ask_due()
    forget_addresses()
