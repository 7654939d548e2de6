"""Questions of the demo come without a mail, sealed like any other."""

from __future__ import annotations

import pytest
from django.core import mail

from cases.contact import offers_contact, place_contact
from cases.models import CasePage, ContactRequest

pytestmark = pytest.mark.django_db


def test_an_answered_question_and_a_refusal(draft: CasePage) -> None:
    row = {
        "state": "beantwortet",
        "name": "Person A",
        "question": "Wie?",
        "answer": "So.",
        "email": "b@x.example",
    }
    assert place_contact(case=draft, row=row)
    asked = ContactRequest.objects.get()
    assert (asked.question, asked.relay.answer, asked.asker["name"]) == ("Wie?", "So.", "Person A")
    assert not place_contact(case=draft, row={"takes_questions": False})
    assert not offers_contact(draft) and mail.outbox == []
