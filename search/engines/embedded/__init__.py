"""The embedded engine: tantivy in this process, an index on disk (or in memory for tests), no server.

``schema`` says what is stored, ``storage`` where generations lie and who may write, ``queries`` translates
the contract, ``engine`` puts them together.
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
