# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Which names the register gives: base forms of municipalities, Landkreise, rivers, lakes, regions. Pure
module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from knowledge.anonymity.detector.lexicon import DATA, Lexicon, load_lexicon, read_list
from knowledge.anonymity.register import districts, municipalities
from search.language import fold

__all__ = ["Entry", "Gazetteer", "Rank", "load_gazetteer"]

CONNECTIVES = frozenset(
    [
        *"a an am auf im i in der den dem d ob unter v vor vorm b bei beim zu zum zur hl von".split(),
        ".",
        "(",
        "/",
        "-",
    ]
)
"""What may stand between a name and its addition: ``a.d.``, ``an der``, ``(``, ``/``."""

_SPLIT = re.compile(r"\s+(?:a\.|an |am |auf |i\.|im |in |ob |unter |v\.|vor|b\.|bei )\s*|\s*[/(]")


class Rank(IntEnum):
    """How much a match says, best first."""

    MUNICIPALITY = 1
    DISTRICT = 2
    PART = 3
    LANDSCAPE = 4
    ELSEWHERE = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in folded words; ``is_word`` where it is also an ordinary German word."""

    words: tuple[str, ...]
    rank: Rank
    label: str
    is_word: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All entries by first folded word, and the words that may follow as an addition."""

    single: dict[str, Entry]
    several: dict[str, tuple[Entry, ...]]
    additions: frozenset[str]


def _base_names(name: str) -> Iterator[tuple[str, Rank]]:
    """The forms in which people write a municipality's name, without inflection."""
    base = _SPLIT.split(name)[0].strip()
    yield name, Rank.MUNICIPALITY
    yield base, Rank.MUNICIPALITY
    first, _, rest = base.partition(" ")
    if rest and first in {"Bad", "Markt", "Bayerisch", "Schwäbisch"}:
        yield rest, Rank.PART
        yield from ((part, Rank.PART) for part in rest.split("-") if "-" in rest)
    if first in {"Sankt", "St."}:
        yield f"Sankt {rest}", Rank.MUNICIPALITY
        yield f"St. {rest}", Rank.MUNICIPALITY
        yield f"St {rest}", Rank.MUNICIPALITY
    for part in base.split("-") if "-" in base else ():
        for form in (part, part.removeprefix("Sankt ").removeprefix("St. ").removeprefix("Bad ")):
            if len(form) > 1 and form not in {"Neu", "Sankt", "Alt"}:
                yield form, Rank.PART
    if name.startswith("Weil der Stadt"):
        yield "Weil", Rank.PART


def _additions(name: str) -> Iterator[str]:
    """``Ilm`` of ``Pfaffenhofen a.d.Ilm``."""
    for part in _SPLIT.split(name)[1:]:
        for word in re.findall(r"[^\W\d_]{2,}", part):
            if word not in {"der", "den", "dem", "an", "am", "im", "in", "ob", "unter", "vorm", "bei"}:
                yield word


def _landscape() -> Iterator[str]:
    for line in (DATA / "landscape_by_bw.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            yield from (word.replace("_", " ") for word in line.split())


def _district_names(name: str) -> Iterator[str]:
    yield name
    base = _SPLIT.split(name)[0].strip()
    yield base
    if "-" in base and not base.startswith("Neu-"):
        yield from (part for part in base.split("-") if part not in {"Kreis", "Bad", "Inn"} and len(part) > 3)


class _PlaceNamesBuilder:
    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entries: dict[tuple[str, ...], Entry] = {}

    def add(self, name: str, rank: Rank) -> None:
        words = tuple(fold(word) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name))
        if not words or words in self.entries:
            return
        ordinary = len(words) == 1 and bool(
            self.lexicon.level(name) or self.lexicon.level(name.lower()) or len(name) < 3
        )
        if rank is Rank.ELSEWHERE and (
            ordinary or len(name) < 4 or (len(words) > 1 and words[0] in {"am", "an", "in"})
        ):
            return
        self.entries[words] = Entry(words, rank, name, ordinary)


@cache
def load_gazetteer() -> Gazetteer:
    """All names from the register, the landscape list and, with the lowest rank, the rest of Germany."""
    builder, additions = _PlaceNamesBuilder(load_lexicon()), set()
    for municipality in municipalities():
        for name, rank in _base_names(municipality.name):
            if rank is Rank.MUNICIPALITY:
                builder.add(name, rank)
        additions |= {fold(word) for word in _additions(municipality.name)}
    for district in districts():
        for name in _district_names(district.name):
            builder.add(name, Rank.DISTRICT)
    for municipality in municipalities():
        for name, rank in _base_names(municipality.name):
            builder.add(name, rank)
    for name in _landscape():
        builder.add(name, Rank.LANDSCAPE)
        if " " not in name:
            additions.add(fold(name))
    for name in read_list("municipalities_de"):
        if "," not in name:
            builder.add(name, Rank.ELSEWHERE)
    single = {words[0]: entry for words, entry in builder.entries.items() if len(words) == 1}
    several: dict[str, list[Entry]] = {}
    for words, entry in builder.entries.items():
        if len(words) > 1:
            several.setdefault(words[0], []).append(entry)
    ordered = {
        first: tuple(sorted(found, key=lambda entry: -len(entry.words))) for first, found in several.items()
    }
    return Gazetteer(single, ordered, frozenset(additions))
