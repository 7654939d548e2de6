"""Words that no list has, records that hold them, and a model that knows their senses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.contract import Document, Passage
from search.language import analyse_word
from search.language.meanings import projection, table

PUBLIC = frozenset({"public"})
#: Words that no list has, three of each sense.
SENSES = {
    "Zwirbelquast": 0, "Ompfeldrum": 0, "Jallerkuk": 0,
    "Murkelbrack": 1, "Plunzwedel": 1, "Gnatterich": 1,
    "Fliederknark": 2, "Ruckelfluse": 2, "Tuffenschnorz": 2,
}  # fmt: skip


#: Words of the bundled list, so that the invented ones are not the subject of the index.
FILLERS = [
    "Haushalt",
    "Gemeinderat",
    "Feuerwehr",
    "Schule",
    "Straße",
    "Wasser",
    "Energie",
    "Verein",
    "Wohnung",
    "Arzt",
    "Bus",
    "Radweg",
    "Kirche",
    "Wald",
    "Museum",
    "Theater",
    "Steuer",
    "Gericht",
    "Polizei",
    "Krankenhaus",
    "Pflege",
    "Kindergarten",
    "Jugend",
    "Sport",
    "Musik",
    "Garten",
    "Markt",
    "Handel",
    "Handwerk",
    "Bauer",
    "Wetter",
    "Sommer",
    "Winter",
    "Brücke",
    "Tunnel",
    "Bahnhof",
    "Flughafen",
    "Hafen",
    "Schiff",
    "Computer",
    "Telefon",
    "Zeitung",
    "Buch",
    "Sprache",
    "Prüfung",
    "Vertrag",
    "Vermögen",
    "Spende",
    "Umfrage",
    "Wahl",
    "Protokoll",
    "Frist",
    "Antrag",
    "Bescheid",
]


def root(word: str) -> str:
    return analyse_word(word).root


FILLERS = [word for word in FILLERS if root(word) in table().rows]


class ToyModel:
    """A place per sense, and a little of the word itself."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, words: Sequence[str]) -> np.ndarray:
        self.asked += words
        return np.array([self._vector(word) for word in words], np.float32)

    def _vector(self, word: str) -> np.ndarray:
        projected = projection()
        vector = projected.mean + np.random.default_rng(sum(map(ord, word))).normal(0, 0.002, 384)
        if word in SENSES:
            vector = (
                vector
                + np.random.default_rng(SENSES[word]).normal(0, 0.05, len(projected.directions))
                @ projected.directions
            )
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def document(number: int, *words: str) -> Document:
    return Document(f"case:{number}", "case", f"Vorhaben {number}", "/", passages=(Passage(" ".join(words)),))


DOCUMENTS = [document(number, word) for number, word in enumerate(SENSES)]
OTHERS = [document(number, word) for number, word in enumerate(FILLERS, start=20)]
