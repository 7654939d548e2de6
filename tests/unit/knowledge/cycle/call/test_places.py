"""Places by Land and size."""

from __future__ import annotations

import pytest

from knowledge.cycle import StepRefused
from knowledge.cycle.call import decide, spread
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_cells_count_who_has_a_place_and_who_asks() -> None:
    cycle = make.announced(places=2)
    for person, state, size in (
        ("A", "zugesagt", "kleinstadt"),
        ("B", "eingegangen", "kleinstadt"),
        ("C", "warteliste", "landgemeinde"),
        ("D", "abgelehnt", "landkreis"),
    ):
        make.application(cycle, person, state=state, size_band=size)
    found = spread(cycle, cycle.applications.all())
    assert (found.taken, found.left, found.waiting, found.undecided) == (1, 1, 1, 1)
    assert [(taken, asking) for _land, _size, taken, asking in found.rows] == [(0, 1), (1, 1)]


def test_more_places_than_there_are_are_not_promised() -> None:
    cycle = make.announced(places=1)
    first, second = make.application(cycle, "A"), make.application(cycle, "B")
    decide(application=first, step="zusagen")
    with pytest.raises(StepRefused, match="Alle 1 Plätze sind vergeben"):
        decide(application=second, step="zusagen")


@pytest.mark.parametrize("state", ["auswertung", "abgeschlossen", "archiviert"])
def test_a_cycle_that_is_over_does_not_look_empty(state: str) -> None:
    cycle = make.announced(places=12)
    assert spread(cycle, []).in_words.startswith("0 von 12 Plätzen vergeben")
    cycle.state = state
    assert "Plätzen" not in spread(cycle, []).in_words
    make.application(cycle, "A", state="zugesagt")
    assert spread(cycle, cycle.applications.all()).in_words.startswith("1 von 12 Plätzen vergeben")
