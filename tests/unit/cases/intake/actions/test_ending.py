"""Raw cases and their drafts go on their day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.gate import withdraw
from cases.intake import actions
from cases.models import CasePage, Consent, RawAccess, RawCase, ReleaseLink
from cases.models.raw_case import deletion_date_after_release
from tests.factories import CasePageFactory
from tests.unit.cases.intake.actions.building import NAMES, TEXT

pytestmark = pytest.mark.django_db
IN_A_YEAR = timezone.now() + timedelta(days=365)


def test_raw_cases_go_on_their_day_and_old_lines_with_them(raw: RawCase, settings: Any) -> None:
    settings.RAW_CASE_LOG_DAYS = 30
    RawAccess.objects.update(at=timezone.now() - timedelta(days=31))
    assert actions.delete_due() == 0
    assert not RawAccess.objects.exists()
    RawCase.objects.update(delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert RawAccess.objects.get().code == raw.code


def ask(draft: CasePage, days: int) -> ReleaseLink:
    """A release link that somebody can answer for so many days, or could."""
    link = ReleaseLink.objects.create(case=draft, token_hash=str(days), expires_at=IN_A_YEAR)
    now = timezone.now()
    ReleaseLink.objects.filter(pk=link.pk).update(
        created_at=now - timedelta(days=100), expires_at=now + timedelta(days=days)
    )
    return link


def answer(draft: CasePage, scope: dict[str, Any], **values: Any) -> None:
    given = {"version_hash": "a", "channel": Consent.Channel.PAPER, "given_at": timezone.now()} | values
    Consent.objects.create(case=draft, scope=scope, **given)


def gone(draft: CasePage) -> bool:
    return not CasePage.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("somebody_is_asked", [False, True])
def test_a_draft_goes_with_its_raw_case_unless_somebody_was_asked(
    raw: RawCase, *, somebody_is_asked: bool
) -> None:
    draft = CasePageFactory(live=False)
    ask(draft, 60 if somebody_is_asked else -1)
    RawCase.objects.update(case=draft, delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert gone(draft) != somebody_is_asked


def test_a_draft_that_nobody_answered_for_goes_when_the_link_ends() -> None:
    """Its raw case went while the link could still be answered."""
    draft, imported, agreed = (CasePageFactory(live=False) for _times in range(3))
    CasePage.objects.filter(pk=imported.pk).update(external_id="F-1")
    for number, page in enumerate((draft, imported, agreed)):
        ask(page, -1 - number)
    answer(agreed, {"alles": "oeffentlich"})
    waiting = CasePageFactory(live=False)
    ask(waiting, 10)
    actions.delete_due()
    assert gone(draft)
    assert not any(map(gone, (imported, agreed, waiting)))


NO, YES = {"level": "nein", "hash": "a"}, {"level": "alumni", "hash": "a"}


@pytest.mark.parametrize(
    ("scope", "goes"),
    [
        ({"alles": "nein"}, True),
        ({"frage": NO, "ideen": NO}, True),
        ({"frage": NO, "ideen": YES}, False),
        ({"alles": "alumni"}, False),
    ],
)
def test_a_draft_that_its_giver_refused_goes_as_if_nobody_had_answered(
    raw: RawCase, user: Any, scope: dict[str, Any], *, goes: bool
) -> None:
    with_raw, yesterday, left, new = (CasePageFactory(live=False) for _times in range(4))
    for draft, days in ((with_raw, 61), (yesterday, 1), (left, 61), (new, 59)):
        answer(draft, {"alles": "oeffentlich"}, given_at=timezone.now() - timedelta(days=90))
        answer(draft, scope, given_at=timezone.now() - timedelta(days=days))
    RawCase.objects.update(case=with_raw, delete_on=timezone.localdate())
    actions.delete_due()
    assert (gone(with_raw), gone(left), gone(new)) == (goes, goes, False)
    actions.take_in(text=TEXT, names=NAMES, meeting=None, user=user)
    RawCase.objects.update(case=yesterday, delete_on=timezone.localdate())
    assert actions.delete_due() == 1 and not RawCase.objects.exists()
    assert not gone(yesterday), "it can be written anew, with its raw case gone as well"


def test_a_refused_draft_that_is_written_anew_stays() -> None:
    old, anew = (CasePageFactory(live=False) for _times in range(2))
    for draft, days in ((old, 61), (anew, 59)):
        answer(draft, {"alles": "nein"}, given_at=timezone.now() - timedelta(days=90))
        draft.save_revision()
        written = timezone.now() - timedelta(days=days)
        CasePage.objects.filter(pk=draft.pk).update(latest_revision_created_at=written)
    actions.delete_due()
    assert gone(old) and not gone(anew)


def test_a_case_that_was_taken_back_keeps_its_address() -> None:
    draft = CasePageFactory(live=False)
    answer(draft, {"alles": "oeffentlich"}, given_at=timezone.now() - timedelta(days=90))
    withdraw(case=draft)
    Consent.objects.update(withdrawn_at=timezone.now() - timedelta(days=80))
    actions.delete_due()
    assert not gone(draft)


def test_a_refused_draft_stays_while_its_giver_may_say_otherwise(raw: RawCase) -> None:
    draft = CasePageFactory(live=False)
    answer(draft, {"alles": "nein"})
    ask(draft, 10)
    actions.delete_due()
    assert not gone(draft)


def test_a_draft_whose_raw_case_is_there_waits_for_its_day(raw: RawCase) -> None:
    draft = CasePageFactory(live=False)
    ask(draft, -1)
    RawCase.objects.update(case=draft, delete_on=timezone.localdate() + timedelta(days=3))
    actions.delete_due()
    assert not gone(draft)


def test_no_setting_keeps_a_raw_text_longer_than_ninety_days_after_its_handover(settings: Any) -> None:
    settings.RAW_CASE_DAYS_AFTER_RELEASE = 4_000
    assert deletion_date_after_release() == timezone.localdate() + timedelta(days=90)
