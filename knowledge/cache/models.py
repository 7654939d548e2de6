"""The table that tells every process that kept pages no longer hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.classification import classify

__all__ = ["PageChange"]


class PageChange(models.Model):
    """One transaction that wrote something readers may see. Rows are only added: a number that is counted up
    would make every writer wait for the one before.
    """

    token = models.CharField(_("Kennzeichen"), max_length=32)

    classification: ClassVar[dict[str, Any]] = classify(internal="id token")

    class Meta:
        verbose_name = _("Änderung an Seiten")
        verbose_name_plural = _("Änderungen an Seiten")

    def __str__(self) -> str:
        return self.token
