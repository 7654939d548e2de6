"""Plain mails that end in one click."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from search.public_forms.mail import absolute, send


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://bibliothek.example"


def test_addresses_have_a_host() -> None:
    assert absolute("/suche/") == "https://bibliothek.example/suche/"
    assert absolute("https://anderswo.example/") == "https://anderswo.example/"


def test_headers_let_a_programme_end_it_and_recognise_a_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "search.public_forms.mail.render_to_string",
        lambda template, context: f"\nBetreff  in\n\nText, Ende: {context['end_url']}\n",
    )
    send(
        to="jemand@rathaus.example",
        language="de",
        template="x.txt",
        context={},
        end_url="https://bibliothek.example/ende/",
        message_id="neu.1",
    )
    (message,) = mail.outbox
    assert (message.subject, message.body) == (
        "Betreff in",
        "Text, Ende: https://bibliothek.example/ende/\n",
    )
    assert message.extra_headers == {
        "Message-ID": "<neu.1@bibliothek.example>",
        "List-Unsubscribe": "<https://bibliothek.example/ende/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
