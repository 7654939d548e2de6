"""Secrets in addresses are masked where a record is made."""

from __future__ import annotations

import logging
import re
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from knowledge.operations.log_masking import OPEN, install, mask, routes, secret_routes
from knowledge.urls import urlpatterns

REPOSITORY = Path(__file__).resolve().parents[4]
KEY = uuid.UUID("1b2c3d4e-1b2c-4d4e-8b2c-1b2c3d4e5f60")
SECRET = {
    "application": "anmeldung/",
    "ballot": "urteil/",
    "confirm_newsletter_subscription": "rundbrief/",
    "confirm_question_subscription": "frage/abo/",
    "search:confirm_subscription": "suche/abo/",
    "contact_answer": "treuhand/antwort/",
    "contact_question": "treuhand/frage/",
    "contact_refuse": "treuhand/antwort/",
    "digest_stop": "konto/mails/",
    "dossier_file": "dossier/datei/",
    "dossier_ordered": "dossier/datei/",
    "feedback_answer": "rueckmeldung/antwort/",
    "follow_up": "verlauf/",
    "release": "freigabe/",
    "usage_report": "einsatz/",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /freigabe/abc123/ 200", "GET /freigabe/***/ 200"),
        ("GET /en/freigabe/abc123/vorschau/", "GET /en/freigabe/***/vorschau/"),
        ("/suche/abo/1b2c-3d/?x=1", "/suche/abo/***/?x=1"),
        ("/frage//abo//1b2c", "/frage//abo//***"),
        ("next=%2Ffreigabe%2Fabc123", "next=%2Ffreigabe%2F***"),
        ("next=%252Ftreuhand%252Ffrage%252Fabc123", "next=%252Ftreuhand%252Ffrage%252F***"),
        ("/freigabe/%61bc123/", "/freigabe/***/"),
        ("/rueckmeldung/1b2c-3d/", "/rueckmeldung/1b2c-3d/"),
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


@pytest.mark.parametrize("name", SECRET)
def test_every_secret_address_is_masked(name: str) -> None:
    addresses = []
    for words in ({"token": "Ab_1-c"}, {"code": "QK7P"}, {"key": KEY}):
        with suppress(NoReverseMatch):
            addresses.append(reverse(name, kwargs=words))
    (address,) = addresses
    assert mask(address).startswith(f"/{SECRET[name]}***")
    assert not re.search("Ab_1-c|QK7P|1b2c", mask(f"GET {address}?a=b 200"))


def test_every_parameter_is_a_number_an_open_key_or_a_secret() -> None:
    """A new address with a parameter fails here until it stands in ``OPEN`` or among the secrets."""
    assert secret_routes(urlpatterns) == {
        *SECRET.values(),
        "admin/password_reset/confirm/<uidb64>/",
    }


def test_no_open_address_is_left_over() -> None:
    assert set(OPEN) <= {name for _route, name in routes(urlpatterns)}


def test_guide_for_the_proxy_leaves_out_every_secret() -> None:
    guide = (REPOSITORY / "docs/anleitung/betrieb.md").read_text("utf-8")
    found = re.search(r'"~\*(.+?)" 0; }', guide)
    assert found is not None
    left_out = re.compile(found[1], re.IGNORECASE)
    for route in secret_routes(urlpatterns):
        example = "/" + re.sub(r"<\w+>", "MQ", route) + "Ab_1-c/"
        assert left_out.search(example), f"{route} is missing from the map in betrieb.md"
        assert left_out.search(example.replace("/", "%2F"))
    for harmless in (
        "/suche/?q=frage",
        "/faelle/fall-7k3q/",
        "/treuhand/gesendet/",
        "/dossier/ansicht/",
        "/konto/",
    ):
        assert not left_out.search(harmless)


def test_account_of_privacy_names_every_secret() -> None:
    text = (REPOSITORY / "docs/referenz/datenschutz.md").read_text("utf-8")
    assert {route for route in SECRET.values() if f"`/{route}…`" not in text} == set()
