"""The tick list in the page of release and review."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.admin.told_facts import told_facts
from cases.gate.profile_rules import k_of_case
from cases.models import CaseFact, CasePage
from cases.sections import CaseText
from knowledge.anonymity.retention import subject_of
from knowledge.models import AnonymityTrail

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(draft: CasePage) -> CasePage:
    draft.kernel = "Die Straßenbahn hält am Krankenhaus. Das Krankenhaus wächst."
    draft.size_band, draft.federal_state = "stadt-ab-20000", "BY"
    draft.save(clean=False)
    return CasePage.objects.get(pk=draft.pk)


def rows(case: CasePage) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in told_facts(case, CaseText.of(case))["facts"]}


def test_each_fact_says_who_has_it_and_what_is_left(told: CasePage) -> None:
    found = rows(told)
    assert found["tram"]["who"] == "Augsburg, München, Nürnberg, Würzburg" and found["tram"]["left"] == 4
    assert "geschätzt" in found["hospital"]["who"] and found["hospital"]["left"] < 4


def test_the_list_ends_where_the_gate_counts_and_starts_with_what_narrows_most(told: CasePage) -> None:
    told.kernel = "Der Stadtrat will ein Krankenhaus und eine Jugendherberge."
    text = CaseText.of(told)
    shown = told_facts(told, text)
    left = [row["left"] for row in shown["facts"]]
    assert left == sorted(left, reverse=True) and len(left) >= 2
    assert any(row.get("is_kind") and row["word"] == "Stadtrat" for row in shown["facts"])
    assert shown["remaining"] == str(left[-1]) == str(k_of_case(told, text))
    assert shown["fits"] == "75" and shown["least"] == 20


def test_the_page_unticks_adds_and_takes_back(told: CasePage, admin_client: Client) -> None:
    address = reverse("case_release", args=[told.pk])

    def send(**values: str) -> str:
        answer = admin_client.post(address, {"aktion": "angabe"} | values, follow=True)
        return answer.content.decode()

    page = send(angabe="tram", grund="anderer-ort", angabe_soll="heraus")
    assert not rows(told)["tram"]["counts"] and "Der Text meint einen anderen Ort" in page
    assert "zählt nicht" in page, "the trail says it in words"
    send(angabe="bishop", grund="nebenbei", angabe_soll="dazu")
    assert rows(told)["bishop"]["counts"] and rows(told)["bishop"]["word"] == ""
    for key in ("tram", "bishop"):
        send(angabe=key, angabe_soll="zurueck")
    assert not CaseFact.objects.exists() and rows(told)["tram"]["counts"]
    assert AnonymityTrail.objects.filter(subject=subject_of(told).key, action="angabe").count() == 4


def test_a_profile_that_cannot_be_counted_has_no_list(told: CasePage) -> None:
    told.federal_state = ""
    assert told_facts(told, CaseText.of(told)) == {}
