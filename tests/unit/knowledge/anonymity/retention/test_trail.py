"""The trail holds codes and hashes; the scrub leaves a line, and no key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from knowledge.anonymity.retention import trail
from knowledge.anonymity.retention.scrub import Subject, register_step, without_words
from knowledge.models import AnonymityKey, AnonymityTrail, ContentPage

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


def test_scrub_notes_what_it_touched_and_destroys_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.anonymity.retention import scrub

    monkeypatch.setattr(scrub, "_steps", {})
    register_step("eins")(lambda subject, names: 3)
    register_step("nichts")(lambda subject, names: 0)
    trail.mark_words(subject=SUBJECT, words="Zwirnlein")
    counts = trail.scrub(subject=Subject(SUBJECT, 1, ContentPage, "fall-x"), occasion="widerruf")
    assert counts == {"eins": 3}
    lines = AnonymityTrail.objects.values_list("action", "decision", "reason", "count")
    assert list(lines) == [("bereinigt", "widerruf", "eins", 3), ("schluessel", "", "", 1)]
    assert not AnonymityKey.objects.exists()


def test_log_data_lose_texts_and_keep_numbers() -> None:
    data = {
        "title": {"old": "Zwirnlein", "new": "Neu"},
        "revision": {"id": 7, "created": "2026-01-01T00:00:00Z"},
        "comment": {"contents": ["Zwirnlein"]},
    }
    clean = without_words(data)
    assert "Zwirnlein" not in str(clean)
    assert clean["revision"] == data["revision"]
    assert set(clean) == set(data)


def test_old_lines_are_forgotten(settings: Any) -> None:
    settings.ANONYMITY_TRAIL_DAYS = 30
    for reason in ("k", "consent"):
        trail.note(subject=SUBJECT, action="abgelehnt", details={"reason": reason})
    AnonymityTrail.objects.filter(reason="k").update(at=timezone.now() - timedelta(days=31))
    assert trail.forget_old() == 1
    assert AnonymityTrail.objects.get().reason == "consent"
