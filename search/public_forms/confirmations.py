"""The queue of mails that ask whether an address belongs to who gave it.

A request writes a row and no more. The row is claimed, sent, and marked as asked; a mail server that is away
or silent puts it off, longer each time. Two processes never send one row: the claim is one statement, and who
has it looks once more.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.utils import timezone

from search.models import MailSubscription, MailSubscriptionQuerySet
from search.public_forms.limits import Limit

__all__ = ["FAILURES", "is_about_one_mail", "send_confirmations"]

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60
"""Minutes between two tries at most."""

PER_MAILBOX = Limit("bestaetigungen-postfach", 5, 24 * 3600)
"""What a mailbox gets at most, from both forms together, whoever gives its address how often."""

BRAKE = Limit("bestaetigungen", 300, 3600, rotates=False)
"""For all together, far above what readers need: more wait for the next hour, none is refused."""

FAILURES = (OSError, ValueError)
"""What sending a mail may raise: smtplib's exceptions are ``OSError``, an address that cannot be written is a
``ValueError``.
"""

_S = TypeVar("_S", bound=MailSubscription)


def is_about_one_mail(error: Exception) -> bool:
    """Whether the next mail may do better: the server answered, and refused this one."""
    refusals = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
        ValueError,
    )
    return isinstance(error, refusals)


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
            mail(row, f"bitte.{row.key}.{row.created:%Y%m%d%H%M}")
        except FAILURES as error:
            PER_MAILBOX.give_back(row.mailbox if row is not None else "")
            BRAKE.give_back()
            _put_off(rows, pk)
            logger.warning("confirmation %s not sent, it will be tried again: %s", pk, type(error).__name__)
            if not is_about_one_mail(error):
                break
        else:
            rows.filter(pk=pk).update(asked_at=timezone.now())
            sent += 1
        finally:
            rows.filter(pk=pk).update(claimed_at=None)
    return sent


def _put_off(rows: MailSubscriptionQuerySet[_S], pk: int) -> None:
    row = rows.filter(pk=pk).first()
    if row is not None:
        row.retry_at = timezone.now() + timedelta(minutes=min(2**row.attempts, LONGEST_PAUSE))
        row.attempts += 1
        row.save(update_fields=["attempts", "retry_at"])
