"""Records that are alike lend each other their scores.

What answers a query often stands together: records near to several good matches are more likely good
themselves than one that matches alone. So the scores of the first matches flow a little along the graph of
their likeness (a random walk that returns to the matches, Zhou et al., Ranking on data manifolds, NIPS 2003)
and what has arrived counts beside the score. Only matches that the reader may see are part of the graph. What
it gains is in docs/explanation/search.md: most where several records answer a query, nothing where one does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from search.sentences import Floats

#: So many first matches lend and borrow.
DEPTH = 50
#: Records are neighbours where each is among so many nearest of the other.
NEIGHBOURS = 10
#: How much of a score flows on at every step; the rest comes from the matches.
FLOW = 0.5
#: Weight of what has arrived beside the score itself.
WEIGHT = 1.0


def smoothed(scores: Floats, centroids: Callable[[Sequence[int]], Floats]) -> Floats:
    """Scores after lending. ``centroids`` gives the mean vectors of the records at some places, at length 1,
    zeros for a record without vectors.

    Records after the first :data:`DEPTH` keep their order behind them.
    """
    first = np.argsort(-scores, kind="stable")[:DEPTH]
    arrived = _arrived(scores[first], _graph(centroids(first.tolist())))
    gain = np.full(len(scores), arrived.min(initial=0.0), dtype=np.float32)
    gain[first] = arrived
    return np.asarray(scores + WEIGHT * gain, dtype=np.float32)


def _graph(centroids: Floats) -> Floats:
    """Likeness of neighbours, 0 between others, so scaled that what flows never grows."""
    alike = np.maximum(centroids @ centroids.T, 0.0)
    np.fill_diagonal(alike, 0.0)
    if len(alike) > NEIGHBOURS:
        least = np.partition(alike, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS]
        alike[alike < np.maximum(least[:, None], least[None, :])] = 0.0
    degree = np.sqrt(np.maximum(alike.sum(axis=1), 1e-9))
    return np.asarray(alike / degree[:, None] / degree[None, :], dtype=np.float32)


def _arrived(scores: Floats, graph: Floats) -> Floats:
    """Where the walk is after many steps, as a standardised logarithm; 0 for everybody where nobody has a
    neighbour.
    """
    if len(scores) < 2 or not graph.any():
        return np.zeros(len(scores), np.float32)
    walk = np.linalg.solve(
        np.eye(len(scores), dtype=np.float32) - FLOW * graph, np.exp(scores - scores.max())
    )
    logarithm = np.log(np.maximum(walk, 1e-9))
    return np.asarray((logarithm - logarithm.mean()) / max(float(logarithm.std()), 1e-9), dtype=np.float32)
