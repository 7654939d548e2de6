"""Records without revisions carry a version number: the second of two savers is told, and nothing of the
first is overwritten unseen.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

__all__ = ["OutdatedRecord", "Versioned", "VersionedForm"]


class OutdatedRecord(RuntimeError):
    """A record is saved that somebody else has saved since it was read. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            _("Dieser Eintrag ist inzwischen von jemand anderem gespeichert worden. Bitte neu laden.")
        )


class VersionedForm(WagtailAdminModelForm):
    """Carries the version that was on the screen. Where somebody has saved another one, each field that
    differs shows the other text; whoever saves once more has seen both and decided.
    """

    stand = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Show what another person has saved since."""
        cleaned: dict[str, Any] = super().clean()
        read = cleaned.pop("stand", None)
        stored = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        if read is not None and stored is not None and read != stored.version:
            self._show_both(stored)
        return cleaned

    def _show_both(self, stored: Any) -> None:
        theirs = forms.models.model_to_dict(stored, fields=self.fields)
        words = _("Inzwischen hat jemand anderes hier gespeichert: „%(text)s“. Ihr Text steht noch im Feld.")
        for name in self.fields:
            bound = self[name]
            if name in theirs and bound.field.has_changed(theirs[name], bound.data):
                self.add_error(name, words % {"text": _in_words(stored, name)})
        sent: Any = self.data.copy()  # type: ignore[has-type]
        sent[self.add_prefix("stand")] = stored.version
        self.data = sent


def _in_words(record: Any, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = getattr(record, name) if display is None else display()
    return "" if value is None else str(value)


class Versioned(models.Model):
    """Counts its saves. ``version`` is the one that was read; a form carries it along."""

    version = models.PositiveIntegerField(default=1, editable=False)

    base_form_class: ClassVar[type[forms.ModelForm]] = VersionedForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the next version. Raises :class:`OutdatedRecord` where another one is stored than was read."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # A conditional update and no look before: two savers at once cannot both pass.
            taken = type(self)._base_manager.filter(pk=self.pk, version=self.version)
            if not taken.update(version=self.version + 1):
                raise OutdatedRecord
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "version"}
            self.version += 1
            try:
                super().save(*args, **kwargs)
            except BaseException:
                self.version -= 1
                raise
