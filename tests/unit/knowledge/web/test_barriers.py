"""A barrier is reported without login, cookie or captcha; what, where and whom to answer waits inside."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from knowledge.models import BarrierReport
from search.public_forms import fields as open_forms
from search.public_forms.fields import stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def report(**fields: str) -> Any:
    said = {"was": "Die Tabelle liest mein Vorleseprogramm nicht vor.", "wo": "/abdeckung/", **fields}
    return Client(enforce_csrf_checks=True).post(
        "/barriere-melden/", {"stempel": stamp("barriere"), "webseite": "", **said}
    )


def test_the_form_needs_no_cookie_and_knows_where_somebody_comes_from(client: Client) -> None:
    response = client.get("/barriere-melden/?seite=/abdeckung/")
    assert not response.cookies and 'value="/abdeckung/"' in response.text
    assert "captcha" not in response.text.lower()


def test_a_report_waits_inside_and_those_who_run_the_library_hear_of_it(settings: Any) -> None:
    settings.CONTACT_EMAIL = "redaktion@rathaus.example"
    response = report(antwort="jemand@rathaus.example")
    assert response.status_code == 302 and response.url == "/barriere-melden/danke/"
    (sent,) = mail.outbox
    assert sent.to == ["redaktion@rathaus.example"]
    assert sent.subject == "Ein Bericht wartet: Barriere gemeldet"
    row = BarrierReport.objects.get()
    assert "Vorleseprogramm" in row.text
    assert (row.place, row.contact) == ("/abdeckung/", "jemand@rathaus.example")


def test_the_secret_in_an_address_is_kept_nowhere(client: Client) -> None:
    page = client.get("/barriere-melden/?seite=/freigabe/abc123/", follow=True)
    assert "abc123" not in page.text and 'value="/freigabe/***/"' in page.text
    report(wo="https://rathaus.example/en/freigabe/abc123/", was="Auf /verlauf/abc123/ fehlt der Fokus.")
    row = BarrierReport.objects.get()
    assert row.place == "https://rathaus.example/en/freigabe/***/"
    assert row.text == "Auf /verlauf/***/ fehlt der Fokus."
    assert not [sent for sent in mail.outbox if "abc123" in sent.body]


@pytest.mark.parametrize("fields", [{"was": " "}, {"webseite": "http://spam.example"}, {"stempel": "falsch"}])
def test_what_is_refused_is_printed_again_and_sends_nothing(fields: dict[str, str]) -> None:
    response = report(**fields)
    assert response.status_code == 422 and mail.outbox == [] and not BarrierReport.objects.exists()
    assert "/abdeckung/" in response.text
