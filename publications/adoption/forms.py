"""What somebody fills in to say what became of a record in another municipality."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.enums import Adoption, AdoptionStage, SizeBand
from knowledge.guard import objection
from publications.adoption.counts import RESULTS
from publications.models import LEAST_GOOD, STAGES, TRIED, AdoptionReport
from search.public_forms import PublicForm

__all__ = ["AdoptionForm"]


def _text(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "cols": False, "maxlength": False})
    return forms.CharField(label=label, max_length=600, required=False, widget=area)


class _FittingChoices(forms.Widget):
    """Choices that say which answers to another question they need (``data-fits``), for ``adoption.js``."""

    fitting: ClassVar[Mapping[str, Collection[str]]] = {}
    other = ""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with the answers that it needs where it needs some."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if answers := self.fitting.get(str(value)):
            option["attrs"]["data-fits"] = f"{self.other}:{' '.join(answers)}"
        return option


class _Stages(_FittingChoices, forms.RadioSelect):
    other = "was"
    fitting: ClassVar = {
        stage: [kind.value for kind, stages in STAGES.items() if stage in stages] for stage in AdoptionStage
    }


class _Results(_FittingChoices, forms.Select):
    other = "was"
    fitting: ClassVar = {
        str(result): [Adoption.ADOPTED.value, Adoption.ADAPTED.value]
        for result in RESULTS
        if result >= LEAST_GOOD
    }


class AdoptionForm(PublicForm):
    """Ninety seconds on a phone. Names are looked for before anything is stored."""

    purpose = "uebernahme"

    was = forms.ChoiceField(
        label=_("Was haben Sie damit gemacht?"), choices=Adoption.choices, widget=forms.RadioSelect
    )
    stand = forms.ChoiceField(label=_("Wie weit sind Sie?"), choices=AdoptionStage.choices, widget=_Stages)
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
        widget=_Results(attrs={"data-fits": f"stand:{' '.join(TRIED)}"}),
    )
    geaendert = _text(_("Was haben Sie geändert? (freiwillig)"))
    gehakt = _text(_("Woran hakte es? (freiwillig)"))

    COLUMNS: Final = {"was": "kind", "stand": "stage", "ergebnis": "result"}
    """Answers that must go together, and what the report calls them."""

    def clean(self) -> dict[str, Any] | None:
        """Raises ``ValidationError`` at the later of two answers that contradict one another."""
        sent = super().clean()
        told = {
            self.COLUMNS[name]: value for name, value in self.cleaned_data.items() if name in self.COLUMNS
        }
        unknown = {field.name for field in AdoptionReport._meta.fields} - set(told)
        try:
            AdoptionReport(**told).validate_constraints(exclude=unknown)
        except ValidationError as error:
            for name, column in self.COLUMNS.items():
                if column in error.error_dict:
                    self.add_error(name, error.error_dict[column])
        return sent

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
