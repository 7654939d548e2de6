"""What became of a case, as the lessons drawn from it ask for it."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import CasePage, newest_follow_ups
from knowledge.enums import FollowUpAfter, Outcome
from knowledge.lessons import FollowedUp
from tests.factories.contributions import accepted, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(draft: CasePage) -> CasePage:
    """A case that can be read and names no effect."""
    CasePage.objects.filter(pk=draft.pk).update(live=True, effects=["keine", "nebenwirkung"])
    return draft


def test_the_newest_accepted_one_counts_and_needs_an_effect(case: CasePage) -> None:
    assert newest_follow_ups([case.pk], False) == {}
    early = follow_up(case, after=FollowUpAfter.M6, status=Outcome.STARTED)
    late = follow_up(case, after=FollowUpAfter.M24, status=Outcome.IMPLEMENTED)
    assert newest_follow_ups([case.pk], True) == {}
    accepted(early, public_from=date(2024, 3, 1))
    accepted(late)
    type(late).objects.filter(pk=late.pk).update(public_from=None)
    assert newest_follow_ups([case.pk], False) == {case.pk: FollowedUp(Outcome.STARTED, False)}
    assert newest_follow_ups([case.pk], True) == {case.pk: FollowedUp(Outcome.IMPLEMENTED, False)}
    CasePage.objects.filter(pk=case.pk).update(effects=["zeit"])
    assert newest_follow_ups([case.pk], True) == {case.pk: FollowedUp(Outcome.IMPLEMENTED, True)}


def test_of_a_case_that_nobody_reads_nothing_is_told(case: CasePage) -> None:
    accepted(follow_up(case, after=FollowUpAfter.M6, status=Outcome.FAILED), public_from=date(2024, 3, 1))
    CasePage.objects.filter(pk=case.pk).update(live=False)
    assert newest_follow_ups([case.pk], True) == {}
