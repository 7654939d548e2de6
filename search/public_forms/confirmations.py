"""The queue of mails that ask whether an address belongs to who gave it.

A request writes a row and no more. The row is claimed, its mail handed over and the row marked as asked in
one transaction. Two processes never send one row: the claim is one statement, and who has it looks once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from search.models import MailSubscription, MailSubscriptionQuerySet
from search.public_forms.limits import Limit

__all__ = ["PER_MAILBOX", "send_confirmations"]

logger = logging.getLogger(__name__)

PER_MAILBOX = Limit("bestaetigungen-postfach", 5, 24 * 3600)
"""What a mailbox gets at most, from all forms together, whoever gives its address how often."""

BRAKE = Limit("bestaetigungen", 300, 3600, rotates=False)
"""For all together, far above what readers need: more wait for the next hour, none is refused."""

_S = TypeVar("_S", bound=MailSubscription)


def send_confirmations(rows: MailSubscriptionQuerySet[_S], mail: Callable[[_S, str], None]) -> int:
    """Ask the owners of all addresses that wait for it; returns the number of mails. ``mail`` sends one,
    given the row and its message id.
    """
    sent = 0
    for pk in list(rows.to_ask().values_list("pk", flat=True)):
        if not rows.claim(pk):
            continue
        row = rows.to_ask().filter(pk=pk).first()
        try:
            if row is None:  # another process was faster, or the row is gone
                continue
            if (until := PER_MAILBOX.take(row.mailbox)) is not None:
                rows.filter(pk=pk).update(retry_at=until)
                continue
            if BRAKE.take() is not None:
                PER_MAILBOX.give_back(row.mailbox)
                logger.warning("more than %s confirmations in an hour, the others wait", BRAKE.most)
                break
            with transaction.atomic():
                mail(row, f"bitte.{row.key}.{row.created:%Y%m%d%H%M}")
                rows.filter(pk=pk).update(asked_at=timezone.now())
            sent += 1
        finally:
            rows.filter(pk=pk).update(claimed_at=None)
    return sent
