"""One form asks what is still missing, keeps what was filled in, and asks for the rest."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import CaseHypothesis, CasePage, RawCase, gaps, missing_fields
from cases.sealed import seal
from cases.sections import CaseText
from tests.factories import ChallengeAreaFactory, PolicyFieldFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lacking(draft: CasePage) -> CasePage:
    """As after the takeover of a raw case."""
    draft.kernel = draft.evidence_level = draft.key_question = ""
    draft.initial_situation, draft.hypotheses, draft.policy_fields = [], [], []
    ideas = list(draft.ideas.all())
    ideas[0].text = ""
    draft.ideas = ideas
    draft.save_revision(clean=False)
    return draft


def newest(case: CasePage) -> Any:
    return CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()


def address(case: CasePage) -> str:
    return reverse("case_missing", args=[case.pk])


def test_the_form_asks_for_what_the_gate_misses_and_for_nothing_else(
    lacking: CasePage, admin_client: Client
) -> None:
    case = newest(lacking)
    text = CaseText.of(case)
    asked = admin_client.get(address(lacking)).context["form"]
    assert set(asked.fields) == {
        "kernel",
        "evidence_level",
        "key_question",
        "initial_situation",
        "policy_fields",
        "hypotheses-0-text",
        "hypotheses-0-resonance",
        "ideas-0-text",
    }
    assert missing_fields(case, text), "the gate says the same"
    assert not any(field.required for field in asked.fields.values())


def test_what_is_filled_in_is_kept_and_the_rest_stays_open(lacking: CasePage, admin_client: Client) -> None:
    digest = CaseText.of(newest(lacking)).digest
    sent = {"fassung": digest, "kernel": "Kurz gesagt.", "initial_situation": "Eins < zwei.\n\nAbsatz."}
    answer = admin_client.post(address(lacking), sent | {"hypotheses-0-text": "Niemand fragt."})
    assert answer.url == address(lacking)
    case = newest(lacking)
    assert case.kernel == "Kurz gesagt."
    assert "<p>Eins &lt; zwei.</p>" in str(case.initial_situation)
    assert [row.text for row in case.hypotheses.all()] == ["Niemand fragt."]
    assert "kernel" not in admin_client.get(address(lacking)).context["form"].fields


def test_the_last_gap_leads_to_release_and_review(lacking: CasePage, admin_client: Client) -> None:
    case = newest(lacking)
    policy = PolicyFieldFactory()
    values = {
        "kernel": "Kurz.",
        "evidence_level": CasePage._meta.get_field("evidence_level").choices[0][0],
        "key_question": "Wie weiter?",
        "initial_situation": "Lage.",
        "policy_fields": [policy.pk],
        "hypotheses-0-text": "Niemand fragt.",
        "hypotheses-0-resonance": CaseHypothesis._meta.get_field("resonance").choices[0][0],
        "ideas-0-text": "Fragen.",
    }
    answer = admin_client.post(address(lacking), values | {"fassung": CaseText.of(case).digest})
    assert answer.url == reverse("case_release", args=[lacking.pk])
    done = newest(lacking)
    assert gaps(done, CaseText.of(done)) == []
    assert [field.pk for field in done.policy_fields.all()] == [policy.pk]


def test_another_text_is_not_overwritten(lacking: CasePage, admin_client: Client) -> None:
    answer = admin_client.post(address(lacking), {"fassung": "alt", "kernel": "Kurz."})
    assert answer.status_code == 200
    assert newest(lacking).kernel == ""


def test_nobody_without_the_right_to_edit_fills_it_in(lacking: CasePage, client: Client) -> None:
    ChallengeAreaFactory()
    client.force_login(UserFactory(role="Alumni"))
    client.post(address(lacking), {"fassung": CaseText.of(newest(lacking)).digest, "kernel": "Kurz."})
    assert newest(lacking).kernel == ""


def test_a_name_of_the_intake_is_refused_and_what_was_typed_stays(
    lacking: CasePage, admin_client: Client
) -> None:
    names = seal({"persons": ["Alois Huber"]})
    RawCase.objects.create(case=lacking, sealed_text=seal({}), sealed_names=names)
    sent = {"fassung": CaseText.of(newest(lacking)).digest, "kernel": "Alois Huber half."}
    answer = admin_client.post(address(lacking), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "bei der Aufnahme genannt" in page and "Alois Huber half." in page
    assert newest(lacking).kernel == ""


def test_a_row_is_called_by_how_it_begins(lacking: CasePage, admin_client: Client) -> None:
    case = newest(lacking)
    case.hypotheses = [CaseHypothesis(text="Niemand fragt, und das schon seit sehr vielen Jahren nicht.")]
    case.save_revision(clean=False)
    asked = admin_client.get(address(lacking)).context["form"].fields["hypotheses-0-resonance"].label
    assert "1 („Niemand fragt, und das schon seit sehr …“)" in asked
