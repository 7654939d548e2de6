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

from cases.profile.participants import ParticipantBand
from cases.profile.statutes import land_of_statutes
from knowledge.anonymity.profile import (
    ADMIN_SHARE,
    FINANCE_SHARE,
    FactMention,
    Profile,
    TypeMention,
    fact_steps,
    uniqueness,
)
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand

__all__ = [
    "Count",
    "ProfileReport",
    "advice",
    "cycle_of",
    "profile_report",
    "profile_values",
    "words_of",
]

_SHOWN = 4
"""So many words are named; more would not be read."""


@dataclass(frozen=True, slots=True)
class Count:
    """One of the numbers; ``k`` is ``None`` where it is unknown, ``said`` are the words of the text that
    narrow it, ``has_cycle`` tells whether the cycle is known.
    """

    key: str
    k: int | None
    threshold: int
    said: str = ""
    has_cycle: bool = True

    @property
    def is_enough(self) -> bool:
        """Whether the number reaches its threshold; an unknown one does not."""
        return self.k is not None and self.k >= self.threshold

    @property
    def is_short(self) -> bool:
        """Whether the number is known and too small."""
        return self.k is not None and self.k < self.threshold

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
            "cycle": ngettext(
                "trifft auf %(k)s Kommune der Staffel zu", "trifft auf %(k)s Kommunen der Staffel zu", self.k
            ),
        }
        needed = (
            "" if self.is_enough else " – " + _("zu wenig, nötig sind %(least)s") % {"least": self.threshold}
        )
        return sentences[self.key] % {"k": f"{self.k:,}".replace(",", "."), "said": self.said} + needed


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """The counts, and where one of them is too small what to change: the words of the text, or the
    profile.
    """

    counts: tuple[Count, ...]
    proposal: Profile | None
    proposal_words: str

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


def cycle_of(case: Any) -> int | None:
    """The cycle in which a case was consulted, if that is entered."""
    if case is None or not case.pk:
        return None
    link = type(case)._meta.get_field("meeting_link").related_model
    cycle: int | None = (
        link.objects.filter(case_id=case.pk).values_list("meeting__cycle_id", flat=True).first()
    )
    return cycle


Band = tuple[int, str, str, int]
"""Cycle, Land, size and number of participants."""


def _bands() -> list[Band]:
    """Who took part in all cycles."""
    return list(ParticipantBand.objects.values_list("cycle_id", "federal_state", "size_band", "count"))


def _participants(profile: Profile, bands: Sequence[Band], cycle: int | None = None) -> int | None:
    found = [band[1:] for band in bands if cycle in (None, band[0])]
    if not found:
        return None
    lands = ("BY", "BW") if profile.federal_state == "SUED" else (profile.federal_state,)
    fitting = sum(count for state, size, count in found if state in lands and profile.size_band in {"", size})
    if (
        profile.kinds
    ):  # nobody enters of what kind a participant is: the same share as in the register is assumed
        fitting = (
            fitting
            * uniqueness.candidates(profile)
            // max(1, uniqueness.candidates(replace(profile, kinds=frozenset())))
        )
    return fitting // (
        (FINANCE_SHARE if profile.finance_band else 1) * (ADMIN_SHARE if profile.admin_size else 1)
    )


def _counts(
    profile: Profile,
    cycle: int | None,
    bands: Sequence[Band],
    mentions: Sequence[TypeMention] = (),
    facts: Sequence[FactMention] = (),
) -> tuple[Count, ...]:
    """The numbers for the register, all participants, and the participants of ``cycle``.

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
        Count("alumni", _participants(profile, bands), settings.ANONYMITY_K_ALUMNI),
        Count(
            "cycle",
            _participants(profile, bands, cycle) if cycle is not None else None,
            settings.ANONYMITY_K_CYCLE,
            has_cycle=cycle is not None,
        ),
    )


def _proposal(profile: Profile, cycle: int | None, bands: Sequence[Band]) -> Profile | None:
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
            count.is_short for count in _counts(own, cycle, bands)
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
    cycle: int | None = None,
    mentions: Sequence[TypeMention] = (),
    facts: Sequence[FactMention] = (),
) -> ProfileReport:
    """The report for the bands of ``profile_values`` and the telling words of the text.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    profile = replace(uniqueness.parse_profile(values), kinds=frozenset(item.kind for item in mentions))
    if not profile.size_band:
        raise ValueError(_("Land und Größe müssen angegeben sein."))
    bands = _bands()
    counts = _counts(profile, cycle, bands, mentions, facts)
    short = [count for count in counts if count.is_short]
    if not short:
        return ProfileReport(counts, None, "")
    if {count.key for count in short} == {"facts"}:
        return ProfileReport(
            counts, None, _("Bitte eine dieser Angaben allgemeiner schreiben oder das Profil gröber fassen.")
        )
    if any(count.key == "kinds" for count in counts) and not any(
        count.is_short for count in _counts(replace(profile, kinds=frozenset()), cycle, bands)
    ):
        return ProfileReport(counts, None, advice())  # without these words the header is wide enough
    proposal = _proposal(replace(profile, kinds=frozenset()), cycle, bands)
    words = _words(proposal)
    return ProfileReport(
        counts, proposal, f"{words} {advice()}" if any(count.key == "kinds" for count in short) else words
    )


def words_of(mentions: Iterable[TypeMention]) -> str:
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
