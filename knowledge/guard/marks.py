"""Keyed hashes that recognise a finding again without keeping its words.

Their key is drawn once for an installation and lies sealed in its database, so what was decided about a
finding outlives the keys of the environment: rotating those seals it anew and changes no mark.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

from knowledge.guard.sealing import SealError, open_sealed, reseal, seal

__all__ = ["ensure_key", "finding_mark", "forget", "reseal_key"]

logger = logging.getLogger(__name__)

_opened: dict[str, bytes] = {}
"""The key of this process, by its name, once it was read."""


def _model() -> Any:
    """Models stand above, so they are known here by name."""
    return apps.get_model("knowledge", "FindingKey")


def finding_mark(field: str, words: str) -> str:
    """Keyed hash of a field and its words, 32 hexadecimal digits. Raises ``SealError`` where no key opens
    the key of the marks.
    """
    return hmac.new(_key(), f"{field}\0{words}".encode(), hashlib.sha256).hexdigest()[:32]


def _key() -> bytes:
    if "key" not in _opened:
        sealed = _model().objects.values_list("sealed", flat=True).first()
        if sealed is None:
            raise SealError("Der Schlüssel der Kennzeichen fehlt: „manage.py setup_library“ legt ihn an.")
        _opened["key"] = bytes.fromhex(open_sealed(sealed))
    return _opened["key"]


def ensure_key(using: str = DEFAULT_DB_ALIAS, **_of_the_signal: Any) -> None:
    """Draw the key where there is none; called after ``migrate``. Without usable ``RAW_CASE_KEYS`` nothing
    is drawn, and ``doctor`` says so.
    """
    model = _model()
    if model._meta.db_table not in connections[using].introspection.table_names():
        return
    if model.objects.using(using).exists():
        return
    try:
        model.objects.using(using).create(sealed=seal(secrets.token_hex(32)))
    except ValueError:
        logger.warning("no key of the marks was drawn: RAW_CASE_KEYS holds no usable key")


def reseal_key() -> None:
    """Seal it with the first key of the environment. Raises ``SealError``."""
    for row in _model().objects.select_for_update():
        row.sealed = reseal(row.sealed)
        row.save(update_fields=["sealed"])


def forget() -> None:
    """Read the key again, from another database."""
    _opened.clear()
