"""What opens and closes the gate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from cases.gate import actions
from cases.models import (
    AnonymityReview,
    CaseClearance,
    CaseMeeting,
    CasePage,
    CaseTombstone,
    Consent,
    PublicationRefused,
    RawCase,
)
from cases.sealed import seal
from cases.sections import CaseText
from tests.factories import WorkingMeetingFactory, found_nobody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_its_batch")]


@pytest.fixture
def ready(draft: CasePage, second: Any) -> CasePage:
    """Consent and review of its text are there."""
    Consent.objects.create(
        case=draft,
        version_hash=CaseText.of(draft).digest,
        scope={"alles": "oeffentlich"},
        channel=Consent.Channel.PAPER,
        given_at=timezone.now(),
    )
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=second)
    return draft


@pytest.fixture
def live(ready: CasePage) -> CasePage:
    ready.save_revision().publish()
    return CasePage.objects.get(pk=ready.pk)


def test_a_publication_is_cleared_for_exactly_this_text(ready: CasePage) -> None:
    raw = RawCase.objects.create(
        case=ready, sealed_text=seal({}), sealed_names=seal({"persons": ["Quendelmoser"]})
    )
    ready.save_revision().publish()
    case = CasePage.objects.get(pk=ready.pk)
    assert case.live and case.clearance.cleared_hash == CaseText.of(case).digest
    assert case.released_on == actions.batch_date()
    raw.refresh_from_db()
    assert not raw.has_names


def test_what_is_not_ready_is_refused_whole(draft: CasePage) -> None:
    revision = draft.save_revision()
    with pytest.raises(PublicationRefused):
        revision.publish()
    case = CasePage.objects.get(pk=draft.pk)
    assert not case.live and not CaseClearance.objects.exists()


def test_a_case_that_is_not_live_has_no_clearance(live: CasePage) -> None:
    CasePage.objects.filter(pk=live.pk).update(live=False)
    actions.pass_gate(live.pk)
    assert not CaseClearance.objects.exists()
    actions.pass_gate(0)


def test_taken_down_its_draft_stays(live: CasePage) -> None:
    actions.take_down(case=live, codes=["finding:person"])
    case = CasePage.objects.get(pk=live.pk)
    assert not case.live and case.kernel == live.kernel
    assert not CaseClearance.objects.exists()


def test_a_recheck_keeps_what_is_clean(live: CasePage) -> None:
    result = actions.recheck(case=live)
    assert not result.problems and CasePage.objects.get(pk=live.pk).live


def test_a_recheck_takes_off_what_lost_its_consent(live: CasePage) -> None:
    Consent.objects.update(withdrawn_at=timezone.now())
    assert actions.recheck(case=live).codes == ["withdrawn"]
    assert not CasePage.objects.get(pk=live.pk).live


def test_the_meeting_stands_beside_the_case(draft: CasePage) -> None:
    meeting = WorkingMeetingFactory()
    assert actions.set_meeting(case=draft, meeting=meeting) == []
    assert CaseMeeting.objects.get().meeting == meeting
    actions.set_meeting(case=draft, meeting=None)
    assert not CaseMeeting.objects.exists()
    CaseTombstone.objects.create(case=draft, slug="x", key="x", withdrawn_on=timezone.localdate())
    with pytest.raises(ValueError, match="zurückgezogen"):
        actions.set_meeting(case=draft, meeting=meeting)


def test_a_review_is_refused_to_the_writer_and_without_a_known_reason(
    draft: CasePage, writer: Any, second: Any
) -> None:
    with pytest.raises(ValueError, match="angelegt"):
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=writer)
    with pytest.raises(ValueError, match="weil"):
        found_nobody(draft)
        actions.record_review(case=draft, reviewer=second, exceptions=[{"mark": "m", "reason": "weil"}])


def test_an_approval_keeps_what_was_decided(draft: CasePage, second: Any) -> None:
    row = {"mark": "m" * 32, "reason": "erfunden"}
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=second, exceptions=[row])
    assert actions.approve(case=draft, reviewer=second).exceptions == [row]
    assert AnonymityReview.objects.count() == 2


def test_a_batch_that_is_not_mixed_is_refused(ready: CasePage) -> None:
    with pytest.raises(ValueError, match="mindestens"):
        actions.publish_batch(cases=[ready], on=date(2026, 3, 1))


def test_invented_content_is_released_once_per_text(draft: CasePage) -> None:
    actions.release_demo(case=draft)
    actions.release_demo(case=draft)
    assert (Consent.objects.count(), AnonymityReview.objects.count()) == (1, 1)
    draft.kernel = "Ein anderer Kern, den niemand kennt."
    actions.release_demo(case=draft)
    assert Consent.objects.count() == 2
