"""A barrier is reported without login, cookie or captcha; the mail says what, where and whom to answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

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


def test_a_report_becomes_a_mail_to_those_who_run_the_library(settings: Any) -> None:
    settings.CONTACT_EMAIL = "redaktion@rathaus.example"
    response = report(antwort="jemand@rathaus.example")
    assert response.status_code == 302 and response.url == "/barriere-melden/danke/"
    (sent,) = mail.outbox
    assert sent.to == ["redaktion@rathaus.example"] and sent.subject == "Barriere gemeldet"
    for part in ("Vorleseprogramm", "/abdeckung/", "jemand@rathaus.example"):
        assert part in sent.body


@pytest.mark.parametrize("fields", [{"was": " "}, {"webseite": "http://spam.example"}, {"stempel": "falsch"}])
def test_what_is_refused_is_printed_again_and_sends_nothing(fields: dict[str, str]) -> None:
    response = report(**fields)
    assert response.status_code == 422 and mail.outbox == []
    assert "/abdeckung/" in response.text
