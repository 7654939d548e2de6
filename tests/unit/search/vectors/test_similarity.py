"""How near records are to a query, wherever their vectors come from."""

from __future__ import annotations

import numpy as np

from search.vectors.similarity import Rows
from search.vectors.store import Loaded


def test_the_nearest_piece_of_each_record_counts() -> None:
    eye = np.eye(4, dtype=np.float16)
    rows = [
        ("a", 0, eye[0].tobytes()),
        ("a", 1, eye[1].tobytes()),
        ("b", 0, eye[2].tobytes()),
        ("b", 1, eye[3].tobytes()),
        ("b", 2, eye[0].tobytes()),
    ]
    near = Loaded(1, rows).nearest(eye[3].astype(np.float32))
    assert near.piece.tolist()[1] == 1
    assert near.similarity[1] > near.similarity[0]


def test_the_middle_of_a_record_is_the_mean_of_its_pieces() -> None:
    eye = np.eye(3, dtype=np.float32)
    rows = Rows(["a", "a", "b"], [0, 1, 0], eye, np.zeros(3, np.float32))
    assert np.allclose(rows.centroids(["b", "unknown", "a"]), [[0, 0, 1], [0, 0, 0], [0.5**0.5, 0.5**0.5, 0]])
