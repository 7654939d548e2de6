"""What a page of the room sends back, as the actions take it."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cases.intake.actions import ReviewChoice
from cases.intake.forms import DecisionForm, RawCaseForm, StepForm, VersionForm
from cases.sealed.contents import IntakeNames


@pytest.mark.parametrize(
    ("sent", "version"),
    [("stand=3", 3), ("stand=0", 0), ("stand=", None), ("", None), ("stand=x", None), ("stand=-1", None)],
)
def test_a_version_that_is_none_is_not_compared(sent: str, version: int | None) -> None:
    assert VersionForm(QueryDict(sent)).version == version


@pytest.mark.parametrize(("sent", "step"), [("schritt=ab", "ab"), ("schritt=", ""), ("", None)])
def test_no_step_on_the_screen_is_not_the_same_as_nobody_looked(sent: str, step: str | None) -> None:
    assert StepForm(QueryDict(sent)).step == step


def choice(sent: str) -> ReviewChoice:
    form = DecisionForm("m", QueryDict(sent))
    assert form.is_valid()
    return form.choice()


def test_a_decision_is_read_under_the_mark_of_its_row() -> None:
    sent = "entscheidung-m=ersetzen&ersatz-m=+[Ort+A]+&grund-m=&gesehen-m=7&ersatz-n=fremd"
    assert choice(sent) == ReviewChoice("m", "ersetzen", "[Ort A]", "", "7")


def test_where_nobody_looked_nothing_was_seen() -> None:
    assert choice("entscheidung-m=ersetzen").seen is None
    assert choice("entscheidung-m=ersetzen&gesehen-m=").seen == ""


@pytest.mark.django_db
def test_names_are_one_each_and_texts_are_as_people_meant_them() -> None:
    form = RawCaseForm()
    form.cleaned_data = dict.fromkeys(form.fields, "") | {
        "title": " Verwal\u00adtung ",
        "municipality": "Musterdorf; Ort",
        "persons": "Anna Beispiel\n\n Alois Muster ",
        "organisations": "",
    }
    assert form.text()["title"] == "Verwaltung"
    assert form.names() == IntakeNames("Musterdorf; Ort", ("Anna Beispiel", "Alois Muster"), ())


@pytest.mark.django_db
def test_no_browser_offers_or_cuts_what_was_typed() -> None:
    form = RawCaseForm()
    for name in ("title", "situation", "municipality", "persons"):
        attributes = form.fields[name].widget.attrs
        assert attributes["autocomplete"] == "off"
        assert "maxlength" not in attributes


def test_every_field_stands_in_one_group() -> None:
    names = [name for _heading, fields in RawCaseForm.GROUPS for name in fields]
    assert sorted(names) == sorted(RawCaseForm.base_fields)
