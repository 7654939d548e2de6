"""The page of the second reader's search: queries and answers, a form that loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cases import gate
from cases.admin import searching
from cases.gate import Tried
from cases.models import CasePage, IntruderTest
from cases.sections import CaseText
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an index."""
    monkeypatch.setattr(
        gate, "try_query", lambda case, query: Tried(query, "keine Kommune dieses Namens", "nichts")
    )


def sent(case: CasePage, **values: Any) -> dict[str, Any]:
    return (
        {
            "fassung": CaseText.of(case).digest,
            "anfrage": ["eins", "zwei", "drei"],
            "fund": ["nichts", "viele Orte", "nichts"],
            "minuten": "23",
            "urteil": "niemand",
        }
        | {f"frage-{question.key}": "nein" for question in gate.insider_questions(case)}
        | values
    )


def test_queries_stand_there_with_what_register_and_library_answer(
    draft: CasePage, admin_client: Client
) -> None:
    page = BeautifulSoup(admin_client.get(reverse("case_search", args=[draft.pk])).content, "html.parser")
    asked = [field["value"] for field in page.select("input[name=anfrage]")]
    assert asked == [*gate.intruder_queries(draft, CaseText.of(draft)), *[""] * searching.OWN_QUERIES]
    assert "Register: keine Kommune dieses Namens. Bibliothek: nichts." in page.get_text()


def test_a_search_is_kept_and_shown_beside_the_review(draft: CasePage, admin_client: Client) -> None:
    answer = admin_client.post(reverse("case_search", args=[draft.pk]), sent(draft), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("case_release", args=[draft.pk])
    assert "23 Minuten" in answer.content.decode()
    test = IntruderTest.objects.get()
    assert (test.minutes, test.verdict) == (23, "niemand")
    assert gate.intruder_record(test).rows[1] == ("zwei", "viele Orte")
    again = admin_client.get(reverse("case_search", args=[draft.pk])).content.decode()
    assert "viele Orte" in again, "what was found stands there for the next text"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fund": ["", "", ""]},
        {"fassung": "anders"},
        {"minuten": "viele"},
        {"minuten": "19"},
        {"frage-dritte": "ja"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    draft: CasePage, admin_client: Client, wrong: dict[str, Any]
) -> None:
    answer = admin_client.post(
        reverse("case_search", args=[draft.pk]), sent(draft, anmerkung="Zeile vier", **wrong)
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Zeile vier" in page and 'value="zwei"' in page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select_one("#frage-rat-nein").has_attr("checked")
    assert not IntruderTest.objects.exists()


def test_it_is_for_reviewers_alone(draft: CasePage, client: Client) -> None:
    for role in ("Alumni", "Moderation"):
        client.force_login(UserFactory(role=role))
        answer = client.get(reverse("case_search", args=[draft.pk]))
        assert answer.status_code in {302, 403} and draft.title not in answer.content.decode()
