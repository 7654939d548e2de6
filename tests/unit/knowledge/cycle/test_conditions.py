"""What keeps a format, a cycle or a meeting from its next step."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from knowledge.cycle import bring_to, conditions
from knowledge.models import ForumCycle
from tests.factories import ForumCycleFactory, WorkingMeetingFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def said(found: object) -> set[str]:
    return {str(item) for item in found}  # type: ignore[attr-defined]


def test_a_format_is_for_others_after_two_closed_cycles_and_with_its_texts() -> None:
    cycle = ForumCycleFactory(number=1)
    form = cycle.format
    assert said(conditions.for_trial(form)) == {"Noch keine Staffel nach diesem Format ist abgeschlossen."}
    bring_to(record=cycle, state="abgeschlossen")
    assert not said(conditions.for_trial(form))
    assert said(conditions.for_transfer(form)) == {
        "Nach diesem Format sind 1 Staffeln abgeschlossen, nötig sind 2.",
        "Die Grundsätze fehlen.",
        "Es fehlt, für wen das Format gemacht ist.",
    }


def test_dates_of_meetings_lie_in_the_cycle_and_in_their_order() -> None:
    cycle = make.announced()
    WorkingMeetingFactory(cycle=cycle, number=2, date=cycle.starts - datetime.timedelta(days=1))
    WorkingMeetingFactory(cycle=cycle, number=3, date=None)
    found = said(conditions.for_call(cycle))
    assert "Treffen 2 liegt nicht zwischen Beginn und Ende." in found
    assert "Treffen 3 hat kein Datum." in found
    assert "Die Daten der Treffen folgen nicht ihren Nummern." in found
    assert "Die öffentliche Seite der Staffel fehlt." in found


@pytest.mark.parametrize("how", make.HIDING)
def test_a_call_needs_a_page_that_everybody_may_read(how: str) -> None:
    cycle = make.announced()
    page = make.with_page(cycle)
    sentence = "Die öffentliche Seite der Staffel ist nicht für alle zu lesen."
    assert sentence not in said(conditions.for_call(cycle))
    make.hide(page, how)
    cycle = ForumCycle.objects.get(pk=cycle.pk)
    assert sentence in said(conditions.for_call(cycle))


def test_a_call_whose_day_is_over_is_not_announced() -> None:
    cycle = make.announced()
    cycle.apply_until = timezone.localdate() - datetime.timedelta(days=1)
    assert "Der Anmeldeschluss ist schon vorbei." in said(conditions.for_call(cycle))


def test_it_begins_when_places_are_decided() -> None:
    cycle = make.announced()
    make.application(cycle)
    assert said(conditions.for_begin(cycle)) == {
        "Über 1 Anmeldung ist noch nicht entschieden.",
        "Noch niemand hat eine Zusage.",
    }
    cycle.applications.all().delete()
    make.application(cycle, state="zugesagt")
    assert not said(conditions.for_begin(cycle))


def test_a_meeting_is_held_on_its_day_with_people() -> None:
    cycle = make.announced()
    meeting = cycle.meetings.get()
    assert said(conditions.for_preparation(meeting)) == {
        "Die Ziele fehlen.", "Keine Lehre steht zur Prüfung an.",
    }  # fmt: skip
    assert said(conditions.for_holding(meeting)) == {
        "Die Staffel läuft nicht: Ihr Stand ist „Ausgeschrieben“.",
        "Der Tag des Treffens ist noch nicht da.",
        "Es ist nicht eingetragen, wer da war.",
    }
    assert not said(conditions.for_holding(make.held(7)))


def test_closing_asks_for_meetings_worked_up_and_the_evaluation() -> None:
    meeting = make.held()
    cycle = meeting.cycle
    assert said(conditions.for_evaluation(cycle)) == {"Treffen 1 hat noch nicht stattgefunden."}
    bring_to(record=meeting, state="durchgefuehrt")
    assert not said(conditions.for_evaluation(cycle))
    assert said(conditions.for_closing(cycle)) == {
        "Treffen 1 ist noch nicht nachbereitet.", "Die Auswertung fehlt.",
    }  # fmt: skip
    assert said(conditions.for_archive(cycle)) == {"5 Anmeldungen sind noch nicht gelöscht."}
