"""No more votes than people, and nothing joins a device to what it said."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from knowledge.models import Ballot, BallotQuestion, BallotSlip
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_the_database_refuses_more_votes_than_people() -> None:
    ballot = Ballot.objects.create(meeting=make.held(), present=5)
    assert ballot.is_open and len(ballot.code) == 6
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.update(cast=6)


def test_a_slip_has_no_column_for_an_answer() -> None:
    assert {field.name for field in BallotSlip._meta.concrete_fields} == {"id", "ballot", "mark"}
    assert BallotQuestion(n_yes=1, n_part=2, n_no=3).votes == 6
