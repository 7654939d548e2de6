"""What was drawn from a record hangs on it: when the record is taken back or narrowed, whatever retells it is
read by editors alone until one of them has looked at it.

The record says so by a signal, as what is drawn from it may lie in rooms it does not know.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import Signal
from django.utils import timezone

from knowledge.anonymity.retention import subject_of, trail
from knowledge.enums import AccessLevel

__all__ = ["origin_narrowed", "to_review"]

origin_narrowed = Signal()
"""Sent with ``page``, a record, and ``level``: who may still read it (``AccessLevel``)."""


def to_review(page: Any, level: str) -> bool:
    """A live record that more people read than its origin (``level``) goes to the editors: it is due today
    and nobody else reads it. Answers whether it went; what is there already does not go again.
    """
    if level == AccessLevel.ALUMNI and page.access_level != AccessLevel.PUBLIC:
        return False
    today: date = timezone.localdate()
    if (page.access_level, page.review_due) == (AccessLevel.EDITORS, today):
        return False  # two records may retell each other
    type(page).objects.filter(pk=page.pk).update(review_due=today)
    if page.access_level != AccessLevel.EDITORS:
        page.restrict_to(AccessLevel.EDITORS)
        trail.note(subject=subject_of(page).key, action="abgenommen", details={"reason": "quelle"})
    return True
