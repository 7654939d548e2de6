"""The form of records without revisions: the second of two savers sees both texts and decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.models import Versioned

__all__ = ["VersionedForm", "VersionedRecord"]


class VersionedForm(WagtailAdminModelForm):
    """Carries the version that was on the screen. Where another one is stored by now, nothing is saved: each
    field that differs says what stands there, keeps what was typed, and what is sent next counts.
    """

    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["stand"] = self.instance.row_version

    def clean(self) -> dict[str, Any]:
        """Errors at the fields that differ."""
        cleaned: dict[str, Any] = super().clean()
        read = cleaned.get("stand")
        if not self.instance._state.adding and read is not None and read != self.instance.row_version:
            self._tell_apart()
        return cleaned

    def _tell_apart(self) -> None:
        # What is printed again carries the version that its reader now knows.
        sent: Any = self.data.copy()  # type: ignore[has-type]
        sent[self.add_prefix("stand")] = str(self.instance.row_version)
        self.data = sent
        for name in self.changed_data:
            if name != "stand":
                stored = _in_words(self.fields[name], self.get_initial_for_field(self.fields[name], name))
                self.add_error(name, _sentence(stored))
        for formset in getattr(self, "formsets", {}).values():
            if formset.has_changed():
                rows = "; ".join(
                    _row_in_words(row) for row in formset.initial_forms if row.instance.pk is not None
                )
                label = formset.model._meta.verbose_name_plural
                self.add_error(None, f"{label}: {_sentence(rows or _('(leer)'))}")


def _sentence(stored: str) -> str:
    return _("Inzwischen hat jemand anderes hier gespeichert: „%(text)s“. Ihr Text steht noch im Feld.") % {
        "text": stored
    }


def _row_in_words(form: Any) -> str:
    words = (
        _in_words(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in {"id", "ORDER", "DELETE"} and form.get_initial_for_field(field, name) not in (None, "")
    )
    return ", ".join(words)


def _in_words(field: forms.Field, value: Any) -> str:
    """A stored value as an editor reads it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if value is None or value == "" or value == []:
        return _("(leer)")
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        chosen = value if isinstance(field, forms.ModelMultipleChoiceField) else [value]
        keys = [getattr(item, "pk", item) for item in chosen]
        return ", ".join(str(item) for item in field.queryset.filter(pk__in=keys)) or _("(leer)")
    known = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(known.get(str(item), str(item)) for item in values)


class VersionedRecord(Versioned):
    """A record of the administration without revisions."""

    base_form_class = VersionedForm

    class Meta:
        abstract = True
