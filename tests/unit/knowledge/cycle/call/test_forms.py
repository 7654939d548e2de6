"""What an application must say, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.anonymity.detector import DetectorUnavailable
from knowledge.cycle.call import forms
from knowledge.cycle.call.forms import ApplicationForm
from search.public_forms import fields as open_forms
from search.public_forms import stamp
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def filled(**other: Any) -> ApplicationForm:
    cycle = make.announced()
    group = cycle.format.target_groups.get()
    return ApplicationForm(
        {
            "name": "Person A", "mail": "a@rathaus.example", "kommune": "Kommune A",
            "funktion": group.pk, "land": "BY", "groesse": "kleinstadt", "anliegen": make.CONCERN,
            "verbindlich": "on", "einwilligung": "on", "stempel": stamp("anmeldung"),
        } | other,
        cycle=cycle,
    )  # fmt: skip


def test_a_good_form_passes() -> None:
    form = filled()
    assert form.is_valid(), form.errors


def test_a_function_of_ones_own_takes_the_place_of_the_list() -> None:
    form = filled(funktion="", andere="Wirtschaftsförderung")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["funktion"], form.cleaned_data["andere"]) == (None, "Wirtschaftsförderung")


def test_a_name_in_the_concern_is_caught_and_the_text_stays() -> None:
    text = "Wie kann ich Bürgermeister Hubert Wiesinger aus Rosenheim von dem Plan überzeugen?"
    form = filled(anliegen=text)
    assert not form.is_valid()
    assert form.inspected is not None and not form.can_be_confirmed
    assert form["anliegen"].value() == text


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"anliegen": "Wir haben ein Problem mit dem Rat und wissen nicht weiter."}, "anliegen"),
        ({"einwilligung": ""}, "einwilligung"),
        ({"verbindlich": ""}, "verbindlich"),
        ({"land": "HH"}, "land"),
        ({"funktion": ""}, "andere"),
        ({"funktion": "", "andere": "Referat von Hubert Wiesinger aus Rosenheim"}, "andere"),
        ({"mail": "keine"}, "mail"),
    ],
)
def test_what_is_missing_is_said_at_its_field(other: dict[str, str], field: str) -> None:
    assert field in filled(**other).errors


def test_nothing_is_stored_while_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_text: str) -> None:
        raise DetectorUnavailable("away")

    monkeypatch.setattr(forms, "inspect_text", away)
    form = filled()
    assert not form.is_valid()
    assert "können das gerade nicht" in str(form.non_field_errors())
