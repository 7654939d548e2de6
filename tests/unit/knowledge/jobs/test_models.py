"""What a job says of itself, and who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone, translation

from knowledge.jobs import Job
from tests.unit.knowledge.jobs.conftest import DONE

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_a_sentence_is_that_of_the_code_in_the_language_of_the_reader() -> None:
    job = Job(message=DONE, numbers={"count": 3})
    assert job.sentence == "3 Fälle sind veröffentlicht."
    with translation.override("en"):
        assert job.sentence == "3 cases are published."
    assert Job().sentence == ""


def test_a_kind_that_no_code_knows_is_called_by_its_name() -> None:
    assert Job(kind="gone.away").label == "gone.away"


@pytest.mark.parametrize(
    ("state", "over"),
    [("waiting", False), ("running", False), ("done", True), ("failed", True)],
)
def test_only_what_is_done_or_failed_is_over(state: str, over: bool) -> None:
    assert Job(state=state).is_over is over


def test_a_lease_that_ran_out_is_lost_and_a_pause_is_not_over() -> None:
    now = timezone.now()
    lost = Job.objects.create(kind="x", state="running", lease_until=now - timedelta(seconds=1))
    Job.objects.create(kind="x", state="running", lease_until=now + timedelta(seconds=1))
    ready = Job.objects.create(kind="x")
    Job.objects.create(kind="x", retry_at=now + timedelta(seconds=1))
    assert list(Job.objects.lost(now)) == [lost]
    assert list(Job.objects.waiting(now)) == [ready]


def test_everybody_sees_the_own_and_the_administration_all() -> None:
    users = get_user_model().objects
    anna, chief = users.create_user("anna"), users.create_superuser("chefin")
    own, other = Job.objects.create(kind="x", user=anna), Job.objects.create(kind="x", user=chief)
    assert list(Job.objects.seen_by(anna)) == [own]
    assert set(Job.objects.seen_by(chief)) == {own, other}
