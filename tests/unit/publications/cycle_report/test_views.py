"""The pages of the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client
from django.urls import reverse

from knowledge import contributions
from knowledge.accounts.roles import ensure_roles
from knowledge.cycle import bring_to
from knowledge.models import LessonAnchor, LessonPage, LessonVerdict
from publications.cycle_report import views
from publications.pdf import PdfTooSlowError, PdfUnavailableError, rendering
from tests.factories import LessonPageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Any:
    ensure_roles()
    cycle = make.held().cycle
    make.with_page(cycle)
    return cycle


def test_everybody_reads_the_counts_of_a_closed_cycle_alone(cycle: Any) -> None:
    address = f"/staffelbericht/{cycle.number}/"
    assert Client().get(address).status_code == 404
    bring_to(record=cycle, state="abgeschlossen")
    page = Client().get(address)
    assert page.status_code == 200 and "Staffelbericht" in page.content.decode()
    assert "Person" not in page.content.decode()


@pytest.mark.parametrize("how", make.HIDING)
def test_a_hidden_page_hides_its_report(cycle: Any, how: str) -> None:
    bring_to(record=cycle, state="abgeschlossen")
    make.hide(cycle.public_page, how)
    page = Client().get(f"/staffelbericht/{cycle.number}/")
    assert page.status_code == 404 and cycle.title not in page.content.decode()


def test_who_runs_it_reads_the_whole_also_on_paper(cycle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(UserFactory(role="Moderation"))
    assert "5 Personen da" in client.get(reverse("cycle_report", args=[cycle.pk])).content.decode()
    printed: list[str] = []
    monkeypatch.setattr(views, "print_html", lambda html, **limit: printed.append(html) or b"%PDF")
    paper = client.get(reverse("cycle_report_pdf", args=[cycle.pk]))
    assert paper["Content-Type"] == "application/pdf" and "5 Personen da" in printed[0]

    for reason in (PdfUnavailableError("Es fehlt pango."), PdfTooSlowError("Es dauert zu lange.")):
        monkeypatch.setattr(views, "print_html", Mock(side_effect=reason))
        said = client.get(reverse("cycle_report_pdf", args=[cycle.pk]), follow=True)
        assert str(reason) in said.content.decode()
    client.force_login(UserFactory(role="Alumni"))
    assert client.get(reverse("cycle_report", args=[cycle.pk])).status_code in {302, 403}


def test_who_waits_for_the_paper_waits_seconds(
    cycle: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asleep = tmp_path / "printer.py"
    asleep.write_text("import time\ntime.sleep(30)", encoding="utf-8")
    monkeypatch.setattr(rendering, "PRINTER", asleep)
    assert views.SECONDS <= 20
    monkeypatch.setattr(views, "SECONDS", 0.2)
    client = Client()
    client.force_login(UserFactory(role="Moderation"))
    said = client.get(reverse("cycle_report_pdf", args=[cycle.pk]), follow=True)
    assert "Bitte in einigen Minuten noch einmal versuchen" in said.content.decode()


def test_a_lesson_is_never_named_without_its_state(cycle: Any) -> None:
    meeting = cycle.meetings.get()
    lesson = LessonPageFactory(short_name="Die Uhr in der Mitte")
    verdict = LessonVerdict.objects.create(
        lesson=lesson, cycle=cycle, meeting=meeting, kind="bestaetigt", reason="Es trug."
    )
    contributions.accept(contribution=verdict)
    LessonAnchor.objects.create(lesson=lesson, page=cycle.public_page)
    client = Client()
    client.force_login(UserFactory(role="Moderation"))
    page = client.get(reverse("cycle_report", args=[cycle.pk])).content.decode()
    named = [row for row in page.split("<li>") if "Die Uhr in der Mitte" in row.partition("</li>")[0]]
    state = LessonPage.objects.get(pk=lesson.pk).state.label
    assert len(named) == 2 and all(f"({state})" in row for row in named)
