"""What ends: raw cases whose day has come, and the seal of an old key."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.gate import LINK_DAYS, gives_anything
from cases.models import CasePage, Consent, IntruderTest, RawAccess, RawCase, ReleaseLink, UnreportedWord
from cases.sealed import remove, reseal
from knowledge import contributions
from knowledge.anonymity.retention import trail
from knowledge.guard import marks

__all__ = ["delete_due", "reseal_all"]

logger = logging.getLogger("knowledge.intake")


@transaction.atomic
def delete_due() -> int:
    """Delete raw cases whose day has come with their drafts, drafts about which nobody is asked any more,
    contributions that were rejected or never decided about, and old lines of access log and trail; answers
    how many raw cases.
    """
    today = timezone.localdate()
    due = list(RawCase.objects.filter(delete_on__lte=today))
    for raw in due:
        draft = raw.case
        remove(raw=raw)
        if draft is not None and _expires(draft):
            _end(draft)
    for draft in _left_unanswered():
        _end(draft)
    RawAccess.objects.filter(at__lt=timezone.now() - timedelta(days=settings.RAW_CASE_LOG_DAYS)).delete()
    trail.forget_old()
    contributions.forget_old()
    return len(due)


def _expires(draft: CasePage) -> bool:
    """Whether a draft goes with its raw case: it was never read, and nobody agrees to a part of it or can
    still do so. One that was taken back keeps its address, and one that is written anew its text.
    """
    newest = draft.consents.order_by("-given_at", "-pk").first()
    return not (
        draft.live
        or draft.first_published_at
        or hasattr(draft, "tombstone")
        or gives_anything(newest)
        or any(link.is_open for link in draft.release_links.all())
        or _is_written_anew(draft, newest)
    )


def _is_written_anew(draft: CasePage, newest: Consent | None) -> bool:
    """Whether somebody was asked and the answer, or what was last written, is not as old as a link becomes:
    a refused draft may be rewritten and its giver asked again.
    """
    since = timezone.now() - timedelta(days=LINK_DAYS)
    if newest is not None and newest.given_at > since:
        return True
    written = draft.latest_revision_created_at
    is_asked = newest is not None or draft.release_links.exists()
    return is_asked and written is not None and written > since


def _left_unanswered() -> list[CasePage]:
    """Drafts that outlived their raw case because somebody was asked, who let the time pass or said no. What
    came with a file never had one.
    """
    asked = (
        CasePage.objects.filter(live=False, external_id="")
        .filter(Q(release_links__isnull=False) | Q(consents__isnull=False))
        .exclude(pk__in=RawCase.objects.exclude(case=None).values("case"))
        .distinct()
    )
    return [draft for draft in asked if _expires(draft)]


def _end(draft: CasePage) -> None:
    logger.warning("draft %s goes with its raw case", draft.pk)
    draft.delete()


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
