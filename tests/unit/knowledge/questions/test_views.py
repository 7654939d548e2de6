"""The form that asks, and the page behind the link of its mails: one deed each."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import OpenQuestion, QuestionSubscription
from search.public_forms import fields, stamp

pytestmark = pytest.mark.django_db

TEXT = "Wie teilen sich kleine Orte einen Bauhof?"


@pytest.fixture
def row() -> QuestionSubscription:
    return QuestionSubscription.objects.create(
        question=OpenQuestion.objects.create(text=TEXT), email="a@rathaus.example"
    )


def test_the_form_begins_with_what_was_searched(client: Client) -> None:
    form = client.get(reverse("question"), {"q": "Bauhof"}).context["form"]
    assert (form["frage"].value(), form.origin) == ("Bauhof", OpenQuestion.Origin.SEARCH)


@pytest.mark.parametrize(("email", "end"), [("", "/danke/"), ("a@rathaus.example", "/danke/?mail=1")])
def test_thanks_say_whether_a_mail_comes(
    email: str, end: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)
    answer: Any = client.post(reverse("question"), {"frage": TEXT, "mail": email, "stempel": stamp("frage")})
    assert answer.url.endswith(end)


def test_a_link_alone_confirms_nothing(row: QuestionSubscription, client: Client) -> None:
    confirm = reverse("confirm_question_subscription", args=[row.key])
    seen: Any = client.get(confirm, follow=True)
    assert seen.redirect_chain == [(reverse("question_subscription", args=[row.key]), 302)]
    assert seen.status_code == 200
    row.refresh_from_db()
    assert not row.is_confirmed
    assert client.post(confirm, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.is_confirmed


@pytest.mark.parametrize("posted", [{}, {"List-Unsubscribe": "One-Click"}])
def test_it_ends_by_button_and_from_the_mail(
    row: QuestionSubscription, posted: dict[str, str], client: Client
) -> None:
    address = reverse("question_subscription", args=[row.key])
    assert client.post(address, posted).status_code == 200
    assert not QuestionSubscription.objects.exists()
    assert client.post(address, posted).status_code == 200, "a second click is no error"
    assert client.get(address).status_code == 404
    assert client.post(reverse("confirm_question_subscription", args=[row.key])).status_code == 404
