"""Records that are alike lend each other their scores."""

from __future__ import annotations

import numpy as np

from search.vectors import smoothing


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
