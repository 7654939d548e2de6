"""Records without revisions carry a version number: the second of two savers is told, and nothing of the
first is overwritten unseen.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

__all__ = ["OutdatedRecord", "Versioned"]


class OutdatedRecord(RuntimeError):
    """A record is saved that somebody else has saved since it was read. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(_("Diesen Eintrag hat inzwischen jemand anderes gespeichert."))


class Versioned(models.Model):
    """Counts its saves. ``row_version`` is the one that was read; a form carries it along
    (``knowledge.base.VersionedForm``).
    """

    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the next version. Raises :class:`OutdatedRecord` where another one is stored than was read."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # A conditional update and no look before: two savers at once cannot both pass.
            taken = type(self)._base_manager.filter(pk=self.pk, row_version=self.row_version)
            if not taken.update(row_version=self.row_version + 1):
                raise OutdatedRecord
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "row_version"}
            self.row_version += 1
            try:
                super().save(*args, **kwargs)
            except BaseException:
                self.row_version -= 1
                raise
