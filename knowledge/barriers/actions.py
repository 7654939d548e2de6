"""A report is kept, those who answer hear that one waits, and it goes when its day has come."""

from __future__ import annotations

import re
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from knowledge.barriers.models import BarrierReport
from knowledge.host import host_look
from search.models import mailbox_of
from search.public_forms import absolute, send

__all__ = ["forget_old_reports", "forget_reports_of", "report_barrier", "reports_of"]

_ADDRESS: Final = re.compile(r"[^\s<>()\[\],;:/\"']+@[^\s<>()\[\],;:/\"']+")
"""A mail address within what somebody wrote by hand: "Erika, erika@rathaus.example."."""


@transaction.atomic
def report_barrier(*, text: str, place: str, contact: str) -> BarrierReport:
    """Keep it and write to those who run the library: that one waits and where, no word of a stranger."""
    row = BarrierReport.objects.create(text=text, place=place, contact=contact)
    inbox = reverse(row.snippet_viewset.get_url_name("inspect"), args=[row.pk])  # type: ignore[attr-defined]
    send(
        to=host_look().email,
        language="de",
        template="knowledge/mail/barrier.txt",
        context={"address": absolute(inbox)},
        end_url="",
        message_id=f"barriere.{row.pk}.{row.received_at:%Y%m%d%H%M%S}",
    )
    return row


def forget_old_reports() -> int:
    """Delete those whose day has come; answers how many."""
    gone, _by_kind = BarrierReport.objects.filter(keep_until__lt=timezone.localdate()).delete()
    return gone


def reports_of(*, mailboxes: frozenset[str]) -> list[BarrierReport]:
    """Those that ask for an answer to one of these mailboxes; there are few, and none for long."""
    with_address = BarrierReport.objects.filter(contact__contains="@")
    return [row for row in with_address if not mailboxes.isdisjoint(_mailboxes_in(row.contact))]


def _mailboxes_in(contact: str) -> set[str]:
    return {mailbox_of(address.rstrip(".")) for address in _ADDRESS.findall(contact)}


def forget_reports_of(*, mailboxes: frozenset[str]) -> None:
    """Delete those."""
    BarrierReport.objects.filter(pk__in=[row.pk for row in reports_of(mailboxes=mailboxes)]).delete()
