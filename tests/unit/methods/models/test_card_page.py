"""Method cards, their rows and session plans."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from knowledge.enums import QuantityRule
from methods.models import MethodCardPage, MethodMaterial, MethodPhase, SessionBlock, SessionPlan, UsageReport
from tests.factories import (
    ChallengeAreaFactory,
    MethodCardPageFactory,
    SessionPlanFactory,
    WorkingMeetingFactory,
)
from tests.factories.contributions import accepted, usage_report

pytestmark = pytest.mark.django_db


def test_duration_is_the_sum_of_the_phases() -> None:
    card = MethodCardPageFactory()
    assert (card.duration_min, card.duration_typ, card.duration_max) == card.phase_sums() == (10, 20, 30)


def test_a_reason_keeps_another_duration() -> None:
    card = MethodCardPageFactory(
        duration_min=15, duration_typ=25, duration_max=40, duration_reason="Mit Pause"
    )
    assert (card.duration_min, card.duration_typ, card.duration_max) == (15, 25, 40)


def test_review_is_due_in_eighteen_months() -> None:
    card = MethodCardPageFactory()
    today = timezone.localdate()
    assert (card.review_due.year - today.year) * 12 + card.review_due.month - today.month == 18


@pytest.mark.parametrize("sizes", [(8, 4, 12), (4, 13, 12)])
def test_ideal_group_lies_between_smallest_and_largest(sizes: tuple[int, int, int]) -> None:
    card = MethodCardPage(group_min=sizes[0], group_opt=sizes[1], group_max=sizes[2])
    with pytest.raises(ValidationError, match="ideale Gruppengröße"):
        card.validate_constraints()


def test_four_purposes_are_too_many() -> None:
    card = MethodCardPage(
        group_min=1, group_opt=1, group_max=1, purpose_tags=["ideen", "vertrauen", "planen", "transfer"]
    )
    with pytest.raises(ValidationError, match="höchstens drei"):
        card.clean()


def test_minutes_of_a_phase_rise() -> None:
    with pytest.raises(ValidationError, match="üblichen Minuten"):
        MethodPhase(minutes_min=10, minutes_typ=5, minutes_max=15).validate_constraints()
    MethodPhase(minutes_min=5, minutes_typ=5, minutes_max=5).validate_constraints()


def test_material_per_group_needs_the_size_of_a_group() -> None:
    with pytest.raises(ValidationError, match="wie viele Personen"):
        MethodMaterial(item="Pinnwand", rule=QuantityRule.PER_GROUP).validate_constraints()
    MethodMaterial(item="Pinnwand", rule=QuantityRule.PER_GROUP, group_size=6).validate_constraints()


def test_other_names_are_a_list() -> None:
    assert MethodCardPage(other_names="Intervision, KoBe ,").alias_list == ["Intervision", "KoBe"]


def test_median_of_the_real_minutes() -> None:
    card = MethodCardPageFactory()
    assert card.median_actual_minutes is None
    for minutes in (20, 50, 30):
        accepted(usage_report(card, actual_minutes=minutes))
    usage_report(card, actual_minutes=400).save()
    assert MethodCardPage.objects.get(pk=card.pk).median_actual_minutes == 30


def test_a_card_learns_its_group_in_steps_from_three_reports_and_what_others_warn_of() -> None:
    card = MethodCardPageFactory()
    for people, pitfall in ((8, "Ohne Uhr beginnen."), (11, "")):
        accepted(usage_report(card, participants=people, pitfall=pitfall))
    usage_report(card, participants=60, pitfall="Noch nicht angenommen.").save()
    assert MethodCardPage.objects.get(pk=card.pk).practised_group is None
    accepted(usage_report(card, participants=9, pitfall="Ohne Uhr beginnen."))
    card = MethodCardPage.objects.get(pk=card.pk)
    assert card.practised_group == (5, 15)
    assert card.reported_pitfalls == ["Ohne Uhr beginnen."]


@pytest.mark.parametrize("worked", [0, 6])
def test_a_report_judges_from_one_to_five(worked: int) -> None:
    card = MethodCardPageFactory()
    with pytest.raises(ValidationError):
        UsageReport(
            card=card, participants=8, planned_minutes=20, actual_minutes=20, worked=worked
        ).full_clean()


def test_cards_for_an_area() -> None:
    area, other = ChallengeAreaFactory(), ChallengeAreaFactory(slug="krisen")
    card = MethodCardPageFactory()
    card.challenge_areas.add(area)
    card.save()
    assert list(MethodCardPage.objects.for_area(area)) == [card]
    assert not MethodCardPage.objects.for_area(other)


def test_drafts_and_restricted_cards_are_not_public() -> None:
    MethodCardPageFactory(live=False)
    MethodCardPageFactory(access_level="redaktion")
    shown = MethodCardPageFactory()
    assert list(MethodCardPage.objects.public()) == [shown]


def test_programme_of_a_meeting_has_clock_times() -> None:
    card = MethodCardPageFactory()
    plan = SessionPlanFactory(meeting=WorkingMeetingFactory(), start=time(13, 0))
    SessionBlock.objects.create(plan=plan, title="Ankommen", minutes=30, sort_order=0)
    SessionBlock.objects.create(plan=plan, title="Beraten", minutes=45, method=card, sort_order=1)
    assert [(phase.title, phase.start, phase.end, method) for phase, method in plan.timed_blocks()] == [
        ("Ankommen", "13:00", "13:30", None),
        ("Beraten", "13:30", "14:15", card),
    ]


def test_run_sheet_of_a_card() -> None:
    made = MethodCardPageFactory().run_sheet("14:00", "10")
    assert (made.end, made.people) == ("14:20", 10)


def test_sheet_of_a_plan_asks_the_cards_of_its_blocks() -> None:
    card = MethodCardPageFactory(
        materials=[MethodMaterial(item="Stifte", quantity=2, rule=QuantityRule.PER_PERSON)]
    )
    plan = SessionPlanFactory(start=time(13, 0), planned_end=time(14, 0), n_participants=7)
    SessionBlock.objects.create(plan=plan, title="Ankommen", minutes=30, sort_order=0)
    SessionBlock.objects.create(plan=plan, title="Beraten", minutes=20, method=card, sort_order=1)
    sheet = SessionPlan.objects.get(pk=plan.pk).sheet()
    assert (sheet.end, sheet.slack) == ("13:50", 10)
    assert [(packed.item, packed.quantity) for packed in sheet.packing] == [("Stifte", 14)]
    assert (
        f"„Beraten“: Auf der Karte „{card.title}“ fehlt ein Hinweis zur Barrierefreiheit." in sheet.warnings
    )


@pytest.mark.parametrize(
    ("end", "fits"), [(time(9, 29), False), (time(9, 30), False), (time(9, 31), True), (None, True)]
)
def test_a_plan_ends_after_its_start(end: time | None, fits: bool) -> None:
    plan = SessionPlan(title="Ablauf", start=time(9, 30), planned_end=end)
    if fits:
        plan.full_clean()
        return
    with pytest.raises(ValidationError, match="vor dem Beginn"):
        plan.full_clean()


@pytest.mark.parametrize("people", [None, 0, 1000])
def test_a_plan_is_made_for_somebody(people: int | None) -> None:
    with pytest.raises(ValidationError) as refused:
        SessionPlan(title="Ablauf", n_participants=people).full_clean()
    assert set(refused.value.message_dict) == {"n_participants"}
