"""What somebody wants to hear about by mail: the common base of saved searches and questions.

There is no account. The random key of a row stands in the links of the mails and is all that is needed to
confirm, to look and to end; ending deletes the row with the address in it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = [
    "CLAIM",
    "KEEP_UNCONFIRMED",
    "MAX_PER_ADDRESS",
    "MailSubscription",
    "MailSubscriptionQuerySet",
    "mailbox_of",
]

KEEP_UNCONFIRMED = timedelta(days=7)
"""An address whose owner never confirmed goes after this time."""

CLAIM = timedelta(minutes=15)
"""A process that took a row and died gives it free after this time."""

MAX_PER_ADDRESS = 5
"""Unconfirmed rows per address, so that nobody can flood a stranger's mailbox."""

RESEND_AFTER = timedelta(minutes=10)
"""Who asks again after this time gets the mail again; before, it is on its way."""

_M = TypeVar("_M", bound=models.Model)


def mailbox_of(email: str) -> str:
    """One spelling for all addresses that lead into one mailbox: ``Jemand+1@Rathaus.example`` is
    ``jemand@rathaus.example``.
    """
    name, _at, host = email.strip().rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}".casefold()


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
        return self.of(email).filter(confirmed_at__isnull=True)

    def of(self, email: str) -> MailSubscriptionQuerySet[_M]:
        """Rows whose mails land where those of this address land."""
        return self.filter(mailbox=mailbox_of(email))

    def to_ask(self) -> MailSubscriptionQuerySet[_M]:
        """Those whose owners are still to be asked, oldest first, without the ones that were put off."""
        due = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
        return self.filter(due, confirmed_at__isnull=True, asked_at__isnull=True).order_by("pk")

    def overdue(self) -> MailSubscriptionQuerySet[_M]:
        """Those whose owners should have been asked long ago: nobody calls ``send_mails``."""
        return self.filter(
            retry_at__isnull=True,
            confirmed_at__isnull=True,
            asked_at__isnull=True,
            created__lt=timezone.now() - CLAIM,
        )

    def claim(self, pk: int) -> bool:
        """Take a row for sending; ``False`` while another process has it. One statement, so two cannot
        win.
        """
        now = timezone.now()
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
        return self.filter(free, pk=pk).update(claimed_at=now) == 1


class MailSubscription(models.Model):
    """An address, when it was given, and when its owner said yes."""

    #: Names of columns that :meth:`ask_again` changes.
    ASKING: ClassVar[tuple[str, ...]] = ("created", "language", "asked_at", "retry_at")

    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("Mailadresse"))
    mailbox = models.CharField(
        _("Postfach"),
        max_length=254,
        editable=False,
        db_index=True,
        help_text=_("Die Adresse ohne Zusatz hinter „+“: Danach wird gezählt, was wartet."),
    )
    language = models.CharField(_("Sprache der Mails"), max_length=5, default="de")
    created = models.DateTimeField(_("Eingetragen"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("Bestätigt"), null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("In Versand seit"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(
        _("Um Bestätigung gebeten"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Leer, solange die Mail mit dem Link noch nicht verschickt ist."),
    )
    retry_at = models.DateTimeField(
        _("Nächster Versuch"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Vorher wird die Mail mit dem Link nicht noch einmal versucht."),
    )

    objects: ClassVar[models.Manager[MailSubscription]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Printed by lists, choosers and Wagtail's audit log, which outlives the row: neither the key nor the
        # address.
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The mailbox follows the address."""
        self.mailbox = mailbox_of(self.email)
        super().save(*args, **kwargs)

    def ask_again(self, *, language: str) -> bool:
        """Somebody gave the address again before its owner answered: put the mail into the queue once more,
        unless it was sent just now.

        Changes the row without saving it (:data:`ASKING`).
        """
        now = timezone.now()
        if self.is_confirmed or self.asked_at is None or self.asked_at > now - RESEND_AFTER:
            return False
        self.created, self.language, self.asked_at, self.retry_at = now, language, None, None
        return True

    @property
    def is_confirmed(self) -> bool:
        """Whether mails may be sent."""
        return self.confirmed_at is not None
