"""Sentences to vectors: one model, asked in this process or in the child process of this machine. Pure room,
without Django.

Cheap to import: the model is loaded by whoever computes. :mod:`asking` is what others call; :mod:`child` is
the process that it starts, :mod:`model` the network, :mod:`weights` its file.
"""

from search.sentences.asking import (
    NAME,
    PREFIX,
    VectorsLate,
    query_vector,
    release,
    use_child,
    use_folder,
    vectors,
    warm_up,
)
from search.sentences.weights import Floats

__all__ = [
    "NAME",
    "PREFIX",
    "Floats",
    "VectorsLate",
    "query_vector",
    "release",
    "use_child",
    "use_folder",
    "vectors",
    "warm_up",
]
