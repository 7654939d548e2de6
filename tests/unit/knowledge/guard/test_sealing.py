"""Secrets at rest."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet

from knowledge.guard import SealError, key_number, open_sealed, reseal, seal


def test_sealed_text_tells_nothing_and_opens_again() -> None:
    sealed = seal({"situation": "Der Plan fehlt."})
    assert "Plan" not in sealed
    assert open_sealed(sealed) == {"situation": "Der Plan fehlt."}
    assert seal("x") != seal("x")


def test_empty_stays_empty() -> None:
    assert open_sealed("") is None
    assert reseal("") == ""


def test_keys_rotate(settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.RAW_CASE_KEYS = [old]
    sealed = seal("Text")
    settings.RAW_CASE_KEYS = [new, old]
    assert key_number(sealed) == 2
    moved = reseal(sealed)
    assert moved != sealed
    settings.RAW_CASE_KEYS = [new]
    assert (key_number(sealed), key_number(moved)) == (0, 1)
    assert open_sealed(moved) == "Text"
    for broken in (lambda: open_sealed(sealed), lambda: reseal(sealed)):
        with pytest.raises(SealError, match="RAW_CASE_KEYS"):
            broken()
