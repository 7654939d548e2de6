"""An automatic attacker: register, participants, numbers and rare words against what a reader gets to see. Pure module.

The demo cases are invented, so nobody could be found in them. The experiment gives each of them a true municipality, drawn from those that fit
its header, writes the facts of that municipality into the text as a case giver would, sends the text through the release (every
finding replaced by its suggestion) and lets the attacker rank the whole register. Three results belong together: the attack on the raw text
shows that the attacker can do it at all, the attack on the released text is the figure, and chance is what the header alone gives away:
ten guesses among the k municipalities that fit it.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml

from knowledge.anonymity.demo_texts import ROOT, demo_texts
from knowledge.anonymity.detectors import find
from knowledge.anonymity.dictionary import IntakeName
from knowledge.anonymity.findings import Kind
from knowledge.anonymity.lexicon import read_list
from knowledge.anonymity.register import Municipality, municipalities
from knowledge.anonymity.uniqueness import SIZE_BANDS, Profile, assess, parse_profile

__all__ = ["Attack", "Attacker", "chance_of", "experiment", "fits", "release", "with_facts"]

TOP = 10
PARTICIPANTS = 12
"""So many municipalities take part in a cycle."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[. ]\d{3})+(?!\d)|(?<!\d)\d{3,6}(?!\d)")
_COMMON = frozenset("Stadt Markt Gemeinde Kreis Landkreis Region Bezirk".casefold().split())

_FACTS = (
    "Wir in {name} haben {population} Einwohner und liegen im Landkreis {district}.",
    "{mayor}, unser Bürgermeister, hat es im {name}er Rathaus so beschlossen.",
    "Die Verwaltung von {name} sitzt in {postcode} {name}.",
    "Der Gemeinderat {name} stimmte zu, die Regierung von {region} nicht.",
    "Das „{name}-Modell“ kam von Frau {mayor_surname}.",
    "In {name} sagte {mayor_surname}, dass es {population_short} Leute betrifft.",
)


def fits(profile: Profile, item: Municipality) -> bool:
    """Whether a municipality of the register fits a public header."""
    low, high = SIZE_BANDS.get(profile.size_band, (profile.population_min or 0, profile.population_max))
    return profile.state in ("SUED", item.state) and item.population >= low and (high is None or item.population < high)


@dataclass(frozen=True, slots=True)
class _Case:
    code: str
    profile: Profile
    sentences: tuple[str, ...]


def _cases() -> list[_Case]:
    """The demo cases of municipalities with the header that is shown."""
    found = []
    for path in sorted((ROOT / "cases" / "demo").glob("*.yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        assessment = assess(parse_profile(record["profile"]))
        profile = parse_profile(record["profile"]) if assessment.is_enough else assessment.proposal
        if profile.size_band in SIZE_BANDS or not profile.size_band:
            found.append(_Case(record["id"], profile, tuple(demo_texts(path=path))))
    return found


def with_facts(texts: Sequence[str], true: Municipality, draw: random.Random) -> tuple[str, list[IntakeName]]:
    """(text of a case as its giver would write it, the names asked for at intake).

    Every fact stands once, each at a random place; the population is said exactly and rounded.
    """
    surname = draw.choice(_surnames())
    mayor = f"{draw.choice(_first_names())} {surname}"
    values = {
        "name": true.name,
        "population": f"{true.population:,}".replace(",", "."),
        "population_short": str(round(true.population, -2)),
        "district": true.district.split(",")[0],
        "region": true.region,
        "postcode": true.postcode,
        "mayor": mayor,
        "mayor_surname": surname,
    }
    parts = list(texts)
    for fact in _FACTS:
        parts.insert(draw.randrange(len(parts) + 1), fact.format(**values))
    return "\n\n".join(parts), [IntakeName(true.name, Kind.PLACE), IntakeName(mayor, Kind.PERSON)]


def _surnames() -> list[str]:
    return [name for name in read_list("surnames")[5::11] if len(name) > 3]


def _first_names() -> list[str]:
    return [name for name in read_list("first_names")[5::11] if len(name) > 2]


def release(text: str, names: Iterable[IntakeName]) -> str:
    """The text as it is released: every finding replaced by its suggestion, or left out where there is none."""
    parts, position = [], 0
    for finding in find(text, dictionary=names):
        parts += [text[position : finding.start], finding.suggestion or "[…]"]
        position = finding.end
    return "".join([*parts, text[position:]])


class Attacker:
    """Knows the register and how rare each word of it is."""

    def __init__(self, register: Sequence[Municipality]) -> None:
        self.register = tuple(register)
        self._words = {item.ags: self._words_of(item) for item in self.register}
        counts = Counter(word for words in self._words.values() for word in words)
        self._weight = {word: math.log(len(self.register) / count) for word, count in counts.items()}

    @staticmethod
    def _words_of(item: Municipality) -> frozenset[str]:
        names = " ".join((item.name, item.district, item.region))
        return frozenset(word for word in (match.casefold() for match in _WORD.findall(names)) if word not in _COMMON)

    def rank(self, text: str, profile: Profile, among: Sequence[Municipality] | None, draw: random.Random) -> list[str]:
        """Keys (AGS) of the municipalities that fit the header, likeliest first; ties in random order."""
        words = {match.casefold() for match in _WORD.findall(text)}
        # A name inside a compound or an inflection: "Huberdorfer", "huberdorfsche".
        joined = " ".join(sorted(words))
        named = {word for word in self._weight if word in words or (len(word) > 5 and word in joined)}
        numbers = [int(re.sub(r"\D", "", match)) for match in _NUMBER.findall(text)]
        codes = set(re.findall(r"(?<!\d)\d{5}(?!\d)", text))
        scored = []
        for item in among if among is not None else self.register:
            if not fits(profile, item):
                continue
            score = sum(self._weight[word] for word in self._words[item.ags] & named)
            score += 6.0 if item.postcode in codes else 0.0
            score += max((math.exp(-400 * abs(math.log(number / item.population))) for number in numbers if number > 300), default=0.0) * 5
            scored.append((-score, draw.random(), item.ags))
        return [ags for _score, _tie, ags in sorted(scored)]


@dataclass(slots=True)
class Attack:
    """Hits and chance over all rounds. ``chance`` are the probabilities of a blind guess, one per attack."""

    raw: int = 0
    released: int = 0
    total: int = 0
    chance: list[float] = field(default_factory=list)
    first_of_participants: int = 0
    chance_of_participants: list[float] = field(default_factory=list)

    @property
    def p_value(self) -> float:
        """Probability that blind guessing hits at least as often."""
        return chance_of(self.chance, self.released)

    @property
    def p_value_of_participants(self) -> float:
        """The same for the first guess among the participants."""
        return chance_of(self.chance_of_participants, self.first_of_participants)

    def as_dict(self) -> dict[str, float | int]:
        """Rates rounded to four places."""
        return {
            "attacks": self.total,
            "raw text, true municipality in top 10": round(self.raw / self.total, 4),
            "released text, true municipality in top 10": round(self.released / self.total, 4),
            "chance, top 10 among those that fit the header": round(sum(self.chance) / self.total, 4),
            "p value (small means better than chance)": round(self.p_value, 4),
            "participants known: true municipality named first": round(self.first_of_participants / self.total, 4),
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


def experiment(rounds: int = 10, seed: int = 2026) -> Attack:
    """Attack every demo case ``rounds`` times, each time with another true municipality."""
    draw = random.Random(seed)  # noqa: S311 - an experiment that can be repeated
    register = municipalities()
    attacker, result = Attacker(register), Attack()
    for case in _cases():
        fitting = [item for item in register if fits(case.profile, item)]
        for _round in range(rounds):
            true = draw.choice(fitting)
            raw, names = with_facts(case.sentences, true, draw)
            public = release(raw, names)
            result.total += 1
            result.raw += true.ags in attacker.rank(raw, case.profile, None, draw)[:TOP]
            result.released += true.ags in attacker.rank(public, case.profile, None, draw)[:TOP]
            result.chance.append(min(1.0, TOP / len(fitting)))
            others = draw.sample([item for item in register if item != true], PARTICIPANTS - 1)
            ranked = attacker.rank(public, case.profile, [true, *others], draw)
            result.first_of_participants += ranked[0] == true.ags
            result.chance_of_participants.append(1 / len(ranked))
    return result
