"""Facts of a text that narrow the header: "Straßenbahn", "Ortschaftsrat", "16 Gemeinderäte". Pure module.

Each fact has words by which it is told and, for every municipality of the register, the chance that it is
true there: 1 or 0 where register, law or an open list knows, a cautious share by size where none does. k with
facts is the sum of the chances over the municipalities that fit the header. Shares of facts that hang
together (baths, schools) do not multiply: the smaller one counts.

Facts may speak of other places, or contradict each other; so they are taken in one after the other, the most
telling first, and one that leaves nobody beside those before it is passed over. A fact that alone leaves
nobody counts as one municipality.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.anonymity.profile.municipality_types import fits
from knowledge.anonymity.register import Municipality, municipalities

__all__ = [
    "FACTS",
    "FactMention",
    "FactStep",
    "Holders",
    "can_have",
    "fact_mentions_in",
    "holders_of",
    "is_fact",
    "open_lists",
    "sentences_telling",
    "steps",
]

Chance = Callable[[Municipality], float]
_LISTS = Path(__file__).parents[1] / "data" / "open_lists.txt"
RARE = 0.05
"""Assumed share of what is rare and stands in no list."""
_EDGES = (2_000, 5_000, 10_000, 20_000)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """What a text can tell of its municipality. ``group``: facts of one group are not independent."""

    key: str
    pattern: re.Pattern[str]
    chance: Chance
    group: str = ""


@dataclass(frozen=True, slots=True)
class FactMention:
    """A fact that a text tells, and the word that tells it.

    The key of a council holds its size (``council:16``), that of a kind of municipality the kind
    (``kind:markt``).
    """

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class FactStep:
    """What is left when this fact is taken in as well."""

    mention: FactMention
    k: int


# --------------------------------------------------------------------------- chances


@cache
def open_lists() -> dict[str, frozenset[str]]:
    """Names of municipalities by what they have, from ``data/open_lists.txt``."""
    rows = [line for line in _LISTS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {
        key: frozenset(name.strip() for name in names.split(","))
        for key, _colon, names in (row.partition(":") for row in rows)
    }


def _band(item: Municipality) -> int:
    return sum(item.population >= edge for edge in _EDGES)


def _share(*by_band: float) -> Chance:
    """A share for each size band, the smallest first."""
    return lambda item: by_band[_band(item)]


def _listed(name: str) -> Chance:
    return lambda item: float(item.name in open_lists()[name])


def _land(federal_state: str, elsewhere: float = 0.0) -> Chance:
    return lambda item: 1.0 if item.federal_state == federal_state else elsewhere


def _independent(item: Municipality) -> float:
    return float(item.type in {"kreisfreie Stadt", "Stadtkreis"})


def _youth_office(item: Municipality) -> float:
    return max(_independent(item), _listed("youth-office")(item))


def _spa(item: Municipality) -> float:
    return 1.0 if item.name.startswith("Bad ") else 0.04


def _association(item: Municipality) -> float:
    """Member of a Verwaltungsgemeinschaft; in Baden-Württemberg of one that was agreed. Shares counted in the
    register file (30.11.2023, key of the association).
    """
    by_band = (0.91, 0.35, 0.17, 0.02, 0.0) if item.federal_state == "BY" else (0.33, 0.48, 0.42, 0.31, 0.61)
    return by_band[_band(item)]


def _joint_authority(item: Municipality) -> float:
    """Member of a Gemeindeverwaltungsverband, counted likewise; Bavaria has none."""
    return (0.67, 0.49, 0.36, 0.19, 0.05)[_band(item)] if item.federal_state == "BW" else 0.0


_COUNCILS = {
    "BY": (
        *((1_000, 8), (2_000, 12), (3_000, 14), (5_000, 16), (10_000, 20), (20_000, 24), (30_000, 30)),
        *((50_000, 40), (100_000, 44), (200_000, 50), (500_000, 60), (1_000_000, 70), (10**9, 80)),
    ),
    "BW": (
        *((1_000, 8), (2_000, 10), (3_000, 12), (5_000, 14), (10_000, 18), (20_000, 22), (30_000, 26)),
        *((50_000, 32), (150_000, 40), (400_000, 48), (10**9, 60)),
    ),
}
"""Seats by population: Art. 31 GO Bayern, § 25 GemO Baden-Württemberg (2024)."""


def _seats(item: Municipality) -> int:
    return next(seats for most, seats in _COUNCILS[item.federal_state] if item.population <= most)


def _council(seats: int) -> Chance:
    """Some councils of Baden-Württemberg have other numbers (Unechte Teilortswahl)."""
    return lambda item: 1.0 if _seats(item) == seats else 0.1 if item.federal_state == "BW" else 0.0


@cache
def _largest_two(district: str, federal_state: str, low: int, high: int) -> tuple[str, ...]:
    """Up to two municipalities of a Landkreis with so many inhabitants: a second tells that the first has a
    neighbour too.
    """
    inside = [
        item.ags
        for item in municipalities()
        if (item.district, item.federal_state) == (district, federal_state) and low <= item.population < high
    ]
    return tuple(inside[:2])


def _neighbour(bounds: str) -> Chance:
    """Whether a neighbour has so many inhabitants (``20000-`` or ``5000-10000``). The register knows no
    borders, so the Landkreis stands for the neighbourhood; across its border one in four.
    """
    lower, _dash, upper = bounds.partition("-")
    low, high = int(lower), int(upper) if upper else 10**9

    def chance(item: Municipality) -> float:
        inside = _largest_two(item.district, item.federal_state, low, high)
        return 1.0 if any(ags != item.ags for ags in inside) else ACROSS

    return chance


ACROSS = 0.25
"""Assumed share of municipalities that have such a neighbour beyond the border of their Landkreis alone."""


# --------------------------------------------------------------------------- the table

_ELSEWHERE = "".join(
    f"(?<!{word} )" for word in ("andere", "anderen", "einer", "eine", "keine", "kein", "nächste", "nächsten")
)
"""Not "von einer Universität": that tells nothing of the place."""
_THE = r"(?:[Uu]nser\w*|[Dd]as|[Ii]m|[Dd]em|[Dd]es|[Aa]m|[Dd]ie|[Dd]er|[Dd]en|[Zz]um|[Ee]in(?:em)?)\s"


def _fact(key: str, words: str, chance: Chance, group: str = "") -> ToldFact:
    return ToldFact(key, re.compile(rf"{_ELSEWHERE}\b(?:{words})\b"), chance, group)


_BW_WORDS = (
    r"Beigeordnete[rnm]?|Ortschaftsr[aä]t\w*|Ortschaftsverfassung|[Vv]ereinbarte\w*\sVerwaltungsgemeinschaft\w*"
    r"|Einwohnerversammlung\w*|Kreisbaumeister\w*|Schultheiß|Regierungspräsidium|[Ee]rfüllende\w*\sGemeinde"
)
_BY_WORDS = (
    r"Ratsbegehren|Bezirkstag\w*|Bezirksregierung|Geschäftsleitende[rn]?\sBeamte[rn]?|Marktgemeinde\w*"
    r"|Kreisheimatpfleger\w*|Gemeinschaftsvorsitzende\w*|Gemeinschaftsversammlung"
)
_BORDER = (
    r"Grenz(?:gemeinde|stadt|ort|land|gänger|pendler)\w*|[Gg]renz(?:nah|überschreitend)\w*"
    r"|(?:Staats|Landes)grenze|Grenze\s(?:zu|nach)\w*\s(?:Österreich|Tschechien|Frankreich|Hessen|Thüringen"
    r"|Sachsen|Bayern|Baden-Württemberg|Rheinland-Pfalz|(?:de[rm]\s)?(?:Schweiz|Elsass))"
    r"|(?:österreichische|tschechische|schweizerische|Schweizer|französische|elsässische)[nr]?"
    r"\s(?:Nachbar\w*|Grenze|Seite)"
)

FACTS: tuple[ToldFact, ...] = (
    _fact("tram", r"Straßenbahn(?:en|linie\w*|netz)?|Tram(?:bahn)?", _listed("tram")),
    _fact("fire", r"Berufsfeuerwehr", _listed("fire")),
    _fact("university", r"Universität(?!s)|Universitätsstadt", _listed("university"), "university"),
    _fact("college", r"[Uu]nsere[rn]?\sHochschule|Hochschulstadt", _listed("college"), "university"),
    _fact("university-clinic", r"Universitätsklinik\w*|Uniklinik\w*", _listed("university-clinic")),
    _fact("bishop", r"Bischofsstadt|Bischofssitz|Domkapitel", _listed("bishop")),
    _fact("airport", r"Verkehrsflughafen|[Uu]nser(?:em|en)?\sFlughafen", _listed("airport")),
    _fact("national-park", r"Nationalpark\w*", _listed("national-park")),
    _fact("youth-office", r"Jugendamt(?:sleit\w+)?|Stadtjugendamt", _youth_office),
    _fact("independent", r"[Kk]reisfrei(?:e[nr]?(?:\sStadt)?)?|Stadtkreis", _independent),
    _fact("baden-wuerttemberg", _BW_WORDS, _land("BW")),
    _fact("bavaria", _BY_WORDS, _land("BY")),
    _fact("citizens-meeting", r"Bürgerversammlung(?:en)?", _land("BY", 0.6)),
    _fact(
        "association",
        r"(?:(?:[Ii]n|[Mm]itglied(?:sgemeinde|skommune)?|[Tt]eil)\s(?:einer|unserer)\s)?(?:Verwaltungsgemeinschaft(?:en)?|VG)"
        r"|Gemeinschaftsvorsitzende\w*|Gemeinschaftsversammlung",
        _association,
    ),
    _fact("joint-authority", r"(?:Gemeindev|V)erwaltungsverb[aä]nd\w*", _joint_authority),
    _fact(
        "lake",
        rf"{_THE}See|Seeufer\w*|Seepromenade|Uferpromenade|Strandbad\w*|Seegemeinde\w*|Seegrundstück\w*",
        _share(0.05, 0.06, 0.08, 0.1, 0.12),
    ),
    _fact("border", _BORDER, _share(0.04, 0.05, 0.06, 0.08, 0.12)),
    _fact("spa", r"Kurort\w*|Heilbad|Kurverwaltung|Kurpark|Kurhaus|Therme|Thermalbad|Kurtaxe", _spa),
    _fact(
        "hospital", rf"{_THE}(?:Kreisk|Stadtk|K)rankenhaus|Kreisklinik", _share(0.01, 0.03, 0.08, 0.2, 0.5)
    ),
    _fact("indoor-pool", rf"{_THE}Hallenbads?", _share(0.03, 0.12, 0.3, 0.5, 0.85), "bath"),
    _fact("outdoor-pool", rf"{_THE}Freibads?", _share(0.1, 0.25, 0.45, 0.6, 0.9), "bath"),
    _fact(
        "referendum", r"(?:dem|[Dd]er|[Ii]m|[Bb]eim)\sBürgerentscheid", _share(0.15, 0.15, 0.15, 0.25, 0.5)
    ),
    _fact("grammar-school", rf"{_THE}Gymnasium", _share(0.01, 0.02, 0.15, 0.5, 0.97), "school"),
    _fact("secondary-school", rf"{_THE}Realschule", _share(0.01, 0.05, 0.3, 0.6, 0.97), "school"),
    _fact("station", rf"{_THE}Bahnhof|Bahnhalt|S-Bahn-Halt", _share(0.2, 0.35, 0.5, 0.65, 0.95)),
    _fact("public-utility", rf"{_THE}(?:Stadt|Gemeinde)werken?", _share(0.02, 0.1, 0.3, 0.6, 0.95)),
    _fact("theatre", r"Stadttheater|[Uu]nser\sTheater", _share(0.001, 0.005, 0.01, 0.05, 0.2)),
    _fact("harbour", r"[Uu]nser(?:em)?\sHafen|Binnenhafen", _share(0.003, 0.005, 0.01, 0.03, 0.1)),
    _fact("ski", r"Skigebiet|Skilift\w*|Bergbahn\w*|Seilbahn", _share(0.05, 0.05, 0.05, 0.05, 0.05)),
    _fact("wine", r"Weinberge?n?|Winzer\w*|Weinbaugemeinde", _share(0.1, 0.1, 0.1, 0.1, 0.1)),
    _fact("prison", r"Justizvollzugsanstalt|JVA", _share(0.002, 0.005, 0.01, 0.04, 0.15)),
    _fact("housing", r"Neubaugebiet\w*", _share(0.7, 0.8, 0.9, 0.9, 0.9)),
    _fact("barracks", r"Kaserne|Bundeswehrstandort", _share(0.005, 0.01, 0.03, 0.06, 0.2)),
)
"""Shares are cautious guesses for Bavaria and Baden-Württemberg (November 2026), low where in doubt."""

_BY_KEY = {fact.key: fact for fact in FACTS}
_SEATS = re.compile(
    r"\b(?P<seats>\d{1,2})\s(?:ehrenamtliche\s)?(?:(?:Gemeinde|Stadt|Marktgemeinde)rät\w+|Ratsmitglied\w*"
    r"|Mitglieder\s(?:im|des)\s\w*[Rr]at\w*|Sitze\sim\s\w*[Rr]at\w*)"
    r"|\b(?:[Gg]emeinder|[Ss]tadtr|[Mm]arktgemeinder|R)at\s(?:sitzen|hat|mit)\s(?P<other>\d{1,2})"
    r"\s(?:Leute|Mitglieder|Personen|Sitze|Räte)"
)


_NUMBER = r"\d{1,3}(?:[.\s]\d{3})+|\d{4,7}"
_NEIGHBOUR_SIZE = re.compile(
    r"\b(?:[Nn]achbar(?:stadt|gemeinde|kommune|ort)\w*|(?:benachbarte\w*|andere\w*|nächste\w*)\s\w+"
    r"|Gemeinde\s[A-Z])\s(?:[A-Z]\s)?(?:(?P<below>mit\sweniger\sals|unter)|(?P<above>ab|mit\s(?:über|mehr\sals))|mit)"
    rf"\s(?P<low>{_NUMBER})(?:\sbis\s(?P<high>{_NUMBER}))?\sEinwohner\w*"
)
"""A neighbour, or what the review wrote for one, with its size."""


def _neighbour_bounds(match: re.Match[str]) -> str:
    low, high = (re.sub(r"\D", "", match[name] or "") for name in ("low", "high"))
    if match["below"]:
        return f"0-{low}"
    if high or match["above"]:
        return f"{low}-{high}"
    exact = int(low)
    return f"{exact * 9 // 10}-{exact * 11 // 10 + 1}"


def fact_mentions_in(texts: Iterable[str]) -> tuple[FactMention, ...]:
    """What ``texts`` tell, each fact once, in the order of the table."""
    whole = "\n".join(texts)
    matches = [(fact.key, fact.pattern.search(whole)) for fact in FACTS]
    found = [FactMention(key, match.group()) for key, match in matches if match is not None]
    council = _SEATS.search(whole)
    if council:
        found.append(FactMention(f"council:{council['seats'] or council['other']}", council.group()))
    sizes = {f"neighbour:{_neighbour_bounds(match)}": match for match in _NEIGHBOUR_SIZE.finditer(whole)}
    found += [FactMention(key, " ".join(match.group().split())) for key, match in sizes.items()]
    return tuple(found)


_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences_telling(key: str, texts: Iterable[str]) -> str:
    """The sentences of ``texts`` that tell this fact, one a line, in their order."""
    kind, _colon, _rest = key.partition(":")
    patterns = {"council": _SEATS, "neighbour": _NEIGHBOUR_SIZE}
    pattern = patterns.get(kind) or _BY_KEY[key].pattern
    sentences = [sentence for text in texts for sentence in _SENTENCES.split(text)]
    return "\n".join(sentence for sentence in sentences if pattern.search(sentence))


def is_fact(key: str) -> bool:
    """Whether the table has this fact."""
    name, _colon, rest = key.partition(":")
    return (
        key in _BY_KEY
        or (name == "council" and rest.isdecimal())
        or (name == "unlisted" and bool(rest))
        or (name == "neighbour" and bool(re.fullmatch(r"\d+-\d*", rest)))
    )


def _chance_of(key: str) -> tuple[Chance, str]:
    name, _colon, rest = key.partition(":")
    if name == "council":
        return _council(int(rest)), "council"
    if name == "neighbour":
        return _neighbour(rest), key
    if name == "kind":
        return (lambda item: float(fits(item.federal_state, item.type, rest))), key
    if name == "unlisted":
        return _share(*[RARE] * 5), key
    fact = _BY_KEY[name]
    return fact.chance, fact.group or name


def can_have(key: str, item: Municipality) -> bool:
    """Whether nothing known rules this fact out there. Raises ``KeyError`` for one that no table has."""
    return _chance_of(key)[0](item) > 0


@dataclass(frozen=True, slots=True)
class Holders:
    """How many of a pool have what a fact tells; ``names`` where so few have it that they can be named, and
    the register or a list knows them: else the number is an assumed share.
    """

    count: int
    names: tuple[str, ...] = ()
    is_assumed: bool = False


FEW = 20
"""So many holders are named."""


def holders_of(key: str, pool: Sequence[Municipality]) -> Holders:
    """Who of ``pool`` has this fact, taken alone. Raises ``KeyError`` for a fact the table does not have."""
    chance, _group = _chance_of(key)
    chances = [(item, chance(item)) for item in pool]
    known = [item.name for item, share in chances if share == 1]
    assumed = any(0 < share < 1 for _item, share in chances)
    count = int(sum(share for _item, share in chances) + 1e-6)
    return Holders(count, tuple(sorted(known)) if len(known) <= FEW and not assumed else (), assumed)


Weights = list[float]


def steps(pool: Sequence[Municipality], mentions: Iterable[FactMention], divisor: int = 1) -> list[FactStep]:
    """The facts that remain, the most telling first, with k after each; ``divisor`` are the assumed shares
    of the header. Raises ``KeyError`` for a fact the table does not have.
    """
    weights: Weights = [1.0] * len(pool)
    lowest: dict[str, Weights] = {}
    waiting = list(dict.fromkeys(mentions))
    found: list[FactStep] = []
    while waiting:
        tried = [(*_with(pool, weights, lowest, mention), mention) for mention in waiting]
        possible = [row for row in tried if sum(row[0]) >= 1 or not found]
        if not possible:
            break
        weights, lowest, mention = min(possible, key=lambda row: sum(row[0]))
        waiting.remove(mention)
        found.append(FactStep(mention, max(1, int(sum(weights) + 1e-6)) // divisor))
    return found


def _with(
    pool: Sequence[Municipality], weights: Weights, lowest: dict[str, Weights], mention: FactMention
) -> tuple[Weights, dict[str, Weights]]:
    """Weights when the fact is taken in; within a group only what is less than the least so far counts."""
    chance, group = _chance_of(mention.key)
    before = lowest.get(group, [1.0] * len(pool))
    now = [min(old, chance(item)) for old, item in zip(before, pool, strict=True)]
    after = [
        weight * (new / old if old else 0.0) for weight, new, old in zip(weights, now, before, strict=True)
    ]
    return after, {**lowest, group: now}
