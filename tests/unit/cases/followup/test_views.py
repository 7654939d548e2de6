"""The page behind the link: a look stores nothing, the button does, and every dead end leads on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.followup import views
from cases.models import CaseFollowUp, CasePage, FollowUpLink
from knowledge.models import WorkingMeeting
from search.public_forms import fields as open_forms
from search.public_forms import stamp
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def link(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> FollowUpLink:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    today = timezone.localdate()
    return FollowUpLink.objects.create(case=draft, after=6, due_on=today, expires_on=today)


def address() -> str:
    return f"/verlauf/{FollowUpLink.objects.get().token}/"


def send(**other: str) -> Any:
    values = {"stand": "begonnen", "text": "Es fing an.", "webseite": "", "stempel": stamp("verlauf")}
    return Client(enforce_csrf_checks=True).post(address(), values | other)


def test_the_mail_chooses_and_only_the_button_stores() -> None:
    page = Client().get(f"{address()}?stand=gescheitert")
    assert re.search(r'value="gescheitert"[^>]*checked', page.content.decode())
    assert page["Referrer-Policy"] == "no-referrer" and not page.cookies
    assert not CaseFollowUp.objects.exists()
    assert send().status_code == 302
    assert CaseFollowUp.objects.get().status == "begonnen"
    again = send(text="Noch einmal.")
    assert "Danke, Ihre Antwort ist da" in again.content.decode()
    assert CaseFollowUp.objects.count() == 1


def test_a_name_is_caught_and_the_text_stays() -> None:
    text = "Bürgermeister Hubert Wiesinger aus Rosenheim hat es verhindert."
    response = send(text=text)
    assert response.status_code == 422 and f"{text}</textarea>" in response.content.decode()
    assert not CaseFollowUp.objects.exists()


def test_forged_and_expired_say_so_and_give_the_text_back(link: FollowUpLink) -> None:
    assert Client().get("/verlauf/falsch/").status_code == 404
    yesterday = timezone.localdate() - timedelta(days=1)
    FollowUpLink.objects.filter(pk=link.pk).update(due_on=yesterday, expires_on=yesterday)
    response = send()
    assert response.status_code == 410 and "Es fing an." in response.content.decode()


def test_editors_plan_questions(draft: CasePage) -> None:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    desk = reverse("plan_follow_ups", args=[draft.pk])
    assert client.post(desk, {"mail": "keine"}).status_code == 200
    WorkingMeeting.objects.filter(pk=draft.meeting_link.meeting_id).update(date=timezone.localdate())
    client.post(desk, {"mail": "a@rathaus.example"})
    assert draft.follow_up_links.count() == 3
    assert "verschickt" not in client.get(desk).content.decode()
    client.force_login(UserFactory())
    assert client.get(desk).status_code in {302, 403}


def test_nothing_planned_is_no_success(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "plan_follow_ups", lambda **_values: [])
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    desk = reverse("plan_follow_ups", args=[draft.pk])
    page = client.post(desk, {"mail": "a@rathaus.example"}, follow=True).content.decode()
    assert "Geplant ist nichts" in page and "Geplant: 0" not in page
