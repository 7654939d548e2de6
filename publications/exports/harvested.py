"""Which records harvesters know of, so that they hear when one is gone.

A record ends in many ways: withdrawn, unpublished, expired, restricted, deleted, no longer cleared. No signal
tells them all, an expiry date least: what everybody may read is compared with what was told whenever somebody
harvests. So the answer is right from the first moment, and what nobody ever fetched leaves no trace.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from publications.models import HarvestedRecord
from search import registry

__all__ = ["PublicRows", "take_note"]


class PublicRows(dict[str, Any]):
    """By kind the records that everybody may read, bare and in no order. Who may read what is a long
    condition, so it is put together once a request for all that ask for it.
    """

    def __missing__(self, kind: str) -> Any:
        rows = registry.source_for(kind).public().order_by().select_related(None).prefetch_related(None)
        self[kind] = rows
        return rows


@transaction.atomic
def take_note(rows: PublicRows) -> None:
    """Write down what is new, what is gone and what is back; nothing is written where nothing changed."""
    now: dict[UUID, str] = {
        key: source.kind
        for source in registry.sources()
        for key in rows[source.kind].values_list("translation_key", flat=True)
    }
    told: dict[UUID, bool] = {
        key: gone_on is None for key, gone_on in HarvestedRecord.objects.values_list("key", "gone_on")
    }
    today = timezone.localdate()
    gone = [key for key, is_there in told.items() if is_there and key not in now]
    back = [key for key, is_there in told.items() if not is_there and key in now]
    new = [HarvestedRecord(kind=kind, key=key) for key, kind in now.items() if key not in told]
    if gone:
        HarvestedRecord.objects.filter(key__in=gone).update(gone_on=today)
    if back:
        HarvestedRecord.objects.filter(key__in=back).update(gone_on=None, back_on=today)
    if new:
        # Two who harvest at once see the same news.
        HarvestedRecord.objects.bulk_create(new, ignore_conflicts=True)
