"""A model that counts words of three topics, and records for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.contract import Audience, Document, Passage


def no_memory(texts: Sequence[str]) -> np.ndarray:
    raise MemoryError("no room")


TOPICS = ("wasser", "geld", "schule")


SENSES = {
    "hochwasser": 0,
    "flut": 0,
    "bach": 0,
    "haushalt": 1,
    "schulden": 1,
    "moneten": 1,
    "unterricht": 2,
    "lehrkraft": 2,
}


class ToyModel:
    """Counts words of three topics."""

    def __init__(self) -> None:
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += len(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32)

    def _vector(self, text: str) -> np.ndarray:
        vector = np.full(3, 0.1, dtype=np.float32)
        for word in text.lower().replace(".", " ").split():
            if word in SENSES:
                vector[SENSES[word]] += 1
        return vector / np.linalg.norm(vector)


DOCUMENTS = [
    Document(
        "case:1",
        "case",
        "Bach",
        "",
        passages=(Passage("Der Bach stieg. Hochwasser im Ort."),),
        facets={"typ": ("fall",)},
    ),
    Document(
        "case:2",
        "case",
        "Haushalt",
        "",
        passages=(Passage("Schulden ohne Ende."),),
        facets={"typ": ("fall",)},
    ),
    Document(
        "case:3",
        "case",
        "Unterricht",
        "",
        passages=(Passage("Eine Lehrkraft fehlt."),),
        facets={"typ": ("lehre",)},
    ),
    Document(
        "case:4",
        "case",
        "Geheime Schulden",
        "",
        audience=Audience.ALUMNI,
        passages=(Passage("Schulden Haushalt Schulden"),),
    ),
]
