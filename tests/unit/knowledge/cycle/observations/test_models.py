"""The state of an observation is moved by steps alone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from knowledge.cycle import StepJumped
from knowledge.models import LessonPage, Observation
from tests.factories import LessonPageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_neither_a_save_nor_the_database_jumps_a_state() -> None:
    LessonPageFactory()
    noted = Observation.objects.create(meeting=make.held(), text="In drei Runden schwieg die Hälfte.")
    noted.state = "lehre"
    with pytest.raises(StepJumped):
        noted.save()
    rows = Observation.objects.filter(pk=noted.pk)
    for state in ("erkenntnis", "lehre", "erfunden"):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(lesson=LessonPage.objects.get())
