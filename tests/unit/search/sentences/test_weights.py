"""The model file: blocks of four bits become numbers, another format is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.sentences import weights


def test_a_block_is_a_scale_and_two_weights_per_byte() -> None:
    block = np.zeros((1, 1, 18), np.uint8)
    block[0, 0, :2] = np.array([0.5], np.float16).view(np.uint8)
    block[0, 0, 2:] = 0x8F  # low half 15, high half 8
    numbers = weights.expand(block)
    assert numbers.shape == (1, 32)
    assert numbers[0, :16].tolist() == [3.5] * 16
    assert numbers[0, 16:].tolist() == [0.0] * 16


@pytest.mark.parametrize("content", [b"E5S9", b"E5S1", b"E5S1" + bytes(40), b"E5S1" + b"\xff" * 400])
def test_another_format_is_told_and_never_half_read(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / weights.FILE
    path.write_bytes(content)
    with pytest.raises(weights.UnknownFormat):
        weights.ModelWeights(path)


def test_no_package_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda name: None)
    assert weights.model_file() is None
