"""What somebody fills in to say what became of a record in another municipality."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.enums import Adoption, AdoptionStage, SizeBand
from knowledge.guard import objection
from publications.adoption.counts import RESULTS
from search.public_forms import PublicForm

__all__ = ["AdoptionForm"]


def _text(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "cols": False, "maxlength": False})
    return forms.CharField(label=label, max_length=600, required=False, widget=area)


class AdoptionForm(PublicForm):
    """Ninety seconds on a phone. Names are looked for before anything is stored."""

    purpose = "uebernahme"

    was = forms.ChoiceField(
        label=_("Was haben Sie damit gemacht?"), choices=Adoption.choices, widget=forms.RadioSelect
    )
    stand = forms.ChoiceField(
        label=_("Wie weit sind Sie?"), choices=AdoptionStage.choices, widget=forms.RadioSelect
    )
    groesse = forms.ChoiceField(
        label=_("Wie groß ist Ihre Kommune? (freiwillig)"),
        choices=[("", _("keine Angabe")), *SizeBand.choices],
        required=False,
    )
    ergebnis = forms.TypedChoiceField(
        label=_("Wie gut trug es? (freiwillig)"),
        choices=[("", _("noch offen")), *RESULTS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    geaendert = _text(_("Was haben Sie geändert? (freiwillig)"))
    gehakt = _text(_("Woran hakte es? (freiwillig)"))

    def clean_geaendert(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return self._nameless("geaendert")

    def clean_gehakt(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return self._nameless("gehakt")

    def _nameless(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text and (sentence := objection(text)):
            raise ValidationError(sentence)
        return text
