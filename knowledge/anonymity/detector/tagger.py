"""The learned tagger: for every word how likely it belongs to a person, place or organisation. Pure module.

A conditional random field (python-crfsuite). Its marginals are used, not the best path: a reviewer sees every
finding, so a doubtful word is worth showing. What it sees of a word is the same in training and detection.
"""

import lzma
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import pycrfsuite

from knowledge.anonymity.detector.lexicon import DATA, Lexicon, NameLists, load_lexicon, load_names

__all__ = ["MODEL_FILE", "Guess", "NameModel", "list_flags", "load_model", "sentence_features"]

_QUOTES = frozenset("\"„“”»«›‹'‚‘([")
_OPENERS = frozenset({":", ".", "!", "?", ";", "–", "-", "•", "*", "/"})


def _shape(word: str) -> str:
    """Compressed letter pattern: ``Xx``, ``XX``, ``Xx-Xx``, ``d``."""
    return re.sub(
        r"(.)\1+", r"\1",
        "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word[:24]),
    )  # fmt: skip


def _genitive_stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "s'’" else word


def list_flags(word: str, names: NameLists) -> list[str]:
    """The name lists in which the word (or its genitive) stands."""
    flags = []
    title = word.capitalize() if word.isupper() and len(word) > 3 else word
    for form in dict.fromkeys(
        (title, _genitive_stem(title))
    ):  # not a set: its order changes from process to process
        if form in names.first:
            flags.append("first")
        if form in names.last:
            flags.append("last")
        if form in names.landscape:
            flags.append("land")
        if form in names.municipalities:
            flags.append("muni")
        if form in names.countries:
            flags.append("country")
    return flags


def _word_class(word: str, level: Callable[[str], int], lexicon: Lexicon) -> str:
    """How ordinary the word is: known form, known in lower case, inflection, compound, unknown."""
    if not word[0].isalpha():
        return "sign"
    own, lower = level(word), level(word.lower()) if word[0].isupper() else 0
    listed = lexicon.listed_as(word) if own < 2 else ""
    if own:
        return f"k{own}{listed}" + (f"l{min(lower, 2)}" if lower else "")
    if lower:
        return f"l{lower}{listed}"
    if listed:
        return "x" + listed
    parts = [part for part in re.split(r"[-‐‑–]", word) if part]
    if len(parts) > 1:
        known = sum(
            bool(level(part) or lexicon.listed_as(part) or lexicon.compound(part) == "noun") for part in parts
        )
        return (
            "hyall"
            if known == len(parts)
            else (
                "hylast"
                if level(parts[-1]) or lexicon.listed_as(parts[-1])
                else "hysome"
                if known
                else "hynone"
            )
        )
    for ending in ("s", "es", "n", "en", "e", "er", "ern", "in", "innen"):
        if word.endswith(ending) and level(word[: -len(ending)]):
            return "infl"
    derived = lexicon.derived(word)
    if derived:
        return "d" + derived
    compound = lexicon.compound(word)
    return f"comp{compound}" if compound else "unk"


def _own(word: str, position: str, flags: Sequence[str], kind: str) -> list[str]:
    lower = word.lower()
    shape = _shape(word)
    out = [
        "b", "w=" + lower, "s=" + shape, "i=" + position, "c=" + kind, "sc=" + shape + kind,
        "ic=" + position + kind,
        "n=" + str(min(len(word), 12)),
    ]  # fmt: skip
    out += [f"p{size}={lower[:size]}" for size in (1, 2, 3, 4, 5) if len(lower) >= size]
    out += [f"e{size}={lower[-size:]}" for size in (1, 2, 3, 4, 5, 6) if len(lower) >= size]
    out += ["f=" + flag for flag in flags]
    out += ["fc=" + flag + kind for flag in flags]
    if not flags:
        out.append("nf=" + kind)
    if word[0].isupper():
        out.append("se3=" + shape + lower[-3:])
    if "-" in word:
        first, _, rest = word.partition("-")
        last = rest.rpartition("-")[2]
        out += ["h0=" + first.lower(), "h1=" + last.lower(), "h1e=" + last[-4:].lower()]
    return out


def sentence_features(
    words: Sequence[str], lexicon: Lexicon, names: NameLists, level: Callable[[str], int] | None = None
) -> list[list[str]]:
    """One list of feature strings per word of a sentence.

    ``level`` replaces the lexicon's own level in training, where the counts of the sentence
    itself must not be seen (leave-one-out).
    """
    look = level or lexicon.level
    kinds = [_word_class(word, look, lexicon) for word in words]
    flags = [list_flags(word, names) if word[0].isalpha() else [] for word in words]
    shapes = [_shape(word) for word in words]
    lowers = [word.lower() for word in words]
    out = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else "^"
        position = "0" if not index else "q" if before in _QUOTES else "o" if before in _OPENERS else "m"
        if index == 1 and before in _QUOTES:
            position = "0"
        features = _own(word, position, flags[index], kinds[index])
        features += _context(index, lowers, shapes, kinds, flags)
        out.append(features)
    return out


def _context(
    index: int,
    lowers: Sequence[str],
    shapes: Sequence[str],
    kinds: Sequence[str],
    flags: Sequence[Sequence[str]],
) -> list[str]:
    out = []
    size = len(lowers)
    for offset in (-3, -2, -1, 1, 2, 3):
        place = index + offset
        if not 0 <= place < size:
            out.append(f"{offset}:edge")
            continue
        out.append(f"{offset}:w={lowers[place]}")
        if abs(offset) < 3:
            out.append(f"{offset}:s={shapes[place]}")
            out.append(f"{offset}:c={kinds[place]}")
            out.append(f"{offset}:e={lowers[place][-4:]}")
            out += [f"{offset}:f={flag}" for flag in flags[place][:3]]
    here = shapes[index] + kinds[index]
    if index:
        out.append(f"-1w|c={lowers[index - 1]}|{kinds[index]}")
        out.append(f"-1s|s={shapes[index - 1]}|{here}")
        if index > 1:
            out.append(f"-2w-1w={lowers[index - 2]}|{lowers[index - 1]}")
    if index + 1 < size:
        out.append(f"+1w|c={lowers[index + 1]}|{kinds[index]}")
        out.append(f"+1s|s={shapes[index + 1]}|{here}")
    return out


# --------------------------------------------------------------------------- the model

MODEL_FILE = DATA / "model.crfsuite.xz"
_CLASSES = ("PER", "LOC", "ORG", "OTH")


@dataclass(frozen=True, slots=True)
class Guess:
    """Marginal probabilities of one word; ``score`` is that of being in any name."""

    person: float
    place: float
    organisation: float
    other: float

    @property
    def score(self) -> float:
        """Probability of a person, place or organisation; works and events count a part."""
        return self.person + self.place + self.organisation + 0.3 * self.other


class NameModel:
    """A conditional random field with its word lists."""

    def __init__(self, content: bytes, lexicon: Lexicon, names: NameLists) -> None:
        self._lexicon, self._names = lexicon, names
        self._content = content  # the tagger points into these bytes, so they must live as long as it does
        self._lock = threading.Lock()  # a tagger holds the sentence it works on
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._content)
        known = frozenset(self._tagger.labels())
        self._labels = [
            [label for label in (f"B-{kind}", f"I-{kind}") if label in known] for kind in _CLASSES
        ]

    def guess(self, words: Sequence[str]) -> list[Guess]:
        """A guess per word of one sentence."""
        if not words:
            return []
        items = pycrfsuite.ItemSequence(sentence_features(words, self._lexicon, self._names))
        with self._lock:
            self._tagger.set(items)
            marginal = self._tagger.marginal
            return [
                Guess(*(sum(marginal(label, index) for label in labels) for labels in self._labels))
                for index in range(len(words))
            ]


@cache
def load_model() -> NameModel:
    """The shipped model; raises ``FileNotFoundError`` where no model file is there."""
    if not MODEL_FILE.exists():
        raise FileNotFoundError(f"{MODEL_FILE}: kein Modell; „make train-anonymity“ erzeugt es.")
    return NameModel(lzma.decompress(MODEL_FILE.read_bytes()), load_lexicon(), load_names())
