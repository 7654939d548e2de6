"""Vectors that an engine compares itself give the scores of this machine."""

from __future__ import annotations

import numpy as np
import pytest

from search import sentences
from search.contract import Document, Passage
from search.ingest.preparation import prepare
from search.vectors.remote import Frame, asked, unpacked, with_vectors
from search.vectors.store import VectorStore
from tests.unit.search.vectors.toy_model import DOCUMENTS, ToyModel


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
    assert Frame.read(frame.text().replace(sentences.NAME, "another")) is None
    rows = unpacked({"case:9": b""}, 3)
    assert (rows.keys, len(rows.nearest(frame.centroid).score)) == ([], 0)
