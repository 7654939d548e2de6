"""Abbreviations of an index: records carry the pairs they explain as terms, so every engine knows which
readers may know of them.

A record's pairs (:mod:`search.language.abbreviations`) are marker terms in ``body_derivation``. Whoever lists
the words of an index for a set of audiences gets them along; a pair goes with the last record that has it,
and no process keeps anything of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from search.language.abbreviations import Pair, is_perfect

__all__ = ["HarvestedPair", "marker", "take_out", "trusted"]

#: No analysed word holds a colon, so a marker is never asked for.
_MARKER = "abk:"
#: Without perfect letters a pair counts from so many records on.
WITNESSES = 2


@dataclass(frozen=True, slots=True)
class HarvestedPair:
    """An abbreviation of an index, its long form in the most frequent spelling, and how many records explain
    it.
    """

    short: str
    long: str
    documents: int
    is_perfect: bool


def marker(pair: Pair) -> str:
    """A pair as one term."""
    return f"{_MARKER}{pair.short}={pair.long.replace('_', ' ').strip().replace(' ', '_')}"


def take_out(terms: dict[str, int]) -> tuple[HarvestedPair, ...]:
    """Pairs among the terms of an index; their markers are removed from ``terms``. Inflections of one long
    form are one pair.
    """
    spellings: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for term in [term for term in terms if term.startswith(_MARKER)]:
        short, equals, long = term[len(_MARKER) :].partition("=")
        count = terms.pop(term)
        if short and equals and long:
            pair = Pair(short, long.replace("_", " "))
            spellings[pair.key][pair.short, pair.long] += count
    made = [_pair(counts) for counts in spellings.values()]
    return tuple(sorted(made, key=lambda pair: (pair.short.lower(), -pair.documents, pair.long)))


def _pair(counts: Counter[tuple[str, str]]) -> HarvestedPair:
    short, long = min(counts, key=lambda spelling: (-counts[spelling], len(spelling[1]), spelling))
    return HarvestedPair(short, long, counts.total(), any(is_perfect(*spelling) for spelling in counts))


def trusted(pairs: Iterable[HarvestedPair]) -> list[HarvestedPair]:
    """Pairs that may be used: letters all in place, or more than one witness."""
    return [pair for pair in pairs if pair.is_perfect or pair.documents >= WITNESSES]
