"""What somebody wants to hear about by mail: the common base of saved searches and questions.

There is no account. The random key of a row stands in the links of the mails and is all that is needed to confirm, to look and to
end; ending deletes the row with the address in it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["CLAIM", "KEEP_UNCONFIRMED", "MailSubscription", "MailSubscriptionQuerySet"]

KEEP_UNCONFIRMED = timedelta(days=7)
"""An address whose owner never confirmed goes after this time."""

CLAIM = timedelta(minutes=15)
"""A process that took a row and died gives it free after this time."""

MAX_PER_ADDRESS = 5
"""Unconfirmed rows per address, so that nobody can flood a stranger's mailbox."""

_M = TypeVar("_M", bound=models.Model)


class MailSubscriptionQuerySet(models.QuerySet[_M]):
    """Sentences about subscriptions."""

    def confirmed(self) -> MailSubscriptionQuerySet[_M]:
        """Those whose address belongs to who asked."""
        return self.filter(confirmed_at__isnull=False)

    def expired(self) -> MailSubscriptionQuerySet[_M]:
        """Never confirmed, and out of time."""
        return self.filter(confirmed_at__isnull=True, created__lt=timezone.now() - KEEP_UNCONFIRMED)

    def waiting_for(self, email: str) -> MailSubscriptionQuerySet[_M]:
        """Unconfirmed rows of an address."""
        return self.filter(confirmed_at__isnull=True, email__iexact=email)

    def asked_since(self, moment: datetime) -> int:
        """Number of rows made after ``moment``, for the limit per hour."""
        return self.filter(created__gte=moment).count()

    def claim(self, pk: int) -> bool:
        """Take a row for sending; ``False`` while another process has it. One statement, so two cannot win."""
        now = timezone.now()
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
        return self.filter(free, pk=pk).update(claimed_at=now) == 1


class MailSubscription(models.Model):
    """An address, when it was given, and when its owner said yes."""

    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("Mailadresse"))
    language = models.CharField(_("Sprache der Mails"), max_length=5, default="de")
    created = models.DateTimeField(_("Eingetragen"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("Bestätigt"), null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("In Versand seit"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[MailSubscription]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_confirmed(self) -> bool:
        """Whether mails may be sent."""
        return self.confirmed_at is not None
