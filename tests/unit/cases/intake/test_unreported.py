"""Words that are reported no longer: for this library, with who and why, until somebody takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.intake.review import RawReview, ReviewRow, review_of
from cases.intake.unreported import report_again, report_no_longer
from cases.models import RawAccess, RawCase, UnreportedWord
from cases.sealed import IntakeNames, unreported_words

pytestmark = pytest.mark.django_db

NAMES = IntakeNames("Musterhausen", ("Alois Huber",), ())
TEXT = {"title": "Herr Huber zögert", "situation": "In Musterhausen streiten Ganslmeier und der Quirlbeck."}


@pytest.fixture
def user(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="wer")


def taken_in(user: Any) -> RawCase:
    return actions.take_in(text=TEXT, names=NAMES, meeting=None, user=user)


def row_of(review: RawReview, words: str) -> ReviewRow:
    return next(row for row in review.rows if words in row.words)


def test_a_word_disappears_from_this_and_every_other_review_until_it_is_taken_back(user: Any) -> None:
    raw, other = taken_in(user), taken_in(user)
    review = review_of(raw)
    row = row_of(review, "Quirlbeck")
    word = report_no_longer(raw=raw, review=review, mark=row.mark, reason="gewoehnliches-wort", user=user)
    for case in (raw, other):
        assert "Quirlbeck" not in str(review_of(case).rows)
        assert len(review_of(case).rows) == len(review.rows) - 1
    assert "Quirlbeck" not in str(UnreportedWord.objects.values_list()), "it comes out of a raw text"
    assert raw.accesses.filter(action=RawAccess.Action.REVIEWED).exists()
    report_again(word=word, user=user)
    assert row_of(review_of(other), "Quirlbeck") and unreported_words() == {}
    word.refresh_from_db()
    assert (word.added_by, word.undone_by, word.reason) == (user, user, "gewoehnliches-wort")


def test_a_name_of_the_intake_is_always_reported(user: Any) -> None:
    raw = taken_in(user)
    review = review_of(raw)
    with pytest.raises(ValueError, match="immer gemeldet"):
        report_no_longer(
            raw=raw, review=review, mark=row_of(review, "Huber").mark, reason="gewoehnliches-wort", user=user
        )
    # Entered from another case, in which nobody named it at the intake.
    stranger = actions.take_in(text=TEXT, names=IntakeNames("Musterhausen"), meeting=None, user=user)
    elsewhere = review_of(stranger)
    report_no_longer(
        raw=stranger, review=elsewhere, mark=row_of(elsewhere, "Huber").mark, reason="erfunden", user=user
    )
    assert row_of(review_of(raw), "Huber").is_intake
    assert not any("Huber" in row.words for row in review_of(stranger).rows)


def test_it_takes_a_finding_and_a_reason(user: Any) -> None:
    raw = taken_in(user)
    review = review_of(raw)
    for mark, reason, told in (
        ("anders", "erfunden", "gibt es nicht mehr"),
        (row_of(review, "Quirlbeck").mark, "weil", "Grund"),
    ):
        with pytest.raises(ValueError, match=told):
            report_no_longer(raw=raw, review=review, mark=mark, reason=reason, user=user)
    assert not UnreportedWord.objects.exists()
