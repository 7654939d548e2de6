"""A report from a phone: received once, required before a meeting is worked up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from knowledge.cycle.gate import open_of_meeting
from methods.models import ReportRequest, UsageReport
from search.public_forms import fields as open_forms
from search.public_forms import stamp
from tests.factories import HomePageFactory, MethodCardPageFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> ReportRequest:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    HomePageFactory()
    return ReportRequest.objects.create(
        card=MethodCardPageFactory(),
        meeting=WorkingMeetingFactory(),
        planned_minutes=45,
        expires_on=timezone.localdate(),
    )


def send(asked: ReportRequest, **other: str) -> Any:
    values = {"personen": "9", "minuten": "50", "getragen": "4", "webseite": "", "stempel": stamp("einsatz")}
    return Client(enforce_csrf_checks=True).post(f"/einsatz/{asked.token}/", values | other)


def test_four_numbers_are_enough_and_count_once(asked: ReportRequest) -> None:
    assert "fehlt der Einsatzbericht" in str(open_of_meeting(asked.meeting)[0])
    page = Client().get(f"/einsatz/{asked.token}/")
    assert "Geplant waren 45 Minuten" in page.content.decode() and not page.cookies
    assert not UsageReport.objects.exists()
    assert send(asked).status_code == 302
    report = UsageReport.objects.get()
    assert (report.state, report.origin, report.planned_minutes, report.actual_minutes, report.worked) == (
        "eingegangen", "link", 45, 50, 4,
    )  # fmt: skip
    assert "Danke" in send(asked).content.decode() and UsageReport.objects.count() == 1
    assert open_of_meeting(asked.meeting) == []


def test_names_absurd_numbers_and_dead_links(asked: ReportRequest) -> None:
    text = "Bürgermeister Hubert Wiesinger aus Rosenheim redete zu lang."
    refused = send(asked, geaendert=text)
    assert refused.status_code == 422 and f"{text}</textarea>" in refused.content.decode()
    assert send(asked, minuten="0").status_code == 422
    assert Client().get(f"/einsatz/{asked.key.hex}.gefaelscht/").status_code == 404
    ReportRequest.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    late = send(asked, geaendert="Es dauerte.", stolperstein="Die Uhr fehlte.")
    assert late.status_code == 410 and "Es dauerte." in late.content.decode()
    assert not UsageReport.objects.exists()
