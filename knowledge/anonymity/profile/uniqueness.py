"""k: how many municipalities of the official register fit a published profile. Pure module.

The header of a public case shows a Land (or both together) and a band of population, at most
also finance and size of the administration. The two last are not in the register; they count
with an assumed share (a quarter of the municipalities per finance band, one half per band of
staff). The smaller ``k``, the easier the municipality can be told. What the text says of the kind of
municipality ("Stadtrat") narrows as the header does (``municipality_types.py``); it is never part of a
header.

Coarsening follows one fixed order: both Länder together, without finance, without staff,
wider bands. ``fixed_header`` goes further: it takes the form that the *worst* Land needs, so
that the choice does not depend on the Land at all; that is what a page should show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.anonymity.profile.facts import FactMention, FactStep, can_have, is_fact, steps
from knowledge.anonymity.profile.municipality_types import KINDS, narrowest
from knowledge.anonymity.register import Municipality, districts_of, municipalities

__all__ = [
    "SIZE_BANDS",
    "THRESHOLD",
    "Assessment",
    "Profile",
    "assess",
    "band_of",
    "candidates",
    "coarsenings",
    "fact_steps",
    "fixed_header",
    "k_of",
    "parse_profile",
    "pool_of",
]

THRESHOLD = 20
"""Least number of municipalities a public header must fit."""

STATES = ("BY", "BW", "SUED")
DISTRICT_BAND = "landkreis"
SIZE_BANDS: Mapping[str, tuple[int, int | None]] = {
    "landgemeinde-klein": (0, 2_000),
    "landgemeinde": (2_000, 5_000),
    "kleinstadt-klein": (5_000, 10_000),
    "kleinstadt": (10_000, 20_000),
    "stadt-ab-20000": (20_000, None),
}
"""Population bands: lower bound inclusive, upper bound exclusive, ``None`` open."""

FINANCE_SHARE = 4
ADMIN_SHARE = 2
"""Divisors: the assumed shares are 1/4 per finance band and 1/2 per band of staff."""

_IMPLAUSIBLE = {
    ("landgemeinde-klein", "50-200"): 20,
    ("landgemeinde-klein", "ueber-200"): 200,
    ("landgemeinde", "ueber-200"): 50,
    ("kleinstadt-klein", "unter-15"): 20,
    ("kleinstadt-klein", "ueber-200"): 20,
    ("kleinstadt", "unter-15"): 100,
    ("stadt-ab-20000", "unter-15"): 1_000,
    ("stadt-ab-20000", "15-50"): 50,
}
"""Divisors where hardly a municipality of this size has such a staff: the smallest plausible share counts."""

_EDGES = (0, 2_000, 5_000, 10_000, 20_000)
_COARSE_EDGES = (0, 5_000, 20_000)
_KEYS = frozenset(
    {"state", "size_band", "population_min", "population_max", "finance_band", "admin_size", "kinds", "facts"}
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a header says of a municipality; empty strings and ``None`` mean "not shown".

    Either ``size_band`` or the population bounds say the size, or neither. ``kinds`` is what the text below
    the header says of the kind.
    """

    federal_state: str
    size_band: str = ""
    population_min: int | None = None
    population_max: int | None = None
    finance_band: str = ""
    admin_size: str = ""
    kinds: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    """Keys of what the text tells besides (``facts.py``)."""

    def as_dict(self) -> dict[str, str | int | list[str] | None]:
        """The fields that are shown, in the form of the command check_profile."""
        shown: dict[str, str | int | list[str] | None] = {"state": self.federal_state}
        if self.size_band:
            shown["size_band"] = self.size_band
        elif self.population_min is not None or self.population_max is not None:
            shown |= {"population_min": self.population_min or 0, "population_max": self.population_max}
        if self.finance_band:
            shown["finance_band"] = self.finance_band
        if self.admin_size:
            shown["admin_size"] = self.admin_size
        if self.kinds:
            shown["kinds"] = sorted(self.kinds)
        if self.facts:
            shown["facts"] = sorted(self.facts)
        return shown


@dataclass(frozen=True, slots=True)
class Assessment:
    """``k`` of a profile and its least lossy coarsening that reaches the threshold."""

    k: int
    threshold: int
    proposal: Profile
    proposal_k: int

    @property
    def is_enough(self) -> bool:
        """True where the profile may be shown as it is."""
        return self.k >= self.threshold


def parse_profile(values: Mapping[str, object]) -> Profile:
    """Check the values of a profile; raises ``ValueError`` with a German sentence."""
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise ValueError(f"Unbekannte Angabe: {', '.join(unknown)}. Erlaubt sind {', '.join(sorted(_KEYS))}.")
    state = values.get("state")
    if state not in STATES:
        raise ValueError(f"„state“ muss {', '.join(STATES)} sein, nicht {state!r}.")
    band = values.get("size_band", "")
    band = "" if band is None else band
    if band != "" and (not isinstance(band, str) or band not in {*SIZE_BANDS, DISTRICT_BAND}):
        raise ValueError(f"„size_band“ muss {', '.join([*SIZE_BANDS, DISTRICT_BAND])} sein, nicht {band!r}.")
    low, high = _bound(values, "population_min"), _bound(values, "population_max")
    if band and (low is not None or high is not None):
        raise ValueError("Bitte entweder „size_band“ oder „population_min“ und „population_max“ angeben.")
    if high is not None and (low or 0) >= high:
        raise ValueError("„population_min“ muss kleiner als „population_max“ sein.")
    return Profile(
        federal_state=str(state), size_band=str(band), population_min=low, population_max=high,
        finance_band=_text(values, "finance_band"), admin_size=_text(values, "admin_size"),
        kinds=_kinds(values), facts=_facts(values),
    )  # fmt: skip


def _bound(values: Mapping[str, object], key: str) -> int | None:
    value = values.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"„{key}“ muss eine ganze Zahl ab 0 sein, nicht {value!r}.")
    return value


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key, "")
    value = "" if value is None else value
    if not isinstance(value, str):
        raise ValueError(f"„{key}“ muss ein Text sein, nicht {value!r}.")
    return value


def _kinds(values: Mapping[str, object]) -> frozenset[str]:
    said = values.get("kinds") or []
    if not isinstance(said, list | tuple | set | frozenset) or not all(
        isinstance(kind, str) and kind in KINDS for kind in said
    ):
        raise ValueError(f"„kinds“ muss eine Liste aus {', '.join(KINDS)} sein, nicht {said!r}.")
    return frozenset(said)


def _facts(values: Mapping[str, object]) -> frozenset[str]:
    said = values.get("facts") or []
    if not isinstance(said, list | tuple | set | frozenset) or not all(
        isinstance(key, str) and is_fact(key) for key in said
    ):
        raise ValueError(f"„facts“ muss eine Liste bekannter Angaben sein, nicht {said!r}.")
    return frozenset(said)


def _range_of(profile: Profile) -> tuple[int, int | None]:
    if profile.size_band in SIZE_BANDS:
        return SIZE_BANDS[profile.size_band]
    return profile.population_min or 0, profile.population_max


def band_of(population: int) -> str:
    """Key of the size band in which a number of inhabitants lies."""
    return next(
        band
        for band, (low, high) in SIZE_BANDS.items()
        if population >= low and (high is None or population < high)
    )


def candidates(profile: Profile, register: tuple[Municipality, ...] | None = None) -> int:
    """How many entries of the register match Land, size and the kind told by the text, before the assumed
    shares.

    A Landkreis is no kind of municipality, so there the words of the text say nothing of it.
    """
    register = municipalities() if register is None else register
    lands = ("BY", "BW") if profile.federal_state == "SUED" else (profile.federal_state,)
    if profile.size_band == DISTRICT_BAND:
        return sum(district.federal_state in lands for district in districts_of(register))
    return narrowest([(item.federal_state, item.type) for item in pool_of(profile, register)], profile.kinds)


def pool_of(profile: Profile, register: tuple[Municipality, ...] | None = None) -> list[Municipality]:
    """The municipalities that match Land and size."""
    register = municipalities() if register is None else register
    lands = ("BY", "BW") if profile.federal_state == "SUED" else (profile.federal_state,)
    low, high = _range_of(profile)
    return [
        item
        for item in register
        if item.federal_state in lands and item.population >= low and (high is None or item.population < high)
    ]


def _divisor(profile: Profile) -> int:
    low, high = _range_of(profile)
    within = [
        band
        for band, (lower, upper) in SIZE_BANDS.items()
        if lower <= low and (upper is None or (high is not None and high <= upper))
    ]
    band = within[0] if within and profile.size_band != DISTRICT_BAND else ""
    staff = _IMPLAUSIBLE.get((band, profile.admin_size), ADMIN_SHARE)
    return (FINANCE_SHARE if profile.finance_band else 1) * (staff if profile.admin_size else 1)


def fact_steps(
    profile: Profile, mentions: Iterable[FactMention] = (), register: tuple[Municipality, ...] | None = None
) -> list[FactStep]:
    """The facts and kinds that a text tells, the most telling first, with k after each; without ``mentions``
    those of the profile. A Landkreis has none.
    """
    if profile.size_band == DISTRICT_BAND:
        return []
    told = list(mentions) or [FactMention(key, key) for key in sorted(profile.facts)]
    kinds = [FactMention(f"kind:{kind}", kind) for kind in sorted(profile.kinds)]
    pool = pool_of(profile, register)
    return steps(pool, [*told, *kinds], _divisor(profile)) if told and pool else []


@lru_cache(maxsize=4096)
def may_be_told_of(facts: frozenset[str], federal_state: str, size_band: str, legal_type: str = "") -> bool:
    """Whether a municipality of this Land, size and legal type can have all these facts: nobody tells
    "Ortschaftsrat" of Bavaria. An unknown legal type rules nothing out.
    """
    if size_band == DISTRICT_BAND or not facts:
        return True
    pool = pool_of(Profile(federal_state, size_band))
    of_type = [item for item in pool if item.type == legal_type] or pool
    return any(all(can_have(key, item) for key in facts) for item in of_type)


def k_of(profile: Profile, register: tuple[Municipality, ...] | None = None) -> int:
    """The number of municipalities (or Landkreise) that fit the profile, rounded down."""
    k = candidates(profile, register) // _divisor(profile)
    narrowed = fact_steps(profile, register=register) if profile.facts else []
    return min([k, *(step.k for step in narrowed)])


def _snap(profile: Profile, edges: tuple[int, ...]) -> Profile:
    """The profile with its size widened to whole bands between ``edges``; Landkreise stay as they are."""
    if profile.size_band == DISTRICT_BAND or (
        not profile.size_band and profile.as_dict().keys().isdisjoint({"population_min"})
    ):
        return profile
    low, high = _range_of(profile)
    lower = max(edge for edge in edges if edge <= low)
    upper = min((edge for edge in edges if high is not None and edge >= high), default=None)
    for band, bounds in SIZE_BANDS.items():
        if bounds == (lower, upper):
            return replace(profile, size_band=band, population_min=None, population_max=None)
    return replace(profile, size_band="", population_min=lower, population_max=upper)


def coarsenings(profile: Profile) -> list[Profile]:
    """The profile and all its coarser forms, least lossy first.

    The order is fixed: both Länder together costs least, then to leave out finance, then staff, then
    wider bands of population (costs 1, 2, 4, 8, 16, 24), so that a form always stands before
    every form that is coarser in all respects.
    """
    sizes = (
        profile,
        _snap(profile, _EDGES),
        _snap(profile, _COARSE_EDGES),
        replace(profile, size_band="", population_min=None, population_max=None),
    )
    found: dict[Profile, None] = {}
    for size in sizes:
        for admin in (profile.admin_size, ""):
            for finance in (profile.finance_band, ""):
                for land in (profile.federal_state, "SUED"):
                    found[replace(size, federal_state=land, finance_band=finance, admin_size=admin)] = None
    return list(found)


def assess(
    profile: Profile, threshold: int = THRESHOLD, register: tuple[Municipality, ...] | None = None
) -> Assessment:
    """``k`` of the profile and its least lossy coarsening that reaches ``threshold``.

    Where even the coarsest form does not reach it (a threshold above the whole register), that form is
    proposed.
    """
    k = k_of(profile, register)
    for form in coarsenings(profile):
        form_k = k_of(form, register)
        if form_k >= threshold:
            break
    return Assessment(k, threshold, form, form_k)


def fixed_header(
    profile: Profile, threshold: int = THRESHOLD, register: tuple[Municipality, ...] | None = None
) -> Profile:
    """The header to show: the first coarsening that reaches the threshold in every Land.

    An adaptive choice leaks: if only Bavaria must be coarsened to "both Länder", the coarse
    header says "Bavaria". Therefore the Land of the profile plays no part in the choice.
    """
    siblings = ["SUED"] if profile.federal_state == "SUED" else ["BY", "BW"]
    rows = zip(*(coarsenings(replace(profile, federal_state=land)) for land in siblings), strict=True)
    for row, own in zip(rows, coarsenings(profile), strict=True):
        if all(k_of(form, register) >= threshold for form in row):
            return own
    return coarsenings(profile)[-1]
