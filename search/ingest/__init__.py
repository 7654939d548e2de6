"""A document becomes one that engines take: analysed into terms, and as bytes.

Engines store what :mod:`search.ingest.codec` makes of a shown document.
"""

from search.ingest import codec
from search.ingest.analysis_version import fingerprint
from search.ingest.codec import digest
from search.ingest.parts import public_document, public_part, readable_part
from search.ingest.pool import prepared
from search.ingest.preparation import prefixes, prepare

__all__ = [
    "codec",
    "digest",
    "fingerprint",
    "prefixes",
    "prepare",
    "prepared",
    "public_document",
    "public_part",
    "readable_part",
]
