"""A shown document as bytes: what every engine stores, and the digest by which index and database are
compared.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import orjson

from search.contract import Document, NumberRange, Passage

_DIGEST_BYTES = 12
#: Level, window and memory of the compression. Records are small: to set up the default window costs five
#: times as much as to compress one.
_LEVEL, _WINDOW, _MEMORY = 1, 13, 6


def dump(document: Document) -> bytes:
    """The document as JSON, its facets in a fixed order."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def pack(dumped: bytes) -> bytes:
    """What :func:`dump` returned, compressed so that an index stays smaller than the text."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return compressor.compress(dumped) + compressor.flush()


def unpack(packed: bytes) -> bytes:
    """What :func:`pack` was given."""
    return zlib.decompress(packed)


def load(raw: bytes) -> Document:
    """The document that :func:`dump` wrote."""
    return document_of(orjson.loads(raw))


def document_of(data: dict[str, Any]) -> Document:
    """The document whose JSON was read."""
    return Document(
        **{
            **data,
            "keywords": tuple(data["keywords"]),
            "entry_phrases": tuple(data["entry_phrases"]),
            "passages": tuple(Passage(**passage) for passage in data["passages"]),
            "facets": {name: tuple(values) for name, values in data["facets"].items()},
            "numbers": {name: NumberRange(**value) for name, value in data["numbers"].items()},
        }
    )


def digest(document: Document) -> str:
    """Same digest, same document. Its terms follow from it: whether they are those of today is told by the
    fingerprint.
    """
    return digest_of(dump(document))


def digest_of(dumped: bytes) -> str:
    """The digest of what :func:`dump` returned."""
    return hashlib.blake2b(dumped, digest_size=_DIGEST_BYTES).hexdigest()
