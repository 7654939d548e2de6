"""A document becomes one that engines take: analysed into terms, and as bytes.

Engines store what :mod:`search.ingest.codec` makes of a shown document. A query that asks for a facet value,
a kind or a key asks for its :func:`area_term`.
"""

from search.ingest.analysis_version import fingerprint
from search.ingest.pool import prepared
from search.ingest.preparation import area_term, prefixes, prepare

__all__ = ["area_term", "fingerprint", "prefixes", "prepare", "prepared"]
