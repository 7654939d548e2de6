"""Splitting of compounds, and how much each part says: cheapest path over the stems of the lexicon.

HanTa's own analysis takes about 1 ms per word form, this splitter some 50 microseconds with the same stems,
so that a fresh machine indexes the library in seconds and no cache on disk is needed
(docs/explanation/search.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from search.language.lexicon import MIN_PART, OWN_COST, lexicon

MIN_LENGTH = 7
MAX_LENGTH = 48
_LINKS = {"": 0.0, "s": 1.0, "n": 2.0, "es": 2.5, "en": 2.5, "er": 4.0, "e": 4.5, "ns": 4.5, "ens": 4.5}
#: Price of every further part; a long known word is preferred to two short ones.
_PART_COST = 4.0
#: What two parts may cost more than a word that is known as a whole.
_SPLIT_COST = 8.0
#: A whole that is as rare as this was met once or twice, as one compound of many ("Ladensterben"): parts of
#: at least so many letters may cost more than it.
_RARE_WHOLE, _RARE_PART, _RARE_COST = 12.0, 4, 4.0
#: Above this mean cost per part a path is guesswork.
_MAX_MEAN = 18.0
_ENDINGS = ("innen", "ern", "en", "er", "es", "em", "e", "n", "s", "in")


def _part_cost(text: str, last: bool) -> float:
    """Cost of ``text`` as one part, infinite when it is none. Only the last part carries an inflection."""
    entries = lexicon().parts
    cost = entries.get(text, math.inf)
    if last:
        for ending in _ENDINGS:
            if text.endswith(ending) and len(text) - len(ending) >= MIN_PART:
                cost = min(cost, entries.get(text[: -len(ending)], math.inf) + 0.5)
    elif len(text) > MIN_PART:  # "Schul-" for "Schule", "Sprach-" for "Sprache"
        cost = min(cost, entries.get(text + "e", math.inf) + 2.0)
    return cost


@lru_cache(maxsize=200_000)
def split(folded: str) -> tuple[str, ...]:
    """Parts of a compound without linking elements, or nothing when the word is not one.

    >>> split("haushaltssicherungskonzept")
    ('haushalt', 'sicherung', 'konzept')
    """
    size = len(folded)
    if size < MIN_LENGTH or size > MAX_LENGTH or not folded.isalpha():
        return ()
    whole = _part_cost(folded, last=True)
    if whole <= OWN_COST or folded in lexicon().names:
        return ()
    cost, parts = _cheapest_path(folded)
    if len(parts) < 2 or cost / len(parts) > _MAX_MEAN:
        return ()
    allowed = whole + (_PART_COST + _SPLIT_COST) * (len(parts) - 1)
    if whole >= _RARE_WHOLE and min(map(len, parts)) >= _RARE_PART:
        allowed += _RARE_COST
    return parts if cost < allowed else ()


@lru_cache(maxsize=20_000)
def members(folded: str) -> tuple[str, ...]:
    """Like :func:`split`, but also for words that the lexicon has as a whole: "mittelschule" completes
    "Grund-".
    """
    found = split(folded)
    if found or not MIN_LENGTH <= len(folded) <= MAX_LENGTH or not folded.isalpha():
        return found
    cost, parts = _cheapest_path(folded)
    return parts if len(parts) > 1 and cost / len(parts) <= _MAX_MEAN else ()


def _cheapest_path(folded: str) -> tuple[float, tuple[str, ...]]:
    """Dynamic programme over the places where a part may end."""
    size = len(folded)
    best: list[tuple[float, tuple[str, ...]]] = [(math.inf, ())] * (size + 1)
    best[0] = (0.0, ())
    for start in range(size - MIN_PART + 1):
        cost_here, parts_here = best[start]
        if cost_here == math.inf:
            continue
        for end in range(start + MIN_PART, size + 1):
            price = _part_cost(folded[start:end], end == size) if end - start < size else math.inf
            if price == math.inf:
                continue
            base = cost_here + price + _PART_COST
            for link, extra in _LINKS.items():
                stop = end + len(link)
                if (stop == end or (stop < size and folded.startswith(link, end))) and base + extra < best[
                    stop
                ][0]:
                    best[stop] = (base + extra, (*parts_here, folded[start:end]))
    return best[size]


#: Cost of the most frequent parts ("haus", "platz"), which tell least, and of the rarest that still count.
_COMMON, _RARE = 4.0, 11.0
#: The last part of a compound says what kind of thing it is, those before it which one.
_HEAD = 0.8


def shares(parts: Sequence[str]) -> tuple[float, ...]:
    """How much each part says of a compound, adding up to 1: the rarer in general German, the more, and the
    head less than what modifies it. "Hochwasserschutz" is more about "Hochwasser" than about "Schutz".
    """
    entries = lexicon().parts
    telling = [
        min(min((entries.get(part + end, _RARE) for end in ("", "e", "en")), default=_RARE), _RARE) - _COMMON
        for part in parts
    ]
    weighed = [max(value, 0.5) * (_HEAD if place else 1.0) for place, value in enumerate(telling)]
    total = sum(weighed)
    return tuple(value / total for value in weighed)
