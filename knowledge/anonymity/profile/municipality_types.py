"""Words that tell what kind of municipality speaks: a town, a market town, a Gemeinde, a town with an
Oberbürgermeister. Pure module.

The public header says Land and size only. A text that says "Stadtrat" adds that it is a town, and few small
municipalities are one (14 in Bavaria below 2,000 inhabitants, 3 in Baden-Württemberg). What a word means
follows the municipal codes: in Bavaria the council is called Stadtrat, Marktgemeinderat or Gemeinderat by the
kind of municipality; in Baden-Württemberg it is the Gemeinderat in towns too, so there the word says nothing.
"Gemeinde" and "Kommune" are what the codes call all of them, and say nothing anywhere.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

__all__ = ["KINDS", "TypeMention", "fits", "mentions_in", "narrowest"]

TOWN, LARGE_TOWN, MARKET, COUNCIL, RURAL = (
    "stadt",
    "grosse-stadt",
    "markt",
    "gemeinderat",
    "gemeindeverwaltung",
)
KINDS = (TOWN, LARGE_TOWN, MARKET, COUNCIL, RURAL)
"""What a text can say: a town; a town with an Oberbürgermeister; a market town; a Gemeinderat; an
administration that is none of a town.
"""

_LARGE_TYPES = frozenset({"Große Kreisstadt", "kreisfreie Stadt", "Stadtkreis"})
_TOWN_TYPES = _LARGE_TYPES | {"Stadt"}

_GENERAL = r"plan(?:er|ung)|entwickl|soziolog|forsch|staat|radel|klima|land\b|flucht|bahn|rand|mensch"
"""What follows on ``Stadt`` in words that speak of towns in general or of a field of work."""
_PATTERNS = (
    (
        LARGE_TOWN,
        re.compile(
            r"\bOberbürgermeister\w*|\bGroße[nr]?\sKreisstadt\b|\b[Kk]reisfreie[nr]?\sStadt\b|"
            r"\bStadtkreis\w*|\bOB\b"
        ),
    ),
    (
        TOWN,
        re.compile(
            rf"\bStadt(?!{_GENERAL})[a-zäöüß]{{3,}}|\bStadträt\w*|\b(?:Innen|Alt|Kern|Klein|Heimat)st(?:adt|"
            rf"ädt)\w*|\bstädtisch\w*"
            r"|(?<!andere )(?<!anderen )(?<!anderer )(?<!jede )(?<!jeder )(?<!nächste )(?<!nächsten"
            r" )(?<!große )(?<!großen )(?<!größeren )(?<!in der )(?<!in die )"
            r"\bStadt\b(?!-|\s(?:und|oder|wie|zu|auf)\s(?:Gemeinde|Markt|Dorf|Land|Stadt)|/)"
        ),
    ),
    (
        MARKET,
        re.compile(
            r"\bMarkt(?:gemeinde)?r[aä]t\w*|\bMarktgemeinde\w*|\bMarktverwaltung\w*|\b[Uu]nser(?:em|en|"
            r"es)?\sMarkt(?:es)?\b(?!\w)"
        ),
    ),
    (COUNCIL, re.compile(r"\bGemeinder[aä]t\w*")),
    (RURAL, re.compile(r"\bGemeindeverwaltung\w*|\bGemeindekämmer\w*|\bGemeindekasse\w*")),
)


@dataclass(frozen=True, slots=True)
class TypeMention:
    """A word of the text that tells the type of the municipality, and which."""

    kind: str
    word: str


def mentions_in(texts: Iterable[str]) -> tuple[TypeMention, ...]:
    """What ``texts`` say of the kind of their municipality, each word once, in the order of the texts.

    Words about other municipalities ("der Stadtrat nebenan") count as well: whoever guesses cannot tell them
    apart with certainty either.
    """
    found: dict[TypeMention, None] = {}
    for text in texts:
        hits = [
            (match.start(), TypeMention(kind, match.group()))
            for kind, pattern in _PATTERNS
            for match in pattern.finditer(text)
        ]
        found.update(
            dict.fromkeys(mention for _start, mention in sorted(hits, key=lambda hit: (hit[0], hit[1].kind)))
        )
    return tuple(found)


def fits(federal_state: str, legal_type: str, kind: str) -> bool:
    """Whether ``kind`` can be said of municipalities of this Land and legal type. Raises ``ValueError`` for a
    kind not in :data:`KINDS`.
    """
    if kind == TOWN:
        return legal_type in _TOWN_TYPES
    if kind == LARGE_TOWN:
        return legal_type in _LARGE_TYPES
    if kind == MARKET:
        return legal_type == "Markt"
    if kind == COUNCIL:
        return federal_state == "BW" or legal_type == "Gemeinde"
    if kind == RURAL:
        return legal_type in {"Gemeinde", "Markt"}
    raise ValueError(f"Unbekannte Art: {kind!r}. Erlaubt sind {', '.join(KINDS)}.")


def _subsets(kinds: Collection[str]) -> Iterator[tuple[str, ...]]:
    ordered = sorted(kinds)
    for size in range(1, len(ordered) + 1):
        yield from combinations(ordered, size)


def narrowest(pool: Iterable[tuple[str, str]], kinds: Collection[str]) -> int:
    """How many municipalities of ``pool``, each as (Land, legal type), are left to whoever believes the words
    that tell him most.

    Words may contradict each other ("Stadtrat" and "Gemeinderat" in Bavaria): then not all are meant
    literally, and any part of them that can be true counts. A single word that fits nobody gives 0: it cannot
    be explained, so it is never taken for harmless.
    """
    if not kinds:
        return sum(1 for _item in pool)
    alike = Counter(pool)
    telling = {kind: frozenset(pair for pair in alike if fits(*pair, kind)) for kind in kinds}
    counts = []
    for subset in _subsets(kinds):
        pairs = frozenset.intersection(*(telling[kind] for kind in subset))
        counts.append((len(subset), sum(alike[pair] for pair in pairs)))
    return min(count for size, count in counts if count or size == 1)
