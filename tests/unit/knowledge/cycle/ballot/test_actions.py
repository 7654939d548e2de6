"""A round from opening to its verdicts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from knowledge import contributions
from knowledge.cycle import bring_to
from knowledge.cycle.ballot import (
    BallotRefused,
    VotesMissing,
    cast_vote,
    close_ballot,
    open_ballot,
    proposed_kind,
    record_verdict,
    set_lessons,
    slips_of,
)
from knowledge.enums import AccessLevel
from knowledge.models import Ballot, BallotQuestion, BallotSlip, LessonPage
from tests.factories import LessonPageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> Any:
    return LessonPageFactory()


def vote(ballot: Ballot, *answers: str) -> None:
    """A slip each, about the one lesson of the round."""
    question = ballot.questions.get().pk
    for slip, answer in zip(slips_of(ballot.meeting), answers, strict=False):
        cast_vote(ballot=ballot, slip=slip, answers={question: answer})


def test_votes_are_summed_once_per_slip_and_never_beyond_those_present(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(people=5, lessons=[lesson]))
    question = ballot.questions.get()
    slips = slips_of(ballot.meeting)
    cast_vote(ballot=ballot, slip=slips[0], answers={question.pk: "ja"})
    for again in (slips[0], f" {slips[0].lower()} "):
        with pytest.raises(BallotRefused, match="schon abgestimmt"):
            cast_vote(ballot=ballot, slip=again, answers={question.pk: "nein"})
    for slip, answer in zip(slips[1:5], ("nein", "teils", "ja", "ja"), strict=True):
        cast_vote(ballot=ballot, slip=slip, answers={question.pk: answer})
    with pytest.raises(BallotRefused, match="so viele Stimmen"):
        cast_vote(ballot=ballot, slip=slips[5], answers={question.pk: "ja"})
    question.refresh_from_db()
    ballot.refresh_from_db()
    assert (question.n_yes, question.n_part, question.n_no, ballot.cast) == (3, 1, 1, 5)
    marks = list(BallotSlip.objects.values_list("mark", flat=True))
    assert len(marks) == 5 and all(len(mark) == 64 for mark in marks)


def test_one_person_with_many_devices_has_the_votes_of_their_slip(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(7, lessons=[lesson]))
    other = slips_of(make.held(8, lessons=[lesson]))
    answers = {ballot.questions.get().pk: "ja"}
    cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers=answers)
    for slip in ("", "AAAAA", "erfunden", other[0]):
        with pytest.raises(BallotRefused, match="gibt es nicht"):
            cast_vote(ballot=ballot, slip=slip, answers=answers)
    ballot.refresh_from_db()
    assert ballot.cast == 1


def test_answers_to_questions_of_another_round_count_nowhere(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(7, lessons=[lesson]))
    other = open_ballot(meeting=make.held(8, lessons=[lesson]))
    with pytest.raises(BallotRefused):
        cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers={other.questions.get().pk: "ja"})
    assert [row.votes for row in BallotQuestion.objects.all()] == [0, 0]


@pytest.mark.parametrize("answer", ["erfunden", ""])
def test_a_ballot_that_says_nothing_takes_no_place(lesson: Any, answer: str) -> None:
    ballot = open_ballot(meeting=make.held(lessons=[lesson]))
    answers = {ballot.questions.get().pk: answer}
    with pytest.raises(BallotRefused, match="mindestens zu einer"):
        cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers=answers)
    ballot.refresh_from_db()
    assert ballot.cast == 0 and not BallotSlip.objects.exists()


def test_only_public_lessons_are_judged(lesson: Any) -> None:
    meeting = make.held(people=0)
    with pytest.raises(BallotRefused, match="gibt es nicht"):
        set_lessons(meeting=meeting, lessons=[lesson.pk, 999_999])
    LessonPage.objects.filter(pk=lesson.pk).update(access_level=AccessLevel.EDITORS)
    with pytest.raises(BallotRefused, match="gibt es nicht"):
        set_lessons(meeting=meeting, lessons=[lesson.pk])
    assert not meeting.lessons_to_check.exists()


def test_a_closed_round_forgets_its_slips_and_takes_nothing(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(lessons=[lesson]))
    question = ballot.questions.get()
    cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[0], answers={question.pk: "ja"})
    with pytest.raises(BallotRefused, match="zuerst schließen"):
        record_verdict(question=question, kind="bestaetigt", reason="Ja.", user=UserFactory())
    close_ballot(ballot=ballot, early=True)
    close_ballot(ballot=ballot)
    assert not BallotSlip.objects.exists()
    with pytest.raises(BallotRefused, match="geschlossen"):
        cast_vote(ballot=ballot, slip=slips_of(ballot.meeting)[1], answers={question.pk: "ja"})


def test_a_round_with_votes_missing_closes_on_purpose_only_and_keeps_no_sums_of_few(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(people=7, lessons=[lesson]))
    vote(ballot, "ja", "nein")
    with pytest.raises(VotesMissing, match="5 von 7 Stimmen fehlen noch"):
        close_ballot(ballot=ballot)
    ballot.refresh_from_db()
    assert ballot.is_open and ballot.slips.count() == 2 and ballot.questions.get().votes == 2
    close_ballot(ballot=ballot, early=True)
    question = ballot.questions.get()
    assert (ballot.is_open, ballot.cast, question.votes) == (False, 2, 0)
    assert proposed_kind(question) == "nicht-pruefbar"
    user = UserFactory()
    for kind in ("bestaetigt", "angepasst", "widerlegt"):
        with pytest.raises(BallotRefused, match="Weniger als 5"):
            record_verdict(question=question, kind=kind, reason="Zwei sagten etwas.", user=user)
    verdict = record_verdict(question=question, kind="nicht-pruefbar", reason="Zu wenige.", user=user)
    assert (verdict.n_yes, verdict.n_part, verdict.n_no) == (0, 0, 0)


def test_a_lesson_that_most_left_out_has_no_sums_in_a_full_round(lesson: Any) -> None:
    other = LessonPageFactory()
    ballot = open_ballot(meeting=make.held(people=6, lessons=[lesson, other]))
    few, many = ballot.questions.get(lesson=other), ballot.questions.get(lesson=lesson)
    for number, slip in enumerate(slips_of(ballot.meeting)[:6]):
        answers = {many.pk: "ja"} | ({few.pk: "nein"} if number < 4 else {})
        cast_vote(ballot=ballot, slip=slip, answers=answers)
    close_ballot(ballot=ballot)
    assert [ballot.questions.get(pk=row.pk).votes for row in (few, many)] == [0, 6]


def test_five_of_seven_votes_keep_their_sums(lesson: Any) -> None:
    ballot = open_ballot(meeting=make.held(people=7, lessons=[lesson]))
    vote(ballot, "ja", "ja", "ja", "nein", "teils")
    close_ballot(ballot=ballot, early=True)
    question = ballot.questions.get()
    assert (question.n_yes, question.n_part, question.n_no) == (3, 1, 1)


def test_one_verdict_per_lesson_and_cycle_also_while_it_waits(lesson: Any) -> None:
    user = UserFactory()
    ballot = open_ballot(meeting=make.held(lessons=[lesson]))
    vote(ballot, "ja", "ja", "ja", "ja", "ja")
    close_ballot(ballot=ballot)
    question = ballot.questions.get()
    with pytest.raises(BallotRefused, match=f"„{lesson.name}“: Bitte schreiben Sie eine Begründung"):
        record_verdict(question=question, kind="bestaetigt", reason=" ", user=user)
    with pytest.raises(BallotRefused, match=f"„{lesson.name}“: Bitte wählen Sie das Urteil"):
        record_verdict(question=question, kind="", reason="Es hat getragen.", user=user)
    verdict = record_verdict(question=question, kind="bestaetigt", reason="Es hat getragen.", user=user)
    assert (verdict.state, verdict.n_yes, verdict.meeting) == ("eingegangen", 5, ballot.meeting)
    with pytest.raises(BallotRefused, match="schon geurteilt"):
        record_verdict(question=question, kind="widerlegt", reason="Doch nicht.", user=user)
    contributions.accept(contribution=verdict)
    assert LessonPage.objects.get().confirming_cycles == 0  # readers see it with the next batch
    with pytest.raises(BallotRefused):
        record_verdict(question=question, kind="widerlegt", reason="Doch nicht.", user=user)


@pytest.mark.parametrize(
    ("votes", "kind"),
    [
        ((0, 0, 0), "nicht-pruefbar"),
        ((5, 2, 2), "bestaetigt"),
        ((1, 1, 5), "widerlegt"),
        ((1, 5, 1), "angepasst"),
        ((2, 3, 2), None),
        ((3, 0, 3), None),
    ],
)
def test_the_sums_propose_what_more_than_half_say(votes: tuple[int, int, int], kind: str | None) -> None:
    yes, part, no = votes
    assert proposed_kind(BallotQuestion(n_yes=yes, n_part=part, n_no=no)) == kind


def test_a_round_needs_people_and_lessons_and_is_held_once(lesson: Any) -> None:
    meeting = make.held(people=0, lessons=[lesson])
    with pytest.raises(BallotRefused, match="wer da ist"):
        open_ballot(meeting=meeting)
    few = make.held(6, people=4, lessons=[lesson])
    with pytest.raises(BallotRefused, match="mindestens 5"):
        open_ballot(meeting=few)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(meeting=few, present=4)
    early = make.held(5, lessons=[lesson])
    bring_to(record=early.cycle, state="ausgeschrieben")
    with pytest.raises(BallotRefused, match="läuft nicht"):
        open_ballot(meeting=early)
    empty = make.held(8)
    with pytest.raises(BallotRefused, match="Lehren wählen"):
        open_ballot(meeting=empty)
    set_lessons(meeting=empty, lessons=[lesson.pk])
    open_ballot(meeting=empty)
    with pytest.raises(BallotRefused, match="schon eine Runde"):
        open_ballot(meeting=empty)
    with pytest.raises(BallotRefused, match="stehen fest"):
        set_lessons(meeting=empty, lessons=[])
    with pytest.raises(BallotRefused, match="Mehr als 5"):
        set_lessons(meeting=meeting, lessons=range(1, 7))
