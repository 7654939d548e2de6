"""What somebody fills in to say whether a page helped."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.guard import objection
from publications.models import PageFeedback
from search.public_forms import PublicForm

__all__ = ["PageFeedbackForm"]


class PageFeedbackForm(PublicForm):
    """Yes or no, and perhaps a sentence. Names are looked for before anything is stored."""

    purpose: ClassVar[str] = "rueckmeldung"

    geholfen = forms.ChoiceField(
        label=_("Hat das geholfen?"),
        choices=PageFeedback.Helped.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie „Ja“ oder „Nein“.")),
    )
    satz = forms.CharField(
        label=_("Ein Satz dazu (freiwillig)"),
        help_text=_("Was hat gefehlt, was war gut? Bitte ohne Namen und Orte."),
        max_length=PageFeedback.MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": False, "maxlength": False}),
    )

    def clean_satz(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        text = str(self.cleaned_data["satz"]).strip()
        if text and (sentence := objection(text)):
            raise ValidationError(sentence)
        return text
