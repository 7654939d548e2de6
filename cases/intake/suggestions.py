"""What could stand instead of a finding: bands of the register, roles instead of persons, cover names of one
case.

A cover name ("Person B") counts the persons of one case in the order in which they appear. It says nothing
about the name, so the same person in another case gets whatever letter is next there: cases cannot be linked
by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _

from knowledge.anonymity.detector import CoverName, Kind, Placeholder
from knowledge.anonymity.profile import SIZE_BANDS, band_of
from knowledge.anonymity.register import Municipality, districts, municipalities
from knowledge.enums import FederalState, SizeBand

__all__ = ["municipality_phrase", "propose", "role_before", "without_role"]

_ROLES = (
    (r"(?:Ober|Erste[rnm]?\s|Zweite[rnm]?\s|Alt)?[Bb]ürgermeister\w*|Rathauschef\w*", CoverName.MAYOR),
    (r"Landr(?:at|ats|ätin)\b", CoverName.DISTRICT_HEAD),
    (r"(?:Stadt)?[Kk]ämmer(?:er|in|ers)\b", CoverName.TREASURER),
    (r"(?:Stadt)?[Bb]aumeister\w*|Bauamtsleit\w*|Bauamtschef\w*", CoverName.BUILDING_OFFICE),
    (r"Hauptamtsleit\w*|Geschäftsleit(?:er|erin|ende\w*)\b|Geschäftsstellenleit\w*", CoverName.MAIN_OFFICE),
    (r"Ordnungsamtsleit\w*", CoverName.PUBLIC_ORDER_OFFICE),
    (r"Klimaschutzmanager\w*|Klimamanager\w*", CoverName.CLIMATE_MANAGER),
    (r"Fraktions(?:vorsitzende\w*|sprecher\w*|chef\w*)", CoverName.PARTY_LEADER),
    (r"(?:Stadt|Gemeinde|Kreis)r(?:at|ats|ätin)\b|Ratsmitglied\w*", CoverName.COUNCILLOR),
    (r"Schulleit\w*|Rektor\w*", CoverName.HEAD_TEACHER),
    (r"Kita-?[Ll]eit\w*", CoverName.NURSERY_HEAD),
    (r"Pfarrer\w*|Dekan\w*", CoverName.PARISH),
    (r"Vereinsvorsitzende\w*|Vorsitzende\w*|Vorstand\w*", CoverName.CLUB_CHAIR),
    (r"Geschäftsführer\w*", CoverName.MANAGING_DIRECTOR),
    (r"Planer(?:in)?\b|Architekt\w*", CoverName.PLANNER),
    (r"Investor\w*", CoverName.INVESTOR),
)
_POLITE = r"(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)*"
_ANY_ROLE = "|".join(f"(?:{pattern})" for pattern, _role in _ROLES)
_ROLE_BEFORE = re.compile(rf"\b(?:{_ANY_ROLE})\s+{_POLITE}$")
_ROLE_FIRST = re.compile(rf"^(?:{_ANY_ROLE})\s+{_POLITE}")
_ROLE_AFTER = [
    (re.compile(rf"^\s?(?:,|\()\s?(?:unser\w*\s|der\s|die\s|ein\w*\s)?(?:{pattern})"), role)
    for pattern, role in _ROLES
]
_ROLE_INSIDE = [(re.compile(rf"^(?:{pattern})\s"), role) for pattern, role in _ROLES]
_ORGANISATIONS = (
    (
        re.compile(r"Stadtwerke|Gemeindewerke|Kommunalunternehmen|Zweckverband", re.IGNORECASE),
        CoverName.MUNICIPAL_COMPANY,
    ),
    (
        re.compile(r"\be\.?\s?V\b|verein|\b(?:SV|TSV|FC|TV|SC|SpVgg|DJK)\b|Feuerwehr|Freunde", re.IGNORECASE),
        CoverName.CLUB,
    ),
    (re.compile(r"GmbH|\bAG\b|\bKG\b|\bOHG\b|\bUG\b|Bau|Holding|Werk", re.IGNORECASE), CoverName.COMPANY),
    (
        re.compile(r"schule|gymnasium|kita|kindergarten|hochschule|universität", re.IGNORECASE),
        CoverName.SCHOOL,
    ),
    (re.compile(r"Zeitung|Tagblatt|Bote|Kurier|Anzeiger|Merkur", re.IGNORECASE), CoverName.NEWSPAPER),
)


def role_before(before: str) -> int:
    """How many characters at the end of ``before`` are a role that belongs to the name behind it ("Kämmerer "
    gives 9).
    """
    match = _ROLE_BEFORE.search(before)
    return len(before) - match.start() if match else 0


def without_role(words: str) -> str:
    """The name behind a role: "Kämmerer Berger" gives "Berger"."""
    return _ROLE_FIRST.sub("", words)


def municipality_phrase(federal_state: str, size_band: str, *, letter: str = "") -> str:
    """``[Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern]`` from bands of the profile; ``letter`` tells
    several apart.
    """
    name = _("Gemeinde %(letter)s") % {"letter": letter} if letter else _("Gemeinde")
    low, high = SIZE_BANDS.get(size_band, (0, None))
    if size_band == SizeBand.DISTRICT:
        size = ""
    elif high is None and low:
        size = _("ab %(low)s Einwohnern") % {"low": f"{low:,}".replace(",", ".")}
    elif high is None:
        size = ""
    elif not low:
        size = _("mit weniger als %(high)s Einwohnern") % {"high": f"{high:,}".replace(",", ".")}
    else:
        size = _("mit %(low)s bis %(high)s Einwohnern") % {
            "low": f"{low:,}".replace(",", "."),
            "high": f"{high:,}".replace(",", "."),
        }
    land = (
        _("in %(land)s") % {"land": FederalState(federal_state).label}
        if federal_state in FederalState.values
        else ""
    )
    if size_band == SizeBand.DISTRICT:
        name = _("Landkreis %(letter)s") % {"letter": letter} if letter else _("Landkreis")
    return "[" + " ".join(part for part in (name, size, land) if part) + "]"


@cache
def _register() -> dict[str, Municipality]:
    """Municipalities by name in small letters; a name that several bear is left out, because their bands may
    differ.
    """
    found: dict[str, Municipality | None] = {}
    for item in municipalities():
        key = item.name.lower()
        found[key] = None if key in found else item
    return {name: item for name, item in found.items() if item is not None}


@cache
def _districts() -> frozenset[str]:
    return frozenset(district.name.lower() for district in districts())


def _place(words: str, before: str, letter: str, suggestion: str) -> str:
    name = re.sub(r"^(?:Stadt|Gemeinde|Markt)\s", "", words)
    for form in (name, name.removesuffix("s"), name.removesuffix("er"), name.removesuffix("ern")):
        item = _register().get(form.lower())
        if item is not None:
            return municipality_phrase(item.federal_state, band_of(item.population), letter=letter)
    if (
        re.match(r"(?:Landkreis|Kreis|Landratsamt)\b", words)
        or suggestion == Placeholder.DISTRICT
        or name.lower() in _districts()
    ):
        return _("[Nachbarlandkreis]") if not words.startswith("Landratsamt") else _("[Landratsamt]")
    if suggestion == Placeholder.LANDSCAPE:
        return _("[Landschaft in der Nähe]")
    if re.search(r"Nachbar(?:gemeinde|stadt|ort|kommune)\w*\s$", before):
        return f"[{CoverName.NEIGHBOUR} {letter}]"
    return f"[{CoverName.PLACE} {letter}]"


def _person(words: str, after: str, letter: str) -> str:
    if "@" in words:
        return _("[E-Mail-Adresse]")
    for rules, text in ((_ROLE_INSIDE, words), (_ROLE_AFTER, after)):
        for pattern, role in rules:
            if pattern.search(text):
                return f"[{role}]"
    return f"[{CoverName.PERSON} {letter}]"


def propose(
    kind: str, forms: Sequence[str], *, around: Sequence[tuple[str, str]], letter: str, suggestion: str
) -> str:
    """A replacement for all mentions of a finding.

    ``forms`` and ``around`` hold each mention and the text before and after it (60 characters are enough),
    ``letter`` counts the findings of this kind in the case ("A", "B", ...), ``suggestion`` is what the
    detector proposed.
    """
    if kind == Kind.PERSON:
        proposals = [
            _person(words, after, letter) for words, (_before, after) in zip(forms, around, strict=True)
        ]
        return next(
            (text for text in proposals if not text.startswith(f"[{CoverName.PERSON} ")),
            f"[{CoverName.PERSON} {letter}]",
        )
    if kind == Kind.PLACE:
        proposals = [
            _place(words, before, letter, suggestion)
            for words, (before, _after) in zip(forms, around, strict=True)
        ]
        return next(
            (text for text in proposals if not text.startswith(f"[{CoverName.PLACE} ")),
            f"[{CoverName.PLACE} {letter}]",
        )
    words = forms[0]
    if kind == Kind.ORGANISATION:
        label = next(
            (name for pattern, name in _ORGANISATIONS if pattern.search(words)), CoverName.INSTITUTION
        )
        return f"[{label} {letter}]"
    if kind == Kind.OFFICE and suggestion == CoverName.MAYOR:
        return (
            _("die Rathausspitze")
            if re.match(r"(?:[Dd]ie|[Dd]er|[Uu]nser|[Ii]hr|[Ss]ein|[Mm]ein)\w*\s", words)
            else suggestion
        )
    return suggestion or Placeholder.LEFT_OUT
