"""What the choices of a card mean in the words of people who look for a method: printed on the card, and
found by. A closed list per field; a value that is not in it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from knowledge.enums import AccessibilityNeed, ConflictFit, Difficulty, MeetingPhase, OnlineFit

__all__ = ["facts_in_words"]

_PHASES: Final[Mapping[str, Any]] = {
    MeetingPhase.ARRIVE: _("für Einstieg, Warm-up und Anfang"),
    MeetingPhase.DECIDE: _("für Beschlüsse und Entscheidungen"),
    MeetingPhase.CLOSE: _("für Abschluss, Schlussrunde und Feedback"),
}
_ONLINE: Final[Mapping[str, Any]] = {
    OnlineFit.ON_SITE: _("nur vor Ort"),
    OnlineFit.HYBRID: _("vor Ort oder teils zugeschaltet"),
    OnlineFit.EQUAL: _("auch online in der Videokonferenz"),
    OnlineFit.BETTER: _("am besten online in der Videokonferenz"),
}
_CONFLICT: Final[Mapping[str, Any]] = {
    ConflictFit.FIT: _("trägt auch bei Streit"),
    ConflictFit.UNFIT: _("nicht bei offenem Streit"),
}
_DIFFICULTY: Final[Mapping[str, Any]] = {
    Difficulty.NONE: _("ohne Vorkenntnisse, auch zum ersten Mal"),
    Difficulty.TRAINED: _("nur mit ausgebildeter Moderation"),
}
_NEEDS: Final[Mapping[str, Any]] = {
    AccessibilityNeed.SEEING: _("mit blinden und sehbehinderten Menschen"),
    AccessibilityNeed.HEARING: _("mit gehörlosen und schwerhörigen Menschen"),
    AccessibilityNeed.MOVING: _("mit Rollstuhl und Gehhilfe"),
    AccessibilityNeed.LANGUAGE: _("in einfacher Sprache, mit wenig Deutsch"),
}
_PROJECTED: Final = ("beamer", "projektor", "leinwand", "bildschirm")

SHORT: Final = 20
"""Minutes up to which a method is short."""
LARGE: Final = 40
"""People from which a group is large."""


def facts_in_words(card: Any) -> str:
    """One line: how long, how many, when in a meeting, with whom and with what; in the active language."""
    return ", ".join(str(words) for words in _facts(card))


def _facts(card: Any) -> Iterator[Any]:
    if card.duration_typ and card.duration_typ <= SHORT:
        yield _("kurz")
    if card.group_max and card.group_max >= LARGE:
        yield _("auch mit großer Gruppe")
    yield from (_PHASES[phase] for phase in card.phase_of_meeting if phase in _PHASES)
    for words, value in (
        (_DIFFICULTY, card.difficulty),
        (_CONFLICT, card.conflict_fit),
        (_ONLINE, card.online),
    ):
        if value in words:
            yield words[value]
    items = " ".join(row.item.casefold() for row in card.materials.all())
    if items and not any(word in items for word in _PROJECTED):
        yield _("ohne Beamer")
    needs = {row.need for row in card.access_notes.all()}
    yield from (words for need, words in _NEEDS.items() if need in needs)
