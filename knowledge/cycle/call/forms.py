"""What somebody fills in to take part in an announced cycle, or to hear of the next one."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.detector import DetectorUnavailable, Inspected, inspect_text
from knowledge.base import TargetGroup
from knowledge.cycle.legal_types import LegalType
from knowledge.cycle.models import ForumCycle
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand
from knowledge.guard import NOBODY_LOOKS, objection
from search.public_forms import OneLineField, PublicForm

__all__ = ["ApplicationForm", "NewsletterForm", "SubstituteForm"]

logger = logging.getLogger("knowledge.guard")

MOST_CONCERN = 1200
_CHOOSE = ("", _("Bitte wählen"))
_NO_ADDRESS = _("Das ist keine Mailadresse. Sie sieht so aus: name@rathaus.example")


def _chosen(choices: Any) -> list[Any]:
    return [_CHOOSE, *choices]


class ApplicationForm(PublicForm):
    """Person, bands of the own municipality, one concern as a question. The concern is looked through for
    names before anything is stored; what certainly is one has to be changed, and every word stays in the
    form.
    """

    purpose = "anmeldung"

    name = OneLineField(
        label=_("Ihr Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mail = forms.EmailField(
        label=_("Ihre Mailadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _NO_ADDRESS),
    )
    kommune = OneLineField(
        label=_("Ihre Kommune"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Sieht nur die Organisation; gespeichert wird verschlüsselt."),
    )
    funktion = forms.ModelChoiceField(
        label=_("Ihre Funktion"), queryset=TargetGroup.objects.none(), empty_label=_CHOOSE[1], required=False
    )
    andere = OneLineField(
        label=_("Andere Funktion, wenn keine passt"),
        max_length=80,
        required=False,
        help_text=_("Nur das Amt, keine Namen und Orte; gespeichert wird verschlüsselt."),
    )
    land = forms.ChoiceField(label=_("Land"))
    groesse = forms.ChoiceField(label=_("Größe Ihrer Kommune"), choices=_chosen(SizeBand.choices))
    rechtsform = forms.ChoiceField(
        label=_("Rechtsform (freiwillig; sonst nehmen wir die des Gemeindeverzeichnisses)"),
        choices=_chosen(LegalType.choices),
        required=False,
    )
    verwaltung = forms.ChoiceField(
        label=_("Beschäftigte Ihrer Verwaltung (freiwillig)"),
        choices=_chosen(WorkforceBand.choices),
        required=False,
    )
    haushalt = forms.ChoiceField(
        label=_("Haushaltslage (freiwillig)"), choices=_chosen(FinanceBand.choices), required=False
    )
    anliegen = forms.CharField(
        label=_("Ihr Anliegen als Frage"),
        help_text=_(
            "Eine Frage, die Sie gerade umtreibt, zum Beispiel „Wie kann ich den Rat für einen Plan gewinnen,"
            " der erst in zehn Jahren wirkt?“ Bitte ohne Namen, Orte und genaue Zahlen; wir prüfen das, bevor"
            " etwas gespeichert wird."
        ),
        max_length=MOST_CONCERN,
        widget=forms.Textarea(attrs={"rows": 5, "cols": False, "maxlength": False}),
        validators=[MinLengthValidator(20)],
    )
    keine_namen = forms.BooleanField(
        label=_("Die markierten Stellen verraten niemanden, sie sollen so bleiben."), required=False
    )
    verbindlich = forms.BooleanField(
        label=_("Ich nehme an allen Terminen teil, wenn ich eine Zusage bekomme."),
        error_messages={"required": _("Ohne diese Zusage können wir keinen Platz vergeben.")},
    )
    einwilligung = forms.BooleanField(
        label=_("Ich willige ein, dass meine Angaben so verarbeitet werden, wie unten steht."),
        error_messages={"required": _("Ohne Ihre Einwilligung dürfen wir nichts speichern.")},
    )

    is_unguarded = False
    """Whether nobody could look through the text."""

    def __init__(self, *args: Any, cycle: ForumCycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lands = [FederalState(code) for code in cycle.federal_states.split()]
        fields: dict[str, Any] = self.fields
        fields["land"].choices = _chosen((land.value, land.label) for land in lands)
        fields["funktion"].queryset = cycle.format.target_groups.all()

    def clean_anliegen(self) -> str:
        """The concern is a question. Raises ``ValidationError`` for anything else."""
        text = " ".join(str(self.cleaned_data["anliegen"]).split())
        if not text.endswith("?"):
            raise ValidationError(_("Bitte als Frage schreiben, mit einem Fragezeichen am Ende."))
        return text

    def clean_andere(self) -> str:
        """Raises ``ValidationError`` for words that name somebody, and where neither function is told."""
        text = str(self.cleaned_data["andere"]).strip()
        if text and (sentence := objection(text)):
            raise ValidationError(sentence)
        if not text and not self["funktion"].value():
            raise ValidationError(_("Bitte wählen Sie Ihre Funktion oder nennen Sie sie hier."))
        return text

    @cached_property
    def inspected(self) -> Inspected | None:
        """Places of the concern that tell who it is about; ``None`` where nothing has to be changed, or
        nobody can look (``is_unguarded``).
        """
        text = (self["anliegen"].value() or "") if self.is_bound else ""
        if not text or len(text) > MOST_CONCERN:
            return None
        try:
            found = inspect_text(text)
        except DetectorUnavailable as error:
            logger.error("an application is refused: %s", error)
            self.is_unguarded = True
            return None
        is_open = found.certain or (found.doubtful and not self["keine_namen"].value())
        return found if is_open else None

    @property
    def can_be_confirmed(self) -> bool:
        """Whether every place found may be left as it is."""
        return self.inspected is not None and not self.inspected.certain

    def clean(self) -> dict[str, Any] | None:
        """Raises ``ValidationError`` while nobody can look through the text."""
        cleaned = super().clean()
        if self.inspected is None and self.is_unguarded:
            raise ValidationError(NOBODY_LOOKS)
        return cleaned

    def is_valid(self) -> bool:
        """Whether the fields are in order and no place of the concern is open."""
        return super().is_valid() and self.inspected is None


class SubstituteForm(forms.Form):
    """Who comes instead."""

    name = OneLineField(label=_("Name der Vertretung"), max_length=120)
    mail = forms.EmailField(
        label=_("Mailadresse der Vertretung"),
        max_length=254,
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _NO_ADDRESS),
    )


class NewsletterForm(PublicForm):
    """An address for one mail per announcement."""

    purpose = "rundbrief"

    mail = forms.EmailField(
        label=_("Ihre Mailadresse"),
        max_length=254,
        help_text=_(
            "Wir schreiben Ihnen zuerst, damit Sie die Adresse bestätigen. Danach kommt eine Mail je"
            " Ausschreibung, mit einem Link, mit dem Sie die Post beenden; dann löschen wir die Adresse."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _NO_ADDRESS),
    )
