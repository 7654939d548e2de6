"""What is asked through the trustee lies sealed, and nobody is named before both have said yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.gate import withdraw
from cases.models import CaseContact, CasePage, ContactRelay, ContactRequest
from knowledge.guard import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(draft: CasePage) -> ContactRequest:
    until = timezone.localdate() + timedelta(days=30)
    row = ContactRequest.objects.create(
        case=draft,
        expires_on=until,
        state=ContactRequest.State.WAITING,
        sealed_asker=seal({"name": "Person A", "email": "a@rathaus.example"}),
        sealed_question=seal("Wer hat das bezahlt?"),
    )
    ContactRelay.objects.create(request=row, expires_on=until)
    return row


def test_two_yeses_are_needed(request_: ContactRequest) -> None:
    relay = request_.relay
    relay.seal_answer("Der Kreis.", None)
    request_.shows_asker = True
    assert relay.answer == "Der Kreis." and not relay.knows_each_other
    relay.seal_answer("Der Kreis.", {"name": "Person B", "email": "b@rathaus.example"})
    assert relay.knows_each_other
    request_.shows_asker = False
    assert not relay.knows_each_other


def test_nothing_lies_in_the_clear_and_all_goes_with_the_case(
    request_: ContactRequest, draft: CasePage
) -> None:
    CaseContact.objects.create(case=draft, sealed_email=seal("b@rathaus.example"))
    stored = str([*ContactRequest.objects.values(), *CaseContact.objects.values()])
    assert "rathaus" not in stored and "bezahlt" not in stored
    assert (request_.asker["name"], request_.question) == ("Person A", "Wer hat das bezahlt?")
    withdraw(case=draft)
    assert not (ContactRequest.objects.exists() or ContactRelay.objects.exists())
    assert not CaseContact.objects.exists()


def test_who_takes_no_questions_leaves_no_address(draft: CasePage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseContact.objects.create(case=draft, takes_questions=False, sealed_email="x")


def test_open_and_over(request_: ContactRequest) -> None:
    assert request_.is_open and request_ in ContactRequest.objects.at_the_desk()
    assert not ContactRequest.objects.over().exists()
    ContactRequest.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert ContactRequest.objects.over().get() == request_
