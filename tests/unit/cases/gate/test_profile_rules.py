"""k of a case: its header, its words, and the cases of the same meeting."""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate.profile_rules import (
    joint_k_of_case,
    k_of_case,
    open_risks,
    participant_report,
    profile_of_case,
    profile_problems,
    unknown_problems,
)
from cases.models import CaseMeeting, CasePage, ParticipantBand
from cases.sections import CaseText
from tests.factories import CasePageFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writer: Any) -> CasePage:
    """A case of whose cycle nothing is known."""
    return CasePage.objects.get(pk=CasePageFactory(owner=writer).pk)


def codes(case: CasePage) -> list[str]:
    return [problem.code for problem in profile_problems(case, CaseText.of(case))]


def test_a_wide_header_is_no_problem(draft: CasePage) -> None:
    assert codes(draft) == []
    assert k_of_case(draft, CaseText.of(draft)) > 20


def test_a_header_without_size_cannot_be_counted(draft: CasePage) -> None:
    draft.size_band = "ungezählt"
    assert codes(draft) == ["k"]


def test_a_narrow_header_says_what_to_leave_out(draft: CasePage, settings: Any) -> None:
    settings.ANONYMITY_K_REGISTER = 100_000
    (problem,) = profile_problems(draft, CaseText.of(draft))
    assert problem.code == "k" and "Süddeutschland" in problem.message


def test_words_of_the_text_narrow_the_header(draft: CasePage, settings: Any) -> None:
    wide = k_of_case(draft, CaseText.of(draft))
    draft.takeaway = "Der Gemeinderat lehnte ab, und der Stadtrat auch."
    text = CaseText.of(draft)
    assert profile_of_case(draft, text).kinds
    narrow = k_of_case(draft, text)
    assert narrow < wide
    settings.ANONYMITY_K_REGISTER = narrow + 1
    (problem,) = [found for found in profile_problems(draft, text) if found.code == "k_kind"]
    assert "Stadtrat" in problem.message and problem.field == "Was ich mitnehme"


def test_alone_a_case_counts_for_itself(draft: CasePage) -> None:
    profile = profile_of_case(draft, CaseText.of(draft))
    assert joint_k_of_case(draft, profile) == (k_of_case(draft, CaseText.of(draft)), 0)


def test_live_cases_of_one_meeting_are_counted_together(draft: CasePage, count_queries: Any) -> None:
    meeting = WorkingMeetingFactory()
    for case in (draft, CasePageFactory(size_band="landgemeinde"), CasePageFactory(size_band="landgemeinde")):
        CaseMeeting.objects.create(case=case, meeting=meeting)
    CasePage.objects.exclude(pk=draft.pk).update(live=True)
    profile = profile_of_case(draft, CaseText.of(draft))
    with count_queries(2):
        least, others = joint_k_of_case(draft, profile)
    assert 0 < least <= k_of_case(draft, CaseText.of(draft)) and others <= 2


def test_too_few_participants_are_said_where_they_are_entered(draft: CasePage) -> None:
    meeting = WorkingMeetingFactory()
    CaseMeeting.objects.create(case=draft, meeting=meeting)
    ParticipantBand.objects.create(
        cycle=meeting.cycle, federal_state="BY", size_band=draft.size_band, count=1
    )
    assert codes(draft) == ["k_alumni", "k_cycle"]


def test_unknown_participants_are_a_problem_until_entered_or_let_stand(draft: CasePage) -> None:
    text = CaseText.of(draft)
    problems = unknown_problems(participant_report(draft, text), ())
    assert [problem.code for problem in problems] == ["k_alumni_unknown", "k_cycle_unknown"]
    assert {problem.field for problem in problems} == {"Teilnehmerzahl unbekannt"}
    alumni, own = open_risks(draft, text)
    assert unknown_problems(participant_report(draft, text), {alumni.mark, own.mark}) == []
    meeting = WorkingMeetingFactory()
    CaseMeeting.objects.create(case=draft, meeting=meeting)
    ParticipantBand.objects.create(
        cycle=meeting.cycle, federal_state="BY", size_band=draft.size_band, count=9
    )
    assert unknown_problems(participant_report(draft, text), ()) == [] and open_risks(draft, text) == []
