"""Equal scores stand in an order that tells nothing: by the random part of their keys, in every engine."""

from __future__ import annotations

import hashlib

__all__ = ["lifted"]

#: At most this share more is a document worth, so that no two are worth the same: equals would stand in the
#: order in which they came in.
_TIE = 5e-4


def lifted(boost: float, key: str) -> float:
    """The boost of a document, for an engine that cannot order equal scores by key."""
    return boost * (1 + _TIE * _share(key))


def _share(key: str) -> float:
    """A number from 0 to 1, the greater the earlier the random part of a key comes."""
    drawn = key.rpartition(":")[2]
    try:
        return 1 - int(drawn, 16) / 16 ** len(drawn)
    except ValueError:
        return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest()) / 2**32
