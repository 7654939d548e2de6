"""What somebody has to decide on the page about release and review, and the reasons that are proposed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import gate
from cases.admin.decisions import finding_rows, hint_rows
from cases.models import CasePage
from cases.sections import CaseText

pytestmark = pytest.mark.django_db


def test_a_reason_given_before_is_proposed_and_decides_nothing(
    draft: CasePage, admin_client: Client, second: Any
) -> None:
    draft.takeaway = "Herr Meier vom Bauhof war dagegen."
    draft.save()
    address = reverse("case_release", args=[draft.pk])
    assert "aus einer früheren Prüfung" not in admin_client.get(address).content.decode()
    gate.carry_reasons(case=draft, kept={"meier": "erfunden", "anderes": "allgemein"}, user=second)
    (kept,) = draft.reviews.values_list("exceptions", flat=True)
    assert [row["reason"] for row in kept] == ["erfunden"]
    page = admin_client.get(address).content.decode()
    assert "Grund aus einer früheren Prüfung: „Erfundener Name“. Bitte nachsehen." in page
    assert not re.search(r'value="erfunden"\s+selected', page), "nobody passes it without choosing"
    assert "Diese Funde halten den Fall auf" in page and "Noch nicht geprüft" not in page
    assert "review" in {problem.code for problem in gate.problems(draft)}
    assert [problem for problem in gate.problems(draft) if problem.code.startswith("finding")]


def test_what_is_decided_proposes_nothing_and_a_guess_is_only_shown(draft: CasePage, second: Any) -> None:
    draft.takeaway = "Herr Meier vom Bauhof war dagegen."
    draft.save()
    text = CaseText.of(draft)
    (row,) = finding_rows(draft, text)
    assert (row["words"], row["reason"], "proposed" in row) == ("Meier", "", False)
    gate.record_review(case=draft, reviewer=second, exceptions=[{"mark": row["mark"], "reason": "erfunden"}])
    (row,) = finding_rows(draft, text)
    assert (row["reason"], "proposed" in row) == ("erfunden", False)
    assert "Meier" not in {hint["words"] for hint in hint_rows(draft, text)}
