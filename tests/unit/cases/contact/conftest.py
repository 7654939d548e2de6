"""A case that everybody may read, and a question about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from cases.contact import actions
from cases.models import CasePage, ContactRequest
from cases.models.gate import gate
from search.public_forms import fields as open_forms

ASKED = {
    "frage": "Wer hat am Ende den Ausschlag gegeben?",
    "name": "Person A",
    "mail": "a@rathaus.example",
    "zeigen": False,
}


def link_in(number: int = -1) -> str:
    """The path of the link in a mail."""
    return str(re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[number].body)[1])


@pytest.fixture
def draft(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> CasePage:
    """The case, let through by the gate."""
    monkeypatch.setattr(gate, "is_cleared", lambda case: True)
    CasePage.objects.filter(pk=draft.pk).update(live=True)
    return CasePage.objects.get(pk=draft.pk)


@pytest.fixture
def asked(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> ContactRequest:
    """A question whose address is not confirmed yet."""
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    values: dict[str, Any] = dict(ASKED)
    actions.ask(case=draft, values=values, language="de")
    return ContactRequest.objects.get()
