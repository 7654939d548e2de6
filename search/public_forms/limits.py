"""How often something may be done in a while: by one sender, for one account, into one mailbox.

Counted in the database, so that several processes count together and a restart forgets nothing. A row holds a
keyed hash, a number and its end: no address, no name. The hash of the same sender is another one tomorrow,
and the row goes with its end. Nothing is counted, and nothing written, where pages are only read.

Of the libraries, django-axes keeps addresses, browsers and typed names in the clear and knows one limit for
all; django-ratelimit counts in caches, and refuses those that several processes share without a further
server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search.models import Tally

__all__ = ["Limit", "forget_expired", "refused_until", "sender"]

_PORT = re.compile(r"^(?:\[(?P<six>[^\]]+)\]|(?P<four>\d+\.\d+\.\d+\.\d+))(?::\d+)?$")


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` times within ``seconds`` from the first time on, for each ``who`` by itself."""

    name: str
    most: int
    seconds: int
    #: Whether the hash changes every day: yes, where ``who`` is a person.
    rotates: bool = True

    def _key(self, who: tuple[str, ...]) -> str:
        day = timezone.localdate().isoformat() if self.rotates else ""
        return salted_hmac(
            f"search.public_forms.limits.{self.name}", "\0".join((day, *who)), algorithm="sha256"
        ).hexdigest()

    def take(self, *who: str) -> datetime | None:
        """Count one. ``None`` when it was not too many, else the moment from which it is possible again."""
        now, key = timezone.now(), self._key(who)
        with transaction.atomic():
            forget_expired(now)
            Tally.objects.get_or_create(key=key, defaults={"expires": now + timedelta(seconds=self.seconds)})
            Tally.objects.filter(key=key).update(count=F("count") + 1)
            row = Tally.objects.get(key=key)
        return row.expires if row.count > self.most else None

    def give_back(self, *who: str) -> None:
        """What was counted came to nothing."""
        Tally.objects.filter(key=self._key(who), count__gt=0).update(count=F("count") - 1)

    def forget(self, *who: str) -> None:
        """Begin anew."""
        Tally.objects.filter(key=self._key(who)).delete()

    def is_used_up(self, *who: str) -> bool:
        """Whether the next :meth:`take` would be too many; counts nothing."""
        return self.ends(*who) is not None

    def ends(self, *who: str) -> datetime | None:
        """The moment from which on the next :meth:`take` is none too many; ``None`` for now. Counts
        nothing.
        """
        full = Tally.objects.filter(key=self._key(who), count__gte=self.most, expires__gt=timezone.now())
        return full.values_list("expires", flat=True).first()


def forget_expired(now: datetime | None = None) -> None:
    """Delete what counts no more."""
    Tally.objects.filter(expires__lte=now or timezone.now()).delete()


def refused_until(limits: Sequence[tuple[Limit, tuple[str, ...]]]) -> datetime | None:
    """Count one at each limit, the narrowest first. What one of them refuses counts there alone, so that one
    sender uses up nothing of others. ``None`` when it was nowhere too many, else the moment from which it is
    possible again.
    """
    taken: list[tuple[Limit, tuple[str, ...]]] = []
    for limit, who in limits:
        if (until := limit.take(*who)) is not None:
            for other, counted in taken:
                other.give_back(*counted)
            return until
        taken.append((limit, who))
    return None


def sender(request: HttpRequest) -> str:
    """Where a request came from, as far as limits are concerned: an IPv4 address, or the network of an IPv6
    one; empty where that cannot be told.

    Behind ``PROXY_COUNT`` proxies of one's own, the entry of ``X-Forwarded-For`` that the outermost of them
    wrote; what stands left of it anybody can invent. Without the header all readers would be one, so nobody
    is then.
    """
    if settings.PROXY_COUNT:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        text = chain[-settings.PROXY_COUNT] if len(chain) >= settings.PROXY_COUNT else ""
    else:
        text = request.META.get("REMOTE_ADDR", "")
    found = _PORT.match(text)
    try:
        address = ip_address((found["six"] or found["four"]) if found else text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
