"""Invented questions of the demo, in every state, without a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from cases.contact.actions import ANSWERABLE
from cases.models import CaseContact, CasePage, ContactRelay, ContactRequest
from knowledge.guard import seal

__all__ = ["place_contact"]


def place_contact(*, case: CasePage, row: Mapping[str, Any]) -> bool:
    """What a file says about the contact to a case: ``takes_questions``, ``email`` of its people, ``state``,
    ``question``, ``answer`` and the ``name`` of who asks. Answers whether there is a question.
    """
    email = row.get("email", "")
    if "takes_questions" in row:
        CaseContact.objects.update_or_create(
            case=case,
            defaults={
                "takes_questions": row["takes_questions"],
                "sealed_email": seal(email) if email else "",
            },
        )
    if not row.get("question"):
        return False
    now, until = timezone.now(), timezone.localdate() + ANSWERABLE
    asked = ContactRequest.objects.create(
        case=case,
        state=row["state"],
        expires_on=until,
        used_at=now,
        sealed_asker=seal({"name": row["name"], "email": "frage@rathaus.example"}),
        sealed_question=seal(row["question"]),
    )
    relay = ContactRelay(request=asked, expires_on=until, sent_at=now if email else None)
    relay.sealed_email = seal(email) if email else ""
    if row.get("answer"):
        relay.seal_answer(row["answer"], None)
        relay.used_at = now
    relay.save()
    return True
