"""What is done to a raw case from wherever it is known: noted, robbed of its names, deleted."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from cases.models import RawAccess, RawCase

__all__ = ["destroy_names", "note_access", "remove"]

logger = logging.getLogger("knowledge.intake")


def note_access(*, raw: RawCase, user: Any, action: str) -> None:
    """Write down who did what; never what it says."""
    RawAccess.objects.create(raw_case=raw if raw.pk else None, code=raw.code, user=user, action=action)


@transaction.atomic
def destroy_names(*, raw: RawCase, user: Any = None) -> None:
    """The names, the key of the marks and the replacements are gone for good; called when the case is first
    published.
    """
    if not (raw.sealed_names or raw.sealed_key):
        return
    RawCase.objects.filter(pk=raw.pk).update(sealed_names="", sealed_key="", sealed_labels="")
    raw.decisions.exclude(sealed_replacement="").update(sealed_replacement="")
    note_access(raw=raw, user=user, action=RawAccess.Action.NAMES_DESTROYED)


@transaction.atomic
def remove(*, raw: RawCase, user: Any = None) -> None:
    """Delete a raw case with its decisions; the access log keeps the code."""
    note_access(raw=raw, user=user, action=RawAccess.Action.DELETED)
    logger.info("raw case %s deleted", raw.code)
    raw.delete()
