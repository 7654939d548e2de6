"""The mail about news: how many of what, and where to read it; never a title, never a word of a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from knowledge.accounts.account_boxes import discover
from knowledge.alumni import AccountSettings
from knowledge.jobs import hourly
from search.public_forms import absolute, send

__all__ = ["NewsCount", "news_for", "register_news", "send_digests"]

NewsCount = Callable[[Any, datetime], int]
"""How many there are for this person since that moment."""

_counts: Final[dict[str, tuple[int, Any, NewsCount]]] = {}


def register_news(name: str, order: int, label: Any, count: NewsCount) -> None:
    """Announce what a digest counts, in an ``account_boxes.py``; ``label`` may be lazy."""
    _counts[name] = (order, label, count)


def news_for(user: Any, since: datetime) -> list[tuple[int, str]]:
    """(count, label) of everything of which there is something new, in order."""
    discover()
    found = (
        (count(user, since), str(label))
        for _order, label, count in sorted(_counts.values(), key=lambda item: item[0])
    )
    return [row for row in found if row[0]]


def send_digests() -> int:
    """Send what is due; returns the number of mails. Without news there is none, and the next look is as far
    away as after one. Safe to run twice, also at the same time: the row is moved and its mail written in one
    transaction.
    """
    now, sent = timezone.now(), 0
    wanting = AccountSettings.objects.exclude(digest=AccountSettings.Digest.NEVER)
    for row in wanting.filter(user__is_active=True).exclude(user__email="").select_related("user"):
        if not row.is_digest_due(now):
            continue
        since = row.digest_sent_at or now - row.PERIODS[row.digest]
        with transaction.atomic():
            held = AccountSettings.objects.filter(pk=row.pk, digest_sent_at=row.digest_sent_at)
            if not held.update(digest_sent_at=now):
                continue
            news = news_for(row.user, since)
            if news:
                _mail(row, news, now)
                sent += 1
    return sent


def _mail(row: AccountSettings, news: list[tuple[int, str]], now: datetime) -> None:
    send(
        to=row.user.email,
        language="de",
        template="knowledge/mail/digest.txt",
        context={"news": news, "address": absolute(reverse("account"))},
        end_url=absolute(reverse("digest_stop", args=[row.digest_key])),
        message_id=f"neues.{row.digest_key}.{now:%Y%m%d%H%M}",
    )


@hourly
def tell_news() -> None:
    """What a worker does every hour."""
    send_digests()
