"""What ends: raw cases whose day has come, and the seal of an old key."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.models import CasePage, IntruderTest, RawAccess, RawCase, ReleaseLink, UnreportedWord
from cases.sealed import remove, reseal
from knowledge import contributions
from knowledge.anonymity.retention import trail
from knowledge.guard import marks

__all__ = ["delete_due", "reseal_all"]

logger = logging.getLogger("knowledge.intake")


@transaction.atomic
def delete_due() -> int:
    """Delete raw cases whose day has come, contributions that were rejected or never decided about, and old
    lines of access log and trail; answers how many cases.
    """
    today = timezone.localdate()
    due = list(RawCase.objects.filter(delete_on__lte=today))
    for raw in due:
        draft = raw.case
        remove(raw=raw)
        if draft is not None and _expires(draft):
            logger.warning("draft %s goes with its raw case", draft.pk)
            draft.delete()
    RawAccess.objects.filter(at__lt=timezone.now() - timedelta(days=settings.RAW_CASE_LOG_DAYS)).delete()
    trail.forget_old()
    contributions.forget_old()
    return len(due)


def _expires(draft: CasePage) -> bool:
    """Whether a draft goes with its raw case: it was never read, and nobody has agreed to it or is asked."""
    return not (
        draft.live or draft.first_published_at or draft.consents.exists() or draft.release_links.exists()
    )


@transaction.atomic
def reseal_all() -> int:
    """Seal everything with the first key, the key of the marks as well; answers how many raw cases. Raises
    ``SealError``, and nothing is changed.
    """
    count = 0
    for raw in RawCase.objects.select_for_update():
        for name in ("sealed_text", "sealed_names", "sealed_key", "sealed_labels"):
            setattr(raw, name, reseal(getattr(raw, name)))
        raw.save(update_fields=["sealed_text", "sealed_names", "sealed_key", "sealed_labels"])
        for decision in raw.decisions.exclude(sealed_replacement=""):
            decision.sealed_replacement = reseal(decision.sealed_replacement)
            decision.save(update_fields=["sealed_replacement"])
        count += 1
    for model, name in (
        (IntruderTest, "sealed_record"),
        (ReleaseLink, "sealed_letter"),
        (UnreportedWord, "sealed_word"),
    ):
        for record in model.objects.exclude(**{name: ""}):
            setattr(record, name, reseal(getattr(record, name)))
            record.save(update_fields=[name])
    marks.reseal_key()
    return count
