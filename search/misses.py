"""The log of unanswered queries: what people look for in vain, without anything about them.

Kept are the text in lower case, the day and a count. A text that may name a person or a place is not kept at all, and after
:data:`KEEP_DAYS` rows go.
"""

from __future__ import annotations

import datetime
import logging
import re

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from search.models import UnansweredQuery
from search.parse import clean
from search.registry import is_safe_to_log

logger = logging.getLogger(__name__)

KEEP_DAYS = 180
#: A flood of queries cannot fill the table.
MAX_PER_DAY = 500
_MAX_LENGTH = 120
_PERSONAL = re.compile(r"@|https?:|www\.|\d{4,}|\d[\d /-]{5,}\d|\b(?:herr|frau|familie|dr|prof)\b", re.IGNORECASE)


def record(text: str) -> bool:
    """Count a query that had no answer; ``False`` when it was not kept."""
    kept = clean(text).lower()[:_MAX_LENGTH].strip()
    if len(kept) < 3 or _PERSONAL.search(text) or not is_safe_to_log(clean(text)):
        return False
    today = timezone.localdate()
    try:
        with transaction.atomic():
            if UnansweredQuery.objects.filter(text=kept, day=today).update(count=F("count") + 1):
                return True
            if UnansweredQuery.objects.filter(day=today).count() >= MAX_PER_DAY:
                return False
            UnansweredQuery.objects.create(text=kept, day=today)
    except DatabaseError as error:
        logger.warning("unanswered query not counted: %s", error)
        return False
    return True


def forget_old() -> int:
    """Delete rows past their time; ``search_sync`` calls it."""
    limit = timezone.localdate() - datetime.timedelta(days=KEEP_DAYS)
    deleted, _by_model = UnansweredQuery.objects.filter(day__lt=limit).delete()
    return deleted
