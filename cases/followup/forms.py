"""What a case giver fills in to say what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.enums import CostBand, Outcome
from knowledge.guard import objection
from search.public_forms import PublicForm

__all__ = ["FollowUpAnswerForm"]

MOST = 2000


class FollowUpAnswerForm(PublicForm):
    """A state, one text, and what came of it in a sentence. Names are looked for before it is stored."""

    purpose = "verlauf"

    stand = forms.ChoiceField(
        label=_("Wie steht es?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie, wie es steht.")),
    )
    text = forms.CharField(
        label=_("Was daraus wurde"),
        help_text=_("Zwei, drei Sätze, auch das Unerwartete. Bitte ohne Namen, Orte und genaue Zahlen."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5, "cols": False, "maxlength": False}),
    )
    wirkung = forms.CharField(
        label=_("Was sich dadurch verändert hat (freiwillig)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": False, "maxlength": False}),
    )
    kosten = forms.ChoiceField(
        label=_("Was es bis jetzt gekostet hat (freiwillig)"),
        choices=[("", _("Bitte wählen")), *CostBand.choices],
        required=False,
    )

    def _nameless(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text and (sentence := objection(text)):
            raise ValidationError(sentence)
        return text

    def clean_text(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return self._nameless("text")

    def clean_wirkung(self) -> str:
        """The same."""
        return self._nameless("wirkung")

    def answers(self) -> dict[str, Any]:
        """The values of :func:`cases.followup.actions.answer`."""
        sent = self.cleaned_data
        return {
            "status": sent["stand"],
            "text": sent["text"],
            "effects": sent["wirkung"],
            "cost_band": sent["kosten"],
        }
