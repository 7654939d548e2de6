"""What is typed on both sides of the trustee. Names are looked for in every text before it is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.guard import objection
from search.public_forms import OneLineField, PublicForm

__all__ = ["AnswerForm", "ContactForm"]


def _text(label: Any, help_text: Any, most: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "cols": False, "maxlength": False})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=area)


def _nameless(text: str) -> str:
    """Raises ``ValidationError`` for a text that names somebody."""
    if text and (sentence := objection(text)):
        raise ValidationError(sentence)
    return text


class ContactForm(PublicForm):
    """A question to the people behind a case."""

    purpose = "treuhand"

    frage = _text(
        _("Ihre Frage"),
        _("Eine Frage, wie Sie sie am Telefon stellen würden; ohne Namen und Orte, auch den eigenen."),
        1000,
    )
    name = OneLineField(
        label=_("Ihr Name"),
        max_length=120,
        help_text=_("Liegt verschlüsselt und wird nur gezeigt, wenn beide es wollen."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    mail = forms.EmailField(
        label=_("Ihre Mailadresse"),
        max_length=254,
        help_text=_("Dorthin kommt ein Link zur Bestätigung, später einer zur Antwort."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    zeigen = forms.BooleanField(
        label=_("Wenn die Person es auch möchte, dürfen wir einander Name und Mailadresse zeigen."),
        required=False,
    )

    def clean_frage(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return _nameless(str(self.cleaned_data["frage"]).strip())


class AnswerForm(PublicForm):
    """An answer, and whether its writer wants to be known."""

    purpose = "treuhand"

    antwort = _text(_("Ihre Antwort"), _("Zwei, drei Sätze genügen. Bitte ohne Namen und Orte."), 3000)
    zeigen = forms.BooleanField(
        label=_("Die fragende Person darf mich kennen, wenn sie sich auch zeigt."), required=False
    )
    name = OneLineField(
        label=_("Ihr Name (nur wenn Sie sich zeigen)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    mail = forms.EmailField(
        label=_("Ihre Mailadresse (nur wenn Sie sich zeigen)"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    gern = forms.BooleanField(
        label=_("Weitere Fragen zu diesem Fall dürfen gleich an meine Adresse gehen."), required=False
    )

    def clean_antwort(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return _nameless(str(self.cleaned_data["antwort"]).strip())

    def clean(self) -> dict[str, Any] | None:
        """Who wants to be known says how."""
        cleaned = super().clean() or {}
        if cleaned.get("zeigen"):
            for name in ("name", "mail"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Bitte ausfüllen, wenn Sie sich zeigen möchten."))
        return cleaned

    def giver(self) -> dict[str, str] | None:
        """Who wants to be known; ``None`` where nobody does."""
        sent = self.cleaned_data
        return {"name": sent["name"], "email": sent["mail"]} if sent["zeigen"] else None
