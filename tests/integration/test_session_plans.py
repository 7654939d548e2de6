"""The session plan in the administration: what is computed stands in the form and on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import WorkingMeeting
from methods.models import SessionPlan


@pytest.fixture
def plan() -> SessionPlan:
    """The programme of the first meeting, for eight people."""
    plan: SessionPlan = SessionPlan.objects.get(meeting=WorkingMeeting.objects.get(cycle__number=1, number=1))
    plan.n_participants = 8
    plan.save()
    return plan


@pytest.mark.parametrize("username", ["redaktion", "moderation"])
@pytest.mark.parametrize("name", ["wagtailsnippets_methods_sessionplan:edit", "session_plan_print"])
def test_form_and_print_show_the_sheet(signed_in: Any, plan: SessionPlan, username: str, name: str) -> None:
    html = signed_in(username).get(reverse(name, args=[plan.pk])).content.decode()
    sheet = plan.sheet()
    assert sheet.packing
    assert sheet.warnings
    assert f"09:30 bis {sheet.end} Uhr ({sheet.minutes} Minuten), 8 Teilnehmende." in html
    assert all(
        words in html
        for words in [
            *sheet.warnings,
            *(packed.item for packed in sheet.packing),
            *(phase.title for phase in sheet.phases),
        ]
    )


def test_a_new_plan_has_nothing_to_show_yet(signed_in: Any) -> None:
    html = signed_in("redaktion").get(reverse("wagtailsnippets_methods_sessionplan:add")).content.decode()
    assert "Nach dem Speichern stehen hier das Ende" in html
    assert 'name="n_participants" value="12"' in html


def test_a_form_with_mistakes_still_opens(signed_in: Any, plan: SessionPlan) -> None:
    data = {
        "title": "Ablauf",
        "start": "",
        "planned_end": "",
        "n_participants": "",
        "blocks-TOTAL_FORMS": 0,
        "blocks-INITIAL_FORMS": 0,
    }
    response = signed_in("redaktion").post(
        reverse("wagtailsnippets_methods_sessionplan:edit", args=[plan.pk]), data
    )
    assert response.status_code == 200
    assert response.context["form"].errors.keys() >= {"start", "n_participants"}


def test_the_printed_plan_is_not_for_alumni_or_readers(signed_in: Any, plan: SessionPlan) -> None:
    address = reverse("session_plan_print", args=[plan.pk])
    assert Client().get(address).status_code == 302
    assert plan.title not in signed_in("alumna").get(address, follow=True).content.decode()
    answer = signed_in("redaktion").get(address)
    assert "no-store" in answer["Cache-Control"]
    assert signed_in("redaktion").get(reverse("session_plan_print", args=[0])).status_code == 404


def test_the_number_of_participants_is_not_public(plan: SessionPlan) -> None:
    SessionPlan.objects.update(n_participants=987)
    page = plan.meeting.cycle.public_page
    assert "987" not in Client().get(page.url).content.decode()
