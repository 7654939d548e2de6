"""What the trustee holds for the mailboxes of one person. Addresses are sealed, so the rows are looked
through one by one; there are few, and none for long.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cases.contact.actions import decline, delete
from cases.models import CaseContact, ContactRelay, ContactRequest
from knowledge.guard import SealError, open_sealed
from search.models import mailbox_of

__all__ = ["forget_mailboxes", "questions_by", "questions_to"]


def _is_of(sealed: str, mailboxes: frozenset[str]) -> bool:
    """Whether a sealed address, or the sealed person with one, is of these; not where no key opens it."""
    try:
        opened: Any = open_sealed(sealed)
    except SealError:
        return False
    email = opened.get("email", "") if isinstance(opened, dict) else opened
    return bool(email) and mailbox_of(email) in mailboxes


def questions_to(*, mailboxes: frozenset[str]) -> list[ContactRelay]:
    """Questions that wait for an answer of theirs, the first due first."""
    rows = ContactRelay.objects.filter(used_at=None).exclude(sealed_email="").select_related("request__case")
    return [
        row for row in rows.order_by("expires_on") if not row.closed and _is_of(row.sealed_email, mailboxes)
    ]


def questions_by(*, mailboxes: frozenset[str]) -> list[ContactRequest]:
    """What they asked and what is not deleted yet, the newest first."""
    rows = ContactRequest.objects.exclude(sealed_asker="").select_related("case").order_by("-created")
    return [row for row in rows if not row.is_over and _is_of(row.sealed_asker, mailboxes)]


@transaction.atomic
def forget_mailboxes(*, mailboxes: frozenset[str]) -> None:
    """They answer no more, ask no more and are no longer known: what waits for them is declined, what they
    asked is deleted, and no further question goes to them.
    """
    for relay in questions_to(mailboxes=mailboxes):
        decline(relay=relay)
    answered = ContactRelay.objects.exclude(sealed_email="", sealed_giver="")
    for row in answered:
        if _is_of(row.sealed_email, mailboxes) or _is_of(row.sealed_giver, mailboxes):
            ContactRelay.objects.filter(pk=row.pk).update(sealed_email="", sealed_giver="")
    for request in ContactRequest.objects.exclude(sealed_asker=""):
        if _is_of(request.sealed_asker, mailboxes):
            delete(request=request)
    for contact in CaseContact.objects.exclude(sealed_email=""):
        if _is_of(contact.sealed_email, mailboxes):
            contact.delete()
