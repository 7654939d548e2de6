"""What of a case is found, and that nothing internal is among it."""

from __future__ import annotations

import pytest

from cases.models import CasePage, CasePitfall, PublicationRefused
from cases.search_documents import CaseSource
from knowledge.classification import InternalFieldError, PublicView
from tests.factories import CasePageFactory, ChallengeAreaFactory, PolicyFieldFactory
from tests.factories.contributions import accepted, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    page = CasePageFactory(
        outcome="gescheitert",
        external_id="F99",
        pitfalls=[CasePitfall(text="Zu spät gefragt.")],
    )
    page.challenge_areas.add(ChallengeAreaFactory())
    page.policy_fields = [PolicyFieldFactory(key="energie", name="Energie")]
    page.save()
    accepted(follow_up(page, status="gescheitert", text="Der Rat lehnte ab."))
    return CasePage.objects.get(pk=page.pk)


def test_passages_follow_the_page_with_its_anchors(case: CasePage) -> None:
    passages = {
        passage.anchor: passage.text for passage in CaseSource().describe(PublicView(case))["passages"]
    }
    assert list(passages) == ["frage", "lage", "hypothesen", "ideen", "schritte", "ergebnis", "bedingungen"]
    assert "Der Rat lehnte ab." in passages["ergebnis"]
    assert "Zu spät gefragt." in passages["bedingungen"]


def test_a_failure_is_found_by_that_word(case: CasePage) -> None:
    keywords = CaseSource().describe(PublicView(case))["keywords"]
    assert {"gescheitert", "Scheitern", "Energie", "Finanzen"} <= set(keywords)
    case.outcome = "umgesetzt"
    assert "gescheitert" not in CaseSource().describe(PublicView(case))["keywords"]


def test_facets_and_what_a_hit_prints(case: CasePage) -> None:
    parts = CaseSource().describe(PublicView(case))
    assert parts["facets"] == {
        "herausforderung": ["finanzen"],
        "handlungsfeld": ["energie"],
        "groesse": ["kleinstadt"],
        "zeitraum": ["2018-2021"],
        "ausgang": ["gescheitert"],
    }
    assert parts["display"]["outcome"] == "gescheitert"
    assert "F99" not in repr(parts)


@pytest.mark.parametrize("name", ["external_id", "review_due", "access_level", "owner_id", "path"])
def test_internal_fields_cannot_be_read_while_building(case: CasePage, name: str) -> None:
    with pytest.raises(InternalFieldError, match=name):
        getattr(PublicView(case), name)


def test_a_case_that_was_not_cleared_has_no_document(case: CasePage) -> None:
    source = CaseSource()
    assert not source.is_eligible(case)
    assert not source.eligible().exists()
    with pytest.raises(PublicationRefused):
        source.build(case)


def test_the_key_tells_nothing(case: CasePage) -> None:
    assert CaseSource().key(case) == f"case:{case.translation_key.hex}"
