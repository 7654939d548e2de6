"""A line about a refusal outlives the rollback of what was refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.signals import request_finished
from django.db import transaction

from knowledge.anonymity.retention import lasting_entries
from knowledge.models import AnonymityTrail

pytestmark = pytest.mark.django_db

SUBJECT = "casepage:0123456789abcdef0123456789abcdef"


class _RefusedError(Exception):
    pass


def _refuse(*reasons: str) -> None:
    with transaction.atomic():
        lasting_entries.remember(subject=SUBJECT, action="abgelehnt", reasons=reasons)
        raise _RefusedError


def test_written_when_the_transaction_is_gone() -> None:
    with pytest.raises(_RefusedError):
        _refuse("consent", "review", "consent")
    assert not AnonymityTrail.objects.exists()
    assert lasting_entries.flush() == 2
    assert list(AnonymityTrail.objects.values_list("action", "reason")) == [
        ("abgelehnt", "consent"),
        ("abgelehnt", "review"),
    ]
    assert lasting_entries.flush() == 0


def test_written_at_once_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every test runs inside a transaction; one with a real end would empty the database for those after it.
    monkeypatch.setattr(
        lasting_entries, "connection", SimpleNamespace(in_atomic_block=False, needs_rollback=False)
    )
    lasting_entries.remember(subject=SUBJECT, action="datei", reasons=["abgelehnt:format"])
    assert AnonymityTrail.objects.get().reason == "abgelehnt:format"


def test_written_at_the_end_of_a_request() -> None:
    with pytest.raises(_RefusedError):
        _refuse("k")
    request_finished.send(sender=None)
    assert AnonymityTrail.objects.get().reason == "k"


def test_a_lost_transaction_keeps_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lasting_entries.remember(subject=SUBJECT, action="abgelehnt", reasons=["k"])
    with monkeypatch.context() as lost:
        lost.setattr(
            lasting_entries, "connection", SimpleNamespace(in_atomic_block=True, needs_rollback=True)
        )
        assert lasting_entries.flush() == 0
    assert lasting_entries.flush() == 1


def test_only_codes_are_remembered() -> None:
    with pytest.raises(ValueError, match="reason"):
        lasting_entries.remember(
            subject=SUBJECT, action="abgelehnt", reasons=["Weil Frau Zwirnlein es so wollte"]
        )
    assert lasting_entries.flush() == 0


def test_a_thread_remembers_a_bounded_number() -> None:
    for number in range(lasting_entries.MOST + 5):
        lasting_entries.remember(subject=f"casepage:{number}", action="abgelehnt", reasons=["k"])
    assert lasting_entries.flush() == lasting_entries.MOST
