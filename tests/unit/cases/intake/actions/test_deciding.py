"""Decisions hold for all mentions and are taken back in steps."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.intake.actions import OutdatedRawCase, ReviewChoice
from cases.intake.review import review_of
from cases.models import AnonymityReview, RawCase, RawDecision
from knowledge.models import AnonymityTrail
from tests.unit.cases.intake.actions.building import replace_all

pytestmark = pytest.mark.django_db


def test_a_decision_holds_for_all_mentions_and_is_noted_without_words(raw: RawCase, user: Any) -> None:
    choices = replace_all(raw)
    assert actions.decide(raw=raw, review=review_of(raw), choices=choices, user=user) == len(choices) > 0
    assert review_of(raw).is_complete
    assert actions.decide(raw=raw, review=review_of(raw), choices=choices, user=user) == 0
    entries = AnonymityTrail.objects.filter(subject=actions.trail_key(raw))
    assert entries.count() == len(choices)
    assert "Huber" not in str(list(entries.values()))


@pytest.mark.parametrize(
    ("choice", "replacement", "reason", "told"),
    [
        ("ersetzen", " ", "", "was stattdessen"),
        ("ersetzen", "Alois Huber", "", "genannten Namen"),
        (RawDecision.Choice.IGNORE, "", "", "bleibt nicht stehen"),
        (RawDecision.Choice.IGNORE, "", AnonymityReview.Reason.COMMON_WORD, "bleibt nicht stehen"),
    ],
)
def test_what_may_not_be_decided(
    raw: RawCase, user: Any, choice: str, replacement: str, reason: str, told: str
) -> None:
    review = review_of(raw)
    mark = next(row.mark for row in review.rows if row.is_intake)
    with pytest.raises(ValueError, match=told):
        actions.decide(
            raw=raw, review=review, choices=[ReviewChoice(mark, choice, replacement, reason)], user=user
        )
    assert not RawDecision.objects.exists()


def test_a_decision_that_was_not_on_the_screen_is_not_overwritten(raw: RawCase, user: Any) -> None:
    actions.decide(raw=raw, review=review_of(raw), choices=replace_all(raw), user=user)
    mark = review_of(raw).rows[0].mark
    with pytest.raises(OutdatedRawCase, match="wer"):
        actions.decide(
            raw=raw,
            review=review_of(raw),
            choices=[ReviewChoice(mark, "ersetzen", "[Rat]", "", "")],
            user=user,
        )


def test_one_call_is_one_step_of_undo(raw: RawCase, user: Any) -> None:
    count = actions.decide(raw=raw, review=review_of(raw), choices=replace_all(raw), user=user)
    with pytest.raises(OutdatedRawCase):
        actions.undo(raw=raw, user=user, seen="an older step")
    assert actions.undo(raw=raw, user=user) == count
    assert actions.undo(raw=raw, user=user) == 0
