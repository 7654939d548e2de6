"""The means that come with the library are those of its lists, and say of which."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.vectors import background
from tests.unit.search.vectors.toy_model import ToyModel
from tools.meanings import background as tool


def test_what_is_written_is_read_instead_of_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, file = ToyModel(), tmp_path / "background.npz"
    for module in (tool, background):
        monkeypatch.setattr(module, "vectors", model.embed)
        monkeypatch.setattr(module, "FILE", file)
    tool.main()
    measured = len(background.QUESTIONS) + len(background.STATEMENTS)
    assert model.calls == measured
    read = background.BackgroundComponent.of(background.vectors)
    assert model.calls == measured
    assert np.allclose(read.question, model.embed(background.QUESTIONS).mean(0))
    assert np.allclose(read.statement, model.embed(background.STATEMENTS).mean(0))
