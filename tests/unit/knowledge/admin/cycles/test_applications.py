"""Decisions about applications."""

from __future__ import annotations

import io

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from knowledge.accounts.roles import ensure_roles
from knowledge.admin.cycles import applications
from knowledge.cycle.call import sheet
from knowledge.cycle.call.known import Known, KnownRecord
from tests.factories import HomePageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    for module in (applications, sheet):
        monkeypatch.setattr(module, "already_known", lambda concern: Known((), ()))
    HomePageFactory()
    ensure_roles()
    browser = Client()
    browser.force_login(UserFactory(role="Moderation"))
    return browser


def test_the_list_shows_places_and_each_decision_is_a_button(client: Client) -> None:
    cycle = make.announced(places=1)
    first, second = make.application(cycle, "A"), make.application(cycle, "B")
    address = reverse("cycle_applications", args=[cycle.pk])
    page = client.get(address)
    assert make.CONCERN in page.content.decode() and "no-store" in page["Cache-Control"]
    assert "Ja: Zusagen" in page.content.decode()  # each decision asks once more
    client.post(reverse("decide_application", args=[first.pk]), {"schritt": "zusagen"})
    full = client.post(reverse("decide_application", args=[second.pk]), {"schritt": "zusagen"}, follow=True)
    assert "Alle 1 Plätze sind vergeben" in full.content.decode()
    client.post(reverse("decide_application", args=[second.pk]), {"schritt": "warteliste"})
    assert [message.to for message in mail.outbox] == [["a@rathaus.example"], ["b@rathaus.example"]]
    sheet_file = client.get(reverse("cycle_applications_sheet", args=[cycle.pk]))
    assert sheet_file.content[:2] == b"PK"


def test_what_is_known_is_named_with_its_standing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = KnownRecord("Punkte", "/lehren/p/", "Widerlegt")
    for module in (applications, sheet):
        monkeypatch.setattr(module, "already_known", lambda concern: Known((), (lesson,)))
    cycle = make.announced()
    make.application(cycle, "A")
    page = client.get(reverse("cycle_applications", args=[cycle.pk])).content.decode()
    assert '<li><a href="/lehren/p/">Punkte</a> (Widerlegt)</li>' in page
    book = load_workbook(io.BytesIO(client.get(reverse("cycle_applications_sheet", args=[cycle.pk])).content))
    assert "Punkte (Widerlegt)" in {cell.value for row in book.active.iter_rows() for cell in row}


def test_an_application_that_cannot_be_opened_hides_no_other(client: Client) -> None:
    cycle = make.announced()
    make.application(cycle, "A", sealed_concern="kaputt")
    make.application(cycle, "B")
    page = client.get(reverse("cycle_applications", args=[cycle.pk])).content.decode()
    assert "1 Anmeldung lässt sich nicht öffnen" in page and "Person B" in page


def test_editors_of_nothing_see_nothing(client: Client) -> None:
    cycle = make.announced()
    client.force_login(UserFactory(role="Alumni"))
    for name in ("cycle_applications", "cycle_applications_sheet"):
        assert client.get(reverse(name, args=[cycle.pk])).status_code in {302, 403}


def test_unknown_steps_and_those_of_the_applicant_are_refused(client: Client) -> None:
    row = make.application(make.announced(), "A")
    client.raise_request_exception = False
    address = reverse("decide_application", args=[row.pk])
    for step in ("", "\0", "erfunden", "9" * 5000):
        answer = client.post(address, {"schritt": step}, follow=True)
        assert "Diesen Schritt gibt es nicht." in answer.content.decode(), step[:9]
    own = client.post(address, {"schritt": "zurueckziehen"}, follow=True)
    assert "Das kann nur, wer sich angemeldet hat." in own.content.decode()
    row.refresh_from_db()
    assert row.state == "eingegangen" and not mail.outbox
