"""The trail has codes and no words; one decision per finding."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models

from knowledge.models import AnonymityKey, AnonymityTrail, FindingDecision


def test_trail_has_no_column_for_words() -> None:
    assert not [field for field in AnonymityTrail._meta.fields if isinstance(field, models.TextField)]


@pytest.mark.django_db
def test_keys_are_random_and_a_finding_is_decided_once() -> None:
    first, second = (AnonymityKey.objects.create(subject=name) for name in ("case:1", "case:2"))
    assert len(first.secret) == 64
    assert first.secret != second.secret
    values = {
        "subject": "page:1",
        "mark": "a",
        "kind": "person",
        "certainty": 1.0,
        "detector": "1",
        "reason": "allgemein",
    }
    FindingDecision.objects.create(**values)
    with pytest.raises(IntegrityError):
        FindingDecision.objects.create(**values)
