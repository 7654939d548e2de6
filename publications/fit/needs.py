"""The needs of a case or a lesson, at most five, the indispensable ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.enums import PreconditionKind
from publications.fit.standing import standing_of

__all__ = ["MOST", "Need", "needs_of"]

MOST: Final = 5

_NEXT: Final = {
    PreconditionKind.LEADERSHIP: gettext_noop(
        "Vor dem ersten Schritt eine halbe Stunde mit der Spitze: Steht sie dazu, auch öffentlich?"
    ),
    PreconditionKind.MAJORITY: gettext_noop(
        "Mit den Fraktionen einzeln sprechen, bevor etwas auf der Tagesordnung steht."
    ),
    PreconditionKind.CARETAKER: gettext_noop(
        "Eine Person benennen und ihr dafür Zeit geben; ohne sie bleibt es bei der Absicht."
    ),
    PreconditionKind.DATA: gettext_noop("Klein anfangen: die zwei wichtigsten Zahlen selbst erheben."),
    PreconditionKind.MONEY: gettext_noop("Mit der Kämmerei durchgehen, was ohne neues Geld ginge."),
    PreconditionKind.PARTNERS: gettext_noop(
        "Zuerst die zwei oder drei fragen, deren Wort bei den anderen zählt."
    ),
    PreconditionKind.LAW: gettext_noop(
        "Die Rechtslage im eigenen Land prüfen lassen, notfalls bei der Aufsicht."
    ),
    PreconditionKind.TIME: gettext_noop(
        "Zuerst sagen, was dafür liegen bleibt; ohne freie Stunden beginnt es nicht."
    ),
    PreconditionKind.GROUP: gettext_noop("Die Runde anders zusammensetzen oder das Format kleiner machen."),
    PreconditionKind.MATTER: gettext_noop(
        "In zwei Sätzen aufschreiben, was bei Ihnen anders ist, und danach entscheiden, ob es noch passt."
    ),
}
"""What to do first where a need of this kind is not given."""

_GIVEN: Final = {
    PreconditionKind.LEADERSHIP: gettext_noop("Die Spitze bitten, den Anfang selbst anzukündigen."),
    PreconditionKind.MAJORITY: gettext_noop("Einen Beschluss vorbereiten, solange die Mehrheit steht."),
    PreconditionKind.CARETAKER: gettext_noop("Diese Person von Anfang an zur Vorbereitung dazuholen."),
    PreconditionKind.DATA: gettext_noop(
        "Die Zahlen auf eine Seite bringen und zum ersten Treffen mitnehmen."
    ),
    PreconditionKind.MONEY: gettext_noop(
        "Den Betrag früh festhalten, damit er nicht anderswo verplant wird."
    ),
    PreconditionKind.PARTNERS: gettext_noop("Die Partner schon zum ersten Termin einladen."),
    PreconditionKind.LAW: gettext_noop("Die Rechtsgrundlage gleich in der Vorlage nennen."),
    PreconditionKind.TIME: gettext_noop("Die freien Stunden jetzt in den Kalender schreiben."),
    PreconditionKind.GROUP: gettext_noop("Die Runde einladen und einen festen Termin nennen."),
    PreconditionKind.MATTER: gettext_noop("Dort den ersten Schritt nachlesen und einen Tag dafür festlegen."),
}
"""What to do with a need of this kind that is given."""

_ASK: Final = {
    PreconditionKind.LEADERSHIP: gettext_noop(
        "Die Spitze selbst fragen, unter vier Augen, bevor andere davon hören."
    ),
    PreconditionKind.MAJORITY: gettext_noop(
        "Die Fraktionsvorsitzenden einzeln anrufen und zuhören, noch ohne zu werben."
    ),
    PreconditionKind.CARETAKER: gettext_noop(
        "Im Amt fragen, wer das heute nebenbei tut und wie viele Stunden es kostet."
    ),
    PreconditionKind.DATA: gettext_noop(
        "Nachsehen, welche Zahlen es im Haus schon gibt, auch in anderen Ämtern."
    ),
    PreconditionKind.MONEY: gettext_noop(
        "Die Kämmerei fragen, was in diesem und im nächsten Haushalt frei ist."
    ),
    PreconditionKind.PARTNERS: gettext_noop(
        "Aufschreiben, wer dabei sein müsste, und die erste Person davon anrufen."
    ),
    PreconditionKind.LAW: gettext_noop(
        "Das Rechtsamt oder die Aufsicht fragen, mit diesem Eintrag als Beispiel."
    ),
    PreconditionKind.TIME: gettext_noop("Eine Woche lang notieren, wofür die Stunden draufgehen."),
    PreconditionKind.GROUP: gettext_noop("Nachzählen, wer käme und in welcher Rolle, bevor Sie einladen."),
    PreconditionKind.MATTER: gettext_noop(
        "Den Eintrag ganz lesen und mit jemandem aus dem Fachamt danebenhalten."
    ),
}
"""How to find out whether it is."""

_CLEAR: Final = gettext_noop("Das steht Ihnen nicht im Weg; beim ersten Treffen einmal so festhalten.")
"""What to do where that which would speak against it is not so."""
_ASK_THOSE: Final = gettext_noop("Bei denen nachfragen, die es betrifft, bevor Sie sich festlegen.")
_ALIKE: Final = gettext_noop("Größenordnung und Aufwand von dort können Sie als Anhalt nehmen.")
_ASK_PROFILE: Final = {
    "groesse": gettext_noop("Die Einwohnerzahl nennt das Statistische Landesamt."),
    "haushalt": gettext_noop("Ob der Haushalt ausgeglichen ist, sagt die Kämmerei auf Anruf."),
}

_EXCLUDED: Final = gettext_noop(
    "Hier trägt die Lehre nicht: bei den Belegen nachlesen, was andere in dieser Lage getan haben."
)
"""What a condition says that decides against a lesson."""
_AGAINST: Final = gettext_noop("Offen ansprechen, bevor Sie beginnen, und an dieser Stelle anders vorgehen.")
"""What one says that only speaks against it."""
_TRY: Final = gettext_noop("Ob es bei Ihnen trägt, zeigt ein kleiner Anfang.")


@dataclass(frozen=True, slots=True)
class Need:
    """A statement about one's own municipality. ``must``: without it nothing works; ``speaks_for``: whether a
    yes speaks for it or against it; ``next_step``: what to do where it is not so; ``when_given``: where it
    is; ``when_unknown``: how to find out; ``is_of_interface``: said by the interface, in its language, and
    not by the record.
    """

    kind: str
    text: str
    must: bool
    speaks_for: bool
    next_step: str
    when_given: str
    when_unknown: str
    is_of_interface: bool = False


def needs_of(page: Any) -> list[Need]:
    """What a record takes, from the rows it shows anyway; none for a record that says nothing of the kind."""
    if hasattr(page, "preconditions"):
        found = sorted(map(_precondition, page.preconditions.all()), key=lambda need: not need.must)
        profile = _profile(page)
        return [*found[: MOST - len(profile)], *profile] if found else []
    if hasattr(page, "conditions"):
        return [_condition(row) for row in _both_sides(page.conditions.all())]
    return []


def _precondition(row: Any) -> Need:
    kind = PreconditionKind(row.kind)
    return Need(row.kind, row.text, row.must, True, _(_NEXT[kind]), _(_GIVEN[kind]), _(_ASK[kind]))


def _profile(page: Any) -> list[Need]:
    """Size and budget: elsewhere it is another matter, but none that rules it out."""
    tip = f"{standing_of(page).sentence} {_(_TRY)}"
    said = [("groesse", _("Größe"), page.get_size_band_display())]
    if page.finance_band:
        said.append(("haushalt", _("Haushaltslage"), page.get_finance_band_display()))
    text = _("Bei uns ist es ähnlich – %(label)s: %(value)s")
    return [
        Need(
            kind,
            text % {"label": label, "value": value},
            must=False,
            speaks_for=True,
            next_step=tip,
            when_given=_(_ALIKE),
            when_unknown=_(_ASK_PROFILE[kind]),
            is_of_interface=True,
        )
        for kind, label, value in said
    ]


def _condition(row: Any) -> Need:
    kind = PreconditionKind(row.kind or PreconditionKind.MATTER)  # a draft may lack it
    if row.holds:
        tips = (_NEXT[kind], _GIVEN[kind], _ASK[kind])
    else:
        tips = (_EXCLUDED if row.must else _AGAINST, _CLEAR, _ASK_THOSE)
    otherwise, given, unknown = map(_, tips)
    return Need(row.kind, row.text, row.must, row.holds, otherwise, given, unknown)


def _both_sides(rows: Sequence[Any]) -> list[Any]:
    """At most five, what decides first, of them at most two that speak against it where there are more that
    speak for it.
    """
    decisive = sorted(rows, key=lambda row: not row.must)
    for_it = [row for row in decisive if row.holds]
    against = [row for row in decisive if not row.holds]
    for_it = for_it[: MOST - min(len(against), 2)]
    return [*for_it, *against[: MOST - len(for_it)]]
