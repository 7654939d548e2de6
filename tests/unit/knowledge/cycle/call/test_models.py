"""An application is sealed, and known by its mailbox."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from knowledge.cycle.call.models import mark_of
from knowledge.models import Application
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_nothing_of_a_person_stands_in_the_clear() -> None:
    row = make.application(make.announced())
    stored = " ".join(str(value) for value in Application.objects.values().get().values())
    assert "Person" not in stored and "rathaus" not in stored and "Rat" not in stored
    assert (row.person["name"], row.substitute, row.concern) == ("Person A", {}, make.CONCERN)
    assert str(row) == row.code


def test_a_mailbox_applies_once_per_cycle() -> None:
    cycle = make.announced()
    make.application(cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.application(cycle)
    assert mark_of("a+x@rathaus.example") == mark_of("A@rathaus.example")


def test_only_what_is_due_is_due() -> None:
    cycle, today = make.announced(), timezone.localdate()
    make.application(cycle, "A", delete_on=today)
    late = make.application(cycle, "B", delete_on=today - datetime.timedelta(days=1))
    assert [*Application.objects.due()] == [late]
