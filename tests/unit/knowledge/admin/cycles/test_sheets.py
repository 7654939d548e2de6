"""What hangs on the wall and what is handed out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.accounts.roles import ensure_roles
from knowledge.cycle.ballot import cast_vote, close_ballot, open_ballot, slips_of
from knowledge.cycle.call import record_attendance
from tests.factories import HomePageFactory, LessonPageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    HomePageFactory()
    ensure_roles()
    browser = Client()
    browser.force_login(UserFactory(role="Moderation"))
    return browser


def test_a_slip_per_place_and_two_more_with_the_lessons_to_tick(client: Client) -> None:
    lesson = LessonPageFactory()
    meeting = make.held(people=6, lessons=[lesson])
    slips = slips_of(meeting)
    printed = client.get(reverse("ballot_slips", args=[meeting.pk])).content.decode()
    assert [slip in printed for slip in slips[:9]] == [True] * 8 + [False]
    assert printed.count(f"<strong>{lesson.name}</strong>") == 8
    assert printed.count(f"<p>{lesson.statement}</p>") == 8


def test_slips_follow_who_has_a_place_and_then_who_is_there(client: Client) -> None:
    """And none are printed while nobody has a place."""
    meeting = make.held(people=0, lessons=[LessonPageFactory()])
    address = reverse("ballot_slips", args=[meeting.pk])

    def printed() -> int:
        shown = client.get(address).content.decode()
        return sum(slip in shown for slip in slips_of(meeting))

    assert printed() == 0
    assert "Noch niemand hat eine Zusage." in client.get(address).content.decode()
    rows = [make.application(meeting.cycle, letter, state="zugesagt") for letter in "ABCDEF"]
    assert printed() == 8
    record_attendance(meeting=meeting, present={row.pk for row in rows[:3]})
    assert printed() == 5
    assert "braucht mindestens 5 Anwesende" in client.get(address).content.decode()


def test_no_slip_is_printed_before_a_lesson_is_chosen(client: Client) -> None:
    meeting = make.held(people=6, lessons=[])
    printed = client.get(reverse("ballot_slips", args=[meeting.pk])).content.decode()
    assert slips_of(meeting)[0] not in printed
    assert "noch keine gewählt" in printed and reverse("meeting_lessons", args=[meeting.pk]) in printed


def test_the_wall_shows_the_code_and_counts_along_until_the_round_is_closed(client: Client) -> None:
    meeting = make.held(lessons=[LessonPageFactory()])
    address = reverse("ballot_wall", args=[meeting.pk])
    assert client.get(address).status_code == 404
    ballot = open_ballot(meeting=meeting)
    answers = {ballot.questions.get().pk: "ja"}
    cast_vote(ballot=ballot, slip=slips_of(meeting)[0], answers=answers)
    wall = client.get(address).content.decode()
    assert ballot.code in wall and "<svg" in wall and "1 von 5 Stimmen" in wall
    assert slips_of(meeting)[0] not in wall
    close_ballot(ballot=ballot, early=True)
    assert ballot.code not in client.get(address).content.decode()
