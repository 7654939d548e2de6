"""The trained model: for every word how likely it belongs to a person, place or organisation.

A conditional random field (python-crfsuite). Its marginals are used, not the best path: a reviewer sees every
finding, so a doubtful word is worth showing.
"""

import lzma
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pycrfsuite

from knowledge.anonymity.detector.features import sentence_features
from knowledge.anonymity.detector.lexicon import DATA, Lexicon, NameLists, load_lexicon, load_names

__all__ = ["MODEL_FILE", "Guess", "NameModel", "load_model"]

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
