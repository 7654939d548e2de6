"""A consultation is written along; what is sent becomes a raw case of its meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.intake.training import training_record
from cases.intake.views import protocol
from cases.models import RawCase
from cases.sealed import read_text
from knowledge.cycle import consultation_recorded
from tests.factories import ChallengeAreaFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(db: None) -> dict[str, str]:
    """What somebody wrote along; nobody had time for the ideas."""
    text, names = training_record()
    ChallengeAreaFactory(slug=text["challenge"])
    names_told = {"municipality": names.municipality, "not_secret": "on"}
    return text | dict.fromkeys(("actors", "hypotheses", "ideas", "next_steps"), "") | names_told


def test_what_was_written_is_sealed_with_its_meeting_and_the_methods_hear_of_it(
    ask: Any, written: dict[str, str]
) -> None:
    meeting, heard = make.held(), []
    consultation_recorded.connect(lambda sender, meeting, **kwargs: heard.append(meeting), weak=False)
    answer = ask(protocol.raw_protocol, meeting.pk, data=written)
    raw = RawCase.objects.get()
    assert answer.url == reverse("raw_review", args=[raw.pk])
    assert (raw.meeting, heard) == (meeting, [meeting])
    assert read_text(raw)["key_question"] == written["key_question"]
    assert read_text(raw)["case_kind"] == "beratung"


def test_what_is_missing_is_said_and_nothing_stored(ask: Any, written: dict[str, str]) -> None:
    meeting = make.held()
    back = ask(protocol.raw_protocol, meeting.pk, data=written | {"key_question": ""})
    assert list(back.context["form"].errors) == ["key_question"] and not RawCase.objects.exists()


def test_a_meeting_that_lies_ahead_has_no_protocol(ask: Any, written: dict[str, str]) -> None:
    meeting = make.held()
    meeting.date = timezone.localdate() + timedelta(days=1)
    meeting.save()
    answer = ask(protocol.raw_protocol, meeting.pk, data=written)
    assert answer.url == reverse("cycle_desk", args=[meeting.cycle_id]) and "noch bevor" in answer.told
    assert not RawCase.objects.exists()
