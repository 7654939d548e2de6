"""What was typed stays as it is, within reason; a wrong field says so; open places hold a question back."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from knowledge.models import OpenQuestion
from knowledge.questions import forms
from knowledge.questions.forms import QuestionForm
from search.public_forms import fields, stamp

TEXT = "Wie teilen sich kleine Orte einen Bauhof?"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


def form(**values: str) -> QuestionForm:
    return QuestionForm({"frage": TEXT, "stempel": stamp("frage"), **values})


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("", ""),
        ("Wie  teilen wir?\r\n\r\n  Den Hof ", "Wie teilen wir?\nDen Hof"),
        ("Wie\x00teilen\u200bwir?", "Wie teilen wir?"),
        ("x" * (forms.MOST_TYPED + 5), "x" * forms.MOST_TYPED),
    ],
)
def test_text_is_kept_line_by_line(raw: str, kept: str) -> None:
    assert form(frage=raw)["frage"].value() == kept


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"frage": "kurz"}, {"frage"}),
        ({"frage": "x" * 601}, {"frage"}),
        ({"mail": "keine"}, {"mail"}),
        ({"frage": "", "mail": "a@" + "b" * 250 + ".example"}, {"frage", "mail"}),
        ({"stempel": ""}, {"__all__"}),
    ],
)
def test_what_is_wrong_is_said_of_its_field(values: dict[str, str], wrong: set[str]) -> None:
    assert set(form(**values).errors) == wrong


def test_too_long_says_how_much() -> None:
    (sentence,) = form(frage="x" * 601).errors["frage"]
    assert "601" in sentence
    assert "600" in sentence


def test_an_error_is_printed_with_its_field(db: None) -> None:
    page = render_to_string("knowledge/question_form.html", {"form": form(mail="keine")})
    assert 'aria-describedby="id_mail_error"' in page
    assert 'id="id_mail_error"' in page
    assert 'value="keine"' in page
    assert page.index('name="mail"') < page.index("Das ist keine Mailadresse") < page.index("Frage absenden")


def test_an_open_place_holds_the_question_back() -> None:
    assert form().is_valid()
    certain = form(frage="Wie geht es in Bad Tölz mit dem Wärmenetz weiter?", keine_namen="1")
    assert not certain.is_valid()
    assert not certain.can_be_confirmed
    doubtful = {"frage": "Was bleibt nach der Landesgartenschau von der Zusammenarbeit?"}
    assert not form(**doubtful).is_valid()
    assert form(**doubtful).can_be_confirmed
    assert form(**doubtful, keine_namen="1").is_valid()


def test_origin_says_whether_a_search_came_before() -> None:
    assert form(herkunft="suche").origin == OpenQuestion.Origin.SEARCH
    assert form().origin == OpenQuestion.Origin.FORM
