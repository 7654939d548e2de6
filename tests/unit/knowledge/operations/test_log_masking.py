"""Secrets in addresses are masked where a record is made."""

from __future__ import annotations

import logging

import pytest

from knowledge.operations.log_masking import install, mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /freigabe/abc123/ 200", "GET /freigabe/***/ 200"),
        ("GET /en/freigabe/abc123/vorschau/", "GET /en/freigabe/***/vorschau/"),
        ("/suche/abo/1b2c-3d/?x=1", "/suche/abo/***/?x=1"),
        ("/frage//abo//1b2c", "/frage//abo//***"),
        ("next=%2Ffreigabe%2Fabc123", "next=%2Ffreigabe%2F***"),
        ("/admin/password_reset/confirm/MQ/c8-token/", "/admin/password_reset/confirm/MQ/***/"),
        ("/suche/?q=freigabe", "/suche/?q=freigabe"),
        ("/faelle/fall-7k3q/", "/faelle/fall-7k3q/"),
    ],
)
def test_secret_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_records_are_masked_with_arguments_and_traceback() -> None:
    install()
    install()
    make = logging.getLogRecordFactory()
    assert make("x", 20, "", 1, "%s asked", ("/freigabe/abc/",), None).getMessage() == "/freigabe/***/ asked"
    try:
        raise ValueError("/freigabe/abc/")
    except ValueError as error:
        record = make("x", 40, "", 1, "broken", (), (type(error), error, error.__traceback__))
    assert "abc" not in record.exc_text
    record = make("x", 20, "", 1, "%d", ("no number",), None)
    assert record.args == ("no number",)
