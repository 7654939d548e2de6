"""Clock times from a start, quantities from the number of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.enums import QuantityRule
from methods.planner.run_sheet import (
    RunSheet,
    build_run_sheet,
    clock,
    parse_people,
    parse_start,
)


def sheet(
    start: str = "9:00",
    people: str = "",
    phases: tuple[tuple[str, int], ...] = (("Ankommen", 10), ("Beraten", 35)),
) -> RunSheet:
    materials = [
        ("Uhr", 1, QuantityRule.FIXED, None),
        ("Stift", 2, QuantityRule.PER_PERSON, None),
        ("Pinnwand", 1, QuantityRule.PER_GROUP, 6),
    ]
    return build_run_sheet(
        phases=list(phases), materials=materials, start=start, people=people, limits=(4, 8, 12)
    )


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("14:00", 840),
        ("14.05", 845),
        ("14 Uhr", 840),
        ("1430", 870),
        ("9", 540),
        (" 9:30 uhr ", 570),
        ("0:00", 0),
        ("23:59", 1439),
    ],
)
def test_start_times_as_people_type_them(text: str, minutes: int) -> None:
    assert parse_start(text) == minutes


@pytest.mark.parametrize("text", ["", "bald", "24:00", "12:60", "9:5", "-1", "14:00:00", "١٤:٠٠x", "9" * 50])
def test_anything_else_is_no_time(text: str) -> None:
    assert parse_start(text) is None


@pytest.mark.parametrize(("text", "people"), [("12", 12), (" 7 ", 7), ("999", 999)])
def test_number_of_people(text: str, people: int) -> None:
    assert parse_people(text) == people


@pytest.mark.parametrize("text", ["", "0", "-3", "1000", "viele", "²", "1.5"])
def test_anything_else_is_no_number_of_people(text: str) -> None:
    assert parse_people(text) is None


def test_phases_follow_each_other() -> None:
    made = sheet("14:00")
    assert [(p.title, p.start, p.end, p.minutes) for p in made.phases] == [
        ("Ankommen", "14:00", "14:10", 10),
        ("Beraten", "14:10", "14:45", 35),
    ]
    assert (made.start, made.end) == ("14:00", "14:45")


def test_quantities_follow_the_people() -> None:
    assert [(item.item, item.quantity) for item in sheet(people="13").packing] == [
        ("Uhr", 1),
        ("Stift", 26),
        ("Pinnwand", 3),
    ]


def test_unsuitable_groups_are_named() -> None:
    assert (sheet(people="3").too_few, sheet(people="3").too_many) == (True, False)
    assert (sheet(people="13").too_few, sheet(people="13").too_many) == (False, True)
    assert (sheet().people, sheet().too_few, sheet().too_many) == (8, False, False)


@pytest.mark.parametrize(
    ("start", "people", "repeated"),
    [("", "", ("", "")), ("24:00", "1.000", ("24:00", "1.000")), (" bald ", "7", ("bald", ""))],
)
def test_what_cannot_be_used_is_repeated(start: str, people: str, repeated: tuple[str, str]) -> None:
    made = sheet(start, people)
    assert (made.unknown_start, made.unknown_people) == repeated
    assert made.start == "09:00"


def test_times_after_midnight_wrap() -> None:
    assert sheet("23:50").end == "00:35"


@given(st.lists(st.integers(0, 600), max_size=12), st.integers(0, 1439))
def test_sum_of_phases_is_the_length(minutes: list[int], begin: int) -> None:
    made = sheet(clock(begin), phases=tuple(("Phase", m) for m in minutes))
    assert sum(phase.minutes for phase in made.phases) == sum(minutes)
    assert made.end == clock(begin + sum(minutes))
    assert all(before.end == after.start for before, after in zip(made.phases, made.phases[1:], strict=False))


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_input_is_an_error(start: str, people: str) -> None:
    assert 1 <= sheet(start, people).people <= 999
