"""A shown document as bytes: what every engine stores, and the digest by which index and database are compared."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from search.contract import Audience, Document, NumberRange, Passage

_DIGEST_BYTES = 12


def dump(document: Document) -> bytes:
    """The document as JSON, its facets in a fixed order."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def load(raw: bytes) -> Document:
    """The document that :func:`dump` wrote."""
    data: dict[str, Any] = orjson.loads(raw)
    return Document(
        **{
            **data,
            "keywords": tuple(data["keywords"]),
            "passages": tuple(Passage(**passage) for passage in data["passages"]),
            "audience": Audience(data["audience"]),
            "facets": {name: tuple(values) for name, values in data["facets"].items()},
            "numbers": {name: NumberRange(**value) for name, value in data["numbers"].items()},
        }
    )


def digest(document: Document) -> str:
    """Same digest, same document. Its terms follow from it: whether they are those of today is told by the fingerprint."""
    return digest_of(dump(document))


def digest_of(dumped: bytes) -> str:
    """The digest of what :func:`dump` returned."""
    return hashlib.blake2b(dumped, digest_size=_DIGEST_BYTES).hexdigest()
