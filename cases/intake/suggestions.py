"""What could stand instead of a finding: bands of the register, roles instead of persons, cover names of one
case.

A cover name ("Person B") counts the persons of one case in the order in which they appear. It says nothing
about the name, so the same person in another case gets whatever letter is next there: cases cannot be linked
by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.anonymity.detector import NAME_KINDS, CoverName, Finding, Kind, Placeholder
from knowledge.anonymity.profile import SIZE_BANDS
from knowledge.anonymity.register import Municipality, districts, municipalities
from knowledge.enums import FederalState, SizeBand

__all__ = [
    "Sort",
    "is_cover_name",
    "municipality_phrase",
    "propose",
    "role_before",
    "role_of",
    "role_of_person",
    "sort_of",
    "without_role",
]

_DEPUTY = r"(?:(?:[Zz]weite|[Dd]ritte|[Ss]tellvertretende|[Vv]ize)[rnms]?[\s-]?)"
_ROLES = (
    (rf"{_DEPUTY}(?:Ober)?[Bb]ürgermeister\w*", CoverName.DEPUTY_MAYOR),
    (
        r"(?:[Ff]rühere[rnms]?|[Ee]hemalige[rnms]?|[Dd]amalige[rnms]?)\s(?:Ober)?[Bb]ürgermeister\w*"
        r"|Alt(?:ober)?bürgermeister\w*|Amtsvorgänger\w*",
        CoverName.FORMER_MAYOR,
    ),
    (r"(?:Ober|Erste[rnm]?\s)?[Bb]ürgermeister\w*|Rathauschef\w*", CoverName.MAYOR),
    (r"Landr(?:at|ats|ätin)\b", CoverName.DISTRICT_HEAD),
    (r"(?:Stadt|Kreis)?[Kk]ämmer(?:er|in|ers)\b", CoverName.TREASURER),
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
"""Words of an office and what keeps it; the first that fits counts, so deputies stand before their heads."""
_POLITE = r"(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)"
_ANY_ROLE = "|".join(f"(?:{pattern})" for pattern, _role in _ROLES)
_ROLE_BEFORE = re.compile(rf"\b(?:{_ANY_ROLE})(?:,\s+(?:(?:der|die)\s+)?|\s+){_POLITE}*$")
_TITLE_BEFORE = re.compile(rf"\b{_POLITE}+$")
_ROLE_FIRST = re.compile(rf"^(?:{_ANY_ROLE})(?:,\s+(?:(?:der|die)\s+)?|\s+){_POLITE}*")
_ROLE_AFTER = [
    (re.compile(rf"^\s?(?:,|\()\s?(?:unser\w*\s|der\s|die\s|ein\w*\s)?(?:{pattern})"), role)
    for pattern, role in _ROLES
]
_DETERMINER = r"(?:(?:[Dd](?:ie|er|em|en|es)|(?:[Uu]nser|[Ii]hr|[Ss]ein|[Mm]ein|[Ee]in)\w*)\s+)?"
_ROLE_INSIDE = [(re.compile(rf"^{_DETERMINER}(?:{pattern})(?:,?\s|$)"), role) for pattern, role in _ROLES]
_PARTY = re.compile(
    r"-?[Ff]raktion\w*$|^(?:[Dd]ie\s|[Dd]er\s)?(?:CSU|SPD|CDU|FDP|AfD|ÖDP|BSW|FW|FWG|UWG|Grünen?|Linken?"
    r"|Freien?\sWählern?)$"
)
_ORGANISATIONS = (
    (re.compile(r"^Verwaltungsgemeinschaft|^VG\s"), CoverName.ADMINISTRATIVE_UNION),
    (re.compile(r"^(?:General)?[Ss]taatsanw[aä]lt\w*"), CoverName.PROSECUTION),
    (_PARTY, CoverName.PARTY),
    (
        re.compile(r"Zeitung|Tagblatt|\bBote\b|\bBoten\b|Kurier|Anzeiger|Merkur", re.IGNORECASE),
        CoverName.NEWSPAPER,
    ),
    (
        re.compile(r"Stadtwerke|Gemeindewerke|Kommunalunternehmen|Zweckverband", re.IGNORECASE),
        CoverName.MUNICIPAL_COMPANY,
    ),
    (re.compile(r"^(?:St\.|Sankt)\s|^(?:Pfarr)?[Kk]irche\s|^Pfarrei\s"), CoverName.PARISH),
    (
        re.compile(
            r"\be\.?\s?V\b|verein|\b(?:SV|TSV|FC|TV|SC|SpVgg|DJK|TuS|VfB|VfL)\b|Feuerwehr|Freunde|"
            r"kapelle|chor\b|Musikzug",
            re.IGNORECASE,
        ),
        CoverName.CLUB,
    ),
    (
        re.compile(r"schule|gymnasium|kita\b|kindergarten|hochschule|universität", re.IGNORECASE),
        CoverName.SCHOOL,
    ),
    (
        re.compile(
            r"GmbH|\bAG\b|\bKG\b|\bOHG\b|\bUG\b|Holding|technik\b|Maschinenbau|Baugesellschaft|"
            r"^(?:Firma|Brauerei|Spedition)\s|\w{3}werke?\b",
            re.IGNORECASE,
        ),
        CoverName.COMPANY,
    ),
)
_STREET = re.compile(r"(?:gasse|straße|str\.|weg|platz|allee)$")
_APPOSITION_BEFORE = re.compile(r",\s(?:der|die)\s$")


class Sort(StrEnum):
    """What a finding speaks of, by its words; the detector's kind where they do not say."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER_NAME = "name"
    OFFICE = "office"
    OTHER = "other"


def _label(words: str) -> CoverName | None:
    return next((name for pattern, name in _ORGANISATIONS if pattern.search(words)), None)


def sort_of(finding: Finding, before: str, after: str) -> Sort:
    """The sort of a finding: a word in it ("TSV", "Zeitung", "Kämmerer") beats what the model took it for."""
    words = finding.text
    if finding.kind not in NAME_KINDS:
        if finding.kind == Kind.OFFICE and _PARTY.search(words):
            return Sort.ORGANISATION
        return Sort.OFFICE if finding.kind == Kind.OFFICE else Sort.OTHER
    if role_of(words) or finding.layer == "titled":
        return Sort.PERSON
    if _label(words) and finding.layer != "intake":
        return Sort.ORGANISATION
    if (
        finding.kind == Kind.ORGANISATION
        and finding.layer in {"model", "repeated"}
        and len(re.findall(r"[A-ZÄÖÜ][\w-]+", words)) == 2
        and _APPOSITION_BEFORE.search(before)
        and after.startswith(",")
    ):
        # ", der Schorsch Haberl,": article and full name in an apposition is a person.
        return Sort.PERSON
    if finding.kind == Kind.ORGANISATION:
        return Sort.ORGANISATION if finding.layer in {"intake", "marked"} else Sort.OTHER_NAME
    return Sort.PERSON if finding.kind == Kind.PERSON else Sort.PLACE


def role_of(words: str) -> CoverName | None:
    """The role at the beginning of ``words``, an article before it allowed: "Der Kämmerer" gives
    ``CoverName.TREASURER``.
    """
    return next((role for pattern, role in _ROLE_INSIDE if pattern.search(words)), None)


def role_of_person(words: str, after: str) -> CoverName | None:
    """The role a name stands in, before it or behind a comma."""
    return role_of(words) or next((role for pattern, role in _ROLE_AFTER if pattern.search(after)), None)


def role_before(before: str, *, is_person: bool = True) -> int:
    """How many characters at the end of ``before`` are a role or, of a person, a title that belongs to the
    name behind it ("Kämmerer " gives 9).
    """
    match = _ROLE_BEFORE.search(before) or (_TITLE_BEFORE.search(before) if is_person else None)
    return len(before) - match.start() if match else 0


def without_role(words: str) -> str:
    """The name behind a role: "Kämmerer Berger" gives "Berger"."""
    return _ROLE_FIRST.sub("", words)


def is_cover_name(words: str) -> bool:
    """Whether it stands for somebody and may carry a letter: ``[Kämmerei]``."""
    return words[1:-1] in list(CoverName) and words == f"[{words[1:-1]}]"


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


def _municipality(item: Municipality, letter: str) -> str:
    """Another municipality than the case giver's: which of several, and only whether it is a larger town.
    Finer bands of its neighbours would narrow down the one that must not be known.
    """
    edge = f"{LARGE:,}".replace(",", ".")
    size = (
        _("ab %(low)s Einwohnern") % {"low": edge}
        if item.population >= LARGE
        else _("mit weniger als %(high)s Einwohnern") % {"high": edge}
    )
    return f"[{_('Gemeinde %(letter)s') % {'letter': letter}} {size}]"


LARGE = 20_000
"""From so many inhabitants on another municipality is called large."""


def _place(words: str, before: str, letter: str, suggestion: str) -> str:
    """What a place is called. That it is a neighbour is said only where the text says so."""
    if re.match(r"Landratsamt\b", words):
        return _("[Landratsamt]")
    is_neighbour = re.search(r"(?:[Nn]achbar|[Bb]enachbart)\w*\s$", before)
    if re.match(r"(?:Nachbar)?(?:[Ll]andkreis|Kreis)\b", words) or suggestion == Placeholder.DISTRICT:
        name = (
            CoverName.NEIGHBOUR_DISTRICT
            if is_neighbour or words.startswith("Nachbar")
            else CoverName.DISTRICT
        )
        return f"[{name} {letter}]"
    if is_neighbour or words.startswith("Nachbar"):
        return f"[{CoverName.NEIGHBOUR} {letter}]"
    own_name = re.sub(r"^(?:Stadt|Gemeinde|Markt)\s", "", words)
    for form in (
        own_name,
        own_name.removesuffix("s"),
        own_name.removesuffix("er"),
        own_name.removesuffix("ern"),
    ):
        item = _register().get(form.lower())
        if item is not None:
            return _municipality(item, letter)
    if own_name.lower() in _districts():
        return f"[{CoverName.DISTRICT} {letter}]"
    if suggestion == Placeholder.LANDSCAPE:
        return _("[Landschaft in der Nähe]")
    if _STREET.search(words):
        return str(Placeholder.STREET)
    if suggestion in {Placeholder.AUTHORITY, Placeholder.ADDRESS, Placeholder.STREET, Placeholder.ROUTE}:
        return suggestion
    return f"[{CoverName.NAME if suggestion == Placeholder.NAME else CoverName.PLACE} {letter}]"


_ORDERS = (
    (2000, gettext_noop("mehrere tausend")),
    (1000, gettext_noop("über tausend")),
    (200, gettext_noop("mehrere hundert")),
)
_SMALL = (
    (100, gettext_noop("über hundert")),
    (24, gettext_noop("einige Dutzend")),
    (2, gettext_noop("einige")),
)


def _count(words: str) -> str:
    """ "412 Menschen" as "mehrere hundert Menschen": true, and no size of a municipality."""
    match = re.match(r"(\d{1,3}(?:[. ]\d{3})+|\d+)\s(.+)", words)
    if match is None:
        return str(Placeholder.LEFT_OUT)
    number = int(re.sub(r"\D", "", match[1]))
    order = next((order for least, order in (*_ORDERS, *_SMALL) if number >= least), "")
    return f"{_(order)} {match[2]}" if order else str(Placeholder.LEFT_OUT)


def propose(
    sort: Sort, forms: Sequence[str], *, around: Sequence[tuple[str, str]], letter: str, suggestion: str
) -> str:
    """A replacement for all mentions of an entity.

    ``forms`` and ``around`` hold each mention and the text before and after it (60 characters are enough),
    ``letter`` counts the entities of this kind in the case ("A", "B", ...), ``suggestion`` is what the
    detector proposed. What the words do not say is not claimed: a name of nothing known is "[Name A]".
    """
    if sort in {Sort.PERSON, Sort.OFFICE}:
        roles = [role_of_person(words, after) for words, (_before, after) in zip(forms, around, strict=True)]
        role = next((role for role in roles if role), None)
        if role:
            return f"[{role}]"
        if sort == Sort.PERSON:
            return suggestion if suggestion == Placeholder.RELATIVE else f"[{CoverName.PERSON} {letter}]"
    if sort == Sort.PLACE:
        proposals = [
            _place(words, before, letter, suggestion)
            for words, (before, _after) in zip(forms, around, strict=True)
        ]
        return next(
            (text for text in proposals if not text.startswith(f"[{CoverName.PLACE} ")),
            f"[{CoverName.PLACE} {letter}]",
        )
    if sort in {Sort.ORGANISATION, Sort.OTHER_NAME}:
        unknown = CoverName.ORGANISATION if sort == Sort.ORGANISATION else CoverName.NAME
        return f"[{next((label for words in forms if (label := _label(words))), unknown)} {letter}]"
    words = forms[0]
    if suggestion == Placeholder.SIZE_BAND and not re.search(r"[Ee]inwohn|Seelen|[Bb]evölkerung", words):
        return _count(words)
    return suggestion or str(Placeholder.LEFT_OUT)
