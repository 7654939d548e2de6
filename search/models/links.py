"""What somebody is asked by a link in a mail: the common base of all links that end and count once.

The address holds the random key of the row and a signature, so a copy of the database alone opens nothing,
and the same link can be printed again in a reminder.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["MailedLink"]


class MailedLink(models.Model):
    """One question to one person. Opening the link changes nothing; its button does, once."""

    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    expires_on = models.DateField(_("Gültig bis"))
    used_at = models.DateTimeField(_("Beantwortet am"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def _signer(cls) -> Signer:
        return Signer(salt=f"search.models.links.{cls._meta.label}", sep=".")

    @classmethod
    def by_token(cls, token: str) -> Self | None:
        """The row behind the last part of an address; ``None`` for a forged one, or one whose row is gone."""
        try:
            key = uuid.UUID(cls._signer().unsign(token))
        except (BadSignature, ValueError):
            return None
        return cls._default_manager.filter(key=key).first()

    @property
    def token(self) -> str:
        """The last part of its address: the key and its signature."""
        return self._signer().sign(self.key.hex)

    @property
    def is_over(self) -> bool:
        """Whether its day is over."""
        return timezone.localdate() > self.expires_on

    @property
    def closed(self) -> str:
        """Why it takes nothing any more, as ``search/closed_link.html`` knows it; empty while it is open."""
        return "beantwortet" if self.used_at is not None else "vorbei" if self.is_over else ""

    def use(self) -> bool:
        """Mark it as used; ``False`` where it was not open any more, also when two press at once."""
        rows = type(self)._base_manager.filter(pk=self.pk, used_at=None)
        if not rows.filter(expires_on__gte=timezone.localdate()).update(used_at=timezone.now()):
            return False
        self.refresh_from_db()
        return True
