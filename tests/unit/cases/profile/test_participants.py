"""Who took part, in bands: one row per set of bands, never no municipality, and who was present."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cases.models import ParticipantBand
from cases.profile import Presence, circle_of, count_those_present
from knowledge.cycle import Bands
from tests.factories import ForumCycleFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def band(**given: object) -> ParticipantBand:
    values = {"federal_state": "BY", "size_band": "kleinstadt"} | given
    if "cycle" not in values:
        values["cycle"] = ForumCycleFactory()
    return ParticipantBand(**values)


def test_a_row_is_called_by_its_cycle_and_bands_and_counts_one() -> None:
    row = band()
    row.full_clean()
    assert row.count == 1
    assert str(row) == f"{row.cycle}: Bayern, {row.get_size_band_display()}"


def test_a_band_of_a_cycle_has_one_row() -> None:
    band(count=3).save()
    with pytest.raises(ValidationError):
        band(count=4).full_clean()
    band(federal_state="BW").full_clean()
    band(finance_band="angespannt").full_clean()
    band(legal_type="Markt").full_clean()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"count": 0}, "count"),
        ({"federal_state": "SUED"}, "federal_state"),
        ({"size_band": "x"}, "size_band"),
        ({"legal_type": "x"}, "legal_type"),
        ({"finance_band": "x"}, "finance_band"),
        ({"workforce_band": "x"}, "workforce_band"),
    ],
)
def test_only_lands_sizes_and_counts_that_can_be_counted(given: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        band(**given).full_clean()
    assert field in error.value.message_dict


def test_who_was_there_replaces_what_was_entered_for_this_cycle_alone() -> None:
    cycle, other = ForumCycleFactory(number=7), ForumCycleFactory(number=8)
    for each in (cycle, other):
        ParticipantBand.objects.create(cycle=each, federal_state="BY", size_band="landkreis", count=4)
    meeting = WorkingMeetingFactory(cycle=cycle)
    ever = {
        Bands("BY", "kleinstadt", "Markt", "angespannt"): 3,
        Bands("BW", "kleinstadt"): 2,
    }
    count_those_present(None, cycle=cycle, meeting=meeting, ever=ever, present={Bands("BW", "kleinstadt"): 2})
    assert circle_of(cycle.pk).own == (
        Presence("BW", "kleinstadt", count=2),
        Presence("BY", "kleinstadt", "Markt", finance_band="angespannt", count=3),
    )
    assert circle_of(cycle.pk, meeting.pk).own == (Presence("BW", "kleinstadt", count=2),)
    assert circle_of(cycle.pk, meeting.pk).of_meeting and not circle_of(cycle.pk).of_meeting
    assert circle_of(cycle.pk, meeting.pk).everybody == circle_of(cycle.pk).everybody
    assert other.participant_bands.get().count == 4


def test_nobody_entered_is_unknown_and_not_nobody() -> None:
    cycle = ForumCycleFactory()
    assert circle_of(cycle.pk).everybody is None
    band(cycle=ForumCycleFactory(number=7), count=4).save()
    circle = circle_of(cycle.pk)
    assert circle.everybody == (Presence("BY", "kleinstadt", count=4),)
    assert circle.own is None and circle.has_cycle
    assert not circle_of(None).has_cycle
