"""From what everybody reads of a case to the cycle it was consulted in, and from there to a participant.

The attacker knows the cycles and who took part in each; the worst knows which cycle it was. He looks for
the participants who fit the header and the words below it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases import gate
from cases.gate.clearance import standing
from cases.gate.profile_rules import cycles_within, method_problems
from cases.models import CaseMethod, CasePage, ParticipantBand
from cases.profile import Circle, Presence, circle_of, participants_fitting, profile_report, profile_values
from cases.sections import CaseText
from knowledge.anonymity.profile import Profile, fact_mentions_in, parse_profile
from knowledge.models import ForumCycle, WorkingMeeting
from methods.models import MethodCardPage, SessionBlock, UsageReport
from tests.integration.conftest import _each_test, library

__all__ = ["_each_test", "library"]


def public_profile(case: CasePage) -> Profile:
    """What the header and the words below it say; an attacker reads both."""
    kinds = frozenset(mention.kind for mention in CaseText.of(case).type_mentions)
    seen = parse_profile(profile_values(case))
    return Profile(seen.federal_state, seen.size_band, None, None, seen.finance_band, seen.admin_size, kinds)


def attacked(case: CasePage) -> dict[int, int]:
    """How many participants fit, by number of the cycle."""
    profile = public_profile(case)
    cycles = {cycle.number: circle_of(cycle.pk).own or () for cycle in ForumCycle.objects.all()}
    return {number: participants_fitting(profile, rows)[0] for number, rows in cycles.items()}


def test_who_knows_the_cycle_and_its_participants_still_has_three(library: Any) -> None:
    for case in CasePage.objects.live():
        own = case.meeting_link.meeting.cycle.number
        assert attacked(case)[own] >= 3, case.external_id


def test_no_case_fits_five_participants_or_fewer_of_all_cycles(library: Any) -> None:
    for case in CasePage.objects.live():
        assert sum(attacked(case).values()) >= 5, case.external_id


def test_a_cycle_that_hides_nobody_takes_the_case_off(library: Any) -> None:
    """The guard taken away from one cycle: the attack succeeds, and the gate says so."""
    case = library.page("F01")
    own = case.meeting_link.meeting.cycle
    band: dict[str, Any] = {"federal_state": "BY", "size_band": case.size_band}
    ParticipantBand.objects.filter(cycle=own).delete()
    ParticipantBand.objects.create(cycle=own, workforce_band=case.workforce_band, count=1, **band)
    assert attacked(case)[own.number] == 1
    assert "k_cycle" in {problem.code for problem in gate.problems(case)}


def test_the_years_of_a_case_leave_two_cycles_to_choose_from(library: Any) -> None:
    """Guard: ``period_problems``. The attacker lays the years of a case on those of the cycles, which every
    cycle page shows.
    """
    for case in CasePage.objects.live():
        first, _dash, last = case.period_band.removeprefix("seit-").partition("-")
        inside = [
            cycle.number
            for cycle in ForumCycle.objects.filter(ends__lt=timezone.localdate())
            if int(first) <= cycle.starts.year and cycle.ends.year <= int(last or 9999)
        ]
        assert len(inside) >= 2, case.external_id


def test_years_with_one_cycle_are_refused_while_wider_ones_have_two(library: Any) -> None:
    """Guard: ``period_problems``; without it a new case of the only cycle in its years tells its cycle."""
    case = library.page("F01")
    assert cycles_within(case.period_band) == 2 and "k_period" not in codes(case)
    second = ForumCycle.objects.get(number=2)
    ForumCycle.objects.filter(pk=second.pk).update(ends=second.ends + timedelta(days=400))
    assert "k_period" in codes(case)
    ForumCycle.objects.filter(number__in=[2, 3, 4]).update(ends=timezone.localdate() + timedelta(days=1))
    assert "k_period" not in codes(case), "the only cycle there was is known to everybody"


def cycles_by_methods(case: CasePage) -> set[int]:
    """Cycles that ended within the years of a case and had a meeting with all its methods, by the plans and
    the reports that everybody who was there has.
    """
    first, _dash, last = case.period_band.removeprefix("seit-").partition("-")
    ended = [
        meeting
        for meeting in WorkingMeeting.objects.select_related("cycle")
        if int(first) <= meeting.cycle.starts.year
        and (not last or meeting.cycle.ends.year <= int(last))
        and meeting.cycle.ends < timezone.localdate()
    ]
    listed = {row.method_id for row in case.case_methods.all()}
    return {meeting.cycle.number for meeting in ended if listed and listed <= methods_at(meeting)}


def methods_at(meeting: WorkingMeeting) -> set[int]:
    blocks = SessionBlock.objects.filter(plan__meeting=meeting).values_list("method", flat=True)
    return {*blocks, *UsageReport.objects.filter(meeting=meeting).values_list("card", flat=True)}


def test_who_knows_the_plans_of_all_meetings_learns_no_cycle_from_the_methods(library: Any) -> None:
    for case in CasePage.objects.live():
        found = cycles_by_methods(case)
        assert case.meeting_link.meeting.cycle.number not in found or len(found) >= 2, case.external_id


def test_methods_that_only_one_cycle_had_together_are_refused_with_the_one_to_leave_out(library: Any) -> None:
    """Guard: ``method_problems``."""
    case = library.page("F01")
    assert cycles_by_methods(case) == {1, 2} and "k_methods" not in codes(case)
    SessionBlock.objects.filter(plan__meeting__cycle__number=2, method__external_id="M18").delete()
    (problem,) = [problem for problem in gate.problems(case) if problem.code == "k_methods"]
    assert cycles_by_methods(case) == {1}
    assert "weglassen: „Akteurslandkarte" in problem.message and "Kollegiale" not in problem.message
    assert "k_methods" not in {problem.code for problem in standing(case).problems}, "takes nothing off"
    SessionBlock.objects.filter(plan__meeting__cycle__number=1, method__external_id="M18").delete()
    UsageReport.objects.filter(meeting__cycle__number=1, card__external_id="M18").delete()
    assert "k_methods" not in codes(case), "whoever believes the plans looks elsewhere"


def told(case: CasePage) -> str:
    return "".join(problem.message for problem in method_problems(case))


def test_a_case_whose_methods_each_tell_its_cycle_learns_what_to_name_instead(library: Any) -> None:
    """A case names at least one method, so leaving all out is no way; what is advised works."""
    case = library.page("F01")
    meeting = case.meeting_link.meeting
    first, second = (row.method for row in case.case_methods.all())
    SessionBlock.objects.exclude(plan__meeting=meeting).filter(method__in=[first, second]).delete()
    UsageReport.objects.exclude(meeting=meeting).filter(card__in=[first, second]).delete()
    both = f"„{first.title}“ und „{second.title}“"
    assert "weglassen" not in told(case) and both in told(case)
    named = re.findall(r"„([^“]+)“", told(case).partition("stattdessen")[2])
    shared = MethodCardPage.objects.get(title=named[0])
    case.case_methods.add(CaseMethod(method=shared))
    assert f"weglassen: {both}." in told(case), "no single one helps"
    for method, says in ((first, f"eingesetzt: „{first.title}“;"), (shared, "")):
        case.case_methods.set([CaseMethod(method=method)])
        assert says in told(case) and bool(told(case)) == bool(says)
    SessionBlock.objects.exclude(plan__meeting=meeting).delete()
    UsageReport.objects.exclude(meeting=meeting).delete()
    assert "zurückstellen" in told(case) and "stattdessen" not in told(case)


def codes(case: CasePage) -> set[str]:
    return {problem.code for problem in gate.problems(case)}


@pytest.mark.parametrize(
    ("text", "fitting"),
    [("Der Ortschaftsrat tagt.", 2), ("Ein Ratsbegehren.", 4), ("Wir sind kreisfrei.", 0), ("Die VG.", 6)],
)
def test_words_that_only_some_of_the_list_can_say_leave_the_others_out(text: str, fitting: int) -> None:
    """Guard: ``may_be_told_of``. The header hides the Land, one word of the text tells it."""
    rows = [Presence("BY", "kleinstadt", count=4), Presence("BW", "kleinstadt", count=2)]
    values = {"state": "SUED", "size_band": "kleinstadt"}
    report = profile_report(values, Circle(tuple(rows), tuple(rows), cycle=1), (), fact_mentions_in([text]))
    assert [count.k for count in report.counts if count.key in {"alumni", "cycle"}] == [fitting, fitting]
    says_facts = report.proposal_words.startswith("Das liegt an dem, was der Text erzählt: „")
    assert says_facts == report.is_by_facts == report.is_short, "the profile is wide enough without them"


@pytest.mark.parametrize("stated", [{}, {"finance_band": "angespannt"}])
def test_a_band_the_list_does_not_state_hides_nobody(stated: dict[str, str]) -> None:
    """An assumed quarter of twelve would be three, whoever they are."""
    profile = Profile("BY", "kleinstadt", None, None, "angespannt", "")
    fitting, _unstated = participants_fitting(profile, [Presence("BY", "kleinstadt", count=12, **stated)])
    assert fitting == (12 if stated else 0)
