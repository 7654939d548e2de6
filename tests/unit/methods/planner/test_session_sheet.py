"""What follows from a session plan: its end, its slack, what to pack, and what does not fit."""

from __future__ import annotations

from datetime import time

import pytest

from knowledge.enums import QuantityRule
from methods.planner.session_sheet import CardFacts, PlannedBlock, SessionSheet, build_session_sheet


def card(
    *,
    title: str = "Kollegiale Beratung",
    minutes: tuple[int | None, int | None] = (30, 60),
    note: bool = True,
    materials: tuple = (),  # type: ignore[type-arg]
) -> CardFacts:
    return CardFacts(title=title, group=(4, 12), minutes=minutes, has_access_note=note, materials=materials)


def sheet(*blocks: PlannedBlock, end: time | None = None, people: int = 8) -> SessionSheet:
    return build_session_sheet(blocks=blocks, start=time(9, 30), planned_end=end, people=people)


def test_end_and_minutes() -> None:
    made = sheet(PlannedBlock("Ankommen", 30), PlannedBlock("Beraten", 45, card()))
    assert (made.start, made.end, made.minutes, made.people) == ("09:30", "10:45", 75, 8)
    assert [(phase.title, phase.start) for phase in made.phases] == [
        ("Ankommen", "09:30"),
        ("Beraten", "10:00"),
    ]


@pytest.mark.parametrize(
    ("end", "slack"), [(None, None), (time(11, 0), 15), (time(10, 45), 0), (time(10, 30), -15)]
)
def test_slack_against_the_planned_end(end: time | None, slack: int | None) -> None:
    made = sheet(PlannedBlock("Ankommen", 30), PlannedBlock("Beraten", 45), end=end)
    assert made.slack == slack
    assert [warning for warning in made.warnings if "15 Minuten länger" in warning] == list(made.warnings)
    assert bool(made.warnings) is (slack == -15)


def test_a_plan_over_midnight_is_too_long_for_its_day() -> None:
    made = build_session_sheet(
        blocks=[PlannedBlock("Pause", 120)], start=time(23, 0), planned_end=time(23, 30), people=1
    )
    assert (made.end, made.slack) == ("01:00", -90)


def test_packing_list_adds_up_over_the_blocks() -> None:
    pens, board = ("Stifte", 2, QuantityRule.PER_PERSON, None), ("Pinnwand", 1, QuantityRule.PER_GROUP, 3)
    watch = ("Uhr", 1, QuantityRule.FIXED, None)
    made = sheet(
        PlannedBlock("Ankommen", 30),
        PlannedBlock("Erster Fall", 45, card(materials=(pens, watch))),
        PlannedBlock("Zweiter Fall", 45, card(materials=(board, pens))),
        people=8,
    )
    assert [(packed.item, packed.quantity) for packed in made.packing] == [
        ("Stifte", 32),
        ("Uhr", 1),
        ("Pinnwand", 3),
    ]
    assert made.packing[0].uses == (("Erster Fall", 16), ("Zweiter Fall", 16))


@pytest.mark.parametrize(("people", "warned"), [(3, True), (4, False), (12, False), (13, True)])
def test_group_outside_the_card(people: int, warned: bool) -> None:
    made = sheet(PlannedBlock("Beraten", 45, card()), people=people)
    expected = f"„Beraten“: „Kollegiale Beratung“ ist für 4 bis 12 Personen gedacht, geplant sind {people}."
    assert list(made.warnings) == ([expected] if warned else [])


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (29, "mindestens 30 Minuten, geplant sind 29"),
        (30, ""),
        (60, ""),
        (61, "höchstens 60 Minuten, geplant sind 61"),
    ],
)
def test_minutes_outside_the_card(minutes: int, words: str) -> None:
    warnings = sheet(PlannedBlock("Beraten", minutes, card())).warnings
    assert len(warnings) == bool(words)
    assert words in "".join(warnings)


def test_a_card_without_durations_judges_no_minutes() -> None:
    assert sheet(PlannedBlock("Beraten", 5, card(minutes=(None, None)))).warnings == ()


def test_missing_access_note() -> None:
    assert sheet(PlannedBlock("Beraten", 45, card(note=False))).warnings == (
        "„Beraten“: Auf der Karte „Kollegiale Beratung“ fehlt ein Hinweis zur Barrierefreiheit.",
    )


@pytest.mark.parametrize(
    "title", ["Mittagspause", "Pause", "Kaffee und Kuchen", "Mittagessen", "Kurze Pausen am Fenster"]
)
def test_a_break_divides_a_long_stretch(title: str) -> None:
    assert (
        sheet(PlannedBlock("Teil 1", 90), PlannedBlock(title, 15), PlannedBlock("Teil 2", 90)).warnings == ()
    )


@pytest.mark.parametrize("title", ["Interessen sammeln", "Angemessen kürzen", "Was wir verpassen"])
def test_other_words_are_no_break(title: str) -> None:
    assert not PlannedBlock(title, 15).is_break


def test_a_method_is_no_break_whatever_its_title() -> None:
    assert not PlannedBlock("Methode statt Pause", 15, card()).is_break


def test_each_long_stretch_is_told_once() -> None:
    made = sheet(
        PlannedBlock("A", 60), PlannedBlock("B", 31), PlannedBlock("Pause", 10), PlannedBlock("C", 100)
    )
    assert made.warnings == (
        "Von 09:30 bis 11:01 gibt es keine Pause: 91 Minuten, gut sind höchstens 90.",
        "Von 11:11 bis 12:51 gibt es keine Pause: 100 Minuten, gut sind höchstens 90.",
    )


def test_an_empty_plan_is_a_plan() -> None:
    made = sheet()
    assert (made.start, made.end, made.packing, made.warnings) == ("09:30", "09:30", (), ())
