"""What somebody fills in to say how a method went: three numbers and perhaps a sentence or two."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.guard import objection
from search.public_forms import PublicForm

__all__ = ["UsageReportForm"]


class UsageReportForm(PublicForm):
    """Ninety seconds on a phone. Names are looked for before anything is stored."""

    purpose = "einsatz"

    personen = forms.IntegerField(label=_("Wie viele haben mitgemacht?"), min_value=1, max_value=500)
    minuten = forms.IntegerField(
        label=_("Wie viele Minuten hat es wirklich gedauert?"), min_value=1, max_value=999
    )
    getragen = forms.TypedChoiceField(
        label=_("Hat es getragen?"),
        choices=[
            (5, _("sehr gut")),
            (4, _("gut")),
            (3, _("halb")),
            (2, _("kaum")),
            (1, _("gar nicht")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    geaendert = forms.CharField(
        label=_("Was haben Sie geändert? (freiwillig)"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": False, "maxlength": False}),
    )
    stolperstein = forms.CharField(
        label=_("Wovor warnen Sie andere? (freiwillig)"),
        help_text=_("Ein Satz; er steht später auf der Karte."),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": False, "maxlength": False}),
    )

    def _nameless(self, name: str) -> str:
        text = " ".join(str(self.cleaned_data[name]).split())
        if text and (sentence := objection(text)):
            raise ValidationError(sentence)
        return text

    def clean_geaendert(self) -> str:
        """Raises ``ValidationError`` for a text that names somebody."""
        return self._nameless("geaendert")

    def clean_stolperstein(self) -> str:
        """The same."""
        return self._nameless("stolperstein")
