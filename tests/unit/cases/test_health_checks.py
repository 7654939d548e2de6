"""What the doctor says about the keys of the confidential room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from cases.health_checks import raw_case_keys
from cases.models import RawCase
from cases.sealed import seal
from knowledge.operations import OK, PROBLEM, Diagnosis

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings: Any) -> str:
    """A key of this test alone."""
    settings.DEBUG = False
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    return str(settings.RAW_CASE_KEYS[0])


def only() -> Diagnosis:
    """The one thing that is said."""
    (found,) = raw_case_keys()
    return found


def raw_case() -> RawCase:
    return RawCase.objects.create(
        code="R-AAAA", sealed_text=seal("Worum es geht"), delete_on=timezone.localdate() + timedelta(days=9)
    )


def test_good_keys_are_counted() -> None:
    raw_case()
    assert (only().state, only().text) == (OK, "1 Schlüssel, alle Rohfälle lassen sich öffnen")


def test_without_a_key_nothing_can_be_kept(settings: Any) -> None:
    settings.RAW_CASE_KEYS = []
    assert only().state == PROBLEM and "RAW_CASE_KEYS fehlt" in only().text


@pytest.mark.parametrize("wrong", ["abc", "Ä" * 44, ""])
def test_the_place_of_a_wrong_key_is_named_and_nothing_else_is_asked(
    wrong: str, settings: Any, key: str
) -> None:
    raw_case()
    settings.RAW_CASE_KEYS = [key, wrong]
    assert only().state == PROBLEM and "Schlüssel 2 ist keiner" in only().text
    assert wrong == "" or wrong not in only().text


def test_a_published_key_is_one_only_while_developing(settings: Any, key: str) -> None:
    settings.RAW_CASE_KEYS = [key, "bnVyLWZ1ZXItZGllLWVudHdpY2tsdW5nLW5pY2h0ISE="]
    assert "Schlüssel 2 steht im veröffentlichten" in only().text
    settings.DEBUG = True
    assert only().state == OK


def test_texts_that_no_key_opens_are_counted(settings: Any, key: str) -> None:
    raw_case()
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    assert only().state == PROBLEM and only().text.startswith("1 ")
    settings.RAW_CASE_KEYS.append(key)
    assert only().state == OK, "an older key may stand behind the new one"
