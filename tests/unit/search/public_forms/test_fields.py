"""Forms without account: what is refused, and with which words."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.public_forms import fields
from search.public_forms.fields import kept_stamp, refusal, stamp


def data(**values: str) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(values)
    return made


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MIN_SECONDS", -1)


def test_a_printed_form_passes(patient: None) -> None:
    assert refusal(data(stempel=stamp("frage"), webseite=""), "frage") == ""


def test_too_fast() -> None:
    assert "schnell" in refusal(data(stempel=stamp("frage")), "frage")


@pytest.mark.parametrize("value", ["", "abc", "a:b:c", "\x00" * 50, "x" * 10_000])
def test_no_or_a_forged_stamp(patient: None, value: str) -> None:
    assert "unvollständig" in refusal(data(stempel=value), "frage")


def test_stamp_of_another_form(patient: None) -> None:
    assert refusal(data(stempel=stamp("merken")), "frage")


def test_old_form(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = stamp("frage")
    monkeypatch.setattr(fields, "MAX_AGE", -1)
    assert "lange offen" in refusal(data(stempel=old), "frage")
    assert kept_stamp(data(stempel=old), "frage") != old


def test_trap(patient: None) -> None:
    assert "leer" in refusal(data(stempel=stamp("frage"), webseite="https://spam.example"), "frage")


@pytest.mark.django_db
def test_a_good_stamp_is_kept() -> None:
    value = stamp("frage")
    assert kept_stamp(data(stempel=value), "frage") == value
