"""Known German stems: parts of compounds, verbs, names.

The stems come from the model of HanTa (LGPL) and are complemented by ``data/words.txt``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from search.language.forms import fold, respelt
from search.language.wordlists import words

MIN_PART = 3
#: Cost of a word of the own list, as if it were a frequent noun.
OWN_COST = 8.0
#: What a stem of this class costs more than a noun when it is a part of a compound.
_SURCHARGE = {"NN": 0.0, "NN_VAR": 2.0, "NN_VAR_EL": 3.0, "ADJ": 2.5, "VV": 3.0, "VVnp": 3.0}
_VERBS = frozenset({"VV", "VVnp"})
#: How many of a hundred words of a text are of this class; HanTa counts within a class.
_CLASSES = {
    "NN": 20.0, "NN_VAR": 2.0, "NN_VAR_EL": 0.5, "ADV": 5.0, "PIS": 2.0,
    "ADJ": 7.0, "ADJ_VAR": 2.0, "ADJ_INVAR": 0.5,
    "VV": 6.0, "VV_VAR": 3.0, "VVnp": 4.0, "VVnp_VAR": 2.0,
}  # fmt: skip
#: Short stems that occur inside many words without being a part of them.
_NEVER: frozenset[str] = frozenset(
    [
        "eng",
        "ung",
        "gen",
        "gel",
        "ten",
        "ter",
        "ler",
        "ner",
        "den",
        "der",
        "die",
        "das",
        "ver",
        "ist",
        "lich",
        "keit",
        "heit",
        "tion",
        "igs",
        "ige",
        "alt",
        "ehe",
        "eis",
        "ei",
        "oel",
        "ahn",
        "ion",
        "rei",
        "uhr",
        "los",
        "tum",
        "sch",
        "gem",
        "gut",
    ]
)
_SHORT_PARTS: frozenset[str] = frozenset(
    [
        "ein",
        "rat",
        "ort",
        "art",
        "tag",
        "not",
        "rad",
        "bau",
        "amt",
        "bad",
        "bus",
        "tor",
        "eis",
        "see",
        "weg",
        "zug",
        "uhr",
        "arm",
        "hof",
        "pkw",
        "lkw",
    ]
)


class General(NamedTuple):
    """How rare a stem is in general German, the negative logarithm of its frequency, and whether as a noun.

    >>> min(General(9.0, True), General(6.0, False))
    General(cost=6.0, noun=False)
    """

    cost: float
    noun: bool


@dataclass(frozen=True, slots=True)
class StemLexicon:
    """``parts`` maps a folded stem to its cost as a part of a compound, the negative logarithm of its
    frequency; ``general`` to its most frequent use in any class.
    """

    parts: dict[str, float]
    general: dict[str, General]
    verbs: frozenset[str]
    #: Nouns in -er.
    nouns: frozenset[str]
    names: frozenset[str]


@cache
def lexicon() -> StemLexicon:
    """The lexicon of this installation."""
    parts: dict[str, float] = {}
    general: dict[str, General] = {}
    verbs: set[str] = set()
    nouns: set[str] = set()
    names: set[str] = set()
    for name, word, logprob in _hanta_stems():
        key = fold(word)
        if name == "NE":
            names.add(key)
            continue
        use = General(-logprob - math.log(_CLASSES[name] / 100), name.startswith("NN"))
        general[key] = min(use, general.get(key, use))
        if name not in _SURCHARGE:
            continue
        if name in _VERBS and len(key) >= MIN_PART:
            verbs.add(key)
        if name == "NN" and key.endswith("er"):
            nouns.add(key)
        if _may_be_part(name, key, logprob):
            parts[key] = min(_SURCHARGE[name] - logprob, parts.get(key, math.inf))
    for key in [
        key for key in parts if key[0] in "cy" and respelt(key) != key
    ]:  # "Kode" where the model has "Code"
        parts.setdefault(respelt(key), parts[key])
    for word in words("words.txt"):
        parts[fold(word)] = min(OWN_COST, parts.get(fold(word), math.inf))
    return StemLexicon(parts, general, frozenset(verbs), frozenset(nouns), frozenset(names - parts.keys()))


def _may_be_part(name: str, key: str, logprob: float) -> bool:
    """Short stems only when they are known members of compounds, rare ones only when they are long."""
    if not key.isalpha() or key in _NEVER or len(key) < MIN_PART:
        return False
    if len(key) == MIN_PART:
        return key in _SHORT_PARTS
    return name in _SURCHARGE and (len(key) > 4 or logprob > -11.0)


def _hanta_stems() -> list[tuple[str, str, float]]:
    """Class, stem and logarithm of frequency from HanTa's German model."""
    from HanTa import HanoverTagger  # a tenth of a second, and the detector's façade is imported without it

    tagger = HanoverTagger.HanoverTagger("morphmodel_ger.pgz")
    wanted = {*_CLASSES, "NE"}
    return [
        (name, word, float(logprob))
        for tag, stems in tagger.LP_m_t.items()
        if (name := tagger.int2tag.get(tag)) in wanted
        for word, logprob in stems.items()
    ]
