"""Each rule notices when it is broken."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from knowledge.cycle import bring_to
from knowledge.cycle.ballot import cast_vote, open_ballot, slips_of
from knowledge.models import Application, Ballot, LessonVerdict
from publications.simulation.invariants import broken
from tests.factories import LessonPageFactory
from tests.factories import contributions as told
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_an_empty_library_breaks_nothing() -> None:
    assert broken([], made=[]) == []


def test_a_mail_sent_twice_is_noticed() -> None:
    mail = SimpleNamespace(extra_headers={"Message-ID": "<eins>"})
    assert broken([mail, mail], made=[]) == ["a mail was sent twice: <eins>"]


def test_verdicts_without_meeting_or_with_too_many_votes_are_noticed() -> None:
    lesson = LessonPageFactory()
    ballot = open_ballot(meeting=make.held(lessons=[lesson]))
    cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers={ballot.questions.get().pk: "ja"})
    verdict = LessonVerdict.objects.create(
        lesson=lesson,
        cycle=ballot.meeting.cycle,
        meeting=ballot.meeting,
        kind="bestaetigt",
        reason="Ja.",
        n_yes=2,
    )
    told.verdict(LessonPageFactory(), 3, meeting=None).save()
    told.verdict(lesson, ballot.meeting.cycle.number).save()
    found = broken([], made=[])
    assert f"verdict {verdict.pk} has more votes than ballots" in found
    assert any(sentence.endswith("has no meeting") for sentence in found)
    assert any(sentence.startswith("2 verdicts on lesson") for sentence in found)


def test_a_closed_cycle_with_something_open_and_what_outlived_its_day_are_noticed() -> None:
    ballot = open_ballot(meeting=make.held(lessons=[LessonPageFactory()]))
    cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers={ballot.questions.get().pk: "ja"})
    Ballot.objects.update(closed_at=timezone.now())
    Application.objects.update(delete_on=timezone.localdate() - datetime.timedelta(days=1))
    bring_to(record=ballot.meeting, state="durchgefuehrt")
    bring_to(record=ballot.meeting.cycle, state="abgeschlossen")
    found = broken([], made=[])
    assert "5 rows of Application outlived their day" in found
    assert "1 rows of BallotSlip outlived their day" in found
    assert any(sentence.startswith("cycle 9 is closed, lehren:") for sentence in found)
