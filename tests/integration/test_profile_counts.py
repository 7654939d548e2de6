"""The numbers beside the profile: in the form, on change, and in the gate."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import clearance
from cases.models import CaseMeeting, CasePage, ParticipantBand


@pytest.fixture
def case(library: Any) -> CasePage:
    return library.page("F01")


def ask(client: Client, **values: Any) -> Any:
    return client.get(reverse("profile_counts"), values)


def test_form_of_the_case_shows_the_numbers_as_saved(case: CasePage, signed_in: Any) -> None:
    page = signed_in("redaktion").get(reverse("wagtailadmin_pages:edit", args=[case.pk])).text
    assert "Gemeinden des Registers zu" in page
    assert f'data-kzahlen="{reverse("profile_counts")}"' in page
    assert f'data-kzahlen-fall="{case.pk}"' in page
    assert "cases/profile.js" in page


def test_form_of_a_new_case_waits_for_a_choice(case: CasePage, signed_in: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", case.get_parent().pk])
    assert "Sobald Land und Größe gewählt sind" in signed_in("redaktion").get(address).text


def test_bands_in_the_address_are_counted(signed_in: Any) -> None:
    response = ask(signed_in("redaktion"), state_band="BY", size_band="kleinstadt-klein")
    assert "trifft auf 351 Gemeinden des Registers zu" in response.text
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "Sobald Land" in ask(signed_in("redaktion"), state_band="BY").text


def test_too_little_comes_with_a_proposal(signed_in: Any) -> None:
    page = ask(signed_in("redaktion"), state_band="BW", size_band="landkreis", finance_band="angespannt", workforce_band="ueber-200").text
    assert "zu wenig, nötig sind 20" in page
    assert "Gröber fassen: Süddeutschland" in page


def test_cycle_of_the_case_counts(case: CasePage, signed_in: Any) -> None:
    cycle = case.meeting_link.meeting.cycle
    ParticipantBand.objects.create(cycle=cycle, state_band="BY", size_band=case.size_band, count=2)
    page = ask(signed_in("redaktion"), state_band="BY", size_band=case.size_band, fall=case.pk).text
    assert "trifft auf 2 Kommunen der Staffel zu – zu wenig, nötig sind 3" in page
    meeting = ask(signed_in("redaktion"), state_band="BY", size_band=case.size_band, treffen=case.meeting_link.meeting_id).text
    assert "2 Kommunen der Staffel" in meeting


def test_only_editors_of_the_case_may_ask(case: CasePage, signed_in: Any, client: Client) -> None:
    assert ask(client, fall=case.pk).status_code == 302
    assert ask(signed_in("alumna"), fall=case.pk).status_code == 302
    assert ask(signed_in("redaktion"), fall=10**9).status_code == 404


@pytest.mark.parametrize(("count", "codes"), [(2, {"k_alumni", "k_cycle"}), (4, {"k_alumni"}), (5, set())])
def test_gate_counts_the_participants_where_they_are_entered(count: int, codes: set[str], case: CasePage) -> None:
    case.finance_band = case.workforce_band = ""
    cycle = case.meeting_link.meeting.cycle
    ParticipantBand.objects.create(cycle=cycle, state_band="BY", size_band=case.size_band, count=count)
    found = [problem for problem in clearance.problems(case) if problem.code.startswith("k")]
    assert {problem.code for problem in found} == codes
    assert all("zu wenig" in problem.message for problem in found)
    CaseMeeting.objects.filter(case=case).delete()
    assert "k_cycle" not in {problem.code for problem in clearance.problems(CasePage.objects.get(pk=case.pk))}
