"""What became of a record where it is from, and what that says of the answers: who takes over what is open,
failed or doubtful there has to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.enums import LessonState, Outcome

__all__ = ["Standing", "standing_of"]

_ELSEWHERE: Final = {
    Outcome.OPEN: gettext_noop("Dort ist es noch offen."),
    Outcome.STARTED: gettext_noop("Dort ist es erst begonnen."),
    Outcome.IMPLEMENTED: gettext_noop("Dort wurde es umgesetzt."),
    Outcome.CHANGED: gettext_noop("Dort wurde es verändert umgesetzt."),
    Outcome.FAILED: gettext_noop("Dort ist es gescheitert: Lesen Sie zuerst nach, woran."),
    Outcome.ABANDONED: gettext_noop("Dort wurde es aufgegeben: Lesen Sie zuerst nach, warum."),
    Outcome.UNKNOWN: gettext_noop("Was dort daraus wurde, ist nicht bekannt."),
}
_DOUBTFUL: Final = {
    LessonState.PROVISIONAL: gettext_noop("Die Lehre ist aber noch vorläufig."),
    LessonState.CONTESTED: gettext_noop("Die Lehre ist aber strittig: Lesen Sie die Belege beider Seiten."),
    LessonState.REFUTED: gettext_noop("Die Lehre ist aber widerlegt: Lesen Sie zuerst nach, wodurch."),
    LessonState.SUPERSEDED: gettext_noop("Die Lehre ist aber überholt: Lesen Sie die neuere."),
}
_DONE: Final = {Outcome.IMPLEMENTED, Outcome.CHANGED}


@dataclass(frozen=True, slots=True)
class Standing:
    """``is_proven``: whether it stood the test. ``sentence``: how it stands, or ""."""

    is_proven: bool
    sentence: str

    @property
    def all_fit(self) -> str:
        """What the answers come to where nothing is missing and nothing is different."""
        if self.is_proven:
            return self._with(_("Alles Nötige ist da: gut übertragbar."))
        return self._with(_("Alles Nötige ist da."))

    @property
    def some_adapt(self) -> str:
        """The same where something is different that does not rule it out."""
        if self.is_proven:
            return self._with(_("Übertragbar, wenn Sie es anpassen."))
        return self._with(_("Manches ist bei Ihnen anders, nichts davon schließt es aus."))

    def _with(self, verdict: str) -> str:
        return f"{verdict} {self.sentence}".strip()


def standing_of(page: Any) -> Standing:
    """How a case ended, or how a lesson stands, for this reader."""
    if hasattr(page, "shown_outcome"):
        outcome = Outcome(page.shown_outcome or Outcome.UNKNOWN)  # a draft may lack it
        return Standing(outcome in _DONE, _(_ELSEWHERE[outcome]))
    doubt = _DOUBTFUL.get(page.state) if hasattr(page, "state") else None
    return Standing(doubt is None, _(doubt) if doubt else "")
