"""Similar records: shared rare words, named as the reason; nothing a viewer may not see."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from search import engines
from search.contract import Audience, Document, Passage, SearchEngine, Viewer
from search.preparing import prepare
from search.relatives import similar_hits
from search.vocabulary import IndexWordsCache

ROWS = {
    "a": ("Hallenbad sanieren", "Das Hallenbad braucht eine Filteranlage, der Gemeinderat streitet.", Audience.PUBLIC),
    "b": ("Bad mit Zukunft", "Eine neue Filteranlage für das Hallenbad.", Audience.PUBLIC),
    "c": ("Kita ausbauen", "Eltern suchen Plätze, der Gemeinderat zögert.", Audience.PUBLIC),
    "d": ("Radwege", "Niemand fährt hier gern.", Audience.PUBLIC),
    "e": ("Internes Hallenbad", "Filteranlage und Gemeinderat, vertraulich.", Audience.EDITORS),
    "f": ("Leere Läden", "Händler geben auf.", Audience.PUBLIC),
}
ALL = Viewer(frozenset(Audience))


@pytest.fixture
def engine() -> SearchEngine:
    made = engines.create("memory")
    made.rebuild(
        prepare(Document(key, "case", title, f"/{key}/", passages=(Passage(text),), audience=audience)) for key, (title, text, audience) in ROWS.items()
    )
    return made


def similar(engine: SearchEngine, key: str, viewer: Viewer = Viewer(), *, hidden: Collection[str] = (), limit: int = 5) -> list[tuple[str, str]]:  # noqa: B008
    hits = similar_hits(engine, IndexWordsCache(), key, viewer, limit, lambda keys, _viewer: set(keys) - set(hidden))
    return [(hit.key, " ".join(reason.text for reason in hit.reasons)) for hit in hits]


def test_nearest_first_and_why(engine: SearchEngine) -> None:
    found = similar(engine, "a")
    assert found[0][0] == "b"
    assert "Filteranlage" in found[0][1] or "Hallenbad" in found[0][1]
    assert "a" not in dict(found) and "d" not in dict(found)


def test_a_hidden_record_is_neither_base_nor_hit(engine: SearchEngine) -> None:
    assert "e" not in dict(similar(engine, "a"))
    assert similar(engine, "e") == []
    assert "e" in dict(similar(engine, "a", ALL))
    assert "b" not in dict(similar(engine, "a", hidden={"b"}))
    assert similar(engine, "a", hidden={"a"}) == []


def test_limit_and_unknown_key(engine: SearchEngine) -> None:
    assert len(similar(engine, "a", ALL, limit=1)) == 1
    assert similar(engine, "zzz") == []
