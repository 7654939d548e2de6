"""How sure it is that a record answers a query: one probability, by which everything is decided.

A logistic regression over a few numbers per record: which share of what the query tells
(:attr:`~search.query.expansion.Understood.information`: general words tell next to nothing) stands where in
the record, and which for reasons that an editor would sign; its place and score among the others; with
vectors also how near it is in meaning. The weights lie in ``confidence.json`` and are made by ``python -m
tools.confidence`` (which says from what); here is only the sum. What it decides: the order, the cut ("4
passen"), whether anything answers at all, alerts and the radar (docs/adr/0020-one-confidence.md).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from search.contract import ScoredKey, area_term
from search.query import Understood
from search.results.matching import Scanned, ScannedRecord, WordMatch, best_per_word

__all__ = ["FEATURES", "MEANING", "ConfidenceWeights", "Floats", "Judged", "carrying", "features", "of_file"]

logger = logging.getLogger(__name__)

FILE = Path(__file__).with_name("confidence.json")
#: Kinds of a place where the word itself stands.
ITSELF = ("word", "abbreviation", "fuzzy")
#: Kinds of a place that stands for the word wherever it is.
ANYWHERE = (*ITSELF, "translation")
#: What is known of a match by words.
FEATURES = (
    "signed",
    "signed_key",
    "unknown",
    "title",
    "keywords",
    "asked",
    "lead",
    "body",
    "title_both",
    "keywords_both",
    "asked_both",
    "top",
    "rank",
    "area",
    "fits",
    "one_word",
)
#: What is known besides where meaning took part.
MEANING = ("similarity", "standing")

#: Scores that differ by no more than this share are the same.
SAME = 1e-3

#: Words that tell at least this share of what the most telling one tells count as what the query is about.
ABOUT_IT = 0.8
#: Kinds of a match by which another word stands for the asked one, and how much of what they stand for may be
#: unheard of beside them.
RELATIVES, UNHEARD = frozenset({"synonym"}), 0.8
#: A part carries a compound from this share of it on: what modifies it does, its head alone does not.
LEAST_PART = 0.3
#: An entry phrase or title that has so much in common with the query says the same in other words.
SAYS_THE_SAME = 0.5
#: So near in meaning (cosine around the mean of all) a passage says the same in other words.
MEANS_THE_SAME = 0.35

#: A wished number may be missed by this factor.
ABOUT = 1.5

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A match with everything that was found out about it: its reading and how sure it answers."""

    match: ScoredKey
    reading: ScannedRecord
    probability: float = 0.0

    def is_named(self, understood: Understood) -> bool:
        """Whether the title says the whole query: then the record is what was asked for, however many are."""
        said = best_per_word(self.reading.title.places)
        return bool(understood.terms) and all(
            i in said and said[i].target.kind in ITSELF for i in range(len(understood.terms))
        )

    def carries(self, understood: Understood) -> bool:
        """Whether the record has what the query is about: its most telling word, anywhere; a relative or a
        part of that word where the record says what it is about (title, keywords, entry phrases, summary and
        key question), for deep in a text they stand by chance; or the same in other words.
        """
        weights = _asked(self, understood, self.reading.everywhere())
        if not weights:
            return True
        reading, most = self.reading, max(weights.values())
        about = {index for index, weight in weights.items() if weight >= ABOUT_IT * most}
        total = sum(weights.values()) or 1.0
        near = self.match.near
        return (
            any(place.target.index in about and _stands_for(place) for place in _places(reading.subject()))
            or any(
                place.target.index in about and place.target.kind in ANYWHERE
                for place in _places(reading.body)
            )
            or any(_both(text, weights, total) >= SAYS_THE_SAME for text in (reading.title, *reading.asked))
            or bool(_in_area(self.match, understood))
            or (near is not None and near.similarity >= MEANS_THE_SAME)
        )

    def has_reason(self, understood: Understood) -> bool:
        """Whether a reader can be told why: a word with a reason that an editor would sign, a topic, a
        wished number, a meaning.
        """
        return (
            self.match.near is not None
            or self._is_told(understood)
            or bool(_named(self.match, understood))
            or bool(_in_area(self.match, understood) or _fits(self.match, understood))
        )

    def is_incidental(self, understood: Understood) -> bool:
        """Whether one word of several, said in passing, is all that the record has."""
        if len(understood.terms) < 2 or self.match.near is not None:
            return False
        if _in_area(self.match, understood) or _fits(self.match, understood):
            return False
        at_all = {i for i, place in self.reading.everywhere().items() if _stands_for(place)}
        subject = any(_stands_for(place) for place in _places(self.reading.subject()))
        return len(at_all) < 2 and not subject

    def _is_told(self, understood: Understood) -> bool:
        """Whether some word is a reason: not a relative of one ("Eltern" for "Mutter") where as much of what
        is asked stands in no record at all ("Gottes").
        """
        signed = self.reading.signed()
        if not signed or any(place.target.kind not in RELATIVES for place in signed.values()):
            return bool(signed)
        told = understood.information
        return sum(told[i] for i in understood.unknown - signed.keys()) < UNHEARD * sum(
            told[i] for i in signed
        )


def carrying(passing: Sequence[Judged], understood: Understood) -> list[Judged]:
    """Those of the records that pass which carry what the query is about; all of them where none does: that
    alone does not say that nothing answers, for people name a thing with a word that no record has.
    """
    carried = [one for one in passing if one.is_named(understood) or one.carries(understood)]
    fitting = carried or list(passing)
    return [one for one in fitting if not one.is_incidental(understood)] or fitting


def features(judged: Sequence[Judged], understood: Understood) -> Floats:
    """A row per match in the order of the engine, with :data:`FEATURES` and, where meaning took part,
    :data:`MEANING`.
    """
    words = [_by_words(one.match) for one in judged]
    top = max(words, default=0.0) or 1.0
    # Equals share their place, also where an engine keeps their keyed order in the last digits of the score.
    places = [sum(other > score * (1 + SAME) for other in words) for score in words]
    rows = [
        [*_of_record(one, understood), score / top, 1 / (1 + place)]
        for one, score, place in zip(judged, words, places, strict=True)
    ]
    count = max(1, len(understood.terms))
    for one, row in zip(judged, rows, strict=True):
        row += [_in_area(one.match, understood), _fits(one.match, understood), 1 / count]
        if one.match.fused is not None:
            near = one.match.near
            row += [near.similarity if near is not None else 0.0, one.match.fused.meaning]
    return np.array(rows, dtype=np.float64)


def _places(texts: Iterable[Scanned]) -> Iterator[WordMatch]:
    return (place for text in texts for place in text.places)


def _stands_for(place: WordMatch) -> bool:
    """Whether a place stands for the asked word, or for enough of a compound."""
    target = place.target
    return target.signed > 0 or (target.kind == "part" and target.value >= LEAST_PART)


def _by_words(match: ScoredKey) -> float:
    return match.score if match.fused is None else match.fused.lexical


def _of_record(one: Judged, understood: Understood) -> list[float]:
    """Shares of what the query tells: with a reason, by its telling word, of words that nobody has; then
    those of the best text of each zone.
    """
    reading, found = one.reading, one.reading.everywhere()
    weights = _asked(one, understood, found)
    if understood.terms and not weights:
        return [1.0, 1.0, 0.0, *[1.0] * 8]
    total = sum(weights.values()) or 1.0
    signed = {i: place.target.signed for i, place in reading.signed().items()}
    key = max(weights, key=lambda i: weights[i], default=None)
    reasons = [
        sum(weights[i] * value for i, value in signed.items() if i in weights) / total,
        signed.get(key, 0.0) if key is not None else 0.0,
        sum(weight for i, weight in weights.items() if i in understood.unknown) / total,
    ]
    zones = [
        max((_covered(text.places, weights) / total for text in zone), default=0.0)
        for zone in ((reading.title,), reading.keywords, reading.asked, reading.lead, reading.body)
    ]
    both = [
        max((_both(text, weights, total) for text in zone), default=0.0)
        for zone in ((reading.title,), reading.keywords, reading.asked)
    ]
    return [*reasons, *zones, *both]


def _asked(one: Judged, understood: Understood, found: Mapping[int, WordMatch]) -> dict[int, float]:
    """What the words tell that the record is to answer. A word that names what the record is asks for
    nothing more: "Methode" alone is answered by each card.
    """
    named = _named(one.match, understood)
    return {i: weight for i, weight in enumerate(understood.information) if i in found or i not in named}


def _covered(places: Sequence[WordMatch], weights: Mapping[int, float]) -> float:
    return sum(place.target.value * weights[i] for i, place in best_per_word(places).items())


def _both(text: Scanned, weights: Mapping[int, float], total: float) -> float:
    """How much query and text have in common, seen from both: the harmonic mean of what the text covers of
    the query and the query of the text.
    """
    if not text.places or not text.words:
        return 0.0
    of_query = _covered(text.places, weights) / total
    of_text = min(1.0, sum(place.target.value for place in text.places) / text.words)
    return 2 * of_query * of_text / (of_query + of_text)


def _named(match: ScoredKey, understood: Understood) -> set[int]:
    """Words of the query that name a facet value of the record."""
    present = {area_term(n, v) for n, values in match.document.facets.items() for v in values}
    return {
        index
        for index, pairs in understood.naming.items()
        if any(area_term(*pair) in present for pair in pairs)
    }


def _in_area(match: ScoredKey, understood: Understood) -> float:
    """Whether an entry term of the query leads to an area of the record."""
    facets = match.document.facets
    return float(
        any(
            one.area is not None and one.area.value in facets.get(one.area.facet, ())
            for one in understood.areas
        )
    )


def _fits(match: ScoredKey, understood: Understood) -> float:
    """Share of the wished numbers that the record offers; "10 Minuten" is met by up to about 15."""
    wishes, offered = understood.parsed.wishes, match.document.numbers
    met = (
        name in offered and offered[name].low <= value * ABOUT and value <= offered[name].high * ABOUT
        for name, value in wishes.items()
    )
    return sum(met) / len(wishes) if wishes else 0.0


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """Weights of one way to search, and what is decided by the probability: below ``no_answer_below`` for the
    best record nothing answers; a record passes from ``floor`` and from ``share`` of the best one on.
    """

    names: tuple[str, ...]
    intercept: float
    weights: Floats
    no_answer_below: float
    floor: float
    share: float

    @classmethod
    def read(cls, made: Mapping[str, Any], names: Sequence[str]) -> ConfidenceWeights:
        """``ValueError`` or ``KeyError`` where the weights are those of other features."""
        weights = {str(name): float(value) for name, value in made["weights"].items()}
        if list(weights) != list(names):
            raise ValueError("weights of other features than those of this version")
        limits = (float(made[name]) for name in ("no_answer_below", "floor", "share"))
        return cls(tuple(names), float(made["intercept"]), np.array(list(weights.values())), *limits)

    def of(self, rows: Floats) -> Floats:
        """The probability of each row of :func:`features`."""
        return 1 / (1 + np.exp(-(rows[:, : len(self.weights)] @ self.weights + self.intercept)))

    def passing(self, probability: float, best: float) -> bool:
        """Whether a record belongs to what is shown first."""
        return probability >= max(self.floor, self.share * best)


@cache
def of_file(path: Path = FILE) -> tuple[dict[bool, ConfidenceWeights], str]:
    """The weights by whether meaning takes part (where there are none for that, those of words), and what is
    wrong with the file ("" where nothing is): then there are none, and the order of the engine decides.
    """
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
        words = ConfidenceWeights.read(made["words"], FEATURES)
        meaning = made.get("meaning")
        both = ConfidenceWeights.read(meaning, (*FEATURES, *MEANING)) if meaning else words
        return {False: words, True: both}, ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.error("the weights of the confidence do not fit, ranking by words alone: %s", error)
        return {}, f"{path.name}: {error}"
