"""Each consulted case has a decision before a meeting is worked up."""

from __future__ import annotations

import pytest

from cases.models import CasePage, RawCase
from knowledge.cycle.gate import open_of_meeting

pytestmark = pytest.mark.django_db


def test_raw_cases_and_drafts_hold_a_meeting_up_and_public_ones_do_not(draft: CasePage) -> None:
    meeting = draft.meeting_link.meeting
    raw = RawCase.objects.create(sealed_text="x", meeting=meeting)
    said = [str(item) for item in open_of_meeting(meeting)]
    assert said[0] == f"Treffen 1: Der Rohfall {raw.code} ist noch nicht übernommen."
    assert said[1].startswith("Treffen 1: Über „") and len(said) == 2
    raw.delete()
    CasePage.objects.filter(pk=draft.pk).update(live=True)
    assert open_of_meeting(meeting) == []
