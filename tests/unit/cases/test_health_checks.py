"""What the doctor says about the keys of the confidential room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone

from cases.health_checks import borne_risks, raw_case_keys, second_person
from cases.models import CasePage, RawCase
from cases.sealed import seal
from knowledge.anonymity.retention import subject_of, trail
from knowledge.guard import marks
from knowledge.models import FindingKey
from knowledge.operations import HINT, OK, PROBLEM, Diagnosis
from tests.factories import CasePageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings: Any) -> str:
    """A key of this test alone; that of the marks lies under it."""
    settings.DEBUG = False
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    FindingKey.objects.all().delete()
    marks.ensure_key()
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
    assert (only().state, only().text) == (
        OK,
        "2 Texte (Rohfälle, Schlüssel der Kennzeichen) öffnet der erste Schlüssel",
    )


@pytest.mark.parametrize(
    ("people", "state", "words"), [(0, HINT, "niemand"), (1, HINT, "eine"), (2, OK, "2")]
)
def test_reviewing_takes_two_people(people: int, state: str, words: str) -> None:
    right = Permission.objects.get(codename="add_anonymityreview")
    for _person in range(people):
        UserFactory().user_permissions.add(right)
    UserFactory(is_active=False).user_permissions.add(right)
    (found,) = second_person()
    assert found.state == state
    assert words in found.text


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
    assert only().state == PROBLEM and only().text.startswith("2 ")


def test_what_hangs_on_an_older_key_is_told_until_it_is_sealed_anew(settings: Any, key: str) -> None:
    raw_case()
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode(), key]
    assert only().state == HINT and "hängen 2 an Schlüssel 2" in only().text
    assert "rotate_raw_case_keys" in only().advice
    call_command("rotate_raw_case_keys")
    assert only().state == OK and "können heraus" in only().text


def test_a_lost_key_of_the_marks_is_a_problem() -> None:
    FindingKey.objects.all().delete()
    assert only().state == PROBLEM and "setup_library" in only().advice


def test_accepted_risks_of_cases_that_are_read_are_counted() -> None:
    (none,) = borne_risks()
    assert none.state == OK
    read, draft = CasePageFactory(), CasePageFactory(slug="fall-2")
    CasePage.objects.filter(pk=read.pk).update(live=True)
    for case, kind in ((read, "k_facts"), (read, "k_cycle_unknown"), (draft, "k_facts"), (read, "person")):
        details = {"decision": "bleibt", "reason": "getragen", "kind": kind}
        trail.note_finding(subject=subject_of(case).key, words=kind, details=details)
    (found,) = borne_risks()
    assert found.state == HINT
    assert found.text.endswith(
        "1 (1 mit 10 bis 19 Gemeinden nach den Angaben des Textes, 1 mit unbekannten Teilnehmenden)"
    )
