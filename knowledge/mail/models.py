"""A mail on its way: sealed, and gone when it is sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify
from search.models import OneOf

__all__ = ["OutgoingMail"]


class OutgoingMail(models.Model):
    """A mail that waits for its job. ``SENDING`` is written before the mail server hears of it: whoever finds
    it in that state cannot know whether it went out.
    """

    class State(models.TextChoices):
        """``IN_DOUBT`` is sent again only when a person wants it."""

        WAITING = "waiting", _("wartet")
        SENDING = "sending", _("wird verschickt")
        IN_DOUBT = "in-doubt", _("ungewiss")

    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.WAITING)
    sealed = models.TextField(_("Mail, verschlüsselt"))
    created = models.DateTimeField(_("Angelegt"), default=timezone.now, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(internal="id state sealed created")

    class Meta:
        verbose_name = _("Mail im Versand")
        verbose_name_plural = _("Mails im Versand")
        constraints = [OneOf("state")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
