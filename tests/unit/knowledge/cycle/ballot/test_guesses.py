"""Whoever guesses slips on a phone has to wait; nobody else has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from knowledge.cycle.ballot import Ballot, cast_vote, open_ballot, slips_of
from knowledge.cycle.ballot.guesses import PER_ROUND, PER_SENDER, count_wrong, waits_until
from search.models import Tally
from tests.factories import HomePageFactory, LessonPageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db

HERE, THERE = "192.0.2.17", "198.51.100.4"


@pytest.fixture
def ballot() -> Ballot:
    HomePageFactory()
    return open_ballot(meeting=make.held(people=7, lessons=[LessonPageFactory()]))


def vote(ballot: Ballot, slip: str, address: str = HERE) -> Any:
    answer = {f"lehre-{ballot.questions.get().pk}": "ja", "zettel": slip}
    return Client(REMOTE_ADDR=address).post(f"/urteil/{ballot.code}/", answer)


def cast(ballot: Ballot) -> int:
    return Ballot.objects.get(pk=ballot.pk).cast


def test_one_sender_guesses_twenty_times_and_then_waits(ballot: Ballot) -> None:
    slips = slips_of(ballot.meeting)
    codes = [vote(ballot, f"{number:05}").status_code for number in range(30)]
    assert codes == [409] * PER_SENDER.most + [429] * 10
    soon = timezone.now() + timedelta(seconds=120)  # the room, which shares the address, has twenty minutes
    assert all(row.expires <= soon for row in Tally.objects.all())
    lucky = vote(ballot, slips[0])
    assert lucky.status_code == 429 and cast(ballot) == 0  # a right guess is told from a wrong one by nothing
    text = lucky.content.decode()
    assert "noch einmal ab" in text and f'value="{slips[0]}"' in text and "Moderation" in text
    assert vote(ballot, slips[0], THERE).status_code == 200  # another sender is not kept waiting
    cast_vote(ballot=ballot, slip=slips[1], answers={ballot.questions.get().pk: "ja"})  # nor a slip read out
    assert cast(ballot) == 2
    Tally.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert vote(ballot, slips[2]).status_code == 200


def test_many_senders_together_guess_sixty_times_in_two_minutes(ballot: Ballot) -> None:
    codes = [vote(ballot, "00000", f"203.0.113.{number % 50}").status_code for number in range(70)]
    assert codes == [409] * PER_ROUND.most + [429] * 10
    slip = slips_of(ballot.meeting)[0]
    assert vote(ballot, slip, THERE).status_code == 429
    row = Tally.objects.order_by("-count").first()
    assert row is not None and row.expires <= timezone.now() + timedelta(seconds=120)
    Tally.objects.filter(pk=row.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert vote(ballot, slip, THERE).status_code == 200


def test_right_slips_and_slips_that_have_voted_count_as_no_guess(ballot: Ballot) -> None:
    slip = slips_of(ballot.meeting)[0]
    assert [vote(ballot, slip).status_code for _time in range(30)] == [200] + [409] * 29
    assert not Tally.objects.exists()


def test_each_round_is_counted_by_itself_and_senders_that_cannot_be_told_share_its_limit(
    ballot: Ballot, rf: RequestFactory, settings: Any
) -> None:
    settings.PROXY_COUNT = 1  # and a proxy that says nothing
    other = open_ballot(meeting=make.held(8, people=7, lessons=[LessonPageFactory()]))
    request = rf.post("/")
    for _time in range(PER_ROUND.most):
        assert waits_until(request, ballot) is None
        count_wrong(request, ballot)
    assert waits_until(request, ballot) is not None and waits_until(request, other) is None
