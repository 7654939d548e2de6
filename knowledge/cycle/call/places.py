"""Places of a cycle: how many there are, and how those who have one are spread over Land and size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from knowledge.cycle.steps import Missing
from knowledge.enums import ApplicationState, CycleState, FederalState, SizeBand

__all__ = ["Spread", "nobody_was_there", "places_left", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Who has a place and who asks for one, by Land and size, for organisers only."""

    places: int
    taken: int
    waiting: int
    undecided: int
    rows: tuple[tuple[str, str, int, int], ...]
    """Land, size, accepted, others that ask."""
    is_over: bool = False
    """Whether the cycle has taken place and its applications are gone."""

    @property
    def left(self) -> int:
        """Free places."""
        return max(0, self.places - self.taken)

    @property
    def in_words(self) -> str:
        """How many have a place, wait, are undecided; nothing of the kind once the applications are gone."""
        if self.is_over:
            return _("Die Treffen sind vorbei; die Anmeldungen sind nicht mehr gespeichert.")
        return _(
            "%(taken)s von %(places)s Plätzen vergeben, %(waiting)s auf der Warteliste, %(undecided)s noch"
            " nicht entschieden."
        ) % {
            "taken": self.taken,
            "places": self.places,
            "waiting": self.waiting,
            "undecided": self.undecided,
        }


_OVER = (CycleState.EVALUATION, CycleState.CLOSED, CycleState.ARCHIVED)
_ASKING = (ApplicationState.RECEIVED, ApplicationState.WAITING)


def spread(cycle: Any, applications: Iterable[Any]) -> Spread:
    """Count the applications of a cycle."""
    states: Counter[str] = Counter()
    cells: Counter[tuple[str, str, bool]] = Counter()
    for application in applications:
        states[application.state] += 1
        if application.state == ApplicationState.ACCEPTED:
            cells[application.federal_state, application.size_band, True] += 1
        elif application.state in _ASKING:
            cells[application.federal_state, application.size_band, False] += 1
    sizes = list(SizeBand.values)
    keys = sorted(
        {(land, size) for land, size, _taken in cells}, key=lambda key: (key[0], sizes.index(key[1]))
    )
    return Spread(
        places=cycle.places,
        taken=states[ApplicationState.ACCEPTED],
        waiting=states[ApplicationState.WAITING],
        undecided=states[ApplicationState.RECEIVED],
        rows=tuple(
            (
                str(FederalState(land).label),
                str(SizeBand(size).label),
                cells[land, size, True],
                cells[land, size, False],
            )
            for land, size in keys
        ),
        is_over=cycle.state in _OVER and not states,
    )


def places_left(application: Any) -> Iterator[Missing]:
    """A place is promised only while there is one."""
    cycle = application.cycle
    if cycle.applications.accepted().count() >= cycle.places:
        yield Missing(
            _("Alle %(n)d Plätze sind vergeben. Setzen Sie die Anmeldung auf die Warteliste.")
            % {"n": cycle.places}
        )


def nobody_was_there(application: Any) -> Iterator[Missing]:
    """Who was at a meeting took part; that is not taken back."""
    if application.attendances.filter(present=True).exists():
        yield Missing(_("Diese Person war schon bei einem Treffen; das lässt sich nicht zurücknehmen."))
