"""The engine for several machines: Elasticsearch through its DSL, servers 8.19 and 9.

``configuration`` says where the cluster is, ``connection`` talks to it (deadline, circuit breaker, one kind
of error), ``documents`` says what is stored, ``queries`` translates the contract, ``generations`` keeps
indexes behind aliases, ``writing`` fills them, ``engine`` puts them together. How to run a cluster:
docs/anleitung/elasticsearch.md.
"""

from dataclasses import replace
from pathlib import Path

from search.engines.elastic.configuration import Configuration
from search.engines.elastic.engine import ElasticEngine
from search.readers import Index

__all__ = ["ElasticEngine", "of_installation"]


def of_installation(directory: Path | None, index: Index = Index.PUBLIC) -> ElasticEngine:
    """One of the two indexes in the cluster of the settings; without a directory indexes of their own that go
    with the engine.
    """
    configuration = Configuration.from_settings()
    if index is Index.INNER:
        configuration = replace(configuration, index=f"{configuration.index}-{index}")
    return ElasticEngine(configuration, kept=directory is not None)
