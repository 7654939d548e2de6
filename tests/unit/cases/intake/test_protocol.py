"""The form of a live protocol: phases in their order, every field of a raw case in one place or usual."""

from __future__ import annotations

import pytest

from cases.intake.protocol import ProtocolForm

pytestmark = pytest.mark.django_db


def test_six_phases_with_their_minutes_and_each_field_once() -> None:
    form = ProtocolForm()
    assert [minutes for _label, minutes, _fields in form.phases()] == [5, 10, 5, 5, 15, 5]
    shown = [field.name for _label, _minutes, fields in form.phases() for field in fields]
    shown += [field.name for field in form.afterwards()]
    assert sorted(shown) == sorted(form.fields)


def test_what_is_left_out_has_its_usual_value() -> None:
    form = ProtocolForm()
    form.cleaned_data = dict.fromkeys(form.fields, "")
    text = form.text()
    assert (text["case_kind"], text["access_level"], text["finance_band"]) == ("beratung", "oeffentlich", "")
