"""An automatic attacker: register, participants, numbers and rare words against what a reader gets to see.
Pure module.

The demo cases are invented, so nobody could be found in them. The experiment gives each of them a true
municipality, drawn from those that fit its header, writes the facts of that municipality into the text as a
case giver would, sends the text through the release (every finding replaced by its suggestion) and lets the
attacker rank the whole register. Three results belong together: the attack on the raw text shows that the
attacker can do it at all, the attack on the released text is the figure, and chance is what the header alone
gives away: ten guesses among the k municipalities that fit it. That chance is exact: the true municipality is
drawn evenly from those k, and equal scores are put in random order, so an attacker who learns nothing hits
with probability 10/k whatever else the text contains.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml

from knowledge.anonymity.detector import IntakeName, find
from knowledge.anonymity.profile import SIZE_BANDS, Profile, assess, parse_profile
from knowledge.anonymity.register import Municipality, municipalities
from search.language import fold
from tools.anonymity.attack_facts import PERSONS_PER_HOUSEHOLD, TYPE_WORDS, VOTERS_SHARE, with_facts
from tools.anonymity.demo_texts import ROOT, demo_texts

__all__ = ["Attack", "Attacker", "Hit", "chance_of", "experiment", "fits", "release"]

TOP = 10
PARTICIPANTS = 12
"""So many municipalities take part in a cycle."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d+))?(?![\d,])")
_COMMON = frozenset("Stadt Markt Gemeinde Kreis Landkreis Region Bezirk".casefold().split())
_PEOPLE = re.compile(r"[\s-](?:\w+\s)?(?:Einwohn|Mensch|Leut|Person|Bürger|Seelen|Köpf)")
_HOUSEHOLDS = re.compile(r"[\s-](?:\w+\s)?Haushalte")
_VOTERS = re.compile(r"[\s-](?:\w+\s)?(?:Wahlberechtigt|Stimmberechtigt)")
_SQUARE = re.compile(r"\s?(?:km²|km2|qkm|Quadratkilometer)")
_HECTARES = re.compile(r"\s?(?:Hektar|ha\b)")
_DENSITY = re.compile(r"\s(?:Einwohn\w+|Mensch\w+)\s(?:je|pro|auf den)\s(?:Quadratkilometer|km)")
_OTHER_UNIT = re.compile(
    r"\s?(?:Euro|EUR|€|Prozent|%|Uhr|Jahre|Minuten|Stunden|Tage|Wochen|Meter|Kilometer|Mio|Millionen)"
)
_PREFIX = re.compile(r"(?:PLZ|Postleit)\D{0,20}(\d{2,3})(?!\d)")
_ENDINGS = re.compile(
    r"(?:ingen|heim|hausen|hofen|kirchen|dorf|berg|bach|burg|feld|stetten|weiler|thal|tal|ried|zell|au|en|e)$"
)


def fits(profile: Profile, item: Municipality) -> bool:
    """Whether a municipality of the register fits a public header."""
    low, high = SIZE_BANDS.get(profile.size_band, (profile.population_min or 0, profile.population_max))
    return (
        profile.federal_state in ("SUED", item.federal_state)
        and item.population >= low
        and (high is None or item.population < high)
    )


@dataclass(frozen=True, slots=True)
class _Case:
    code: str
    profile: Profile
    sentences: tuple[str, ...]


def _cases() -> list[_Case]:
    """The demo cases of municipalities with the header that is shown."""
    found = []
    for path in sorted((ROOT / "cases" / "demo").glob("*[0-9].yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        assessment = assess(parse_profile(record["profile"]))
        profile = parse_profile(record["profile"]) if assessment.is_enough else assessment.proposal
        if profile.size_band in SIZE_BANDS or not profile.size_band:
            found.append(_Case(record["id"], profile, tuple(demo_texts(path=path))))
    return found


def release(text: str, names: Iterable[IntakeName]) -> str:
    """The text as it is released: every finding replaced by its suggestion, or left out where there is
    none.
    """
    parts, position = [], 0
    for finding in find(text, dictionary=names):
        parts += [text[position : finding.start], finding.suggestion or "[…]"]
        position = finding.end
    return "".join([*parts, text[position:]])


@dataclass(frozen=True, slots=True)
class _Clues:
    """What the attacker reads in one text."""

    words: frozenset[str]
    joined: str
    numbers: tuple[tuple[str, float], ...]
    """(what the number counts, value): ``people``, ``households``, ``voters``, ``square``, ``hectares``,
    ``density``, ``bare``.
    """
    codes: frozenset[str]
    prefixes: frozenset[str]
    types: frozenset[str]


def _clues(text: str) -> _Clues:
    words = frozenset(fold(match) for match in _WORD.findall(text))
    numbers = []
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"\D", "", match[1]) + "." + (match[2] or "0"))
        after = text[match.end() : match.end() + 40]
        kinds = {
            "density": _DENSITY, "people": _PEOPLE, "households": _HOUSEHOLDS, "voters": _VOTERS,
            "square": _SQUARE, "hectares": _HECTARES,
            "": _OTHER_UNIT,
        }  # fmt: skip
        kind = next((kind for kind, pattern in kinds.items() if pattern.match(after)), "bare")
        if kind and value > 1:
            numbers.append((kind, value))
    types = frozenset(
        kind for kind, word in TYPE_WORDS.items() if re.search(rf"\b{word[:-1]}", text, re.IGNORECASE)
    )
    codes = frozenset(re.findall(r"(?<![\d.,])\d{5}(?![\d.,]?\d)", text))
    return _Clues(
        words, " ".join(sorted(words)), tuple(numbers), codes, frozenset(_PREFIX.findall(text)), types
    )


def _near(value: float, true: float, width: float) -> float:
    """1 for the same number, falling to 0 within about ``width`` (0.05: five per cent)."""
    return math.exp(-((math.log(value / true) / width) ** 2)) if value > 0 and true > 0 else 0.0


class Attacker:
    """Knows the register and how rare each word of it is."""

    def __init__(self, register: Sequence[Municipality]) -> None:
        self.register = tuple(register)
        self._words = {item.ags: self._words_of(item) for item in self.register}
        self._parts = {item.ags: self._parts_of(item) for item in self.register}
        self._weight = self._rarity(self._words)
        self._part_weight = self._rarity(self._parts)
        self._near: dict[str, list[str]] = {}
        for item in self.register:
            self._near.setdefault(item.ags[:5], []).extend(
                word for word in self._name_words(item) if len(word) > 5
            )
        self._size = Counter(item.ags[:5] for item in self.register)
        self._types = Counter(item.type for item in self.register)
        self._prefixes = Counter(item.postcode[:size] for item in self.register for size in (2, 3))
        self._seen: Counter[str] = Counter()

    def read(self, texts: Iterable[str]) -> None:
        """Learn from other public texts which words are ordinary here: they count less, rare ones more."""
        self._seen = Counter(
            word for text in texts for word in {fold(match) for match in _WORD.findall(text)}
        )

    def _rarity(self, words: dict[str, frozenset[str]]) -> dict[str, float]:
        counts = Counter(word for found in words.values() for word in found)
        return {word: math.log(len(self.register) / count) for word, count in counts.items()}

    @staticmethod
    def _name_words(item: Municipality) -> list[str]:
        return [word for word in (fold(match) for match in _WORD.findall(item.name)) if word not in _COMMON]

    def _words_of(self, item: Municipality) -> frozenset[str]:
        names = " ".join((item.name, item.district, item.region))
        return frozenset(
            word for word in (fold(match) for match in _WORD.findall(names)) if word not in _COMMON
        )

    def _parts_of(self, item: Municipality) -> frozenset[str]:
        """Beginnings of the name's words without the usual ending: ``Brunn`` of ``Brunnthal``, ``Holz`` of
        ``Holzheim``.
        """
        stems = {_ENDINGS.sub("", word) for word in self._name_words(item)}
        return frozenset(stem for stem in stems if len(stem) > 3)

    def evidence(self, clues: _Clues, item: Municipality) -> dict[str, float]:
        """What in the text speaks for a municipality, and how strongly (log of a likelihood ratio,
        roughly).
        """
        found: dict[str, float] = {}
        for word in self._words[item.ags]:
            # A name inside a compound or an inflection: "Huberdorfer", "huberdorfsche".
            if word in clues.words or (len(word) > 5 and word in clues.joined):
                found[f"word {word}"] = self._weight[word] / (1 + self._seen[word])
        for part in self._parts[item.ags]:
            if part in clues.words and f"word {part}" not in found:
                found[f"part {part}"] = 0.3 * self._part_weight[part] / (1 + self._seen[part])
        named = next(
            (
                word
                for word in self._near[item.ags[:5]]
                if word in clues.words and not self._seen[word] and word not in self._words[item.ags]
            ),
            "",
        )
        if named:
            found[f"neighbour {named}"] = math.log(len(self.register) / self._size[item.ags[:5]])
        found |= self._of_numbers(clues, item)
        if item.postcode in clues.codes:
            found["postcode"] = 6.0
        for prefix in clues.prefixes:
            if item.postcode.startswith(prefix):
                found[f"prefix {prefix}"] = math.log(len(self.register) / self._prefixes[prefix])
        if item.type in clues.types:
            found[f"type {item.type}"] = math.log(len(self.register) / self._types[item.type])
        return found

    @staticmethod
    def _of_numbers(clues: _Clues, item: Municipality) -> dict[str, float]:
        square = item.area_ha / 100
        true = {
            "people": item.population, "households": item.population / PERSONS_PER_HOUSEHOLD,
            "voters": item.population * VOTERS_SHARE,
            "square": square, "hectares": item.area_ha, "density": item.population / max(square, 0.1),
            "bare": item.population,
        }  # fmt: skip
        best: dict[str, float] = {}
        for kind, value in clues.numbers:
            # Exact, rounded to hundreds, within five per cent: each says less than the one before.
            score = (
                2.5 * _near(value, true[kind], 0.0025)
                + 2.0 * _near(value, true[kind], 0.015)
                + 1.5 * _near(value, true[kind], 0.05)
            )
            score *= 0.3 if kind == "bare" else 1.0
            best[f"number {kind}"] = max(best.get(f"number {kind}", 0.0), score)
        return {name: score for name, score in best.items() if score > 0.05}

    def rank(
        self, text: str, profile: Profile, among: Sequence[Municipality] | None, draw: random.Random
    ) -> list[str]:
        """Keys (AGS) of the municipalities that fit the header, likeliest first; ties in random order."""
        clues = _clues(text)
        fitting = [item for item in (self.register if among is None else among) if fits(profile, item)]
        scored = [(-sum(self.evidence(clues, item).values()), draw.random(), item.ags) for item in fitting]
        return [ags for _score, _tie, ags in sorted(scored)]

    def reasons(self, text: str, item: Municipality) -> dict[str, float]:
        """What in ``text`` speaks for a municipality, strongest first."""
        found = self.evidence(_clues(text), item)
        return {name: round(found[name], 2) for name in sorted(found, key=lambda name: -found[name])}


@dataclass(frozen=True, slots=True)
class Hit:
    """A true municipality that came out among the first ten, with the facts in the released text that speak
    for it.
    """

    case: str
    municipality: str
    rank: int
    candidates: int
    reasons: dict[str, float]


@dataclass(slots=True)
class Attack:
    """Hits and chance over all rounds. ``chance`` are the probabilities of a blind guess, one per attack."""

    raw: int = 0
    released: int = 0
    total: int = 0
    chance: list[float] = field(default_factory=list)
    places: list[float] = field(default_factory=list)
    """Where the true municipality came out: 0 first, 1 last of those that fit the header."""
    hits: list[Hit] = field(default_factory=list)
    first_of_participants: int = 0
    chance_of_participants: list[float] = field(default_factory=list)

    @property
    def p_value(self) -> float:
        """Probability that blind guessing hits at least as often."""
        return chance_of(self.chance, self.released)

    @property
    def p_value_of_place(self) -> float:
        """Probability that blind guessing ranks the true municipalities at least as high on average (normal
        approximation).
        """
        mean = sum(self.places) / len(self.places)
        return 0.5 * math.erfc((0.5 - mean) * math.sqrt(12 * len(self.places)) / math.sqrt(2))

    @property
    def p_value_of_participants(self) -> float:
        """The same as ``p_value`` for the first guess among the participants."""
        return chance_of(self.chance_of_participants, self.first_of_participants)

    def as_dict(self) -> dict[str, float | int]:
        """Rates rounded to four places."""
        return {
            "attacks": self.total,
            "raw text, true municipality in top 10": round(self.raw / self.total, 4),
            "released text, true municipality in top 10": round(self.released / self.total, 4),
            "chance, top 10 among those that fit the header": round(sum(self.chance) / self.total, 4),
            "p value (small means better than chance)": round(self.p_value, 4),
            "mean place of the true municipality (0 first, 0.5 chance)": round(
                sum(self.places) / self.total, 4
            ),
            "mean place: p value": round(self.p_value_of_place, 4),
            "participants known: true municipality named first": round(
                self.first_of_participants / self.total, 4
            ),
            "participants known: chance": round(sum(self.chance_of_participants) / self.total, 4),
            "participants known: p value": round(self.p_value_of_participants, 4),
        }


def chance_of(probabilities: Sequence[float], hits: int) -> float:
    """P(at least ``hits`` of independent guesses with these probabilities), exactly."""
    distribution = [1.0]
    for probability in probabilities:
        following = [0.0] * (len(distribution) + 1)
        for count, mass in enumerate(distribution):
            following[count] += mass * (1 - probability)
            following[count + 1] += mass * probability
        distribution = following
    return min(1.0, sum(distribution[hits:]))


def experiment(rounds: int = 10, seed: int = 2026, sentences: int | None = None) -> Attack:
    """Attack every demo case ``rounds`` times, each time with another true municipality.

    ``sentences`` takes only so many texts of each case, drawn anew each time: quicker, and harder for the
    library, because fewer other numbers and words lead the attacker astray.
    """
    draw = random.Random(seed)  # noqa: S311 - an experiment that can be repeated
    register, cases, result = municipalities(), _cases(), Attack()
    attacker = Attacker(register)
    for case in cases:
        fitting = [item for item in register if fits(case.profile, item)]
        attacker.read(" ".join(other.sentences) for other in cases if other is not case)
        for _round in range(rounds):
            true = draw.choice(fitting)
            texts = (
                case.sentences
                if sentences is None
                else draw.sample(case.sentences, min(sentences, len(case.sentences)))
            )
            _attack(attacker, _Case(case.code, case.profile, tuple(texts)), true, draw, result)
    return result


def _attack(attacker: Attacker, case: _Case, true: Municipality, draw: random.Random, result: Attack) -> None:
    raw, names = with_facts(case.sentences, true, draw)
    public = release(raw, names)
    ranked = attacker.rank(public, case.profile, None, draw)
    place = ranked.index(true.ags)
    result.total += 1
    result.raw += true.ags in attacker.rank(raw, case.profile, None, draw)[:TOP]
    result.released += place < TOP
    result.chance.append(min(1.0, TOP / len(ranked)))
    result.places.append((place + 0.5) / len(ranked))
    if place < TOP:
        result.hits.append(Hit(case.code, true.name, place + 1, len(ranked), attacker.reasons(public, true)))
    others = draw.sample([item for item in attacker.register if item != true], PARTICIPANTS - 1)
    among = attacker.rank(public, case.profile, [true, *others], draw)
    result.first_of_participants += among[0] == true.ags
    result.chance_of_participants.append(1 / len(among))
