"""Generations, versions, far pages and vectors on a real Elasticsearch: what the other engines do not
have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.contract import (
    Audience,
    Clause,
    Document,
    EngineQuery,
    EngineUnavailable,
    IndexedDocument,
    NumberRange,
    SearchEngine,
    WeightedTerm,
)
from search.engines.elastic import ElasticEngine, generations
from search.engines.elastic.documents import SCHEMA_VERSION
from search.engines.embedded import EmbeddedEngine
from search.index import apply
from search.ingest.codec import digest
from search.ingest.preparation import prepare
from search.readers import Index

pytestmark = [pytest.mark.services("elasticsearch"), pytest.mark.xdist_group("elasticsearch")]

PUBLIC = frozenset({"public"})


@pytest.fixture
def engine(elasticsearch: str) -> Iterator[ElasticEngine]:
    made = ElasticEngine()
    yield made
    made.close()


@pytest.fixture
def client(elasticsearch: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch.split(","), request_timeout=20) as made:
        yield made


def document(number: int, title: str, version: int = 1, **options: Any) -> IndexedDocument:
    return prepare(Document(f"case:{number}", "case", title, f"/{number}/", **options), version)


def colleague(engine: ElasticEngine) -> ElasticEngine:
    """Another process that works with the same indexes."""
    other = ElasticEngine()
    other.close()
    other._generations = generations.Generations(other._connection, engine._generations._base)
    return other


def titles(engine: SearchEngine) -> dict[str, str]:
    return {m.key: m.document.title for m in engine.query(EngineQuery(PUBLIC)).matches}


def indexes(client: Elasticsearch, engine: ElasticEngine) -> list[str]:
    return sorted(client.indices.get(index=f"{engine._generations._base}-g*"))


def test_writes_during_a_rebuild_are_in_the_new_generation(engine: ElasticEngine) -> None:
    engine.rebuild([document(n, f"Alt {n}", 1) for n in range(1, 6)])
    other = colleague(engine)

    def reading_the_database() -> Iterator[IndexedDocument]:
        yield document(1, "Alt 1", 5)
        other.upsert([document(2, "Neu 2", 6), document(9, "Neu 9", 7)])
        other.remove(["case:3", "case:4", "case:9"])
        other.upsert([document(4, "Wieder 4", 9)])
        other.upsert([document(5, "Fünf", 10)])
        other.remove(["case:5"])
        assert set(titles(other)) == {"case:1", "case:2", "case:4"}
        for number in range(2, 6):
            yield document(number, f"Alt {number}", 5)

    report = engine.rebuild(reading_the_database())
    assert report.documents == 5
    expected = {"case:1": "Alt 1", "case:2": "Neu 2", "case:4": "Wieder 4"}
    assert titles(engine) == expected
    assert engine.status().documents == 3
    assert titles(colleague(engine)) == expected
    assert other.upsert([document(3, "Drei", 11), document(5, "Fünf", 12)]) == 2
    assert set(titles(engine)) == {*expected, "case:3", "case:5"}


def test_removed_record_can_come_back_at_once(engine: ElasticEngine) -> None:
    engine.upsert([document(1, "Eins", 4)])
    for _attempt in range(3):
        engine.remove(["case:1"])
    assert engine.upsert([document(1, "Eins", 5)]) == 1


def test_the_generation_before_is_kept_and_older_ones_go(
    engine: ElasticEngine, client: Elasticsearch
) -> None:
    made = [engine.rebuild([document(1, "Eins")]).generation for _round in range(3)]
    assert indexes(client, engine) == sorted(made[1:])
    assert list(client.indices.get_alias(name=engine._generations.read_alias)) == [made[2]]
    assert list(client.indices.get_alias(name=engine._generations.write_alias)) == [made[2]]


def test_failed_and_abandoned_rebuilds_leave_nothing(engine: ElasticEngine, client: Elasticsearch) -> None:
    engine.rebuild([document(1, "Eins")])
    before = indexes(client, engine)

    def broken() -> Iterator[IndexedDocument]:
        yield document(1, "Halb")
        raise RuntimeError("database gone")

    with pytest.raises(EngineUnavailable):
        engine.rebuild(broken())
    assert indexes(client, engine) == before
    abandoned = engine._generations.create()
    engine.rebuild([document(1, "Eins")])
    assert abandoned not in indexes(client, engine)


def test_a_rebuild_that_was_overtaken_fails_and_creates_nothing(
    engine: ElasticEngine, client: Elasticsearch
) -> None:
    def overtaken() -> Iterator[IndexedDocument]:
        yield document(1, "Langsam")
        colleague(engine).rebuild([document(1, "Schnell")])
        yield document(2, "Langsam")

    with pytest.raises(EngineUnavailable):
        engine.rebuild(overtaken())
    assert titles(engine) == {"case:1": "Schnell"}
    assert len(indexes(client, engine)) == 1


@pytest.mark.parametrize("action", ["delete", "close"])
def test_lost_index_is_unavailable_and_never_empty(
    engine: ElasticEngine, client: Elasticsearch, action: str
) -> None:
    name = engine.rebuild([document(1, "Eins")]).generation
    engine.query(EngineQuery(PUBLIC))
    getattr(client.indices, action)(index=name)
    with pytest.raises(EngineUnavailable):
        engine.query(EngineQuery(PUBLIC))
    with pytest.raises(EngineUnavailable):
        engine.suggest("ei", 5)
    assert engine.status().available is False
    assert engine._connection.breaker.state == "closed"
    engine.rebuild([document(1, "Eins")])
    assert titles(engine) == {"case:1": "Eins"}


def test_full_disk_refuses_writes_and_keeps_answering(engine: ElasticEngine, client: Elasticsearch) -> None:
    name = engine.rebuild([document(1, "Eins")]).generation
    client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(EngineUnavailable):
        engine.upsert([document(2, "Zwei")])
    assert titles(engine) == {"case:1": "Eins"}
    client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    engine._connection.breaker.succeeded()
    assert engine.upsert([document(2, "Zwei")]) == 1


def test_other_schema_is_never_asked(engine: ElasticEngine, client: Elasticsearch) -> None:
    name = engine.rebuild([document(1, "Eins")]).generation
    client.indices.put_mapping(index=name, meta={"schema": "0", "analysis": "x"})
    engine._generations.forget()
    with pytest.raises(EngineUnavailable, match="search_rebuild"):
        engine.query(EngineQuery(PUBLIC))
    assert engine.status().available is False


@pytest.mark.django_db
def test_older_schema_is_built_beside_and_answers_until_then(
    engine: ElasticEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version starts: the process of the older one goes on answering until the switch."""
    old = engine.rebuild([document(1, "Eins")]).generation
    older = colleague(engine)
    monkeypatch.setattr(generations, "SCHEMA_VERSION", str(int(SCHEMA_VERSION) + 1))
    engine._generations.forget()
    assert (engine.status().available, engine.status().missing) == (False, True)
    assert "built beside" in engine.status().detail

    def reading_the_database() -> Iterator[IndexedDocument]:
        yield document(1, "Eins", 2)
        with monkeypatch.context() as before:
            before.setattr(generations, "SCHEMA_VERSION", SCHEMA_VERSION)
            assert titles(older) == {"case:1": "Eins"}
        assert not engine.status().missing, "somebody is at it"

    monkeypatch.setattr(apply, "all_documents", lambda _index: reading_the_database())
    assert apply.build_missing([(Index.PUBLIC, engine)])  # type: ignore[arg-type]
    assert titles(engine) == {"case:1": "Eins"} and not engine.status().missing
    assert engine.status().generation != old
    assert not apply.build_missing([(Index.PUBLIC, engine)])  # type: ignore[arg-type]


def test_other_analysis_is_reported(
    engine: ElasticEngine, client: Elasticsearch, caplog: pytest.LogCaptureFixture
) -> None:
    name = engine.rebuild([document(1, "Eins")]).generation
    assert (engine.status().detail, engine.status().fingerprint) == ("", generations.expected_fingerprint())
    client.indices.put_mapping(index=name, meta={"schema": SCHEMA_VERSION, "analysis": "älter"})
    engine._generations.forget()
    assert titles(engine) == {"case:1": "Eins"}
    assert "search_rebuild" in engine.status().detail
    assert engine.status().fingerprint == f"{SCHEMA_VERSION}.älter"
    assert [r for r in caplog.records if "another version of the analysis" in r.message]


def test_deep_pages_and_walk(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.engines.elastic import engine as module
    from search.engines.elastic import queries

    monkeypatch.setattr(queries, "WINDOW", 10)
    monkeypatch.setattr(module, "_WALK_PAGE", 7)
    engine.rebuild([document(n, f"Titel {n:03}", facets={"typ": ("fall",)}) for n in range(50)])
    pages = [
        engine.query(EngineQuery(PUBLIC, sort="titel", limit=6, offset=offset, facets=("typ",)))
        for offset in range(0, 66, 6)
    ]
    assert [m.document.title for page in pages for m in page.matches] == [f"Titel {n:03}" for n in range(50)]
    assert {page.total for page in pages} == {50}
    assert pages[-2].facets == {"typ": {"fall": 50}}
    assert len(list(engine.walk(EngineQuery(PUBLIC)))) == 50


def test_vocabulary_beyond_one_page(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.engines.elastic import engine as module

    monkeypatch.setattr(module, "_WORDS_PAGE", 3)
    engine.rebuild([document(n, f"Wort{n} gemeinsam") for n in range(10)])
    words = engine.words(("title_exact",))
    assert (len(words), words["gemeinsam"], words["wort7"]) == (11, 10, 1)
    with pytest.raises(EngineUnavailable):
        engine.words(("area",))


def test_digests_tell_what_is_stale(engine: ElasticEngine) -> None:
    documents = [document(n, f"Titel {n}") for n in range(3)]
    engine.rebuild(documents)
    engine.upsert([document(1, "Anders", 2)])
    found = engine.digests()
    assert [d.key for d in documents if found[d.key] != digest(d.stored)] == ["case:1"]


def with_vectors(number: int, *vectors: tuple[float, float], **options: Any) -> IndexedDocument:
    return replace(
        document(number, f"Titel {number}", **options),
        vectors=vectors,
        packed=f"packed {number}".encode() if vectors else b"",
    )


def test_nearest_records_under_all_conditions(engine: ElasticEngine) -> None:
    engine.rebuild(
        [
            with_vectors(1, (1.0, 0.1), facets={"typ": ("a",)}),
            with_vectors(2, (0.1, 1.0), (1.0, 0.3), facets={"typ": ("a",)}),
            with_vectors(3, (1.0, 0.0), audience=Audience.ALUMNI, facets={"typ": ("a",)}),
            with_vectors(4, (9.0, 0.0), facets={"typ": ("b",)}),
            with_vectors(5, facets={"typ": ("a",)}),
            with_vectors(6, (-1.0, 0.2), facets={"typ": ("a",)}, numbers={"personen": NumberRange(3, 5)}),
        ]
    )
    clause = Clause((WeightedTerm("title_exact", "2"),))
    asked = EngineQuery(
        PUBLIC, (clause,), filters={"typ": ("a",)}, facets=("typ",), vector=(1.0, 0.0), nearest=9, limit=10
    )
    result = engine.query(replace(asked, nearest=2))
    near = result.others
    assert {m.key: m.packed for m in near} == {"case:1": b"packed 1", "case:2": b"packed 2"}
    assert {m.key: m.score > 0 for m in near} == {"case:1": False, "case:2": True}
    assert [(m.key, m.packed, m.score) for m in result.matches] == [
        (m.key, m.packed, m.score) for m in near if m.key == "case:2"
    ]
    assert (result.total, result.facets) == (1, {"typ": {"a": 1}})
    assert {m.key for m in engine.query(asked).others} == {"case:1", "case:2", "case:6"}
    assert {m.key for m in engine.query(replace(asked, numbers={"personen": 4})).others} == {"case:6"}
    without = replace(asked, clauses=(replace(clause, prohibited=True),))
    assert {m.key for m in engine.query(without).others} == {"case:1", "case:6"}
    assert {m.key for m in engine.query(replace(asked, audiences=frozenset())).others} == set()
    restricted = replace(
        asked,
        fallback_conditions=((Clause((WeightedTerm("title_exact", "6"),)),),),
        is_filtered=True,
        clauses=(Clause((WeightedTerm("title_exact", "titel"),)),),
    )
    assert {m.key for m in engine.query(restricted).others} == {"case:6"}
    assert engine.without_vectors() == {"case:5": 1}


def test_the_frame_of_the_vectors_goes_with_the_generation(engine: ElasticEngine) -> None:
    engine.rebuild([with_vectors(1, (1.0, 0.0))])
    assert engine.frame() == ""
    engine.note_frame("around here")
    assert engine.frame() == colleague(engine).frame() == "around here"
    assert engine.status().fingerprint == generations.expected_fingerprint()
    engine.rebuild([with_vectors(1, (1.0, 0.0))])
    assert engine.frame() == ""


@pytest.mark.parametrize(("shortest", "tolerance"), [(1, 1e-3), (0, 1e-2)], ids=["every field", "some empty"])
def test_scores_equal_those_of_the_embedded_engine(
    engine: ElasticEngine, shortest: int, tolerance: float
) -> None:
    """Up to a constant factor; an empty field counts as one term here, see ``documents.encode``."""
    documents = [
        document(n, f"Haus {'Garten ' * (n % 5)}", summary=f"Text {n} " * (n % 7 + shortest), boost=1 + n % 3)
        for n in range(60)
    ]
    embedded = EmbeddedEngine()
    for made in (engine, embedded):
        made.rebuild(documents)
    weighted = (("title", "garten", 1.0), ("title", "haus", 0.3), ("body", "text", 0.5))
    query = EngineQuery(
        PUBLIC,
        tuple(Clause((WeightedTerm(f"{zone}_exact", word, weight),)) for zone, word, weight in weighted),
        limit=60,
    )
    scores = [{m.key: m.score for m in made.query(query).matches} for made in (engine, embedded)]
    assert scores[0].keys() == scores[1].keys()
    ratios = [scores[0][key] / scores[1][key] for key in scores[0]]
    assert max(ratios) / min(ratios) == pytest.approx(1.0, rel=tolerance)
