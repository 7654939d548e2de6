"""The trustee's desk: by whom it is used, and what it does with a question and a stance."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.contact import confirm
from cases.models import CaseContact, CasePage, ContactRequest
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_a_question_is_brought_or_declined(client: Client, asked: ContactRequest) -> None:
    confirm(request=asked)
    desk = reverse("contact_desk")
    page = client.get(desk)
    assert "Ausschlag" in page.text and "Person A" not in page.text
    client.post(desk, {"frage": str(asked.pk), "aktion": "bringen", "mail": "keine"})
    assert ContactRequest.objects.get().state == "treuhand"
    client.post(desk, {"frage": str(asked.pk), "aktion": "bringen", "mail": "b@rathaus.example"})
    assert ContactRequest.objects.get().state == "weitergeleitet"
    assert mail.outbox[-1].to == ["b@rathaus.example"]
    assert client.post(desk, {"frage": "keine", "aktion": "ablehnen"}).status_code == 404
    client.post(desk, {"frage": str(asked.pk), "aktion": "ablehnen"})
    assert ContactRequest.objects.get().state == "abgelehnt"


def test_what_a_case_giver_said_is_kept(client: Client, draft: CasePage) -> None:
    address = reverse("case_contact", args=[draft.pk])
    assert client.post(address, {"fragen": "ja", "mail": "keine"}).status_code == 200
    client.post(address, {"fragen": "ja", "mail": "b@rathaus.example"})
    assert CaseContact.objects.get().sealed_email
    assert "b@rathaus.example" not in client.get(address).text
    client.post(address, {"fragen": "nein", "mail": "b@rathaus.example"})
    assert CaseContact.objects.get().sealed_email == ""


def test_nobody_else_sees_the_desk(draft: CasePage) -> None:
    client = Client()
    client.force_login(UserFactory())
    for address in (reverse("contact_desk"), reverse("case_contact", args=[draft.pk])):
        assert client.get(address).status_code in {302, 403}
