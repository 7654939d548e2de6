"""The case and its rows."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from cases.models import CaseIdea, CasePage, PublicationRefused
from cases.models.case_page import random_slug
from knowledge.enums import Outcome
from tests.factories import CasePageFactory, ChallengeAreaFactory


def test_addresses_are_random_and_readable_aloud() -> None:
    slugs = {random_slug() for _ in range(200)}
    assert len(slugs) > 190
    assert all(re.fullmatch(r"fall-[2-9abcdefghjkmnpqrstuvwxyz]{5}", slug) for slug in slugs)


@pytest.mark.parametrize("status", ["geparkt", "verworfen"])
def test_an_idea_not_taken_says_why(status: str) -> None:
    with pytest.raises(ValidationError, match="Grund"):
        CaseIdea(text="Idee", effort="S", status=status, reason=" ").validate_constraints()
    CaseIdea(text="Idee", effort="S", status=status, reason="Zu teuer.").validate_constraints()


@pytest.mark.parametrize(
    ("outcome", "failed"),
    [(Outcome.FAILED, True), (Outcome.ABANDONED, True), (Outcome.OPEN, False), (Outcome.CHANGED, False)],
)
@pytest.mark.django_db
def test_failed(outcome: Outcome, failed: bool) -> None:
    assert CasePage(outcome=outcome).failed is failed


@pytest.mark.django_db
def test_an_address_an_editor_types_is_replaced() -> None:
    case = CasePageFactory(slug="der-bauhof-in-hintertupf")
    assert re.fullmatch(r"fall-[a-z0-9]{5}", case.slug)
    before = case.slug
    case.title = "Ein anderer Titel"
    case.save()
    assert case.slug == before


@pytest.mark.django_db
def test_a_long_title_is_refused_with_its_length() -> None:
    with pytest.raises(ValidationError, match="höchstens 90 Zeichen haben; er hat 91"):
        CasePageFactory.build(title="x" * 91).clean()


@pytest.mark.django_db
def test_a_case_begins_as_a_draft_and_goes_live_only_through_the_gate() -> None:
    case = CasePageFactory()
    assert not CasePage().live and not case.live
    case.live = True
    with pytest.raises(PublicationRefused):
        case.save()
    assert not CasePage.objects.get(pk=case.pk).live
    assert not CasePage.objects.cleared().exists()


@pytest.mark.django_db
def test_questions_to_the_cases_read_as_sentences() -> None:
    area = ChallengeAreaFactory(slug="fuehrung")
    failed, other = CasePageFactory(outcome="gescheitert"), CasePageFactory()
    failed.challenge_areas.add(area)
    failed.save()
    assert list(CasePage.objects.for_area(area)) == [failed]
    assert list(CasePage.objects.with_outcome(Outcome.FAILED, Outcome.ABANDONED)) == [failed]
    assert list(CasePage.objects.with_outcome(Outcome.OPEN)) == [other]
    assert not CasePage.objects.public().exists()


@pytest.mark.django_db
def test_profile_in_one_line() -> None:
    assert (
        CasePageFactory.build().profile_line
        == "Größere Kleinstadt 10.000 bis 20.000 · Süddeutschland · 2018–2021"
    )
