"""The trail holds codes and hashes, and a line about a refusal outlives the rollback of what was refused."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import models, transaction
from django.utils import timezone

from knowledge.anonymity.retention import trail
from knowledge.models import AnonymityKey, AnonymityTrail

pytestmark = pytest.mark.django_db

SUBJECT = "casepage:0123456789abcdef0123456789abcdef"


def test_there_is_no_column_for_words() -> None:
    texts = [
        field
        for field in AnonymityTrail._meta.fields
        if isinstance(field, models.TextField | models.JSONField)
    ]
    assert texts == []


@pytest.mark.parametrize("name", ["kind", "decision", "reason", "mark"])
def test_a_sentence_is_no_code(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        trail.note(subject=SUBJECT, action="fund", details={name: "Weil Frau Zwirnlein es so wollte"})
    assert not AnonymityTrail.objects.exists()


def test_decision_is_kept_without_its_words(django_user_model: Any) -> None:
    user = django_user_model.objects.create(username="pruefer")
    trail.note_finding(
        subject=SUBJECT,
        words="Zwirnlein",
        details={"kind": "person", "decision": "ersetzt", "reason": "rolle"},
        user=user,
    )
    line = AnonymityTrail.objects.get()
    assert (line.kind, line.decision, line.reason, line.user_id) == ("person", "ersetzt", "rolle", user.pk)
    assert len(line.mark) == 64
    assert line.detector
    assert "zwirnlein" not in " ".join(str(value) for value in vars(line).values()).lower()


def test_same_words_have_the_same_mark_until_the_key_is_destroyed() -> None:
    first = trail.mark_words(subject=SUBJECT, words="Zwirnlein")
    assert trail.mark_words(subject=SUBJECT, words="Zwirnlein") == first
    assert trail.mark_words(subject=SUBJECT, words="Huber") != first
    assert trail.mark_words(subject="casepage:other", words="Zwirnlein") != first
    assert trail.destroy_key(subject=SUBJECT)
    assert not trail.destroy_key(subject=SUBJECT)
    assert not AnonymityKey.objects.filter(subject=SUBJECT).exists()
    assert trail.mark_words(subject=SUBJECT, words="Zwirnlein") != first


def test_old_lines_are_forgotten(settings: Any) -> None:
    settings.ANONYMITY_TRAIL_DAYS = 30
    for reason in ("k", "consent"):
        trail.note(subject=SUBJECT, action="abgelehnt", details={"reason": reason})
    AnonymityTrail.objects.filter(reason="k").update(at=timezone.now() - timedelta(days=31))
    assert trail.forget_old() == 1
    assert AnonymityTrail.objects.get().reason == "consent"


# --------------------------------------------------------------------------- lasting entries


class _RefusedError(Exception):
    pass


def _refuse(*reasons: str) -> None:
    with transaction.atomic():
        trail.note_lasting(subject=SUBJECT, action="abgelehnt", reasons=reasons)
        raise _RefusedError


def test_written_when_the_transaction_is_gone() -> None:
    with pytest.raises(_RefusedError):
        _refuse("consent", "review", "consent")
    assert not AnonymityTrail.objects.exists()
    assert trail.flush_lasting() == 2
    assert list(AnonymityTrail.objects.values_list("action", "reason")) == [
        ("abgelehnt", "consent"),
        ("abgelehnt", "review"),
    ]
    assert trail.flush_lasting() == 0


def test_written_at_once_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every test runs inside a transaction; one with a real end would empty the database for those after it.
    monkeypatch.setattr(trail, "connection", SimpleNamespace(in_atomic_block=False, needs_rollback=False))
    trail.note_lasting(subject=SUBJECT, action="datei", reasons=["abgelehnt:format"])
    assert AnonymityTrail.objects.get().reason == "abgelehnt:format"


def test_written_at_the_end_of_a_request() -> None:
    with pytest.raises(_RefusedError):
        _refuse("k")
    request_finished.send(sender=None)
    assert AnonymityTrail.objects.get().reason == "k"


def test_a_lost_transaction_keeps_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    trail.note_lasting(subject=SUBJECT, action="abgelehnt", reasons=["k"])
    with monkeypatch.context() as lost:
        lost.setattr(trail, "connection", SimpleNamespace(in_atomic_block=True, needs_rollback=True))
        assert trail.flush_lasting() == 0
    assert trail.flush_lasting() == 1


def test_only_codes_are_remembered() -> None:
    with pytest.raises(ValueError, match="reason"):
        trail.note_lasting(subject=SUBJECT, action="abgelehnt", reasons=["Weil Frau Zwirnlein es so wollte"])
    assert trail.flush_lasting() == 0


def test_a_thread_remembers_a_bounded_number() -> None:
    for number in range(trail.MOST_LASTING + 5):
        trail.note_lasting(subject=f"casepage:{number}", action="abgelehnt", reasons=["k"])
    assert trail.flush_lasting() == trail.MOST_LASTING
