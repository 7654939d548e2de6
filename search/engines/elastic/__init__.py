"""The engine for several machines: Elasticsearch through its DSL, servers 8.19 and 9.

``configuration`` says where the cluster is, ``connection`` talks to it (deadline, circuit breaker, one kind
of error), ``documents`` says what is stored, ``queries`` translates the contract, ``generations`` keeps
indexes behind aliases, ``writing`` fills them, ``engine`` puts them together. How to run a cluster:
docs/anleitung/elasticsearch.md.
"""

from pathlib import Path

from search.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine", "of_installation"]


def of_installation(directory: Path | None) -> ElasticEngine:
    """The cluster of the settings; without a directory indexes of their own that go with the engine."""
    return ElasticEngine(kept=directory is not None)
