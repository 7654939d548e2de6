"""The form of a live protocol: the fields of a raw case in the order in which a consultation goes.

Source of the phases: Tietze, Kollegiale Beratung (casting, report, key question, module, consultation,
closing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cases.intake.forms import RawCaseForm

__all__ = ["ProtocolForm"]


@dataclass(frozen=True, slots=True)
class _Phase:
    """A phase with its usual minutes and the fields that are written in it."""

    label: Any
    minutes: int
    fields: tuple[str, ...]


_PHASES: Final = (
    _Phase(_("Rollen klären"), 5, ("title",)),
    _Phase(_("Bericht"), 10, ("situation", "actors")),
    _Phase(_("Schlüsselfrage"), 5, ("key_question",)),
    _Phase(_("Methode wählen"), 5, ("methods",)),
    _Phase(_("Beratung"), 15, ("hypotheses", "ideas")),
    _Phase(_("Abschluss"), 5, ("next_steps",)),
)
_AFTERWARDS: Final = (
    "challenge",
    "federal_state",
    "size_band",
    "period_band",
    "municipality",
    "persons",
    "organisations",
    "not_secret",
)
_MAY_BE_EMPTY: Final = ("actors", "hypotheses", "ideas", "next_steps")
"""Nobody stops a consultation to fill these; the form of the raw case asks for them."""
_LEFT_OUT: Final = ("meeting", "finance_band", "workforce_band", "case_kind", "access_level")
"""The meeting is that of the address; the others have a usual value."""


class ProtocolForm(RawCaseForm):
    """What is said in six phases, then three minutes for what nobody may recognise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _MAY_BE_EMPTY:
            self.fields[name].required = False
        self._usual = {name: self.fields[name].initial or "" for name in _LEFT_OUT}
        for name in _LEFT_OUT:
            del self.fields[name]

    def phases(self) -> Iterator[tuple[Any, int, list[Any]]]:
        """Label, minutes and bound fields of each phase."""
        for phase in _PHASES:
            yield phase.label, phase.minutes, [self[name] for name in phase.fields]

    def afterwards(self) -> list[Any]:
        """The bound fields that are filled in when the consultation is over."""
        return [self[name] for name in _AFTERWARDS]

    def text(self) -> dict[str, Any]:
        """The fields of a raw case, as they are sealed."""
        self.cleaned_data = self._usual | self.cleaned_data
        return super().text()
