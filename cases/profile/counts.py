"""k in words: how many municipalities a profile fits in the register, among all participants, and among those
of its cycle.

Reads only. Where nobody entered who took part, that number is unknown and says so; it is never taken for
enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.profile.participants import Circle, Presence, circle_of
from cases.profile.statutes import land_of_statutes
from knowledge.anonymity.profile import (
    FactMention,
    FactStep,
    Profile,
    TypeMention,
    fact_steps,
    may_be_told_of,
    narrowest,
    uniqueness,
)
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand

__all__ = [
    "Count",
    "ProfileReport",
    "advice",
    "participant_counts",
    "participants_fitting",
    "profile_report",
    "profile_values",
    "widened",
    "words_of",
]

_SHOWN = 4
"""So many words are named; more would not be read."""


@dataclass(frozen=True, slots=True)
class Count:
    """One of the numbers; ``k`` is ``None`` where it is unknown, ``said`` are the words of the text that
    narrow it, ``has_cycle`` tells whether the cycle is known, ``of_meeting`` whether those of its meeting are
    counted, of ``unstated`` participants the list lacks a band or the legal type.
    """

    key: str
    k: int | None
    threshold: int
    said: str = ""
    has_cycle: bool = True
    of_meeting: bool = False
    unstated: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether the number reaches its threshold; an unknown one does not."""
        return self.k is not None and self.k >= self.threshold

    @property
    def is_short(self) -> bool:
        """Whether the number is known and too small."""
        return self.k is not None and self.k < self.threshold

    @property
    def is_unknown(self) -> bool:
        """Whether nobody entered what it counts."""
        return self.k is None

    @property
    def words(self) -> str:
        """The number in a sentence."""
        if self.k is None:
            return {
                "alumni": _(
                    "Wie viele frühere Teilnehmende passen, ist unbekannt: Es ist nicht eingetragen, wer"
                    " teilgenommen hat."
                ),
                "cycle": (
                    _(
                        "Wie viele Teilnehmende der Staffel passen, ist unbekannt: Es ist nicht eingetragen,"
                        " wer an ihr teilgenommen hat."
                    )
                    if self.has_cycle
                    else _(
                        "Wie viele Teilnehmende der Staffel passen, ist unbekannt: Es ist kein Treffen"
                        " eingetragen."
                    )
                ),
            }[self.key]
        sentences = {
            "register": ngettext(
                "trifft auf %(k)s Gemeinde des Registers zu",
                "trifft auf %(k)s Gemeinden des Registers zu",
                self.k,
            ),
            "kinds": ngettext(
                "wer %(said)s im Text wörtlich nimmt, behält %(k)s Gemeinde des Registers",
                "wer %(said)s im Text wörtlich nimmt, behält %(k)s Gemeinden des Registers",
                self.k,
            ),
            "facts": ngettext(
                "was der Text erzählt, lässt %(k)s Gemeinde übrig, nach jeder Angabe: %(said)s",
                "was der Text erzählt, lässt %(k)s Gemeinden übrig, nach jeder Angabe: %(said)s",
                self.k,
            ),
            "alumni": ngettext(
                "trifft auf %(k)s teilnehmende Kommune aller Staffeln zu",
                "trifft auf %(k)s teilnehmende Kommunen aller Staffeln zu",
                self.k,
            ),
            "cycle": (
                ngettext(
                    "trifft auf %(k)s Kommune zu, die beim Treffen war",
                    "trifft auf %(k)s Kommunen zu, die beim Treffen waren",
                    self.k,
                )
                if self.of_meeting
                else ngettext(
                    "trifft auf %(k)s Kommune der Staffel zu",
                    "trifft auf %(k)s Kommunen der Staffel zu",
                    self.k,
                )
            ),
        }
        needed = (
            "" if self.is_enough else " – " + _("zu wenig, nötig sind %(least)s") % {"least": self.threshold}
        )
        if self.is_short and self.unstated:
            needed += "; " + ngettext(
                "bei %(n)s fehlt in der Liste Rechtsform, Haushaltslage oder Verwaltungsgröße",
                "bei %(n)s fehlen in der Liste Rechtsform, Haushaltslage oder Verwaltungsgröße",
                self.unstated,
            ) % {"n": self.unstated}
        return sentences[self.key] % {"k": f"{self.k:,}".replace(",", "."), "said": self.said} + needed


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """The counts, and where one of them is too small what to change: the words of the text, or the
    profile. ``is_by_facts``: without the facts of the text every number would be enough.
    """

    counts: tuple[Count, ...]
    proposal: Profile | None
    proposal_words: str
    is_by_facts: bool = False

    @property
    def is_short(self) -> bool:
        """Whether a known number is too small."""
        return any(count.is_short for count in self.counts)


def _declared_land(source: Mapping[str, Any] | Any, land: str) -> str:
    if land != FederalState.SUED or not hasattr(source, "legal_basis"):
        return land
    return land_of_statutes(row.statute for row in source.legal_basis.all()) or land


def profile_values(source: Mapping[str, Any] | Any) -> dict[str, str]:
    """The four counted bands of a case or of form data, under the names of ``parse_profile``. Where a case
    keeps its Land to itself and names a statute of one, that Land counts.
    """

    def read(name: str) -> str:
        return str(source.get(name, "") if isinstance(source, Mapping) else getattr(source, name, "") or "")

    return {
        "state": _declared_land(source, read("federal_state")),
        "size_band": read("size_band"),
        "finance_band": read("finance_band"),
        "admin_size": read("workforce_band"),
    }


def participants_fitting(profile: Profile, rows: Sequence[Presence]) -> tuple[int, int]:
    """(number of participants that fit the header and the kinds told by the text, number of those that fit
    Land and size but lack a band that the header shows or a legal type that the text tells).

    A shown budget situation or staff fits whom the list states it of, nobody else: whoever has the list can
    look both up. The legal type likewise, where the Land does not settle it ("Gemeinderat" says nothing in
    Baden-Württemberg). Of facts of the text counts what rules a row out for certain; nothing is estimated.
    """
    lands = ("BY", "BW") if profile.federal_state == "SUED" else (profile.federal_state,)
    of_size = [row for row in rows if row.federal_state in lands and profile.size_band in {"", row.size_band}]
    fitting = [
        row
        for row in of_size
        if profile.finance_band in {"", row.finance_band}
        and profile.admin_size in {"", row.workforce_band}
        and may_be_told_of(profile.facts, row.federal_state, row.size_band, row.legal_type)
    ]
    unstated = sum(
        row.count
        for row in of_size
        if (profile.finance_band and not row.finance_band)
        or (profile.admin_size and not row.workforce_band)
        or (profile.kinds and not row.legal_type)
    )
    kinds = () if profile.size_band == uniqueness.DISTRICT_BAND else profile.kinds
    pairs = [(row.federal_state, row.legal_type) for row in fitting for _one in range(row.count)]
    return narrowest(pairs, kinds), unstated


def _participants(key: str, profile: Profile, rows: Sequence[Presence] | None, circle: Circle) -> Count:
    threshold = {"alumni": settings.ANONYMITY_K_ALUMNI, "cycle": settings.ANONYMITY_K_CYCLE}[key]
    if rows is None:
        return Count(key, None, threshold, has_cycle=circle.has_cycle)
    fitting, unstated = participants_fitting(profile, rows)
    of_meeting = circle.of_meeting and key == "cycle"
    return Count(key, fitting, threshold, "", circle.has_cycle, of_meeting, unstated)


def participant_counts(profile: Profile, circle: Circle) -> tuple[Count, Count]:
    """The numbers among all participants and among those of the own cycle or meeting."""
    return (
        _participants("alumni", profile, circle.everybody, circle),
        _participants("cycle", profile, circle.own, circle),
    )


def widened(profile: Profile, circle: Circle) -> Profile | None:
    """The least lossy coarser form that keeps a size and reaches every known threshold with the facts and
    kinds of ``profile``; ``None`` where none does.
    """
    for form in uniqueness.coarsenings(profile):
        believed = replace(form, facts=_believed(fact_steps(form) if form.facts else ()))
        if (
            form.size_band
            and uniqueness.k_of(form) >= settings.ANONYMITY_K_REGISTER
            and not any(count.is_short for count in participant_counts(believed, circle))
        ):
            return form
    return None


def _counts(
    profile: Profile,
    circle: Circle,
    mentions: Sequence[TypeMention] = (),
    facts: Sequence[FactMention] = (),
) -> tuple[Count, ...]:
    """The numbers for the register, all participants, and those of ``circle.own``.

    Where words of the text narrow the register further (``profile.kinds``, said by ``mentions``) a fourth
    number stands behind the first; where it tells ``facts``, a fifth with what is left after each.
    """
    least, plain = settings.ANONYMITY_K_REGISTER, uniqueness.k_of(replace(profile, kinds=frozenset()))
    narrowed = uniqueness.k_of(profile)
    kinds = (Count("kinds", narrowed, least, words_of(mentions)),) if narrowed < plain else ()
    found = fact_steps(profile, facts) if facts else []
    said = ", ".join(f"„{step.mention.word}“ ({step.k})" for step in found)
    return (
        Count("register", plain, least),
        *kinds,
        *((Count("facts", found[-1].k, least, said),) if found else ()),
        *participant_counts(replace(profile, facts=_believed(found)), circle),
    )


def _believed(found: Sequence[FactStep]) -> frozenset[str]:
    """Facts that can be true together, the most telling first."""
    return frozenset(step.mention.key for step in found if not step.mention.key.startswith("kind:"))


def _proposal(profile: Profile, circle: Circle, facts: Sequence[FactMention]) -> Profile | None:
    """The least lossy coarser profile that the form can say and that reaches every known threshold.

    For the register the Land plays no part in the choice (``uniqueness.fixed_header``): an adaptive choice
    would tell it.
    """
    siblings = ["SUED"] if profile.federal_state == "SUED" else ["BY", "BW"]
    forms = [uniqueness.coarsenings(replace(profile, federal_state=land)) for land in siblings]
    for own, row in zip(uniqueness.coarsenings(profile), zip(*forms, strict=True), strict=True):
        if not own.size_band or own == profile:
            continue
        if all(uniqueness.k_of(form) >= settings.ANONYMITY_K_REGISTER for form in row) and not any(
            count.is_short for count in _counts(own, circle, (), facts) if count.key != "facts"
        ):
            return own
    return None


def _words(proposal: Profile | None) -> str:
    if proposal is None:
        return _(
            "Auch gröber gefasst bleibt die Kommune erkennbar. Bitte die Sichtbarkeit „Nur Redaktion“ wählen"
            " oder mit der fallgebenden Person sprechen."
        )
    parts = [str(FederalState(proposal.federal_state).label), str(SizeBand(proposal.size_band).label)]
    parts.append(
        str(FinanceBand(proposal.finance_band).label) if proposal.finance_band else _("ohne Haushaltslage")
    )
    parts.append(
        str(WorkforceBand(proposal.admin_size).label) if proposal.admin_size else _("ohne Verwaltungsgröße")
    )
    return _("Gröber fassen: %(bands)s.") % {"bands": " · ".join(parts)}


def profile_report(
    values: Mapping[str, object],
    circle: Circle | None = None,
    mentions: Sequence[TypeMention] = (),
    facts: Sequence[FactMention] = (),
) -> ProfileReport:
    """The report for the bands of ``profile_values`` and the telling words of the text.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    profile = replace(uniqueness.parse_profile(values), kinds=frozenset(item.kind for item in mentions))
    if not profile.size_band:
        raise ValueError(_("Land und Größe müssen angegeben sein."))
    circle = circle or circle_of(None)
    counts = _counts(profile, circle, mentions, facts)
    short = [count for count in counts if count.is_short]
    if not short:
        return ProfileReport(counts, None, "")
    if facts and not any(count.is_short for count in _counts(profile, circle, mentions)):
        words = _(
            "Das liegt an dem, was der Text erzählt: %(said)s. Bitte eine dieser Angaben allgemeiner"
            " schreiben oder das Profil gröber fassen."
        )
        return ProfileReport(counts, None, words % {"said": words_of(facts)}, is_by_facts=True)
    if any(count.key == "kinds" for count in counts) and not any(
        count.is_short for count in _counts(replace(profile, kinds=frozenset()), circle)
    ):
        return ProfileReport(counts, None, advice())  # without these words the header is wide enough
    proposal = _proposal(replace(profile, kinds=frozenset()), circle, facts)
    words = _words(proposal)
    return ProfileReport(
        counts, proposal, f"{words} {advice()}" if any(count.key == "kinds" for count in short) else words
    )


def words_of(mentions: Iterable[TypeMention | FactMention]) -> str:
    """The words in quotation marks: ``„Stadtrat“, „Stadthalle“``."""
    words = list(dict.fromkeys(item.word for item in mentions))
    return ", ".join(f"„{word}“" for word in words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def advice() -> str:
    """What to write instead."""
    return _(
        "Solche Wörter sagen, ob es eine Stadt, ein Markt oder eine Gemeinde ist. Bitte allgemein schreiben:"
        " „Rat“ statt „Stadtrat“ oder „Gemeinderat“, „Verwaltung“ statt „Stadtverwaltung“, „Kommune“, „Ort“"
        " oder „Rathaus“ statt „Stadt“."
    )
