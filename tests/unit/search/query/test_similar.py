"""Similar records: shared rare words, named as the reason; nothing a viewer may not see."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from search import engines
from search.contract import Audience, Document, Passage, SearchEngine, Viewer
from search.ingest.preparation import prepare
from search.query.similar import Aspect, similar_hits
from search.query.vocabulary import IndexWordsCache

ROWS = {
    "a": (
        "Hallenbad sanieren",
        "Das Hallenbad braucht eine Filteranlage, der Gemeinderat streitet.",
        Audience.PUBLIC,
    ),
    "b": ("Bad mit Zukunft", "Eine neue Filteranlage für das Hallenbad.", Audience.PUBLIC),
    "c": ("Kita ausbauen", "Eltern suchen Plätze, der Gemeinderat zögert.", Audience.PUBLIC),
    "d": ("Radwege", "Niemand fährt hier gern.", Audience.PUBLIC),
    "e": ("Internes Hallenbad", "Filteranlage und Gemeinderat, vertraulich.", Audience.EDITORS),
    "f": ("Leere Läden", "Händler geben auf.", Audience.PUBLIC),
}
ALL = Viewer.editor()


def record(key: str) -> Document:
    title, text, audience = ROWS[key]
    return Document(key, "case", title, f"/{key}/", passages=(Passage(text),), audience=audience)


@pytest.fixture
def engine() -> SearchEngine:
    made = engines.create("memory")
    made.rebuild(prepare(record(key)) for key in ROWS)
    return made


PUBLIC_READER = Viewer()


def similar(
    engine: SearchEngine,
    key: str,
    viewer: Viewer = PUBLIC_READER,
    *,
    hidden: Collection[str] = (),
    limit: int = 5,
) -> list[tuple[str, str]]:
    (hits,) = similar_hits(
        engine,
        IndexWordsCache().get(engine),
        record(key),
        viewer,
        [Aspect(limit=limit)],
        lambda keys, _viewer: set(keys) - set(hidden),
    )
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


def test_limit(engine: SearchEngine) -> None:
    assert len(similar(engine, "a", ALL, limit=1)) == 1


def test_several_aspects_are_one_question(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    many = engine.query_many
    monkeypatch.setattr(engine, "query_many", lambda queries: asked.append(len(queries)) or many(queries))
    everything, elsewhere = similar_hits(
        engine,
        IndexWordsCache().get(engine),
        record("a"),
        ALL,
        [Aspect(), Aspect(accept=lambda other: other.key == "e")],
        lambda keys, _viewer: set(keys),
    )
    assert asked == [2]
    assert {"b", "e"} <= {hit.key for hit in everything}
    assert [hit.key for hit in elsewhere] == ["e"]
