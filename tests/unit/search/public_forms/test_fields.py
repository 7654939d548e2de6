"""Forms without account: what is refused, and with which words."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from search.public_forms import fields
from search.public_forms.fields import OneLineField, haste, kept_stamp, key_in, refusal, stamp


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
    assert "schnell" in haste(data(stempel=stamp("frage")), "frage")
    assert refusal(data(stempel=stamp("frage")), "frage") == ""


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


class Sent(fields.PublicForm):
    purpose = "frage"


class Worded(Sent):
    text = forms.CharField()


@pytest.mark.parametrize("text", ["", "Warum?"])
def test_haste_is_said_only_where_nothing_else_is_wrong(text: str) -> None:
    form = Worded(data(stempel=stamp("frage"), text=text))
    assert not form.is_valid()
    assert ("text" in form.errors, "schnell" in str(form.errors)) == (not text, bool(text))


def test_a_form_is_valid_with_its_stamp_and_printed_again_with_the_same(patient: None, db: None) -> None:
    value = Sent().stamp
    sent = Sent(data(stempel=value))
    assert sent.is_valid()
    assert sent.stamp == value
    assert "leer" in Sent(data(stempel=value, webseite="x")).non_field_errors()[0]


def test_a_form_is_taken_once(patient: None, db: None, rf: RequestFactory) -> None:
    request = rf.post("/", {"stempel": stamp("frage")})
    assert Sent(request.POST).is_admitted(request)
    again = Sent(request.POST)
    assert not again.is_admitted(request)
    assert "schon abgeschickt" in again.non_field_errors()[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("17", 17),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        ("²", 0),
        ("٣", 0),
        ("\0", 0),
        ("9" * 5000, 0),
        ("9" * 19, 0),
    ],
)
def test_a_key_is_a_number_of_a_record_or_none(text: str, key: int) -> None:
    assert key_in(text) == key


def test_a_name_is_one_line() -> None:
    assert OneLineField().clean(" Person A\r\n\r\nKlicken\u2028Sie\there ") == "Person A Klicken Sie here"
