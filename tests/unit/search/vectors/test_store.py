"""Vectors on disk: nothing is computed twice, nothing old is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.contract import Audience, Passage
from search.readers import Index
from search.vectors.store import Loaded, VectorStore
from tests.unit.search.vectors.killed_run import kill_and_go_on
from tests.unit.search.vectors.toy_model import DOCUMENTS, ToyModel, no_memory


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
    assert other.loaded().keys == ["case:1", "case:2", "case:3"]
    assert other.loaded(Index.INNER).keys == ["case:1", "case:2", "case:3", "case:4"]
    one.remove(["case:2"])
    assert "case:2" not in other.loaded().keys
    one.keep_only(["case:1"])
    assert other.loaded().keys == ["case:1"]
    one.remove(["case:1"])
    assert other.loaded().keys == []


def test_inner_records_move_nothing_of_the_public_ones(model_: ToyModel) -> None:
    with_inner, without = VectorStore(None, model_.embed), VectorStore(None, model_.embed)
    with_inner.write(DOCUMENTS)
    without.write(DOCUMENTS[:3])
    assert np.array_equal(with_inner.loaded().centroid, without.loaded().centroid)
    assert np.array_equal(with_inner.loaded().sample, without.loaded().sample)
    assert not np.array_equal(with_inner.loaded(Index.INNER).centroid, without.loaded().centroid)
    with_inner.write([replace(DOCUMENTS[3], audience=Audience.PUBLIC)])
    assert "case:4" in with_inner.loaded().keys
    with_inner.write([replace(DOCUMENTS[2], audience=Audience.ALUMNI)])
    assert "case:3" not in with_inner.loaded().keys


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
    run = kill_and_go_on(_KILLED, tmp_path / "v.sqlite3")
    assert run.last == "complete 400"
    assert 400 - 16 * 7 - sum(run.late) <= sum(run.second) <= 400 - 16 * 5


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


def test_meaning_waits_until_every_record_was_here_once(model_: ToyModel, tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "vectors.sqlite3", model_.embed)
    store.write(DOCUMENTS)
    assert not store.is_whole()
    store.mark_whole()
    assert store.is_whole()
    assert VectorStore(tmp_path / "vectors.sqlite3", model_.embed).is_whole()


def test_what_is_wanted_is_not_computed_yet(model_: ToyModel) -> None:
    store = VectorStore(None, model_.embed)
    store.write(DOCUMENTS)
    store.mark_whole()
    calls = model_.calls
    changed = replace(DOCUMENTS[0], passages=(Passage("Der Unterricht fällt aus."),))
    store.want([changed, *DOCUMENTS[1:]])
    assert store.keys() == {"case:2", "case:3", "case:4"}
    assert model_.calls == calls
    assert not store.is_whole(), "a quarter of the records has no vectors"
    assert store.write([changed]) == 1
    assert store.is_whole()
