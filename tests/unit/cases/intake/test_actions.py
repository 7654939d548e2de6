"""Deeds on a raw case: sealed, decided in steps, never over somebody else's work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.intake import actions
from cases.intake.actions import OutdatedRawCase, ReviewChoice
from cases.intake.review import review_of
from cases.models import AnonymityReview, CasePage, RawAccess, RawCase, RawDecision, ReleaseLink
from cases.models.raw_case import deletion_date_after_release
from cases.sealed.contents import IntakeNames
from knowledge.models import AnonymityTrail
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db

NAMES = IntakeNames("Musterhausen", ("Alois Huber",), ())
TEXT = {"title": "Herr Huber zögert", "situation": "In Musterhausen fehlt ein Plan."}


@pytest.fixture
def user(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="wer")


@pytest.fixture
def raw(user: Any) -> RawCase:
    return actions.take_in(text=TEXT, names=NAMES, meeting=None, user=user)


def replace_all(raw: RawCase) -> list[ReviewChoice]:
    return [
        ReviewChoice(row.mark, "ersetzen", f"[Name {number}]")
        for number, row in enumerate(review_of(raw).rows)
    ]


def test_nothing_of_a_raw_case_is_stored_in_the_open(raw: RawCase) -> None:
    stored = str(RawCase.objects.filter(pk=raw.pk).values().get())
    assert "Huber" not in stored
    assert "Musterhausen" not in stored
    assert raw.accesses.get().action == RawAccess.Action.CREATED


def test_the_second_of_two_savers_is_told(raw: RawCase, user: Any) -> None:
    actions.change(raw=raw, text=TEXT, names=NAMES, meeting=None, user=user, version=raw.version)
    with pytest.raises(OutdatedRawCase):
        actions.change(raw=raw, text=TEXT, names=NAMES, meeting=None, user=user, version=raw.version - 1)


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


def test_no_draft_while_a_finding_is_open(raw: RawCase, user: Any) -> None:
    with pytest.raises(ValueError, match="Funde offen"):
        actions.take_over(raw=raw, user=user)
    with pytest.raises(OutdatedRawCase):
        actions.take_over(raw=raw, user=user, version=raw.version + 1)


def test_raw_cases_go_on_their_day_and_old_lines_with_them(raw: RawCase, settings: Any) -> None:
    settings.RAW_CASE_LOG_DAYS = 30
    RawAccess.objects.update(at=timezone.now() - timedelta(days=31))
    assert actions.delete_due() == 0
    assert not RawAccess.objects.exists()
    RawCase.objects.update(delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert RawAccess.objects.get().code == raw.code


@pytest.mark.parametrize("somebody_is_asked", [False, True])
def test_a_draft_goes_with_its_raw_case_unless_somebody_was_asked(
    raw: RawCase, *, somebody_is_asked: bool
) -> None:
    draft = CasePageFactory(live=False)
    if somebody_is_asked:
        ReleaseLink.objects.create(case=draft, expires_at=timezone.now() + timedelta(days=60))
    RawCase.objects.update(case=draft, delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert CasePage.objects.filter(pk=draft.pk).exists() == somebody_is_asked


def test_no_setting_keeps_a_raw_text_longer_than_ninety_days_after_its_handover(settings: Any) -> None:
    settings.RAW_CASE_DAYS_AFTER_RELEASE = 4_000
    assert deletion_date_after_release() == timezone.localdate() + timedelta(days=90)
