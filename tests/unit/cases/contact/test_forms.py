"""Texts on both sides name nobody; who wants to be known says how."""

from __future__ import annotations

from typing import Any

import pytest

from cases.contact.forms import AnswerForm, ContactForm
from search.public_forms import fields as open_forms
from search.public_forms import stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def filled(**values: str) -> dict[str, Any]:
    return {"webseite": "", "stempel": stamp("treuhand")} | values


def test_a_name_in_a_question_or_an_answer_is_refused() -> None:
    text = "Hat Bürgermeister Hubert Wiesinger aus Rosenheim zugestimmt?"
    asked = ContactForm(filled(frage=text, name="Person A", mail="a@rathaus.example"))
    told = AnswerForm(filled(antwort=text))
    assert not asked.is_valid() and list(asked.errors) == ["frage"]
    assert not told.is_valid() and list(told.errors) == ["antwort"]


def test_who_wants_to_be_known_says_how() -> None:
    half = AnswerForm(filled(antwort="Es half.", zeigen="on", name="Person B"))
    assert not half.is_valid() and list(half.errors) == ["mail"]
    whole = AnswerForm(filled(antwort="Es half.", zeigen="on", name="Person B", mail="b@rathaus.example"))
    assert whole.is_valid() and whole.giver() == {"name": "Person B", "email": "b@rathaus.example"}
    silent = AnswerForm(filled(antwort="Es half.", name="Person B", mail="b@rathaus.example"))
    assert silent.is_valid() and silent.giver() is None
