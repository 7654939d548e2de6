"""Secrets at rest, texts of raw cases and the key of the marks: sealed with the keys of the setting
``RAW_CASE_KEYS`` (Fernet: AES-128-CBC with HMAC-SHA-256).

The first key seals, every key opens; so a new key is put in front, ``manage.py rotate_raw_case_keys`` seals
everything anew, and the old key is taken out.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

__all__ = ["SealError", "key_number", "open_sealed", "reseal", "seal"]


class SealError(RuntimeError):
    """A sealed text cannot be opened: its key is missing from ``RAW_CASE_KEYS``."""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in settings.RAW_CASE_KEYS])


def seal(value: Any) -> str:
    """Any JSON value as a sealed text."""
    return _keys().encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()


def open_sealed(sealed: str) -> Any:
    """The value behind a sealed text; ``None`` for an empty one.

    Raises :class:`SealError` where no key opens it.
    """
    if not sealed:
        return None
    try:
        return json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise SealError(
            _("Ein verschlüsselter Text lässt sich nicht öffnen: Sein Schlüssel fehlt in RAW_CASE_KEYS.")
        ) from error


def key_number(sealed: str) -> int:
    """Which of the keys, counted from 1, opens a sealed text; 0 where none does."""
    for number, key in enumerate(settings.RAW_CASE_KEYS, 1):
        try:
            Fernet(key.strip()).decrypt(sealed.encode())
        except InvalidToken:
            continue
        return number
    return 0


def reseal(sealed: str) -> str:
    """The same text under the first key; empty stays empty. Raises :class:`SealError`."""
    if not sealed:
        return ""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealError(
            _("Ein verschlüsselter Text lässt sich nicht öffnen: Sein Schlüssel fehlt in RAW_CASE_KEYS.")
        ) from error
